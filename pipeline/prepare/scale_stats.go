package prepare

import (
	"math"

	"assay/pipeline/stats"
)

// quantile is the q-quantile of sorted values by linear interpolation between order statistics.
func quantile(sorted []float64, q float64) float64 { return stats.Quantile(sorted, q) }

// mean is the arithmetic mean of finite values, n > 0.
func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// deviation is the standard deviation about m with divisor n.
func deviation(values []float64, m float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += (v - m) * (v - m)
	}
	return math.Sqrt(sum / float64(len(values)))
}

// modeOf is the most frequent of sorted values, the smallest among equals.
func modeOf(sorted []float64) float64 {
	best, most := sorted[0], 0
	for i := 0; i < len(sorted); {
		j := i
		for j < len(sorted) && sorted[j] == sorted[i] {
			j++
		}
		if j-i > most {
			best, most = sorted[i], j-i
		}
		i = j
	}
	return best
}
