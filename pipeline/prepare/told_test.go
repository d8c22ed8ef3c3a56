package prepare

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"assay/pipeline/table"
)

// A formula makes different things of one text; every row counts that reads differently now.
func TestChangedByFormula(t *testing.T) {
	raw := tableOf(t, table.TextOf("x", []string{"u", "u", "u", "u"}), table.NewNumber("y", []float64{1, 2, 3, 1}))
	out, err := Clean(context.Background(), raw, []Choice{{Name: "derive", Set: map[string]string{"formulas": `x = if(y > 1, "v", x)`}}})
	if err != nil || Fault(out.Effects) != nil {
		t.Fatal(err, Fault(out.Effects))
	}
	if got := out.Effects[0].Changed; got != 2 {
		t.Errorf("%d cells changed, want 2", got)
	}
}

// Columns that are constant where both are known follow nothing, whatever rounding leaves, nor do tiny numbers.
func TestCorrelationOfLittle(t *testing.T) {
	nan := math.NaN()
	column := func(known float64, rest ...float64) []float64 {
		return append(slices.Repeat([]float64{known}, 10), rest...)
	}
	for _, c := range []struct{ a, b []float64 }{
		{column(0.1, 1, 2, nan, nan), column(0.3, nan, nan, 5, 6)},
		{[]float64{1e-170, 2e-170, 3e-170, nan}, []float64{2e-170, 1e-170, 2.5e-170, nan}},
	} {
		f, err := NewCorrelation().Fit(tableOf(t, table.NewNumber("a", c.a), table.NewNumber("b", c.b)))
		if err != nil || len(f.(*Selected).Dropped) > 0 {
			t.Errorf("%v (%v)", f.Explain(), err)
		}
	}
}

// What is said of a column that is left alone, or out, is true of it.
func TestToldOfFlags(t *testing.T) {
	flag := make([]float64, 300)
	flag[3] = 1
	f, err := NewPower().Fit(tableOf(t, table.NewNumber("flag", flag)))
	if err != nil || !strings.Contains(f.Explain()[0], "at most two values") {
		t.Errorf("%v (%v)", f.Explain(), err)
	}
	f, err = (&Impute{Numbers: "median", Text: "level"}).Fit(tableOf(t, table.NewNumber("q", []float64{1, math.NaN(), 1})))
	if err != nil || !strings.HasSuffix(f.Explain()[0], "in every training row that has a value") {
		t.Errorf("%v (%v)", f.Explain(), err)
	}
}
