package models

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// solver picks where to go from a point, and how far to try first.
type solver interface {
	direction(p *point) (step float64, direction []float64)
	learn(before, after *point, step float64) // told of every step taken
}

// steepest is steepest descent: against the gradient, each coordinate divided by its curvature, trying twice the last
// step that worked. Cauchy 1847; Nocedal & Wright 2006, section 3.3 on why it is slow.
type steepest struct {
	curvature []float64
	step      float64
}

func (s *steepest) direction(p *point) (float64, []float64) {
	d := make([]float64, len(p.v))
	floats.AddScaled(d, -1, p.gradient)
	return s.step, floats.DivTo(d, d, s.curvature)
}

func (s *steepest) learn(_, _ *point, step float64) { s.step = 2 * step }

// The line search's constants: the share of the promised decrease that is enough (Armijo), the rounding of the
// objective relative to itself, and how often the step is halved before giving up.
const (
	enough   = 1e-4
	rounding = 1e-13
	halvings = 60
)

// search halves the step until the objective falls enough. Where the promised decrease drowns in rounding the slope
// at the new point decides instead: it must be less steep, or uphill by no more than the old one was downhill (the
// approximate Wolfe condition of Hager & Zhang, SIAM Journal on Optimization 16, 2005). It returns the step taken: 0,
// with the old point, when none helps because the minimum is reached to rounding.
func search(d *design, from *point, direction []float64, step float64, curved bool) (*point, float64) {
	slope := floats.Dot(from.gradient, direction)
	if !(slope < 0) {
		return from, 0
	}
	for range halvings {
		v := make([]float64, len(from.v))
		floats.AddScaledTo(v, from.v, step, direction)
		to := d.evaluate(v, curved)
		change := to.objective - from.objective
		if change <= enough*step*slope {
			return to, step
		}
		if change <= rounding*math.Abs(from.objective) && floats.Dot(to.gradient, direction) <= -(1-2*enough)*slope {
			return to, step
		}
		step /= 2
	}
	return from, 0
}
