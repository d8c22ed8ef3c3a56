package prepare

import (
	"fmt"

	"assay/models/param"
	"assay/pipeline/table"
)

var dropSparseEntry = Entry{
	Name:  "drop_sparse",
	Title: "Leave out sparse columns",
	About: "Leaves out features that are missing in more than a given share of the training rows.",
	Why: "Where nine of ten values are missing, whatever fills them is made up. " +
		"That a value is there at all may still say something, so a mark of its gaps can stay in its place.",
	Kind:    Learns,
	New:     func() param.Settings { return NewDropSparse() },
	Restore: restoreAs[Sparse],
}

// DropSparse leaves out features with too many gaps.
type DropSparse struct {
	Share     float64
	Indicator bool
}

// NewDropSparse returns the default settings.
func NewDropSparse() *DropSparse { return &DropSparse{Share: 0.5} }

// Params lists the settings.
func (s *DropSparse) Params() []param.Param {
	return []param.Param{
		param.OfFloat(&s.Share, "share", 0, 1, "features missing in more than this share of the training rows are left out; lower leaves out more"),
		param.OfBool(&s.Indicator, "indicator", "leave a column of 0 and 1 in its place that tells the model where the value was missing"),
	}
}

// Sparse is what a DropSparse learned: the features that are left out.
type Sparse struct {
	Share   float64   `json:"share"`
	Columns []LeftOut `json:"columns"`
}

// LeftOut is a feature with too many gaps. Indicator names the column that marks them, empty when there is none.
type LeftOut struct {
	Column    string `json:"column"`
	Missing   int    `json:"missing"`
	Rows      int    `json:"rows"`
	Indicator string `json:"indicator,omitempty"`
}

// Fit counts the gaps of each feature in the training rows.
func (s *DropSparse) Fit(train *table.Table) (Fitted, error) {
	out, names := &Sparse{Share: s.Share}, train.Names()
	for _, c := range train.ByRole(table.Feature) {
		missing := MissingCells(c)
		if float64(missing) <= s.Share*float64(c.Len()) {
			continue
		}
		l := LeftOut{Column: c.Name, Missing: missing, Rows: c.Len()}
		if s.Indicator && missing < c.Len() {
			l.Indicator = freeName(c.Name+" missing", names)
			names = append(names, l.Indicator)
		}
		out.Columns = append(out.Columns, l)
	}
	return out, nil
}

// Apply leaves the columns out.
func (f *Sparse) Apply(t *table.Table) (*table.Table, error) {
	for _, l := range f.Columns {
		c := t.Column(l.Column)
		if c == nil {
			continue
		}
		if l.Indicator != "" {
			t = t.With(indicator(c, l.Indicator))
		}
		t = t.Without(l.Column)
	}
	return t, nil
}

// Explain says what was left out and how much it lacked.
func (f *Sparse) Explain() []string {
	var out []string
	for _, l := range f.Columns {
		more := ""
		if l.Indicator != "" {
			more = "; a mark of its gaps stays"
		}
		out = append(out, fmt.Sprintf("%s: left out, missing in %d of %s%s", l.Column, l.Missing, plural(l.Rows, "training row"), more))
	}
	if len(out) == 0 {
		return []string{fmt.Sprintf("no feature is missing in more than %.4g %% of the training rows", 100*f.Share)}
	}
	return out
}
