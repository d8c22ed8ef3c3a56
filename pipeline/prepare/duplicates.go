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

// Duplicates drops rows that repeat an earlier one. Rows are the same when all columns that are not ignored agree, or
// the columns named by By; with ID set also when they carry the same identifier, blanks and case aside.
type Duplicates struct {
	By []string
	ID bool
}

// NewDuplicates returns the default settings.
func NewDuplicates() *Duplicates { return &Duplicates{ID: true} }

// Params lists the settings.
func (s *Duplicates) Params() []param.Param {
	return []param.Param{
		param.OfColumns(&s.By, "by", "columns that make two rows the same when they agree; none named means all columns"),
		param.OfBool(&s.ID, "id", "also keep only the first row of each identifier, when a column has the role id"),
	}
}

// Keep returns the rows that stay and says what went and why.
func (s *Duplicates) Keep(t *table.Table) ([]int, []string, error) {
	by, listed, err := named(t, s.By)
	if err != nil {
		return nil, nil, fmt.Errorf("duplicates: %w", err)
	}
	if !listed {
		by = slices.DeleteFunc(t.Columns(), func(c *table.Column) bool { return c.Role == table.Ignored })
	}
	id := t.OneByRole(table.ID)
	first := firstOf(t.Rows(), by)
	firstID := make([]int, t.Rows())
	for i := range firstID {
		firstID[i] = i
	}
	if s.ID && id != nil {
		firstID = firstOf(t.Rows(), []*table.Column{foldID(id)})
	}
	rows := make([]int, 0, t.Rows())
	same, sameID := 0, 0
	for i := range t.Rows() {
		switch {
		case first[i] != i:
			same++
		case firstID[i] != i:
			sameID++
		default:
			rows = append(rows, i)
		}
	}
	notes := s.tell(same, sameID, id)
	if target := t.OneByRole(table.Target); target != nil {
		notes = append(notes, conflicts(t, target, firstID, "rows of one "+nameOf(id))...)
		others := slices.DeleteFunc(slices.Clone(by), func(c *table.Column) bool { return c == target })
		if len(others) > 0 {
			notes = append(notes, conflicts(t, target, firstOf(t.Rows(), others), "rows that agree in all else")...)
		}
	}
	return rows, notes, nil
}

func (s *Duplicates) tell(same, sameID int, id *table.Column) []string {
	if same+sameID == 0 {
		return []string{"no row repeats another"}
	}
	var notes []string
	if same > 0 {
		what := "all columns"
		if len(s.By) > 0 {
			what = strings.Join(s.By, ", ")
		}
		notes = append(notes, fmt.Sprintf("%s dropped: the same as an earlier one in %s", plural(same, "row"), what))
	}
	if sameID > 0 {
		notes = append(notes, fmt.Sprintf("%s dropped: same %s as an earlier one, other content; the first stays", plural(sameID, "row"), id.Name))
	}
	return notes
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

// foldID makes identifiers that differ in blanks or case the same.
func foldID(c *table.Column) *table.Column {
	if c.Kind != table.Text {
		return c
	}
	return mapText(c, func(s string) string { return strings.ToLower(tidyText(s)) })
}
