package train

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"assay/models"
	"assay/ui/bench"
	"assay/ui/kit"
)

// knows draws what has been learned, in whatever form the learner keeps it.
func (s *Screen) knows(f kit.Frame) []string {
	switch m := s.snap.Model.(type) {
	case nil:
		return []string{f.Dim.Render("nothing yet")}
	case models.Linear:
		return s.weighs(f)
	case *models.OneRuleModel:
		return s.rule(f, m)
	case *models.MajorityModel:
		return s.shares(f, "Whatever the row, it answers:", m.Shares)
	}
	return wrapped(f, "This learner keeps what it knows in a form that cannot be drawn. Its curves and the exam show what it is worth.")
}

// knownTitle names the pane.
func (s *Screen) knownTitle() string {
	if n := len(s.snap.Weights); n > 0 {
		return fmt.Sprintf("what it has learned: %d weights, largest first", n)
	}
	return "what it has learned"
}

// weight is one line of the pane.
type weight struct {
	bench.Weight
	moved float64 // since the snapshot before
}

// ranked returns the weights by size, with how they moved.
func (s *Screen) ranked() []weight {
	out := make([]weight, len(s.snap.Weights))
	for i, w := range s.snap.Weights {
		out[i] = weight{Weight: w}
		if i < len(s.before.Weights) {
			out[i].moved = w.Value - s.before.Weights[i].Value
		}
	}
	slices.SortStableFunc(out, func(a, b weight) int { return cmp.Compare(math.Abs(b.Value), math.Abs(a.Value)) })
	return out
}

// weighs draws each weight as a bar to the right (speaks for the positive class) or to the left.
func (s *Screen) weighs(f kit.Frame) []string {
	classes := s.prepared().Target.Classes
	yes, no := kit.Clean(classes[1]), kit.Clean(classes[0])
	all := s.ranked()
	most, label := 0.0, 8
	for i, w := range all {
		most = max(most, math.Abs(w.Value))
		if i < 24 {
			label = max(label, kit.Width(kit.Clean(w.Name)))
		}
	}
	label = min(label, f.W/2)
	half := max(0, (f.W-label-11)/2)
	var lines []string
	left, right := "← "+no, yes+" →"
	if max(kit.Width(left), kit.Width(right)) <= half {
		lines = []string{strings.Repeat(" ", label+1) + f.Series[1].Render(kit.PadLeft(left, half)) + " " + f.Series[0].Render(right)}
	} else {
		lines = wrapped(f, fmt.Sprintf("right speaks for %s, left for %s", yes, no))
	}
	for _, w := range all {
		lines = append(lines, f.Text.Render(kit.Pad(kit.Clean(w.Name), label))+" "+s.diverging(f, w, most, half)+" "+
			f.Number.Render(kit.PadLeft(signed(w.Value), 6))+" "+arrow(f, w.moved))
	}
	lines = append(lines, "")
	return append(lines, wrapped(f, fmt.Sprintf("A weight above 0 speaks for %q, below 0 for %q; the larger, the stronger.%s Every sum starts at %s (the intercept).",
		yes, no, s.scaled(), signed(s.snap.Intercept)))...)
}

// scaled says what one step of a number is, when numbers were brought to one scale.
func (s *Screen) scaled() string {
	for _, c := range s.bench.Workflow.Prepare {
		if c.Name == "scale" && !c.Off {
			return " Numbers count in standard deviations (usual spreads), so all weights compare."
		}
	}
	return ""
}

func (s *Screen) diverging(f kit.Frame, w weight, most float64, half int) string {
	if half < 3 {
		return ""
	}
	n := 0
	if most > 0 {
		n = min(half, int(math.Round(math.Abs(w.Value)/most*float64(half))))
	}
	bar, rest := strings.Repeat(f.Glyphs.Full, n), strings.Repeat(" ", half-n)
	axis := f.Faint.Render(f.Glyphs.Vertical)
	if w.Value < 0 {
		return rest + f.Series[1].Render(bar) + axis + strings.Repeat(" ", half)
	}
	return strings.Repeat(" ", half) + axis + f.Series[0].Render(bar) + rest
}

