package table

import (
	"math"
	"slices"
)

// Sorted returns the values of a Number or Time column that are not missing, in ascending order; times in seconds since
// 1970 UTC.
func (c *Column) Sorted() []float64 {
	out := make([]float64, 0, c.Len())
	if c.Kind == Time {
		for _, s := range c.Times() {
			if s != NoTime {
				out = append(out, float64(s))
			}
		}
	} else {
		for _, v := range c.Numbers() {
			if !math.IsNaN(v) {
				out = append(out, v)
			}
		}
	}
	sortNumbers(out)
	return out
}

// Quantile is the value below which a share q of sorted values lies, of which there must be some. It interpolates
// between order statistics (definition 7 of Hyndman and Fan, "Sample quantiles in statistical packages", 1996).
func Quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	k := int(at)
	if k+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	f := at - float64(k)
	return sorted[k]*(1-f) + sorted[k+1]*f
}

// sortNumbers sorts ascending. Long slices go by digits: floats in the order of their bits, sign taken care of,
// eleven bits a pass.
func sortNumbers(v []float64) {
	if len(v) < 4096 {
		slices.Sort(v)
		return
	}
	const bits, size = 11, 1 << 11
	keys, other := make([]uint64, len(v)), make([]uint64, len(v))
	for i, x := range v {
		b := math.Float64bits(x)
		if b>>63 == 1 {
			b = ^b
		} else {
			b |= 1 << 63
		}
		keys[i] = b
	}
	for shift := 0; shift < 64; shift += bits {
		var count [size]int
		for _, k := range keys {
			count[k>>shift&(size-1)]++
		}
		if slices.Max(count[:]) == len(keys) {
			continue
		}
		at := 0
		for d, n := range count {
			count[d] = at
			at += n
		}
		for _, k := range keys {
			d := k >> shift & (size - 1)
			other[count[d]] = k
			count[d]++
		}
		keys, other = other, keys
	}
	for i, k := range keys {
		if k>>63 == 1 {
			k &^= 1 << 63
		} else {
			k = ^k
		}
		v[i] = math.Float64frombits(k)
	}
}
