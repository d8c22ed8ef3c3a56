package prepare

import (
	"cmp"
	"sort"
	"strconv"

	"assay/pipeline/prepare"
	"assay/pipeline/table"
	"assay/ui/kit"
)

// sheet is the table after a step, with the cells it changed marked; or before it, with the rows it dropped marked.
type sheet struct {
	effect  *prepare.Effect
	before  bool
	t       *table.Table
	old     []*table.Column // by column: what it was before the step; nil when it was not there, or nothing changed
	dropped func(int) bool  // whether a sieve dropped a row, in the view before it; nil when it dropped none
}

func newSheet(e *prepare.Effect, before bool) *sheet {
	d := &sheet{effect: e, before: before, t: e.Is}
	if before {
		d.t = e.Was
		d.dropped = gone(e.Was, e.Is)
		return d
	}
	if e.Was.Rows() == e.Is.Rows() {
		d.old = make([]*table.Column, e.Is.Width())
		for j, c := range e.Is.Columns() {
			if old := e.Was.Column(c.Name); old != c {
				d.old[j] = old
			}
		}
	}
	return d
}

// gone returns a test whether a row of was is not in is any more, by its source and line; nil when all are. Both are in the
// order of the source, so nothing has to be worked out before it is asked.
func gone(was, is *table.Table) func(int) bool {
	if was.Rows() == is.Rows() {
		return nil
	}
	return func(i int) bool {
		key := was.Key(i)
		_, found := sort.Find(is.Rows(), func(k int) int { return cmp.Compare(key, is.Key(k)) })
		return !found
	}
}

// Rows is how many rows the table has.
func (d *sheet) Rows() int { return d.t.Rows() }

// Columns heads each column with how its values are held and, where it is no plain input, its role.
func (d *sheet) Columns() []kit.GridColumn {
	out := []kit.GridColumn{{Name: "line", Right: true}}
	for _, c := range d.t.Columns() {
		kind := kindWord(c.Kind)
		if c.Role != table.Feature {
			kind = c.Role.String()
		}
		out = append(out, kit.GridColumn{Name: c.Name, Kind: kind, Right: c.Kind == table.Number})
	}
	return out
}

// kindWord says how values are held, in words of the field.
func kindWord(k table.Kind) string {
	if k == table.Levels {
		return "one-hot"
	}
	return k.String()
}

// Cell is one value, long fractions shortened for the eye.
func (d *sheet) Cell(i, j int) (string, kit.CellState) {
	if j == 0 {
		return strconv.Itoa(max(d.t.Line(i), 0)), d.rowState(i)
	}
	c := d.t.At(j - 1)
	state := d.rowState(i)
	if d.old != nil && d.old[j-1] != nil && prepare.Changed(d.old[j-1], c, i) {
		state = kit.Changed
	}
	if c.Missing(i) {
		if c.Kind == table.Levels {
			return "none of these", state
		}
		if state == kit.Changed {
			return "∅", state
		}
		return "", kit.Missing
	}
	return short(c, i), state
}

func (d *sheet) rowState(i int) kit.CellState {
	if d.dropped != nil && d.dropped(i) {
		return kit.Faulty
	}
	return kit.Normal
}

// short writes a cell; numbers get at most six figures that matter.
func short(c *table.Column, i int) string {
	text := c.Cell(i)
	if c.Kind == table.Number && len(text) > 9 {
		if s := strconv.FormatFloat(c.Numbers()[i], 'g', 6, 64); len(s) < len(text) {
			return s
		}
	}
	return text
}

// was is the text of a cell before the step; ok is false when there is nothing to compare with.
func (d *sheet) was(i, column int) (text string, ok bool) {
	if d.old == nil || d.old[column] == nil {
		return "", false
	}
	return d.old[column].Cell(i), true
}

// glimpse is how many rows are looked at to find a column worth showing.
const glimpse = 500

// firstChanged returns the first column that changed in the first rows, or -1.
func (d *sheet) firstChanged() int {
	for j := range d.old {
		if d.old[j] == nil {
			continue
		}
		for i := range min(glimpse, d.t.Rows()) {
			if prepare.Changed(d.old[j], d.t.At(j), i) {
				return j
			}
		}
	}
	return -1
}

// place is where the grid shows a column; 0 when it does not.
func (d *sheet) place(name string) int {
	for j, c := range d.t.Columns() {
		if c.Name == name {
			return j + 1
		}
	}
	return 0
}

// marked returns a test whether a row of a column is marked as changed or dropped; nil when none is.
func (d *sheet) marked(column int) func(row int) bool {
	switch {
	case d.dropped != nil:
		return d.dropped
	case d.old == nil || d.old[column] == nil:
		return nil
	}
	old, now := d.old[column], d.t.At(column)
	return func(i int) bool { return prepare.Changed(old, now, i) }
}

// next returns the nearest marked row of a column after row from, or before it when step is -1.
func (d *sheet) next(column, from, step int) (row int, ok bool) {
	marked := d.marked(column)
	if marked == nil {
		return from, false
	}
	for i := from + step; i >= 0 && i < d.t.Rows(); i += step {
		if marked(i) {
			return i, true
		}
	}
	return from, false
}
