package prepare

import (
	"fmt"
	"math"

	"assay/models/param"
	"assay/pipeline/table"
)

var normalizeEntry = Entry{
	Name:  "normalize",
	Title: "Normalize rows",
	About: "Divides the numbers of each row by their common length, so that only their proportions stay.",
	Why: "When what matters is the mix, such as how spending is shared out, the total only hides it. " +
		"It makes sense for columns in one unit: choose them, for among others the largest swallows the rest.",
	Kind:    Learns,
	New:     func() param.Settings { return NewNormalize() },
	Restore: restoreAs[Norm],
}

// Normalize brings each row of the number features to length 1.
type Normalize struct{ Norm string }

// NewNormalize returns the default settings.
func NewNormalize() *Normalize { return &Normalize{Norm: "l2"} }

// Params lists the settings.
func (s *Normalize) Params() []param.Param {
	return []param.Param{param.OfChoice(&s.Norm, "norm", []string{"l2", "l1"},
		"l2: the squares of a row add up to 1; l1: its sizes add up to 1, so that the numbers are shares")}
}

// Norm is what a Normalize learned: which columns belong together.
type Norm struct {
	Norm    string   `json:"norm"`
	Columns []string `json:"columns"`
}

// Fit learns which features are numbers; there is nothing else to learn.
func (s *Normalize) Fit(train *table.Table) (Fitted, error) {
	out := &Norm{Norm: s.Norm}
	for _, c := range numberFeatures(train) {
		out.Columns = append(out.Columns, c.Name)
	}
	return out, nil
}

// Apply divides the numbers of each row by their length. A gap stays a gap and counts for nothing in the length; a row
// of zeros stays as it is.
func (f *Norm) Apply(t *table.Table) (*table.Table, error) {
	var columns []*table.Column
	for _, name := range f.Columns {
		c, err := learnedNumbers(t, "normalize", name)
		if err != nil {
			return nil, err
		}
		if c != nil {
			columns = append(columns, c)
		}
	}
	length := f.lengths(columns, t.Rows())
	for _, c := range columns {
		out := make([]float64, c.Len())
		for i, v := range c.Numbers() {
			if out[i] = v; length[i] > 0 {
				out[i] = bounded(v) / length[i]
			}
		}
		t = t.With(table.NewNumber(c.Name, out).From(c))
	}
	return t, nil
}

func (f *Norm) lengths(columns []*table.Column, rows int) []float64 {
	length := make([]float64, rows)
	for _, c := range columns {
		for i, v := range c.Numbers() {
			switch v = bounded(v); {
			case math.IsNaN(v):
			case f.Norm == "l1":
				length[i] += math.Abs(v)
			default:
				length[i] += v * v
			}
		}
	}
	if f.Norm == "l2" {
		for i, v := range length {
			length[i] = math.Sqrt(v)
		}
	}
	return length
}

// Explain names the columns that share a length.
func (f *Norm) Explain() []string {
	if len(f.Columns) == 0 {
		return []string{"there is no number feature"}
	}
	sums := map[string]string{"l1": "the sizes", "l2": "the squares"}[f.Norm]
	return []string{fmt.Sprintf("in each row %s of %s add up to 1", sums, quoteFew(f.Columns, 8))}
}
