package models

import (
	"fmt"
	"io"
	"math"
)

// logisticTrainer takes one iteration of the solver per round, in the scaled coordinates of design.
type logisticTrainer struct {
	settings Logistic
	columns  layout
	names    []string
	design   *design
	weight   float64 // total weight of the rows
	solver   solver
	at       *point
	round    int
	settled  bool
}

func newLogisticTrainer(l Logistic, ex Examples, classes []float64) *logisticTrainer {
	t := &logisticTrainer{settings: l, columns: layoutOf(ex.X), weight: classes[0] + classes[1]}
	t.names = t.columns.names()
	t.design = newDesign(ex, l.C)
	if l.Balanced {
		for k, w := range classes {
			t.design.classWeight[k] = t.weight / (2 * w)
		}
	}
	switch width := t.design.width(); {
	case l.Solver == "newton" && width <= maxNewtonWidth:
		t.solver = newton{}
	case l.Solver == "gradient":
		t.solver = &steepest{curvature: t.design.curvature(), step: 1}
	default:
		t.solver = &lbfgs{curvature: t.design.curvature()}
	}
	t.at = &point{v: make([]float64, t.design.size)}
	return t
}

// Step takes one iteration. The penalised loss never rises, but for rounding.
func (t *logisticTrainer) Step() (Round, error) {
	if t.settled || t.round >= t.settings.Rounds {
		return Round{}, io.EOF
	}
	_, curved := t.solver.(newton)
	if t.round == 0 {
		t.at = t.design.evaluate(t.at.v, curved)
	}
	before := t.at
	first, direction := t.solver.direction(before)
	after, step := search(t.design, before, direction, first, curved)
	if step > 0 {
		t.solver.learn(before, after, step)
		t.at = after
	}
	t.round++
	t.settled = step == 0 || t.slope() <= t.settings.Tolerance
	return Round{Number: t.round, Loss: (after.loss[0] + after.loss[1]) / t.weight, Note: t.note(before, after)}, nil
}

// slope is the largest derivative of the objective per row, in the scaled coordinates.
func (t *logisticTrainer) slope() float64 {
	largest := 0.0
	for _, g := range t.at.gradient {
		largest = max(largest, math.Abs(g))
	}
	return largest / (t.settings.C * t.weight)
}

// note names the weight that moved most, per standard deviation of its column so that columns can be compared.
func (t *logisticTrainer) note(before, after *point) string {
	best, most := -1, 0.0
	for j, k := range t.design.place {
		if d := math.Abs(after.v[k] - before.v[k]); d > most {
			best, most = j, d
		}
	}
	switch {
	case best < 0:
		return "no weight moved"
	case t.settled:
		return "settled: the largest slope is " + fmt.Sprintf("%.1e", t.slope())
	case t.round == t.settings.Rounds:
		return fmt.Sprintf("stopped at %d rounds before it settled: the largest slope is %.1e", t.round, t.slope())
	}
	k := t.design.place[best]
	return fmt.Sprintf("%s moved most: by %+.4f to %+.4f", t.names[best], after.v[k]-before.v[k], after.v[k])
}

// Model returns the weights so far, in the units of the columns. All are 0 before the first round: every probability
// is .5.
func (t *logisticTrainer) Model() Model {
	intercept, weights := t.design.unscale(t.at.v)
	return &LogisticModel{Columns: t.columns, Intercept: intercept, Weights: weights}
}
