package models

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// sums adds up, over rows, the loss and its first and second derivatives with respect to v:
//
//	gradient = sum of r_i z_i,  r = w (p - y),     Hessian = sum of h_i z_i z_i',  h = w p (1 - p),
//
// where z_i starts with a 1 for the intercept, then has the scaled numbers and one 1 per category, at its level.
type sums struct {
	loss     [2]float64
	gradient []float64
	hessian  []float64 // lower triangle by rows, or nil

	z      [][]float64 // a block of the 1 and the scaled numbers, by column
	score  []float64   // a block of s, then of r
	h      []float64   // a block of h
	hz     []float64   // h times one column of z
	byRow  []float64   // h z by row, for the levels
	levels []int       // of one row: the places of its levels in v
}

func newSums(d *design, curved bool) *sums {
	k := 1 + len(d.numbers)
	s := &sums{
		gradient: make([]float64, d.size),
		z:        make([][]float64, k),
		score:    make([]float64, blockRows),
		h:        make([]float64, blockRows),
		hz:       make([]float64, blockRows),
		levels:   make([]int, 0, len(d.categories)),
	}
	for j := range s.z {
		s.z[j] = make([]float64, blockRows)
	}
	for i := range s.z[0] {
		s.z[0][i] = 1
	}
	if curved {
		s.hessian = make([]float64, d.size*d.size)
		s.byRow = make([]float64, blockRows*k)
	}
	return s
}

func (s *sums) clear() {
	s.loss = [2]float64{}
	clear(s.gradient)
	clear(s.hessian)
}

// merge adds the sums of further rows.
func (s *sums) merge(o *sums) {
	s.loss[0] += o.loss[0]
	s.loss[1] += o.loss[1]
	floats.Add(s.gradient, o.gradient)
	if s.hessian != nil {
		floats.Add(s.hessian, o.hessian)
	}
}

// add sums rows low to high, at most blockRows of them.
func (s *sums) add(d *design, v []float64, low, high int) {
	n := high - low
	s.scores(d, v, low, n)
	s.residuals(d, low, n)
	for k := range s.z {
		s.gradient[k] += floats.Dot(s.score[:n], s.z[k][:n])
	}
	for _, c := range d.categories {
		for i, code := range c.codes[low:high] {
			if code >= 0 {
				s.gradient[c.at+int(code)] += s.score[i]
			}
		}
	}
	if s.hessian != nil {
		s.numbers(d, n)
		s.categories(d, low, n)
	}
}

// scores fills z and the log-odds of the block.
func (s *sums) scores(d *design, v []float64, low, n int) {
	score := s.score[:n]
	for i := range score {
		score[i] = v[0]
	}
	for k, c := range d.numbers {
		z := s.z[1+k][:n]
		inverse := 1 / c.deviation
		for i, x := range c.values[low : low+n] {
			z[i] = (x - c.mean) * inverse
		}
		floats.AddScaled(score, v[1+k], z)
	}
	for _, c := range d.categories {
		levels := v[c.at:]
		for i, code := range c.codes[low : low+n] {
			if code >= 0 {
				score[i] += levels[code]
			}
		}
	}
}

// residuals turns the log-odds of the block into r, fills h and adds the loss. With e = exp(-|s|) the loss of a row is
// ln(1 + e), plus |s| when its class is the unlikely one.
func (s *sums) residuals(d *design, low, n int) {
	for i, score := range s.score[:n] {
		class, w := int(d.y[low+i]), 1.0
		if d.weights != nil {
			w = d.weights[low+i]
		}
		distance := math.Abs(score)
		e := math.Exp(-distance)
		likely := 1 / (1 + e) // probability of the class the row leans to
		loss := math.Log1p(e)
		r := e * likely // 1 - likely
		if (score > 0) != (class == 1) {
			loss += distance
			r = likely
		}
		s.loss[class] += w * loss
		w *= d.classWeight[class]
		if class == 1 {
			r = -r
		}
		s.score[i] = w * r
		s.h[i] = w * e * likely * likely
	}
}

// numbers adds the second derivatives between numbers (and the intercept), and keeps h z by row for the levels.
func (s *sums) numbers(d *design, n int) {
	h, k := s.h[:n], len(s.z)
	for a := range k {
		hz := s.hz[:n]
		floats.MulTo(hz, h, s.z[a][:n])
		row := s.hessian[a*d.size:]
		for b := range a + 1 {
			row[b] += floats.Dot(hz, s.z[b][:n])
		}
		if len(d.categories) == 0 {
			continue
		}
		for i, x := range hz {
			s.byRow[i*k+a] = x
		}
	}
}

// categories adds the second derivatives that have a level in them: to the row of each level, h z of the cases that
// have it, and h at the levels of earlier categories that they have too.
func (s *sums) categories(d *design, low, n int) {
	if len(d.categories) == 0 {
		return
	}
	k := len(s.z)
	for i := range n {
		levels, h := s.levels[:0], s.h[i]
		hz := s.byRow[i*k : (i+1)*k]
		for _, c := range d.categories {
			code := c.codes[low+i]
			if code < 0 {
				continue
			}
			at := c.at + int(code)
			row := s.hessian[at*d.size : at*d.size+at+1]
			numbers := row[:len(hz)]
			for j, x := range hz {
				numbers[j] += x
			}
			for _, other := range levels {
				row[other] += h
			}
			row[at] += h
			levels = append(levels, at)
		}
	}
}
