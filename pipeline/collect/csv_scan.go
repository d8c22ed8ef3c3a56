package collect

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// maxField is the longest quoted field, in bytes. Beyond it a closing quote is missing rather than far away.
const maxField = 16 << 20

// dialect is how a text is cut into records and fields.
type dialect struct {
	delimiter byte
	quote     byte // 0: no quoting
	escape    byte // '\\' when quotes inside quotes are written \", else 0
	trim      bool // blanks after a delimiter are no part of the field
	loneCR    bool // a carriage return by itself ends a line
	comment   byte // lines that start with it are skipped; 0: none
	guessed   bool // comment was guessed: a line of the right width is a record all the same
	comma     bool // numbers have a decimal comma
}

// cell is where a field lies in the text.
type cell struct {
	start, end int
	coded      bool // holds doubled or escaped quotes
}

// scanner cuts text into records. It never allocates in proportion to the text.
type scanner struct {
	dialect
	file  string
	data  []byte
	width int // fields a record should have; 0 when not yet known
	stop  [256]bool

	pos     int // where the next record starts
	line    int // line at pos, from 1
	begin   int // where the record last read starts
	at      int // its line
	cells   []cell
	spare   []cell // room for reading a record a second time
	scratch []byte
	fault   *Error
	endless bool // the fault is a field beyond maxField, whatever follows the text
	marks
	before    marks // as they were when the record now read began, if it has any
	beforePos int   // where that record begins; -1 when there was none
}

func newScanner(file string, data []byte, d dialect, pos, line int) *scanner {
	s := &scanner{dialect: d, file: file, data: data, pos: pos, line: line, beforePos: -1}
	s.stop[d.delimiter], s.stop['\n'], s.stop['\r'] = true, true, true
	if d.quote != 0 {
		s.stop[d.quote] = true
	}
	return s
}

// eol is the length of the line end at i, 0 when there is none. CR CR LF, which some copies make of CR LF, is one.
func (s *scanner) eol(i int) int {
	switch s.data[i] {
	case '\n':
		return 1
	case '\r':
		if i+1 < len(s.data) && s.data[i+1] == '\n' {
			return 2
		}
		if i+2 < len(s.data) && s.data[i+1] == '\r' && s.data[i+2] == '\n' {
			return 3
		}
		if s.loneCR {
			return 1
		}
	}
	return 0
}

// next reads a record into cells, skipping blank lines and comments. It returns false at the end or at a fault.
func (s *scanner) next() bool {
	for {
		for s.pos < len(s.data) {
			n := s.eol(s.pos)
			if n == 0 {
				break
			}
			s.pos, s.line = s.pos+n, s.line+1
		}
		if s.pos >= len(s.data) || s.fault != nil {
			return false
		}
		if s.comment == 0 || s.data[s.pos] != s.comment || !s.skipComment() {
			return s.record()
		}
	}
}

// skipComment passes over the line at pos unless the comment character was guessed and the line is as wide as a
// record.
func (s *scanner) skipComment() bool {
	i, fields := s.pos, 1
	for i < len(s.data) && s.eol(i) == 0 {
		if s.data[i] == s.delimiter {
			fields++
		}
		i++
	}
	if s.guessed && fields == s.width {
		return false
	}
	s.comments.add(s.line, "")
	s.pos = i
	return true
}

// strictly reads the record at pos by the rules.
func (s *scanner) strictly() bool {
	s.begin, s.at, s.cells = s.pos, s.line, s.cells[:0]
	d, i := s.data, s.pos
	for {
		if s.trim {
			for i < len(d) && d[i] == ' ' {
				i++
			}
		}
		c := cell{start: i}
		if i < len(d) && d[i] == s.quote && s.quote != 0 {
			i, c = s.quoted(i)
			if s.fault != nil {
				return false
			}
		} else {
			i = s.plain(i)
			c.end = i
		}
		s.cells = append(s.cells, c)
		if i >= len(d) {
			s.pos = i
			return true
		}
		if d[i] == s.delimiter {
			i++
			continue
		}
		s.pos, s.line = i+s.eol(i), s.line+1
		return true
	}
}

// plain returns where the unquoted text at i ends: at a delimiter, a line end or the end.
func (s *scanner) plain(i int) int {
	d, stop := s.data, &s.stop
	for {
		for i < len(d) && !stop[d[i]] {
			i++
		}
		if i >= len(d) || d[i] == s.delimiter || s.eol(i) > 0 {
			return i
		}
		if d[i] == s.quote && s.quote != 0 {
			s.odd()
			s.bare.add(s.line, "")
		}
		i++
	}
}

