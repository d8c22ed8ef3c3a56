package profile

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"assay/pipeline/table"
)

// shape is what a text looks like, one of the following.
type shape uint8

const (
	word     shape = iota // anything else
	plain                 // a plain number
	code                  // digits with leading zeros, or a whole number too long for a float64
	grouped               // a number with separators: 1,200 or 1.234,56 or 1'000
	measured              // a number with letters after it: 12 mo, 45k
	money                 // a number with a currency
	percent               // a number with a percent sign
	date                  // a date or a point in time
	yesNo                 // yes, no, true, false and their like
	infinite              // inf and numbers beyond float64
	broken                // a spreadsheet's error: #REF!
	unknown               // a word that says there is no value
	band                  // a range of numbers: <=50K, 25 to < 35, 60+
	clock                 // a time of day
	email                 // an address of mail
	link                  // an address of the web
	shapes
)

// surveyed counts rows and different values by shape, and what else texts show.
type surveyed struct {
	rows, levels       [shapes]int
	first              [shapes]int // level of the first, -1 when there is none
	total              int
	long               int // whole numbers of more digits than a float64 keeps
	bits, ticks        int // rows that are 0 or 1, rows that are an x
	hidden             int // rows with control or invisible characters
	padded             int // rows with blanks at either end
	firstHidden        int
	formats            map[string]bool // date formats as digit patterns
	order              dayOrder        // what dates such as 03/04/2021 can be
	currencies         map[string]bool
	variants           int    // different values that differ from another only in case or blanks
	variantRows        int    // rows of the rarer spellings
	variantA, variantB string // an example
}

// survey looks at each different text once; counts are rows per level.
func survey(levels []string, counts []int) *surveyed {
	s := &surveyed{firstHidden: -1, formats: map[string]bool{}, currencies: map[string]bool{}}
	for k := range s.first {
		s.first[k] = -1
	}
	for k, text := range levels {
		n := counts[k]
		if n == 0 {
			continue
		}
		h := shapeOf(text)
		s.rows[h] += n
		s.levels[h]++
		s.total += n
		if s.first[h] < 0 {
			s.first[h] = k
		}
		switch h {
		case code:
			if !table.IsCode(text) && !strings.Contains(text, "-") {
				s.long += n
			}
		case date:
			if len(s.formats) < 50 {
				s.formats[pattern(text)] = true
			}
			s.order.add(text, n)
		case plain:
			if v, _ := table.ParseNumber(text); v == 0 || v == 1 {
				s.bits += n
			}
		case word:
			if len(text) == 1 && text[0]|0x20 == 'x' {
				s.ticks += n
			}
		case money:
			if len(s.currencies) < 50 {
				s.currencies[currencyOf(text)] = true
			}
		}
		if text[0] == ' ' || text[len(text)-1] == ' ' {
			s.padded += n
		}
		if hidden(text) {
			s.hidden += n
			if s.firstHidden < 0 {
				s.firstHidden = k
			}
		}
	}
	s.spellings(levels, counts)
	return s
}

// spellings groups values that are the same but for case and blanks. Columns in which nearly every value is
// different are passed over: names and ids are no categories.
func (s *surveyed) spellings(levels []string, counts []int) {
	if len(levels) > 1000 && len(levels)*2 > s.total {
		return
	}
	best := map[string]int{}
	for k, text := range levels {
		if counts[k] == 0 {
			continue
		}
		key := table.Fold(text)
		b, ok := best[key]
		if !ok {
			best[key] = k
			continue
		}
		if s.variants == 0 {
			s.variantA, s.variantB = levels[b], text
		}
		s.variants++
		s.variantRows += min(counts[k], counts[b])
		if counts[k] > counts[b] {
			best[key] = k
		}
	}
}

