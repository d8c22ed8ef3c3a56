package profile

import (
	"math"
	"sort"
)

// Histogram counts values between round edges: bin i holds Edges[i] <= v < Edges[i+1], the last also its right edge.
type Histogram struct {
	Edges  []float64
	Counts []int
}

const mostBins = 20

// histogram cuts the range of sorted values at multiples of 1, 2 or 5 times a power of ten. Whole numbers get bins of
// whole width.
func histogram(sorted []float64, whole bool) Histogram {
	low, high := sorted[0], sorted[len(sorted)-1]
	if low == high {
		return Histogram{Edges: []float64{low, high}, Counts: []int{len(sorted)}}
	}
	step := roundStep(high/mostBins - low/mostBins)
	if whole {
		step = max(step, 1)
	}
	first, last := math.Floor(low/step), math.Floor(high/step)
	if last-first+1 > mostBins { // the ends fall inside bins, so there can be one too many
		step = roundStep(step * 1.5)
		first, last = math.Floor(low/step), math.Floor(high/step)
	}
	const exact = 1 << 52 // beyond it steps are lost in rounding: the values differ too little for bins
	if !(math.Abs(first) < exact && math.Abs(last) < exact && first < last && last-first < mostBins) {
		return Histogram{Edges: []float64{low, high}, Counts: []int{len(sorted)}}
	}
	var h Histogram
	for k := range int(last-first) + 2 {
		h.Edges = append(h.Edges, edge(first+float64(k), step))
	}
	h.Counts = make([]int, len(h.Edges)-1)
	from := 0
	for i := range h.Counts {
		to := len(sorted)
		if i+1 < len(h.Counts) {
			to = sort.SearchFloat64s(sorted, h.Edges[i+1])
		}
		h.Counts[i], from = to-from, to
	}
	return h
}

// edge is k steps; steps below 1 are divided out, so that the edge is the float64 nearest to its decimal.
func edge(k, step float64) float64 {
	v := k * step
	if step < 1 && step > 1e-15 {
		v = k / math.Round(1/step)
	}
	if math.IsInf(v, 0) {
		v = math.Copysign(math.MaxFloat64, v)
	}
	return v
}

// roundStep is the least of 1, 2, 5 times a power of ten that is not below x.
func roundStep(x float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= x*(1-1e-12) {
			return m * power
		}
	}
	return 10 * power
}
