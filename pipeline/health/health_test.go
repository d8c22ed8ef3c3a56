package health

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"assay/models"
	"assay/pipeline/evaluate"
	"assay/pipeline/table"
)

// clean is a prepared table without any fault: four numbers of which two say something, a text, an id that says nothing, a moment
// and an earlier date, and a protected attribute that nothing stands in for.
func clean(n int, seed uint64) *Input {
	r := rand.New(rand.NewPCG(seed, 99))
	numbers := make([][]float64, 4)
	for j := range numbers {
		numbers[j] = make([]float64, n)
	}
	text, ids, seen, born := make([]string, n), make([]string, n), make([]int64, n), make([]int64, n)
	in := &Input{Y: make([]float64, n), Classes: []string{"no", "yes"}, Kind: "stratified", Steps: []string{"duplicates", "impute"}, Seed: 1}
	g := evaluate.Grouping{Column: "sex", Names: []string{"female", "male"}}
	for i := range n {
		in.Y[i] = float64(r.IntN(2))
		for j := range numbers {
			numbers[j][i] = r.NormFloat64()
			if j < 3 {
				numbers[j][i] += .6 * in.Y[i]
			}
		}
		text[i] = fmt.Sprint("level ", r.IntN(6))
		ids[i] = fmt.Sprintf("A%05d", i)
		seen[i] = 1.7e9 + int64(r.IntN(1000))*day
		born[i] = seen[i] - int64(1+r.IntN(9000))*day
		g.Codes = append(g.Codes, r.IntN(2))
		switch i % 5 {
		case 0:
			in.Test = append(in.Test, i)
		case 1:
			in.Validation = append(in.Validation, i)
		default:
			in.Train = append(in.Train, i)
		}
	}
	in.Protected = []evaluate.Grouping{g}
	lines := make([]int32, n)
	for i := range lines {
		lines[i] = int32(i + 2)
	}
	t, err := table.New([]*table.Column{table.TextOf("id", ids).WithRole(table.ID), table.NewTime("seen", seen).WithRole(table.When)}, lines)
	if err != nil {
		panic(err)
	}
	for j, name := range []string{"a", "b", "c", "d"} {
		t = t.With(table.NewNumber(name, numbers[j]))
	}
	t = t.With(table.TextOf("kind", text), table.NewTime("born", born))
	in.Cleaned, in.Raw = t, t
	return in
}

// with puts columns into both tables.
func (in *Input) with(columns ...*table.Column) *Input {
	in.Cleaned, in.Raw = in.Cleaned.With(columns...), in.Raw.With(columns...)
	return in
}

// seeing gives the input the matrix that its numbers make.
func (in *Input) seeing() Input {
	in.Matrix = models.Matrix{Rows: in.Cleaned.Rows()}
	for _, c := range in.Cleaned.ByRole(table.Feature) {
		if c.Kind == table.Number && !slices.ContainsFunc(c.Numbers(), math.IsNaN) {
			in.Matrix.Columns = append(in.Matrix.Columns, models.Column{Name: c.Name, Field: c.Name, Values: c.Numbers()})
		}
	}
	return *in
}

