package health

import (
	"math"

	"assay/pipeline/table"
)

// cells gives every row of a column a number that is equal exactly when the values are; 1 is missing.
func cells(c *table.Column) func(int) uint64 {
	switch c.Kind {
	case table.Number:
		return func(i int) uint64 { return bits(c.Numbers()[i]) }
	case table.Time:
		return func(i int) uint64 { return table.Mix(uint64(c.Times()[i])) }
	}
	return func(i int) uint64 { return table.Mix(uint64(c.Codes()[i]) + 2) }
}

// rounded is cells with numbers at two digits and times at thirty days.
func rounded(c *table.Column) func(int) uint64 {
	switch c.Kind {
	case table.Number:
		return func(i int) uint64 { return bits(twoDigits(c.Numbers()[i])) }
	case table.Time:
		const days = 30 * 86400
		return func(i int) uint64 {
			if c.Missing(i) {
				return 1
			}
			return table.Mix(uint64(c.Times()[i] / days))
		}
	}
	return cells(c)
}

func bits(v float64) uint64 {
	switch {
	case v != v:
		return 1
	case v == 0: // also -0
		return table.Mix(0)
	}
	return table.Mix(math.Float64bits(v))
}

// twoDigits rounds to two significant digits.
func twoDigits(v float64) float64 {
	if v == 0 || math.IsInf(v, 0) || v != v {
		return v
	}
	if a := math.Abs(v); a >= 10 && a < 100 {
		return math.Round(v) // most counts and ages
	}
	unit := math.Pow(10, math.Floor(math.Log10(math.Abs(v)))-1)
	if unit == 0 || math.IsInf(unit, 0) {
		return v
	}
	return math.Round(v/unit) * unit
}

// fingerprints is one number per row over some columns; equal rows have equal ones, and of a million different rows two
// share one with a chance below one in ten million.
func fingerprints(rows int, columns []*table.Column, of func(*table.Column) func(int) uint64) []uint64 {
	out := make([]uint64, rows)
	for _, c := range columns {
		cell := of(c)
		for i := range out {
			out[i] = table.Mix(out[i] ^ cell(i))
		}
	}
	return out
}

// chance is how likely two rows agree in all columns if the columns had nothing to do with one another.
func chance(rows []int, columns []*table.Column, of func(*table.Column) func(int) uint64) float64 {
	out := 1.0
	for _, c := range columns {
		cell, counts := of(c), map[uint64]int{}
		for _, r := range rows {
			counts[cell(r)]++
		}
		pairs := 0.0
		for _, n := range counts {
			pairs += float64(n) * float64(n-1)
		}
		out *= pairs / float64(len(rows)) / float64(len(rows)-1)
	}
	return out
}

func pick(values []float64, rows []int) []float64 {
	out := make([]float64, len(rows))
	for i, r := range rows {
		out[i] = values[r]
	}
	return out
}
