package collect

import (
	"bytes"
	"context"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// maxNesting is how deep values may lie in one another. Real documents stay below 20; a limit keeps the stack small.
const maxNesting = 256

// jsonScanner reads JSON by the letter of RFC 8259, with three words more: NaN, Infinity and -Infinity, which other
// programs write where they have no number. It stops at the first fault and stays there.
type jsonScanner struct {
	data  []byte // up to where it may read: the end of the text or of a line
	pos   int
	depth int
	fault *jsonFault
	buf   []byte // the string decoded last, when it held escapes

	ctx     context.Context // asked now and then; may be nil
	entered int             // objects and arrays

	literals, surrogates, zeros, ranges spots
}

// jsonFault is what is wrong at a place.
type jsonFault struct {
	at   int // byte
	what string
	hint string
	soft bool // the value can be read to its end, so only its record is lost
}

const jsonHint = "mend the text at this place, or have the program that wrote it write it again"

// fail notes what is wrong at a byte.
func (s *jsonScanner) fail(at int, what, hint string) bool {
	if s.fault == nil {
		s.fault = &jsonFault{at: at, what: what, hint: hint}
	}
	return false
}

// unexpected fails at the next byte, which is not what has to come.
func (s *jsonScanner) unexpected(want string) bool {
	c := s.blank()
	rest := s.data[min(s.pos, len(s.data)):]
	switch {
	case len(rest) == 0:
		return s.fail(s.pos, "the text ends where "+want+" has to come; it may have been cut off", "get the file again, or cut it back to its last whole record")
	case c == '}' || c == ']':
		if before := bytes.TrimRight(s.data[:s.pos], " \t\r\n"); len(before) > 0 && before[len(before)-1] == ',' {
			return s.fail(s.pos, "a comma before the closing "+string(rune(c))+", where "+want+" has to come", "take out the comma")
		}
	case c == '\'':
		return s.fail(s.pos, "a single quote, where "+want+" has to come", "JSON has double quotes only; in Python write with json.dumps")
	case c == '/' || c == '#':
		return s.fail(s.pos, "a comment, where "+want+" has to come", "take the comments out; JSON has none")
	}
	for _, word := range []string{"None", "True", "False", "undefined"} {
		if bytes.HasPrefix(rest, []byte(word)) {
			return s.fail(s.pos, word+", where "+want+" has to come", "JSON has null, true and false; in Python write with json.dumps")
		}
	}
	r, _ := utf8.DecodeRune(rest)
	return s.fail(s.pos, quoteRune(r)+", where "+want+" has to come", jsonHint)
}

// blank skips white space and returns the byte that follows, 0 at the end.
func (s *jsonScanner) blank() byte {
	for s.pos < len(s.data) {
		c := s.data[s.pos]
		if c > ' ' {
			return c
		}
		if c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return c
		}
		s.pos++
	}
	return 0
}

const (
	onesOf  = 0x0101010101010101
	highsOf = 0x8080808080808080
)

// marked has the high bit set of the first byte of w that is a quote, a backslash or a control character. (Bytes
// after it may be marked too.)
func marked(w uint64) uint64 {
	quote, slash := w^(onesOf*'"'), w^(onesOf*'\\')
	return ((w-onesOf*' ')&^w | (quote-onesOf)&^quote | (slash-onesOf)&^slash) & highsOf
}

// quoted reads a string at its opening quote and returns what is between the quotes, and whether it holds escapes.
func (s *jsonScanner) quoted() (raw []byte, coded, ok bool) {
	open, d := s.pos, s.data
	for i := open + 1; ; {
		for i+8 <= len(d) {
			m := marked(binary.LittleEndian.Uint64(d[i:]))
			if m != 0 {
				i += bits.TrailingZeros64(m) >> 3
				break
			}
			i += 8
		}
		for i < len(d) && d[i] != '"' && d[i] != '\\' && d[i] >= ' ' {
			i++
		}
		if i >= len(d) {
			return nil, false, s.fail(open, "a string that opens here and never ends; the text may have been cut off", "close the string, or get the file again")
		}
		switch d[i] {
		case '"':
			s.pos = i + 1
			return d[open+1 : i], coded, true
		case '\\':
			coded, i = true, i+2
			continue
		}
		if d[i] == '\n' || d[i] == '\r' {
			return nil, false, s.fail(i, "a string that is not closed before its line ends; the line may have been cut off", `close the string, or write a line end in it as \n`)
		}
		return nil, false, s.fail(i, "a control character inside a string", `write it as an escape such as \t`)
	}
}

