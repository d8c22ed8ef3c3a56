package prepare

import (
	"fmt"
	"math"
	"slices"

	"assay/models/param"
	"assay/pipeline/table"
)

var ordinalEntry = Entry{
	Name:  "ordinal",
	Title: "Ordinal",
	About: "Numbers the levels of a text feature 0, 1, 2 … in an order you state.",
	Why: "Some words have an order: none, school, bachelor, master. As numbers in that order the model can say \"more education\" with one weight " +
		"where one-hot needs one per level. For words without an order the numbers would claim one that is not there.",
	Kind:    Learns,
	New:     func() param.Settings { return NewOrdinal() },
	Restore: restoreAs[Orders],
}

// Ordinal numbers the levels of text features.
type Ordinal struct {
	Order   string
	Unknown string
}

// NewOrdinal returns the default settings.
func NewOrdinal() *Ordinal { return &Ordinal{Unknown: "-1"} }

// Params lists the settings.
func (s *Ordinal) Params() []param.Param {
	return []param.Param{
		param.OfText(&s.Order, "order", `the levels of a column from low to high: "education=none<school<BSc<MSc<PhD; size=S<M<L"; a name or level with one of =<; in it stands in double quotes. A column without a stated order gets the order of the alphabet`),
		param.OfChoice(&s.Unknown, "unknown", []string{"-1", "gap"}, "what a gap and a level without a place become: -1, below all levels, or a gap that a later step fills"),
	}
}

// Orders is what an Ordinal learned.
type Orders struct {
	Unknown string  `json:"unknown"`
	Columns []Order `json:"columns"`
}

// Order holds the levels of one column from low to high. Absent are stated levels that no training row has, Left
// training levels that the stated order leaves out: what may be misspelt.
type Order struct {
	Column string   `json:"column"`
	Levels []string `json:"levels,omitempty"`
	Stated bool     `json:"stated,omitempty"`
	Absent []string `json:"absent,omitempty"`
	Left   []string `json:"left,omitempty"`
}

// Fit takes the stated orders, and for the rest the levels that occur in the training rows, sorted.
func (s *Ordinal) Fit(train *table.Table) (Fitted, error) {
	stated, err := parseOrders(s.Order)
	if err != nil {
		return nil, err
	}
	var texts []*table.Column
	var names []string
	for _, c := range train.ByRole(table.Feature) {
		if c.Kind == table.Text {
			texts, names = append(texts, c), append(names, c.Name)
		}
	}
	for _, o := range stated {
		if !slices.Contains(names, o.Column) {
			return nil, fmt.Errorf("ordinal: order: no text feature is called %q%s among those this step works on", o.Column, param.DidYouMean(o.Column, names))
		}
	}
	out := &Orders{Unknown: s.Unknown}
	for _, c := range texts {
		levels := rank(c).levels
		k := slices.IndexFunc(stated, func(o Order) bool { return o.Column == c.Name })
		if k < 0 {
			out.Columns = append(out.Columns, Order{Column: c.Name, Levels: levels})
			continue
		}
		o := stated[k]
		o.Absent, o.Left = missingFrom(levels, o.Levels), missingFrom(o.Levels, levels)
		out.Columns = append(out.Columns, o)
	}
	return out, nil
}

// missingFrom returns those of the wanted that the others lack; nil when there are none.
func missingFrom(others, wanted []string) []string {
	has := make(map[string]bool, len(others))
	for _, s := range others {
		has[s] = true
	}
	var out []string
	for _, s := range wanted {
		if !has[s] {
			out = append(out, s)
		}
	}
	return out
}

// Apply numbers the levels of the columns it knows.
func (f *Orders) Apply(t *table.Table) (*table.Table, error) {
	unknown := -1.0
	if f.Unknown == "gap" {
		unknown = math.NaN()
	}
	for _, o := range f.Columns {
		c := t.Column(o.Column)
		if c == nil {
			continue
		}
		if err := held("ordinal", c, table.Text.String()); err != nil {
			return nil, err
		}
		place := make(map[string]float64, len(o.Levels))
		for i, l := range o.Levels {
			place[l] = float64(i)
		}
		t = t.With(table.NewNumber(c.Name, convert(c, unknown, func(level string) float64 {
			if i, ok := place[level]; ok {
				return i
			}
			return unknown
		})).From(c))
	}
	return t, nil
}

// Explain writes each order out, and what in a stated one may be a slip.
func (f *Orders) Explain() []string {
	var out []string
	for _, o := range f.Columns {
		if !o.Stated {
			out = append(out, fmt.Sprintf("%s: %s numbered by the alphabet (%s); no order was stated", o.Column, plural(len(o.Levels), "level"), quoteFew(o.Levels, 6)))
			continue
		}
		out = append(out, fmt.Sprintf("%s: %s from low to high (%s)", o.Column, plural(len(o.Levels), "level"), quoteFew(o.Levels, 10)))
		if len(o.Absent) > 0 {
			out = append(out, fmt.Sprintf("%s: no training row says %s", o.Column, quoteFew(o.Absent, 6)))
		}
		if len(o.Left) > 0 {
			became := "-1"
			if f.Unknown == "gap" {
				became = "a gap"
			}
			out = append(out, fmt.Sprintf("%s: the stated order has no place for %s; each becomes %s", o.Column, quoteFew(o.Left, 6), became))
		}
	}
	if len(out) == 0 {
		return []string{noText}
	}
	return out
}

// parseOrders reads "education=none<school<BSc; size=S<M<L".
func parseOrders(s string) ([]Order, error) {
	var out []Order
	for rest := s; rest != ""; {
		column, after, err := takeWord(rest, "=;")
		if err != nil {
			return nil, fmt.Errorf("ordinal: order: %w", err)
		}
		o := Order{Column: column, Stated: true}
		for sep := after; sep != "" && sep[0] != ';'; sep = after {
			var level string
			if level, after, err = takeWord(after[1:], "<;"); err != nil {
				return nil, fmt.Errorf("ordinal: order: %w", err)
			}
			switch {
			case level == "":
				return nil, fmt.Errorf("ordinal: order: a level of column %s has no name; take the spare < or = out", column)
			case slices.Contains(o.Levels, level):
				return nil, fmt.Errorf("ordinal: order: column %s has level %q twice; each level has one place", column, level)
			}
			o.Levels = append(o.Levels, level)
		}
		if rest = after; rest != "" {
			rest = rest[1:]
		}
		if column == "" && o.Levels == nil {
			continue // nothing between semicolons
		}
		if column == "" || len(o.Levels) < 2 {
			return nil, fmt.Errorf(`ordinal: order: %q does not read as column=low<high; write for example "size=S<M<L"`, s)
		}
		if slices.ContainsFunc(out, func(p Order) bool { return p.Column == column }) {
			return nil, fmt.Errorf("ordinal: order: column %s has two orders; state one", column)
		}
		out = append(out, o)
	}
	return out, nil
}
