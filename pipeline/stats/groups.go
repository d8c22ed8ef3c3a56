package stats

import (
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// ANOVA tests whether groups of numbers have one mean: F is the variance between over the variance within them (Fisher,
// 1925). eta is the share of the squares that the groups explain.
func ANOVA(groups [][]float64) (f Result, eta float64) {
	var all []float64
	k := 0
	for _, g := range groups {
		all = append(all, g...)
		if len(g) > 0 {
			k++
		}
	}
	between, within, mean := 0.0, 0.0, stat.Mean(all, nil)
	for _, g := range groups {
		if len(g) == 0 {
			continue
		}
		m := stat.Mean(g, nil)
		between += float64(len(g)) * (m - mean) * (m - mean)
		within += stat.Moment(2, g, nil) * float64(len(g))
	}
	a, b := float64(k-1), float64(len(all)-k)
	if a < 1 || b < 1 || between+within == 0 {
		return undefined(), math.NaN()
	}
	f.Value = between / a / (within / b)
	if !math.IsInf(f.Value, 1) {
		f.P = distuv.F{D1: a, D2: b}.Survival(f.Value)
	}
	return f, between / (between + within)
}

// Kruskal tests whether groups of numbers come from one distribution by their ranks, corrected for ties (Kruskal and
// Wallis, 1952).
func Kruskal(groups [][]float64) Result {
	var all []float64
	k := 0
	for _, g := range groups {
		all = append(all, g...)
		if len(g) > 0 {
			k++
		}
	}
	n := float64(len(all))
	if k < 2 || constant(all) {
		return undefined()
	}
	ranks, ties := Ranks(all)
	sum, at := 0.0, 0
	for _, g := range groups {
		if len(g) > 0 {
			r := total(ranks[at : at+len(g)])
			sum, at = sum+r*r/float64(len(g)), at+len(g)
		}
	}
	h := (12/(n*(n+1))*sum - 3*(n+1)) / tieCorrection(ties, n)
	return Result{h, chiTail(h, float64(k-1))}
}

// tieCorrection is 1 - sum(t³ - t) / (n³ - n).
func tieCorrection(ties []int, n float64) float64 {
	sum := 0.0
	for _, k := range ties {
		t := float64(k)
		sum += t*t*t - t
	}
	return 1 - sum/(n*n*n-n)
}

// McNemar tests whether two classifiers err equally often, b rows only the one and c rows only the other (McNemar,
// 1947): chi-squared with Edwards' correction, and the exact two-sided binomial p value, which is the one to go by
// below 25 rows.
func McNemar(b, c int) (corrected Result, exact float64) {
	n := float64(b + c)
	if n == 0 {
		return undefined(), 1
	}
	d := max(0, math.Abs(float64(b-c))-1)
	corrected.Value = d * d / n
	corrected.P = chiTail(corrected.Value, 1)
	return corrected, min(1, 2*distuv.Binomial{N: n, P: 0.5}.CDF(float64(min(b, c))))
}
