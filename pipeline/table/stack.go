package table

import (
	"fmt"
	"slices"
)

// Stack returns the rows of t with those of more below them, every row knowing its source: own and other name the two
// where they came from one place each. more must have the columns of t, each of the same kind; its order of columns,
// its roles and whatever else it has do not count.
func Stack(t, more *Table, own, other string) (*Table, error) {
	columns := make([]*Column, len(t.columns))
	for j, c := range t.columns {
		d, err := more.Need(c.Name)
		if err != nil {
			return nil, err
		}
		if d.Kind != c.Kind {
			return nil, fmt.Errorf("column %s holds %s in one table and %s in the other", c.Name, c.Kind, d.Kind)
		}
		columns[j] = stacked(c, d).From(c)
	}
	out, err := New(columns, slices.Concat(t.WithLines().lines, more.WithLines().lines))
	if err != nil {
		return nil, err
	}
	sources, from := t.places(own)
	below, whence := more.places(other)
	for _, k := range whence {
		from = append(from, int32(len(sources))+k)
	}
	for _, s := range below {
		for n := 2; slices.Contains(sources, s); n++ {
			s = fmt.Sprintf("%s (%d)", s, n)
		}
		sources = append(sources, s)
	}
	return out.FromSources(sources, from)
}

// places are the sources of a table and that of each row, name standing for a single one.
func (t *Table) places(name string) ([]string, []int32) {
	if t.provenance == nil {
		return []string{name}, make([]int32, t.rows)
	}
	return slices.Clone(t.provenance.sources), slices.Clone(t.provenance.from)
}

// stacked is a column with the values of another of its kind below its own. Texts keep the codes of c.
func stacked(c, d *Column) *Column {
	switch c.Kind {
	case Number:
		return NewNumber(c.Name, slices.Concat(c.numbers, d.numbers))
	case Time:
		return NewTime(c.Name, slices.Concat(c.times, d.times))
	}
	levels, index := slices.Clone(c.levels), make(map[string]int32, len(c.levels))
	for k, l := range levels {
		index[l] = int32(k)
	}
	move := make([]int32, len(d.levels))
	for k, l := range d.levels {
		code, ok := index[l]
		if !ok {
			code = int32(len(levels))
			index[l], levels = code, append(levels, l)
		}
		move[k] = code
	}
	codes := slices.Grow(slices.Clone(c.codes), len(d.codes))
	for _, code := range d.codes {
		if code >= 0 {
			code = move[code]
		}
		codes = append(codes, code)
	}
	out := NewText(c.Name, codes, levels)
	out.Kind = c.Kind
	return out
}
