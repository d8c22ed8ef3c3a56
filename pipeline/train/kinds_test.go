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

// visits makes rows with every role a split looks at: an id each, a household of up to seven, a day several rows
// share, and a feature that says the class.
func visits(n int) (*table.Table, []float64) {
	r := rand.New(rand.NewPCG(7, 7))
	ids, homes, days, x, y := make([]string, n), make([]string, n), make([]int64, n), make([]float64, n), make([]float64, n)
	for i := range n {
		ids[i] = fmt.Sprintf("V%05d", i)
		homes[i] = fmt.Sprintf("H%d", i/(1+i%7))
		days[i] = int64(r.IntN(n/4)) * 86400
		if r.Float64() < .3 {
			y[i] = 1
		}
		x[i] = y[i]
	}
	t, err := table.New([]*table.Column{
		table.TextOf("id", ids).WithRole(table.ID), table.TextOf("home", homes).WithRole(table.Group),
		table.NewTime("day", days).WithRole(table.When), table.NewNumber("x", x),
	}, nil)
	if err != nil {
		panic(err)
	}
	return t, y
}

var everyKind = []string{Random, Stratified, Group, StratifiedGroup, Time}

// The laws of every kind: each row is on one side, the same choices give the same split, features change nothing, and
// the shares are about those asked for.
func TestEveryKindKeepsTheLaws(t *testing.T) {
	of, y := visits(1000)
	changed := make([]float64, 1000)
	for i := range changed {
		changed[i] = float64(i * i % 17)
	}
	other := of.With(table.NewNumber("x", changed))
	for _, kind := range everyKind {
		s := &Split{Kind: kind, Test: .2, Validation: .2}
		p := divide(t, s, of, y, 4)
		all := slices.Concat(p.Train, p.Validation, p.Test)
		slices.Sort(all)
		if len(all) != 1000 || len(slices.Compact(all)) != 1000 {
			t.Errorf("%s: the sides hold %d rows of 1000", kind, len(all))
		}
		for name, q := range map[string]Parts{"again": divide(t, s, of, y, 4), "with other features": divide(t, s, other, y, 4)} {
			if !slices.Equal(p.Train, q.Train) || !slices.Equal(p.Test, q.Test) {
				t.Errorf("%s: divided %s, the split is another", kind, name)
			}
		}
		if len(p.Test) < 170 || len(p.Test) > 230 || len(p.Validation) < 170 || len(p.Validation) > 230 {
			t.Errorf("%s: %d test and %d validation rows, wanted about 200", kind, len(p.Test), len(p.Validation))
		}
		if q := divide(t, s, of, y, 5); slices.Equal(p.Test, q.Test) != (kind == Time) {
			t.Errorf("%s: another seed: same test rows %v", kind, slices.Equal(p.Test, q.Test))
		}
	}
}

func TestGroupsNeverStraddle(t *testing.T) {
	of, y := visits(1000)
	home := of.Column("home")
	for kind, want := range map[string]bool{Group: true, StratifiedGroup: true, Auto: true, Random: false} {
		where, whole := map[string]string{}, true
		for name, rows := range sides(divide(t, &Split{Kind: kind, Test: .2, Validation: .2}, of, y, 1)) {
			for _, r := range rows {
				was, ok := where[home.Cell(r)]
				whole = whole && (!ok || was == name)
				where[home.Cell(r)] = name
			}
		}
		if whole != want {
			t.Errorf("%s: groups are whole: %v, wanted %v", kind, whole, want)
		}
	}
}

func TestTimeOrderHolds(t *testing.T) {
	of, y := visits(1000)
	p := divide(t, &Split{Kind: Time, Test: .2, Validation: .2}, of, y, 1)
	days := of.Column("day").Times()
	span := func(rows []int) (low, high int64) {
		low, high = math.MaxInt64, math.MinInt64
		for _, r := range rows {
			low, high = min(low, days[r]), max(high, days[r])
		}
		return low, high
	}
	_, trainEnd := span(p.Train)
	from, to := span(p.Validation)
	testFrom, _ := span(p.Test)
	if !(trainEnd < from && to < testFrom) {
		t.Errorf("training ends %d, validation is %d to %d, test begins %d: a moment is on two sides or out of order", trainEnd, from, to, testFrom)
	}
}

func TestRowsWithoutAMomentTrain(t *testing.T) {
	of, y := visits(400)
	days := slices.Clone(of.Column("day").Times())
	for i := range 10 {
		days[i] = table.NoTime
	}
	of = of.With(table.NewTime("day", days).WithRole(table.When))
	s := &Split{Kind: Time, Test: .2, Validation: .2}
	p := divide(t, s, of, y, 1)
	for i := range 10 {
		if !slices.Contains(p.Train, i) {
			t.Errorf("row %d has no moment and does not train", i)
		}
	}
	if w := s.Describe(of, y, p, 400); w.Sides[0].Undated != 10 || len(w.Notes) != 2 || !strings.Contains(w.Notes[1], "10 rows say no moment") {
		t.Errorf("%+v", w)
	}
}

