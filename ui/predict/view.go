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
	airy       = 24 // lines from which frames start with a blank line
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
		body = s.answer(f.In(area))
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
	inside, air := parts[0].Inside(), 0
	if inside.H >= airy {
		air = 1
	}
	s.formAt = kit.Rect{X: inside.X + 1, Y: inside.Y + air, W: inside.W - 2, H: inside.H - air}
	set := func(draw func(kit.Frame) string) func(kit.Frame) string {
		return func(in kit.Frame) string {
			return strings.Repeat("\n", air) + indent(draw(in.Sized(in.W-2, in.H-air)))
		}
	}
	return kit.Beside(f.In(parts[0]).Pane(s.title(), s.Typing(), set(s.drawForm)), f.In(parts[1]).Pane("the answer", false, set(s.answer)))
}

// stacked draws a strip of the answer over the form.
func (s *Screen) stacked(f kit.Frame, area kit.Rect) string {
	strip := s.strip(f.Sized(f.W, area.H*2/5))
	n := strings.Count(strip, "\n") + 1
	s.formAt = kit.Rect{X: 0, Y: area.Y + n, W: f.W, H: max(0, area.H-n)}
	return strip + "\n" + s.drawForm(f.In(s.formAt))
}

// drawForm draws the form. A hint that would be cut is left out; the help line says the same.
func (s *Screen) drawForm(f kit.Frame) string {
	label := 0
	for _, field := range s.form.Fields {
		label = max(label, kit.Width(kit.Clean(field.Name)))
	}
	room := f.W - min(label, f.W*2/5) - 4
	room -= min(room, max(12, min(28, room*3/5))) + 1
	for i, field := range s.deployed.Service.Fields() {
		s.form.Fields[i].Hint = ""
		if h := hint(field); kit.Width(h) <= room {
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
		text := "This model did not pass the exam."
		for _, c := range r.Gate.Blocking() {
			text += " " + blocked[c.Verdict] + ": " + c.Name + " (" + c.Measured + ")"
		}
		out = append(out, warn(f, text, most)...)
	}
	return out
}

// blocked says why a line of the gate keeps it shut.
var blocked = map[evaluate.Verdict]string{evaluate.Fail: "Failed", evaluate.CannotTell: "Not shown"}

// warn is a warning across the screen.
func warn(f kit.Frame, text string, most int) []string {
	lines := marked(f.Sized(f.W-2, f.H), kit.Warn, text, most)
	for i := range lines {
		lines[i] = " " + lines[i]
	}
	return lines
}

// marked puts the glyph of its kind before a text and wraps it into at most so many lines.
func marked(f kit.Frame, kind kit.Kind, text string, most int) []string {
	glyph, style := f.News(kind)
	lines := kit.Wrap(kit.Clean(text), max(1, f.W-2))
	if len(lines) > most {
		lines = append(lines[:most-1:most-1], kit.Truncate(strings.Join(lines[most-1:], " "), max(1, f.W-2)))
	}
	for i, line := range lines {
		mark := " "
		if i == 0 {
			mark = glyph
		}
		lines[i] = style.Render(mark + " " + line)
	}
	return lines
}

// indent puts a blank before every line.
func indent(block string) string { return " " + strings.ReplaceAll(block, "\n", "\n ") }
