package table

import (
	"math"
	"strconv"
	"time"
)

// Kind is how a column's values are held.
type Kind uint8

// The kinds of columns. Levels is what one-hot makes of Text: codes into a list that was fixed on training rows.
const (
	Number Kind = iota // float64, NaN where missing
	Text               // dictionary-coded text, code -1 where missing
	Time               // seconds since 1970-01-01 UTC, NoTime where missing
	Levels             // like Text, but the dictionary was fixed on training rows and -1 means "none of these"
)

// NoTime marks a missing point in time.
const NoTime = math.MinInt64

// String is the word people read.
func (k Kind) String() string { return [...]string{"number", "text", "time", "levels"}[k] }

// Column is a named, typed, immutable vector. The slices it hands out are shared: read, never write.
type Column struct {
	Name  string
	Kind  Kind
	Role  Role
	Field string // the raw field this column was made from; its own name at first

	numbers []float64
	codes   []int32
	levels  []string
	times   []int64
}

// NewNumber makes a column of numbers; NaN is missing.
func NewNumber(name string, values []float64) *Column {
	return &Column{Name: name, Field: name, Kind: Number, numbers: values}
}

// NewText makes a column of text from codes into levels; -1 is missing. Levels must differ from one another.
func NewText(name string, codes []int32, levels []string) *Column {
	return &Column{Name: name, Field: name, Kind: Text, codes: codes, levels: levels}
}

// NewTime makes a column of points in time, seconds since 1970 UTC; NoTime is missing.
func NewTime(name string, seconds []int64) *Column {
	return &Column{Name: name, Field: name, Kind: Time, times: seconds}
}

// NewLevels makes a column of codes into levels fixed on training rows; -1 is none of them.
func NewLevels(name string, codes []int32, levels []string) *Column {
	return &Column{Name: name, Field: name, Kind: Levels, codes: codes, levels: levels}
}

// TextOf makes a column of text from strings, in order of first appearance; the empty string is missing.
func TextOf(name string, values []string) *Column {
	codes, index := make([]int32, len(values)), map[string]int32{}
	var levels []string
	for i, v := range values {
		if v == "" {
			codes[i] = -1
			continue
		}
		code, ok := index[v]
		if !ok {
			code = int32(len(levels))
			index[v], levels = code, append(levels, v)
		}
		codes[i] = code
	}
	return NewText(name, codes, levels)
}

// From gives c the name's place in the table of old: its role and raw field. It is how a step says what it replaced.
func (c *Column) From(old *Column) *Column {
	d := *c
	d.Role, d.Field = old.Role, old.Field
	return &d
}

// WithRole returns the column under another role.
func (c *Column) WithRole(r Role) *Column {
	d := *c
	d.Role = r
	return &d
}

// Named returns the column under another name.
func (c *Column) Named(name string) *Column {
	d := *c
	d.Name = name
	return &d
}

// Len is the number of rows.
func (c *Column) Len() int {
	switch c.Kind {
	case Number:
		return len(c.numbers)
	case Time:
		return len(c.times)
	default:
		return len(c.codes)
	}
}

// Numbers returns the values of a Number column.
func (c *Column) Numbers() []float64 { return c.numbers }

// Codes returns the codes of a Text or Levels column, indices into Dictionary; -1 is missing.
func (c *Column) Codes() []int32 { return c.codes }

// Dictionary returns the distinct texts of a Text or Levels column; some may have no row left.
func (c *Column) Dictionary() []string { return c.levels }

// Counts returns how many rows have each entry of the Dictionary.
func (c *Column) Counts() []int {
	out := make([]int, len(c.levels))
	for _, code := range c.codes {
		if code >= 0 {
			out[code]++
		}
	}
	return out
}

// ValueCount is a value and the number of rows that have it.
type ValueCount struct {
	Value string
	Count int
}

// Times returns the values of a Time column.
func (c *Column) Times() []int64 { return c.times }

// Missing reports whether row i has no value.
func (c *Column) Missing(i int) bool {
	switch c.Kind {
	case Number:
		return math.IsNaN(c.numbers[i])
	case Time:
		return c.times[i] == NoTime
	default:
		return c.codes[i] < 0
	}
}

// Cell returns row i as text, "" where missing. Numbers are the shortest text that reads back the same; times are
// dates, with the clock only when it is not midnight.
func (c *Column) Cell(i int) string {
	if c.Missing(i) {
		return ""
	}
	switch c.Kind {
	case Number:
		return FormatNumber(c.numbers[i])
	case Time:
		return FormatTime(c.times[i])
	default:
		return c.levels[c.codes[i]]
	}
}

// FormatNumber is the shortest text that reads back as the same number, without an exponent below 1e15.
func FormatNumber(v float64) string {
	if a := math.Abs(v); a != 0 && (a >= 1e15 || a < 1e-6) {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// FormatTime writes seconds since 1970 as 2006-01-02, with T15:04:05 unless it is midnight.
func FormatTime(seconds int64) string {
	t := time.Unix(seconds, 0).UTC()
	if seconds%86400 == 0 {
		return t.Format("2006-01-02")
	}
	return t.Format("2006-01-02T15:04:05")
}

// Select returns the given rows, in that order.
func (c *Column) Select(rows []int) *Column {
	d := *c
	switch c.Kind {
	case Number:
		d.numbers = pick(c.numbers, rows)
	case Time:
		d.times = pick(c.times, rows)
	default:
		d.codes = pick(c.codes, rows)
	}
	return &d
}

func pick[T any](values []T, rows []int) []T {
	out := make([]T, len(rows))
	for i, r := range rows {
		out[i] = values[r]
	}
	return out
}
