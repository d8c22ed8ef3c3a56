package evaluate

import (
	"math"
	"slices"
)

// DeLongVariance is the variance of the AUC by DeLong, DeLong and Clarke-Pearson (1988), with sample variances
// (n - 1). NaN when a class has fewer than two rows.
func (r Ranking) DeLongVariance() float64 {
	if len(r.Pos) < 2 || len(r.Neg) < 2 {
		return math.NaN()
	}
	auc := r.AUC()
	np, nn := float64(len(r.Pos)), float64(len(r.Neg))
	below, upTo, overPos := 0, 0, 0.0
	for _, p := range r.Pos {
		below, upTo = advance(r.Neg, p, below, upTo)
		d := float64(below+upTo)/2/nn - auc
		overPos += d * d
	}
	below, upTo = 0, 0
	overNeg := 0.0
	for _, p := range r.Neg {
		below, upTo = advance(r.Pos, p, below, upTo)
		d := 1 - float64(below+upTo)/2/np - auc
		overNeg += d * d
	}
	return overPos/(np-1)/np + overNeg/(nn-1)/nn
}

// aucScore is the AUC with DeLong's interval cut to [0, 1]. A perfect ranking has no variance left to measure, though
// a handful of rows can be perfect by luck: its interval is then Wilson's for the smaller class, all of it right.
func (r Ranking) aucScore() Score {
	s := Score{Name: "roc_auc", Value: r.AUC()}
	if !r.both() {
		return undefined(s.Name)
	}
	if s.Value == 1 || s.Value == 0 {
		n := min(len(r.Pos), len(r.Neg))
		w := Wilson(int(s.Value)*n, n)
		return Score{s.Name, s.Value, w.Low, w.High}.within(0, 1)
	}
	half := z95 * math.Sqrt(r.DeLongVariance())
	if math.IsNaN(half) {
		return Score{s.Name, s.Value, 0, 1} // one row of a class says nothing about the spread
	}
	s.Low, s.High = s.Value-half, s.Value+half
	return s.within(0, 1)
}

// lead is the AUC of p minus that of q on the same rows, with a paired DeLong interval.
func lead(y, p, q []float64) Score {
	a, b := Rank(Side{y, p}), Rank(Side{y, q})
	s := Score{Name: "lead", Value: a.AUC() - b.AUC()}
	if !a.both() {
		return undefined(s.Name)
	}
	variance := pairedVariance(y, placements(y, p, a), placements(y, q, b))
	if variance > 0 {
		half := z95 * math.Sqrt(variance)
		s.Low, s.High = s.Value-half, s.Value+half
		return s.within(-1, 1)
	}
	if s.Value == 0 && variance == 0 { // they rank alike
		return s
	}
	return a.aucScore().minus(s.Name, b.aucScore()).within(-1, 1)
}

// placements is, per row, the share of the other class that it is ranked right against, ties half: the structural
// components of DeLong. The mean over either class is the AUC.
func placements(y, p []float64, r Ranking) []float64 {
	out := make([]float64, len(y))
	np, nn := float64(len(r.Pos)), float64(len(r.Neg))
	for i, v := range p {
		if y[i] == 1 {
			out[i] = (place(r.Neg, v)) / nn
		} else {
			out[i] = 1 - place(r.Pos, v)/np
		}
	}
	return out
}

// place is the number of values of the rising list xs below v, and half of those equal to it.
func place(xs []float64, v float64) float64 {
	below, _ := slices.BinarySearch(xs, v)
	upTo := below
	if upTo < len(xs) && xs[upTo] == v {
		k, _ := slices.BinarySearch(xs[below:], math.Nextafter(v, math.Inf(1)))
		upTo += k
	}
	return float64(below+upTo) / 2
}

// pairedVariance is the DeLong variance of the difference of two AUCs from their placements; NaN when a class has
// fewer than two rows.
func pairedVariance(y, a, b []float64) float64 {
	var n, sum, squares [2]float64
	for i := range y {
		k, d := int(y[i]), a[i]-b[i]
		n[k]++
		sum[k] += d
	}
	for i := range y {
		k := int(y[i])
		d := a[i] - b[i] - sum[k]/n[k]
		squares[k] += d * d
	}
	if n[0] < 2 || n[1] < 2 {
		return math.NaN()
	}
	v := squares[0]/(n[0]-1)/n[0] + squares[1]/(n[1]-1)/n[1]
	if v < 1e-24 { // rounding, not spread
		return 0
	}
	return v
}
