package collect

import (
	"math"
	"slices"
	"strings"

	"assay/pipeline/table"
)

// Keys are compared by number: every different key of the right gets one, and the rows of the left are looked up. Text
// costs a look-up for each different value, not for each row.

// noKey marks a row with a part of its key missing, strange a key that the right does not have.
const (
	noKey   = -1
	strange = -2
)

// pair finds the partner of each row of the left and counts what has none.
func (r *JoinReport) pair() {
	left, right, keys := r.numbers()
	first := slices.Repeat([]int32{-1}, keys) // the row of the right with that key
	copies := map[int32]int{}                 // where a key stands again: its place in Duplicates, -1 beyond the listed
	for i, k := range right {
		switch {
		case k == noKey:
			r.Right.Missing++
		case first[k] < 0:
			first[k] = int32(i)
		default:
			r.repeat(copies, k, int(first[k]), i)
		}
	}
	leftKeys, rightKeys := keyColumns(r.left.Table, r.Keys, false), keyColumns(r.right.Table, r.Keys, true)
	used := make([]bool, keys)
	r.partner = make([]int32, len(left))
	alone := map[string]bool{}
	for i, k := range left {
		r.partner[i] = -1
		switch {
		case k == noKey:
			r.Left.Missing++
		case k == strange:
			r.Left.Alone++
			r.Left.example(alone, keyText(leftKeys, i), lineOrRow(r.left.Table, i))
		default:
			r.partner[i], used[k] = first[k], true
			r.Matched++
		}
	}
	r.Left.Keys = len(alone)
	alone = map[string]bool{}
	for i, k := range right {
		if k >= 0 && !used[k] {
			r.Right.Alone++
			r.Right.example(alone, keyText(rightKeys, i), lineOrRow(r.right.Table, i))
		}
	}
	r.Right.Keys = len(alone)
}

// example remembers a key without a partner.
func (s *JoinSide) example(seen map[string]bool, key string, line int) {
	if seen[key] {
		return
	}
	seen[key] = true
	if len(s.Examples) < listed {
		s.Examples = append(s.Examples, KeyOfLine{key, []int{line}})
	}
}

// repeat remembers a key that stands on the right again.
func (r *JoinReport) repeat(copies map[int32]int, key int32, first, again int) {
	t := r.right.Table
	at, known := copies[key]
	if !known {
		at = -1
		if r.Right.Repeated++; len(r.Right.Duplicates) < listed {
			at = len(r.Right.Duplicates)
			r.Right.Duplicates = append(r.Right.Duplicates, KeyOfLine{keyText(keyColumns(t, r.Keys, true), first), []int{lineOrRow(t, first)}})
		}
		copies[key] = at
	}
	if at >= 0 && len(r.Right.Duplicates[at].Lines) < talliedLines {
		r.Right.Duplicates[at].Lines = append(r.Right.Duplicates[at].Lines, lineOrRow(t, again))
	}
}

// keyColumns are the columns of the key on one side.
func keyColumns(t *table.Table, keys []Renamed, right bool) []*table.Column {
	var out []*table.Column
	for _, k := range keys {
		name := k.From
		if right {
			name = k.To
		}
		out = append(out, t.Column(name))
	}
	return out
}

// keyText is the key of a row as people read it.
func keyText(key []*table.Column, row int) string {
	cells := make([]string, len(key))
	for k, c := range key {
		cells[k] = strings.TrimSpace(c.Cell(row))
	}
	return strings.Join(cells, ", ")
}

// numbers gives the keys of both sides numbers, and says how many the right has. A key of several columns is put
// together two at a time.
func (r *JoinReport) numbers() (left, right []int32, keys int) {
	for k, pair := range r.Keys {
		l, q, n := numberKeys(r.left.Table.Column(pair.From), r.right.Table.Column(pair.To))
		if k == 0 {
			left, right, keys = l, q, n
			continue
		}
		index := map[uint64]int32{}
		for i := range right {
			right[i] = both(right[i], q[i], func(pair uint64) int32 {
				return numbered(index, pair)
			})
		}
		for i := range left {
			left[i] = both(left[i], l[i], func(pair uint64) int32 { return lookedUp(index, pair) })
		}
		keys = len(index)
	}
	return left, right, keys
}

// both puts two numbers together by what code says of the pair.
func both(a, b int32, code func(uint64) int32) int32 {
	switch {
	case a == noKey || b == noKey:
		return noKey
	case a == strange || b == strange:
		return strange
	}
	return code(uint64(a)<<32 | uint64(b))
}

// numberKeys numbers the values of two columns alike, by the order in which the right has them.
func numberKeys(left, right *table.Column) (l, r []int32, keys int) {
	if left.Kind == table.Number && right.Kind == table.Number {
		index := map[float64]int32{}
		r = numbersOf(right.Numbers(), func(v float64) int32 { return numbered(index, v) })
		l = numbersOf(left.Numbers(), func(v float64) int32 { return lookedUp(index, v) })
		return l, r, len(index)
	}
	write := strings.TrimSpace
	if left.Kind == table.Number || right.Kind == table.Number {
		write = plainKey
	}
	index := map[string]int32{}
	r = textsOf(right, func(s string) int32 { return numbered(index, write(s)) })
	l = textsOf(left, func(s string) int32 { return lookedUp(index, write(s)) })
	return l, r, len(index)
}

// numbered is the number of a key, a new one when it has none yet.
func numbered[K comparable](index map[K]int32, key K) int32 {
	code, ok := index[key]
	if !ok {
		code = int32(len(index))
		index[key] = code
	}
	return code
}

// lookedUp is the number of a key, when it has one.
func lookedUp[K comparable](index map[K]int32, key K) int32 {
	if code, ok := index[key]; ok {
		return code
	}
	return strange
}

// plainKey is text as a column of numbers would have it, where it is a plain number: 7 for "7.0".
func plainKey(s string) string {
	s = strings.TrimSpace(s)
	if v, ok := table.ParseNumber(s); ok && !strings.ContainsAny(s, "eE") {
		return table.FormatNumber(v + 0) // which makes -0 a 0
	}
	return s
}

func numbersOf(values []float64, code func(float64) int32) []int32 {
	out := make([]int32, len(values))
	for i, v := range values {
		if math.IsNaN(v) {
			out[i] = noKey
			continue
		}
		out[i] = code(v)
	}
	return out
}

// textsOf numbers a column by its text, a look-up for each different value.
func textsOf(c *table.Column, code func(string) int32) []int32 {
	if c.Kind == table.Number {
		known := map[float64]int32{}
		return numbersOf(c.Numbers(), func(v float64) int32 {
			k, ok := known[v]
			if !ok {
				k = code(table.FormatNumber(v))
				known[v] = k
			}
			return k
		})
	}
	const unknown = -3
	codes := slices.Repeat([]int32{unknown}, len(c.Dictionary()))
	out := make([]int32, c.Len())
	for i, k := range c.Codes() {
		if k < 0 {
			out[i] = noKey
			continue
		}
		if codes[k] == unknown {
			codes[k] = code(c.Dictionary()[k])
		}
		out[i] = codes[k]
	}
	return out
}
