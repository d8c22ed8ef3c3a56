package collect

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline/prepare"
	"assay/pipeline/profile"
	"assay/pipeline/table"
	"assay/ui/kit"
)

// known is what a look at a column told: as the source has it and, for text that spells numbers or dates, as
// preparation reads it.
type known struct {
	*profile.Column
	read *profile.Column // nil when there is nothing to read
	rare []bool          // by code: another spelling of a more frequent value; nil without any
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
		return s.alert()
	}
	s.looking = true
	t, edition, profiles := s.sheet.t, s.edition, s.from.Profiles
	return kit.Do(func() tea.Msg {
		out := looked{edition, map[int]*known{}}
		for start, i := time.Now(), 0; i < len(todo) && (i == 0 || time.Since(start) < glance); i++ {
			out.profiles[todo[i]] = lookAt(t.At(todo[i]), profiles[todo[i]])
		}
		return out
	})
}

// lookAt looks into a column beyond its profile.
func lookAt(c *table.Column, p profile.Column) *known {
	return &known{&p, lookInto(c, p.Meaning), rareSpellings(c)}
}

// rareSpellings finds the values that differ only in case or blanks from a more frequent one.
func rareSpellings(c *table.Column) []bool {
	if c.Kind != table.Text {
		return nil
	}
	words, counts := c.Dictionary(), c.Counts()
	best := make(map[string]int, len(words))
	fold := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
	for k, w := range words {
		f := fold(w)
		if at, ok := best[f]; !ok || counts[k] > counts[at] {
			best[f] = k
		}
	}
	if len(best) == len(words) {
		return nil
	}
	rare := make([]bool, len(words))
	for k, w := range words {
		rare[k] = best[fold(w)] != k
	}
	return rare
}

// readRows bounds the rows that are read for a profile, so that a long table is known soon.
const readRows = 200_000

// lookInto profiles what a column of text spells, numbers or dates, by reading it with the default cleaners; nil when
// it spells neither or they cannot read it.
func lookInto(c *table.Column, meaning string) *profile.Column {
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
	p := profile.OfColumn(read)
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
	return out.Table.At(0), prepare.Fault(out.Effects)
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
	s.retell()
	s.grid.Remeasure()
	return s.look()
}
