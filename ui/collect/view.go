package collect

import (
	"errors"
	"fmt"
	"strings"

	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/ui/kit"
)

// View draws the screen: where the data came from, the table with the profile beside it, and the way on.
func (s *Screen) View(f kit.Frame) string {
	s.options = layout{}
	if s.errand != nil && f.H > 1 {
		what := kit.Truncate(kit.Clean(s.errand.what), f.W-16)
		return kit.Stack(s.view(f.Sized(f.W, f.H-1)), f.Warn.Render(kit.Pad(" "+what+" … esc stops", f.W)))
	}
	return s.view(f)
}

func (s *Screen) view(f kit.Frame) string {
	switch {
	case s.err != nil:
		return s.failed(f)
	case s.stray:
		return f.EmptyState("reading was stopped\nenter reads the file after all, o opens another")
	case s.sheet == nil || s.reading():
		return s.underway(f)
	}
	if g := s.sheet.glyphs; g.ASCII != f.Glyphs.ASCII {
		*g = f.Glyphs
		s.grid.Remeasure()
	}
	head := s.origin(f)
	top := strings.Count(head, "\n") + 1
	body := kit.Rect{X: 0, Y: top, W: f.W, H: f.H - top - 1}
	s.options.next = kit.Rect{X: 0, Y: f.H - 1, W: f.W, H: 1}
	drawn := kit.Stack(head, s.body(f, body), s.next(f))
	if f.W < 40 || f.H < 8 {
		return kit.Fit(drawn, f.W, f.H)
	}
	return drawn
}

// body draws table and profile beside each other, or the one that has the focus where there is no room for both.
func (s *Screen) body(f kit.Frame, r kit.Rect) string {
	switch {
	case f.W >= 78 && f.H >= 16:
		share := []int{1, -max(30, f.W*2/7)}
		if f.W >= 110 {
			share[1] = -40
		}
		parts := r.Columns(share...)
		s.options.grid, s.options.profile = parts[0].Inside(), parts[1].Inside()
		return kit.Beside(f.In(parts[0]).Pane("table", s.focus == onData, s.table), f.In(parts[1]).Pane(s.name(), s.focus == onProfile, s.profile))
	case s.focus == onProfile:
		if f.H >= 14 {
			return f.In(r).Pane(s.name(), true, s.profile)
		}
		return s.profile(f.In(r))
	}
	s.options.grid = r
	return s.table(f.In(r))
}

// table draws the grid; its last line says what is shown.
func (s *Screen) table(f kit.Frame) string { return captioned(f, &s.grid, s.shown()) }

// captioned draws a grid with other words in its last line.
func captioned(f kit.Frame, g *kit.Grid, said string) string {
	drawn := g.View(f)
	cut := strings.LastIndexByte(drawn, '\n')
	if cut < 0 {
		return drawn
	}
	return drawn[:cut+1] + f.Dim.Render(kit.Pad(said, f.W))
}

// shown says which rows are shown, and never leaves out that there are more.
func (s *Screen) shown() string {
	n := s.sheet.Rows()
	text := "row " + kit.Thousands(s.grid.Row+1) + " of " + kit.Thousands(n)
	if n == 0 {
		text = "no rows"
	}
	name := func(j int) string { return kit.Truncate(kit.Clean(s.sheet.t.At(j).Name), 20) }
	if o := s.order; o.filter >= 0 {
		value := quote(o.value)
		if o.value == "" {
			value = "missing"
		}
		text += fmt.Sprintf(" where %s is %s (of %s, esc shows all)", name(o.filter), value, kit.Thousands(s.sheet.t.Rows()))
	}
	text += fmt.Sprintf(" · column %d of %d", s.column()+1, s.sheet.t.Width())
	if o := s.order; o.sort >= 0 {
		arrow := "↑"
		if o.desc {
			arrow = "↓"
		}
		text += " · sorted by " + name(o.sort) + " " + arrow
		if s.spells(o.sort) {
			text += " as preparation reads it"
		}
	}
	switch {
	case s.waiting:
		text += " · arranging …"
	case s.looking:
		text += " · looking at columns …"
	}
	return text
}

