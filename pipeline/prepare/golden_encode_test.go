package prepare

import (
	"encoding/json"
	"math"
	"slices"
	"testing"

	"assay/models/param"
	"assay/pipeline/table"
)

// goldenTexts are the text columns of the golden file; gaps stay gaps, which encoders count as a level.
func goldenTexts(t *testing.T) (g goldenFile, train, test *table.Table, y []float64) {
	t.Helper()
	g = readGolden(t)
	return g, textTable(t, g.Categorical.Columns, g.Categorical.Train), textTable(t, g.Categorical.Columns, g.Categorical.Test), g.YBinary
}

func readCaseOf(t *testing.T, raw json.RawMessage, into any) {
	t.Helper()
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}

func TestGoldenOrdersAndFrequencies(t *testing.T) {
	g, in, later, _ := goldenTexts(t)
	filled, filledLater := learn(t, "impute", nil, in, later) // gaps become the level "missing"
	for _, c := range []struct {
		golden, step string
		settings     map[string]string
		train, test  *table.Table
	}{
		{"ordinal_unknown_-1", "ordinal", nil, filled, filledLater},
		{"ordinal_given_order", "ordinal", map[string]string{"order": "home=missing<free<rent<own; job=missing<unskilled<skilled<manager"}, filled, filledLater},
		{"frequency_count", "frequency", map[string]string{"measure": "count"}, in, later},
	} {
		t.Run(c.golden, func(t *testing.T) {
			var want goldenCase
			readCaseOf(t, g.Cases[c.golden], &want)
			train, test := learn(t, c.step, c.settings, c.train, c.test)
			near(t, train, want.Train)
			near(t, test, want.Test)
		})
	}
}

// taught fits a supervised step and returns what it learned and the training rows as it encoded them.
func taught(t *testing.T, s Supervised, settings map[string]string, train *table.Table, y []float64) (Fitted, *table.Table) {
	t.Helper()
	if err := param.Apply(s, settings); err != nil {
		t.Fatal(err)
	}
	f, own, err := s.FitTarget(train, y, 1)
	if err != nil {
		t.Fatal(err)
	}
	return f, own
}

func applied(t *testing.T, f Fitted, in *table.Table) *table.Table {
	t.Helper()
	out, err := f.Apply(in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestGoldenTarget(t *testing.T) {
	g, in, later, y := goldenTexts(t)
	var want goldenCase
	readCaseOf(t, g.Cases["target_m2"], &want)
	f, own := taught(t, NewTarget(), map[string]string{"m": "2", "own": "one-out"}, in, y)
	near(t, applied(t, f, in), want.Train)
	near(t, applied(t, f, later), want.Test)

	readCaseOf(t, g.Cases["target_m2_leave_one_out"], &want)
	near(t, own, want.Train)

	var crossed struct {
		Folds []uint8
		Train [][]*float64
	}
	readCaseOf(t, g.Cases["target_m2_cross_fitted"], &crossed)
	s := &Target{M: 2, Folds: 4}
	var columns []*table.Column
	for _, c := range in.Columns() {
		columns = append(columns, table.NewNumber(c.Name, s.own(rank(c), y, crossed.Folds)))
	}
	near(t, in.With(columns...), crossed.Train)
}

func TestGoldenWeightOfEvidence(t *testing.T) {
	g, in, _, y := goldenTexts(t)
	want := map[string]struct {
		WOE map[string]float64
		IV  float64
	}{}
	readCaseOf(t, g.Cases["weight_of_evidence_0.5"], &want)
	f, _ := taught(t, NewWOE(), nil, in, y)
	for _, w := range f.(*Evidence).Columns {
		golden := want[w.Column]
		if math.Abs(w.Information-golden.IV) > 1e-9 {
			t.Errorf("%s: information value %v, want %v", w.Column, w.Information, golden.IV)
		}
		if len(golden.WOE) != len(w.Levels)+1 {
			t.Errorf("%s has levels %q", w.Column, w.Levels)
		}
		for level, weight := range golden.WOE {
			got := w.Scores.Gap
			if i := slices.Index(w.Levels, level); i >= 0 {
				got = w.Scores.Levels[i]
			}
			if math.Abs(got-weight) > 1e-9 {
				t.Errorf("%s: %s weighs %v, want %v", w.Column, level, got, weight)
			}
		}
	}
}

// With several classes there is a column for each but the first; a number is averaged as it is.
func TestTargetOfSeveralClasses(t *testing.T) {
	in, err := table.New([]*table.Column{table.TextOf("home", []string{"own", "own", "rent", "rent"}), table.NewNumber("home class 2", make([]float64, 4))}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		y      []float64
		answer string
		names  []string
		own    []float64 // what the level own becomes
	}{
		{[]float64{0, 1, 2, 2}, "auto", []string{"home class 2", "home class 1", "home class 2 (2)"}, []float64{0.5, 0}},
		{[]float64{0, 1, 2, 2}, "number", []string{"home", "home class 2"}, []float64{0.5}},
		{[]float64{0, 10, 20, 20}, "auto", []string{"home", "home class 2"}, []float64{5}},
		{[]float64{0, 10, 20, 20}, "class", []string{"home class 2", "home class 10", "home class 20"}, []float64{0.5, 0}},
		{[]float64{0.5, 1, 2, 2}, "auto", []string{"home", "home class 2"}, []float64{0.75}},
		{[]float64{1, 1, 1, 1}, "auto", []string{"home", "home class 2"}, []float64{1}},
	} {
		f, own := taught(t, NewTarget(), map[string]string{"m": "0", "answer": c.answer}, in, c.y)
		out := applied(t, f, in)
		if !slices.Equal(out.Names(), c.names) {
			t.Errorf("%v: columns %q, want %q", c.y, out.Names(), c.names)
		}
		var got []float64
		for _, b := range f.(*LevelMeans).Columns[0].Becomes {
			got = append(got, out.Column(b.Name).Numbers()[0])
		}
		if !slices.Equal(got, c.own) || own.Width() != len(got) {
			t.Errorf("%v: the level becomes %v, want %v", c.y, got, c.own)
		}
	}
	for _, y := range [][]float64{{0.5, 1, 2, 3}, {0, math.NaN(), 1, 1}} {
		s := NewTarget()
		s.Answer = "class"
		if _, _, err := s.FitTarget(in, y, 1); err == nil {
			t.Errorf("classes %v are accepted", y)
		}
	}
	if _, _, err := NewTarget().FitTarget(in, []float64{1.7e308, 1.7e308, 0, 0}, 1); err == nil {
		t.Error("means that are infinite are accepted")
	}
}

// Folds are of equal size, and only the seed deals them.
func TestDeal(t *testing.T) {
	for _, rows := range []int{0, 1, 4, 23} {
		a := deal(rows, 5, 1)
		if !slices.Equal(a, deal(rows, 5, 1)) {
			t.Error("the same seed deals differently")
		}
		counts := make([]int, 5)
		for _, f := range a {
			counts[f]++
		}
		if slices.Max(counts)-slices.Min(counts) > 1 {
			t.Errorf("%d rows in folds of %v", rows, counts)
		}
	}
	if slices.Equal(deal(23, 5, 1), deal(23, 5, 2)) {
		t.Error("another seed deals the same")
	}
}
