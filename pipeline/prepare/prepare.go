// Package prepare turns raw columns into numbers a learner can use.
//
// Three kinds of work, and three interfaces, so that the classic mistakes cannot be written down:
//
//   - A Cleaner reads cells: trims text, parses numbers, money and dates. It may look at all rows, but only to see
//     which *format* a column is written in; what it decided is a Cleaning, which treats any later row, alone or in
//     company, just the same. Cleanings go into the bundle.
//   - A Sieve drops rows (duplicates). It runs once, before the split, so twins cannot straddle it, and has nothing to
//     save: a row that asks for a prediction is never dropped.
//   - A Step learns values (medians, levels, means) from training rows only. What it learned is a Fitted, which never
//     adds, drops or reorders a row. Fitteds go into the bundle.
//
// Cleanings and Fitteds are plain exported structs that marshal to JSON and come back equal; the catalogue knows how.
// All of them leave the table they are given alone and return a new one.
package prepare

import (
	"encoding/json"
	"fmt"
	"strings"

	"assay/models/param"
	"assay/pipeline/table"
)

// Cleaner is the settings of cell cleaning.
type Cleaner interface {
	param.Settings
	// Survey looks at the formats of the whole table and fixes how cells are read from now on.
	Survey(t *table.Table) (Cleaning, error)
}

// Cleaning reads cells by fixed rules. Apply keeps the number and order of rows, ignores columns that are absent, and
// treats each row by itself.
type Cleaning interface {
	Apply(t *table.Table) (*table.Table, error)
	Explain() []string // what was decided, a sentence per line
}

// Sieve is the settings of something that drops rows.
type Sieve interface {
	param.Settings
	// Keep returns the rows that stay, ascending, and what happened, a sentence per line.
	Keep(t *table.Table) (rows []int, notes []string, err error)
}

// Step is the settings of something learned from training rows.
type Step interface {
	param.Settings
	// Fit learns from the training rows. It looks at columns with role Feature only.
	Fit(train *table.Table) (Fitted, error)
}

// Fitted is what a Step learned. Apply keeps the number and order of rows and uses nothing of the rows it is given
// beyond each row itself.
type Fitted interface {
	Apply(t *table.Table) (*table.Table, error)
	Explain() []string // what was learned, a sentence per line
}

// Kind says which of the three interfaces an entry's settings implement.
type Kind int

// The three kinds, in the order they run.
const (
	Cleans Kind = iota
	Sieves
	Learns
)

// Entry is one piece of preparation a person can pick.
type Entry struct {
	Name    string // never changes: it is in saved files
	Title   string
	About   string // one sentence: what it does
	Why     string // one or two sentences for the learner: why, and what goes wrong without it
	Kind    Kind
	New     func() param.Settings                   // a Cleaner, Sieve or Step with default settings
	Restore func(data json.RawMessage) (any, error) // a saved Cleaning or Fitted; nil for a Sieve
}

// Catalogue lists what can be picked, in the order it is best run.
func Catalogue() []Entry {
	return []Entry{tidyEntry, parseEntry, moneyEntry, datesEntry, duplicatesEntry, imputeEntry, rareEntry, onehotEntry, scaleEntry}
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
	return Entry{}, fmt.Errorf("no preparation step is called %q%s; there are %s", name, param.DidYouMean(name, names), strings.Join(names, ", "))
}
