package models

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// maxNewtonWidth is the widest matrix Newton's method is used on. Its Hessian grows with the square of the width and
// the work of solving with the cube; about here L-BFGS becomes the faster one.
const maxNewtonWidth = 1500

// newton is Newton's method, which for this objective is iteratively reweighted least squares: the direction solves
//
//	Hessian x direction = -gradient.
//
// Close to the minimum every round doubles the number of right digits. Nocedal & Wright, Numerical Optimization, 2nd
// ed. 2006, section 3.3; McCullagh & Nelder 1989, section 2.5.
type newton struct{}

func (newton) learn(_, _ *point, _ float64) {}

// direction solves by Cholesky decomposition after scaling the diagonal to 1. Columns that say the same thing can make
// the scaled matrix singular within rounding; then a small number is added to its diagonal, ten times more each try,
// which leaves the direction one that descends. When even that fails the scaled gradient is followed.
func (newton) direction(p *point) (step float64, direction []float64) {
	n := len(p.v)
	scale := make([]float64, n)
	for k := range scale {
		scale[k] = 1
		if h := p.hessian[k*n+k]; h > 0 {
			scale[k] = 1 / math.Sqrt(h)
		}
	}
	h := mat.NewSymDense(n, nil)
	right := mat.NewVecDense(n, nil)
	for a := range n {
		right.SetVec(a, -p.gradient[a]*scale[a])
		for b := range a {
			h.SetSym(a, b, p.hessian[a*n+b]*scale[a]*scale[b])
		}
	}
	var cholesky mat.Cholesky
	solved := right
	for extra := 0.0; extra <= float64(n); extra = max(1e-14, 10*extra) {
		for a := range n {
			h.SetSym(a, a, 1+extra)
		}
		if cholesky.Factorize(h) {
			solved = mat.NewVecDense(n, nil)
			_ = cholesky.SolveVecTo(solved, right) // its only error warns of bad conditioning; the search copes with it
			break
		}
	}
	direction = make([]float64, n)
	for k := range direction {
		direction[k] = solved.AtVec(k) * scale[k]
	}
	return 1, direction
}
