package health

import (
	"fmt"

	"assay/pipeline/table"
)

// columnRows are enough to see which columns cannot be the same.
const columnRows = 20_000

// columns finds features that say the same in every row, and features that say what another says: value for value, or
// under other names.
func columns(c *check) {
	if len(c.features) == 0 {
		c.unmeasured(Columns, "there is no feature")
		return
	}
	all := make([]int, c.Cleaned.Rows())
	for i := range all {
		all[i] = i
	}
	some := table.Spread(all, columnRows)
	form := map[uint64][]*table.Column{}
	for _, col := range c.features {
		if c.ctx.Err() != nil {
			return
		}
		if constant(col) {
			f := Finding{Severity: Warning, Counter: Columns, Kind: "constant", Columns: []string{col.Name}, Count: col.Len(), Fix: c.ignore(col)}
			f.Text = fmt.Sprintf("%s says %q in all %d rows, which tells nothing", col.Name, short(col.Cell(0)), col.Len())
			if col.Missing(0) {
				f.Text = fmt.Sprintf("%s is missing in all %d rows", col.Name, col.Len())
			}
			c.add(f)
			continue
		}
		key, renamed := shape(col, some)
		for _, other := range form[key] {
			if ok := sameAs(other, col, renamed); ok {
				c.add(c.duplicate(other, col))
				break
			}
		}
		form[key] = append(form[key], col)
	}
}

func (c *check) duplicate(first, again *table.Column) Finding {
	f := Finding{Severity: Warning, Counter: Columns, Kind: "duplicate", Columns: []string{again.Name, first.Name}, Count: again.Len(), Fix: c.ignore(again)}
	f.Text = fmt.Sprintf("%s says what %s says in all %d rows; once is enough", again.Name, first.Name, again.Len())
	if again.Field == first.Field {
		f.Fix = nil // taking out the field would take out both
	}
	return f
}

func constant(c *table.Column) bool {
	if c.Len() < 2 {
		return false
	}
	cell := cells(c)
	for i := range c.Len() {
		if cell(i) != cell(0) {
			return false
		}
	}
	return true
}

// shape is a number that columns saying the same in these rows share: that of their values in the order of first
// appearance, when few enough are different; else, for numbers and times, that of the values themselves.
func shape(c *table.Column, rows []int) (key uint64, renamed bool) {
	cell, index := cells(c), map[uint64]uint64{}
	named := uint64(0)
	for _, r := range rows {
		v := cell(r)
		k, seen := index[v]
		if !seen {
			k = uint64(len(index))
			index[v] = k
		}
		named = table.Mix(named ^ k)
	}
	if len(index)*2 <= len(rows) {
		return named, true
	}
	for _, r := range rows {
		v := cell(r)
		if c.Kind == table.Text || c.Kind == table.Levels { // codes of two columns mean different texts
			v = textBits(c.Cell(r))
		}
		key = table.Mix(key ^ v)
	}
	return key ^ uint64(c.Kind), false
}

func textBits(s string) uint64 {
	out := uint64(len(s))
	for i := range len(s) {
		out = table.Mix(out ^ uint64(s[i]))
	}
	return out
}

// sameAs makes sure over all rows: every value of one column goes with one of the other and the other way round, or the
// values are equal.
func sameAs(a, b *table.Column, renamed bool) bool {
	x, y := cells(a), cells(b)
	if !renamed {
		for i := range a.Len() {
			if a.Kind != b.Kind || a.Cell(i) != b.Cell(i) {
				return false
			}
		}
		return true
	}
	there, back := map[uint64]uint64{}, map[uint64]uint64{}
	for i := range a.Len() {
		u, v := x(i), y(i)
		if w, seen := there[u]; seen && w != v {
			return false
		}
		if w, seen := back[v]; seen && w != u {
			return false
		}
		there[u], back[v] = v, u
	}
	return true
}
