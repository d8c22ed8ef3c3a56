package prepare

import (
	"cmp"
	"fmt"
	"slices"

	"assay/models/param"
	"assay/pipeline/cores"
	"assay/pipeline/table"
)

var onehotEntry = Entry{
	Name:  "onehot",
	Title: "One-hot",
	About: "Gives every level of a text feature a column of its own that is 1 where the level holds and 0 elsewhere.",
	Why: "Numbering jobs 1, 2, 3 would claim that the third is more than the first. With a column of 0 and 1 per level the model " +
		"weighs each on its own. The levels are those of the training rows; one that was never there counts as none of them. " +
		"Sentences that people wrote hardly ever repeat: leave those to the text step, which looks at their words.",
	Kind:    Learns,
	New:     func() param.Settings { return NewOneHot() },
	Restore: restoreAs[Encodings],
}

// OneHot fixes the levels of text features.
type OneHot struct {
	Levels int
	Least  int
	Most   int
	First  bool
}

// NewOneHot returns the default settings.
func NewOneHot() *OneHot { return &OneHot{Levels: 1000, Least: 1, First: true} }

// Params lists the settings.
func (s *OneHot) Params() []param.Param {
	return []param.Param{
		param.OfInt(&s.Levels, "levels", 2, 100000, "a column with more levels than this is left out; merge rare levels first to keep it"),
		param.OfInt(&s.Least, "least", 1, 1000000, `levels in fewer training rows than this share one column, "other"; levels never seen go there too`),
		param.OfInt(&s.Most, "most", 0, 100000, `at most this many columns are made of one; the rarest levels share the last, "other". 0 sets no limit`),
		param.OfBool(&s.First, "first", "give the first level a column too; without it nothing is lost, for all others are 0 then, and the columns of a feature no longer add up to 1, which some models cannot bear"),
	}
}

// Encodings is what a OneHot learned: the levels of each column.
type Encodings struct {
	Columns []Encoding `json:"columns"`
}

// Encoding holds the levels of one column, sorted. First is the level before them that has no column of its own, Other
// the last level when Merged training levels share it. Drop says why the column is left out, empty when it stays.
type Encoding struct {
	Column string   `json:"column"`
	Levels []string `json:"levels,omitempty"`
	First  string   `json:"first,omitempty"`
	Other  string   `json:"other,omitempty"`
	Merged int      `json:"merged,omitempty"`
	Drop   string   `json:"drop,omitempty"`
}

// Fit collects the levels that occur in the training rows.
func (s *OneHot) Fit(train *table.Table) (Fitted, error) {
	columns := textFeatures(train)
	out := &Encodings{}
	if len(columns) > 0 {
		out.Columns = make([]Encoding, len(columns))
	}
	cores.Each(len(columns), func(k int) { out.Columns[k] = s.fit(columns[k]) })
	return out, nil
}

func (s *OneHot) fit(c *table.Column) Encoding {
	counts, present := countOf(c)
	e, rows := Encoding{Column: c.Name}, map[string]int{}
	for code, n := range counts {
		if n > 0 {
			level := c.Dictionary()[code]
			e.Levels, rows[level] = append(e.Levels, level), n
		}
	}
	slices.Sort(e.Levels)
	all := len(e.Levels)
	switch {
	case all == 0:
		e.Drop = "has no value in any training row"
	case all == 1 && present == c.Len():
		e.Drop = "is the same in every training row"
	case all > s.Levels:
		e.Drop = fmt.Sprintf("has %d levels, more than %d; merge rare levels first", all, s.Levels)
	case all == present && all > 20:
		e.Drop = "is different in every training row, so nothing can be learned from it"
	default:
		e.merge(s.rare(e.Levels, rows))
	}
	if e.Drop == "" && e.Merged == all {
		e.Drop = "has no level that is frequent enough"
	}
	if e.Drop != "" {
		return Encoding{Column: c.Name, Drop: e.Drop}
	}
	if !s.First && len(e.Levels) > 1 {
		e.First, e.Levels = e.Levels[0], e.Levels[1:]
	}
	return e
}

// rare returns the levels that share a column: those in too few rows, and the rarest while there are too many. Among
// equals the first in sort order goes first.
func (s *OneHot) rare(levels []string, rows map[string]int) []string {
	order := slices.Clone(levels)
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(rows[a], rows[b]) })
	n, _ := slices.BinarySearchFunc(order, s.Least, func(l string, least int) int { return cmp.Compare(rows[l], least) })
	columns := len(order) - n
	if n > 0 {
		columns++
	}
	if s.Most > 0 && columns > s.Most {
		n = len(order) - s.Most + 1
	}
	return order[:n]
}

// merge takes the rare levels out and puts the level they share behind the rest.
func (e *Encoding) merge(rare []string) {
	if len(rare) == 0 {
		return
	}
	gone := make(map[string]bool, len(rare))
	for _, l := range rare {
		gone[l] = true
	}
	e.Levels = slices.DeleteFunc(e.Levels, func(l string) bool { return gone[l] })
	e.Other, e.Merged = freeName(otherLevel, e.Levels), len(rare)
	e.Levels = append(e.Levels, e.Other)
}

// code is the place of a level among the Levels, -1 for none of them.
func (e *Encoding) code(level string) int32 {
	own := e.Levels
	if e.Other != "" {
		own = own[:len(own)-1]
	}
	if i, ok := slices.BinarySearch(own, level); ok {
		return int32(i)
	}
	if e.Other != "" && (e.First == "" || level != e.First) {
		return int32(len(own))
	}
	return -1
}

// Apply turns the text columns it knows into Levels columns; a level that was not in training is Other where
// there is one, else -1, none of them.
func (f *Encodings) Apply(t *table.Table) (*table.Table, error) {
	for _, e := range f.Columns {
		if c := t.Column(e.Column); c != nil && c.Kind != table.Text && e.Drop == "" {
			return nil, fmt.Errorf("onehot: column %s holds %s where the training rows had text; clean it the same way first", c.Name, c.Kind)
		}
	}
	return rework(t, len(f.Columns), func(k int) change {
		e := &f.Columns[k]
		c := t.Column(e.Column)
		switch {
		case c == nil:
			return change{}
		case e.Drop != "":
			return change{drop: e.Column}
		}
		return put(table.NewLevels(c.Name, convert(c, -1, e.code), e.Levels).From(c))
	}), nil
}

// Explain lists how many levels each column has, and which columns were left out.
func (f *Encodings) Explain() []string {
	var out []string
	for _, e := range f.Columns {
		if e.Drop != "" {
			out = append(out, fmt.Sprintf("%s: left out, it %s", e.Column, e.Drop))
			continue
		}
		line := fmt.Sprintf("%s: %s (%s)", e.Column, plural(len(e.Levels), "level"), quoteFew(e.Levels, 6))
		if e.Merged > 0 {
			line += fmt.Sprintf("; %s in few rows became %q", plural(e.Merged, "level"), e.Other)
		}
		if e.First != "" {
			line += fmt.Sprintf("; %q has none, all are 0 there", e.First)
		}
		out = append(out, line)
	}
	if len(out) == 0 {
		return []string{"there is no text feature"}
	}
	return out
}
