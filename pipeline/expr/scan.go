package expr

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sort is the sort of a token.
type sort uint8

const (
	endOf  sort = iota
	number      // 12.5
	quoted      // "text" or 'text'
	word        // a bare word: a column, a function, a keyword
	named       // a column in backticks or brackets
	sign        // an operator, parenthesis or comma
)

// token is a piece of the text from byte at to byte end.
type token struct {
	sort    sort
	text    string // what it says, without quotes; a keyword in lower case
	value   float64
	at, end int
}

// longest is how many bytes an expression may have, deepest how far it may nest.
const (
	longest = 8192
	deepest = 64
)

var signs = []string{";;", "<=", ">=", "!=", "<>", "==", "+", "-", "*", "/", "%", "^", "(", ")", ",", "=", "<", ">"}

// keywords cannot be columns without backticks, in any case of letters.
var keywords = []string{"and", "or", "not", "in", "true", "false", "missing"}

// scan cuts a text into tokens; the last is the end.
func scan(text string) ([]token, error) {
	if len(text) > longest {
		return nil, faultAt(text, 0, fmt.Sprintf("the text is longer than %d bytes", longest), "calculate it in several steps")
	}
	var out []token
	for at := 0; ; {
		for at < len(text) && strings.IndexByte(" \t\r\n", text[at]) >= 0 {
			at++
		}
		t, err := next(text, at)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
		if t.sort == endOf {
			return out, nil
		}
		at = t.end
	}
}

// next reads the token that begins at a byte.
func next(text string, at int) (token, error) {
	if at == len(text) {
		return token{sort: endOf, text: "the end", at: at, end: at}, nil
	}
	switch c := text[at]; {
	case c == '"' || c == '\'':
		return enclosed(text, at, c, quoted, `close it with `+string(c))
	case c == '`':
		return enclosed(text, at, c, named, "close it with `")
	case c == '[':
		return enclosed(text, at, ']', named, "close it with ]")
	case c >= '0' && c <= '9' || c == '.':
		return numeral(text, at)
	}
	if end := at + wordLength(text[at:]); end > at {
		w := text[at:end]
		if low := strings.ToLower(w); slices.Contains(keywords, low) {
			w = low
		}
		return token{sort: word, text: w, at: at, end: end}, nil
	}
	for _, s := range signs {
		if strings.HasPrefix(text[at:], s) {
			return token{sort: sign, text: s, at: at, end: at + len(s)}, nil
		}
	}
	r, _ := utf8.DecodeRuneInString(text[at:])
	return token{}, faultAt(text, at, fmt.Sprintf("%q means nothing here", r), hints[r])
}

// hints say what is meant by signs of other languages.
var hints = map[rune]string{'&': "write and", '|': "write or", '!': "write not, or != for another value", '{': "write a column name in [brackets]"}

// enclosed reads up to the closing sign; the sign twice stands for itself.
func enclosed(text string, at int, closing byte, as sort, hint string) (token, error) {
	var b strings.Builder
	for i := at + 1; i < len(text); i++ {
		if text[i] != closing {
			b.WriteByte(text[i])
			continue
		}
		if i+1 < len(text) && text[i+1] == closing {
			b.WriteByte(closing)
			i++
			continue
		}
		if as == named && b.Len() == 0 {
			return token{}, faultAt(text, at, "a column name is empty", "write its name between the signs")
		}
		return token{sort: as, text: b.String(), at: at, end: i + 1}, nil
	}
	return token{}, faultAt(text, at, "this does not end", hint)
}

// numeral reads digits with at most one point and an exponent.
func numeral(text string, at int) (token, error) {
	i := at
	digits := func() {
		for i < len(text) && text[i] >= '0' && text[i] <= '9' {
			i++
		}
	}
	digits()
	if i < len(text) && text[i] == '.' {
		i++
		digits()
	}
	if i < len(text) && (text[i] == 'e' || text[i] == 'E') {
		mark := i
		if i++; i < len(text) && (text[i] == '+' || text[i] == '-') {
			i++
		}
		if digits(); text[i-1] < '0' || text[i-1] > '9' {
			i = mark
		}
	}
	end := i + wordLength(text[i:])
	for end < len(text) && (text[end] == '.' || text[end] >= '0' && text[end] <= '9') {
		end++
	}
	v, err := strconv.ParseFloat(text[at:i], 64)
	if err != nil || end > i {
		return token{}, faultAt(text, at, fmt.Sprintf("%q is not a number", text[at:end]), "write numbers like 1200.5, and a column name that begins with a digit in [brackets]")
	}
	return token{sort: number, text: text[at:i], value: v, at: at, end: i}, nil
}

// wordLength is how many bytes of the text are a bare word: letters, digits, _ and points, beginning with a letter or _.
func wordLength(text string) int {
	for i, r := range text {
		if r == '_' || r != utf8.RuneError && unicode.IsLetter(r) || i > 0 && (r == '.' || unicode.IsDigit(r) || unicode.IsMark(r)) {
			continue
		}
		return i
	}
	return len(text)
}
