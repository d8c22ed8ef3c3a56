package collect

import (
	"encoding/binary"
	"math/bits"
)

// straight is the road for records without anything unusual: fields end at a delimiter, numbers are short and plain,
// quotes surround whole fields. Eight bytes are looked at together (Mycroft's test for a zero byte; the digits of a
// number are weighed as in Lemire, "Number parsing at a gigabyte per second", 2021). Where a record is anything else, it
// is left to the scanner, which knows all rules; so this road may refuse but never decide otherwise.
type straight struct {
	ok                        bool
	delimiter, quote, comment byte
	delimiters, quotes        uint64 // the byte eight times
}

const (
	ones     = 0x0101010101010101
	highs    = 0x8080808080808080
	newlines = ones * '\n'
	returns  = ones * '\r'
	ahead    = 32 // bytes that must follow the place where a field starts
)

func newStraight(s *scanner) straight {
	t := straight{ok: !s.trim && !s.comma && !s.loneCR && s.escape == 0, delimiter: s.delimiter, quote: s.quote, comment: s.comment}
	if t.quote == 0 {
		t.quote = t.delimiter
	}
	t.delimiters, t.quotes = ones*uint64(t.delimiter), ones*uint64(t.quote)
	return t
}

// zeros has the high bit of each byte of v that is zero, and maybe of bytes above the lowest of these.
func zeros(v uint64) uint64 { return (v - ones) &^ v & highs }

// straight reads the record at s.pos into place b.rows and moves on; false leaves everything as it was. Fields are found
// first; words get their codes only when the whole record has turned out plain.
func (b *block) straight(s *scanner, t *straight) bool {
	d, i := s.data, s.pos
	if i+ahead > len(d) || d[i] == '\n' || d[i] == '\r' || d[i] == t.delimiter || t.comment != 0 && d[i] == t.comment {
		return false
	}
	for j := range b.columns {
		if i+ahead > len(d) {
			return false
		}
		if j > 0 {
			if d[i] != t.delimiter {
				return false
			}
			i++
		}
		if c := &b.columns[j]; c.lexicon == nil && !c.skip {
			f := &b.fields[j]
			f.start = i
			i = plainNumber(&c.numbers[b.rows], d, i, t)
			f.end = i
		} else {
			i = b.fields[j].find(d, i, t)
		}
		if i < 0 {
			return false
		}
	}
	if d[i] == '\r' {
		i++
	}
	if i >= len(d) || d[i] != '\n' || !b.straightRow(s, i+1) {
		return false
	}
	for _, j := range b.wordy {
		b.columns[j].field(b.rows, d, b.fields[j])
	}
	return true
}

// field is where a field lies; of one that is up to eight bytes long key holds those.
type field struct {
	start, end int
	key        uint64
	keyed      bool
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

// plainNumber reads the number at i into x and returns where it ends, -1 when it is not one that can be read straight.
func plainNumber(x *float64, d []byte, i int, t *straight) int {
	if d[i] == t.delimiter || d[i] == '\n' || d[i] == '\r' { // also where quote stands for delimiter
		*x = nan
		return i
	}
	negative := d[i] == '-'
	if negative {
		i++
	}
	whole, n := digits(d[i:])
	if n == 0 || n > 1 && d[i] == '0' || n == 8 {
		return -1
	}
	i += n
	v := float64(whole)
	if d[i] == '.' {
		fraction, k := digits(d[i+1:])
		if k == 0 || k == 8 {
			return -1
		}
		i += 1 + k
		v = float64(whole*wholeTens[k]+fraction) / tens[k]
	}
	if d[i] != t.delimiter && d[i] != '\n' && d[i] != '\r' {
		return -1
	}
	if negative {
		v = -v
	}
	*x = v
	return i
}

var wholeTens = [...]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7}

// digits reads the digits d starts with, up to eight, and says how many there are; 8 may be more.
func digits(d []byte) (v uint64, n int) {
	x := binary.LittleEndian.Uint64(d) ^ ones*'0'
	m := (x + ones*0x76 | x) & highs
	n = bits.TrailingZeros64(m) / 8
	x <<= uint(64 - 8*n)
	x = x*10 + x>>8
	return ((x&0x000000ff000000ff)*(100+1000000<<32) + (x>>16&0x000000ff000000ff)*(1+10000<<32)) >> 32, n
}

// find finds the text at i and returns where the field ends, -1 when it is not one that can be read straight.
func (f *field) find(d []byte, i int, t *straight) int {
	if d[i] == t.quote && t.quote != t.delimiter {
		return f.quoted(d, i, t)
	}
	f.start, f.keyed = i, false
	w := binary.LittleEndian.Uint64(d[i:])
	m := t.stops(w)
	if m != 0 {
		n := bits.TrailingZeros64(m) / 8
		f.key, f.keyed = w&(1<<uint(8*n)-1), true
		i += n
	}
	for m == 0 {
		if i += 8; i+8 > len(d) {
			return -1
		}
		if m = t.stops(binary.LittleEndian.Uint64(d[i:])); m != 0 {
			i += bits.TrailingZeros64(m) / 8
		}
	}
	if d[i] == t.quote && t.quote != t.delimiter {
		return -1
	}
	f.end = i
	return i
}

// stops marks the bytes that may end a field.
func (t *straight) stops(w uint64) uint64 {
	return zeros(w^t.delimiters) | zeros(w^t.quotes) | zeros(w^newlines) | zeros(w^returns)
}

// quoted finds a field between quotes that holds neither quotes nor line ends.
func (f *field) quoted(d []byte, i int, t *straight) int {
	f.start, f.keyed = i+1, false
	for i = f.start; i+8 <= len(d); i += 8 {
		w := binary.LittleEndian.Uint64(d[i:])
		m := zeros(w^t.quotes) | zeros(w^newlines) | zeros(w^returns)
		if m == 0 {
			continue
		}
		i += bits.TrailingZeros64(m) / 8
		if i+1 >= len(d) || d[i] != t.quote || d[i+1] != t.delimiter && d[i+1] != '\n' && d[i+1] != '\r' {
			return -1
		}
		f.end = i
		return i + 1
	}
	return -1
}

// field puts the text of a field into a column of words.
func (c *cells) field(row int, d []byte, f field) {
	if f.start == f.end {
		c.codes[row] = -1
		return
	}
	v := d[f.start:f.end]
	if !f.keyed || missingFirst[v[0]] {
		c.word(row, v)
		return
	}
	c.codes[row] = c.lexicon.short(f.key, v)
}
