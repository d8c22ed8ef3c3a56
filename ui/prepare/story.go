package prepare

import (
	"fmt"
	"strings"

	"assay/models/param"
	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/ui/kit"
)

// story draws the step under the cursor: what it does and why, its settings, what it did and what it decided.
func (s *Screen) story(f kit.Frame) string {
	in := f.Sized(max(1, f.W-2), f.H)
	lines := s.told(in)
	s.options.lines, s.options.page = len(lines), f.H
	s.top = max(0, min(s.top, len(lines)-f.H))
	shown := lines[s.top:min(len(lines), s.top+f.H)]
	if below := len(lines) - s.top - len(shown); below > 0 && f.H > 2 {
		more := fmt.Sprintf("%s %d more lines", f.Glyphs.Down, below+1)
		if s.focus != onStory {
			more += ": tab, then j"
		}
		shown = append(shown[:f.H-1:f.H-1], f.Dim.Render(more))
	}
	return kit.Fit(" "+strings.Join(shown, "\n "), f.W, f.H)
}

// telling is the drawn story of a step, kept until the step, the table, the width or the styles change.
type telling struct {
	of    teller
	lines []string
}

type teller struct {
	choice *prepare.Choice
	table  *pipeline.Prepared // steps before it have a say in what it works on, all of them in what the wall tells
	effect *prepare.Effect
	walled bool
	column string // of the portrait, "" while there is none
	w      int
	styles *kit.Styles
}

func (s *Screen) told(f kit.Frame) []string {
	of := teller{table: s.bench.Prepared(), effect: s.effect(s.at), w: f.W, styles: f.Styles, walled: s.walled}
	if s.at < len(s.choices()) {
		of.choice = &s.choices()[s.at]
	}
	if s.current() {
		of.column = s.portrait.name
	}
	if s.telling.lines == nil || s.telling.of != of {
		s.telling = telling{of, s.tell(f)}
	}
	return s.telling.lines
}

func (s *Screen) tell(f kit.Frame) []string {
	if s.walled {
		return s.tellWall(f)
	}
	if s.at >= len(s.choices()) {
		return []string{f.Dim.Render("no step is left; a adds one")}
	}
	c := s.choices()[s.at]
	e, settings, err := c.Settings()
	var out []string
	say := func(style kit.Style, text string) {
		for _, line := range kit.Wrap(kit.Clean(text), max(1, f.W)) {
			out = append(out, style.Render(line))
		}
	}
	if err != nil {
		say(f.Bad, err.Error())
		return out
	}
	effect := s.effect(s.at)
	if effect != nil && effect.Fault != nil {
		for i, line := range kit.Wrap(reason(effect), max(1, f.W-2)) {
			if i == 0 {
				out = append(out, f.Mark(kit.Bad, line))
			} else {
				out = append(out, "  "+f.Bad.Render(line))
			}
		}
		say(f.Dim, "The table passed it unchanged and the other steps went on. Space switches the step off, enter changes its settings, u takes the last change back.")
		out = append(out, "")
	}
	say(f.Text, e.About)
	if c.On != "" {
		out = append(out, "")
		say(f.Text, "It sees only "+s.reach(c)+". c changes them.")
	}
	switch {
	case c.Off:
		out = append(out, "")
		say(f.Warn, f.Glyphs.Warn+" This step is off: it changes nothing. Space switches it on.")
	case effect != nil && effect.Fault == nil:
		out = append(out, "")
		out = append(out, counts(f, effect)...)
		figures := s.figures(f)
		if effect.Kind != prepare.Sieves {
			out = append(out, figures...)
		}
		if len(effect.Notes) > 0 {
			out = append(out, "", f.Accent.Render(noted(effect.Kind)))
			for _, note := range effect.Notes {
				out = append(out, bullet(f, note)...)
			}
		}
		if s.unfound("") == "" {
			text := "ticks which of them are one word"
			if n := len(effect.Groups); n > 0 {
				text = fmt.Sprintf("lists %s groups of rows", kit.Thousands(n))
			}
			out = append(out, "  "+f.Key.Render("o")+" "+f.Accent.Render(kit.Truncate(text, max(1, f.W-4))))
		}
		if effect.Kind == prepare.Sieves { // which rows go is the news, not how their values are spread
			out = append(append(out, ""), figures...)
		}
	}
	out = append(out, "", f.Accent.Render("why"))
	say(f.Dim, e.Why)
	if set := settingLines(f, c, settings); len(set) > 0 {
		out = append(out, "", f.Accent.Render("settings")+f.Dim.Render("  enter changes them"))
		out = append(out, set...)
	}
	return out
}

// noted heads what a step says about itself.
func noted(k prepare.Kind) string {
	return [...]string{"what it decided", "what it dropped", "what it learned"}[k]
}

func bullet(f kit.Frame, text string) []string {
	lines := kit.Wrap(kit.Clean(text), max(1, f.W-2))
	for i := range lines {
		lead := "  "
		if i == 0 {
			lead = f.Info.Render(f.Glyphs.Info) + " "
		}
		lines[i] = lead + f.Text.Render(lines[i])
	}
	return lines
}

// counts compares the table before and after a step: what is another number now stands out.
func counts(f kit.Frame, e *prepare.Effect) []string {
	var parts []string
	part := func(label string, before, after int) { parts = append(parts, arrow(f, label, before, after)) }
	part("rows", e.Before.Rows, e.After.Rows)
	part("columns", e.Before.Columns, e.After.Columns)
	part("missing cells", e.Before.Missing, e.After.Missing)
	if e.Before.Rows == e.After.Rows {
		style := f.Dim
		if e.Changed > 0 {
			style = f.Number
		}
		parts = append(parts, f.Dim.Render("changed cells ")+style.Render(kit.Thousands(e.Changed)))
	}
	return flow(parts, f.W)
}

// flow puts parts beside each other, three blanks apart, as many as fit a line.
func flow(parts []string, w int) []string {
	var out []string
	for _, p := range parts {
		if n := len(out); n > 0 && kit.Width(out[n-1])+3+kit.Width(p) <= w {
			out[n-1] += "   " + p
		} else {
			out = append(out, p)
		}
	}
	return out
}

// settingLines lists the settings of a step; a star marks those that somebody chose.
func settingLines(f kit.Frame, c prepare.Choice, s param.Settings) []string {
	var out []string
	label := 0
	for _, p := range s.Params() {
		label = max(label, kit.Width(p.Name))
	}
	for _, p := range s.Params() {
		value, mark := p.Get(), " "
		if value == "" {
			value = "(none)"
			if p.Columns {
				value = "(found by looking)"
			}
		}
		style := f.Dim
		if _, chosen := c.Set[p.Name]; chosen {
			mark, style = "*", f.Strong
		}
		out = append(out, f.Accent.Render(mark)+" "+f.Dim.Render(kit.Pad(p.Name, label))+"  "+style.Render(kit.Truncate(kit.Clean(value), max(1, f.W-label-4))))
	}
	return out
}
