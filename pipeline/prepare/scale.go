package prepare

import (
	"fmt"
	"math"
	"slices"

	"assay/models/param"
	"assay/pipeline/cores"
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
type Scale struct {
	Method string
	Clip   bool
}

// NewScale returns the default settings.
func NewScale() *Scale { return &Scale{Method: "standard"} }

// Params lists the settings.
func (s *Scale) Params() []param.Param {
	return []param.Param{
		param.OfChoice(&s.Method, "method", []string{"standard", "minmax", "robust", "maxabs"},
			"standard: mean 0 and deviation 1; minmax: smallest 0 and largest 1; robust: median 0 and middle half 1 wide, which a few huge values do not move; maxabs: the largest size 1, and 0 stays 0"),
		param.OfBool(&s.Clip, "clip", "with minmax and maxabs: a later value beyond those of the training rows counts as the nearest of them"),
	}
}

// Scales is what a Scale learned: how each column is shifted and stretched. Clip says that values end where those of the
// training rows did.
type Scales struct {
	Method  string     `json:"method"`
	Clip    bool       `json:"clip,omitempty"`
	Columns []Interval `json:"columns"`
}

// Interval maps x to (x - Center) / Width, cut to -+1e100 or to the ends of the training rows; to 0 when Width is 0, as
// for a column that was constant in training. Shift says that the middle half is one number, which no width can be taken
// from, and the Width is 1.
type Interval struct {
	Column string  `json:"column"`
	Center float64 `json:"center"`
	Width  float64 `json:"width"`
	Shift  bool    `json:"shift,omitempty"`
}

// Fit learns the scale of each number feature from the training rows, leaving gaps out.
func (s *Scale) Fit(train *table.Table) (Fitted, error) {
	columns := numberFeatures(train)
	out := &Scales{Method: s.Method, Clip: s.Clip, Columns: make([]Interval, len(columns))}
	cores.Each(len(columns), func(k int) { out.Columns[k] = s.fit(columns[k]) })
	for _, in := range out.Columns {
		if bad := math.Abs(in.Center) + math.Abs(in.Width); math.IsInf(bad, 0) || math.IsNaN(bad) {
			return nil, fmt.Errorf("scale: the numbers of column %s are too large to average; ignore the column or correct them", in.Column)
		}
	}
	return out, nil
}

func (s *Scale) fit(c *table.Column) Interval {
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
	if s.Method == "robust" && in.Width == 0 && distinctNumbers(known, 2) == 2 {
		in.Width, in.Shift = 1, true
	}
	return in
}

func (s *Scale) measure(values []float64) (center, width float64) {
	if low, high := slices.Min(values), slices.Max(values); low == high && s.Method != "maxabs" {
		return low, 0 // whatever rounding would make of it
	}
	switch s.Method {
	case "minmax":
		low := slices.Min(values)
		return low, slices.Max(values) - low
	case "maxabs":
		return 0, max(math.Abs(slices.Min(values)), math.Abs(slices.Max(values)))
	case "robust":
		slices.Sort(values)
		return quantile(values, 0.5), quantile(values, 0.75) - quantile(values, 0.25)
	}
	m := mean(values)
	return m, deviation(values, m)
}

// Apply scales the columns it knows; gaps stay gaps.
func (f *Scales) Apply(t *table.Table) (*table.Table, error) {
	columns := make([]*table.Column, len(f.Columns))
	for k, in := range f.Columns {
		c, err := learnedNumbers(t, "scale", in.Column)
		if err != nil {
			return nil, err
		}
		columns[k] = c
	}
	low, high := f.ends()
	return rework(t, len(columns), func(k int) change {
		if columns[k] == nil {
			return change{}
		}
		return put(f.Columns[k].apply(columns[k], low, high))
	}), nil
}

func (in Interval) apply(c *table.Column, low, high float64) *table.Column {
	out := make([]float64, c.Len())
	for i, v := range c.Numbers() {
		switch {
		case math.IsNaN(v):
			out[i] = v
		case in.Width != 0:
			out[i] = min(max((v-in.Center)/in.Width, low), high)
		}
	}
	return table.NewNumber(c.Name, out).From(c)
}

// ends are where scaled values end.
func (f *Scales) ends() (low, high float64) {
	switch {
	case f.Clip && f.Method == "minmax":
		return 0, 1
	case f.Clip && f.Method == "maxabs":
		return -1, 1
	}
	return -farthest, farthest
}

// Explain lists the centre and width of each column.
func (f *Scales) Explain() []string {
	words := map[string][2]string{"standard": {"mean", "deviation"}, "minmax": {"smallest", "range"}, "robust": {"median", "middle half"}, "maxabs": {"", "largest size"}}[f.Method]
	var out []string
	for _, in := range f.Columns {
		if in.Width == 0 {
			out = append(out, in.Column+": constant in the training rows, becomes 0")
			continue
		}
		if in.Shift {
			out = append(out, fmt.Sprintf("%s: more than half of it is %.6g, so it is shifted by that and not stretched", in.Column, in.Center))
			continue
		}
		center := ""
		if words[0] != "" {
			center = fmt.Sprintf("%s %.6g, ", words[0], in.Center)
		}
		out = append(out, fmt.Sprintf("%s: %s%s %.6g", in.Column, center, words[1], in.Width))
	}
	if len(out) == 0 {
		return []string{"there is no number feature"}
	}
	return out
}
