package prepare

import (
	"math"
	"slices"

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

// median is the middle of values, n > 0, as quantile 0.5 has it. It puts them into another order. Sorting a million
// values for the two in the middle took ten times as long as selecting them.
func median(values []float64) float64 { return selected(values, 0.5) }

// selected is the q-quantile of values in any order, n > 0, as quantile has it. It puts them into another order.
func selected(values []float64, q float64) float64 {
	at := q * float64(len(values)-1)
	low := int(at)
	a := nth(values, low)
	if low+1 >= len(values) {
		return a
	}
	b := slices.Min(values[low+1:])
	return a + (at-float64(low))*(b-a)
}

// nth orders values until the k-th smallest stands at its place, smaller ones before it and larger ones behind
// (quickselect: Hoare, 1961; the pivot is the middle of three). No value may be NaN.
func nth(values []float64, k int) float64 {
	low, high := 0, len(values)-1
	for tries := 0; low < high; tries++ {
		if tries > 100 { // an order made to be slow
			slices.Sort(values[low : high+1])
			break
		}
		a, b, c := values[low], values[low+(high-low)/2], values[high]
		pivot := max(min(a, b), min(max(a, b), c))
		i, j := low, high
		for i <= j {
			for values[i] < pivot {
				i++
			}
			for values[j] > pivot {
				j--
			}
			if i <= j {
				values[i], values[j] = values[j], values[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case k <= j:
			high = j
		case k >= i:
			low = i
		default:
			return values[k]
		}
	}
	return values[k]
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
