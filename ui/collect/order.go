package collect

import (
	"cmp"
	"slices"
	"strings"

	"assay/pipeline/table"
)

// order says which rows are shown and in which order. It is a way of looking: the data stays as it is.
type order struct {
	sort   int // column sorted by, or -1
	desc   bool
	filter int    // column filtered by, or -1
	value  string // the text it must have; "" is missing
}

var asRead = order{sort: -1, filter: -1}

// rows returns the table rows an order shows; nil when that is all of them as they come. by holds the values to sort by;
// nil sorts by the column as the source has it.
func (o order) rows(t *table.Table, by *table.Column) []int32 {
	if o == asRead {
		return nil
	}
	rows := make([]int32, 0, t.Rows())
	keep := func(int) bool { return true }
	if o.filter >= 0 {
		keep = having(t.At(o.filter), o.value)
	}
	for i := range t.Rows() {
		if keep(i) {
			rows = append(rows, int32(i))
		}
	}
	if o.sort >= 0 && by == nil {
		by = t.At(o.sort)
	}
	if o.sort >= 0 {
		sortRows(by, rows, o.desc)
	}
	return rows
}

// having returns a test whether a row has the text in a column. Words are compared once, not once per row.
func having(c *table.Column, text string) func(int) bool {
	if text == "" {
		return c.Missing
	}
	if c.Kind == table.Number || c.Kind == table.Time {
		return func(i int) bool { return c.Cell(i) == text }
	}
	code := int32(slices.Index(c.Dictionary(), text))
	if code < 0 {
		return func(int) bool { return false }
	}
	codes := c.Codes()
	return func(i int) bool { return codes[i] == code }
}

// sortRows puts rows in the order of a column: numbers and times by value, words by their letters whatever the case,
// missing values last either way. Rows with equal values keep their order.
func sortRows(c *table.Column, rows []int32, desc bool) {
	by := compare(c)
	slices.SortStableFunc(rows, func(a, b int32) int {
		ma, mb := c.Missing(int(a)), c.Missing(int(b))
		switch {
		case ma || mb:
			return one(ma) - one(mb)
		case desc:
			return by(b, a)
		}
		return by(a, b)
	})
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// compare returns how two rows that have a value compare in a column.
func compare(c *table.Column) func(a, b int32) int {
	switch c.Kind {
	case table.Number:
		v := c.Numbers()
		return func(a, b int32) int { return cmp.Compare(v[a], v[b]) }
	case table.Time:
		v := c.Times()
		return func(a, b int32) int { return cmp.Compare(v[a], v[b]) }
	}
	rank, codes := ranks(c.Dictionary()), c.Codes()
	return func(a, b int32) int { return cmp.Compare(rank[codes[a]], rank[codes[b]]) }
}

// ranks returns the place of each word in alphabetical order.
func ranks(words []string) []int32 {
	folded, at := make([]string, len(words)), make([]int, len(words))
	for i, w := range words {
		folded[i], at[i] = strings.ToLower(strings.TrimSpace(w)), i
	}
	slices.SortFunc(at, func(a, b int) int { return cmp.Or(cmp.Compare(folded[a], folded[b]), cmp.Compare(words[a], words[b])) })
	out := make([]int32, len(words))
	for place, i := range at {
		out[i] = int32(place)
	}
	return out
}

// find returns the nearest shown row after from (before it when step is -1) whose cell holds the text, whatever the
// case; the search goes on at the other end. ok is false when no row does.
func find(d *sheet, column int, text string, from, step int) (at int, wrapped, ok bool) {
	c, n := d.t.At(column), d.Rows()
	holds := holding(c, text)
	for k := 1; k <= n; k++ {
		at = ((from+k*step)%n + n) % n
		if holds(d.row(at)) {
			return at, (at-from)*step <= 0, true
		}
	}
	return from, false, false
}

// holding returns a test whether the text occurs in a column's cell.
func holding(c *table.Column, text string) func(int) bool {
	text = strings.ToLower(text)
	within := func(s string) bool { return strings.Contains(strings.ToLower(s), text) }
	if c.Codes() == nil {
		return func(i int) bool { return !c.Missing(i) && within(c.Cell(i)) }
	}
	held := make([]bool, len(c.Dictionary()))
	for i, w := range c.Dictionary() {
		held[i] = within(w)
	}
	codes := c.Codes()
	return func(i int) bool { return codes[i] >= 0 && held[codes[i]] }
}
