package table

import (
	"slices"
	"strings"
	"unicode"
)

// NameWords cuts a column name into lower-case words: at anything that is no letter or digit, where a capital follows
// a small letter, and where digits follow letters.
func NameWords(name string) []string {
	var b strings.Builder
	small, letter := false, false
	for _, r := range name {
		switch {
		case unicode.IsLetter(r):
			if small && unicode.IsUpper(r) {
				b.WriteByte(' ')
			}
			b.WriteRune(unicode.ToLower(r))
		case unicode.IsDigit(r):
			if letter {
				b.WriteByte(' ')
			}
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
		small, letter = unicode.IsLower(r), unicode.IsLetter(r)
	}
	return strings.Fields(b.String())
}

// NameHas reports whether one of the words is in the name of a column.
func NameHas(name string, words ...string) bool {
	for _, n := range NameWords(name) {
		if slices.Contains(words, n) {
			return true
		}
	}
	return false
}
