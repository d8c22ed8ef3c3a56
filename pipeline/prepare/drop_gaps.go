package prepare

import (
	"fmt"
	"strings"

	"assay/models/param"
	"assay/pipeline/table"
)

var dropGapsEntry = Entry{
	Name:  "drop_gaps",
	Title: "Drop rows with gaps",
	About: "Drops rows that have no value in the chosen columns, before the split.",
	Why: "A row without the column that matters most teaches little, and a made-up value in its place teaches something wrong. " +
		"Rows with gaps are often not like the others, so dropping many of them makes a model for people who fill in forms completely.",
	Kind: Sieves,
	New:  func() param.Settings { return NewDropGaps() },
}

// DropGaps drops rows with gaps in columns that are not ignored.
type DropGaps struct{ When string }

// NewDropGaps returns the default settings.
func NewDropGaps() *DropGaps { return &DropGaps{When: "any"} }

// Params lists the settings.
func (s *DropGaps) Params() []param.Param {
	return []param.Param{
		param.OfChoice(&s.When, "when", []string{"any", "all"}, "drop a row when any of the chosen columns has no value, or only when all of them have none"),
	}
}

// servedRows is the promise that goes with every row dropped for its gaps.
const servedRows = "a row that asks for a prediction is never dropped: later steps fill its gaps, and the model has not learned from rows like it"

// Keep returns the rows that stay and says what the others lacked.
func (s *DropGaps) Keep(t *table.Table) ([]int, []string, error) {
	var columns []*table.Column
	for _, c := range t.Columns() {
		if c.Role != table.Ignored && c.Kind != table.Levels {
			columns = append(columns, c)
		}
	}
	lacks := make([]int, t.Rows()) // columns without a value, by row
	var words []string
	for _, c := range columns {
		n := 0
		for i := range lacks {
			if c.Missing(i) {
				lacks[i]++
				n++
			}
		}
		if n > 0 {
			words = append(words, fmt.Sprintf("%s %d", c.Name, n))
		}
	}
	most := 0
	if s.When == "all" {
		most = max(0, len(columns)-1)
	}
	rows := make([]int, 0, t.Rows())
	for i, n := range lacks {
		if n <= most {
			rows = append(rows, i)
		}
	}
	return rows, s.tell(t.Rows(), len(rows), words), s.tooMany(t.Rows(), len(rows), words)
}

func (s *DropGaps) tell(rows, kept int, words []string) []string {
	if kept == rows {
		return []string{"no row lacks " + map[string]string{"any": "a value", "all": "all values"}[s.When] + " in the chosen columns"}
	}
	return []string{
		fmt.Sprintf("%s of %d dropped; values missing by column: %s", plural(rows-kept, "row"), rows, few(words, 10)),
		servedRows,
	}
}

func (s *DropGaps) tooMany(rows, kept int, words []string) error {
	if rows == 0 || kept > 0 {
		return nil
	}
	return fmt.Errorf("drop_gaps: every row has a gap (%s); choose fewer columns, or fill gaps instead", few(words, 5))
}

// few joins the first few words and counts the rest.
func few(words []string, most int) string {
	if len(words) <= most {
		return strings.Join(words, ", ")
	}
	return strings.Join(words[:most], ", ") + fmt.Sprintf(" and %d more", len(words)-most)
}
