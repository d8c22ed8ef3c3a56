package collect

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline/collect"
	"assay/ui/kit"
)

// looked brings profiles of some columns.
type looked struct {
	edition  int
	profiles map[int]*collect.ColumnProfile
}

// glance is how long columns are looked at before what is known is shown.
const glance = 60 * time.Millisecond

// look profiles columns in the background, the one under the cursor first, a few at a time, until all are known.
func (s *Screen) look() tea.Cmd {
	if s.sheet == nil || s.looking {
		return nil
	}
	var todo []int
	n := len(s.sheet.profiles)
	for k := range n {
		if j := (s.column() + k) % n; s.sheet.profiles[j] == nil {
			todo = append(todo, j)
		}
	}
	if len(todo) == 0 {
		return nil
	}
	s.looking = true
	t, edition := s.sheet.t, s.edition
	return kit.Do(func() tea.Msg {
		out := looked{edition, map[int]*collect.ColumnProfile{}}
		for start, i := time.Now(), 0; i < len(todo) && (i == 0 || time.Since(start) < glance); i++ {
			p := collect.ProfileColumn(t.At(todo[i]))
			out.profiles[todo[i]] = &p
		}
		return out
	})
}

// keep takes profiles in and looks on.
func (s *Screen) keep(msg looked) tea.Cmd {
	if msg.edition != s.edition {
		return nil
	}
	s.looking = false
	for j, p := range msg.profiles {
		s.sheet.profiles[j] = p
	}
	s.story.column = -1
	s.grid.Remeasure()
	return s.look()
}

// arranged brings the rows of an order.
type arranged struct {
	edition, asked int
	order          order
	rows           []int32
	at             int // where the row under the cursor is now
}

// show asks for another order of rows. The cursor stays on its row where that is still shown.
func (s *Screen) show(o order) tea.Cmd {
	s.asked++
	t, edition, asked, now := s.sheet.t, s.edition, s.asked, s.sheet.row(s.grid.Row)
	return kit.Do(func() tea.Msg {
		out := arranged{edition: edition, asked: asked, order: o, rows: o.rows(t), at: now}
		if out.rows != nil {
			out.at = 0
			for i, r := range out.rows {
				if int(r) == now {
					out.at = i
				}
			}
		}
		return out
	})
}

// arrange shows the rows asked for last.
func (s *Screen) arrange(msg arranged) {
	if msg.edition != s.edition || msg.asked != s.asked {
		return
	}
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
