package prepare

import (
	"fmt"
	"slices"

	"assay/models/param"
	"assay/pipeline/table"
)

var onehotEntry = Entry{
	Name:  "onehot",
	Title: "One-hot",
	About: "Gives every level of a text feature a column of its own that is 1 where the level holds and 0 elsewhere.",
	Why: "Numbering jobs 1, 2, 3 would claim that the third is more than the first. With a column of 0 and 1 per level the model " +
		"weighs each on its own. The levels are those of the training rows; one that was never there counts as none of them.",
	Kind:    Learns,
	New:     func() param.Settings { return NewOneHot() },
	Restore: restoreAs[Encodings],
}

// OneHot fixes the levels of text features.
type OneHot struct{ Levels int }

// NewOneHot returns the default settings.
func NewOneHot() *OneHot { return &OneHot{Levels: 1000} }

// Params lists the settings.
func (s *OneHot) Params() []param.Param {
	return []param.Param{param.OfInt(&s.Levels, "levels", 2, 100000, "a column with more levels than this is left out; merge rare levels first to keep it")}
}

// Encodings is what a OneHot learned: the levels of each column.
type Encodings struct {
	Columns []Encoding `json:"columns"`
}

// Encoding holds the levels of one column, sorted. Drop says why the column is left out, empty when it stays.
type Encoding struct {
	Column string   `json:"column"`
	Levels []string `json:"levels,omitempty"`
	Drop   string   `json:"drop,omitempty"`
}

// Fit collects the levels that occur in the training rows.
func (s *OneHot) Fit(train *table.Table) (Fitted, error) {
	out := &Encodings{}
	for _, c := range train.ByRole(table.Feature) {
		if c.Kind != table.Text {
			continue
		}
		counts, present := countOf(c)
		e := Encoding{Column: c.Name}
		for code, n := range counts {
			if n > 0 {
				e.Levels = append(e.Levels, c.Dictionary()[code])
			}
		}
		switch n := len(e.Levels); {
		case n == 0:
			e.Drop = "has no value in any training row"
		case n == 1 && present == c.Len():
			e.Drop = "is the same in every training row"
		case n > s.Levels:
			e.Drop = fmt.Sprintf("has %d levels, more than %d; merge rare levels first", n, s.Levels)
		case n == present && n > 20:
			e.Drop = "is different in every training row, so nothing can be learned from it"
		}
		if e.Drop != "" {
			e.Levels = nil
		}
		slices.Sort(e.Levels)
		out.Columns = append(out.Columns, e)
	}
	return out, nil
}

// Apply turns the text columns it knows into Levels columns; a level that was not in training is -1, none of them.
func (f *Encodings) Apply(t *table.Table) (*table.Table, error) {
	for _, e := range f.Columns {
		c := t.Column(e.Column)
		switch {
		case c == nil:
		case e.Drop != "":
			t = t.Without(e.Column)
		case c.Kind != table.Text:
			return nil, fmt.Errorf("onehot: column %s holds %s where the training rows had text; clean it the same way first", c.Name, c.Kind)
		default:
			codes := convert(c, -1, func(level string) int32 {
				if i, ok := slices.BinarySearch(e.Levels, level); ok {
					return int32(i)
				}
				return -1
			})
			t = t.With(table.NewLevels(c.Name, codes, e.Levels).From(c))
		}
	}
	return t, nil
}

// Explain lists how many levels each column has, and which columns were left out.
func (f *Encodings) Explain() []string {
	var out []string
	for _, e := range f.Columns {
		if e.Drop != "" {
			out = append(out, fmt.Sprintf("%s: left out, it %s", e.Column, e.Drop))
			continue
		}
		out = append(out, fmt.Sprintf("%s: %s (%s)", e.Column, plural(len(e.Levels), "level"), quoteFew(e.Levels, 6)))
	}
	if len(out) == 0 {
		return []string{"there is no text feature"}
	}
	return out
}
