package expr

import (
	"fmt"
	"unicode/utf8"
)

// Error is what is wrong with an expression, where, and what to do.
type Error struct {
	Col  int // the character it begins at, from 1
	What string
	Hint string
}

// Error says where, what, and what to do.
func (e *Error) Error() string {
	s := fmt.Sprintf("character %d: %s", e.Col, e.What)
	if e.Hint != "" {
		s += "; " + e.Hint
	}
	return s
}

// faultAt makes an error at a byte of the text.
func faultAt(text string, at int, what, hint string) *Error {
	return &Error{Col: utf8.RuneCountInString(text[:at]) + 1, What: what, Hint: hint}
}
