package table

import (
	"strconv"
	"strings"
)

// Fold writes text in lower case, blanks of any kind as one, none at the ends.
func Fold(text string) string { return strings.Join(strings.Fields(strings.ToLower(text)), " ") }

// Shorten cuts text for a message after 40 characters; messages quote it with %q.
func Shorten(s string) string {
	if len(s) <= 40 {
		return s
	}
	n := 0
	for i := range s {
		if n++; n > 40 {
			return s[:i] + "..."
		}
	}
	return s
}

// Plural is "1 row" or "3 rows".
func Plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + one + "s"
}
