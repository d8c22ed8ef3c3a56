package prepare

import (
	"fmt"
	"strings"

	"assay/pipeline"
	"assay/ui/kit"
)

// View draws the screen: the steps, what the one under the cursor does, the table after it, and what all is worth.
func (s *Screen) View(f kit.Frame) string {
	s.options = layout{lines: s.options.lines, page: s.options.page}
	s.wide = three(f)
	bottom := 1
	switch {
	case three(f):
	case f.H >= 19 && f.W >= 60:
		bottom = 5
	case f.H >= 12:
		bottom = 2
	}
	parts := f.Rect().Rows(1, -bottom)
	s.options.next = kit.Rect{X: 0, Y: f.H - 1, W: f.W, H: 1}
	drawn := kit.Stack(s.body(f, parts[0]), s.foot(f.In(parts[1])))
	if f.W < 40 || f.H < 8 {
		return kit.Fit(drawn, f.W, f.H)
	}
	return drawn
}

// three reports whether there is room for three panes.
func three(f kit.Frame) bool { return f.W >= 110 && f.H >= 27 }

func (s *Screen) foot(f kit.Frame) string {
	if f.H > 1 {
		return kit.Stack(s.worth(f.Sized(f.W, f.H-1)), s.next(f))
	}
	if s.err != nil && len(s.broken()) == 0 && !s.wide {
		return kit.Fit(s.failure(f), f.W, 1)
	}
	return s.next(f)
}

// body draws as many panes as there is room for.
func (s *Screen) body(f kit.Frame, r kit.Rect) string {
	switch {
	case s.wide:
		return s.threePanes(f, r)
	case f.W >= 78:
		left := 38
		if f.W < 96 {
			left = 34
		}
		parts := r.Columns(-left, 1)
		right := s.storyPane
		if s.focus == onTable && !s.walled {
			right = s.tablePane
		}
		return kit.Beside(s.stepsPane(f, parts[0], true), right(f, parts[1], true))
	}
	border := r.H >= 16
	switch s.focus {
	case onStory:
		return s.storyPane(f, r, border)
	case onTable:
		return s.tablePane(f, r, border)
	}
	return s.stepsPane(f, r, border)
}

// threePanes draws the steps and what they are worth on the left, the story above the table on the right.
func (s *Screen) threePanes(f kit.Frame, r kit.Rect) string {
	parts := r.Columns(-46, 1)
	left, right := parts[0].Rows(1, -11), parts[1].Rows(1, 1)
	if s.focus == onStory {
		right = parts[1].Rows(2, 1)
	}
	if s.walled {
		s.options.grid = kit.Rect{}
		return kit.Beside(s.leftPanes(f, left), s.storyPane(f, parts[1], true))
	}
	return kit.Beside(s.leftPanes(f, left), kit.Stack(s.storyPane(f, right[0], true), s.tablePane(f, right[1], true)))
}

func (s *Screen) leftPanes(f kit.Frame, r []kit.Rect) string {
	return kit.Stack(s.stepsPane(f, r[0], true), f.In(r[1]).Pane(s.worthTitle(), false, s.worth))
}

func (s *Screen) stepsPane(f kit.Frame, r kit.Rect, border bool) string {
	title := "steps"
	if c := s.bench.Collected(); c != nil {
		title = fmt.Sprintf("steps on %s rows", kit.Thousands(c.Table.Rows()))
	}
	return pane(f, &s.options.steps, r, border, title, s.focus == onSteps, s.steps)
}

func (s *Screen) storyPane(f kit.Frame, r kit.Rect, border bool) string {
	title := "step"
	if s.walled {
		title = "the wall"
	} else if s.at < len(s.choices()) {
		title = titleOf(s.choices()[s.at])
	}
	return pane(f, &s.options.story, r, border, title, s.focus == onStory, s.story)
}

