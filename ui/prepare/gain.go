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
	if s.err != nil && len(s.broken()) == 0 {
		return kit.Fit(s.failure(f), f.W, f.H)
	}
	if g == nil {
		text := f.Dim.Render("measuring …")
		switch {
		case s.gainErr != nil:
			text = f.Mark(kit.Warn, "could not be measured: "+kit.Clean(s.gainErr.Error()))
		case s.err != nil:
			text = f.Dim.Render("measured again once no step needs you")
		case s.measured == nil:
			text = f.Dim.Render("measured as soon as the table is prepared")
		}
		if !s.wide {
			text = f.Dim.Render("what cleaning is worth: ") + text
		}
		return kit.Fit(" "+text, f.W, f.H)
	}
	if f.H < 4 {
		return kit.Fit(" "+f.Dim.Render("AUC read naively ")+f.Text.Render(score(g.Naive.Value))+f.Dim.Render(", prepared ")+f.Number.Render(score(g.Prepared.Value)), f.W, f.H)
	}
	naive, prepared := gauge{"read naively", g.Naive.Value, g.Naive.Low, g.Naive.High, f.Dim}, gauge{"prepared", g.Prepared.Value, g.Prepared.Low, g.Prepared.High, f.Accent}
	caption := fmt.Sprintf("AUC on %s validation rows; .5 is a guess", kit.Thousands(g.Rows))
	var lines []string
	if s.wide {
		lines = append(lines, naive.head(f), " "+naive.bar(f, f.W-2), prepared.head(f), " "+prepared.bar(f, f.W-2))
		for _, line := range kit.Wrap(inWords(g, true), f.W-2) {
			lines = append(lines, " "+f.Text.Render(line))
		}
		lines = append(lines[:min(len(lines), f.H)], " "+f.Dim.Render(caption))
		return kit.Fit(strings.Join(lines, "\n"), f.W, f.H)
	}
	lines = []string{" " + f.Strong.Render("What cleaning is worth") + f.Dim.Render("  "+caption), naive.line(f), prepared.line(f),
		" " + f.Text.Render(inWords(g, false))}
	return kit.Fit(strings.Join(lines, "\n"), f.W, f.H)
}

func (s *Screen) worthTitle() string {
	if s.err != nil && len(s.broken()) == 0 {
		return "the table is not prepared"
	}
	return "what cleaning is worth"
}

// gauge is a score with its interval.
type gauge struct {
	label            string
	value, low, high float64
	style            kit.Style
}

// head is the label and the numbers on one line.
func (g gauge) head(f kit.Frame) string {
	return " " + f.Text.Render(kit.Pad(g.label, max(0, f.W-21))) + g.numbers(f)
}

// line is label, bar and numbers on one line.
func (g gauge) line(f kit.Frame) string {
	return " " + f.Text.Render(kit.Pad(g.label, 13)) + g.bar(f, max(0, min(60, f.W-36))) + "  " + g.numbers(f)
}

func (g gauge) numbers(f kit.Frame) string {
	return f.Number.Render(score(g.value)) + f.Dim.Render("  "+score(g.low)+" to "+score(g.high))
}

// bar draws a score from .5 to 1: solid up to its interval, the interval in brackets, the score as a dot in it.
func (g gauge) bar(f kit.Frame, room int) string {
	cell := func(v float64) int {
		if math.IsNaN(v) {
			return 0
		}
		return max(0, min(room, int(math.Round((v-.5)*2*float64(room)))))
	}
	from, to := cell(g.low), max(cell(g.low), cell(g.high))
	left, right := "├", "┤"
	if f.Glyphs.ASCII {
		left, right = "[", "]"
	}
	at := max(from, min(cell(g.value), to-1))
	drawn := g.style.Render(strings.Repeat(f.Glyphs.Full, from))
	if to-from >= 3 {
		at = max(from+1, min(at, to-2))
		drawn += g.style.Render(left+strings.Repeat(f.Glyphs.Horizontal, at-from-1)) + f.Number.Render(f.Glyphs.Dot) +
			g.style.Render(strings.Repeat(f.Glyphs.Horizontal, to-at-2)+right)
	} else {
		drawn += g.style.Render(strings.Repeat(f.Glyphs.Full, to-from))
	}
	return drawn + f.Faint.Render(strings.Repeat("·", room-to))
}

// score writes an AUC the way the field does: .808.
func score(v float64) string {
	if math.IsNaN(v) {
		return "none"
	}
	return strings.TrimPrefix(fmt.Sprintf("%.3f", v), "0")
}

// inWords says what the two scores mean, at length or in one line.
func inWords(g *pipeline.Gain, long bool) string {
	if math.IsNaN(g.Naive.Value) || math.IsNaN(g.Prepared.Value) {
		return "There are too few validation rows to say."
	}
	if g.Prepared.Value > .985 {
		return "Almost perfect: it is easy, or a column gives the answer away; H looks."
	}
	pairs := func(v float64) int { return int(math.Round(100 * v)) }
	if math.Abs(g.Prepared.Value-g.Naive.Value) < .005 {
		return fmt.Sprintf("This changes little: %d of 100 pairs of a yes and a no in order either way.", pairs(g.Prepared.Value))
	}
	text := fmt.Sprintf("It puts %d of 100 pairs of a yes and a no in order, not %d", pairs(g.Prepared.Value), pairs(g.Naive.Value))
	if long {
		text = fmt.Sprintf("Of 100 pairs of a yes and a no, the same simple model orders %d right after preparation and %d without", pairs(g.Prepared.Value), pairs(g.Naive.Value))
	}
	switch {
	case g.Prepared.Low > g.Naive.High:
		return text + ": more than chance."
	case g.Prepared.High < g.Naive.Low:
		return text + ": it is worse."
	}
	return text + "; it may be chance."
}

// failure says why there is no prepared table, when no step is at fault.
func (s *Screen) failure(f kit.Frame) string {
	var lines []string
	for i, line := range kit.Wrap(s.fault(), max(1, f.W-4)) {
		if i == 0 {
			lines = append(lines, " "+f.Mark(kit.Bad, line))
		} else {
			lines = append(lines, "   "+f.Bad.Render(line))
		}
	}
	if len(lines) > f.H && f.H > 0 {
		lines = append(lines[:f.H-1], f.Dim.Render("   ! shows all of it"))
		if f.H == 1 {
			lines[0] = " " + f.Mark(kit.Bad, "not prepared: ! says why")
		}
	}
	return strings.Join(lines, "\n")
}

// fault is the error with what to press about it.
func (s *Screen) fault() string {
	if s.err == nil {
		return ""
	}
	text := kit.CleanLines(s.err.Error())
	switch {
	case strings.Contains(text, "--positive"):
		text += ". In Collect, p chooses it."
	case strings.Contains(text, "--target"):
		text += ". In Collect, t chooses it."
	}
	return text
}
