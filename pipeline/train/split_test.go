package train

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"assay/pipeline/table"
)

// people makes n rows with an id each, of which a share is positive.
func people(n int, share float64) (*table.Table, []float64) {
	ids, y := make([]string, n), make([]float64, n)
	for i := range n {
		ids[i] = fmt.Sprintf("A%05d", i)
		if float64(i%100) < 100*share {
			y[i] = 1
		}
	}
	return withIDs(ids), y
}

func withIDs(ids []string) *table.Table {
	t, err := table.New([]*table.Column{table.TextOf("id", ids).WithRole(table.ID)}, nil)
	if err != nil {
		panic(err)
	}
	return t
}

func divide(t *testing.T, s *Split, of *table.Table, y []float64, seed uint64) Parts {
	t.Helper()
	p, err := s.Divide(of, y, seed)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func sides(p Parts) map[string][]int {
	return map[string][]int{"training": p.Train, "validation": p.Validation, "test": p.Test}
}

func TestSplitKeepsSharesAndStratifies(t *testing.T) {
	for _, tt := range []struct {
		n                int
		positive         float64
		test, validation float64
	}{{1000, .3, .2, .2}, {997, .05, .2, .2}, {500, .5, .3, .1}, {400, .5, 0, .2}} {
		of, y := people(tt.n, tt.positive)
		p := divide(t, &Split{Test: tt.test, Validation: tt.validation}, of, y, 1)
		shares := map[string]float64{"training": 1 - tt.test - tt.validation, "validation": tt.validation, "test": tt.test}
		seen := make([]int, tt.n)
		for name, rows := range sides(p) {
			if !slices.IsSorted(rows) {
				t.Errorf("%+v: %s rows are not ascending", tt, name)
			}
			counts := [2]int{}
			for _, r := range rows {
				seen[r]++
				counts[int(y[r])]++
			}
			for class, total := range classes(y) {
				// Each of the two cuts rounds to the nearest row, so a share may be one row off.
				if off := math.Abs(float64(counts[class]) - shares[name]*float64(total)); off > 1 {
					t.Errorf("%+v: %s has %d of %d rows of class %d, wanted a share of %v", tt, name, counts[class], total, class, shares[name])
				}
			}
		}
		for r, times := range seen {
			if times != 1 {
				t.Fatalf("%+v: row %d is in %d parts", tt, r, times)
			}
		}
	}
}

func classes(y []float64) [2]int {
	var out [2]int
	for _, v := range y {
		out[int(v)]++
	}
	return out
}

func TestRowsOfOneIDStayTogether(t *testing.T) {
	const n = 900
	ids, y := make([]string, n), make([]float64, n)
	for i := range n {
		ids[i] = fmt.Sprint("customer ", i%300)
		y[i] = float64(i % 300 % 2)
	}
	p := divide(t, NewSplit(), withIDs(ids), y, 3)
	where := map[string]string{}
	for name, rows := range sides(p) {
		for _, r := range rows {
			if was, ok := where[ids[r]]; ok && was != name {
				t.Fatalf("%s is in %s and %s", ids[r], was, name)
			}
			where[ids[r]] = name
		}
	}
	if len(p.Test) < 170 || len(p.Test) > 190 {
		t.Errorf("%d test rows of %d, wanted about 180", len(p.Test), n)
	}
}

func TestAGroupOutranksTheID(t *testing.T) {
	const n = 400
	ids, groups, y := make([]string, n), make([]string, n), make([]float64, n)
	for i := range n {
		ids[i], groups[i], y[i] = fmt.Sprint(i), fmt.Sprint(i/4), float64(i/4%2)
	}
	of := withIDs(ids).With(table.TextOf("household", groups).WithRole(table.Group))
	where := map[string]string{}
	for name, rows := range sides(divide(t, NewSplit(), of, y, 1)) {
		for _, r := range rows {
			if was, ok := where[groups[r]]; ok && was != name {
				t.Fatalf("household %s is in %s and %s", groups[r], was, name)
			}
			where[groups[r]] = name
		}
	}
}

// With an id, where a row lands depends neither on the order of rows nor on their features.
func TestSplitIgnoresTheOrderOfRows(t *testing.T) {
	of, y := people(700, .4)
	first := divide(t, NewSplit(), of, y, 5)
	order := rand.New(rand.NewPCG(1, 1)).Perm(700)
	shuffled := make([]float64, len(y))
	for i, r := range order {
		shuffled[i] = y[r]
	}
	second := divide(t, NewSplit(), of.Select(order), shuffled, 5)
	for name, rows := range sides(second) {
		var back []int
		for _, r := range rows {
			back = append(back, order[r])
		}
		slices.Sort(back)
		if !slices.Equal(back, sides(first)[name]) {
			t.Errorf("shuffling the rows changed the %s rows", name)
		}
	}
}

func TestSplitDependsOnTheSeed(t *testing.T) {
	of, y := people(500, .5)
	one, again, two := divide(t, NewSplit(), of, y, 1), divide(t, NewSplit(), of, y, 1), divide(t, NewSplit(), of, y, 2)
	if !slices.Equal(one.Test, again.Test) {
		t.Error("the same seed gives another split")
	}
	if slices.Equal(one.Test, two.Test) {
		t.Error("another seed gives the same split")
	}
}

func TestRowsWithoutIDAreDividedByTheirLine(t *testing.T) {
	of, y := people(300, .5)
	lines := make([]int32, 300)
	for i := range lines {
		lines[i] = int32(i + 2)
	}
	x := table.NewNumber("x", make([]float64, 300))
	plain, err := table.New([]*table.Column{x}, lines)
	if err != nil {
		t.Fatal(err)
	}
	first := divide(t, NewSplit(), plain, y, 1)
	if len(first.Test) != 60 || len(first.Validation) != 60 {
		t.Errorf("%d test and %d validation rows, wanted 60 each", len(first.Test), len(first.Validation))
	}
	if second := divide(t, NewSplit(), plain.With(of.Columns()[0].WithRole(table.Feature)), y, 1); !slices.Equal(first.Test, second.Test) {
		t.Error("a feature changed the split")
	}
}

func TestSplitRefuses(t *testing.T) {
	of, y := people(100, .5)
	few, fewY := people(100, .01)
	tests := []struct {
		name  string
		split Split
		of    *table.Table
		y     []float64
		want  string
	}{
		{"no rows to learn from", Split{Test: .6, Validation: .4}, of, y, "less than 1"},
		{"one row of a class", Split{Test: .2, Validation: .2}, few, fewY, "only one class"},
	}
	for _, tt := range tests {
		if _, err := tt.split.Divide(tt.of, tt.y, 1); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, wanted %q in it", tt.name, err, tt.want)
		}
	}
}

// Too few rows are refused with how many there are, for repeats may have gone before.
func TestTooFewRowsAreCounted(t *testing.T) {
	for _, c := range []struct {
		y    []float64
		want string
	}{
		{[]float64{0, 1}, "split: of 2 rows, 1 of them positive, the validation rows (0) would be none; collect"},
		{[]float64{0, 0, 0, 0, 0, 1}, "split: of 6 rows, 1 of them positive, the validation rows (1) would hold only one class; collect"},
	} {
		data, err := table.New([]*table.Column{table.NewNumber("a", make([]float64, len(c.y)))}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := NewSplit().Divide(data, c.y, 1); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%v, wanted %q", err, c.want)
		}
	}
}