// text reads a string and returns it decoded. The bytes are valid until the next string.
func (s *jsonScanner) text() ([]byte, bool) {
	at := s.pos
	raw, coded, ok := s.quoted()
	if ok && coded {
		return s.decode(raw, at+1)
	}
	return raw, ok
}

// number reads a number and returns its letters.
func (s *jsonScanner) number() ([]byte, bool) {
	d, start := s.data, s.pos
	i := start
	digits := func() bool {
		from := i
		for i < len(d) && d[i]-'0' <= 9 {
			i++
		}
		return i > from
	}
	if d[i] == '-' {
		i++
	}
	whole := i
	if !digits() {
		s.pos = i
		return nil, s.unexpected("a digit")
	}
	if d[whole] == '0' && i > whole+1 {
		return nil, s.fail(whole, "a number with a leading zero", "write codes as strings, in double quotes, and numbers without zeros in front")
	}
	if i < len(d) && d[i] == '.' {
		if i++; !digits() {
			s.pos = i
			return nil, s.unexpected("a digit")
		}
	}
	if i < len(d) && d[i]|0x20 == 'e' {
		if i++; i < len(d) && (d[i] == '+' || d[i] == '-') {
			i++
		}
		if !digits() {
			s.pos = i
			return nil, s.unexpected("a digit")
		}
	}
	s.pos = i
	return d[start:i], true
}

// word reads true, false or null and returns it; NaN and the infinities are noted and returned as null.
func (s *jsonScanner) word() (string, bool) {
	rest := s.data[s.pos:]
	for _, w := range [...]string{"true", "false", "null", "NaN", "Infinity", "-Infinity"} {
		if len(rest) < len(w) || string(rest[:len(w)]) != w {
			continue
		}
		if w[0] == 'N' || w[0] == 'I' || w[0] == '-' {
			s.literals.add(s.pos)
			s.pos += len(w)
			return "null", true
		}
		s.pos += len(w)
		return w, true
	}
	return "", s.unexpected("a value")
}

// infinite reports whether the minus sign at hand starts -Infinity.
func (s *jsonScanner) infinite() bool { return s.pos+1 < len(s.data) && s.data[s.pos+1] == 'I' }

// enter goes one level down, leave comes back up.
func (s *jsonScanner) enter() bool {
	if s.depth++; s.depth > maxNesting {
		return s.fail(s.pos, "objects and arrays nested too deep: more than the limit of 256", "flatten the data before it is written")
	}
	if s.entered++; s.entered&0xfff == 0 && s.ctx != nil && s.ctx.Err() != nil {
		return s.fail(s.pos, "the reading was stopped", "read it again")
	}
	s.pos++
	return true
}

func (s *jsonScanner) leave() bool {
	s.depth--
	s.pos++
	return true
}

// skip reads any value without keeping it.
func (s *jsonScanner) skip() bool {
	switch c := s.blank(); c {
	case '{':
		return s.members(func([]byte, int) bool { return s.skip() })
	case '[':
		return s.elements(func() bool { return s.skip() })
	case '"':
		_, ok := s.text()
		return ok
	default:
		return s.scalar(c)
	}
}

// scalar reads a number or a word without keeping it.
func (s *jsonScanner) scalar(c byte) bool {
	if c == '-' && !s.infinite() || c-'0' <= 9 {
		_, ok := s.number()
		return ok
	}
	_, ok := s.word()
	return ok
}

// members reads an object; do gets each key and where it stands, and reads the value, blanks before it included.
func (s *jsonScanner) members(do func(key []byte, at int) bool) bool {
	if !s.enter() {
		return false
	}
	if s.blank() == '}' {
		return s.leave()
	}
	for {
		if s.blank() != '"' {
			return s.unexpected("a key in double quotes")
		}
		at := s.pos
		key, ok := s.text()
		if !ok {
			return false
		}
		if s.blank() != ':' {
			return s.unexpected("a colon after the key")
		}
		s.pos++
		if !do(key, at) {
			return false
		}
		switch s.blank() {
		case ',':
			s.pos++
		case '}':
			return s.leave()
		default:
			return s.unexpected("a comma or }")
		}
	}
}

// elements reads an array; do reads each element and finds the scanner at its first byte.
func (s *jsonScanner) elements(do func() bool) bool {
	if !s.enter() {
		return false
	}
	if s.blank() == ']' {
		return s.leave()
	}
	for {
		if c := s.blank(); c == ']' || c == 0 {
			return s.unexpected("a value")
		}
		if !do() {
			return false
		}
		switch s.blank() {
		case ',':
			s.pos++
		case ']':
			return s.leave()
		default:
			return s.unexpected("a comma or ]")
		}
	}
}
