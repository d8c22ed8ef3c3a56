package models

import (
	"encoding/json"
	"fmt"
	"strings"

	"assay/models/param"
)

// Entry is one learner a person can pick.
type Entry struct {
	Name    string                                    // never changes: it is in saved files
	Title   string                                    // for menus
	About   string                                    // two lines on how it learns
	New     func() Learner                            // a fresh learner with default settings
	Restore func(data json.RawMessage) (Model, error) // a saved model of this learner
}

// Catalogue lists the learners in the order menus show them.
func Catalogue() []Entry {
	return []Entry{logisticEntry, oneRuleEntry, majorityEntry}
}

// Find returns the entry with that name; the error names the nearest and lists all.
func Find(name string) (Entry, error) {
	var names []string
	for _, e := range Catalogue() {
		if e.Name == name {
			return e, nil
		}
		names = append(names, e.Name)
	}
	return Entry{}, fmt.Errorf("no learner is called %q%s; there are %s", name, param.DidYouMean(name, names), strings.Join(names, ", "))
}
