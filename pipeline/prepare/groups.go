package prepare

import (
	"fmt"
	"strings"

	"assay/models/param"
	"assay/pipeline/table"
)

// Group is rows that a Sieve takes for the same thing, as places in the table it was given.
type Group struct {
	Rows     []int  // the one that stays first, then the others in their order
	Why      string // what they have in common
	Conflict bool   // they have different values of the target, of which at most one can be right
	Kept     bool   // all of them stay, for nobody knows which is right
}

// Sifted is what a Grouper found.
type Sifted struct {
	Rows   []int // that stay, ascending
	Groups []Group
	Notes  []string
}

// Grouper is a Sieve that tells which rows belong together, for a screen that lists them.
type Grouper interface {
	Sieve
	// Sift does what Keep does and tells more. It sees the whole table, so that roles are known, but compares rows by
	// the columns on only; nil means those of its settings.
	Sift(t *table.Table, on []*table.Column) (Sifted, error)
}

// Survivor says which row of a group stays.
type Survivor struct{ Rule, Date string }

func (s *Survivor) params() []param.Param {
	return []param.Param{
		param.OfChoice(&s.Rule, "survivor", []string{"first", "last", "complete", "newest"}, "which row of a group stays: the first, the last, the one with the fewest gaps, or the newest by a date; the first among equals"),
		param.OfText(&s.Date, "date", "the column that says how new a row is, when survivor is newest; none named means the only column of dates"),
	}
}

// better returns the rule: whether row i stays rather than row j.
func (s *Survivor) better(t *table.Table) (func(i, j int) bool, error) {
	switch s.Rule {
	case "last":
		return func(i, j int) bool { return i > j }, nil
	case "complete":
		gaps := make([]int, t.Rows())
		for _, c := range t.Columns() {
			if c.Role == table.Ignored || c.Kind == table.Levels {
				continue
			}
			for i := range gaps {
				if c.Missing(i) {
					gaps[i]++
				}
			}
		}
		return func(i, j int) bool { return gaps[i] < gaps[j] || gaps[i] == gaps[j] && i < j }, nil
	case "newest":
		c, err := s.dateOf(t)
		if err != nil {
			return nil, err
		}
		newer := func(i, j int) bool { return c.Numbers()[i] > c.Numbers()[j] }
		if c.Kind == table.Time {
			newer = func(i, j int) bool { return c.Times()[i] > c.Times()[j] }
		}
		return func(i, j int) bool {
			switch a, b := c.Missing(i), c.Missing(j); {
			case a != b:
				return b
			case !a && newer(i, j):
				return true
			case !a && newer(j, i):
				return false
			}
			return i < j
		}, nil
	}
	return func(i, j int) bool { return i < j }, nil
}

// dateOf finds the column that says how new a row is.
func (s *Survivor) dateOf(t *table.Table) (*table.Column, error) {
	if s.Date != "" {
		c, err := t.Need(s.Date)
		if err == nil && c.Kind != table.Time && c.Kind != table.Number {
			err = fmt.Errorf("column %s holds %s, which is neither old nor new; put the dates step before this one", c.Name, c.Kind)
		}
		return c, err
	}
	var found []*table.Column
	for _, c := range t.Columns() {
		if c.Kind == table.Time {
			found = append(found, c)
		}
	}
	if len(found) != 1 {
		return nil, fmt.Errorf("there are %s; name the one that says which row is the newest (setting date)", plural(len(found), "column")+" of dates")
	}
	return found[0], nil
}

// stays puts the rule into a sentence about one row.
func (s *Survivor) stays() string {
	return map[string]string{"last": "the last stays", "complete": "the one with the fewest gaps stays", "newest": "the newest stays"}[s.Rule]
}

// elect chooses among the rows that share a key and were not dropped so far the one that stays. into tells for each row
// the one that it gives way to, itself when it stays.
func elect(into, key []int, better func(i, j int) bool) {
	best := make([]int, len(key))
	for i := range best {
		best[i] = -1
	}
	for i, k := range key {
		if b := best[k]; into[i] == i && (b < 0 || better(i, b)) {
			best[k] = i
		}
	}
	for i, k := range key {
		if into[i] == i {
			into[i] = best[k]
		}
	}
}

// themselves is the start of into: every row stays.
func themselves(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// stay lists the rows that give way to nobody, and follows the others to the row they finally give way to.
func stay(into []int) []int {
	rows := make([]int, 0, len(into))
	for i := range into {
		for into[into[i]] != into[i] {
			into[i] = into[into[i]]
		}
		if into[i] == i {
			rows = append(rows, i)
		}
	}
	return rows
}

// groupsOf gathers the rows by the one they lead to, a group for each that has company, in the order of their first.
func groupsOf(into []int, why string) []Group {
	size := make([]int, len(into))
	total := 0
	for _, s := range into {
		size[s]++
	}
	for _, n := range size {
		if n > 1 {
			total += n
		}
	}
	all, at := make([]int, 0, total), make(map[int]int)
	var out []Group
	for _, s := range into {
		if _, seen := at[s]; seen || size[s] < 2 {
			continue
		}
		from := len(all)
		all = all[:from+size[s]]
		all[from], at[s] = s, len(out)
		out = append(out, Group{Rows: all[from : from+1 : from+size[s]], Why: why})
	}
	for i, s := range into {
		if g, ok := at[s]; ok && i != s {
			out[g].Rows = append(out[g].Rows, i)
		}
	}
	return out
}

// disputed reports whether two of the rows have different values of the target.
func disputed(target *table.Column, rows []int) bool {
	known := -1
	for _, i := range rows {
		switch {
		case target == nil || target.Missing(i):
		case known < 0:
			known = i
		case target.Cell(i) != target.Cell(known):
			return true
		}
	}
	return false
}

// places says where the rows stood.
func places(t *table.Table, rows []int) string {
	where := "rows "
	if t.Rows() > 0 && t.Line(0) > 0 {
		where = "lines "
	}
	var out []string
	for _, i := range rows {
		out = append(out, t.Place(i))
	}
	if len(out) > 6 {
		return where + strings.Join(out[:5], ", ") + fmt.Sprintf(" and %d more", len(out)-5)
	}
	return where + strings.Join(out, " and ")
}
