package table

// Selector selects the same rows of tables that share columns. A column is selected once, however often it is asked
// for: steps that change one column of twenty would else copy all.
type Selector struct {
	rows []int
	done map[*Column]*Column
}

// NewSelector selects the given rows, in that order.
func NewSelector(rows []int) *Selector {
	return &Selector{rows: rows, done: map[*Column]*Column{}}
}

// Of returns the rows of a table. The selected rows do not know their source line.
func (s *Selector) Of(t *Table) *Table {
	out := &Table{columns: make([]*Column, len(t.columns)), rows: len(s.rows)}
	now := make(map[*Column]*Column, len(t.columns))
	for j, c := range t.columns {
		selected := s.done[c]
		if selected == nil {
			selected = c.Select(s.rows)
		}
		now[c], out.columns[j] = selected, selected
	}
	s.done = now // what the table does not have any more can go
	return out
}
