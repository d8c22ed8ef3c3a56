package prepare

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"assay/pipeline/table"
)

// written is a number as people write it, taken apart: the dressing is off, the separators still in.
type written struct {
	negative bool
	body     string // digits with separators between them
	unit     string // what stands behind, in lower case: "%", "months", "k"; "" when nothing
	currency string // code of a known currency mark before or behind; "" when there is none
	foreign  string // three capital letters that look like a currency but are none we know
}

// longestNumber is the most bytes a cell may have to be looked at as a number.
const longestNumber = 48

// dissect takes a cell apart. It knows signs before, behind and as parentheses, and currency marks on either side.
func dissect(s string) (written, bool) {
	var w written
	if len(s) > 2*longestNumber {
		return w, false
	}
	s = tidyText(s)
	first := strings.IndexAny(s, "0123456789")
	if first < 0 || len(s) > longestNumber {
		return w, false
	}
	last := strings.LastIndexAny(s, "0123456789") + 1
	if first > 0 && (s[first-1] == '.' || s[first-1] == ',') { // .5
		first--
	}
	w.body = s[first:last]
	before, behind := strings.TrimSpace(s[:first]), strings.TrimSpace(s[last:])
	before, signs := cutSign(before, &w.negative)
	if strings.Count(before, "(") == 1 && strings.Count(behind, ")") == 1 { // (300), (300) USD, $(300)
		before, behind = strings.TrimSpace(strings.Replace(before, "(", "", 1)), strings.TrimSpace(strings.Replace(behind, ")", "", 1))
		w.negative, signs = true, signs+1
	}
	if strings.HasPrefix(behind, "-") || strings.HasPrefix(behind, "−") {
		behind, _ = cutSign(behind, &w.negative)
		signs++
	}
	if signs > 1 || !w.readMarks(before, behind) {
		return w, false
	}
	return w, true
}

// cutSign takes one plus or minus off either end.
func cutSign(s string, negative *bool) (string, int) {
	for _, sign := range []string{"-", "−", "+"} {
		for _, rest := range []string{strings.TrimPrefix(s, sign), strings.TrimSuffix(s, sign)} {
			if rest != s {
				*negative = *negative || sign != "+"
				return strings.TrimSpace(rest), 1
			}
		}
	}
	return s, 0
}

// readMarks sorts what stands before and behind the digits into currency and unit; false when there is more than that.
func (w *written) readMarks(before, behind string) bool {
	if before != "" {
		if w.currency = currencyOf(before); w.currency == "" {
			if !isCode(before) {
				return false
			}
			w.foreign = before
		}
	}
	var units []string
	for _, word := range strings.Fields(splitSymbol(behind)) {
		code := currencyOf(word)
		switch {
		case code == "":
			if isCode(word) && !isUnit(strings.ToLower(word)) {
				w.foreign = word
			}
			units = append(units, strings.ToLower(word))
		case w.currency == "" || w.currency == code || before == "$":
			w.currency = code // "$5 CAD" says which dollar
		default:
			return false
		}
	}
	if w.unit = strings.Join(units, " "); len(w.unit) > 1 {
		w.unit = strings.TrimSuffix(w.unit, ".")
	}
	if w.unit == "." { // "5."
		w.unit = ""
	}
	return true
}

// splitSymbol sets a currency symbol at the end apart: "k€" becomes "k €".
func splitSymbol(s string) string {
	if r, size := utf8.DecodeLastRuneInString(s); size < len(s) && unicode.Is(unicode.Sc, r) {
		return s[:len(s)-size] + " " + s[len(s)-size:]
	}
	return s
}

// isCode reports three capital letters, the form of a currency code.
func isCode(s string) bool {
	return len(s) == 3 && strings.IndexFunc(s, func(r rune) bool { return r < 'A' || r > 'Z' }) < 0
}

// reading says what a number's separators tell about its decimal sign.
type reading uint8

const (
	unreadable reading = iota
	neutral            // there is no separator, or it can only part thousands of either style
	point              // 1,234.56: the point is the decimal sign
	comma              // 1.234,56: the comma is
	ambiguous          // 1.234: a thousand or a fraction
)

