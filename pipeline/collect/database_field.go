package collect

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"assay/pipeline/table"
)

// dbField gathers one column of a result set. The source has said what its values are, so nothing is guessed: text stays
// text even when it is all digits, and a number that a float64 cannot hold stays text with every digit.
type dbField struct {
	builder
	g     *gathering
	left  string // why it is left out: a kind of value no table can hold; "" when it is kept
	loose bool   // the source gave it no type: text that is all numbers becomes numbers, as in a file
	odd   struct{ long, rounded, infinite, zero, binary, broken, numbers, texts int }
	first int // the row of the first text among numbers
}

// maxWhole is the largest whole number up to which a float64 holds every one.
const maxWhole = 1 << 53

func (c *dbField) null() {
	c.missing()
	if d := c.g.digest; d != nil {
		d.null()
	}
}

// integer adds a whole number. From the first beyond 2^53 on the column is text with every digit.
func (c *dbField) integer(v int64) {
	c.odd.numbers++
	if d := c.g.digest; d != nil {
		d.integer(v)
	}
	if v > maxWhole || v < -maxWhole {
		c.odd.long++
		c.digits()
	}
	if c.text {
		c.lookup(strconv.AppendInt(nil, v, 10))
		return
	}
	c.some = true
	c.numbers = append(c.numbers, float64(v))
}

// digits makes the column text, its numbers without an exponent.
func (c *dbField) digits() {
	if c.text {
		return
	}
	numbers := c.numbers
	c.numbers = nil
	c.toText()
	for _, v := range numbers {
		if math.IsNaN(v) {
			c.missing()
		} else {
			c.word(strconv.FormatFloat(v, 'f', -1, 64))
		}
	}
}

// float adds a number; what is not finite is missing and counted.
func (c *dbField) float(v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		c.odd.infinite++
		c.null()
		return
	}
	c.odd.numbers++
	if d := c.g.digest; d != nil {
		d.float(v)
	}
	c.number(v)
}

// single adds a number of single precision as the shortest decimal that means it: 0.1, not 0.10000000149011612.
func (c *dbField) single(v float32) {
	f := float64(v)
	if f != math.Trunc(f) {
		f, _ = strconv.ParseFloat(strconv.FormatFloat(f, 'g', -1, 32), 64)
	}
	c.float(f)
}

// decimal adds a number of any length, given as text. It is a number when a float64 holds its whole part, and digits
// behind the fifteenth may be rounded, which is noted; else it is text with every digit.
func (c *dbField) decimal(s []byte) {
	v, ok := number(s)
	if !ok {
		switch strings.ToLower(strings.TrimLeft(string(s), "+-")) {
		case "nan", "infinity", "inf":
			c.float(math.Inf(1))
			return
		}
		v, ok = table.ParseNumber(string(s))
	}
	whole, _, _ := bytes.Cut(bytes.TrimLeft(s, "+-"), []byte("."))
	if !ok || len(whole) > 15 && math.Abs(v) > maxWhole {
		c.odd.long++
		c.odd.numbers++
		if c.g.digest != nil {
			c.g.digest.bytes(s)
		}
		c.digits()
		c.lookup(s)
		return
	}
	if len(s) > 15 && significant(s) > 15 {
		c.odd.rounded++
	}
	c.float(v)
}

// significant counts the digits from the first to the last that is not 0.
func significant(s []byte) int {
	n, last := 0, 0
	for _, b := range s {
		if b < '0' || b > '9' || n == 0 && b == '0' {
			continue
		}
		if n++; b != '0' {
			last = n
		}
	}
	return last
}

func (c *dbField) boolean(v bool) {
	if v {
		c.string("true")
	} else {
		c.string("false")
	}
}

func (c *dbField) string(s string) { c.bytes([]byte(s)) }

// bytes adds text, which may be overwritten afterwards.
func (c *dbField) bytes(s []byte) {
	if c.odd.texts++; c.odd.texts == 1 {
		c.first = c.g.rows + 1
	}
	if d := c.g.digest; d != nil {
		d.bytes(s)
	}
	c.toText()
	c.lookup(s)
}

