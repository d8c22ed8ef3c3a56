package prepare

import (
	"math"
	"slices"
)

// boxCox is (x^lambda - 1) / lambda, ln x at lambda 0, for x > 0 (Box and Cox, 1964). A pivot other than 0 divides x by
// e^pivot first, which shifts and stretches the result but does not change its shape.
func boxCox(x, lambda, pivot float64) float64 { return powerOfLog(math.Log(x)-pivot, lambda) }

// yeoJohnson is the Box-Cox transform of x+1 from 0 up, and below 0 that of 1-x with 2-lambda, negated: smooth, and
// defined everywhere (Yeo and Johnson, 2000). The pivot is as for boxCox.
func yeoJohnson(x, lambda, pivot float64) float64 {
	if x >= 0 {
		return powerOfLog(math.Log1p(x)-pivot, lambda)
	}
	return powerOfLog(-pivot, lambda) - powerOfLog(math.Log1p(-x), 2-lambda)*math.Exp(-lambda*pivot)
}

// powerOfLog is (e^(lambda l) - 1) / lambda, which keeps its digits near lambda 0.
func powerOfLog(l, lambda float64) float64 {
	if math.Abs(lambda) < 1e-12 {
		return l
	}
	return bounded(math.Expm1(lambda*l) / lambda)
}

// likelihood holds the values as signed logs, sign(x) ln(1+|x|), or ln x under Box-Cox, with how often each occurs.
type likelihood struct {
	logs, counts []float64
	n            float64
	sum          float64 // of the signed logs
	oneSided     bool    // no value below 0, or Box-Cox: all logs may be taken from their mean
}

// logSlots bounds the work per lambda: values whose logs are within one part in that many of the whole range count as
// their mean. That moves lambda by about the square of that part.
const logSlots = 1 << 14

func likelihoodOf(values []float64, boxcox bool) likelihood {
	s := likelihood{n: float64(len(values)), oneSided: true}
	logs := make([]float64, len(values))
	for i, v := range values {
		if logs[i] = signedLog(v); boxcox {
			logs[i] = math.Log(v)
		}
		s.sum += logs[i]
		s.oneSided = s.oneSided && (boxcox || v >= 0)
	}
	low, high := slices.Min(logs), slices.Max(logs)
	if low == high {
		s.logs, s.counts = []float64{low}, []float64{s.n}
		return s
	}
	sums, counts := make([]float64, logSlots+1), make([]float64, logSlots+1)
	for _, l := range logs {
		k := int((l - low) / (high - low) * logSlots)
		sums[k] += l - low
		counts[k]++
	}
	for k, n := range counts {
		if n > 0 {
			s.logs, s.counts = append(s.logs, low+sums[k]/n), append(s.counts, n)
		}
	}
	return s
}

// pivot is the mean log of one-sided values, else 0.
func (s likelihood) pivot() float64 {
	if s.oneSided {
		return s.sum / s.n
	}
	return 0
}

// loss is the negative log-likelihood of lambda for a normal distribution of the bent values, less what does not depend
// on it: n/2 ln(variance) - (lambda - 1) sum(sign(x) ln(1+|x|)).
//
// The variance of one-sided values is that of e^(lambda (l - m)) / lambda with the mean log m, times e^(2 lambda m):
// far from 0 the bent values agree in nearly all of their digits, and this way none are lost.
func (s likelihood) loss(lambda float64) float64 {
	_, variance := s.moments(lambda)
	return s.n/2*math.Log(variance) + s.n*lambda*s.pivot() - (lambda-1)*s.sum
}

// moments are the mean and the variance, with divisor n, of the bent values, about the pivot.
func (s likelihood) moments(lambda float64) (mean, variance float64) {
	m := s.pivot()
	squares, n := 0.0, 0.0 // as they grow value by value (Welford, 1962)
	for i, k := range s.counts {
		bent := 0.0
		if l := s.logs[i]; l < 0 && !s.oneSided {
			bent = -powerOfLog(-l, 2-lambda)
		} else {
			bent = powerOfLog(l-m, lambda)
		}
		n += k
		d := bent - mean
		mean += d * k / n
		squares += k * d * (bent - mean)
	}
	return mean, squares / s.n
}

// farthestPower bounds lambda: beyond it values of one year differ by more digits than a number has.
const farthestPower = 64

// best is the lambda of greatest likelihood, when the values are not all the same. It is first bracketed by
// doubling steps from 1, downhill, then found by Brent's method.
func (s likelihood) best() float64 {
	mid, step := 1.0, 1.0
	low, high := mid-step, mid+step
	for s.loss(low) < s.loss(mid) || s.loss(high) < s.loss(mid) {
		if math.Abs(mid) >= farthestPower {
			return math.Copysign(farthestPower, mid)
		}
		if step *= 2; s.loss(low) < s.loss(mid) {
			low, mid, high = low-step, low, mid
		} else {
			low, mid, high = mid, high, high+step
		}
	}
	return minimum(s.loss, low, high, 1e-9)
}

// minimum finds where f is least between a and b by Brent's method, golden sections and parabolas (Brent, Algorithms for
// Minimization without Derivatives, 1973, chapter 5), to the given distance.
func minimum(f func(float64) float64, a, b, tolerance float64) float64 {
	const golden = 0.3819660112501051 // (3 - sqrt 5) / 2
	x := a + golden*(b-a)
	v, w, fx := x, x, f(x)
	fv, fw, d, e := fx, fx, 0.0, 0.0
	for range 200 {
		m := (a + b) / 2
		close := 1.5e-8*math.Abs(x) + tolerance
		if math.Abs(x-m) <= 2*close-(b-a)/2 {
			break
		}
		p, q := 0.0, 0.0
		if math.Abs(e) > close { // a parabola through x, v and w
			r := (x - w) * (fx - fv)
			q = (x - v) * (fx - fw)
			p = (x-v)*q - (x-w)*r
			if q = 2 * (q - r); q > 0 {
				p = -p
			}
			q = math.Abs(q)
		}
		if before := e; q != 0 && math.Abs(p) < math.Abs(q*before/2) && p > q*(a-x) && p < q*(b-x) {
			e, d = d, p/q
			if u := x + d; u-a < 2*close || b-u < 2*close {
				d = math.Copysign(close, m-x)
			}
		} else {
			e = b - x
			if x >= m {
				e = a - x
			}
			d = golden * e
		}
		u := x + d
		if math.Abs(d) < close {
			u = x + math.Copysign(close, d)
		}
		fu := f(u)
		if fu <= fx {
			if u < x {
				b = x
			} else {
				a = x
			}
			v, w, x, fv, fw, fx = w, x, u, fw, fx, fu
			continue
		}
		if u < x {
			a = u
		} else {
			b = u
		}
		switch {
		case fu <= fw || w == x:
			v, w, fv, fw = w, u, fw, fu
		case fu <= fv || v == x || v == w:
			v, fv = u, fu
		}
	}
	return x
}
