package collect

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline/collect"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
	"assay/ui/kit"
)

// known is what a look at a column told: as the source has it and, for text that spells numbers or dates, as
// preparation reads it.
type known struct {
	*collect.ColumnProfile
	read *collect.ColumnProfile // nil when there is nothing to read
}

// looked brings what is known of some columns.
type looked struct {
	edition  int
	profiles map[int]*known
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
		out := looked{edition, map[int]*known{}}
		for start, i := time.Now(), 0; i < len(todo) && (i == 0 || time.Since(start) < glance); i++ {
			out.profiles[todo[i]] = lookAt(t.At(todo[i]))
		}
		return out
	})
}

// lookAt profiles a column.
func lookAt(c *table.Column) *known {
	p := collect.ProfileColumn(c)
	return &known{&p, lookInto(c, p.Meaning)}
}

// readRows bounds the rows that are read for a profile, so that a long table is known soon.
const readRows = 200_000

// lookInto profiles what a column of text spells, numbers or dates, by reading it with the default cleaners; nil when
// it spells neither or they cannot read it.
func lookInto(c *table.Column, meaning string) *collect.ColumnProfile {
	spells := meaning == "number" || meaning == "money" || meaning == "percent" || meaning == "date"
	if c.Kind != table.Text || !spells {
		return nil
	}
	if n := c.Len(); n > readRows {
		rows := make([]int, readRows)
		for i := range rows {
			rows[i] = i * n / readRows
		}
		c = c.Select(rows)
	}
	read, err := cleaned(c.WithRole(table.Feature), prepare.Default())
	if err != nil || read.Kind == table.Text {
		return nil
	}
	p := collect.ProfileColumn(read)
	return &p
}

// cleaned reads the cells of one column the way the cleaners among the choices do.
func cleaned(c *table.Column, choices []prepare.Choice) (*table.Column, error) {
	alone, err := table.New([]*table.Column{c}, nil)
	if err != nil {
		return nil, err
	}
	var cleaners []prepare.Choice
	for _, choice := range choices {
		if e, err := prepare.Find(choice.Name); err == nil && e.Kind == prepare.Cleans {
			cleaners = append(cleaners, choice)
		}
	}
	out, err := prepare.Clean(context.Background(), alone, cleaners)
	if err != nil {
		return nil, err
	}
	return out.Table.At(0), nil
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