// arrow says which way a weight moved since the round before.
func arrow(f kit.Frame, moved float64) string {
	switch {
	case moved > 5e-4:
		return f.Series[0].Render(f.Glyphs.Up)
	case moved < -5e-4:
		return f.Series[1].Render(f.Glyphs.Down)
	}
	return " "
}

func signed(v float64) string {
	if math.Abs(v) < .005 {
		v = 0
	}
	return fmt.Sprintf("%+.2f", v)
}

// shares draws the probability of each class.
func (s *Screen) shares(f kit.Frame, head string, shares []float64) []string {
	lines := append(wrapped(f, head), "")
	classes := s.prepared().Target.Classes
	for k := len(shares) - 1; k >= 0 && k < len(classes); k-- {
		lines = append(lines, f.Text.Render(kit.Pad(kit.Clean(classes[k]), 14))+" "+
			f.Meter(shares[k], max(4, min(30, f.W-26)), kit.Info)+" "+f.Number.Render(kit.PadLeft(percent(shares[k]), 7)))
	}
	return append(lines, append([]string{""}, wrapped(f, "It looks at no column. What does not beat it has learned nothing.")...)...)
}

// rule draws the ranges or levels of the one column that is used.
func (s *Screen) rule(f kit.Frame, m *models.OneRuleModel) []string {
	p := s.prepared()
	yes := kit.Clean(p.Target.Classes[1])
	if m.Column < 0 || m.Column >= len(p.Matrix.Columns) {
		return s.shares(f, "No column chosen yet; it answers:", m.Otherwise)
	}
	lines := append(wrapped(f, fmt.Sprintf("It asks one thing only: %s. Share of %q in each case:", kit.Clean(m.Name), yes)), "")
	names := s.cases(m)
	label := 0
	for _, n := range names {
		label = max(label, kit.Width(n))
	}
	label = min(label, f.W/2)
	for v, share := range m.Shares {
		lines = append(lines, f.Text.Render(kit.Pad(names[v], label))+" "+
			f.Meter(share[1], max(4, min(30, f.W-label-10)), kit.Info)+" "+f.Number.Render(kit.PadLeft(percent(share[1]), 7)))
	}
	return lines
}

// ruleCases are the names of the cases of a rule, kept because finding them looks at every row.
type ruleCases struct {
	of    *models.OneRuleModel
	names []string
}

// cases returns the names of the ranges or levels of a rule.
func (s *Screen) cases(m *models.OneRuleModel) []string {
	if s.rules.of != m {
		s.rules = ruleCases{m, s.nameCases(m)}
	}
	return s.rules.names
}

// nameCases names the ranges or levels of a rule, in the units of the cleaned table where they can be found.
func (s *Screen) nameCases(m *models.OneRuleModel) []string {
	p := s.prepared()
	c := p.Matrix.Columns[m.Column]
	if c.Levels != nil {
		out := make([]string, len(c.Levels))
		for i, l := range c.Levels {
			out[i] = kit.Clean(l)
		}
		return out
	}
	back, note := func(v float64) float64 { return v }, ""
	raw := p.Cleaned.Column(c.Name)
	if raw == nil {
		raw = p.Cleaned.Column(c.Field)
	}
	if raw != nil && raw.Numbers() != nil {
		if found, ok := unscaled(c.Values, raw.Numbers()); ok {
			back = found
		} else {
			note = " (scaled)"
		}
	}
	out := make([]string, 0, len(m.Edges)+1)
	for i, e := range m.Edges {
		low := "up to "
		if i > 0 {
			low = kit.Num(back(m.Edges[i-1])) + " to "
		}
		out = append(out, low+kit.Num(back(e))+note)
	}
	if len(m.Edges) == 0 {
		return []string{"any value"}
	}
	return append(out, "above "+kit.Num(back(m.Edges[len(m.Edges)-1]))+note)
}

func wrapped(f kit.Frame, text string) []string {
	var out []string
	for _, line := range kit.Wrap(text, max(1, f.W)) {
		out = append(out, f.Dim.Render(line))
	}
	return out
}
