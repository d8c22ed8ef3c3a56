// Package table holds data in columns: numbers, text and points in time, each with a role. Tables are values: nothing
// changes one after it was made; every operation returns a new one that shares what it can.
package table

import (
	"fmt"
	"slices"
	"strings"

	"assay/models/param"
	"assay/pipeline/cores"
)

// Table is a set of equally long columns with unique names. Line numbers tell where each row stood in its source.
type Table struct {
	columns    []*Column
	rows       int
	lines      []int32     // source line per row, from 1; nil when rows were never read from lines
	provenance *provenance // nil when all rows are from one place
}

// New makes a table. All columns must have the same length and names of their own; lines is nil or as long.
func New(columns []*Column, lines []int32) (*Table, error) {
	t := &Table{columns: columns, lines: lines}
	if len(columns) > 0 {
		t.rows = columns[0].Len()
	}
	seen := map[string]bool{}
	for _, c := range columns {
		if c.Len() != t.rows {
			return nil, fmt.Errorf("column %s has %d rows where %s has %d", c.Name, c.Len(), columns[0].Name, t.rows)
		}
		if seen[c.Name] {
			return nil, fmt.Errorf("two columns are called %q; rename one", c.Name)
		}
		seen[c.Name] = true
	}
	if lines != nil && len(lines) != t.rows {
		return nil, fmt.Errorf("%d line numbers for %d rows", len(lines), t.rows)
	}
	return t, nil
}

// Rows is the number of rows.
func (t *Table) Rows() int { return t.rows }

// Columns returns the columns in order; the slice is the caller's, the columns are shared.
func (t *Table) Columns() []*Column { return slices.Clone(t.columns) }

// Width is the number of columns.
func (t *Table) Width() int { return len(t.columns) }

// At returns the column at position j.
func (t *Table) At(j int) *Column { return t.columns[j] }

// Line is the source line of row i, from 1; 0 when it is not known.
func (t *Table) Line(i int) int {
	if t.lines == nil {
		return 0
	}
	return int(t.lines[i])
}

// Column returns the column with that name, or nil.
func (t *Table) Column(name string) *Column {
	for _, c := range t.columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Need returns the column with that name; the error names the nearest and lists the columns.
func (t *Table) Need(name string) (*Column, error) {
	if c := t.Column(name); c != nil {
		return c, nil
	}
	names, more := t.Names(), ""
	if n := len(names) - 20; n > 1 {
		names, more = names[:20], fmt.Sprintf(" and %d more", n)
	}
	return nil, fmt.Errorf("no column is called %q%s; there are %s%s", name, param.DidYouMean(name, t.Names()), strings.Join(names, ", "), more)
}

// Names returns the column names in order.
func (t *Table) Names() []string {
	out := make([]string, len(t.columns))
	for i, c := range t.columns {
		out[i] = c.Name
	}
	return out
}

// ByRole returns the columns with that role, in order.
func (t *Table) ByRole(r Role) []*Column {
	var out []*Column
	for _, c := range t.columns {
		if c.Role == r {
			out = append(out, c)
		}
	}
	return out
}

// OneByRole returns the first column with that role, or nil.
func (t *Table) OneByRole(r Role) *Column {
	for _, c := range t.columns {
		if c.Role == r {
			return c
		}
	}
	return nil
}

// With returns a table in which the given columns replace those of the same name, or are added at the end.
func (t *Table) With(columns ...*Column) *Table {
	out := &Table{columns: slices.Clone(t.columns), rows: t.rows, lines: t.lines, provenance: t.provenance}
	for _, c := range columns {
		if len(out.columns) > 0 && c.Len() != t.rows {
			panic(fmt.Sprintf("table: column %s has %d rows where the table has %d", c.Name, c.Len(), t.rows))
		}
		if i := slices.IndexFunc(out.columns, func(o *Column) bool { return o.Name == c.Name }); i >= 0 {
			out.columns[i] = c
		} else {
			out.columns = append(out.columns, c)
		}
	}
	return out
}

// Without returns the table less the named columns.
func (t *Table) Without(names ...string) *Table {
	return &Table{columns: slices.DeleteFunc(slices.Clone(t.columns), func(c *Column) bool { return slices.Contains(names, c.Name) }),
		rows: t.rows, lines: t.lines, provenance: t.provenance}
}

// Renamed returns the table with other names for some columns, all given at once: the key is the old name. Names that no
// column has are skipped; two columns of one name are an error.
func (t *Table) Renamed(to map[string]string) (*Table, error) {
	out := *t
	out.columns = slices.Clone(t.columns)
	seen := map[string]bool{}
	for j, c := range out.columns {
		if name, ok := to[c.Name]; ok {
			out.columns[j] = c.Named(name)
		}
		if name := out.columns[j].Name; seen[name] {
			return nil, fmt.Errorf("two columns would be called %q; give one another name", name)
		}
		seen[out.columns[j].Name] = true
	}
	return &out, nil
}

// fewRows are selected sooner than other cores are asked for help.
const fewRows = 10_000

// Select returns the given rows, in that order.
func (t *Table) Select(rows []int) *Table {
	out := &Table{columns: make([]*Column, len(t.columns)), rows: len(rows), provenance: t.provenance.selected(rows)}
	if len(rows) < fewRows {
		for j, c := range t.columns {
			out.columns[j] = c.Select(rows)
		}
	} else {
		cores.Each(len(t.columns), func(j int) { out.columns[j] = t.columns[j].Select(rows) })
	}
	if t.lines != nil {
		out.lines = pick(t.lines, rows)
	}
	return out
}
