package export

import (
	"fmt"
	"math"

	"assay/pipeline/table"
)

// field is one written column: a column of the table, or one level of it as 0 and 1.
type field struct {
	name   string
	column *table.Column
	level  int32 // -1: the column as it is
}

// fields lists what is written. With expand a column of levels becomes a column of 0 and 1 for each, named
// "column=level", with a number behind it where that name is taken; the block is never built in memory.
func fields(t *table.Table, expand bool) []field {
	var out []field
	taken := map[string]bool{}
	for _, c := range t.Columns() {
		taken[c.Name] = taken[c.Name] || c.Kind != table.Levels || !expand
	}
	for _, c := range t.Columns() {
		if c.Kind != table.Levels || !expand {
			out = append(out, field{c.Name, c, -1})
			continue
		}
		for k, level := range c.Dictionary() {
			name := c.Name + "=" + level
			for n := 2; taken[name]; n++ {
				name = fmt.Sprintf("%s=%s (%d)", c.Name, level, n)
			}
			taken[name] = true
			out = append(out, field{name, c, int32(k)})
		}
	}
	return out
}

// Names are the names of the columns that are written, in order.
func Names(t *table.Table, o Options) []string {
	out := []string{}
	for _, f := range fields(t, o.Expand) {
		out = append(out, f.name)
	}
	return out
}

func (f field) kind() table.Kind {
	if f.level >= 0 {
		return table.Number
	}
	return f.column.Kind
}

// missing reports whether row i has no value. A row that has none of the levels reads as no text, and is none.
func (f field) missing(i int) bool {
	return f.column.Kind != table.Levels && f.column.Missing(i)
}

// number is row i of a number field.
func (f field) number(i int) float64 {
	switch {
	case f.level < 0:
		return f.column.Numbers()[i]
	case f.column.Codes()[i] == f.level:
		return 1
	}
	return 0
}

// cell is row i as text.
func (f field) cell(i int) string {
	if f.level < 0 {
		return f.column.Cell(i)
	}
	return table.FormatNumber(f.number(i))
}

// finite reports whether row i is a number that JSON can hold.
func (f field) finite(i int) bool { return f.kind() == table.Number && !math.IsInf(f.number(i), 0) }
