package train

import (
	"fmt"
	"strings"

	"assay/pipeline/train"
	"assay/ui/kit"
)

// plotted is how many rounds are drawn at most, evenly spaced, the newest always among them.
const plotted = 1000

// plot draws the loss on both sides, round by round.
func (s *Screen) plot(f kit.Frame) string {
	n := len(s.snap.Curve)
	if n == 0 {
		return f.EmptyState("measuring the untrained model …")
	}
	var x, train, watch []float64
	for i := 0; i < n; i += 1 + (n-1)/plotted {
		p := s.snap.Curve[i]
		x, train, watch = append(x, float64(p.Round)), append(train, p.Train), append(watch, p.Validation)
	}
	if p := s.snap.Curve[n-1]; x[len(x)-1] != float64(p.Round) {
		x, train, watch = append(x, float64(p.Round)), append(train, p.Train), append(watch, p.Validation)
	}
	p := kit.Plot{
		Series: []kit.Series{{Name: "training", X: x, Y: train}, {Name: "validation", X: x, Y: watch}},
		YLabel: "loss", XLabel: "round", X: [2]float64{0, max(5, x[len(x)-1])},
	}
	if best := s.snap.Best; n > 2 && best > 0 && best < n-1 {
		p.MarkX = []float64{float64(s.snap.Curve[best].Round)}
	}
	return p.View(f)
}

// curveTitle names the pane, and the dotted line in it.
func (s *Screen) curveTitle() string {
	if best, n := s.snap.Best, len(s.snap.Curve); n > 2 && best > 0 && best < n-1 {
		return "loss, round by round; dotted: lowest validation loss"
	}
	return "loss, round by round"
}

// numbers draws the newest round: loss, accuracy and mistakes on both sides, and the mistakes left as a bar.
func (s *Screen) numbers(f kit.Frame) string {
	if len(s.snap.Curve) == 0 {
		return ""
	}
	return strings.Join(s.numberLines(f), "\n")
}

func (s *Screen) numberLines(f kit.Frame) []string {
	p, rows := s.shown(), len(s.prepared().Parts.Validation)
	line := func(name, train, watch, note string) string {
		if f.W < 36+kit.Width(note) {
			note = ""
		}
		return f.Dim.Render(kit.Pad(name, 11)) + kit.PadLeft(train, 10) + "  " + f.Number.Render(kit.PadLeft(watch, 10)) + "   " + f.Dim.Render(note)
	}
	head := fmt.Sprintf("round %d", p.Round)
	return []string{
		f.Strong.Render(kit.Pad(head, 11)) + f.Dim.Render(kit.PadLeft("training", 10)+"  "+kit.PadLeft("validation", 10)),
		line("loss", fmt.Sprintf("%.4f", p.Train), fmt.Sprintf("%.4f", p.Validation), "mean surprise, less is good"),
		line("accuracy", percent(p.TrainRight), percent(p.ValidRight), "share decided right"),
		line("mistakes", kit.Thousands(p.TrainWrong), kit.Thousands(p.ValidWrong), "rows decided wrong"),
		"",
		s.mistakes(f, p, rows),
	}
}

// mistakes is the bar of validation rows still wrong, on the scale of those wrong at the start.
func (s *Screen) mistakes(f kit.Frame, p train.Point, rows int) string {
	most := 1
	for _, q := range s.snap.Curve {
		most = max(most, q.ValidWrong)
	}
	text := fmt.Sprintf("%s of %s validation rows wrong", kit.Thousands(p.ValidWrong), kit.Thousands(rows))
	start := fmt.Sprintf("%s at first", kit.Thousands(s.snap.Curve[0].ValidWrong))
	if room := f.W - kit.Width(text) - kit.Width(start) - 4; room >= 6 {
		return f.Text.Render(text) + "  " + f.Meter(float64(p.ValidWrong)/float64(most), min(room, 30), kit.Warn) + "  " + f.Dim.Render(start)
	}
	return f.Text.Render(fmt.Sprintf("%s of %s wrong, ", kit.Thousands(p.ValidWrong), kit.Thousands(rows))) + f.Dim.Render(start)
}

// shown is the round whose numbers count: the newest while training, the one that was kept after it.
func (s *Screen) shown() train.Point {
	curve := s.snap.Curve
	if s.of != nil && s.of.Kept < len(curve) {
		return curve[s.of.Kept]
	}
	return curve[len(curve)-1]
}
