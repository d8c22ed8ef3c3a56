package prepare

import (
	"assay/pipeline/cores"
	"assay/pipeline/table"
)

// Effect is what one piece of preparation did, in counts and words.
type Effect struct {
	Choice  int // its place among the choices
	Name    string
	Kind    Kind
	Before  Counts
	After   Counts
	Changed int // cells of kept columns whose text is another one now
	Notes   []string
	Groups  []Group      // rows of Was that a Sieve takes for the same
	Fault   error        // why it could not be done; the table is as it was then
	Was, Is *table.Table // the table before and after, for a grid that marks changed cells
}

// Counts sizes a table.
type Counts struct {
	Rows, Columns int
	Missing       int // cells without a value, in columns that a model may see
}

// counted remembers the gaps of columns: most of them pass a piece of preparation untouched.
type counted map[*table.Column]int

func (m counted) effect(at int, c Choice, kind Kind, before, after *table.Table, notes []string, err error) Effect {
	e := Effect{Choice: at, Name: c.Name, Kind: kind, Before: m.count(before), After: m.count(after), Notes: notes, Was: before, Is: after}
	if err != nil {
		e.Fault = fault(c.Name, err)
	}
	if before.Rows() != after.Rows() {
		return e
	}
	changed := make([]int, after.Width())
	cores.Each(after.Width(), func(k int) {
		c := after.At(k)
		if old := before.Column(c.Name); old != nil && old != c {
			changed[k] = ChangedCells(old, c)
		}
	})
	for _, n := range changed {
		e.Changed += n
	}
	return e
}

func (m counted) count(t *table.Table) Counts {
	n := Counts{Rows: t.Rows()}
	var columns, unknown []*table.Column
	for _, c := range t.Columns() {
		if c.Role == table.Ignored {
			continue
		}
		columns = append(columns, c)
		if _, known := m[c]; !known {
			unknown = append(unknown, c)
		}
	}
	gaps := make([]int, len(unknown))
	cores.Each(len(unknown), func(k int) { gaps[k] = MissingCells(unknown[k]) })
	for k, c := range unknown {
		m[c] = gaps[k]
	}
	n.Columns = len(columns)
	for _, c := range columns {
		n.Missing += m[c]
	}
	return n
}

// MissingCells counts the rows without a value. A Levels column has none: a code of -1 says "none of these".
func MissingCells(c *table.Column) int {
	if c.Kind == table.Levels {
		return 0
	}
	n := 0
	for _, v := range c.Numbers() {
		if v != v {
			n++
		}
	}
	for _, s := range c.Times() {
		if s == table.NoTime {
			n++
		}
	}
	for _, code := range c.Codes() {
		if code < 0 {
			n++
		}
	}
	return n
}

// Changed reports whether row i reads differently in two versions of a column.
func Changed(old, now *table.Column, i int) bool { return old.Cell(i) != now.Cell(i) }

// ChangedCells counts the rows that read differently. Text is compared about once per distinct value, not once per row.
func ChangedCells(old, now *table.Column) int {
	n := 0
	if old.Kind == table.Number && now.Kind == table.Number {
		a, b := old.Numbers(), now.Numbers()
		for i := range a {
			if a[i] != b[i] && (a[i] == a[i] || b[i] == b[i]) {
				n++
			}
		}
		return n
	}
	if old.Kind == table.Number && now.Kind == table.Levels { // a range is never written like a number
		for i, code := range now.Codes() {
			if code >= 0 || !old.Missing(i) {
				n++
			}
		}
		return n
	}
	if old.Codes() == nil {
		for i := range old.Len() {
			if Changed(old, now, i) {
				n++
			}
		}
		return n
	}
	// Most reading is cell by cell, so that one text becomes the same thing in all its rows: look at the first of them,
	// and again only where a row became something else, as by a formula or a rate of the day.
	type seen struct {
		known, differs bool
		became         uint64
	}
	first, became := make([]seen, len(old.Dictionary())+1), bitsOf(now)
	for i, code := range old.Codes() {
		f, b := &first[code+1], became(i)
		if !f.known || f.became != b {
			*f = seen{true, Changed(old, now, i), b}
		}
		if f.differs {
			n++
		}
	}
	return n
}

// Fault returns why the first of the choices that failed could not be done; nil when all were.
func Fault(effects []Effect) error {
	for _, e := range effects {
		if e.Fault != nil {
			return e.Fault
		}
	}
	return nil
}
