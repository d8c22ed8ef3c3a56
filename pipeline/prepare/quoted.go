package prepare

import (
	"fmt"
	"strings"
)

// takeWord takes the word before the first of the ends off a setting; what is left starts with that end, or is empty.
// A word that holds an end, or blanks at its own, stands in double quotes, a quote inside it twice.
func takeWord(s, ends string) (word, rest string, err error) {
	s = strings.TrimLeft(s, " ")
	if !strings.HasPrefix(s, `"`) {
		i := strings.IndexAny(s, ends)
		if i < 0 {
			return strings.TrimSpace(s), "", nil
		}
		return strings.TrimSpace(s[:i]), s[i:], nil
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] != '"' {
			b.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == '"' {
			b.WriteByte('"')
			i++
			continue
		}
		rest = strings.TrimLeft(s[i+1:], " ")
		if rest != "" && !strings.ContainsRune(ends, rune(rest[0])) {
			return "", "", fmt.Errorf("%q follows a closing quote; put the whole name or value in double quotes", rest)
		}
		return b.String(), rest, nil
	}
	return "", "", fmt.Errorf("the quote in %q is not closed", s)
}

// quoted writes a word so that takeWord reads it back.
func quoted(s, ends string) string {
	if s == "" || strings.ContainsAny(s, ends+`"`) || strings.TrimSpace(s) != s {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}
