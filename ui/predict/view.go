package predict

import (
	"strings"

	"assay/pipeline"
	"assay/pipeline/evaluate"
	"assay/ui/kit"
)

const (
	sideBySide = 76 // cells from which form and answer stand side by side
	tall       = 13 // lines from which form and answer stand in frames
	hintWidth  = 48 // cells from which the form has room for hints
	hintMargin = 4
)

// View draws the form and the answer as large as the frame allows: side by side, one above the other, or bare.
func (s *Screen) View(f kit.Frame) string {
	if s.form == nil {
		return f.EmptyState(s.waiting())
	}
	banner := s.banner(f)
	area := f.Rect()
	if n := len(banner); n > 0 {
		area.Y, area.H = n, max(0, area.H-n)
	}
	body := ""
	switch {
	case f.W >= sideBySide && area.H >= tall:
		body = s.beside(f, area)
	case s.details:
		s.formAt = kit.Rect{}
		body = f.In(area).Pane("the answer", false, s.answer)
	default:
		body = s.stacked(f, area)
	}
	return kit.Fit(kit.Stack(strings.Join(banner, "\n"), body), f.W, f.H)
}

// waiting says why there is no form yet and what to do.
func (s *Screen) waiting() string {
	switch {
	case s.Busy() != "":
		return "making the bundle\nrecipe, model and report become one file that answers"
	case s.failed != nil:
		return "no bundle could be made\n" + kit.Clean(s.failed.Error())
	}
	if err := s.bench.Need(pipeline.PredictStage); err != nil {
		return "nothing can answer yet\n" + kit.Clean(err.Error())
	}
	return "nothing can answer yet"
}

func (s *Screen) beside(f kit.Frame, area kit.Rect) string {
	parts := area.Columns(-max(36, min(58, f.W*43/100)), 1)
	inside := parts[0].Inside()
	s.formAt = kit.Rect{X: inside.X + 1, Y: inside.Y, W: inside.W - 2, H: inside.H}
	left := f.In(parts[0]).Pane(s.title(), s.Typing(), func(in kit.Frame) string {
		return indent(s.drawForm(in.Sized(in.W-2, in.H)))
	})
	right := f.In(parts[1]).Pane("the answer", false, func(in kit.Frame) string {
		return indent(s.answer(in.Sized(in.W-2, in.H)))
	})
	return kit.Beside(left, right)
}

// stacked draws a strip of the answer over the form.
func (s *Screen) stacked(f kit.Frame, area kit.Rect) string {
	strip := s.strip(f.Sized(f.W, area.H*2/5))
	n := strings.Count(strip, "\n") + 1
	s.formAt = kit.Rect{X: 0, Y: area.Y + n, W: f.W, H: max(0, area.H-n)}
	return strip + "\n" + s.drawForm(f.In(s.formAt))
}

func (s *Screen) drawForm(f kit.Frame) string {
	for i, field := range s.deployed.Service.Fields() {
		s.form.Fields[i].Hint = ""
		if h := hint(field); f.W >= hintWidth && kit.Width(h) <= f.W*2/5-hintMargin {
			s.form.Fields[i].Hint = h
		}
	}
	return s.form.View(f)
}

func (s *Screen) title() string {
	if s.sealed.on {
		return "a sealed case"
	}
	return "a new case"
}

// banner says what a person must know before they trust any answer.
func (s *Screen) banner(f kit.Frame) []string {
	most := 2
	if f.H < tall {
		most = 1
	}
	var out []string
	if s.stale() {
		out = append(out, warn(f, "These answers come from an older model, made before the last change. r renews it.", most)...)
	}
	if r := s.deployed.Bundle.Report; r == nil {
		out = append(out, warn(f, "This model took no exam: nobody knows how good it is.", most)...)
	} else if !r.Gate.Passed {
		text := "This model did not pass the exam:"
		for i, c := range r.Gate.Blocking() {
			if i > 0 {
				text += ";"
			}
			text += " " + blocked[c.Verdict] + ": " + c.Name + " (" + c.Measured + ")"
		}
		out = append(out, warn(f, text+".", most)...)
	}
	return out
}

// blocked says why a line of the gate keeps it shut.
var blocked = map[evaluate.Verdict]string{evaluate.Fail: "failed", evaluate.CannotTell: "not shown"}

// warn marks a text and wraps it into at most so many lines.
func warn(f kit.Frame, text string, most int) []string {
	return marked(f, kit.Warn, text, most)
}

func marked(f kit.Frame, kind kit.Kind, text string, most int) []string {
	glyph, style := f.News(kind)
	lines := kit.Wrap(kit.Clean(text), max(1, f.W-3))
	if len(lines) > most {
		lines = append(lines[:most-1:most-1], kit.Truncate(strings.Join(lines[most-1:], " "), max(1, f.W-3)))
	}
	for i, line := range lines {
		mark := " "
		if i == 0 {
			mark = glyph
		}
		lines[i] = " " + style.Render(mark+" "+line)
	}
	return lines
}

// indent puts a blank before every line.
func indent(block string) string { return " " + strings.ReplaceAll(block, "\n", "\n ") }
