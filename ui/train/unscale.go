package train

import "math"

// unscaled finds how the numbers a learner sees lead back to those of the cleaned table, when one is a straight line of
// the other wherever both are known.
func unscaled(seen, cleaned []float64) (back func(float64) float64, ok bool) {
	low, high := -1, -1
	for i, v := range cleaned {
		if i >= len(seen) || math.IsNaN(v) {
			continue
		}
		if low < 0 || v < cleaned[low] {
			low = i
		}
		if high < 0 || v > cleaned[high] {
			high = i
		}
	}
	if low < 0 || seen[low] == seen[high] {
		return nil, false
	}
	slope := (cleaned[high] - cleaned[low]) / (seen[high] - seen[low])
	back = func(v float64) float64 { return cleaned[low] + slope*(v-seen[low]) }
	spread := cleaned[high] - cleaned[low]
	for i, v := range cleaned {
		if i < len(seen) && !math.IsNaN(v) && math.Abs(back(seen[i])-v) > 1e-6*spread {
			return nil, false
		}
	}
	return back, true
}
