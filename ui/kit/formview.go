package kit

import (
	"cmp"
	"strings"
)

const twoColumns = 96 // cells from which a long form is drawn in two columns

// View draws the form; the last two lines explain the field with the focus.
func (f *Form) View(fr Frame) string {
	if fr.W <= 0 || fr.H <= 0 {
		return ""
	}
	if len(f.Fields) == 0 {
		return fr.EmptyState("there is nothing to set here")
	}
	foot := min(2, max(0, fr.H-1))
	rows := fr.H - foot
	lines := f.lines()
	columns := 1
	if fr.W >= twoColumns && len(lines) > rows && !f.OneColumn {
		columns = 2
	}
	per := (len(lines) + columns - 1) / columns
	f.scroll(lines, per, rows)
	f.places = f.places[:0]
	blocks := make([]string, 0, columns)
	x := 0
	for c, w := range Shares(fr.W, ones(columns)...) {
		from, to := min(c*per+f.top, len(lines)), min((c+1)*per, len(lines))
		blocks = append(blocks, f.column(fr.Sized(w, rows), lines[from:max(from, to)], x))
		x += w
	}
	body := Beside(blocks...)
	if foot > 0 {
		body += "\n" + f.explain(fr.Sized(fr.W, foot))
	}
	return body
}

func ones(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = 1
	}
	return out
}

// lines lists what is drawn line by line: the index of a field, or -1-i for the heading above field i.
func (f *Form) lines() []int {
	var out []int
	section := ""
	for i := range f.Fields {
		if s := f.Fields[i].Section; s != section {
			section = s
			out = append(out, -1-i)
		}
		out = append(out, i)
	}
	return out
}

// scroll keeps the field with the focus in sight.
func (f *Form) scroll(lines []int, per, rows int) {
	at := 0
	for k, i := range lines {
		if i == f.Focus {
			at = k % max(1, per)
		}
	}
	f.top = max(0, min(f.top, per-rows))
	if at < f.top {
		f.top = at
		if at == 1 {
			f.top = 0 // show the first heading
		}
	}
	if at >= f.top+rows {
		f.top = at - rows + 1
	}
}

func (f *Form) column(fr Frame, lines []int, x int) string {
	label := 0
	for i := range f.Fields {
		label = max(label, Width(f.Fields[i].label()))
	}
	label = min(label, fr.W*2/5)
	out := make([]string, 0, fr.H)
	for y, i := range lines {
		if y >= fr.H {
			break
		}
		if i < 0 {
			out = append(out, fr.Accent.Render(Truncate(Clean(f.Fields[-1-i].Section), fr.W)))
			continue
		}
		out = append(out, f.field(fr, i, label))
		f.places = append(f.places, place{Rect{x, y, fr.W, 1}, i})
	}
	return Fit(strings.Join(out, "\n"), fr.W, fr.H)
}

// field draws one line: mark, label, value, then the error or the hint.
func (f *Form) field(fr Frame, i, label int) string {
	p := &f.Fields[i]
	focus := i == f.Focus && !f.Blurred
	mark, style := " ", fr.Dim
	if focus {
		mark, style = fr.Accent.Render(fr.Glyphs.Cursor), fr.Strong
	}
	room := max(0, fr.W-label-4)
	wide := min(room, max(12, min(28, max(room*3/5, f.widest()))))
	after := fr.Dim.Render(Clean(p.Hint))
	if p.Error != "" {
		after = fr.Mark(Bad, p.Error)
	}
	line := mark + " " + style.Render(Pad(p.label(), label)) + " " + p.draw(fr, wide, focus)
	if rest := room - wide - 1; rest > 3 && (p.Error != "" || Width(after) <= rest) {
		line += " " + Truncate(after, rest)
	} else if p.Error != "" {
		line = Cut(line, 0, max(0, fr.W-1)) + fr.Bad.Render(fr.Glyphs.Cross)
	}
	return Cut(line, 0, fr.W)
}

// widest is the width that shows every choice of every field whole.
func (f *Form) widest() int {
	w := 0
	for i := range f.Fields {
		if f.Fields[i].Kind != ChoiceField {
			continue
		}
		for _, c := range f.Fields[i].Choices {
			w = max(w, Width(Clean(c))+4)
		}
	}
	return w
}

func (p *Field) draw(fr Frame, w int, focus bool) string {
	style := fr.Field
	if focus {
		style = fr.Cursor
	}
	switch p.Kind {
	case BoolField:
		text := "[ ] off"
		if p.Value == "true" {
			text = "[" + fr.Glyphs.Cross + "] on"
			if !fr.Glyphs.ASCII {
				text = "[" + fr.Glyphs.Check + "] on"
			}
		}
		return style.Render(Pad(text, w))
	case ChoiceField:
		value := Clean(p.Value)
		if value == "" {
			value = "(none)"
		}
		return style.Render(fr.Glyphs.Left + " " + Pad(value, max(0, w-4)) + " " + fr.Glyphs.Right)
	}
	return p.input.View(fr, w, focus)
}

// explain draws the error of the field with the focus, or what its value comes to, or its help.
func (f *Form) explain(fr Frame) string {
	p := &f.Fields[max(0, min(f.Focus, len(f.Fields)-1))]
	var out []string
	if p.Error != "" {
		for i, line := range Wrap(p.Error, max(1, fr.W-2)) {
			if i == 0 {
				out = append(out, fr.Mark(Bad, line))
			} else {
				out = append(out, "  "+fr.Bad.Render(line))
			}
		}
	} else {
		text := p.Help
		if p.Tell != nil {
			text = cmp.Or(p.Tell(p.Value), text)
		}
		for _, line := range Wrap(Clean(text), fr.W) {
			out = append(out, fr.Dim.Render(line))
		}
	}
	return Fit(strings.Join(out, "\n"), fr.W, fr.H)
}
