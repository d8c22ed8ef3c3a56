package evaluate

import (
	"fmt"
	"strings"

	"assay/ui/kit"
)

// View draws the seal, or the report.
func (s *Screen) View(f kit.Frame) string {
	now := s.phase()
	switch {
	case s.exam() == nil && now == opening:
		return f.EmptyState("The exam is under way …\nThe test rows are scored once, with every interval and the audit of groups.")
	case s.exam() == nil && now == locked:
		return f.EmptyState("Nothing to examine yet\n" + s.locked())
	case s.exam() == nil:
		return s.seal(f)
	case s.rows != nil:
		return s.drillView(f)
	}
	head, next := s.head(f, now), s.next(f, now)
	body := f.Sized(f.W, f.H-len(head)-len(next))
	return kit.Fit(kit.Stack(strings.Join(head, "\n"), s.body(body), strings.Join(next, "\n")), f.W, f.H)
}

// head says which exam this is, and whether it still counts.
func (s *Screen) head(f kit.Frame, now phase) []string {
	x := s.exam()
	look := "opened once"
	if x.Look > 1 {
		look = fmt.Sprintf("look %d: treat as validation", x.Look)
	}
	left := fmt.Sprintf("exam on %s rows the model never saw", kit.Thousands(x.Report.Rows[2]))
	if f.W < 76 {
		left = fmt.Sprintf("exam, %s rows", kit.Thousands(x.Report.Rows[2]))
	}
	style := f.Dim
	if x.Look > 1 {
		style = f.Warn
	}
	line := " " + f.Strong.Render(left) + "  " + style.Render(look)
	right := f.Dim.Render("threshold ") + f.Number.Render(formatThreshold(s.bench.Workflow.Evaluate.Threshold)) + " "
	if kit.Width(line)+kit.Width(right)+1 <= f.W {
		line = kit.Pad(line, f.W-kit.Width(right)) + right
	}
	out := []string{kit.Pad(line, f.W)}
	switch {
	case now == opening:
		out = append(out, " "+f.Accent.Render("the exam is under way …"))
	case now == stale:
		out = append(out, " "+f.Mark(kit.Warn, kit.Truncate(s.staleWords(), f.W-4)))
	case s.err != nil:
		out = append(out, " "+f.Mark(kit.Bad, kit.Truncate(kit.Clean(s.err.Error()), f.W-4)))
	}
	return out
}

func (s *Screen) staleWords() string {
	if why := s.locked(); why != "" {
		return "stale: " + why
	}
	if t := s.bench.Workflow.Evaluate.Threshold; t != s.exam().Report.Threshold && s.exam().Trained == s.bench.Trained() {
		return fmt.Sprintf("stale: shown is threshold %s; enter takes the exam again (look %d: treat as validation)", formatThreshold(s.exam().Report.Threshold), s.bench.Looks()+1)
	}
	return fmt.Sprintf("stale: of an older model; enter takes the exam again (look %d: treat as validation)", s.bench.Looks()+1)
}

// next says what to do now.
func (s *Screen) next(f kit.Frame, now phase) []string {
	text := ""
	switch g := s.exam().Report.Gate; {
	case now == stale || now == opening:
		return nil
	case g.Passed:
		text = "Next: 5 goes to Predict, where the model is packed and answers."
	case f.H < 14:
		text = "The gate is not passed; tab, p: why"
	default:
		text = gateWords(g) + " Improve data or model, or read on before going to Predict (5)."
	}
	lines := kit.Wrap(text, max(1, f.W-2))
	if f.H < 14 {
		lines = lines[:1]
	}
	for i, line := range lines {
		lines[i] = " " + f.Accent.Render(line)
	}
	return lines
}

var paneNames = [panes]string{"verdict", "decisions", "scores", "groups"}

// body draws the four panes, or the one with the focus under a line that names them all.
func (s *Screen) body(f kit.Frame) string {
	if f.W >= 110 && f.H >= 24 {
		cols := f.Rect().Columns(40, 60)
		left := f.In(cols[0]).Rect().Rows(1, -15)
		right := f.In(cols[1]).Rect().Rows(-16, 1)
		return kit.Beside(
			kit.Stack(s.paneOf(f.In(left[0]), verdictPane), s.paneOf(f.In(left[1]), decisionPane)),
			kit.Stack(s.paneOf(f.In(right[0]), scorePane), s.paneOf(f.In(right[1]), groupPane)))
	}
	if f.W < 56 || f.H < 8 {
		return s.content(f.Sized(f.W, f.H), s.pane, f.W < 56)
	}
	var tabs []string
	for i, name := range paneNames {
		style := f.Dim
		if i == s.pane {
			style = f.TitleFocus
		}
		tabs = append(tabs, style.Render(name))
	}
	line := kit.Pad(" "+strings.Join(tabs, f.Faint.Render("  ·  "))+f.Faint.Render("   tab"), f.W)
	if f.H >= 15 {
		return kit.Stack(line, s.paneOf(f.Sized(f.W, f.H-1), s.pane))
	}
	return kit.Stack(line, s.content(f.Sized(f.W, f.H-1), s.pane, false))
}

func (s *Screen) paneOf(f kit.Frame, i int) string {
	return f.Pane(paneNames[i], s.pane == i, func(in kit.Frame) string { return s.content(in, i, false) })
}

// content draws a pane, scrolled, a blank column on each side. In plain words where bars and tables do not fit.
func (s *Screen) content(f kit.Frame, i int, plain bool) string {
	in := f.Sized(f.W-2, f.H)
	text := in.Sized(in.W-1, in.H) // the scroll bar has its column
	var lines []string
	switch {
	case i == verdictPane && plain:
		for _, sentence := range append([]string{gateWords(s.exam().Report.Gate)}, s.exam().Report.Sentences()...) {
			lines = append(lines, hanging(text, "", 0, sentence, f.Text)...)
		}
	case i == verdictPane:
		lines = s.verdicts(text)
	case i == decisionPane:
		lines = s.decisions(text)
	case i == scorePane:
		lines = s.scores(text)
	default:
		lines = s.groups(text)
	}
	drawn := strings.Split(s.scroll[i].View(in, lines), "\n")
	for k := range drawn {
		drawn[k] = " " + drawn[k] + " "
	}
	return strings.Join(drawn, "\n")
}
