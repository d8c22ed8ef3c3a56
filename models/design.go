package models

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// blockRows is how many rows go through the sums at a time: few enough that their numbers stay in the cache.
const blockRows = 256

// minDeviation is the smallest spread that counts as one; its square is still far from underflow.
const minDeviation = 1e-150

// design is the objective of logistic regression over examples, in coordinates that make it well conditioned. With z
// the numbers of a column less their mean and divided by their deviation,
//
//	s = v_0 + sum over numbers of v_k z_k + v_level of every category,
//
// so v_k = weight_k deviation_k, the penalty on it is (v_k / deviation_k)^2 / 2, and the minimum is the same one. The
// order of v is: the intercept, all numbers, all levels. One-hot columns are never built: their sums are sums over the
// rows of a level.
type design struct {
	rows        int
	c           float64
	classWeight [2]float64
	y, weights  []float64 // weights may be nil
	numbers     []scaled
	categories  []coded
	size        int       // length of v
	place       []int     // where weight j of Matrix.Names is in v
	penalty     []float64 // of v_k^2 / 2; 0 for the intercept
}

type scaled struct {
	values          []float64
	mean, deviation float64
}

type coded struct {
	codes []int32
	at    int // where its first level is in v
}

func newDesign(ex Examples, c float64) *design {
	d := &design{rows: ex.X.Rows, c: c, classWeight: [2]float64{1, 1}, y: ex.Y, weights: ex.Weights, size: 1 + ex.X.Width(), penalty: []float64{0}}
	for _, col := range ex.X.Columns {
		if col.Levels == nil {
			mean, deviation := spread(col.Values, ex)
			d.numbers = append(d.numbers, scaled{values: col.Values, mean: mean, deviation: deviation})
			d.penalty = append(d.penalty, 1/deviation/deviation)
		}
	}
	number, level := 1, 1+len(d.numbers)
	for _, col := range ex.X.Columns {
		if col.Levels == nil {
			d.place = append(d.place, number)
			number++
			continue
		}
		d.categories = append(d.categories, coded{codes: col.Codes, at: level})
		for range col.Levels {
			d.place = append(d.place, level)
			d.penalty = append(d.penalty, 1)
			level++
		}
	}
	return d
}

// width is the number of weights, without the intercept.
func (d *design) width() int { return d.size - 1 }

// spread is the weighted mean and deviation of a column. Values are first brought to -1..1, so that squares of very
// large or small ones stay finite. A column that does not vary gets the deviation 1 and with it the weight 0.
func spread(values []float64, ex Examples) (mean, deviation float64) {
	low, high := floats.Min(values), floats.Max(values)
	middle, half := low/2+high/2, high/2-low/2
	if !(half >= minDeviation) {
		return middle, 1
	}
	total, sum, squares := 0.0, 0.0, 0.0
	for i, x := range values {
		w, u := ex.Weight(i), (x/2-middle/2)/(half/2)
		total, sum = total+w, sum+w*u
	}
	m := sum / total
	for i, x := range values {
		u := (x/2-middle/2)/(half/2) - m
		squares += ex.Weight(i) * u * u
	}
	mean, deviation = middle+half*m, half*math.Sqrt(squares/total)
	if !(deviation >= minDeviation) {
		return middle, half
	}
	return mean, deviation
}

// unscale turns v into the intercept and weights in the units of the columns.
func (d *design) unscale(v []float64) (intercept float64, weights []float64) {
	weights = make([]float64, len(d.place))
	for j, k := range d.place {
		weights[j] = v[k]
		if k <= len(d.numbers) {
			weights[j] /= d.numbers[k-1].deviation
		}
	}
	intercept = v[0]
	for k, n := range d.numbers {
		intercept -= v[1+k] / n.deviation * n.mean
	}
	return intercept, weights
}

// curvature bounds the diagonal of the Hessian anywhere, as p (1 - p) is at most 1/4: a quarter of the weight of the
// rows (the scaled numbers have variance 1; a level has its own rows only), and the penalty. First-order solvers divide
// by it, so that a level of few rows or a hard penalty does not set the pace for all.
func (d *design) curvature() []float64 {
	out := make([]float64, d.size)
	for i, y := range d.y {
		w := d.classWeight[int(y)] / 4
		if d.weights != nil {
			w *= d.weights[i]
		}
		out[0] += w
		for _, c := range d.categories {
			if code := c.codes[i]; code >= 0 {
				out[c.at+int(code)] += w
			}
		}
	}
	for k := range d.numbers {
		out[1+k] = out[0]
	}
	for k, l := range d.penalty {
		out[k] = d.c*out[k] + l
	}
	return out
}

// point is a place in the coordinates of a design and what was found there.
type point struct {
	v         []float64
	loss      [2]float64 // weighted log loss of the rows of each class, before class weights
	objective float64
	gradient  []float64
	hessian   []float64 // size x size by rows, lower triangle; nil unless asked for
}

// evaluate sums loss, gradient and, when asked, the Hessian over all rows.
func (d *design) evaluate(v []float64, curved bool) *point {
	total := newSums(d, curved)
	overChunks(d.rows, func() *sums { return newSums(d, curved) },
		func(s *sums, low, high int) {
			s.clear()
			for b := low; b < high; b += blockRows {
				s.add(d, v, b, min(b+blockRows, high))
			}
		},
		total.merge)
	p := &point{v: v, loss: total.loss, gradient: total.gradient, hessian: total.hessian}
	p.objective = d.c * (d.classWeight[0]*p.loss[0] + d.classWeight[1]*p.loss[1])
	for k, l := range d.penalty {
		p.objective += l * v[k] * v[k] / 2
		p.gradient[k] = d.c*p.gradient[k] + l*v[k]
	}
	if curved {
		floats.Scale(d.c, p.hessian)
		for k, l := range d.penalty {
			p.hessian[k*d.size+k] += l
		}
	}
	return p
}
