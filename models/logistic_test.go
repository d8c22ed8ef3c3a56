package models_test

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"assay/models"
	"assay/models/modeltest"
)

// The penalised loss never rises from round to round, and the training loss ends below that of the untrained model.
func TestLogisticDescends(t *testing.T) {
	ex := modeltest.Mixed(1000, 1)
	for _, solver := range []string{"newton", "lbfgs", "gradient"} {
		l := models.NewLogistic()
		l.Solver, l.C, l.Rounds = solver, .3, 300
		tr, err := l.Start(ex, 1)
		if err != nil {
			t.Fatal(err)
		}
		last, rounds := l.C*1000*math.Ln2, 0
		for {
			r, err := tr.Step()
			if errors.Is(err, io.EOF) {
				break
			}
			_, w := tr.Model().(models.Linear).Terms()
			objective := l.C * 1000 * r.Loss
			for _, v := range w {
				objective += v * v / 2
			}
			if objective > last*(1+1e-12) {
				t.Errorf("%s: round %d raises the penalised loss from %v to %v", solver, r.Number, last, objective)
			}
			last, rounds = objective, r.Number
			if r.Note == "" {
				t.Errorf("%s: round %d says nothing of what moved", solver, r.Number)
			}
		}
		if rounds < 3 || !(last < l.C*1000*math.Ln2*.9) {
			t.Errorf("%s: %d rounds end at %v", solver, rounds, last)
		}
		t.Logf("%s: %d rounds, penalised loss %.12f", solver, rounds, last)
	}
}

// All solvers find the same weights, also where the columns differ in scale by a million.
func TestLogisticSolversAgree(t *testing.T) {
	ex := modeltest.Mixed(500, 2)
	want := positive(train(t, models.NewLogistic(), ex), ex.X)
	for solver, tolerance := range map[string]float64{"lbfgs": 1e-8, "gradient": 1e-5} {
		l := models.NewLogistic()
		l.Solver, l.Rounds = solver, 5000
		for i, p := range positive(train(t, l, ex), ex.X) {
			if math.Abs(p-want[i]) > tolerance {
				t.Fatalf("%s: row %d has probability %v, newton says %v", solver, i, p, want[i])
			}
		}
	}
}

// A category is the same as one 0/1 number per level.
func TestLogisticCategoryIsItsColumns(t *testing.T) {
	ex := modeltest.Mixed(500, 3)
	wide := ex
	wide.X.Columns = nil
	for _, c := range ex.X.Columns {
		if c.Levels == nil {
			wide.X.Columns = append(wide.X.Columns, c)
			continue
		}
		for k, level := range c.Levels {
			d := models.Column{Name: c.Name + "=" + level, Field: c.Field, Values: make([]float64, ex.X.Rows)}
			for i, code := range c.Codes {
				if int(code) == k {
					d.Values[i] = 1
				}
			}
			wide.X.Columns = append(wide.X.Columns, d)
		}
	}
	ia, a := train(t, models.NewLogistic(), ex).(models.Linear).Terms()
	ib, b := train(t, models.NewLogistic(), wide).(models.Linear).Terms()
	near(t, "intercept", ia, ib, 1e-8)
	for j, name := range ex.X.Names() {
		near(t, name, a[j], b[j], 1e-8)
	}
}

// Wider than Newton can take, and with more columns than rows.
func TestLogisticWide(t *testing.T) {
	const rows, columns = 60, 1600
	r := rand.New(rand.NewPCG(1, 1))
	ex := models.Examples{X: models.Matrix{Rows: rows}, Y: make([]float64, rows), Classes: []string{"no", "yes"}}
	for j := range columns {
		c := models.Column{Name: fmt.Sprint("x", j), Values: make([]float64, rows)}
		for i := range c.Values {
			c.Values[i] = r.NormFloat64()
		}
		ex.X.Columns = append(ex.X.Columns, c)
	}
	for i := range ex.Y {
		ex.Y[i] = float64(i % 2)
	}
	_, w := train(t, models.NewLogistic(), ex).(models.Linear).Terms()
	// At the minimum every weight is C sum of (y - p) x.
	p := positive(train(t, models.NewLogistic(), ex), ex.X)
	for j, c := range ex.X.Columns {
		want := 0.0
		for i, x := range c.Values {
			want += (ex.Y[i] - p[i]) * x
		}
		near(t, c.Name, w[j], want, 1e-7)
	}
}

