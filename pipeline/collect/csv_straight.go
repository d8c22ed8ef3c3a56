package collect

import (
	"encoding/binary"
	"math/bits"
)

// straight is the road for records without anything unusual: as many fields as columns, numbers of a few plain digits,
// quotes only around whole fields. Where a record is anything else it is left to the scanner, which knows all rules; so
// this road may refuse but never decide otherwise.
//
// First the places are found where fields may end, 64 bytes at a time (Mycroft's test for a zero byte; the bits are
// gathered as in Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019). Then the digits of a number are
// weighed together (Lemire, "Number parsing at a gigabyte per second", 2021). No step waits for the one before.
type straight struct {
	ok                        bool
	delimiter, quote, comment byte
	delimiters, quotes        uint64 // the byte eight times
	at                        int    // where the next record starts, if it follows the one before
	base                      int    // the window of 64 bytes looked at
	mask                      uint64 // the stops in it that have not been passed
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
	ahead = 16 // bytes that must follow a window, for looking beyond its fields
)

func newStraight(s *scanner) straight {
	t := straight{ok: !s.trim && !s.comma && !s.loneCR && s.escape == 0, delimiter: s.delimiter, quote: s.quote, comment: s.comment, at: -1}
	if t.quote == 0 {
		t.quote = t.delimiter
	}
	t.delimiters, t.quotes = ones*uint64(t.delimiter), ones*uint64(t.quote)
	return t
}

// zeros has the high bit of each byte of v that is zero, and maybe of bytes above the lowest of these.
func zeros(v uint64) uint64 { return (v - ones) &^ v & highs }

// straight reads the record at s.pos into place b.rows and moves on; false leaves everything as it was. Words get their
// codes only when the whole record has turned out plain.
func (b *block) straight(s *scanner, t *straight) bool {
	d, i := s.data, s.pos
	if i >= len(d) || d[i] == '\n' || d[i] == '\r' || d[i] == t.delimiter || t.comment != 0 && d[i] == t.comment {
		return false
	}
	next := t.cut(b.fields, d, i)
	if next < 0 {
		t.at = -1
		return false
	}
	for _, j := range b.numeric {
		if !plainNumber(&b.columns[j].numbers[b.rows], d, b.fields[j]) {
			t.at = -1
			return false
		}
	}
	if !b.straightRow(s, next) {
		t.at = -1
		return false
	}
	for _, j := range b.wordy {
		b.columns[j].field(b.rows, d, b.fields[j])
	}
	return true
}

// field is where a field lies, without its quotes.
type field struct{ start, end int }

// cut finds the fields of the record at i and returns where the next starts, -1 when it cannot be cut straight. Delimiters,
// which are most stops, are passed here; everything else goes through stop.
func (t *straight) cut(fields []field, d []byte, i int) int {
	if t.at != i {
		t.base, t.mask = i-64, 0
	}
	start, k, last := i, 0, len(fields)-1
	for {
		base, mask, delimiter := t.base, t.mask, t.delimiter
		for ; mask != 0 && k < last; mask &= mask - 1 {
			p := base + bits.TrailingZeros64(mask)
			if d[p] != delimiter {
				break
			}
			fields[k] = field{start, p}
			k, start = k+1, p+1
		}
		t.mask = mask
		p := t.stop(d)
		if p < 0 {
			return -1
		}
		end := p
		switch c := d[p]; {
		case c == t.quote && c != delimiter:
			if p != start {
				return -1
			}
			if start, end = p+1, t.closing(d); end < 0 {
				return -1
			}
			if p = t.stop(d); p != end+1 {
				return -1
			}
		case c != delimiter && c != '\n' && c != '\r':
			continue // part of the field
		}
		fields[k] = field{start, end}
		if d[p] != delimiter {
			return t.turn(d, p, k == last)
		}
		if k == last {
			return -1
		}
		k, start = k+1, p+1
	}
}

// turn passes the line end at p, when the record is whole.
func (t *straight) turn(d []byte, p int, whole bool) int {
	if !whole {
		return -1
	}
	if d[p] == '\r' {
		if t.stop(d) != p+1 {
			return -1
		}
		p++
	}
	if d[p] != '\n' {
		return -1
	}
	t.at = p + 1
	return t.at
}

