package prepare

import (
	"fmt"
	"slices"
	"sort"

	"assay/models/param"
	"assay/pipeline/cores"
	"assay/pipeline/table"
)

var rareEntry = Entry{
	Name:  "rare",
	Title: "Merge rare levels",
	About: "Puts levels that hardly occur in the training rows together as \"other\".",
	Why: "From three people with one job title a model learns those three people, not the job. " +
		"Together as \"other\" they are enough to learn from, and a job never seen before has a place to go.",
	Kind:    Learns,
	New:     func() param.Settings { return NewRare() },
	Restore: restoreAs[Others],
}

// Rare merges infrequent levels of text features.
type Rare struct {
	Share  float64
	Levels int
}

// NewRare returns the default settings.
func NewRare() *Rare { return &Rare{Share: 0.01, Levels: 50} }

// Params lists the settings.
func (s *Rare) Params() []param.Param {
	return []param.Param{
		param.OfFloat(&s.Share, "share", 0, 0.5, "levels in fewer than this share of the training rows are merged; higher merges more"),
		param.OfInt(&s.Levels, "levels", 1, 1000, "at most this many levels stay, the most frequent ones; lower merges more"),
	}
}

// otherLevel is the name of the merged levels.
const otherLevel = "other"

// Others is what a Rare learned: the levels that stay in each column.
type Others struct {
	Columns []Frequent `json:"columns"`
}

// Frequent holds the levels of one column that stay, sorted, and how many were merged. When none was merged, a level
// never seen stays as it is. When none stays, Drop is set and the column is left out.
type Frequent struct {
	Column string   `json:"column"`
	Keep   []string `json:"keep,omitempty"`
	Merged []string `json:"merged,omitempty"` // the first few, for the explanation
	Count  int      `json:"count,omitempty"`  // how many levels were merged
	Rows   int      `json:"rows,omitempty"`   // training rows that have one of them
	Drop   bool     `json:"drop,omitempty"`
}

// Fit counts the levels of each text feature in the training rows.
func (s *Rare) Fit(train *table.Table) (Fitted, error) {
	columns := textFeatures(train)
	out := &Others{}
	if len(columns) > 0 {
		out.Columns = make([]Frequent, len(columns))
	}
	cores.Each(len(columns), func(k int) { out.Columns[k] = s.fit(columns[k]) })
	return out, nil
}

func (s *Rare) fit(c *table.Column) Frequent {
	counts, _ := countOf(c)
	var order []int
	for code, n := range counts {
		if n > 0 {
			order = append(order, code)
		}
	}
	levels := c.Dictionary()
	sort.Slice(order, func(i, j int) bool {
		if a, b := counts[order[i]], counts[order[j]]; a != b {
			return a > b
		}
		return levels[order[i]] < levels[order[j]]
	})
	f := Frequent{Column: c.Name}
	for rank, code := range order {
		if rank < s.Levels && float64(counts[code]) >= s.Share*float64(c.Len()) {
			f.Keep = append(f.Keep, levels[code])
			continue
		}
		f.Count, f.Rows = f.Count+1, f.Rows+counts[code]
		if len(f.Merged) < 5 {
			f.Merged = append(f.Merged, levels[code])
		}
	}
	slices.Sort(f.Keep)
	if f.Drop = len(f.Keep) == 0 && f.Count > 1; f.Drop {
		f.Merged = nil // names and notes are somebody's, and nobody asks for them
	}
	return f
}

// Apply merges the levels of the columns it knows.
func (f *Others) Apply(t *table.Table) (*table.Table, error) {
	for _, fr := range f.Columns {
		if c := t.Column(fr.Column); c != nil && fr.Count > 0 && c.Kind != table.Text {
			return nil, fmt.Errorf("rare: column %s holds %s where the training rows had text; clean it the same way first", c.Name, c.Kind)
		}
	}
	return rework(t, len(f.Columns), func(k int) change {
		fr := f.Columns[k]
		c := t.Column(fr.Column)
		switch {
		case c == nil || fr.Count == 0:
			return change{}
		case fr.Drop:
			return change{drop: fr.Column}
		}
		return put(mapLevels(c, func(level string) string {
			if _, ok := slices.BinarySearch(fr.Keep, level); ok {
				return level
			}
			return otherLevel
		}))
	}), nil
}

// Explain says what was merged where.
func (f *Others) Explain() []string {
	var out []string
	for _, fr := range f.Columns {
		switch {
		case fr.Drop:
			out = append(out, fmt.Sprintf("%s: left out, none of its %d levels is frequent enough to learn from", fr.Column, fr.Count))
		case fr.Count > 0:
			more := ""
			if fr.Count > len(fr.Merged) {
				more = ", …"
			}
			out = append(out, fmt.Sprintf("%s: %s (%s%s) in %s became %q; %d stay", fr.Column, plural(fr.Count, "level"), quoteFew(fr.Merged, 5), more, plural(fr.Rows, "row"), otherLevel, len(fr.Keep)))
		}
	}
	if len(out) == 0 {
		return []string{"no level is rare enough to be merged"}
	}
	return out
}
