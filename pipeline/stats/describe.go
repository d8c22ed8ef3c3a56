package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Description sizes up one column of numbers.
type Description struct {
	N                    int
	Mean, Std, Var       float64 // with divisor n-1
	Min, Median, Max     float64
	MAD                  float64 // median distance from the median
	Skewness, Kurtosis   float64 // third and fourth moment over powers of the deviation, divisor n; 0 for a normal distribution
	SkewnessU, KurtosisU float64 // the same corrected for small samples, G1 and G2 of Joanes and Gill (1998)
	sorted               []float64
}

// Describe sizes up values.
func Describe(values []float64) Description {
	n := float64(len(values))
	d := Description{N: len(values), sorted: slices.Sorted(slices.Values(values))}
	d.Mean, d.Var = stat.MeanVariance(values, nil)
	d.Std = math.Sqrt(d.Var)
	d.Min, d.Median, d.Max, d.MAD = d.Quantile(0), d.Quantile(0.5), d.Quantile(1), MAD(d.sorted)
	m2, m3, m4 := stat.Moment(2, values, nil), stat.Moment(3, values, nil), stat.Moment(4, values, nil)
	d.Skewness, d.Kurtosis = m3/math.Pow(m2, 1.5), m4/(m2*m2)-3
	d.SkewnessU = d.Skewness * math.Sqrt(n*(n-1)) / (n - 2)
	d.KurtosisU = (n - 1) / ((n - 2) * (n - 3)) * ((n+1)*d.Kurtosis + 6)
	return d
}

// Quantile is the q-quantile of what was described.
func (d Description) Quantile(q float64) float64 { return Quantile(d.sorted, q) }

// Quantile is the q-quantile of sorted values by linear interpolation between order statistics, h = (n-1) q (type 7 of
// Hyndman and Fan, 1996).
func Quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	at := q * float64(len(sorted)-1)
	low := int(at)
	if low+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	a, b := sorted[low], sorted[low+1]
	return a + (at-float64(low))*(b-a)
}

// MAD is the median of the distances of sorted values from their median.
func MAD(sorted []float64) float64 {
	median := Quantile(sorted, 0.5)
	far := make([]float64, len(sorted))
	for i, v := range sorted {
		far[i] = math.Abs(v - median)
	}
	slices.Sort(far)
	return Quantile(far, 0.5)
}

// GeometricMean is the n-th root of the product of positive values.
func GeometricMean(values []float64) float64 { return stat.GeometricMean(values, nil) }
