package stats

import (
	"math"
	"slices"
)

// EqualWidth returns the n+1 edges of n bins of one width from low to high.
func EqualWidth(low, high float64, n int) []float64 {
	edges, step := make([]float64, n+1), (high-low)/float64(n)
	for i := range edges {
		if edges[i] = low + float64(i)*step; math.IsInf(step, 0) { // the range is beyond what a number holds
			q := float64(i) / float64(n)
			edges[i] = low*(1-q) + high*q
		}
	}
	edges[n] = high
	return edges
}

// FreedmanDiaconis returns the edges of bins that are 2 iqr / n^(1/3) wide, rounded down so that they fill the range of
// the sorted values (Freedman and Diaconis, 1981), at most the given number of bins; one bin when the middle half of
// the values is one number.
func FreedmanDiaconis(sorted []float64, most int) []float64 {
	if len(sorted) == 0 {
		return nil
	}
	low, high := sorted[0], sorted[len(sorted)-1]
	width := 2 * (Quantile(sorted, 0.75) - Quantile(sorted, 0.25)) / math.Cbrt(float64(len(sorted)))
	bins := 1.0
	if width > 0 && !math.IsInf(width, 1) {
		bins = min(max(1, math.Ceil((high-low)/width)), float64(most))
	}
	return EqualWidth(low, high, int(bins))
}

// Bin is the place of v among bins with rising edges: bin k holds edges[k] <= v < edges[k+1], the last its upper edge
// as well. What lies outside goes to the first and the last.
func Bin(edges []float64, v float64) int {
	inner := edges[1 : len(edges)-1]
	at, found := slices.BinarySearch(inner, v)
	if found {
		at++
	}
	return at
}

// Histogram counts the values of each bin; what lies outside the edges is counted nowhere.
func Histogram(values, edges []float64) []int {
	counts := make([]int, len(edges)-1)
	for _, v := range values {
		if v >= edges[0] && v <= edges[len(edges)-1] {
			counts[Bin(edges, v)]++
		}
	}
	return counts
}

// Silverman is the bandwidth of a Gaussian kernel density estimate by the rule of thumb 0.9 min(s, iqr/1.34) n^(-1/5)
// (Silverman, 1986, formula 3.31).
func Silverman(values []float64) float64 {
	d := Describe(values)
	return 0.9 * min(d.Std, (d.Quantile(0.75)-d.Quantile(0.25))/1.34) * math.Pow(float64(d.N), -0.2)
}
