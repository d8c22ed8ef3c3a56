package collect

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"unicode/utf8"
)

// TestCensus counts texts of several pieces, with characters across their borders, as the library does.
func TestCensus(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	parts := []string{"a", "bc,", "\n", "0123456789", "\r\n", "é", "–", "😀", "\r\r\n", "\\", "\x00", "\xff", "\xe2\x80"}
	for range 300 {
		some := parts[:2+r.IntN(len(parts)-1)]
		var b bytes.Buffer
		for n := r.IntN(3 * pieceBytes); b.Len() < n; {
			b.WriteString(some[r.IntN(len(some))])
		}
		text := b.Bytes()
		v := censusOf(text)
		rest := bytes.ContainsFunc(text, func(c rune) bool { return c >= utf8.RuneSelf })
		for what, same := range map[string]bool{
			"ascii":       v.ascii == !rest,
			"valid":       v.valid == utf8.Valid(text),
			"zeros":       v.zeros == bytes.Contains(text, []byte{0}),
			"returns":     v.returns == bytes.Contains(text, []byte("\r")),
			"doubled":     v.doubled == bytes.Contains(text, []byte("\r\r\n")),
			"backslashes": v.backslashes == bytes.Contains(text, []byte("\\")),
		} {
			if !same {
				t.Fatalf("%s is wrong in %d bytes of %q", what, len(text), some)
			}
		}
		for range 20 {
			to := r.IntN(len(text) + 1)
			from := r.IntN(to + 1)
			if got, want := v.lineFeeds(text, from, to), bytes.Count(text[from:to], []byte{'\n'}); got != want {
				t.Fatalf("%d line feeds in %d:%d, want %d", got, from, to, want)
			}
		}
	}
}

// TestCensusAtBorders puts one character, whole and damaged, across the border of two pieces.
func TestCensusAtBorders(t *testing.T) {
	for _, c := range []string{"é", "–", "😀", "\xf0\x9f\x98", "\x98\x80", "\xe2\x80x", "\x80\x80\x80\x80\x80"} {
		for before := range 6 {
			text := append(bytes.Repeat([]byte{'a'}, pieceBytes-before), c+"b"...)
			if v := censusOf(text); v.ascii || v.valid != utf8.Valid(text) {
				t.Errorf("%q %d bytes before the border: valid %v", c, before, v.valid)
			}
		}
	}
}
