package pipeline

import (
	"fmt"
	"slices"
	"testing"

	"assay/pipeline/table"
)

// Ages are cut where fairness studies cut them; a wage or a percentage is not an age.
func TestBandsOfAges(t *testing.T) {
	values := make([]float64, 90)
	rows := make([]int, len(values))
	for i := range values {
		values[i], rows[i] = float64(i), i
	}
	for name, want := range map[string]string{"age": "below 25", "Age (years)": "below 25", "applicant_age": "below 25",
		"wage": "below 30", "average_income": "below 30", "percentage": "below 30"} {
		if got := grouping(table.NewNumber(name, values), rows).Names[0]; got != want {
			t.Errorf("%s: %q, wanted %q", name, got, want)
		}
	}
}

// Rare groups are put together under a name that no group has.
func TestRareGroupsHaveTheirOwnName(t *testing.T) {
	var cells []string
	var rows []int
	for k := range 12 {
		for range 30 - k {
			name := fmt.Sprint("g", k)
			if k == 2 {
				name = "other"
			}
			cells, rows = append(cells, name), append(rows, len(rows))
		}
	}
	g := grouping(table.TextOf("race", cells), rows)
	if want := []string{"g0", "g1", "other", "g3", "g4", "g5", "g6", "all others"}; !slices.Equal(g.Names, want) {
		t.Errorf("groups %q, wanted %q", g.Names, want)
	}
	if g.Codes[len(cells)-1] != 7 || g.Codes[60] != 2 {
		t.Errorf("codes %v", g.Codes)
	}
}
