package prepare

import (
	"math"
	"math/bits"
	"runtime"
	"strings"

	"assay/pipeline/cores"
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
//
// A million rows of twenty columns are compared in a tenth of a second because columns are folded into the hashes of a
// few thousand rows at a time, which stay at hand, and rows are then looked up by hash in one flat array that holds half
// of each hash itself; values are compared only where these agree.
func firstOf(rows int, columns []*table.Column) []int {
	hashes, known := hashesOf(rows, columns)
	first := make([]int, rows)
	parts := 1
	if rows >= 1<<16 {
		parts = 1 << (bits.Len(uint(runtime.GOMAXPROCS(0))) - 1)
	}
	cores.Each(parts, func(k int) { firstOfPart(columns, hashes, known, first, k, parts) })
	return first
}

// shareOf is the part, of a power of two, that a hash falls to.
func shareOf(hash uint64, parts int) int { return int(hash>>32) & (parts - 1) }

// firstOfPart finds the first rows among those whose hash falls to part k; equal rows fall to one part.
func firstOfPart(columns []*table.Column, hashes []uint64, known []bool, first []int, k, parts int) {
	rows := 0
	for _, h := range hashes {
		if shareOf(h, parts) == k {
			rows++
		}
	}
	size := max(16, 1<<bits.Len(uint(rows)*2)) // room to spare, however few or many rows fall to the part
	slots := make([]uint64, size)              // upper half of the hash, row + 1; 0 where free; linear probing
	mask := uint64(size - 1)
	for i, h := range hashes {
		if shareOf(h, parts) != k {
			continue
		}
		first[i] = i
		if !known[i] {
			continue
		}
		for at := h & mask; ; at = (at + 1) & mask {
			s := slots[at]
			if s == 0 {
				slots[at] = h&^math.MaxUint32 | uint64(i+1)
				break
			}
			if f := int(s&math.MaxUint32) - 1; s>>32 == h>>32 && agree(columns, f, i) {
				first[i] = f
				break
			}
		}
	}
}

// hashesOf folds the columns of every row into one number, and says which rows have any value at all.
func hashesOf(rows int, columns []*table.Column) (hashes []uint64, known []bool) {
	hashes, known = make([]uint64, rows), make([]bool, rows)
	const atOnce = 2048
	rowSpans(rows, func(from, to int) {
		for ; from < to; from += atOnce {
			for _, c := range columns {
				fold(c, hashes, known, from, min(from+atOnce, to))
			}
		}
	})
	return hashes, known
}

// fold mixes the values of a column into the hashes of the rows from and before to.
func fold(c *table.Column, hashes []uint64, known []bool, from, to int) {
	switch c.Kind {
	case table.Number:
		for i, v := range c.Numbers()[from:to] {
			hashes[from+i] = table.Mix(hashes[from+i] ^ numberBits(v))
			known[from+i] = known[from+i] || v == v
		}
	case table.Time:
		for i, v := range c.Times()[from:to] {
			hashes[from+i] = table.Mix(hashes[from+i] ^ uint64(v))
			known[from+i] = known[from+i] || v != table.NoTime
		}
	default:
		for i, v := range c.Codes()[from:to] {
			hashes[from+i] = table.Mix(hashes[from+i] ^ uint64(v))
			known[from+i] = known[from+i] || v >= 0
		}
	}
}

// numberBits is equal exactly when two numbers are, all gaps and both zeros alike.
func numberBits(v float64) uint64 {
	switch {
	case v != v:
		return 1
	case v == 0:
		return 0
	}
	return math.Float64bits(v)
}

// agree reports whether two rows have the same values in all the columns.
func agree(columns []*table.Column, i, j int) bool {
	for _, c := range columns {
		same := false
		switch c.Kind {
		case table.Number:
			same = numberBits(c.Numbers()[i]) == numberBits(c.Numbers()[j])
		case table.Time:
			same = c.Times()[i] == c.Times()[j]
		default:
			same = c.Codes()[i] == c.Codes()[j]
		}
		if !same {
			return false
		}
	}
	return true
}

// rowSpans divides n things among the cores, in pieces that lie side by side.
func rowSpans(n int, work func(from, to int)) {
	const least = 1 << 14 // fewer are not worth the trouble
	parts := max(1, min(runtime.GOMAXPROCS(0), n/least))
	cores.Each(parts, func(k int) { work(k*n/parts, (k+1)*n/parts) })
}

// bitsOf gives every row of a column a number that is equal exactly when the values are.
func bitsOf(c *table.Column) func(int) uint64 {
	switch c.Kind {
	case table.Number:
		return func(i int) uint64 { return numberBits(c.Numbers()[i]) }
	case table.Time:
		return func(i int) uint64 { return uint64(c.Times()[i]) }
	}
	return func(i int) uint64 { return uint64(c.Codes()[i]) }
}