// Perfectly separable rows have finite weights, thanks to the penalty, and are told apart.
func TestLogisticSeparable(t *testing.T) {
	for _, solver := range []string{"newton", "lbfgs", "gradient"} {
		for _, c := range []float64{1, 1e6} {
			for _, scale := range []float64{1e-9, 1, 1e24} {
				l := models.NewLogistic()
				l.Solver, l.C, l.Rounds = solver, c, 200
				x := models.Column{Name: "x", Field: "x"}
				ex := models.Examples{Classes: []string{"no", "yes"}}
				for i := range 40 {
					x.Values = append(x.Values, scale*(float64(i)-19.5))
					ex.Y = append(ex.Y, float64(i/20))
				}
				ex.X = models.Matrix{Rows: 40, Columns: []models.Column{x}}
				m := train(t, l, ex)
				intercept, w := m.(models.Linear).Terms()
				if math.IsNaN(intercept+w[0]) || math.IsInf(intercept+w[0], 0) {
					t.Fatalf("%s, c %g, scale %g: intercept %v, weight %v", solver, c, scale, intercept, w[0])
				}
				if p := positive(m, ex.X); scale >= 1 && (p[19] >= .5 || p[20] <= .5) {
					t.Errorf("%s, c %g, scale %g: neighbours of the border have probabilities %v and %v", solver, c, scale, p[19], p[20])
				}
			}
		}
	}
}

// A copy of a column shares its weight: the penalty is least when they are equal.
func TestLogisticCollinear(t *testing.T) {
	ex := modeltest.Mixed(500, 4)
	again := ex.X.Columns[0]
	again.Name = "again"
	ex.X.Columns = append(slices.Clone(ex.X.Columns), again)
	_, w := train(t, models.NewLogistic(), ex).(models.Linear).Terms()
	near(t, "weight of the copy", w[len(w)-1], w[0], 1e-9)
}

func TestLogisticUntrained(t *testing.T) {
	ex := modeltest.Mixed(50, 5)
	tr, err := models.NewLogistic().Start(ex, 1)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range positive(tr.Model(), ex.X) {
		if p != .5 {
			t.Fatalf("row %d has probability %v before the first round", i, p)
		}
	}
}

func TestLogisticRefusals(t *testing.T) {
	for _, c := range []struct {
		spoil func(*models.Examples)
		want  string
	}{
		{func(ex *models.Examples) { ex.Classes = []string{"a", "b", "c"} }, "reads two classes yet; this target has 3 (a, b, c): pick one as --positive"},
		{func(ex *models.Examples) { clear(ex.Y) }, `every training row is "bad"`},
		{func(ex *models.Examples) { ex.Classes = []string{"good"}; clear(ex.Y) }, `every training row is "good"`},
		{func(ex *models.Examples) { ex.Classes = nil }, "the target is a number"},
		{func(ex *models.Examples) { ex.X.Columns[2].Values[3] = math.Inf(1) }, `column "income", row 3 is infinite`},
		{func(ex *models.Examples) { ex.X.Columns[2].Values[3] = math.NaN() }, `column "income", row 3 is missing`},
		{func(ex *models.Examples) { ex.X.Columns[2].Values[3] = -2e300 }, `column "income", row 3 is -2e+300, too large`},
	} {
		ex := modeltest.Mixed(50, 6)
		c.spoil(&ex)
		if _, err := models.NewLogistic().Start(ex, 1); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want an error with %q", err, c.want)
		}
	}
}