// readBody reads digits with separators. A separator that could part thousands as well as decimals is decided by
// habit, point or comma; with any other habit the reading is ambiguous and there is no value.
func readBody(body string, habit reading) (float64, reading) {
	body = strings.ReplaceAll(body, "’", "'")
	mark, r := decimalMark(body, habit)
	if r == unreadable || r == ambiguous {
		return 0, r
	}
	whole, fraction := body, ""
	if mark >= 0 {
		whole, fraction = body[:mark], body[mark+1:]
	}
	whole, ok := ungroup(whole)
	if !ok || fraction != "" && !allDigits(fraction) || whole+fraction == "" {
		return 0, unreadable
	}
	if len(whole) > 1 && whole[0] == '0' { // 007 is a code
		return 0, unreadable
	}
	v, err := strconv.ParseFloat(whole+"."+fraction, 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, unreadable
	}
	return v, r
}

// decimalMark finds the place of the decimal sign, -1 when there is none, and what that tells.
func decimalMark(body string, habit reading) (int, reading) {
	dot, com := strings.LastIndexByte(body, '.'), strings.LastIndexByte(body, ',')
	switch {
	case dot < 0 && com < 0:
		return -1, neutral
	case dot >= 0 && com >= 0:
		if dot > com {
			return dot, point
		}
		return com, comma
	}
	at, own, other := dot, point, comma
	if com >= 0 {
		at, own, other = com, comma, point
	}
	if strings.Count(body, body[at:at+1]) > 1 { // 1.234.567 groups, so the other sign is the decimal one
		return -1, other
	}
	if at == 0 || at > 3 || len(body)-at-1 != 3 || body[0] == '0' || !allDigits(body[:at]) {
		return at, own
	}
	switch habit {
	case own:
		return at, own
	case other:
		return -1, other
	}
	return 0, ambiguous
}

// ungroup takes the thousands separators out: one kind of blank, apostrophe, point or comma, in groups of three (or
// of two before the last, as in 12,34,567).
func ungroup(s string) (string, bool) {
	at := strings.IndexAny(s, " '.,")
	if at < 0 {
		return s, s == "" || allDigits(s)
	}
	groups := strings.Split(s, s[at:at+1])
	for i, g := range groups {
		last := i == len(groups)-1
		switch {
		case !allDigits(g), last && len(g) != 3, i == 0 && len(g) > 3, i > 0 && !last && len(g) != 3 && len(g) != 2:
			return "", false
		case i > 0 && !last && len(g) == 2 && (s[at] != ',' || len(groups[0]) > 2):
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

// value reads the number without its unit: readBody with the sign.
func (w written) value(habit reading) (float64, reading) {
	v, r := readBody(w.body, habit)
	if r == unreadable {
		if e, ok := table.ParseNumber(w.body); ok && strings.ContainsAny(w.body, "eE") {
			v, r = e, neutral
		}
	}
	if w.negative && v != 0 {
		v = -v
	}
	return v, r
}

// shift multiplies by a power of ten without the rounding error of a multiplication: 28.8 by -2 is 0.288.
func shift(v float64, power int) float64 {
	out, err := strconv.ParseFloat(strconv.FormatFloat(v, 'f', -1, 64)+"e"+strconv.Itoa(power), 64)
	if err != nil {
		return math.Inf(1)
	}
	return out
}

// ballot counts the evidence for either decimal sign in rows.
type ballot struct {
	point, comma           int
	threePoint, threeComma int // unclear ones: 1.234 and 1,234
	small, large           int // whole numbers without separators, up to 999 and above
}

func (b *ballot) add(w written, r reading, n int) {
	switch {
	case r == point:
		b.point += n
	case r == comma:
		b.comma += n
	case r == ambiguous && w.unit == "" && strings.Contains(w.body, "."):
		b.threePoint += n
	case r == ambiguous && w.unit == "":
		b.threeComma += n
	case r == neutral && w.unit == "" && len(w.body) <= 3:
		b.small += n
	case r == neutral && w.unit == "" && allDigits(w.body):
		b.large += n
	}
}

// habit is the winner, if it has at least twice the votes of the other. Where nothing voted, 999 beside 1,234 tells:
// who writes three decimals writes them behind whole numbers too, so that comma parts thousands, unless larger numbers
// are written without it.
func (b ballot) habit() reading {
	told := b.point+b.comma > 0 || b.small == 0 || b.large > 0
	switch {
	case b.point > 0 && b.point >= 2*b.comma, !told && b.threeComma > 0 && b.threePoint == 0:
		return point
	case b.comma > 0 && b.comma >= 2*b.point, !told && b.threePoint > 0 && b.threeComma == 0:
		return comma
	}
	return neutral
}

var readingNames = map[reading]string{neutral: "", point: "point", comma: "comma"}

func readingOf(name string) reading {
	switch name {
	case "point":
		return point
	case "comma":
		return comma
	}
	return neutral
}
