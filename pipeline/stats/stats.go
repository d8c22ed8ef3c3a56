// Package stats holds the statistics that the stages share: descriptions of one column, measures of how two hang
// together, and tests of whether a difference is more than chance. It knows no table: values come in as slices without
// gaps.
//
// Every function says its definition and where it comes from. A statistic that is not defined, such as the correlation
// with a constant, is NaN; nothing panics on short or constant input, and slices that come in are left alone.
package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Result is a statistic and its p value: the probability of one at least as extreme when there is nothing to find.
type Result struct{ Value, P float64 }

func undefined() Result { return Result{math.NaN(), math.NaN()} }

// NormalCDF is the share of a standard normal distribution below z.
func NormalCDF(z float64) float64 { return distuv.UnitNormal.CDF(z) }

// NormalQuantile is the z below which the share p of a standard normal distribution lies; infinite at 0 and 1.
func NormalQuantile(p float64) float64 {
	switch {
	case p <= 0:
		return math.Inf(-1)
	case p >= 1:
		return math.Inf(1)
	}
	return distuv.UnitNormal.Quantile(p)
}

// bothTails is the two-sided p value of z under the standard normal distribution.
func bothTails(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// studentTails is the two-sided p value of t with the given degrees of freedom.
func studentTails(t, freedom float64) float64 {
	if math.IsInf(t, 0) {
		return 0
	}
	return 2 * distuv.StudentsT{Sigma: 1, Nu: freedom}.Survival(math.Abs(t))
}

// chiTail is the probability that a chi-squared value with the given degrees of freedom is above x.
func chiTail(x, freedom float64) float64 {
	if !(freedom > 0) {
		return math.NaN()
	}
	return distuv.ChiSquared{K: freedom}.Survival(x)
}