func TestStratifiedGroupsKeepShares(t *testing.T) {
	of, y := visits(3000)
	w := func(kind string) float64 {
		s := &Split{Kind: kind, Test: .2, Validation: .2}
		worst := 0.0
		for seed := range uint64(20) {
			p := divide(t, s, of, y, seed)
			d := s.Describe(of, y, p, 3000)
			worst = max(worst, math.Abs(d.Sides[0].Positive()-d.Sides[2].Positive()))
		}
		return worst
	}
	if stratified, plain := w(StratifiedGroup), w(Group); stratified > .04 || stratified >= plain {
		t.Errorf("shares of positives differ by up to %.3f with strata, %.3f without", stratified, plain)
	}
}

func TestASecondFileIsTheExam(t *testing.T) {
	of, y := visits(500)
	s := NewSplit()
	p, err := s.DivideBefore(of, y, 400, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Test) != 100 || p.Test[0] != 400 || len(p.Validation) < 70 || len(p.Validation) > 90 || len(p.Train)+len(p.Validation) != 400 {
		t.Errorf("%d, %d, %d rows", len(p.Train), len(p.Validation), len(p.Test))
	}
	if w := s.Describe(of, y, p, 400); !strings.Contains(strings.Join(w.Notes, ";"), "100 test rows are those of a second file") {
		t.Errorf("notes %q", w.Notes)
	}
}

func TestTheWallTellsItsSides(t *testing.T) {
	of, y := visits(1000)
	s := &Split{Kind: Random, Test: .2, Validation: .2}
	w := s.Describe(of, y, divide(t, s, of, y, 1), 1000)
	rows, positives := 0, 0
	for _, f := range w.Sides {
		rows, positives = rows+f.Rows, positives+f.Classes[1]
		if f.Classes[0]+f.Classes[1] != f.Rows || f.From == "" || f.To <= f.From || f.Groups == 0 {
			t.Errorf("%+v", f)
		}
	}
	if rows != 1000 || positives != classes(y)[1] || w.Kind != Random {
		t.Errorf("%d rows, %d positives, kind %s", rows, positives, w.Kind)
	}
	if all := strings.Join(w.Notes, "\n"); !strings.Contains(all, "the split goes by chance") || !strings.Contains(all, "does not keep them together") {
		t.Errorf("a random split of rows with times and groups warns %q", w.Notes)
	}
	s.Kind = Time
	if w := s.Describe(of, y, divide(t, s, of, y, 1), 1000); strings.Contains(strings.Join(w.Notes, "\n"), "by chance") {
		t.Errorf("a split by time warns %q", w.Notes)
	}
}

func TestKindsRefuseWhatTheyLack(t *testing.T) {
	of, y := people(100, .5)
	for kind, want := range map[string]string{Group: "role group", StratifiedGroup: "role group", Time: "role time"} {
		if _, err := (&Split{Kind: kind, Test: .2, Validation: .2}).Divide(of, y, 1); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	text := of.With(table.TextOf("when", make([]string, 100)).WithRole(table.When))
	if _, err := (&Split{Kind: Time, Test: .2, Validation: .2}).Divide(text, y, 1); err == nil || !strings.Contains(err.Error(), "add the dates step") {
		t.Errorf("text as time: %v", err)
	}
}

func TestFoldsKeepTheLaws(t *testing.T) {
	of, y := visits(900)
	home := of.Column("home")
	for _, kind := range everyKind {
		folds, err := Folds(of, y, 5, 3, kind)
		if err != nil {
			t.Fatal(err)
		}
		held := make([]int, 900)
		for _, f := range folds {
			inTrain := map[string]bool{}
			for _, r := range f.Train {
				inTrain[home.Cell(r)] = true
			}
			for _, r := range f.Held {
				held[r]++
				if (kind == Group || kind == StratifiedGroup) && inTrain[home.Cell(r)] {
					t.Fatalf("%s: household %s is on both sides of a fold", kind, home.Cell(r))
				}
			}
			if kind != Time && len(f.Train)+len(f.Held) != 900 || len(f.Held) < 120 || len(f.Held) > 240 {
				t.Errorf("%s: a fold of %d and %d rows", kind, len(f.Train), len(f.Held))
			}
			if kind == Time {
				days := of.Column("day").Times()
				for _, r := range f.Train {
					if days[r] >= days[f.Held[0]] && slices.ContainsFunc(f.Held, func(h int) bool { return days[h] <= days[r] }) {
						t.Fatal("a fold learns from rows as new as those it is held to")
					}
				}
			}
		}
		once := 0
		for _, n := range held {
			if n > 1 {
				t.Fatalf("%s: a row is held back %d times", kind, n)
			}
			once += n
		}
		if kind != Time && once != 900 {
			t.Errorf("%s: %d of 900 rows are held back", kind, once)
		}
		again, _ := Folds(of, y, 5, 3, kind)
		if !slices.EqualFunc(folds, again, func(a, b Fold) bool { return slices.Equal(a.Held, b.Held) }) {
			t.Errorf("%s: the same seed gives other folds", kind)
		}
	}
}

func TestFoldsRefuse(t *testing.T) {
	of, y := people(20, .03)
	if _, err := Folds(of, y, 5, 1, Stratified); err == nil || !strings.Contains(err.Error(), "both classes") {
		t.Errorf("%v", err)
	}
	if _, err := Folds(of, y, 1, 1, Stratified); err == nil {
		t.Error("one fold is no cross-validation")
	}
}
