package stats

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// Welch tests whether two samples have one mean without taking their variances for equal (Welch, 1947).
func Welch(a, b []float64) Result {
	ma, va := stat.MeanVariance(a, nil)
	mb, vb := stat.MeanVariance(b, nil)
	na, nb := float64(len(a)), float64(len(b))
	ea, eb := va/na, vb/nb
	if na < 2 || nb < 2 || ea+eb == 0 {
		return undefined()
	}
	t := (ma - mb) / math.Sqrt(ea+eb)
	freedom := (ea + eb) * (ea + eb) / (ea*ea/(na-1) + eb*eb/(nb-1))
	return Result{t, studentTails(t, freedom)}
}

// MannWhitney tests whether values of one sample tend to be larger than those of the other: U counts the pairs in which
// a is larger, ties half; the two-sided p value is that of the normal approximation, corrected for ties and continuity
// (Mann and Whitney, 1947). U / (len(a) len(b)) is the AUC.
func MannWhitney(a, b []float64) Result {
	na, nb := float64(len(a)), float64(len(b))
	n := na + nb
	all := append(append(make([]float64, 0, len(a)+len(b)), a...), b...)
	if na == 0 || nb == 0 || constant(all) {
		return undefined()
	}
	ranks, ties := Ranks(all)
	u := total(ranks[:len(a)]) - na*(na+1)/2
	deviation := math.Sqrt(na * nb / 12 * (n + 1) * tieCorrection(ties, n))
	z := max(0, math.Abs(u-na*nb/2)-0.5) / deviation
	return Result{u, bothTails(z)}
}

// PSI is the population stability index of actual against expected shares, the sum of (a - e) ln(a / e), with shares
// floored at 1e-4 so that an empty bin counts much but not infinitely. Credit scoring reads below 0.1 as no shift and
// above 0.25 as a large one (Siddiqi, 2006).
func PSI(expected, actual []float64) float64 {
	const floor = 1e-4
	sum := 0.0
	for i := range expected {
		e, a := max(expected[i], floor), max(actual[i], floor)
		sum += (a - e) * math.Log(a/e)
	}
	return sum
}

// Wasserstein is the work of turning one sorted sample into the other: the area between their distribution functions.
func Wasserstein(a, b []float64) float64 {
	if len(a) == 0 || len(b) == 0 {
		return math.NaN()
	}
	return stat.WassersteinDistance(a, b, nil, nil)
}

// JensenShannon is the distance of two lists of shares: the square root of their Jensen-Shannon divergence to base 2,
// from 0 for the same to 1 for nothing in common (Lin, 1991; Endres and Schindelin, 2003).
func JensenShannon(p, q []float64) float64 {
	return math.Sqrt(max(0, stat.JensenShannon(p, q)) / math.Ln2)
}
