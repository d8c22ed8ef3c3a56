package prepare

import (
	"fmt"
	"slices"
	"strings"

	"assay/models/param"
	"assay/pipeline/table"
)

var duplicatesEntry = Entry{
	Name:  "duplicates",
	Title: "Drop duplicates",
	About: "Keeps the first of rows that say the same, and the first row of each applicant.",
	Why: "When one application stands in the table twice, one copy may be learned from and the other used as the exam question: " +
		"the model looks clever because it has seen the answer. Twins go before the split, so that cannot happen.",
	Kind: Sieves,
	New:  func() param.Settings { return NewDuplicates() },
}

// Duplicates drops rows that repeat another one. Rows are the same when all columns that are not ignored agree, or the
// columns named by By; with ID set also when they carry the same identifier, blanks and case aside.
type Duplicates struct {
	By []string
	ID bool
	Survivor
}

// NewDuplicates returns the default settings.
func NewDuplicates() *Duplicates { return &Duplicates{ID: true, Survivor: Survivor{Rule: "first"}} }

// Params lists the settings.
func (s *Duplicates) Params() []param.Param {
	return append([]param.Param{
		param.OfColumns(&s.By, "by", "columns that make two rows the same when they agree; none named means all columns"),
		param.OfBool(&s.ID, "id", "also keep only one row of each identifier, when a column has the role id"),
	}, s.params()...)
}

// Keep returns the rows that stay and says what went and why.
func (s *Duplicates) Keep(t *table.Table) ([]int, []string, error) {
	out, err := s.Sift(t, nil)
	return out.Rows, out.Notes, err
}

// Sift finds the rows that are the same: first by content, then, of those that stay, by identifier.
func (s *Duplicates) Sift(t *table.Table, on []*table.Column) (Sifted, error) {
	by, listed, err := named(t, s.By)
	if err != nil {
		return Sifted{}, fmt.Errorf("duplicates: %w", err)
	}
	better, err := s.better(t)
	if err != nil {
		return Sifted{}, fmt.Errorf("duplicates: %w", err)
	}
	what := "all columns"
	if !listed && on != nil {
		by, listed = on, true
	}
	if listed {
		what = few(namesOf(by), 10)
	} else {
		by = slices.DeleteFunc(t.Columns(), func(c *table.Column) bool { return c.Role == table.Ignored })
	}
	id, into := t.OneByRole(table.ID), themselves(t.Rows())
	elect(into, firstOf(t.Rows(), by), better)
	same := gone(into)
	firstID := themselves(t.Rows())
	if s.ID && id != nil {
		firstID = firstOf(t.Rows(), []*table.Column{foldID(id)})
		elect(into, firstID, better)
	}
	out := Sifted{Rows: stay(into), Notes: s.tell(what, same, gone(into)-same, id), Groups: groupsOf(into, "the same in "+what+ofOne(id))}
	if target := t.OneByRole(table.Target); target != nil {
		for k := range out.Groups {
			out.Groups[k].Conflict = disputed(target, out.Groups[k].Rows)
		}
		out.Notes = append(out.Notes, conflicts(t, target, firstID, "rows of one "+nameOf(id))...)
		others := slices.DeleteFunc(slices.Clone(by), func(c *table.Column) bool { return c == target })
		if len(others) > 0 {
			first := firstOf(t.Rows(), others)
			out.Notes = append(out.Notes, conflicts(t, target, first, "rows that agree in all else")...)
			out.Groups = append(out.Groups, disputes(target, into, first, "the same in all but "+target.Name)...)
		}
	}
	return out, nil
}

// disputes returns the groups of rows that stay although they agree in all but the target.
func disputes(target *table.Column, into, first []int, why string) []Group {
	leads := themselves(len(first))
	elect(leads, first, func(i, j int) bool { return into[i] == i && into[j] != j })
	for i := range leads {
		if into[i] != i {
			leads[i] = i // it went already
		}
	}
	var out []Group
	for _, g := range groupsOf(leads, why) {
		if disputed(target, g.Rows) {
			g.Conflict, g.Kept = true, true
			out = append(out, g)
		}
	}
	return out
}

// gone counts the rows that give way to another.
func gone(into []int) int {
	n := 0
	for i, s := range into {
		if s != i {
			n++
		}
	}
	return n
}

func (s *Duplicates) tell(what string, same, sameID int, id *table.Column) []string {
	if same+sameID == 0 {
		return []string{"no row repeats another"}
	}
	var notes []string
	earlier, stays := "an earlier one", "the first stays"
	if word := s.stays(); word != "" {
		earlier, stays = "another one", word
	}
	if same > 0 {
		note := fmt.Sprintf("%s dropped: the same as %s in %s", plural(same, "row"), earlier, what)
		if s.Rule != "first" {
			note += "; " + stays
		}
		notes = append(notes, note)
	}
	if sameID > 0 {
		notes = append(notes, fmt.Sprintf("%s dropped: same %s as %s, other content; %s", plural(sameID, "row"), id.Name, earlier, stays))
	}
	return notes
}

func namesOf(columns []*table.Column) []string {
	var out []string
	for _, c := range columns {
		out = append(out, c.Name)
	}
	return out
}

func ofOne(id *table.Column) string {
	if id == nil {
		return ""
	}
	return ", or of one " + id.Name
}

func nameOf(id *table.Column) string {
	if id == nil {
		return "applicant"
	}
	return id.Name
}

// conflicts reports groups of rows with different labels, and where a few of them stand.
func conflicts(t *table.Table, target *table.Column, first []int, what string) []string {
	groups, seen := 0, map[int]bool{}
	var lines []string
	for i, f := range first {
		if f == i || seen[f] || target.Missing(i) || target.Missing(f) || target.Cell(i) == target.Cell(f) {
			continue
		}
		seen[f] = true
		if groups++; groups <= 5 {
			lines = append(lines, t.Place(f)+" and "+t.Place(i))
		}
	}
	if groups == 0 {
		return nil
	}
	where := "rows "
	if t.Line(0) > 0 {
		where = "lines "
	}
	if groups > 5 {
		lines = append(lines, "…")
	}
	times := fmt.Sprintf("%d times", groups)
	if groups == 1 {
		times = "once"
	}
	return []string{fmt.Sprintf("%s %s have different values of %s (%s%s): at most one of them can be right", times, what, target.Name, where, strings.Join(lines, ", "))}
}
