package prepare

import (
	"fmt"

	"assay/models/param"
	"assay/pipeline/table"
)

var indicatorEntry = Entry{
	Name:  "indicator",
	Title: "Mark gaps",
	About: "Adds a column of 0 and 1 beside each feature with gaps that says where they were.",
	Why: "That somebody left a field empty often says something itself, and once the gap is filled nobody can see it any more. " +
		"Put it before the step that fills; Fill gaps marks what it fills anyway.",
	Kind:    Learns,
	New:     func() param.Settings { return NewIndicator() },
	Restore: restoreAs[Marked],
}

// Indicator marks the gaps of features.
type Indicator struct{ Share float64 }

// NewIndicator returns the default settings.
func NewIndicator() *Indicator { return &Indicator{} }

// Params lists the settings.
func (s *Indicator) Params() []param.Param {
	return []param.Param{param.OfFloat(&s.Share, "share", 0, 1, "mark only features that lack a value in at least this share of the training rows; 0 marks all that have gaps")}
}

// Marked is what an Indicator learned: which columns get a mark, and the mark's name.
type Marked struct {
	Columns []GapMark `json:"columns"`
}

// GapMark is one mark. Missing is how many of the training rows had a gap.
type GapMark struct {
	Column  string `json:"column"`
	Name    string `json:"name"`
	Missing int    `json:"missing"`
	Rows    int    `json:"rows"`
}

// Fit finds the features with gaps in the training rows; one that is nothing but gaps gets no mark.
func (s *Indicator) Fit(train *table.Table) (Fitted, error) {
	out, names := &Marked{}, train.Names()
	for _, c := range train.ByRole(table.Feature) {
		n := MissingCells(c)
		if n == 0 || n == c.Len() || float64(n) < s.Share*float64(c.Len()) {
			continue
		}
		name := freeName(c.Name+" missing", names)
		names = append(names, name)
		out.Columns = append(out.Columns, GapMark{Column: c.Name, Name: name, Missing: n, Rows: c.Len()})
	}
	return out, nil
}

// Apply adds the marks.
func (f *Marked) Apply(t *table.Table) (*table.Table, error) {
	return rework(t, len(f.Columns), func(k int) change {
		c := t.Column(f.Columns[k].Column)
		if c == nil {
			return change{}
		}
		return put(indicator(c, f.Columns[k].Name))
	}), nil
}

// Explain lists the marks.
func (f *Marked) Explain() []string {
	if len(f.Columns) == 0 {
		return []string{"no feature has gaps in the training rows"}
	}
	out := make([]string, len(f.Columns))
	for k, m := range f.Columns {
		out[k] = fmt.Sprintf("%s: %s of %d marked in %q", m.Column, plural(m.Missing, "gap"), m.Rows, m.Name)
	}
	return out
}