// quoted reads the field whose quote opens at i and returns where it ends. Text after the closing quote stays, with
// the quotes, as it is written. When such a field also spans lines, two stray quotes have swallowed the lines between
// them; then the opening one is taken as a plain character.
func (s *scanner) quoted(i int) (int, cell) {
	d, c := s.data, cell{start: i + 1}
	j := i + 1
	for {
		k := s.quoteFrom(j)
		if k < 0 || k-i > maxField {
			s.unclosed(i, k)
			return i, c
		}
		if d[k] != s.quote || k+1 < len(d) && d[k+1] == s.quote { // escaped or doubled
			if c.coded = true; d[k] != s.quote && k+1 < len(d) && d[k+1] == s.quote {
				s.odd()
				s.slashed.add(s.line, "")
			}
			j = k + 2
			continue
		}
		c.end, j = k, k+1
		break
	}
	for j < len(d) && d[j] == ' ' && s.delimiter != ' ' {
		j++
	}
	lines := s.lines(d[c.start:c.end])
	if j >= len(d) || d[j] == s.delimiter || s.eol(j) > 0 {
		s.line += lines
		return j, c
	}
	s.odd()
	if lines > 0 {
		s.open.add(s.line, "")
		j = s.plain(i + 1)
	} else {
		s.after.add(s.line, "")
		j = s.plainQuiet(c.end + 1)
	}
	return j, cell{start: i, end: j}
}

// plainQuiet is plain for text whose quotes were reported already.
func (s *scanner) plainQuiet(i int) int {
	before := s.bare
	i = s.plain(i)
	s.bare = before
	return i
}

// quoteFrom finds the next quote or escape character from i on, -1 when there is none.
func (s *scanner) quoteFrom(i int) int {
	if i > len(s.data) {
		return -1
	}
	rest := s.data[i:min(len(s.data), i+maxField+1)]
	if s.escape == 0 {
		k := bytes.IndexByte(rest, s.quote)
		if k < 0 {
			return -1
		}
		return i + k
	}
	for k, b := range rest {
		if b == s.quote || b == s.escape {
			return i + k
		}
	}
	return -1
}

// lines counts the line ends within a field.
func (s *scanner) lines(field []byte) int {
	n := bytes.Count(field, []byte{'\n'})
	if s.loneCR {
		n += bytes.Count(field, []byte{'\r'}) - bytes.Count(field, []byte("\r\n"))
	}
	return n
}

func (s *scanner) unclosed(i, k int) {
	what := "a quote opens here and never closes"
	if s.endless = k >= 0 || len(s.data)-i > maxField; s.endless {
		what = fmt.Sprintf("the quoted field that opens here is longer than %d MB; its closing quote is missing", maxField>>20)
	}
	start := i
	for start > 0 && s.data[start-1] != '\n' && !(s.loneCR && s.data[start-1] == '\r') && i-start < 1<<16 {
		start--
	}
	s.fault = &Error{File: s.file, Line: s.line, Col: utf8.RuneCount(s.data[start:i]) + 1, What: what,
		Hint: "close the quote in the file, or set quote to none if quotes mean nothing in it"}
}

// value returns field j as text without its quotes. It holds until the next call of value for a coded field.
func (s *scanner) value(j int) []byte {
	c := s.cells[j]
	raw := s.data[c.start:c.end]
	if c.coded {
		raw = s.unquote(raw)
	}
	if s.comma {
		return s.point(raw)
	}
	return raw
}

func (s *scanner) unquote(raw []byte) []byte {
	out := s.scratch[:0]
	for i := 0; i < len(raw); i++ {
		if i+1 < len(raw) && (raw[i] == s.quote && raw[i+1] == s.quote || s.escape != 0 && raw[i] == s.escape) {
			i++
		}
		out = append(out, raw[i])
	}
	s.scratch = out
	return out
}

// point writes a number with a decimal comma the way numbers are read everywhere else, with a point.
func (s *scanner) point(raw []byte) []byte {
	at := decimalComma(raw)
	if at < 0 {
		return raw
	}
	out := append([]byte(nil), raw...)
	out[at] = '.'
	return out
}

// decimalComma is where the one comma of a number like -12,50 is; -1 when the text is anything else.
func decimalComma(raw []byte) int {
	at := -1
	for i, b := range raw {
		switch {
		case b >= '0' && b <= '9':
		case (b == '-' || b == '+') && i == 0:
		case b == ',' && at < 0 && i > 0:
			at = i
		default:
			return -1
		}
	}
	if at == len(raw)-1 || at == 1 && (raw[0] == '-' || raw[0] == '+') {
		return -1
	}
	return at
}
