package preparetest_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"assay/models/param"
	"assay/pipeline/prepare"
	"assay/pipeline/prepare/preparetest"
	"assay/pipeline/table"
)

// rate is a step that turns column home into the mean answer of its level, rightly or in one of the wrong ways.
type rate struct {
	fault string
	Calls int
}

type rated struct {
	Means map[string]float64
	fault string
}

func (r *rate) Params() []param.Param {
	return []param.Param{param.OfInt(&r.Calls, "calls", 0, 1000, "how often it was fitted")}
}

// rates is the mean answer of each level over the rows that are not held back.
func (r *rate) rates(c *table.Column, y []float64, held func(i int) bool) map[string]float64 {
	sum, n := map[string]float64{}, map[string]float64{}
	for i, v := range y {
		if !held(i) {
			sum[c.Cell(i)] += v
			n[c.Cell(i)]++
		}
	}
	for level := range sum {
		sum[level] /= n[level]
	}
	return sum
}

func (r *rate) FitTarget(t *table.Table, y []float64, seed uint64) (prepare.Fitted, *table.Table, error) {
	c := t.Column("home")
	out := &rated{Means: r.rates(c, y, func(int) bool { return false })}
	rng := rand.New(rand.NewPCG(seed, 3))
	if r.fault == "deals rows differently each time" {
		rng = rand.New(rand.NewPCG(rand.Uint64(), 3))
	}
	deal := rng.Perm(len(y))
	own := make([]float64, len(y))
	for fold := range 2 {
		held := func(i int) bool { return deal[i]%2 == fold }
		if r.fault == "deals rows by their answers" {
			held = func(i int) bool { return (deal[i]+int(y[i]))%2 == fold }
		}
		others := r.rates(c, y, held)
		for i := range y {
			if held(i) {
				own[i] = others[c.Cell(i)]
			}
		}
	}
	seen := t.With(table.NewNumber("home", own).From(c))
	switch r.fault {
	case "remembers in its settings":
		r.Calls++
	case "looks at a protected column":
		out.Means["x"] = t.Column("score").Numbers()[0]
	case "looks at the target column":
		for i := range min(5, len(y)) {
			out.Means["x"] += float64(len(t.Column("outcome").Cell(i)))
		}
	case "knows levels of other rows":
		for _, level := range c.Dictionary() {
			out.Means[level] += 0
		}
	case "writes into the training rows":
		t.Column("age").Numbers()[0] = 1000
	case "writes into the answers":
		y[0] = 1 - y[0]
	case "shows rows their own answers":
		seen = nil
	case "shows rows a little of their own answers":
		for i, v := range y {
			own[i] += v * 1e-15
		}
	case "takes its own answer out again":
		all := r.rates(c, y, func(int) bool { return false })
		n := map[string]float64{}
		for i := range y {
			n[c.Cell(i)]++
		}
		for i, v := range y {
			own[i] = (all[c.Cell(i)]*n[c.Cell(i)] - v) / max(1, n[c.Cell(i)]-1)
		}
	case "forgets a row":
		seen = seen.Select(slices.Repeat([]int{0}, max(0, len(y)-1)))
	case "makes a column that Apply does not":
		seen = seen.With(table.NewNumber("home rate", own).From(c))
	case "encodes text":
		seen = seen.With(table.TextOf("job", slices.Repeat([]string{"x"}, len(y))).From(t.Column("job")))
	case "changes the role of a column":
		seen = seen.With(table.NewNumber("home", own))
		out.fault = r.fault
	case "falls over few rows":
		_ = y[1]
	case "learns while applying", "needs every level", "loses a mean":
		out.fault = r.fault
	}
	return out, seen, nil
}

func (f *rated) Apply(t *table.Table) (*table.Table, error) {
	c := t.Column("home")
	to := make([]float64, c.Len())
	for i := range to {
		to[i] = f.Means[c.Cell(i)]
		if f.fault == "needs every level" && !c.Missing(i) {
			to[i] = 1 / f.Means[c.Cell(i)]
		}
	}
	if f.fault == "learns while applying" {
		f.Means["own"] += 1e-9
	}
	n := table.NewNumber("home", to).From(c)
	if f.fault == "changes the role of a column" {
		n = n.WithRole(table.Protected)
	}
	return t.With(n), nil
}

func (f *rated) Explain() []string { return []string{"rated"} }

func TestSupervisedFindsFaults(t *testing.T) {
	check := func(fault string) error {
		return preparetest.Supervised(func() prepare.Supervised { return &rate{fault: fault} }, func(data json.RawMessage) (any, error) {
			f := &rated{fault: fault}
			if !slices.Contains([]string{"learns while applying", "needs every level", "loses a mean", "changes the role of a column"}, fault) {
				f.fault = ""
			}
			err := json.Unmarshal(data, f)
			if fault == "loses a mean" {
				delete(f.Means, "rent")
			}
			return f, err
		})
	}
	if err := check(""); err != nil {
		t.Fatalf("a right step: %v", err)
	}
	for fault, says := range map[string]string{
		"remembers in its settings":                "settings after fit",
		"looks at a protected column":              "a column with role protected",
		"looks at the target column":               "a column with role target",
		"knows levels of other rows":               "beside rows with other levels",
		"writes into the training rows":            "training table after fit",
		"writes into the answers":                  "the answers were changed",
		"shows rows their own answers":             "must not see its own answer",
		"shows rows a little of their own answers": "must not see its own answer",
		"takes its own answer out again":           "must not see its own answer",
		"deals rows differently each time":         "a second time",
		"deals rows by their answers":              "must not see its own answer",
		"forgets a row":                            "own has 59 rows",
		"makes a column that Apply does not":       "own has column home rate",
		"encodes text":                             "is not a number",
		"changes the role of a column":             "own has column home (number, feature",
		"falls over few rows":                      "panic",
		"learns while applying":                    "must not depend on their company",
		"needs every level":                        "infinite",
		"loses a mean":                             "restored from JSON",
	} {
		if err := check(fault); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("a step that %s: %v, wanted %q", fault, err, says)
		}
	}
}
