package evaluate

import (
	"math"
	"slices"
)

// radixFrom is the length from which sorting by digits beats comparing.
const radixFrom = 4096

// digit is the number of bits sorted by at a time: six passes cover 64 bits and the counts stay in the first cache.
const digit = 11

// sortFloats sorts xs, which holds no NaN, in rising order. Long lists are sorted by the digits of their bits, least
// significant first (Knuth, The Art of Computer Programming 3, 5.2.5), skipping digits that are all alike.
func sortFloats(xs []float64) {
	if len(xs) < radixFrom {
		slices.Sort(xs)
		return
	}
	const passes = (64 + digit - 1) / digit
	var counts [passes][1 << digit]int
	from, to := make([]uint64, len(xs)), make([]uint64, len(xs))
	for i, x := range xs {
		k := orderedBits(x)
		from[i] = k
		for p := range passes {
			counts[p][k>>(p*digit)&(1<<digit-1)]++
		}
	}
	for p := range passes {
		if counts[p][from[0]>>(p*digit)&(1<<digit-1)] == len(xs) {
			continue
		}
		scatter(to, from, &counts[p], p*digit)
		from, to = to, from
	}
	for i, k := range from {
		xs[i] = fromOrderedBits(k)
	}
}

// scatter moves the keys of from into to, ordered by the digit at shift and otherwise as they were.
func scatter(to, from []uint64, counts *[1 << digit]int, shift int) {
	start := 0
	for d, c := range counts {
		counts[d], start = start, start+c
	}
	for _, k := range from {
		d := k >> shift & (1<<digit - 1)
		to[counts[d]] = k
		counts[d]++
	}
}

// orderedBits maps floats to integers of the same order; minus zero counts as zero.
func orderedBits(x float64) uint64 {
	b := math.Float64bits(x + 0)
	if b>>63 == 1 {
		return ^b
	}
	return b | 1<<63
}

// fromOrderedBits is the inverse of orderedBits.
func fromOrderedBits(k uint64) float64 {
	if k>>63 == 1 {
		return math.Float64frombits(k &^ (1 << 63))
	}
	return math.Float64frombits(^k)
}
