package health

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"assay/pipeline/table"
)

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