func (s *Screen) tablePane(f kit.Frame, r kit.Rect, border bool) string {
	title := "table after this step"
	if s.before {
		title = "table before this step"
	}
	if s.running() {
		title += ", being made again …"
	}
	return pane(f, &s.options.grid, r, border, title, s.focus == onTable, s.table)
}

// pane draws a part with or without a border and remembers where its inside is.
func pane(f kit.Frame, place *kit.Rect, r kit.Rect, border bool, title string, focus bool, body func(kit.Frame) string) string {
	if !border {
		*place = r
		return kit.Fit(body(f.In(r)), r.W, r.H)
	}
	*place = r.Inside()
	return f.In(r).Pane(title, focus, body)
}

// table draws the grid; its last line says what is marked.
func (s *Screen) table(f kit.Frame) string {
	if s.sheet == nil {
		advice := "the table appears here once it is prepared"
		switch {
		case s.at < len(s.choices()) && s.choices()[s.at].Off:
			advice = "this step is off\nspace switches it on"
		case s.bench.Collected() == nil:
			advice = "there is no data yet\ngo back to Collect with ["
		}
		return f.EmptyState(advice)
	}
	drawn := s.grid.View(f)
	cut := strings.LastIndexByte(drawn, '\n')
	if cut < 0 {
		return drawn
	}
	return drawn[:cut+1] + f.Dim.Render(kit.Pad(s.shown(f), f.W))
}

// shown says where the cursor is and what the marks mean.
func (s *Screen) shown(f kit.Frame) string {
	text := "row " + kit.Thousands(s.grid.Row+1) + " of " + kit.Thousands(s.sheet.Rows())
	column := max(0, s.grid.Col-1)
	switch was, ok := s.sheet.was(s.grid.Row, column); {
	case s.sheet.dropped != nil:
		text += fmt.Sprintf(" · %s marks the %s rows it drops, n finds the next", f.Glyphs.Cross, kit.Thousands(s.sheet.effect.Before.Rows-s.sheet.effect.After.Rows))
	case s.before:
		text += " · v shows it after the step"
	case ok && was != s.sheet.t.At(column).Cell(s.grid.Row):
		if was == "" {
			was = f.Glyphs.Missing
		}
		text += " · was " + kit.Truncate(kit.CleanCell(was), 30)
	case s.sheet.effect.Changed > 0:
		text += fmt.Sprintf(" · %s marks changed cells, n finds the next", f.Glyphs.Changed)
	}
	return text
}

// next says what comes now.
func (s *Screen) next(f kit.Frame) string {
	state := s.bench.State(pipeline.PrepareStage)
	said, kind, button := "", kit.Info, ""
	switch {
	case s.err != nil:
		said, kind = s.needs(f.W), kit.Bad
		if len(s.broken()) > 0 && f.W >= 60 {
			button = f.Key.Render("!") + f.Accent.Render(" goes there ")
		}
	case s.running():
		return kit.Pad(" "+f.Dim.Render("… preparing"), f.W)
	case state == pipeline.Done:
		p := s.bench.Prepared()
		said, kind = fmt.Sprintf("%s rows, %d columns ready", kit.Thousands(p.Cleaned.Rows()), len(p.Matrix.Columns)), kit.Good
		switch {
		case f.W < 60:
			said = kit.Thousands(p.Cleaned.Rows()) + " rows ready"
		case f.W >= 100:
			said += fmt.Sprintf(" for the learner: %s numbers in each row", kit.Thousands(p.Matrix.Width()))
			if h := s.found(); h != nil {
				said += fmt.Sprintf(" · health %d of %d green", green(h), len(h.Tallies))
			}
		}
	case s.bench.State(pipeline.CollectStage) != pipeline.Done:
		said = "waiting for Collect"
	}
	if state == pipeline.Done && s.err == nil {
		button = f.Key.Render("]") + f.Accent.Render(" next: Train ")
	}
	room := f.W - kit.Width(button) - 3
	return kit.Pad(" "+kit.Pad(f.Mark(kind, kit.Truncate(said, max(0, room-2))), max(0, room))+"  "+button, f.W)
}