func checked(t *testing.T, in Input) Report {
	t.Helper()
	r, err := Check(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func numbersOf(in *Input, name string) []float64 {
	return slices.Clone(in.Cleaned.Column(name).Numbers())
}

func TestACleanTableIsGreen(t *testing.T) {
	for seed := range uint64(20) {
		r := checked(t, clean(1500, seed).seeing())
		for _, f := range r.Findings {
			if f.Severity >= Warning {
				t.Errorf("seed %d: %s: %s", seed, f.Kind, f.Text)
			}
		}
		for _, x := range r.Tallies {
			if x.State != Green || x.Found != 0 {
				t.Errorf("seed %d: %s is %s, %d found", seed, x.Counter, x.State, x.Found)
			}
		}
		if !r.Model.Defined() || r.Model.Value < .7 {
			t.Errorf("the model has %v", r.Model)
		}
	}
}

func TestPlantedFaultsAreFound(t *testing.T) {
	for _, p := range planted {
		t.Run(p.name, func(t *testing.T) {
			in := clean(2000, 3)
			p.plant(in)
			given := in.seeing()
			if given.Fault != nil {
				given.Matrix = models.Matrix{}
			}
			r := checked(t, given)
			at := slices.IndexFunc(r.Findings, func(f Finding) bool { return f.Kind == p.kind })
			if at < 0 {
				t.Fatalf("not found; there are %+v", r.Findings)
			}
			f := r.Findings[at]
			if f.Severity != p.severity || f.Counter != p.counter || !slices.Equal(f.Columns, p.columns) || !reflect.DeepEqual(f.Fix, p.fix) || !strings.Contains(f.Text, p.says) {
				t.Errorf("%s %s %v fix %+v: %s\nwanted %s %s %v fix %+v: %s", f.Severity, f.Counter, f.Columns, f.Fix, f.Text, p.severity, p.counter, p.columns, p.fix, p.says)
			}
			if x := r.Tallies[p.counter]; x.State != Amber+State(p.severity-Warning) || x.Found == 0 {
				t.Errorf("%s is %s with %d found", x.Counter, x.State, x.Found)
			}
			for _, x := range r.Tallies {
				if x.Counter != p.counter && x.Found > 0 {
					t.Errorf("%s has found %d too: %+v", x.Counter, x.Found, r.Findings)
				}
			}
		})
	}
}

func TestImbalanceIsTold(t *testing.T) {
	in := clean(2000, 3)
	for i := range in.Y {
		if i%10 > 0 {
			in.Y[i] = 0
		}
	}
	r := checked(t, in.seeing())
	at := slices.IndexFunc(r.Findings, func(f Finding) bool { return f.Kind == "imbalance" })
	if at < 0 || !strings.Contains(r.Findings[at].Text, `"no" is the answer of`) || r.Findings[at].Score.Low < .9 {
		t.Errorf("%+v", r.Findings)
	}
}

// A text of its own in every row tells nothing, whatever its rows answered.
func TestHighCardinalityDoesNotFakeALeak(t *testing.T) {
	in := clean(2000, 3)
	v := make([]string, len(in.Y))
	for i := range v {
		v[i] = fmt.Sprintf("name %d %d", i*7919%2003, i)
	}
	in.with(table.TextOf("name", v))
	rows := in.open()
	y := pick(in.Y, rows)
	if s := alone(in.Cleaned.Column("name"), rows, y, deal(y, 1)); s.score.Value != .5 {
		t.Errorf("a name of its own in every row has an AUC of %v", s.score)
	}
	for i := range v {
		v[i] = fmt.Sprint("name ", i*7919%1009) // about two rows each
	}
	if s := alone(table.TextOf("name", v), rows, y, deal(y, 1)); s.score.Low > .5 {
		t.Errorf("names that come twice have an AUC of %v", s.score)
	}
}

func TestTooFewRowsAreNotMeasured(t *testing.T) {
	in := clean(30, 1)
	in.Protected[0].Codes = make([]int, 30)
	r := checked(t, in.seeing())
	for k, want := range map[Counter]string{Leaks: "", Proxies: "not enough data"} {
		if x := r.Tallies[k]; want != "" && (x.State != Unmeasured || !strings.Contains(x.Why, want)) {
			t.Errorf("%s is %s: %s", k, x.State, x.Why)
		}
	}
	for i := range in.Y {
		in.Y[i] = float64(i % 15 / 14)
	}
	if x := checked(t, in.seeing()).Tallies[Leaks]; x.State != Unmeasured || !strings.Contains(x.Why, "not enough data") {
		t.Errorf("leaks are %s: %s", x.State, x.Why)
	}
	in.Protected = nil
	if x := checked(t, in.seeing()).Tallies[Proxies]; x.State != Unmeasured || !strings.Contains(x.Why, "role protected") {
		t.Errorf("proxies are %s: %s", x.State, x.Why)
	}
}

// The answers of test rows change nothing.
func TestTestAnswersAreNotLookedAt(t *testing.T) {
	in := clean(1000, 8)
	one := checked(t, in.seeing())
	for _, r := range in.Test {
		in.Y[r] = 1 - in.Y[r]
	}
	if two := checked(t, in.seeing()); told(one) != told(two) {
		t.Error("other answers of test rows give another report")
	}
}

// told is all that a report says.
func told(r Report) string {
	out := fmt.Sprint(r.Model, r.Tallies)
	for _, f := range r.Findings {
		out += fmt.Sprint(f.Severity, f.Kind, f.Text, f.Score, f.Rows)
	}
	return out
}

func TestNoFeaturesNoRows(t *testing.T) {
	in := clean(100, 1)
	in.Cleaned = in.Cleaned.Without("a", "b", "c", "d", "kind", "born")
	in.Raw = in.Cleaned
	r := checked(t, *in)
	if r.Tallies[Columns].State != Unmeasured || r.Tallies[Conflicts].State != Unmeasured {
		t.Errorf("%+v", r.Tallies)
	}
	empty := *clean(0, 1)
	checked(t, empty)
}

func TestCheckCanBeStopped(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := Check(ctx, clean(500, 1).seeing()); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
