package prepare

import (
	"fmt"
	"sort"

	"assay/models/param"
	"assay/pipeline/stats"
	"assay/pipeline/table"
)

var quantileEntry = Entry{
	Name:  "quantile",
	Title: "Quantile transform",
	About: "Replaces each number by its place among the training rows, from 0 for the smallest to 1 for the largest.",
	Why: "However crooked a column is, its places are spread evenly, and no value is far out any more. " +
		"What it costs is distance: the step from the middle to the next row counts like the step to the richest.",
	Kind:    Learns,
	New:     func() param.Settings { return NewQuantile() },
	Restore: restoreAs[Places],
}

// Quantile replaces number features by their quantiles.
type Quantile struct {
	Quantiles int
	Output    string
}

// NewQuantile returns the default settings.
func NewQuantile() *Quantile { return &Quantile{Quantiles: 200, Output: "uniform"} }

// Params lists the settings.
func (s *Quantile) Params() []param.Param {
	return []param.Param{
		param.OfInt(&s.Quantiles, "quantiles", 2, 10000, "at how many places the training rows are remembered; more follows them more closely"),
		param.OfChoice(&s.Output, "output", []string{"uniform", "normal"}, "uniform: places from 0 to 1; normal: what a normal distribution has at that place, from -5.2 to 5.2"),
	}
}

// Places is what a Quantile learned.
type Places struct {
	Output  string    `json:"output"`
	Columns []Ordered `json:"columns"`
}

// Ordered holds what a column has at places spread evenly from 0 to 1, rising.
type Ordered struct {
	Column string    `json:"column"`
	At     []float64 `json:"at"`
}

// Fit remembers the quantiles of each number feature.
func (s *Quantile) Fit(train *table.Table) (Fitted, error) {
	return &Places{Output: s.Output, Columns: learnNumbers(train, s.fit)}, nil
}

func (s *Quantile) fit(c *table.Column) (o Ordered, ok bool) {
	sorted := sortedNumbers(c)
	if len(sorted) == 0 {
		return o, false
	}
	n := min(s.Quantiles, max(2, len(sorted)))
	o = Ordered{Column: c.Name, At: make([]float64, n)}
	for i := range o.At {
		o.At[i] = quantile(sorted, float64(i)/float64(n-1))
		if i > 0 {
			o.At[i] = max(o.At[i], o.At[i-1]) // interpolation may round down
		}
	}
	return o, true
}

// place is where v lies, 0 to 1, linear between the remembered places. A value that fills several of them is in their
// middle; what lies outside is at the end.
func (o Ordered) place(v float64) float64 {
	n := len(o.At)
	if v <= o.At[0] {
		return 0
	}
	if v >= o.At[n-1] {
		return 1
	}
	from := sort.SearchFloat64s(o.At, v) // the first that is not below v
	to := from
	for to < n && o.At[to] == v {
		to++
	}
	if to > from {
		return float64(from+to-1) / 2 / float64(n-1)
	}
	a, b := o.At[from-1], o.At[from]
	return (float64(from-1) + (v-a)/(b-a)) / float64(n-1)
}

// normalEnd is where places of the normal distribution end, so that the smallest and largest are not infinite: the
// place 1e-7.
const normalEnd = 5.199337582605575

// Apply replaces the columns it knows. A column that was constant in training becomes its middle.
func (f *Places) Apply(t *table.Table) (*table.Table, error) {
	return reworkNumbers(t, "quantile", len(f.Columns), func(k int) string { return f.Columns[k].Column }, func(k int, c *table.Column) *table.Column {
		o := f.Columns[k]
		constant := o.At[0] == o.At[len(o.At)-1]
		return mapNumbers(c, func(v float64) float64 {
			p := 0.5
			if !constant {
				p = o.place(v)
			}
			if f.Output == "uniform" {
				return p
			}
			return min(max(stats.NormalQuantile(p), -normalEnd), normalEnd)
		})
	})
}

// Explain shows the range and the middle of each column.
func (f *Places) Explain() []string {
	var out []string
	for _, o := range f.Columns {
		low, high := o.At[0], o.At[len(o.At)-1]
		if low == high {
			out = append(out, o.Column+": constant in the training rows, stays one number")
			continue
		}
		out = append(out, fmt.Sprintf("%s: %.6g is first, %.6g in the middle, %.6g last, by %d places in the training rows", o.Column, low, quantile(o.At, 0.5), high, len(o.At)))
	}
	if len(out) == 0 {
		return []string{"there is no number feature with a value"}
	}
	return out
}