// closing finds the quote that ends a field, -1 when a line end comes first.
func (t *straight) closing(d []byte) int {
	for {
		p := t.stop(d)
		switch {
		case p < 0 || d[p] == '\n' || d[p] == '\r':
			return -1
		case d[p] == t.quote:
			return p
		}
	}
}

// stop returns the next place where a field may end, -1 when the text is nearly over.
func (t *straight) stop(d []byte) int {
	for t.mask == 0 {
		t.base += 64
		if t.base+64+ahead > len(d) {
			return -1
		}
		t.mask = t.window(d[t.base : t.base+64])
	}
	p := t.base + bits.TrailingZeros64(t.mask)
	t.mask &= t.mask - 1
	return p
}

// window marks the bytes that may end a field: the delimiter, the quote, and all control characters. Some others may be
// marked too.
func (t *straight) window(d []byte) (mask uint64) {
	const controls = ones * 0xe0
	for k := 0; k < 64; k += 8 {
		w := binary.LittleEndian.Uint64(d[k : k+8])
		m := (zeros(w^t.delimiters) | zeros(w^t.quotes) | zeros(w&controls)) >> 7
		mask |= m * 0x0102040810204080 >> 56 << k
	}
	return mask
}

// straightRow makes the checks that every record gets, and moves on to next.
func (b *block) straightRow(s *scanner, next int) bool {
	f := &b.fields[0]
	l := s.data[f.start:f.end]
	if len(l) == 0 || len(b.checks.layout.heading) > 0 && string(l) == b.checks.layout.heading[0] {
		return false // an empty row or the header again, perhaps
	}
	s.begin, s.at = s.pos, s.line
	if totalFirst[l[0]] {
		s.cells = append(s.cells[:0], cell{start: f.start, end: f.end})
		b.checks.watchTotal(s)
	}
	b.checks.records++
	b.checks.lastLine, b.checks.lastShort = s.at, false
	s.pos, s.line = next, s.line+1
	return true
}

// plainNumber reads a number of up to eight characters into x at once, longer ones digit by digit. It returns false
// when the field holds anything else; an empty one is a missing number.
func plainNumber(x *float64, d []byte, f field) bool {
	i, n := f.start, uint(f.end-f.start)
	if n == 0 {
		*x = nan
		return true
	}
	if n > 8 {
		v, ok := number(d[f.start:f.end])
		*x = v
		return ok
	}
	negative := d[i] == '-'
	if negative {
		if i, n = i+1, n-1; n == 0 {
			return false
		}
	}
	w := binary.LittleEndian.Uint64(d[i : i+8])
	whole, fraction := n, uint(0)
	if dots := zeros(w^ones*'.') & (1<<(8*n) - 1); dots != 0 { // the point is taken out, and the digits moved together
		whole = uint(bits.TrailingZeros64(dots)) / 8
		before := uint64(1)<<(8*whole) - 1
		w = w&before | w>>8&^before
		n--
		if fraction = n - whole; whole == 0 || fraction == 0 {
			return false
		}
	}
	if whole > 1 && d[i] == '0' { // a code
		return false
	}
	w = (w ^ ones*'0') << (64 - 8*n)
	if (w+ones*0x76|w)&highs != 0 {
		return false
	}
	w = w*10 + w>>8
	v := float64(((w&0x000000ff000000ff)*(100+1000000<<32) + (w>>16&0x000000ff000000ff)*(1+10000<<32)) >> 32)
	if fraction > 0 {
		v /= tens[fraction]
	}
	if negative {
		v = -v
	}
	*x = v
	return true
}

// field puts the text of a field into a column of words.
func (c *cells) field(row int, d []byte, f field) {
	n := uint(f.end - f.start)
	switch {
	case n == 0:
		c.codes[row] = -1
	case n > 8 || missingFirst[d[f.start]]:
		c.word(row, d[f.start:f.end])
	default:
		w := binary.LittleEndian.Uint64(d[f.start:f.start+8]) & (1<<(8*n) - 1)
		c.codes[row] = c.lexicon.short(w, d[f.start:f.end])
	}
}