// lookup adds a text by its code; a text seen before costs no memory.
func (c *dbField) lookup(s []byte) {
	if code, ok := c.lexicon.find(s); ok {
		c.codes = append(c.codes, code)
		return
	}
	word := string(s)
	if table.IsMissing(word) {
		c.markers.add(s)
		c.missing()
		return
	}
	if !utf8.ValidString(word) {
		c.odd.broken++
		word = strings.ToValidUTF8(word, "\ufffd")
	}
	const entry = 48 // of the map and the list, beside the bytes
	c.g.taken += int64(len(word)) + entry
	c.word(word)
}

// binary adds bytes that are no text.
func (c *dbField) binary() {
	c.odd.binary++
	c.null()
}

// zero adds a date that is none, such as 0000-00-00.
func (c *dbField) zero() {
	c.odd.zero++
	c.null()
}

// kept reports whether the column is in the table. One that held only bytes is not.
func (c *dbField) kept() bool {
	return c.left == "" && !(c.odd.binary > 0 && c.odd.numbers+c.odd.texts == 0)
}

// finish is the column as gathered.
func (c *dbField) finish() *table.Column {
	if c.loose && c.text && !leadingZeros(c.lexicon.words) {
		if numbers, ok := c.parsed(); ok {
			return table.NewNumber(c.name, numbers)
		}
	}
	return c.column()
}

// parsed reads the texts as numbers, when all of them are.
func (c *dbField) parsed() ([]float64, bool) {
	values := make([]float64, len(c.lexicon.words))
	for k, w := range c.lexicon.words {
		v, ok := table.ParseNumber(w)
		if !ok {
			return nil, false
		}
		values[k] = v
	}
	if len(values) == 0 {
		return nil, false
	}
	out := make([]float64, len(c.codes))
	for i, code := range c.codes {
		if out[i] = nan; code >= 0 {
			out[i] = values[code]
		}
	}
	return out, true
}

// copy is the column so far, sharing nothing that changes.
func (c *dbField) copy() *table.Column {
	d := *c
	d.numbers, d.codes = append([]float64(nil), c.numbers...), append([]int32(nil), c.codes...)
	if c.lexicon != nil {
		d.lexicon = &lexicon{words: slices.Clone(c.lexicon.words)}
	}
	return d.finish()
}

// said tells what was odd about the values.
func (c *dbField) said() (notes, warnings []string) {
	name := shorten(c.name)
	note := func(n int, one, what string) {
		if n > 0 {
			notes = append(notes, fmt.Sprintf("column %q: %s %s", name, plural(n, one), what))
		}
	}
	warn := func(n int, one, what string) {
		if n > 0 {
			warnings = append(warnings, fmt.Sprintf("column %q: %s %s", name, plural(n, one), what))
		}
	}
	notes = c.markers.say(c.name)
	note(c.odd.long, "number", "too long for exact arithmetic; the column is held as text with every digit")
	note(c.odd.rounded, "number", "with more than 15 digits, rounded behind them")
	warn(c.odd.infinite, "value", "not finite (NaN, Infinity), read as missing")
	warn(c.odd.zero, "date", "that is none (0000-00-00), read as missing")
	warn(c.odd.broken, "text", "with bytes that are not valid UTF-8, shown as \ufffd")
	if c.odd.binary > 0 && !c.kept() {
		warnings = append(warnings, fmt.Sprintf("column %q left out: it holds bytes that are no text", name))
	} else {
		warn(c.odd.binary, "value", "of bytes that are no text, read as missing")
	}
	if c.odd.numbers > 0 && c.odd.texts > 0 && c.finish().Kind == table.Text {
		warnings = append(warnings, fmt.Sprintf("column %q: values of different types, %s and %s (the first text in row %d); held as text",
			name, plural(c.odd.numbers, "number"), plural(c.odd.texts, "text"), c.first))
	}
	return notes, warnings
}
