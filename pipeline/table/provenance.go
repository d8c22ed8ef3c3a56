package table

import (
	"fmt"
	"slices"
	"strconv"
)

// provenance tells for each row which of several sources it came from. Its slices are never changed, so that tables
// and the column that names the sources can share them.
type provenance struct {
	sources []string // differ from one another
	from    []int32  // per row, an index into sources
}

// FromSources returns the table with the source of each row: from holds, per row, an index into sources. A table whose
// rows all come from one place needs none of it.
func (t *Table) FromSources(sources []string, from []int32) (*Table, error) {
	if len(from) != t.rows {
		return nil, fmt.Errorf("%d rows have a source where the table has %d", len(from), t.rows)
	}
	for _, k := range from {
		if k < 0 || int(k) >= len(sources) {
			return nil, fmt.Errorf("a row comes from source %d of %d", k, len(sources))
		}
	}
	out := *t
	out.provenance = &provenance{slices.Clip(sources), from}
	return &out, nil
}

// Sources returns what the rows came from, nil when all are from one place. The slice is shared: read, never write.
func (t *Table) Sources() []string {
	if t.provenance == nil {
		return nil
	}
	return t.provenance.sources
}

// From is the index into Sources of row i; 0 when all rows are from one place.
func (t *Table) From(i int) int {
	if t.provenance == nil {
		return 0
	}
	return int(t.provenance.from[i])
}

// Source names what row i came from, "" when all rows are from one place.
func (t *Table) Source(i int) string {
	if t.provenance == nil {
		return ""
	}
	return t.provenance.sources[t.provenance.from[i]]
}

// Key tells row i apart from every other row of the data as it was collected, and grows from row to row there.
func (t *Table) Key(i int) int64 { return int64(t.From(i))<<32 | int64(t.Line(i)) }

// WithLines returns the table with lines that count its rows from 1, when they were never read from lines.
func (t *Table) WithLines() *Table {
	if t.lines != nil {
		return t
	}
	out := *t
	out.lines = make([]int32, t.rows)
	for i := range out.lines {
		out.lines[i] = int32(i + 1)
	}
	return &out
}

// Place says where row i stood: its line and, where there are several, its source. A row that was never read from a
// line is told by its number.
func (t *Table) Place(i int) string {
	place := strconv.Itoa(i + 1)
	if n := t.Line(i); n > 0 {
		place = strconv.Itoa(n)
	}
	if source := t.Source(i); source != "" {
		place += " of " + source
	}
	return place
}

// SourceColumn returns a column that names the source of each row by labels, one for each of Sources; nil when all rows
// are from one place.
func (t *Table) SourceColumn(name string, labels []string) *Column {
	if t.provenance == nil {
		return nil
	}
	return NewText(name, t.provenance.from, labels)
}

// selected is the provenance of the given rows.
func (p *provenance) selected(rows []int) *provenance {
	if p == nil {
		return nil
	}
	return &provenance{p.sources, pick(p.from, rows)}
}
