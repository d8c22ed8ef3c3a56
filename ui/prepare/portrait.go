package prepare

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline/prepare"
	"assay/pipeline/profile"
	"assay/pipeline/table"
	"assay/ui/kit"
)

// portrait is a column before and after a step; a side is nil where the column is not there.
type portrait struct {
	effect  *prepare.Effect
	name    string
	was, is *profile.Column
	changed int // cells that read differently; -1 when rows were dropped
}

// painted brings a portrait.
type painted struct{ *portrait }

// gallery keeps what was found about columns: most pass most steps untouched.
type gallery map[*table.Column]*profile.Column

const fullGallery = 64 // columns; each keeps its cells in memory

// subject is the column of which a portrait is wanted; "" when there is none.
func (s *Screen) subject() string {
	if s.sheet == nil || s.sheet.effect.Fault != nil || s.grid.Col < 1 || s.grid.Col > s.sheet.t.Width() {
		return ""
	}
	return s.sheet.t.At(s.grid.Col - 1).Name
}

// current reports whether the portrait shows what is under the cursor.
func (s *Screen) current() bool {
	p := s.portrait
	return p != nil && s.sheet != nil && p.effect == s.sheet.effect && p.name == s.subject()
}

// paint looks at the column under the cursor in the background, one column at a time.
func (s *Screen) paint() tea.Cmd {
	name := s.subject()
	if !s.visited || s.painting || name == "" || s.current() {
		return nil
	}
	s.painting = true
	e, known := s.sheet.effect, gallery{}
	if len(s.gallery) > fullGallery {
		clear(s.gallery)
	}
	was, is := e.Was.Column(name), e.Is.Column(name)
	for _, c := range []*table.Column{was, is} {
		if p := s.gallery[c]; p != nil {
			known[c] = p
		}
	}
	return kit.Do(func() tea.Msg {
		look := func(c *table.Column) *profile.Column {
			if c != nil && known[c] == nil {
				p := profile.OfColumn(c)
				known[c] = &p
			}
			return known[c]
		}
		out := &portrait{effect: e, name: name, was: look(was), is: look(is), changed: -1}
		switch {
		case was == is:
			out.changed = 0
		case was != nil && is != nil && was.Len() == is.Len():
			out.changed = prepare.ChangedCells(was, is)
		}
		return painted{out}
	})
}

// hang takes a portrait in.
func (s *Screen) hang(msg painted) {
	s.painting, s.portrait = false, msg.portrait
	e := msg.effect
	if s.gallery == nil {
		s.gallery = gallery{}
	}
	s.gallery[e.Was.Column(msg.name)], s.gallery[e.Is.Column(msg.name)] = msg.was, msg.is
	delete(s.gallery, nil)
}

// figures draws the column under the cursor before and after the step.
func (s *Screen) figures(f kit.Frame) []string {
	p := s.portrait
	if !s.current() {
		return nil
	}
	title := f.Accent.Render(kit.Truncate(kit.Clean(p.name), max(1, f.W/2)))
	switch {
	case p.was == p.is:
		return []string{title + f.Dim.Render(" is not touched by this step")}
	case p.was == nil:
		return append(flow([]string{title + f.Dim.Render(" is new"), f.Dim.Render("missing ") + f.Number.Render(kit.Thousands(p.is.Missing)),
			f.Dim.Render("distinct ") + f.Number.Render(kit.Thousands(p.is.Distinct))}, f.W), shape(f, p.is)...)
	case p.is == nil:
		return append([]string{title + f.Dim.Render(" is left out from here on")}, shape(f, p.was)...)
	}
	parts := []string{title, arrow(f, "missing", p.was.Missing, p.is.Missing), arrow(f, "distinct", p.was.Distinct, p.is.Distinct)}
	if p.changed >= 0 {
		parts = append(parts, f.Dim.Render("changed ")+f.Number.Render(kit.Thousands(p.changed)))
	}
	out := flow(parts, f.W)
	if f.W < 30 {
		return out
	}
	half := f.Sized((f.W-3)/2, f.H)
	left := append([]string{f.Dim.Render(kit.Pad("before", half.W))}, shape(half, p.was)...)
	right := append([]string{f.Dim.Render(kit.Pad("after", half.W))}, shape(half, p.is)...)
	for i := range max(len(left), len(right)) {
		out = append(out, kit.Pad(at(left, i), half.W)+"   "+kit.Pad(at(right, i), half.W))
	}
	return out
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// arrow compares a number before and after: another one stands out.
func arrow(f kit.Frame, label string, before, after int) string {
	if before == after {
		return f.Dim.Render(label + " " + kit.Thousands(after))
	}
	return f.Dim.Render(label+" "+kit.Thousands(before)+" → ") + f.Number.Render(kit.Thousands(after))
}

const tall = 4 // lines of a shape

// shape draws how the values of a column are spread: a histogram, the most frequent words, or a few of many.
func shape(f kit.Frame, p *profile.Column) []string {
	switch {
	case p.Numbers != nil && p.Distinct > 1:
		return histogram(f.Sized(f.W, tall), p)
	case len(p.Top) == 0:
		return []string{f.Dim.Render("no value")}
	case p.Distinct > 30 && p.Top[0].Count*50 < p.Rows-p.Missing:
		out := []string{f.Dim.Render("many, such as")}
		for _, v := range p.Top[:min(tall-1, len(p.Top))] {
			out = append(out, f.Text.Render(kit.Truncate(kit.CleanCell(v.Value), f.W)))
		}
		return out
	}
	var bars []kit.Bar
	for _, v := range p.Top[:min(tall, len(p.Top))] {
		bars = append(bars, kit.Bar{Label: kit.CleanCell(v.Value), Value: float64(v.Count), Text: kit.Thousands(v.Count)})
	}
	return strings.Split(kit.Bars(f.Sized(f.W, len(bars)), bars), "\n")
}

// histogram draws the values by range, with round edges under it.
func histogram(f kit.Frame, p *profile.Column) []string {
	h := p.Numbers.Histogram
	counts := make([]float64, len(h.Counts))
	for i, n := range h.Counts {
		counts[i] = float64(n)
	}
	edges := h.Edges
	if p.Kind == table.Time {
		edges = nil
	}
	out := strings.Split(kit.Histogram(f, counts, edges), "\n")
	if p.Kind == table.Time {
		day := func(v float64) string { return table.FormatTime(int64(v))[:len("2006-01-02")] }
		out[len(out)-1] = f.Dim.Render(kit.Truncate(fmt.Sprintf("%s to %s", day(h.Edges[0]), day(h.Edges[len(h.Edges)-1])), f.W))
	}
	return out
}
