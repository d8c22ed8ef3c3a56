package prepare

import (
	"fmt"
	"math"
	"strings"

	"assay/pipeline"
	"assay/ui/kit"
)

// worth draws what cleaning is worth: two bars from guessing to perfect, and the same in words.
func (s *Screen) worth(f kit.Frame) string {
	g := s.bench.Gain
	title := f.Strong.Render(" What cleaning is worth") + f.Dim.Render("  ")
	switch {
	case s.err != nil && s.broken < 0:
		return kit.Fit(s.failure(f), f.W, f.H)
	case s.gainErr != nil:
		return kit.Fit(title+f.Mark(kit.Warn, "could not be measured: "+kit.Clean(s.gainErr.Error())), f.W, f.H)
	case g == nil && s.bench.Prepared() == nil:
		return kit.Fit(title+f.Dim.Render("is measured as soon as the table is prepared"), f.W, f.H)
	case g == nil:
		return kit.Fit(title+f.Dim.Render("measuring …"), f.W, f.H)
	}
	if f.H < 4 {
		return kit.Fit(" "+f.Strong.Render(fmt.Sprintf("AUC %s → %s", score(g.Naive.Value), score(g.Prepared.Value)))+
			f.Dim.Render(" read naively → prepared"), f.W, f.H)
	}
	lines := []string{title + f.Dim.Render(fmt.Sprintf("AUC on %s validation rows; .5 is guessing, 1 is perfect", kit.Thousands(g.Rows))),
		s.bar(f, "read naively", g.Naive.Value, g.Naive.Low, g.Naive.High, f.Dim),
		s.bar(f, "prepared", g.Prepared.Value, g.Prepared.Low, g.Prepared.High, f.Accent)}
	for _, line := range kit.Wrap(inWords(g), max(1, f.W-2)) {
		lines = append(lines, " "+f.Text.Render(line))
	}
	return kit.Fit(strings.Join(lines, "\n"), f.W, f.H)
}

// bar draws a score from .5 to 1: solid up to the low end of its interval, shaded to the high end.
func (s *Screen) bar(f kit.Frame, label string, value, low, high float64, style kit.Style) string {
	text := fmt.Sprintf("%s  %s to %s", score(value), score(low), score(high))
	room := max(0, min(60, f.W-14-kit.Width(text)-3))
	cell := func(v float64) int {
		if math.IsNaN(v) {
			return 0
		}
		return max(0, min(room, int(math.Round((v-.5)*2*float64(room)))))
	}
	from, to := cell(low), max(cell(low), cell(high))
	drawn := style.Render(strings.Repeat(f.Glyphs.Full, from)+strings.Repeat("▒", to-from)) + f.Faint.Render(strings.Repeat("·", room-to))
	if f.Glyphs.ASCII {
		drawn = strings.Repeat("#", from) + strings.Repeat("~", to-from) + strings.Repeat(".", room-to)
	}
	return " " + f.Text.Render(kit.Pad(label, 13)) + drawn + "  " + f.Number.Render(text[:len(score(value))]) + f.Dim.Render(text[len(score(value)):])
}

// score writes an AUC the way the field does: .808.
func score(v float64) string {
	if math.IsNaN(v) {
		return "none"
	}
	return strings.TrimPrefix(fmt.Sprintf("%.3f", v), "0")
}

// inWords says what the two scores mean.
func inWords(g *pipeline.Gain) string {
	if math.IsNaN(g.Naive.Value) || math.IsNaN(g.Prepared.Value) {
		return "There are too few validation rows to say."
	}
	pairs := func(v float64) int { return int(math.Round(100 * v)) }
	text := fmt.Sprintf("Of 100 pairs of one yes and one no, the same simple model puts %d in the right order after preparation, and %d when the file is read as it is.",
		pairs(g.Prepared.Value), pairs(g.Naive.Value))
	switch {
	case g.Prepared.Low > g.Naive.High:
		return text + " That is more than chance explains."
	case g.Prepared.High < g.Naive.Low:
		return text + " Preparation makes it worse here: look for a step that takes something away."
	}
	return text + " The shaded parts overlap, so the difference may be chance."
}

// failure says why there is no prepared table, when no step is at fault.
func (s *Screen) failure(f kit.Frame) string {
	var lines []string
	for i, line := range kit.Wrap(kit.CleanLines(s.err.Error()), max(1, f.W-4)) {
		if i == 0 {
			lines = append(lines, " "+f.Mark(kit.Bad, line))
		} else {
			lines = append(lines, "   "+f.Bad.Render(line))
		}
	}
	return strings.Join(lines, "\n")
}
