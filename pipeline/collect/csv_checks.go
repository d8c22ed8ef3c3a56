package collect

import (
	"bytes"
	"fmt"
	"strings"
)

// checks watches records for what the user should know. Parts of a source are watched apart and merged in order.
type checks struct {
	layout *layout

	records                           int
	short, long, spare, repeats, void tally
	total                             tally
	lastLine                          int
	lastShort                         bool
	marks
}

// record looks at what the scanner has just read and reports whether it is a row of data.
func (c *checks) record(s *scanner) bool {
	l := c.layout
	n := len(s.cells)
	if n == 1 && l.width > 1 && blank(s.data[s.cells[0].start:s.cells[0].end]) {
		return false
	}
	if n == len(l.names) && l.headerLine > 0 && c.repeatsHeader(s) {
		c.repeats.add(s.at, "")
		return false
	}
	c.records++
	c.lastLine, c.lastShort = s.at, n < l.width
	switch {
	case n < l.width:
		c.short.add(s.at, fmt.Sprintf("%d of %d", n, l.width))
	case n > l.width:
		c.extra(s)
	}
	if first := s.cells[0]; first.end > first.start && totalFirst[s.data[first.start]] {
		c.watchTotal(s)
	} else if first.end == first.start && c.empty(s) {
		c.void.add(s.at, "")
	}
	return true
}

// extra handles fields beyond the last column: empty ones mean nothing, others are left out and reported.
func (c *checks) extra(s *scanner) {
	for _, x := range s.cells[c.layout.width:] {
		if !blank(s.data[x.start:x.end]) {
			c.long.add(s.at, fmt.Sprintf("%d of %d", len(s.cells), c.layout.width))
			return
		}
	}
	if !c.layout.dropLast || len(s.cells) > c.layout.width+1 {
		c.spare.add(s.at, "")
	}
}

func (c *checks) repeatsHeader(s *scanner) bool {
	for j, name := range c.layout.heading {
		v := s.value(j)
		if len(v) < len(name) || string(bytes.TrimSpace(v)) != name {
			return false
		}
	}
	return true
}

func (c *checks) empty(s *scanner) bool {
	for _, x := range s.cells {
		if x.end > x.start {
			return false
		}
	}
	return len(s.cells) > 1
}

// totalFirst marks the bytes a word for a total can start with.
var totalFirst = [256]bool{'t': true, 'T': true, 's': true, 'S': true, 'g': true, 'G': true, 'a': true, 'A': true}

var totals = []string{"total", "totals", "grand total", "subtotal", "sum", "average"}

// watchTotal remembers a row whose first cell says total; it matters if no row follows.
func (c *checks) watchTotal(s *scanner) {
	word := strings.TrimRight(strings.ToLower(string(bytes.TrimSpace(s.value(0)))), ":")
	for _, t := range totals {
		if word == t {
			c.total = tally{}
			c.total.add(s.at, shorten(word))
		}
	}
}

func blank(b []byte) bool { return len(b) == 0 || len(bytes.TrimSpace(b)) == 0 }

// merge adds what a later part found, whose lines were counted from offset.
func (c *checks) merge(later *checks, s *scanner, offset int) {
	c.records += later.records
	c.short.merge(later.short, offset)
	c.long.merge(later.long, offset)
	c.spare.merge(later.spare, offset)
	c.repeats.merge(later.repeats, offset)
	c.void.merge(later.void, offset)
	if later.records > 0 {
		c.lastLine, c.lastShort = later.lastLine+offset, later.lastShort
		c.total = tally{}
		c.total.merge(later.total, offset)
	}
	c.marks.merge(&s.marks, offset)
}

// refuse returns an error when most records do not have the width of the table: then it was cut wrongly.
func (c *checks) refuse() error {
	if bad := c.short.count + c.long.count; c.layout.width > 1 && c.records > 3 && bad*2 > c.records {
		t := &c.short
		if c.long.count > c.short.count {
			t = &c.long
		}
		return &Error{File: c.layout.file, Line: t.lines[0], What: fmt.Sprintf("%d of %d rows do not have the %d fields of the header (%s fields on line %d)",
			bad, c.records, c.layout.width, t.first, t.lines[0]), Hint: "set delimiter and quote by hand, or check that the file holds one table"}
	}
	return nil
}

// warnings says everything found, s being a scanner whose tallies were not merged, or nil.
func (c *checks) warnings(s *scanner) []string {
	all := *c
	if s == nil {
		s = &scanner{marks: c.marks}
	}
	all.marks = c.layout.marks
	all.marks.merge(&s.marks, 0)
	var out []string
	say := func(t tally, format string, a ...any) {
		if t.count > 0 {
			out = append(out, fmt.Sprintf(format, a...))
		}
	}
	say(all.comments, "%s skipped (%s)", plural(all.comments.count, "comment line"), all.comments.where())
	say(all.repeats, "%s dropped (%s); were files joined there?", plural(all.repeats.count, "repeated header line"), all.repeats.where())
	say(all.short, "%s with too few fields (%s; first: %s fields); the rest was taken as missing", plural(all.short.count, "row"), all.short.where(), all.short.first)
	say(all.long, "%s with too many fields (%s; first: %s fields); what is beyond the last column was left out", plural(all.long.count, "row"), all.long.where(), all.long.first)
	say(all.spare, "%s with empty extra fields at the end (%s); left out", plural(all.spare.count, "row"), all.spare.where())
	say(all.void, "%s without any value (%s); kept", plural(all.void.count, "row"), all.void.where())
	say(all.bare, "%s inside unquoted fields (%s) kept as plain characters", plural(all.bare.count, "quote"), all.bare.where())
	say(all.after, "%s with text after the closing quote (%s) kept as written", plural(all.after.count, "field"), all.after.where())
	say(all.stray, "%s inside quoted fields (%s) kept as text, not taken for their end", plural(all.stray.count, "stray quote"), all.stray.where())
	say(all.slashed, "%s inside fields written with a backslash (%s); read that way", plural(all.slashed.count, "quote"), all.slashed.where())
	say(all.open, "%s that would swallow whole lines (%s) taken as plain characters", plural(all.open.count, "stray quote"), all.open.where())
	if all.total.count > 0 && all.total.lines[0] == all.lastLine {
		say(all.total, "the last row (line %d) starts with %q and looks like a total, not a case; kept", all.lastLine, all.total.first)
	}
	if all.lastShort && all.layout.openEnd {
		out = append(out, fmt.Sprintf("the file ends in the middle of line %d; it may have been cut off", all.lastLine))
	}
	return out
}