// shapeOf tells what a text looks like.
func shapeOf(text string) shape {
	s := strings.TrimSpace(text)
	if _, ok := table.ParseNumber(s); ok {
		return plain
	}
	digits := 0
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			digits++
		}
	}
	switch {
	case isMail(s):
		return email
	case isLink(s):
		return link
	case digits == 0:
		return wordShape(s)
	case isClock(s):
		return clock
	case isNamed(s, digits):
		return code
	case digits == len(s), digits >= 5 && strings.Trim(s, "0123456789-") == "" && strings.Count(s, "-") == 1 && s[0] != '-' && s[len(s)-1] != '-':
		return code
	case strings.HasSuffix(s, "%"):
		return percent
	case currencyOf(s) != "":
		return money
	case table.LooksDate(s):
		return date
	case isBand(s):
		return band
	case isGrouped(s):
		return grouped
	case isMeasured(s):
		if strings.ContainsAny(s, "eE") && strings.Trim(s, "0123456789+-.eE") == "" {
			return infinite
		}
		return measured
	}
	return word
}

func wordShape(s string) shape {
	if len(s) > 24 {
		return word
	}
	if strings.HasPrefix(s, "#") && (strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasPrefix(s, "###") || s == "#N/A") {
		return broken
	}
	l := strings.ToLower(s)
	switch {
	case yesNos[l]:
		return yesNo
	case unknowns[l]:
		return unknown
	}
	switch strings.TrimLeft(l, "+-") {
	case "inf", "infinity", "∞":
		return infinite
	}
	return word
}

// currencyWords are the codes and signs people write beside amounts.
var currencyWords = map[string]bool{"usd": true, "eur": true, "gbp": true, "chf": true, "jpy": true, "cny": true, "inr": true, "cad": true,
	"aud": true, "nzd": true, "sek": true, "nok": true, "dkk": true, "pln": true, "czk": true, "huf": true, "brl": true, "mxn": true,
	"zar": true, "try": true, "krw": true, "kr": true, "zł": true, "zl": true, "rs": true, "fr": true, "euro": true, "euros": true,
	"dollars": true, "us": true, "r": true, "c": true, "a": true}

// currencyOf is the sign or word of the currency in an amount, "" when there is none.
func currencyOf(s string) string {
	var letters strings.Builder
	sign := ""
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Sc, r):
			sign = string(r)
		case unicode.IsLetter(r):
			letters.WriteRune(unicode.ToLower(r))
		case r >= '0' && r <= '9', strings.ContainsRune(" .,'-+()’  /", r):
		default:
			return ""
		}
	}
	w := letters.String()
	if sign != "" && (len(w) <= 3 || currencyWords[w]) {
		return w + sign
	}
	if len(w) > 1 && currencyWords[w] {
		return w
	}
	return ""
}

// isGrouped reports whether text is digits with separators between them and at most a sign before them.
func isGrouped(s string) bool {
	s = strings.Trim(s, "+-()")
	if s == "" || s[0] == ' ' {
		return false
	}
	for _, r := range s {
		if (r < '0' || r > '9') && !strings.ContainsRune(".,' ’  _", r) {
			return false
		}
	}
	return true
}

// isMeasured reports whether text starts with a number and goes on with at most a short word.
func isMeasured(s string) bool {
	rest := strings.TrimLeft(s, "+-~<>=0123456789.,eE ")
	return strings.IndexByte("+-~<>=.0123456789", s[0]) >= 0 && utf8.RuneCountInString(rest) <= 8 && !strings.ContainsAny(rest, "0123456789")
}

// pattern writes every digit as 9 and every run of letters as A, so that dates of one format look the same.
func pattern(s string) string {
	var b strings.Builder
	var last rune
	for _, r := range strings.TrimSpace(s) {
		switch {
		case r >= '0' && r <= '9':
			r = '9'
		case unicode.IsLetter(r):
			r = 'A'
		}
		if r != 'A' || last != 'A' {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// hidden reports whether text has characters nobody sees: controls, zero-width, direction marks, tags.
func hidden(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' && s[i] != '\n' && s[i] != '\t' || s[i] == 127 || s[i] >= 0x80 {
			return hiddenRune(s)
		}
	}
	return false
}

func hiddenRune(s string) bool {
	for _, r := range s {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Cf, r) && r != 0x200d || r == 0x2028 || r == 0x2029 {
			return true
		}
	}
	return false
}
