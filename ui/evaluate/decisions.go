package evaluate

import (
	"fmt"
	"strings"

	"assay/pipeline/evaluate"
	"assay/ui/kit"
)

// cell is one of the four of the confusion matrix. Rows are the truth, columns the decision; the positive class is first.
type cell struct{ truth, decided int } // 0 positive, 1 negative

// move moves the cursor and reports whether the key was for it.
func (c *cell) move(key string) bool {
	switch key {
	case "up", "k":
		c.truth = 0
	case "down", "j":
		c.truth = 1
	case "left", "h":
		c.decided = 0
	case "right", "l":
		c.decided = 1
	default:
		return false
	}
	return true
}

// count returns how many test rows are in a cell.
func (c cell) count(k evaluate.Confusion) int {
	return [2][2]int{{k.TP, k.FN}, {k.FP, k.TN}}[c.truth][c.decided]
}

func (c cell) right() bool { return c.truth == c.decided }

// classes returns the target's name and its labels, positive first, ready to draw.
func (s *Screen) classes() (target string, labels [2]string) {
	t := s.exam().Trained.Prepared.Target
	return kit.Clean(t.Column), [2]string{kit.Clean(t.Classes[1]), kit.Clean(t.Classes[0])}
}

// words says what a cell holds: the truth, and what was said.
func (s *Screen) words(c cell) string {
	target, labels := s.classes()
	was, said := labels[c.truth], labels[c.decided]
	switch {
	case c.right():
		return fmt.Sprintf("right: %s was %s and the model said %s", target, was, said)
	case c.truth == 0:
		return fmt.Sprintf("missed: %s was %s, the model said %s", target, was, said)
	}
	return fmt.Sprintf("wrongly let through: %s was %s, the model said %s", target, was, said)
}

// decisions draws the confusion matrix with counts, shares of each row, and what the cell under the cursor means.
func (s *Screen) decisions(f kit.Frame) []string {
	r := s.exam().Report
	_, labels := s.classes()
	label := min(max(kit.Width("was "+labels[0]), kit.Width("was "+labels[1])), max(6, f.W/4))
	w := max(7, min(22, (f.W-label-9)/2))
	head := f.Header.Render(strings.Repeat(" ", label+1) + kit.PadLeft("said "+labels[0], w) + " " + kit.PadLeft("said "+labels[1], w) + kit.PadLeft("all", 7))
	lines := []string{head}
	roomy := f.H >= 12
	for truth := range 2 {
		a, b := cell{truth, 0}, cell{truth, 1}
		all := a.count(r.Confusion) + b.count(r.Confusion)
		if roomy {
			lines = append(lines, "")
		}
		lines = append(lines, f.Header.Render(kit.Pad("was "+labels[truth], label+1))+s.drawCell(f, a, all, w)+" "+s.drawCell(f, b, all, w)+f.Dim.Render(kit.PadLeft(kit.Thousands(all), 7)))
		if roomy {
			lines = append(lines, strings.Repeat(" ", label+1)+s.cellBar(f, a, all, w)+" "+s.cellBar(f, b, all, w))
		}
	}
	lines = append(lines, "")
	here := fmt.Sprintf("%s rows %s.", kit.Thousands(s.cell.count(r.Confusion)), s.words(s.cell))
	for _, line := range kit.Wrap(here, max(1, f.W)) {
		lines = append(lines, f.Text.Render(line))
	}
	share := fmt.Sprintf("Percentages are shares of each line. The answer is %s from probability %s on. Arrows choose a cell, enter shows its rows.", labels[0], formatThreshold(r.Threshold))
	for _, line := range kit.Wrap(share, max(1, f.W)) {
		lines = append(lines, f.Dim.Render(line))
	}
	return lines
}

func (s *Screen) drawCell(f kit.Frame, c cell, all, w int) string {
	n := c.count(s.exam().Report.Confusion)
	glyph, style := f.Glyphs.Check, f.Good
	if !c.right() {
		glyph, style = f.Glyphs.Cross, f.Bad
	}
	text := kit.Thousands(n)
	if form := s.shareForm(w); form != "" && all > 0 {
		text += fmt.Sprintf(form, 100*float64(n)/float64(all))
	}
	lead := strings.Repeat(" ", max(0, w-kit.Width(text)-2))
	if s.pane == decisionPane && c == s.cell {
		return kit.Pad(lead+f.Cursor.Render(glyph+" "+text), w)
	}
	return kit.Pad(lead+style.Render(glyph)+" "+f.Number.Render(text), w)
}

// shareForm is how shares are written so that every cell holds its own beside its count; "" where there is no room.
func (s *Screen) shareForm(w int) string {
	c := s.exam().Report.Confusion
	widest := kit.Width(kit.Thousands(max(c.TP, c.FP, c.FN, c.TN))) + 2
	for _, form := range []string{"  %5.1f %%", " %3.0f %%"} {
		if widest+kit.Width(fmt.Sprintf(form, 100.0)) <= w {
			return form
		}
	}
	return ""
}

// cellBar draws the share of a line under its number.
func (s *Screen) cellBar(f kit.Frame, c cell, all, w int) string {
	n := c.count(s.exam().Report.Confusion)
	kind := kit.Good
	if !c.right() {
		kind = kit.Bad
	}
	share := 0.0
	if all > 0 {
		share = float64(n) / float64(all)
	}
	return strings.Repeat(" ", 2) + f.Meter(share, w-2, kind)
}
