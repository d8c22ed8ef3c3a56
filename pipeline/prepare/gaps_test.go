package prepare

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"assay/models/param"
	"assay/pipeline/table"
)

// fitted learns the named step with its defaults, but for the settings.
func fitted(t *testing.T, name string, settings map[string]string, train *table.Table) Fitted {
	t.Helper()
	e, err := Find(name)
	if err != nil {
		t.Fatal(err)
	}
	s := e.New().(Step)
	if err := param.Apply(s, settings); err != nil {
		t.Fatal(err)
	}
	f, err := s.Fit(train)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func tableOf(t *testing.T, columns ...*table.Column) *table.Table {
	t.Helper()
	out, err := table.New(columns, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// together makes two numbers that go together, with every fourth b missing, and what b was.
func together(n int) (a, b, truth []float64) {
	rng := rand.New(rand.NewPCG(3, 4))
	for i := range n {
		x := rng.NormFloat64()
		y := 1000*x + 100*rng.NormFloat64()
		a, truth = append(a, x), append(truth, y)
		if i%4 == 0 {
			y = math.NaN()
		}
		b = append(b, y)
	}
	return a, b, truth
}

// Where numbers go together, both ways to fill gaps come much nearer than the mean does.
func TestFilledFromOtherColumns(t *testing.T) {
	a, b, truth := together(400)
	in := tableOf(t, table.NewNumber("a", a), table.NewNumber("b", b))
	miss := func(f Fitted) float64 {
		out, err := f.Apply(in)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for i, v := range out.Column("b").Numbers() {
			if i%4 == 0 {
				sum += math.Abs(v - truth[i])
			} else if v != truth[i] {
				t.Fatalf("row %d had a value and was changed", i)
			}
		}
		return sum / 100
	}
	mean := miss(fitted(t, "impute", map[string]string{"numbers": "mean"}, in))
	for _, name := range []string{"knn_impute", "iterative_impute"} {
		if got := miss(fitted(t, name, nil, in)); got > mean/4 {
			t.Errorf("%s is off by %.0f where the mean is off by %.0f", name, got, mean)
		}
	}
}

// What a step that fills gaps meets behind the form: nothing, too much, less than it learned from, and other kinds.
func TestGapsAtTheEdges(t *testing.T) {
	a, b, _ := together(40)
	train := tableOf(t, table.NewNumber("a", a), table.NewNumber("b", b))
	nan := math.NaN()
	for _, name := range []string{"knn_impute", "iterative_impute"} {
		f := fitted(t, name, map[string]string{"indicator": "false"}, train)
		for _, in := range []*table.Table{
			tableOf(t, table.NewNumber("a", nil), table.NewNumber("b", nil)),
			tableOf(t, table.NewNumber("a", []float64{1e308, -1e308, math.Inf(1), nan}), table.NewNumber("b", []float64{nan, nan, nan, nan})),
			tableOf(t, table.NewNumber("b", []float64{nan, 1})),
			tableOf(t, table.TextOf("c", []string{"x", ""})),
		} {
			out, err := f.Apply(in)
			if err != nil || out.Rows() != in.Rows() || out.Width() != in.Width() {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if c := out.Column("b"); c != nil {
				for i, v := range c.Numbers() {
					if !isFinite(v) || math.Abs(v) > 1e4 {
						t.Errorf("%s filled row %d with %v", name, i, v)
					}
				}
			}
		}
		_, err := f.Apply(tableOf(t, table.TextOf("b", []string{"x"})))
		if want := name + ": column b holds text where the training rows had numbers"; err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
		if _, err := learnt(name, tableOf(t, table.NewNumber("a", []float64{1e308, -1e308, 1e308}))); err == nil || !strings.Contains(err.Error(), "column a are too large to average") {
			t.Error(name, err)
		}
		for _, rows := range [][]int{{}, {1}} {
			if f, err := learnt(name, train.Select(rows)); err != nil || len(f.Explain()) == 0 {
				t.Errorf("%s on %d rows: %v", name, len(rows), err)
			} else if _, err := f.Apply(train); err != nil {
				t.Error(err)
			}
		}
	}
}

func learnt(name string, train *table.Table) (Fitted, error) {
	e, err := Find(name)
	if err != nil {
		return nil, err
	}
	return e.New().(Step).Fit(train)
}

// Rows and columns to learn from are bounded by settings.
func TestGapsAreBounded(t *testing.T) {
	var columns []*table.Column
	rng := rand.New(rand.NewPCG(1, 2))
	for j := range 12 {
		values := make([]float64, 300)
		for i := range values {
			if values[i] = float64(i) + 50*rng.NormFloat64(); rng.IntN(5) == 0 {
				values[i] = math.NaN()
			}
		}
		columns = append(columns, table.NewNumber(string(rune('a'+j)), values))
	}
	in := tableOf(t, columns...)
	d := fitted(t, "knn_impute", map[string]string{"donors": "70"}, in).(*Donors)
	if d.Kept != 70 || len(d.Columns[0].Values) != 70 {
		t.Errorf("%d donors", d.Kept)
	}
	c := fitted(t, "iterative_impute", map[string]string{"predictors": "3", "rows": "100"}, in).(*Chained)
	for _, r := range c.Columns {
		if len(r.Of) != 3 || len(r.Weights) != 3 {
			t.Errorf("%s is predicted from %d columns", r.Column, len(r.Of))
		}
	}
}
