package evaluate

import (
	"fmt"
	"strings"

	"assay/ui/kit"
)

// seal draws the locked test rows, and says why opening them is a deliberate act.
func (s *Screen) seal(f kit.Frame) string {
	n := kit.Thousands(len(s.bench.Trained().Prepared.Parts.Test))
	var art []string
	if f.H >= 12 {
		art = sealArt(f, n+" test rows")
	}
	text := []string{
		fmt.Sprintf("%s rows are sealed. The model has never seen them, and neither have you.", n),
		"An exam tells the truth once. Whoever looks, changes something and looks again has begun to fit the model to the exam. So opening is a deliberate act, and every opening is counted and printed with the score.",
	}
	if looks := s.bench.Looks(); looks > 0 {
		text = append(text, fmt.Sprintf("They were opened %d times before.", looks))
	}
	if f.W < 56 || f.H < 12 {
		text = []string{text[0], "Looking, changing and looking again fits the model to the exam, so each opening is counted."}
	}
	w := max(1, min(64, f.W-4))
	var lines []string
	for _, line := range art {
		lines = append(lines, kit.Center(line, f.W))
	}
	for i, t := range text {
		if len(lines) > 0 && f.H >= 10 {
			lines = append(lines, "")
		}
		style := f.Dim
		if i == 0 {
			style = f.Text
		}
		for _, line := range kit.Wrap(t, w) {
			lines = append(lines, kit.Center(style.Render(line), f.W))
		}
	}
	if f.H >= 10 {
		lines = append(lines, "")
	}
	lines = append(lines, kit.Center(f.Accent.Render("enter opens the exam"), f.W))
	top := max(0, (f.H-len(lines))/3)
	return kit.Fit(strings.Repeat("\n", top)+strings.Join(lines, "\n"), f.W, f.H)
}

// sealArt is a closed box with a band and a seal in its middle.
func sealArt(f kit.Frame, label string) []string {
	g := f.Glyphs
	const w = 28
	side := f.Border.Render(g.Vertical)
	rule := strings.Repeat(g.Horizontal, w)
	band := strings.Repeat(g.Shade, (w-4)/2)
	return []string{
		f.Border.Render(g.TopLeft + rule + g.TopRight),
		side + f.Dim.Render(kit.Center(label, w)) + side,
		side + f.Faint.Render(band) + f.Badge.Render(" "+g.Dot+g.Dot+" ") + f.Faint.Render(band) + side,
		side + f.Dim.Render(kit.Center("sealed", w)) + side,
		f.Border.Render(g.BottomLeft + rule + g.BottomRight),
	}
}
