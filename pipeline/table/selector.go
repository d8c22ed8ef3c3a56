package table

import "assay/pipeline/cores"

// Selector selects the same rows of tables that share columns. A column is selected once, however often it is asked
// for: steps that change one column of twenty would else copy all.
type Selector struct {
	rows []int
	done map[*Column]*Column
	all  bool // the rows are 0, 1, 2 and so on
}

// NewSelector selects the given rows, in that order.
func NewSelector(rows []int) *Selector {
	s := &Selector{rows: rows, done: map[*Column]*Column{}, all: true}
	for i, r := range rows {
		if s.all = r == i; !s.all {
			break
		}
	}
	return s
}

// Of returns the rows of a table. The selected rows do not know their source line.
func (s *Selector) Of(t *Table) *Table {
	if s.all && len(s.rows) == t.rows {
		return t
	}
	out := &Table{columns: make([]*Column, len(t.columns)), rows: len(s.rows)}
	cores.Each(len(t.columns), func(j int) {
		if out.columns[j] = s.done[t.columns[j]]; out.columns[j] == nil {
			out.columns[j] = t.columns[j].Select(s.rows)
		}
	})
	now := make(map[*Column]*Column, len(t.columns))
	for j, c := range t.columns {
		now[c] = out.columns[j]
	}
	s.done = now // what the table does not have any more can go
	return out
}
