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

// planted are faults, each of which must be found and bring nothing else.
var planted = []struct {
	name     string
	plant    func(in *Input)
	kind     string
	counter  Counter
	severity Severity
	columns  []string
	fix      *Fix
	says     string
}{
	{"every tenth test row is a training row", func(in *Input) {
		for k, r := range in.Test {
			if k%10 == 0 {
				copyRow(in, in.Train[k], r, 0)
			}
		}
	}, "twins", Twins, Serious, nil, &Fix{"step", "", "duplicates.by=a,b,c,d,kind,born"}, "40 of 400 test rows"},
	{"twins with duplicates off", func(in *Input) {
		in.Steps = nil
		for k, r := range in.Test {
			if k%10 == 0 {
				copyRow(in, in.Train[k], r, 0)
			}
		}
	}, "twins", Twins, Serious, nil, &Fix{"step", "", "duplicates"}, "lines 2, "},
	{"test rows are training rows, a little moved", func(in *Input) {
		for k, r := range in.Test {
			if k%10 == 0 {
				copyRow(in, in.Train[k], r, 1e-9)
			}
		}
	}, "near twins", Twins, Warning, nil, nil, "rounded to two digits"},
	{"an id on both sides", func(in *Input) {
		ids := make([]string, len(in.Y))
		for i := range ids {
			ids[i] = fmt.Sprint("A", i/2)
		}
		shuffle(ids)
		in.with(table.TextOf("id", ids).WithRole(table.ID))
	}, "straddling id", Twins, Serious, []string{"id"}, &Fix{"step", "", "split.kind=auto"}, "more than one side"},
	{"a group on both sides", func(in *Input) {
		homes := make([]string, len(in.Y))
		for i := range homes {
			homes[i] = fmt.Sprint("H", i/3)
		}
		in.with(table.TextOf("home", homes).WithRole(table.Group))
	}, "straddling group", Twins, Serious, []string{"home"}, &Fix{"step", "", "split.kind=stratified_group"}, "of home"},
	{"a number that is the answer with a little noise", func(in *Input) {
		v := make([]float64, len(in.Y))
		for i := range v {
			v[i] = in.Y[i] + .1*math.Sin(float64(i))
		}
		in.with(table.NewNumber("recovered", v))
	}, "single feature", Leaks, Serious, []string{"recovered"}, &Fix{"role", "recovered", "ignored"}, "recovered alone, by its size"},
	{"a text that is the answer", func(in *Input) {
		v := make([]string, len(in.Y))
		for i := range v {
			v[i] = fmt.Sprint("status ", in.Y[i], " ", i%4)
		}
		in.with(table.TextOf("status", v))
	}, "single feature", Leaks, Serious, []string{"status"}, &Fix{"role", "status", "ignored"}, "by its values"},
	{"a number that is there for one answer only", func(in *Input) {
		v := make([]float64, len(in.Y))
		for i := range v {
			v[i] = float64((i * 7919) % 1009)
			if in.Y[i] == 1 {
				v[i] = math.NaN()
			}
		}
		in.with(table.NewNumber("charged", v))
	}, "single feature", Leaks, Serious, []string{"charged"}, &Fix{"role", "charged", "ignored"}, "by whether it is missing"},
	{"a number as good as the model", func(in *Input) {
		v := numbersOf(in, "a")
		noise := numbersOf(in, "d")
		for i := range v {
			v[i] = 1.6*in.Y[i] + noise[(i*31+7)%len(noise)]
		}
		for _, name := range []string{"a", "b", "c"} {
			in.with(table.NewNumber(name, numbersOf(clean(len(in.Y), 1000), "d")))
		}
		in.with(table.NewNumber("a", v), table.NewNumber("b", numbersOf(clean(len(in.Y), 1001), "d")), table.NewNumber("c", numbersOf(clean(len(in.Y), 1002), "d")))
	}, "as good as the model", Leaks, Warning, []string{"a"}, &Fix{"role", "a", "ignored"}, "the model of all features has"},
	{"an id in the order of the answers", func(in *Input) {
		ids := make([]string, len(in.Y))
		for i := range ids {
			ids[i] = fmt.Sprintf("A%d", 2*i+int(in.Y[i])*len(ids)/2)
		}
		in.with(table.TextOf("id", ids).WithRole(table.ID))
	}, "predictive id", Leaks, Warning, []string{"id"}, nil, "an id should tell nothing"},
	{"a running number as a feature", func(in *Input) {
		v := make([]float64, len(in.Y))
		next := [2]float64{0, float64(len(v)) / 3}
		used := map[float64]bool{}
		for i := range v {
			k := int(in.Y[i])
			for used[next[k]] {
				next[k]++
			}
			v[i] = math.Floor(next[k])
			used[next[k]] = true
			next[k]++
		}
		for i := range v { // own numbers, whole
			v[i] = 2*v[i] + in.Y[i]
		}
		in.with(table.NewNumber("row", v))
	}, "predictive id", Leaks, Serious, []string{"row"}, &Fix{"role", "row", "id"}, "the order of row"},
	{"a date after the row's moment", func(in *Input) {
		closed := slices.Clone(in.Cleaned.Column("seen").Times())
		for i := range closed {
			closed[i] += int64(100+i*7919%300) * day
			if i%10 == 0 {
				closed[i] = table.NoTime
			}
		}
		in.with(table.NewTime("closed", closed))
	}, "late date", Leaks, Serious, []string{"closed"}, &Fix{"role", "closed", "ignored"}, "closed is later than seen in 1800 of 1800 rows"},
	{"a constant column", func(in *Input) { in.with(table.NewNumber("country", make([]float64, len(in.Y)))) },
		"constant", Columns, Warning, []string{"country"}, &Fix{"role", "country", "ignored"}, `says "0" in all 2000 rows`},
	{"a number twice", func(in *Input) { in.with(table.NewNumber("again", numbersOf(in, "b"))) },
		"duplicate", Columns, Warning, []string{"again", "b"}, &Fix{"role", "again", "ignored"}, "once is enough"},
	{"a text as codes", func(in *Input) {
		v := make([]float64, len(in.Y))
		for i, code := range in.Cleaned.Column("kind").Codes() {
			v[i] = float64((code*5 + 2) % 7)
		}
		in.with(table.NewNumber("code", v))
	}, "duplicate", Columns, Warning, []string{"code", "kind"}, &Fix{"role", "code", "ignored"}, "code says what kind says"},
	{"a stand-in for sex", func(in *Input) {
		v := make([]string, len(in.Y))
		for i, code := range in.Protected[0].Codes {
			v[i] = [...]string{"nurse", "smith"}[code]
			if i%7 == 0 {
				v[i] = "clerk"
			}
		}
		in.with(table.TextOf("job", v))
	}, "proxy", Proxies, Warning, []string{"job", "sex"}, &Fix{"role", "job", "ignored"}, "tells sex = female"},
	{"a column mostly missing", func(in *Input) {
		v := numbersOf(in, "d")
		for i := range v {
			if i%3 != 0 {
				v[i] = math.NaN()
			}
		}
		in.with(table.NewNumber("d", v))
	}, "mostly missing", Gaps, Warning, []string{"d"}, &Fix{"role", "d", "ignored"}, "is missing in 1333 of 2000 rows"},
	{"cells that could not be read", func(in *Input) {
		v, raw := numbersOf(in, "d"), make([]string, len(in.Y))
		for i := range v {
			raw[i] = fmt.Sprint(v[i])
			switch {
			case i%40 == 0:
				v[i], raw[i] = math.NaN(), "about nine"
			case i%50 == 1:
				v[i], raw[i] = math.NaN(), "n/a"
			case i%50 == 2:
				v[i], raw[i] = math.NaN(), "-999.0"
			}
		}
		in.Marks = map[string][]string{"d": {"-999"}}
		in.Cleaned, in.Raw = in.Cleaned.With(table.NewNumber("d", v)), in.Raw.With(table.TextOf("d", raw))
	}, "unreadable", Gaps, Warning, []string{"d"}, nil, `"about nine" 50 times`},
	{"a gap nobody fills", func(in *Input) {
		in.Steps, in.Fault = nil, errors.New("prepare: column a has a gap in row 1; add the impute step")
	}, "not prepared", Gaps, Serious, nil, &Fix{"step", "", "impute"}, "has a gap"},
	{"rows that contradict one another", func(in *Input) {
		open := in.open()
		for k := 0; k+1 < len(open); k += 20 {
			copyRow(in, open[k], open[k+1], 0)
			in.Y[open[k]], in.Y[open[k+1]] = 0, 1
		}
	}, "label conflicts", Conflicts, Warning, nil, nil, "no model of these features can be right in more than 95.0 %"},
}

func shuffle(texts []string) {
	rand.New(rand.NewPCG(5, 5)).Shuffle(len(texts), func(i, j int) { texts[i], texts[j] = texts[j], texts[i] })
}

// copyRow puts the features of one row into another, numbers moved by a share.
func copyRow(in *Input, from, to int, move float64) {
	rows := make([]int, in.Cleaned.Rows())
	for i := range rows {
		rows[i] = i
	}
	rows[to] = from
	for _, c := range in.Cleaned.ByRole(table.Feature) {
		d := c.Select(rows)
		if c.Kind == table.Number && move != 0 {
			v := slices.Clone(d.Numbers())
			v[to] *= 1 + move
			d = table.NewNumber(c.Name, v)
		}
		in.with(d)
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
