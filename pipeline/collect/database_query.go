package collect

import (
	"fmt"
	"strings"
)

// grammar is how a database writes what is not a statement: comments, quotes.
type grammar struct {
	backslash bool // \' is a quote inside a text
	hash      bool // # opens a comment
	dollar    bool // $tag$ text $tag$
	bracket   bool // [name]
	nested    bool // comments within comments
	gap       bool // -- opens a comment only before a blank
	hidden    bool // /*! statement */ is no comment
}

var (
	sqliteGrammar   = grammar{bracket: true}
	postgresGrammar = grammar{dollar: true, nested: true}
	mysqlGrammar    = grammar{hash: true, gap: true, hidden: true}
)

// queryWords are the words a statement that only reads begins with.
var queryWords = map[string]bool{"select": true, "with": true, "values": true, "table": true}

// selectOnly checks that a query is one statement that reads, and returns it without a semicolon at its end. This is
// the first of two locks; the session, which is read only, is the other. The first is there for what a read-only
// session allows nevertheless, such as writing a file on the server, and for plain words.
func selectOnly(name, query string, d grammar) (string, error) {
	refuse := func(at int, what string) error {
		return &Error{File: name, What: fmt.Sprintf("database.query, character %d: %s", 1+len([]rune(query[:at])), what),
			Hint: "give one SELECT; assay only reads, and never writes to a source"}
	}
	end, begun := -1, false
	for i := 0; i < len(query); {
		from := i
		var what string
		i, what = d.token(query, i)
		word := strings.ToLower(query[from:i])
		switch {
		case what == "blank":
		case what == "unclosed":
			return "", refuse(from, "a quote or comment that opens here is never closed")
		case what == "hidden":
			return "", refuse(from, "a statement inside a comment")
		case end >= 0:
			return "", refuse(from, "a second statement")
		case word == ";":
			end = from
		case !begun && word == "(":
		case !begun && (what != "word" || !queryWords[word]):
			return "", refuse(from, fmt.Sprintf("a statement that begins with %q", shorten(query[from:i])))
		case what == "word" && word == "into":
			return "", refuse(from, "INTO would write what was selected")
		default:
			begun = true
		}
	}
	if !begun {
		return "", refuse(0, "there is no statement")
	}
	if end >= 0 {
		query = query[:end]
	}
	return query, nil
}

// token finds the end of what begins at i, and tells what it is: blank (comments too), word, quoted, other, or
// something wrong.
func (d grammar) token(s string, i int) (end int, what string) {
	rest := s[i:]
	switch c := rest[0]; {
	case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v':
		return i + 1, "blank"
	case strings.HasPrefix(rest, "--") && (!d.gap || len(rest) == 2 || rest[2] <= ' '), c == '#' && d.hash:
		return i + untilMark(rest, "\n"), "blank"
	case strings.HasPrefix(rest, "/*"):
		return d.comment(s, i)
	case c == '\'' || c == '"' || c == '`':
		return d.quoted(s, i, c, d.backslash && c != '`')
	case c == '[' && d.bracket:
		return d.quoted(s, i, ']', false)
	case c == '$' && d.dollar:
		n := 1
		for n < len(rest) && (sqlLetter(rest[n]) || n > 1 && sqlDigit(rest[n])) {
			n++
		}
		if n == len(rest) || rest[n] != '$' {
			return i + n, "other"
		}
		tag := rest[:n+1]
		if at := strings.Index(rest[n+1:], tag); at >= 0 {
			return i + n + 1 + at + len(tag), "quoted"
		}
		return len(s), "unclosed"
	case d.dollar && (c == 'e' || c == 'E') && len(rest) > 1 && rest[1] == '\'':
		return d.quoted(s, i+1, '\'', true)
	case sqlLetter(c):
		n := 1
		for n < len(rest) && (sqlLetter(rest[n]) || sqlDigit(rest[n]) || rest[n] == '$') {
			n++
		}
		return i + n, "word"
	case sqlDigit(c):
		// A number ends before a letter: in "1into" the word counts.
		n := 1
		for n < len(rest) && sqlDigit(rest[n]) {
			n++
		}
		return i + n, "other"
	}
	return i + 1, "other"
}

func sqlLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c >= 0x80 }
func sqlDigit(c byte) bool  { return c >= '0' && c <= '9' }

// untilMark is how far it is to the end of mark, or of s.
func untilMark(s, mark string) int {
	if at := strings.Index(s, mark); at >= 0 {
		return at + len(mark)
	}
	return len(s)
}

func (d grammar) comment(s string, i int) (int, string) {
	rest := s[i+2:]
	if d.hidden && (strings.HasPrefix(rest, "!") || strings.HasPrefix(rest, "M!")) {
		return i + 2, "hidden"
	}
	for depth, k := 1, i+2; k+1 < len(s); k++ {
		switch {
		case s[k:k+2] == "*/":
			if depth--; depth == 0 {
				return k + 2, "blank"
			}
			k++
		case d.nested && s[k:k+2] == "/*":
			depth++
			k++
		}
	}
	return len(s), "unclosed"
}

// quoted finds the end of a text or name. Two closing quotes in a row stand for one, but not in brackets.
func (d grammar) quoted(s string, i int, closing byte, backslash bool) (int, string) {
	for k := i + 1; k < len(s); k++ {
		switch {
		case backslash && s[k] == '\\':
			k++
		case s[k] == closing && k+1 < len(s) && s[k+1] == closing && closing != ']':
			k++
		case s[k] == closing:
			return k + 1, "quoted"
		}
	}
	return len(s), "unclosed"
}
