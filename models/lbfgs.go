package models

import "gonum.org/v1/gonum/floats"

// memory is how many past steps L-BFGS keeps; Nocedal & Wright find 3 to 20 to do.
const memory = 10

// lbfgs is the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno: it estimates the curvature from the
// last few steps and changes of the gradient, so a round costs no more than one of steepest descent. Liu & Nocedal,
// On the Limited Memory BFGS Method for Large Scale Optimization, Mathematical Programming 45 (1989).
type lbfgs struct {
	curvature []float64 // of the objective along each coordinate, roughly: where the estimate starts from
	past      []change
}

type change struct {
	step, gradient []float64
	curvature      float64 // step . gradient, positive
}

// learn remembers a step. The objective is convex, so only rounding can make the curvature fail to be positive.
func (l *lbfgs) learn(before, after *point, _ float64) {
	c := change{
		step:     floats.SubTo(make([]float64, len(after.v)), after.v, before.v),
		gradient: floats.SubTo(make([]float64, len(after.v)), after.gradient, before.gradient),
	}
	if c.curvature = floats.Dot(c.step, c.gradient); !(c.curvature > 0) {
		return
	}
	if len(l.past) == memory {
		l.past = l.past[1:]
	}
	l.past = append(l.past, c)
}

// direction is the two-loop recursion (Nocedal & Wright 2006, algorithm 7.4).
func (l *lbfgs) direction(p *point) (step float64, direction []float64) {
	q := make([]float64, len(p.v))
	floats.AddScaled(q, -1, p.gradient)
	alpha := make([]float64, len(l.past))
	for i := len(l.past) - 1; i >= 0; i-- {
		c := l.past[i]
		alpha[i] = floats.Dot(c.step, q) / c.curvature
		floats.AddScaled(q, -alpha[i], c.gradient)
	}
	floats.Div(q, l.curvature)
	if len(l.past) > 0 {
		last := l.past[len(l.past)-1]
		guess := floats.DivTo(make([]float64, len(q)), last.gradient, l.curvature)
		floats.Scale(last.curvature/floats.Dot(last.gradient, guess), q)
	}
	for i, c := range l.past {
		floats.AddScaled(q, alpha[i]-floats.Dot(c.gradient, q)/c.curvature, c.step)
	}
	return 1, q
}