// origin says where the table came from.
func (s *Screen) origin(f kit.Frame) string {
	o, t := s.from.Origin, s.sheet.t
	line := " " + f.Strong.Render(kit.TruncateLeft(kit.Clean(o.Path), max(10, f.W/3)))
	size := fmt.Sprintf("  %s rows × %s columns", kit.Thousands(t.Rows()), kit.Thousands(t.Width()))
	if f.W < 60 {
		size = fmt.Sprintf("  %s × %s", kit.Thousands(t.Rows()), kit.Thousands(t.Width()))
	}
	line += f.Text.Render(size)
	if n := len(o.Warnings); n > 0 {
		said := fmt.Sprintf("%d %s", n, plural(n, "warning"))
		if f.W < 60 {
			said = kit.Thousands(n)
		}
		line += "  " + f.Mark(kit.Warn, said) + f.Dim.Render(" (w)")
	}
	if said := s.urgentAlerts(); said != "" && f.W >= 110 {
		line += "  " + f.Mark(kit.Warn, said) + f.Dim.Render(" (X)")
	}
	if f.W >= 78 {
		line += f.Dim.Render("  SHA-256 " + o.SHA256[:min(12, len(o.SHA256))])
	}
	line = kit.Pad(line, f.W)
	if f.H < 20 || len(o.Notes) == 0 {
		return line
	}
	return line + "\n" + f.Dim.Render(kit.Pad(" "+kit.Truncate(kit.Clean(strings.Join(o.Notes, " · ")), f.W-2), f.W))
}

// next says what comes now.
func (s *Screen) next(f kit.Frame) string {
	if s.from.Target == "" {
		return kit.Pad(" "+f.Mark(kit.Warn, "which column is to be predicted? move to it and press t"), f.W)
	}
	button := f.Key.Render("]") + f.Accent.Render(" next: Prepare ")
	if s.focus == onNext {
		button = f.Cursor.Render(" enter: go on to Prepare ")
	}
	said := f.Mark(kit.Good, kit.Clean(s.from.Target)+" will be predicted")
	if f.W < 60 {
		said = f.Mark(kit.Good, "target: "+kit.Clean(s.from.Target))
	}
	if state := s.bench.State(pipeline.CollectStage); state != pipeline.Done {
		said = f.Dim.Render("… reading again" + after(" ", percentDone(s.bench.Reading.Progress())) + ", esc stops")
	}
	room := f.W - kit.Width(button) - 3
	return kit.Pad(" "+kit.Pad(said, max(0, room))+"  "+button, f.W)
}

// failed shows why there is no table and what to do.
func (s *Screen) failed(f kit.Frame) string {
	w := max(1, min(76, f.W-4))
	lines := []string{f.Mark(kit.Bad, kit.TruncateLeft(kit.Clean(s.bench.Workflow.Collect.Data), w-18)+" cannot be used"), ""}
	message, hint := s.err.Error(), ""
	var fault *collect.Error
	if errors.As(s.err, &fault) {
		message, hint, _ = strings.Cut(message, "; hint: ")
	}
	for _, line := range kit.Wrap(kit.CleanLines(message), w) {
		lines = append(lines, f.Text.Render(line))
	}
	if hint != "" {
		lines = append(lines, "")
		for _, line := range kit.Wrap(kit.CleanLines(hint), w) {
			lines = append(lines, f.Text.Render(line))
		}
	}
	lines = append(lines, "")
	help := "o opens another file · enter tries this one again"
	if s.misnamed() {
		help = "r forgets what was said about its columns · " + help
	}
	if s.from != nil {
		help += " · esc goes back to " + kit.Clean(s.from.Origin.Path)
	}
	for _, line := range kit.Wrap(help, w) {
		lines = append(lines, f.Dim.Render(line))
	}
	left := strings.Repeat(" ", (f.W-w)/2)
	return kit.Fit(strings.Repeat("\n", max(0, (f.H-len(lines))/3))+left+strings.Join(lines, "\n"+left), f.W, f.H)
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}
