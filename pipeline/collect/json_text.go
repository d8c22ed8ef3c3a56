package collect

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// decode writes a string's escapes out. Halves of surrogate pairs and escaped zero bytes are no text: they are noted
// and shown as U+FFFD.
func (s *jsonScanner) decode(raw []byte, at int) ([]byte, bool) {
	out := s.buf[:0]
	for i := 0; i < len(raw); {
		n := bytes.IndexByte(raw[i:], '\\')
		if n < 0 {
			out = append(out, raw[i:]...)
			break
		}
		out = append(out, raw[i:i+n]...)
		i += n
		if c, ok := jsonEscapes[raw[i+1]]; ok {
			out, i = append(out, c), i+2
			continue
		}
		r, ok := hex4(raw[i:])
		if !ok {
			return nil, s.fail(at+i, "an escape that JSON does not have", `write a backslash as \\ and other characters as \u and four hexadecimal digits`)
		}
		if i += 6; utf16.IsSurrogate(r) {
			second, ok := hex4(raw[i:])
			if pair := utf16.DecodeRune(r, second); ok && pair != utf8.RuneError {
				r, i = pair, i+6
			} else {
				s.surrogates.add(at + i - 6)
				r = utf8.RuneError
			}
		}
		if r == 0 {
			s.zeros.add(at + i - 6)
			r = utf8.RuneError
		}
		out = utf8.AppendRune(out, r)
	}
	s.buf = out
	return out, true
}

var jsonEscapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// hex4 reads \u and four hexadecimal digits.
func hex4(b []byte) (r rune, ok bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	for _, c := range b[2:6] {
		switch {
		case c-'0' <= 9:
			r = r<<4 | rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

// compact takes the white space between tokens out of a valid JSON value.
func compact(b []byte) []byte {
	out := make([]byte, 0, len(b))
	inside := false
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case inside && c == '\\':
			out, i = append(out, c, b[i+1]), i+1
			continue
		case c == '"':
			inside = !inside
		case !inside && (c == ' ' || c == '\t' || c == '\n' || c == '\r'):
			continue
		}
		out = append(out, c)
	}
	return out
}

// quoteRune names a character in a message.
func quoteRune(r rune) string {
	if r == '\'' {
		return `"'"`
	}
	return strconv.QuoteRune(r)
}

// spots counts something that happened at some bytes of a text and remembers the first few.
type spots struct {
	count int
	at    []int
}

func (p *spots) add(at int) {
	if p.count++; len(p.at) < talliedLines {
		p.at = append(p.at, at)
	}
}

// merge adds what happened later in the text.
func (p *spots) merge(later spots) {
	p.count += later.count
	p.at = append(p.at, later.at[:min(len(later.at), talliedLines-len(p.at))]...)
}

// lines are the spots counted by line.
func (p *spots) lines(text []byte) tally {
	var t tally
	for _, at := range p.at {
		line, _ := place(text, at)
		t.add(line, "")
	}
	t.count = p.count
	return t
}

// place is the line and column of a byte, both from 1; columns are characters.
func place(text []byte, at int) (line, col int) {
	at = min(at, len(text))
	start := bytes.LastIndexByte(text[:at], '\n') + 1
	return 1 + bytes.Count(text[:start], []byte{'\n'}), 1 + utf8.RuneCount(text[start:at])
}
