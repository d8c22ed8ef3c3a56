package prepare

import (
	"encoding/json"
	"fmt"
	"strings"

	"assay/models/param"
)

// Kind says which of the three interfaces an entry's settings implement.
type Kind int

// The three kinds, in the order they usually run.
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
	New     func() param.Settings                   // a Cleaner, Sieve, Step or Supervised with default settings
	Restore func(data json.RawMessage) (any, error) // a saved Cleaning or Fitted; nil for a Sieve
}

// Family is the entries that serve one purpose.
type Family struct {
	Title   string
	Entries []Entry
}

// Families lists what can be picked, in the order it is best run.
func Families() []Family {
	return []Family{
		{"Read cells", []Entry{
			tidyEntry,
			clusterEntry,
			parseEntry,
			moneyEntry,
			datesEntry,
			yesnoEntry,
		}},
		{"Make columns", []Entry{
			renameEntry,
			deriveEntry,
			datePartsEntry,
		}},
		{"Drop rows", []Entry{
			filterEntry,
			dropGapsEntry,
			duplicatesEntry,
			nearDuplicatesEntry,
		}},
		{"Tame numbers", []Entry{
			clipEntry,
			binsEntry,
		}},
		{"Fill gaps", []Entry{
			dropEntry,
			dropSparseEntry,
			indicatorEntry,
			knnImputeEntry,
			iterativeImputeEntry,
			imputeEntry,
		}},
		{"Turn text into numbers", []Entry{
			textEntry,
			ordinalEntry,
			frequencyEntry,
			targetEntry,
			woeEntry,
			hashEntry,
			rareEntry,
			onehotEntry,
		}},
		{"Shape numbers", []Entry{
			logEntry,
			powerEntry,
			quantileEntry,
			interactEntry,
			scaleEntry,
			normalizeEntry,
		}},
		{"Choose columns", []Entry{
			varianceEntry,
			correlationEntry,
			selectEntry,
		}},
	}
}

// Catalogue lists what can be picked, in the order it is best run.
func Catalogue() []Entry {
	var out []Entry
	for _, g := range Families() {
		out = append(out, g.Entries...)
	}
	return out
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
