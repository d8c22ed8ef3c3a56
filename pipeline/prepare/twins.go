package prepare

import (
	"math"
	"slices"
	"strings"

	"assay/pipeline/table"
)

// foldID makes identifiers that differ in blanks or case the same.
func foldID(c *table.Column) *table.Column {
	if c.Kind != table.Text {
		return c
	}
	return mapText(c, func(s string) string { return strings.ToLower(tidyText(s)) })
}

// firstOf returns for each row the first row that agrees with it in all the given columns. Rows in which all of them
// are missing agree with nobody.
func firstOf(rows int, columns []*table.Column) []int {
	hashes, empty := make([]uint64, rows), make([]bool, rows)
	for i := range empty {
		empty[i] = true
	}
	for _, c := range columns {
		key := bitsOf(c)
		for i := range hashes {
			hashes[i] = mix(hashes[i] ^ key(i))
			empty[i] = empty[i] && c.Missing(i)
		}
	}
	first := make([]int, rows)
	at, more := make(map[uint64]int, rows), map[uint64][]int{} // more: other firsts with the same hash, almost never
	for i := range rows {
		first[i] = i
		if empty[i] {
			continue
		}
		f, ok := at[hashes[i]]
		if !ok {
			at[hashes[i]] = i
			continue
		}
		if agree(columns, f, i) {
			first[i] = f
			continue
		}
		k := slices.IndexFunc(more[hashes[i]], func(f int) bool { return agree(columns, f, i) })
		if k < 0 {
			more[hashes[i]] = append(more[hashes[i]], i)
		} else {
			first[i] = more[hashes[i]][k]
		}
	}
	return first
}

// bitsOf gives every row of a column a number that is equal exactly when the values are.
func bitsOf(c *table.Column) func(int) uint64 {
	switch c.Kind {
	case table.Number:
		return func(i int) uint64 {
			switch v := c.Numbers()[i]; {
			case math.IsNaN(v):
				return 1
			case v == 0: // also -0
				return 0
			default:
				return math.Float64bits(v)
			}
		}
	case table.Time:
		return func(i int) uint64 { return uint64(c.Times()[i]) }
	}
	return func(i int) uint64 { return uint64(c.Codes()[i]) }
}

func agree(columns []*table.Column, i, j int) bool {
	for _, c := range columns {
		if key := bitsOf(c); key(i) != key(j) {
			return false
		}
	}
	return true
}

// mix spreads the bits of x: the finalizer of SplitMix64 (Steele, Lea, Flood 2014).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
