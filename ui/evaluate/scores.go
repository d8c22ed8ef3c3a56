package evaluate

import (
	"fmt"
	"math"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline/evaluate"
	"assay/ui/kit"
)

// metric is a score as people meet it.
type metric struct {
	name, title string
	less        bool // less is better
	meaning     string
}

// metrics are in the order of the report.
var metrics = []metric{
	{"roc_auc", "AUC", false, "Area under the ROC curve: the chance that a row of the positive class gets a higher probability than a row of the other class. 0.5 is guessing, 1 is perfect. It does not depend on the threshold."},
	{"average_precision", "average precision", false, "The mean share of true positives among the rows ranked highest, over all depths of the ranking. Guessing scores the share of positives. It looks at the top of the ranking."},
	{"log_loss", "log loss", true, "How surprised the model is by the true answers, on average, in nats. 0 is certain and right; 0.6931 is a coin toss. Being certain and wrong costs most."},
	{"brier", "Brier score", true, "The mean squared distance between the probability and what happened (1 or 0). 0 is perfect; always saying 0.5 scores 0.25."},
	{"accuracy", "accuracy", false, "The share of rows decided right at the threshold. Hold it against the share of the more common answer, which anybody gets right by always giving it."},
	{"balanced_accuracy", "balanced accuracy", false, "The mean of the shares decided right in each class, so that a rare class counts as much as a common one. 0.5 is guessing."},
	{"f1", "F1", false, "The harmonic mean of precision (of those said to be positive, how many are) and recall (of the positive, how many were found)."},
	{"mcc", "MCC", false, "Matthews correlation between decision and truth. 0 is guessing, 1 is perfect, below 0 is worse than guessing. It stays honest when classes are unequal."},
	{"ece", "calibration error", true, "Expected calibration error: how far the probabilities are from what happens, on average over ten bins. 0.05 means that where it says 70 of 100, it is 5 off on average. Few rows push it up."},
}

// moveMetric moves the cursor over the metrics and reports whether the key was for it.
func (s *Screen) moveMetric(key string) bool {
	switch key {
	case "up", "k":
		s.metric--
	case "down", "j":
		s.metric++
	default:
		return false
	}
	s.metric = max(0, min(s.metric, len(metrics)-1))
	s.scroll[scorePane].Show(s.metric + 1)
	return true
}

func (s *Screen) explain() tea.Cmd {
	m := metrics[s.metric]
	t := s.exam().Report.Test.Get(m.name)
	better := "More is better."
	if m.less {
		better = "Less is better."
	}
	return kit.ShowText(m.title, fmt.Sprintf("%s\n\n%s Here, on rows the model never saw: %s. The interval in brackets is where the true value lies in 95 of 100 such exams.",
		m.meaning, better, interval(t)))
}

// shortestBar is the least cells an interval is drawn in.
const shortestBar = 10

// scores draws every metric on the three sides, the test side with its interval, and the baselines.
func (s *Screen) scores(f kit.Frame) []string {
	r := s.exam().Report
	name := min(18, max(8, f.W-23))
	bar := f.W - name - 26
	sides := bar >= 14
	if sides {
		bar -= 13
	}
	bar = min(bar, 30)
	head := kit.Pad("", name+2)
	if sides {
		head += kit.PadLeft("train", 6) + kit.PadLeft("valid.", 7)
	}
	head += kit.PadLeft("test", 7) + "  " + kit.Pad("95 % interval", 14)
	if bar >= shortestBar {
		head += " 0" + strings.Repeat(" ", bar-2) + "1"
	}
	lines := []string{f.Header.Render(kit.Truncate(head, f.W))}
	for i, m := range metrics {
		t := r.Test.Get(m.name)
		mark, style := "  ", f.Text
		if i == s.metric && s.pane == scorePane {
			mark, style = f.Accent.Render(f.Glyphs.Cursor)+" ", f.Strong
		}
		line := mark + style.Render(kit.Pad(m.title, name))
		if sides {
			line += f.Dim.Render(kit.PadLeft(number(r.Train.Get(m.name).Value), 6) + kit.PadLeft(number(r.Validation.Get(m.name).Value), 7))
		}
		line += f.Number.Render(kit.PadLeft(number(t.Value), 7)) + "  " + f.Dim.Render(kit.Pad(brackets(t), 14))
		if bar >= shortestBar {
			line += " " + whisker(f, t, 0, 1, bar)
		}
		lines = append(lines, line)
	}
	lines = append(lines, "")
	for _, b := range r.Baselines {
		text := fmt.Sprintf("AUC %s, lead %s %s", number(b.AUC.Value), number(b.Lead.Value), brackets(b.Lead))
		lines = append(lines, hanging(f, "  "+f.Text.Render(kit.Pad("baseline "+b.Name, name))+" ", name+3, text, f.Dim)...)
	}
	share := max(r.BaseRate.Value, 1-r.BaseRate.Value)
	return append(lines, hanging(f, "  ", 2, fmt.Sprintf("Always giving the more common answer would be right in %.1f %%.", 100*share), f.Dim)...)
}

// whisker draws an interval on a track: where the value is, and how far it may be off.
func whisker(f kit.Frame, t evaluate.Score, low, high float64, w int) string {
	if math.IsNaN(t.Value) || w < 3 {
		return strings.Repeat(" ", max(0, w))
	}
	at := func(v float64) int {
		return max(0, min(w-1, int(math.Round((v-low)/(high-low)*float64(w-1)))))
	}
	a, b, m := at(t.Value), at(t.Value), at(t.Value)
	if !math.IsNaN(t.Low) {
		a, b = at(t.Low), at(t.High)
	}
	var out strings.Builder
	out.WriteString(f.Faint.Render(strings.Repeat("·", a)))
	out.WriteString(f.Accent.Render(strings.Repeat(f.Glyphs.Horizontal, m-a) + f.Glyphs.Dot + strings.Repeat(f.Glyphs.Horizontal, b-m)))
	out.WriteString(f.Faint.Render(strings.Repeat("·", w-1-b)))
	return out.String()
}

func number(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf("%.3f", v)
}

func brackets(t evaluate.Score) string {
	if math.IsNaN(t.Low) || math.IsNaN(t.High) {
		return ""
	}
	return fmt.Sprintf("[%.3f, %.3f]", t.Low, t.High)
}

func interval(t evaluate.Score) string {
	if math.IsNaN(t.Value) {
		return "not defined on these rows"
	}
	return strings.TrimSpace(number(t.Value) + " " + brackets(t))
}
