package collect

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"strings"
)

// straight is the road for records without anything unusual: as many fields as columns, quotes only around whole fields.
// A record that is anything else is left to the scanner, which knows all rules; so this road may refuse but never decide
// otherwise.
//
// It is the inner loop of reading, and looks as it does for that. First the places are found where fields may end, 64
// bytes at a time (their bits are gathered as in Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019), and
// kept for a run of records. Then each column is read from top to bottom: its cells are alike, so the loops over them are
// short and seldom take another turn than the processor expects.
type straight struct {
	ok                        bool
	delimiter, quote, comment byte      // the quote is the delimiter when nothing is quoted
	delimiters, quotes        uint64    // the byte's complement eight times
	odd                       [256]bool // what records start with that need a closer look
	width                     int
	ends                      []int32 // of every record the place before it, then where each field ends, quotes included
	base                      int     // the window of 64 bytes looked at
	mask                      uint64  // the stops in it that have not been passed
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
	ahead = 16      // bytes that must follow a window, for looking beyond its fields
	run   = 2048    // ends that are kept; few enough to stay at hand
	reach = 1 << 30 // bytes of a run, at most
)

func newStraight(s *scanner, l *layout) *straight {
	t := &straight{ok: !s.trim && !s.comma && !s.loneCR && s.escape == 0, delimiter: s.delimiter, quote: s.quote, comment: s.comment, width: l.width}
	if t.quote == 0 {
		t.quote = t.delimiter
	}
	t.delimiters, t.quotes = ones*uint64(t.delimiter^0x7f), ones*uint64(t.quote^0x7f)
	t.ends = make([]int32, max(run, l.width+1))
	t.odd = totalFirst
	for c := range t.odd {
		t.odd[c] = t.odd[c] || c <= ' ' || c >= 0x80 || byte(c) == t.comment || len(l.heading) > 0 && strings.HasPrefix(l.heading[0], string([]byte{byte(c)}))
	}
	return t
}

// straight reads plain records from s.pos on, as long as they start before end, into the places from b.rows on. It
// returns how many they are.
func (b *block) straight(s *scanner, t *straight, end int) int {
	d := s.data[s.pos:min(len(s.data), s.pos+reach)]
	rows, next := t.cut(b, s, d, end-s.pos)
	if rows == 0 {
		return 0
	}
	ends := t.ends[:rows*(t.width+1)]
	for _, j := range b.numeric {
		b.columns[j].plainNumbers(b.rows, d, ends[j:], t)
	}
	for _, j := range b.wordy {
		b.columns[j].plainWords(b.rows, d, ends[j:], t)
	}
	s.pos, s.line = s.pos+next, s.line+rows
	s.at = s.line - 1
	b.checks.records += rows
	b.checks.lastLine, b.checks.lastShort = s.at, false
	return rows
}

// cut finds the ends of the fields in d, record by record, while records start before end. It returns how many records
// were plain and where the next one starts.
func (t *straight) cut(b *block, s *scanner, d []byte, end int) (rows, next int) {
	ends, delimiter := t.ends, t.delimiter
	ends[0] = -1
	k, last := 1, t.width // places in ends: the one to be filled, and that of the record's last field
	for t.base = -64; t.window(d); {
		base, mask := t.base, t.mask
		for mask != 0 {
			p := base + bits.TrailingZeros64(mask)
			mask &= mask - 1
			if uint(k) >= uint(len(ends)) {
				return rows, next
			}
			switch c := d[p]; {
			case c == delimiter:
				ends[k] = int32(p)
				k++
			case c == '\n':
				if k != last {
					return rows, next
				}
				ends[k] = int32(p)
				if p > 0 && d[p-1] == '\r' {
					ends[k]--
				}
				if !t.plainRow(b, s, d, ends[last-t.width:], rows) {
					return rows, next
				}
				rows, next = rows+1, p+1
				last += t.width + 1
				if next >= end || last >= len(ends) {
					return rows, next
				}
				ends[k+1] = int32(p)
				k += 2
			case c == t.quote:
				t.mask = mask
				if p != int(ends[k-1])+1 || !t.quoted(d) {
					return rows, next
				}
				base, mask = t.base, t.mask
			case c == '\r' && d[p+1] != '\n':
				return rows, next
			} // else it is part of the field
		}
	}
	return rows, next
}

// quoted passes the text of a field whose quote has just opened. It returns false unless the quote closes on the same line,
// where the field ends.
func (t *straight) quoted(d []byte) bool {
	for {
		for t.mask == 0 {
			if !t.window(d) {
				return false
			}
		}
		p := t.base + bits.TrailingZeros64(t.mask)
		t.mask &= t.mask - 1
		switch d[p] {
		case t.quote:
			c := d[p+1]
			return c == t.delimiter || c == '\n' || c == '\r'
		case '\n', '\r':
			return false
		}
	}
}

// window marks the bytes of the next 64 that may end a field: the delimiter, the quote, and all control
// characters. It returns false when the text is nearly over.
func (t *straight) window(d []byte) bool {
	t.base += 64
	if t.base+64+ahead > len(d) {
		return false
	}
	w := d[t.base : t.base+64 : t.base+64]
	t.mask = t.stops(w[0:8]) | t.stops(w[8:16])<<8 | t.stops(w[16:24])<<16 | t.stops(w[24:32])<<24 |
		t.stops(w[32:40])<<32 | t.stops(w[40:48])<<40 | t.stops(w[48:56])<<48 | t.stops(w[56:64])<<56
	return true
}

// stops marks them in eight bytes: seven bits plus one carry into the eighth just where they are all ones.
func (t *straight) stops(d []byte) uint64 {
	w := binary.LittleEndian.Uint64(d)
	v := w &^ highs
	x, y, z := v^t.delimiters, v^t.quotes, v^^uint64(highs)
	return ((x + ones) | (y + ones) | (z + ones*' ')) &^ w & highs * 0x0002040810204081 >> 56
}

// plainRow makes the checks that every record gets. Its ends come first in ends, and so many rows of the run before it. It
// returns false when the record needs a closer look.
func (t *straight) plainRow(b *block, s *scanner, d []byte, ends []int32, rows int) bool {
	start := int(ends[0]) + 1
	first := t.inside(d, start, int(ends[1]))
	if len(first) == 0 || d[start] == t.comment && t.comment != 0 {
		return false // an empty row, perhaps, or a comment
	}
	c := first[0]
	if !t.odd[c] {
		return true
	}
	if l := b.checks.layout; len(l.heading) > 0 && string(bytes.TrimSpace(first)) == l.heading[0] {
		return false // the header again, perhaps
	}
	if totalFirst[c] {
		s.at = s.line + rows
		at := s.pos + start
		if d[start] == t.quote {
			at++
		}
		s.cells = append(s.cells[:0], cell{start: at, end: at + len(first)})
		b.checks.watchTotal(s)
	}
	return true
}

// inside is the text of a field without its quotes.
func (t *straight) inside(d []byte, start, end int) []byte {
	if end > start && d[start] == t.quote {
		return d[start+1 : end-1]
	}
	return d[start:end]
}
