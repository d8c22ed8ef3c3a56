package prepare

import (
	"fmt"

	"assay/pipeline/table"
)

// Selected is what a selection of features learned: which to leave out, and why. Looked is how many it looked at; Notes
// say what it went by, where the reasons alone do not.
type Selected struct {
	Looked  int       `json:"looked"`
	Dropped []Dropped `json:"dropped,omitempty"`
	Notes   []string  `json:"notes,omitempty"`
}

// Dropped is a feature that is left out, and why: "it is the same in every training row".
type Dropped struct {
	Column string `json:"column"`
	Why    string `json:"why"`
}

func (f *Selected) drop(column, why string, args ...any) {
	f.Dropped = append(f.Dropped, Dropped{column, fmt.Sprintf(why, args...)})
}

// Apply leaves the columns out.
func (f *Selected) Apply(t *table.Table) (*table.Table, error) {
	names := make([]string, len(f.Dropped))
	for i, d := range f.Dropped {
		names[i] = d.Column
	}
	return t.Without(names...), nil
}

// Explain lists what was left out and why, in order.
func (f *Selected) Explain() []string {
	out := []string{fmt.Sprintf("%d of %s left out", len(f.Dropped), plural(f.Looked, "feature"))}
	for _, d := range f.Dropped {
		out = append(out, fmt.Sprintf("%s: left out, %s", d.Column, d.Why))
	}
	return append(out, f.Notes...)
}
