package kit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

const (
	reset   = "\x1b[m"
	hidden  = "◊" // stands for a character that would draw nothing or move its neighbours
	foreign = "�" // stands for bytes that are not text
)

// Clean makes text from outside safe to draw on one line: control, bidirectional and zero-width characters, broken
// UTF-8 and emoji that terminals measure differently become visible marks. What it returns has the same width for
// every way of counting cells.
func Clean(s string) string {
	if printable(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		piece, _, n := next(s, false)
		b.WriteString(piece)
		s = s[n:]
	}
	return b.String()
}

// CleanLines is Clean for text of several lines; line ends stay.
func CleanLines(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, l := range lines {
		lines[i] = Clean(strings.ReplaceAll(l, "\t", "    "))
	}
	return strings.Join(lines, "\n")
}

// CleanCell is Clean for a data cell: blanks that are easy to overlook, at either end or doubled inside, show as dots.
func CleanCell(s string) string {
	s = Clean(s)
	if s == "" || s[0] != ' ' && s[len(s)-1] != ' ' && !strings.Contains(s, "  ") {
		return s
	}
	body := strings.Trim(s, " ")
	lead := len(s) - len(strings.TrimLeft(s, " "))
	if body == "" {
		return strings.Repeat("·", len(s))
	}
	tail := len(s) - lead - len(body)
	body = strings.ReplaceAll(body, "  ", "··")
	return strings.Repeat("·", lead) + body + strings.Repeat("·", tail)
}

func printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// next splits the first drawable piece off a non-empty text: what to draw, its cells, and the bytes it used. With
// styled, colour sequences pass through as pieces of no width.
func next(s string, styled bool) (piece string, width, n int) {
	c := s[0]
	if c >= ' ' && c <= '~' && (len(s) == 1 || s[1] < 0x80) {
		return s[:1], 1, 1
	}
	if c < ' ' || c == 0x7f {
		if c == 0x1b && styled {
			if n := colourSequence(s); n > 0 {
				return s[:n], 0, n
			}
		}
		return control(c), 1, 1
	}
	if c == 0xe2 && simple(s) {
		return s[:3], 1, 3
	}
	if r, n := utf8.DecodeRuneInString(s); narrow(r) && (n == len(s) || s[n] < 0x80) {
		return s[:n], 1, n
	}
	return cluster(s)
}

// narrow reports whether a character is one of the frequent ones that take one cell everywhere.
func narrow(r rune) bool {
	switch {
	case r > 0xa0 && r < 0x250:
		return r != 0xad // the soft hyphen
	case r >= 0x25a0 && r <= 0x25fc, r >= 0x2190 && r <= 0x2193:
		return true
	}
	return r == '–' || r == '—' || r == '…' || r == '•' || r == '’' || r == '∅' || r == '✓' || r == '✗' || r == '‹' || r == '›' ||
		r == '−' || r == '≤' || r == '≥' || r == '≈'
}

// simple reports whether s starts with a line, block or braille character that nothing can combine with.
func simple(s string) bool {
	return len(s) >= 3 && plot(s) && (len(s) == 3 || s[3] < 0x80 || plot(s[3:]))
}

func plot(s string) bool { // U+2500..U+25BF and U+2801..U+28FF
	return len(s) >= 3 && s[0] == 0xe2 && s[2]&0xc0 == 0x80 &&
		(s[1] >= 0x94 && s[1] <= 0x96 || s[1] >= 0xa0 && s[1] <= 0xa3 && s[1:3] != "\xa0\x80")
}

// colourSequence returns the length of the colour sequence s starts with, or 0.
func colourSequence(s string) int {
	if len(s) < 3 || s[1] != '[' {
		return 0
	}
	for i := 2; i < len(s) && i < 64; i++ {
		switch {
		case s[i] == 'm':
			return i + 1
		case s[i] != ';' && s[i] != ':' && (s[i] < '0' || s[i] > '9'):
			return 0
		}
	}
	return 0
}

// control returns the mark of a control character. Few fonts have the control pictures of Unicode, so only those people
// meet have a mark of their own.
func control(c byte) string {
	switch c {
	case '\t':
		return "→"
	case '\n':
		return "↵"
	}
	return hidden
}

// cluster handles everything that is not plain: it draws a group of characters as it is only when all ways of
// measuring it agree.
func cluster(s string) (piece string, width, n int) {
	group, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	if group == "" {
		return foreign, 1, 1
	}
	var b strings.Builder
	plain := true
	for i, r := range group {
		drawn := draw(group[i:], r)
		plain = plain && drawn == string(r)
		b.WriteString(drawn)
	}
	out := b.String()
	if len(group) <= 32 && agree(out) {
		return out, ansi.StringWidth(out), len(group)
	}
	first, size := utf8.DecodeRuneInString(group)
	head := draw(group, first)
	if !agree(head) || ansi.StringWidth(head) == 0 {
		head = foreign
	}
	if size < len(group) {
		head += hidden
	}
	return head, ansi.StringWidth(head), len(group)
}

// agree reports whether all ways of counting give a piece the same cells, also with a neighbour on either side.
func agree(s string) bool {
	w := ansi.StringWidth(s)
	return w == ansi.StringWidthWc(s) && ansi.StringWidth("a"+s) == w+1 && ansi.StringWidth(s+"a") == w+1
}

// draw returns what stands for one character.
func draw(s string, r rune) string {
	switch {
	case r == utf8.RuneError && !strings.HasPrefix(s, foreign), r >= 0x80 && r < 0xa0:
		return foreign
	case r < ' ' || r == 0x7f:
		return control(byte(r))
	case r >= 0x1f1e6 && r <= 0x1f1ff: // the letters of flags
		return string('A' + r - 0x1f1e6)
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r), unicode.Is(unicode.Zl, r),
		unicode.Is(unicode.Zp, r), unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r),
		r >= 0x1f3fb && r <= 0x1f3ff, r == 0x2800: // skin tones, the empty braille cell
		return hidden
	case r != ' ' && unicode.Is(unicode.Zs, r):
		return "·"
	case !unicode.IsGraphic(r):
		return foreign
	}
	return string(r)
}
