package prepare

import (
	"fmt"
	"strings"

	"assay/models/param"
	"assay/pipeline/table"
)

var dropEntry = Entry{
	Name:  "drop",
	Title: "Leave columns out",
	About: "Leaves chosen features out, so that no learner sees them.",
	Why: "A column that will not be known when the answer is needed, or that must not decide, does harm however well it predicts. " +
		"Left out here, it can still be read by the steps before.",
	Kind:    Cleans,
	New:     func() param.Settings { return NewDrop() },
	Restore: restoreAs[Removed],
}

// Drop leaves out the features it is shown.
type Drop struct{}

// NewDrop returns the default settings.
func NewDrop() *Drop { return &Drop{} }

// Params lists the settings: which columns is said by the choice.
func (s *Drop) Params() []param.Param { return nil }

// Removed names the columns that go.
type Removed struct {
	Columns []string `json:"columns"`
}

// Survey takes note of the features it is shown. Being shown the target means that nobody chose.
func (s *Drop) Survey(t *table.Table) (Cleaning, error) {
	if c := t.OneByRole(table.Target); c != nil {
		return nil, fmt.Errorf("column %s is the target and cannot be left out; choose the columns to leave out (on: \"name, other name\", or \"!%s\" behind a pattern)", c.Name, c.Name)
	}
	out := &Removed{}
	for _, c := range t.ByRole(table.Feature) {
		out.Columns = append(out.Columns, c.Name)
	}
	return out, nil
}

// Apply leaves the columns out.
func (f *Removed) Apply(t *table.Table) (*table.Table, error) { return t.Without(f.Columns...), nil }

// Explain names the columns.
func (f *Removed) Explain() []string {
	if len(f.Columns) == 0 {
		return []string{"no feature is among the chosen columns, so none is left out"}
	}
	return []string{fmt.Sprintf("%s left out: %s", plural(len(f.Columns), "column"), strings.Join(f.Columns, ", "))}
}
