package collect

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline/prepare"
	"assay/pipeline/table"
	"assay/ui/kit"
)

// arranged brings the rows of an order.
type arranged struct {
	edition, asked int
	order          order
	rows           []int32
	at             int // where the row under the cursor is now
}

// show asks for another order of rows. A new sort starts at its first row; otherwise the cursor stays on its row where
// that is still shown.
func (s *Screen) show(o order) tea.Cmd {
	s.asked++
	s.waiting = true
	t, edition, asked, now := s.sheet.t, s.edition, s.asked, s.sheet.row(s.grid.Row)
	var by *table.Column
	if o.sort >= 0 && s.spells(o.sort) {
		by = t.At(o.sort)
	}
	sorted := o.sort >= 0 && (o.sort != s.order.sort || o.desc != s.order.desc)
	return kit.Do(func() tea.Msg {
		if by != nil {
			if read, err := cleaned(by.WithRole(table.Feature), prepare.Default()); err == nil {
				by = read
			}
		}
		out := arranged{edition: edition, asked: asked, order: o, rows: o.rows(t, by), at: now}
		if out.rows != nil {
			out.at = max(0, slices.Index(out.rows, int32(now)))
		}
		if sorted {
			out.at = 0
		}
		return out
	})
}

// spells reports whether a column is text that spells numbers or dates; it is sorted by what it spells.
func (s *Screen) spells(column int) bool {
	p := s.sheet.profiles[column]
	return p != nil && p.read != nil
}

// arrange shows the rows asked for last.
func (s *Screen) arrange(msg arranged) {
	if msg.edition != s.edition || msg.asked != s.asked {
		return
	}
	s.waiting = false
	next := *s.sheet
	next.rows = msg.rows
	s.sheet, s.order = &next, msg.order
	column := s.grid.Col
	s.grid.SetData(s.sheet)
	s.grid.Move(msg.at, column)
}

// located brings the row a search found.
type located struct {
	edition, asked, at int
	text               string
	wrapped, ok        bool
}

// seek looks for the text sought, forwards or backwards from the cursor.
func (s *Screen) seek(step int) tea.Cmd {
	d, edition, asked, from, what := s.sheet, s.edition, s.asked, s.grid.Row, s.sought
	return kit.Do(func() tea.Msg {
		at, wrapped, ok := find(d, what.column, what.text, from, step)
		return located{edition, asked, at, what.text, wrapped, ok}
	})
}

// land puts the cursor where the search ended.
func (s *Screen) land(msg located) tea.Cmd {
	if msg.edition != s.edition || msg.asked != s.asked {
		return nil
	}
	if !msg.ok {
		return kit.Say(kit.Info, "no row shown has "+quote(msg.text)+" in this column")
	}
	s.grid.Move(msg.at, s.sought.column+1)
	if msg.wrapped {
		return kit.Say(kit.Info, "went on from the other end")
	}
	return nil
}
