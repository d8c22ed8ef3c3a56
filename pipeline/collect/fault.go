package collect

import (
	"fmt"
	"strconv"
	"strings"

	"assay/pipeline/table"
)

// Error says where a source is at fault and what to do about it. Line and Col count from 1; 0 leaves them out. Col
// counts characters.
type Error struct {
	File string
	Line int
	Col  int
	What string
	Hint string
}

// Error is file:line:col: what is wrong; hint: what to do.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(plainName(e.File))
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d", e.Line)
		if e.Col > 0 {
			fmt.Fprintf(&b, ":%d", e.Col)
		}
	}
	b.WriteString(": " + e.What)
	if e.Hint != "" {
		b.WriteString("; hint: " + e.Hint)
	}
	return b.String()
}

// plainName quotes a file name that holds anything a terminal would act on.
func plainName(name string) string {
	if q := strconv.Quote(name); q != `"`+name+`"` {
		return q
	}
	return name
}

// shorten is table.Shorten, which most messages here need.
func shorten(s string) string { return table.Shorten(s) }

// tally counts something that happened on some lines and remembers the first few.
type tally struct {
	count int
	lines []int
	first string // a word about the first one
}

const talliedLines = 5

func (t *tally) add(line int, about string) {
	if t.count == 0 {
		t.first = about
	}
	if len(t.lines) < talliedLines && (len(t.lines) == 0 || t.lines[len(t.lines)-1] != line) {
		t.lines = append(t.lines, line)
	}
	t.count++
}

// merge adds what happened in a later part of the source, whose lines were counted from offset.
func (t *tally) merge(later tally, offset int) {
	if t.count == 0 {
		t.first = later.first
	}
	for _, l := range later.lines {
		if len(t.lines) < talliedLines {
			t.lines = append(t.lines, l+offset)
		}
	}
	t.count += later.count
}

// where is "line 18" or "lines 4, 7, 9 and 12 more".
func (t *tally) where() string {
	var words []string
	for _, l := range t.lines {
		words = append(words, strconv.Itoa(l))
	}
	out := "line "
	if len(words) > 1 {
		out = "lines "
	}
	out += strings.Join(words, ", ")
	if more := t.count - len(t.lines); more > 0 && len(t.lines) == talliedLines {
		out += fmt.Sprintf(" and %d more", more)
	}
	return out
}

// plural is table.Plural, which most messages here need.
func plural(n int, one string) string { return table.Plural(n, one) }

// wordFor is the form of a word that goes with n.
func wordFor(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}
