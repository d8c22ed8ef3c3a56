package profile

import (
	"strconv"
	"strings"
	"unicode"
)

var yesNos = map[string]bool{"yes": true, "no": true, "y": true, "n": true, "true": true, "false": true, "t": true, "f": true,
	"ja": true, "nein": true, "oui": true, "non": true, "sí": true, "si": true, "sim": true, "não": true, "nao": true, "vrai": true, "faux": true, "wahr": true, "falsch": true}

// unknowns are words that say there is no value. "None" is among them, and yet often one: no other debtors.
var unknowns = map[string]bool{"unknown": true, "unk": true, "missing": true, "not available": true, "none": true, "n.a.": true, "n. a.": true,
	"not given": true, "not stated": true, "not reported": true, "not known": true, "not recorded": true, "no answer": true, "no response": true, "not specified": true, "unspecified": true,
	"tbd": true, "tba": true, "undefined": true, "no data": true, "no value": true, "nd": true, "void": true, "xxx": true, "???": true, "??": true, "---": true, "..": true, "...": true,
	"unbekannt": true, "keine angabe": true, "k.a.": true, "k. a.": true, "fehlt": true, "inconnu": true, "inconnue": true, "non renseigné": true, "desconocido": true, "desconocida": true,
	"sin dato": true, "sin datos": true, "sconosciuto": true, "desconhecido": true, "onbekend": true}

// isMail reports whether text is an address of mail.
func isMail(s string) bool {
	at := strings.IndexByte(s, '@')
	if at < 1 || strings.ContainsAny(s, " \t") || strings.Count(s, "@") != 1 {
		return false
	}
	dot := strings.LastIndexByte(s, '.')
	return dot > at+1 && dot < len(s)-2
}

// isLink reports whether text is an address of the web.
func isLink(s string) bool {
	for _, start := range []string{"http://", "https://", "www.", "ftp://", "HTTP://", "HTTPS://"} {
		if strings.HasPrefix(s, start) {
			return !strings.ContainsAny(s, " \t")
		}
	}
	return false
}

// isClock reports whether text is a time of day: 9:05, 17:30:00, 5:30 pm.
func isClock(s string) bool {
	if len(s) > 15 || s[0] < '0' || s[0] > '9' {
		return false
	}
	if l := strings.ToLower(s); strings.HasSuffix(l, "am") || strings.HasSuffix(l, "pm") {
		s = strings.TrimSpace(s[:len(s)-2])
	}
	parts := strings.Split(s, ":")
	if len(parts) != 2 && len(parts) != 3 {
		return false
	}
	for i, p := range parts {
		if i == len(parts)-1 && i == 2 {
			p, _, _ = strings.Cut(p, ".")
		}
		n, err := strconv.Atoi(p)
		if err != nil || len(p) > 2 || i > 0 && len(p) != 2 || n < 0 || i == 0 && n > 24 || i > 0 && n > 59 {
			return false
		}
	}
	return true
}

// isNamed reports whether text names a thing by digits though it is not made of digits alone: a phone number, an
// IBAN, an address of a machine.
func isNamed(s string, digits int) bool {
	if len(s) > 42 || digits < 4 {
		return false
	}
	return isPhone(s, digits) || isIBAN(s) || isDotted(s)
}

// isPhone wants 7 to 15 digits and a sign that only phone numbers have: a plus before a country or an area in brackets.
func isPhone(s string, digits int) bool {
	if digits < 7 || digits > 15 || strings.Trim(s, "0123456789 +-()./") != "" {
		return false
	}
	groups := strings.Split(s, "-")
	american := len(groups) == 3 && len(groups[0]) == 3 && len(groups[1]) == 3 && len(groups[2]) == 4
	return s[0] == '+' && digits >= 9 && !strings.Contains(s, ".") || s[0] == '(' && strings.Contains(s, ") ") || american
}

// isIBAN wants two letters, two digits and 11 to 30 letters and digits more.
func isIBAN(s string) bool {
	s = strings.ReplaceAll(s, " ", "")
	if len(s) < 15 || len(s) > 34 || !isUpper(s[0]) || !isUpper(s[1]) || strings.Trim(s[2:4], "0123456789") != "" {
		return false
	}
	for i := 4; i < len(s); i++ {
		if !isUpper(s[i]) && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return true
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

// isDotted reports an address such as 192.168.0.1.
func isDotted(s string) bool {
	parts := strings.Split(s, ".")
	if len(parts) != 4 {
		return false
	}
	for _, p := range parts {
		if n, err := strconv.Atoi(p); err != nil || n < 0 || n > 255 || len(p) > 3 {
			return false
		}
	}
	return true
}

// isBand reports whether text is a range of numbers, as age groups and brackets of income are written.
func isBand(s string) bool {
	if len(s) > 40 {
		return false
	}
	l := strings.ToLower(s)
	if strings.ContainsRune("<>≤≥", []rune(l)[0]) {
		return true
	}
	for _, end := range []string{"+", " or more", " and more", " or over", " and over", " or less", " und mehr", " et plus", " y más"} {
		if body, ok := strings.CutSuffix(l, end); ok {
			return body != "" && digitsFirst(body) && !strings.ContainsAny(body, "+-")
		}
	}
	for _, between := range []string{" to < ", " to ", " bis ", " à ", "–", " - ", "-"} {
		if low, high, ok := strings.Cut(l, between); ok {
			return digitsFirst(low) && digitsFirst(high) && !strings.ContainsAny(high, "-/") && !strings.ContainsAny(low, "/.:") && !strings.ContainsAny(high, ":")
		}
	}
	return false
}

// digitsFirst reports whether text is a number that a short word or a sign may follow.
func digitsFirst(s string) bool {
	s = strings.TrimLeft(strings.TrimSpace(s), "$€£ ")
	digits := len(s) - len(strings.TrimLeft(s, "0123456789.,"))
	return digits > 0 && digits <= 9 && len(s)-digits <= 8 && !strings.ContainsFunc(s[digits:], unicode.IsDigit)
}

// dayOrder counts rows whose dates tell whether the day or the month comes first.
type dayOrder struct {
	dayFirst, monthFirst int // rows in which only one reading is possible
	either               int // rows that are a date both ways, such as 03/04/2021
	example              string
	dotted               bool // the ambiguous ones are written with dots, as 03.04.2021
}

// add looks at a date that starts with two short numbers.
func (o *dayOrder) add(text string, n int) {
	s := strings.TrimSpace(text)
	i := strings.IndexAny(s, "/.-")
	if i < 1 || i > 2 {
		return
	}
	rest := s[i+1:]
	k := strings.IndexAny(rest, "/.-")
	if k < 1 || k > 2 {
		return
	}
	a, err := strconv.Atoi(s[:i])
	b, err2 := strconv.Atoi(rest[:k])
	switch {
	case err != nil || err2 != nil || a < 1 || b < 1:
	case a > 12 && b <= 12:
		o.dayFirst += n
	case b > 12 && a <= 12:
		o.monthFirst += n
	case a <= 12 && b <= 12 && a != b:
		if o.either == 0 {
			o.example, o.dotted = s, s[i] == '.'
		}
		o.dotted = o.dotted && s[i] == '.'
		o.either += n
	}
}
