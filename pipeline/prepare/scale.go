package prepare

import (
	"fmt"
	"math"
	"slices"

	"assay/models/param"
	"assay/pipeline/table"
)

var scaleEntry = Entry{
	Name:  "scale",
	Title: "Scale numbers",
	About: "Brings number features to a common scale, by default mean 0 and standard deviation 1.",
	Why: "An income of 50,000 beside 2 dependents drowns them for every model that adds up or measures distances. " +
		"On one scale the size of a weight tells how much a feature matters, and training settles faster. Trees do not need it.",
	Kind:    Learns,
	New:     func() param.Settings { return NewScale() },
	Restore: restoreAs[Scales],
}

// Scale brings number features to a common scale. Levels are left alone.
type Scale struct{ Method string }

// NewScale returns the default settings.
func NewScale() *Scale { return &Scale{Method: "standard"} }

// Params lists the settings.
func (s *Scale) Params() []param.Param {
	return []param.Param{param.OfChoice(&s.Method, "method", []string{"standard", "minmax", "robust"},
		"standard: mean 0 and deviation 1; minmax: smallest 0 and largest 1; robust: median 0 and middle half 1 wide, which a few huge values do not move")}
}

// Scales is what a Scale learned: how each column is shifted and stretched.
type Scales struct {
	Method  string     `json:"method"`
	Columns []Interval `json:"columns"`
}

// farthest is where scaled values end: a slip of the hand such as 1e308 must not become infinite, alone or in a sum.
const farthest = 1e100

// Interval maps x to (x - Center) / Width, cut to -+1e100; to 0 when Width is 0, as for a column that was constant in
// training.
type Interval struct {
	Column string  `json:"column"`
	Center float64 `json:"center"`
	Width  float64 `json:"width"`
}

// Fit learns the scale of each number feature from the training rows, leaving gaps out.
func (s *Scale) Fit(train *table.Table) (Fitted, error) {
	out := &Scales{Method: s.Method}
	for _, c := range train.ByRole(table.Feature) {
		if c.Kind != table.Number {
			continue
		}
		known := make([]float64, 0, c.Len())
		for _, v := range c.Numbers() {
			if !math.IsNaN(v) {
				known = append(known, v)
			}
		}
		in := Interval{Column: c.Name}
		if len(known) > 0 {
			in.Center, in.Width = s.measure(known)
		}
		if bad := math.Abs(in.Center) + math.Abs(in.Width); math.IsInf(bad, 0) || math.IsNaN(bad) {
			return nil, fmt.Errorf("scale: the numbers of column %s are too large to average; ignore the column or correct them", c.Name)
		}
		out.Columns = append(out.Columns, in)
	}
	return out, nil
}

func (s *Scale) measure(values []float64) (center, width float64) {
	if low, high := slices.Min(values), slices.Max(values); low == high {
		return low, 0 // whatever rounding would make of it
	}
	switch s.Method {
	case "minmax":
		low := slices.Min(values)
		return low, slices.Max(values) - low
	case "robust":
		slices.Sort(values)
		return quantile(values, 0.5), quantile(values, 0.75) - quantile(values, 0.25)
	}
	m := mean(values)
	return m, deviation(values, m)
}

// Apply scales the columns it knows; gaps stay gaps.
func (f *Scales) Apply(t *table.Table) (*table.Table, error) {
	for _, in := range f.Columns {
		c := t.Column(in.Column)
		if c == nil {
			continue
		}
		if c.Kind != table.Number {
			return nil, fmt.Errorf("scale: column %s holds %s where the training rows had numbers; clean it the same way first", c.Name, c.Kind)
		}
		out := make([]float64, c.Len())
		for i, v := range c.Numbers() {
			switch {
			case math.IsNaN(v):
				out[i] = v
			case in.Width != 0:
				out[i] = min(max((v-in.Center)/in.Width, -farthest), farthest)
			}
		}
		t = t.With(table.NewNumber(c.Name, out).From(c))
	}
	return t, nil
}

// Explain lists the centre and width of each column.
func (f *Scales) Explain() []string {
	words := map[string][2]string{"standard": {"mean", "deviation"}, "minmax": {"smallest", "range"}, "robust": {"median", "middle half"}}[f.Method]
	var out []string
	for _, in := range f.Columns {
		if in.Width == 0 {
			out = append(out, in.Column+": constant in the training rows, becomes 0")
			continue
		}
		out = append(out, fmt.Sprintf("%s: %s %.6g, %s %.6g", in.Column, words[0], in.Center, words[1], in.Width))
	}
	if len(out) == 0 {
		return []string{"there is no number feature"}
	}
	return out
}
