package collect

import (
	"strings"
	"unicode"

	"assay/pipeline/table"
)

// nameWords cuts a column name into lower-case words: at anything that is no letter or digit, and where a capital
// follows a small letter.
func nameWords(name string) []string {
	var b strings.Builder
	small := false
	for _, r := range name {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if small && unicode.IsUpper(r) {
				b.WriteByte(' ')
			}
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
		small = unicode.IsLower(r)
	}
	return strings.Fields(b.String())
}

// hasWord reports whether one of the words is in the name.
func hasWord(name string, words ...string) bool {
	for _, n := range nameWords(name) {
		for _, w := range words {
			if n == w {
				return true
			}
		}
	}
	return false
}

func idName(name string) bool {
	words := nameWords(name)
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	return hasWord(name, "id", "uuid", "guid", "identifier") || last == "key" || last == "number" && len(words) > 1 && !hasWord(name, "of") ||
		len(words) == 1 && (last == "index" || last == "rownum" || last == "rowid" || last == "unnamed" || last == "nr" || last == "no")
}

var (
	moneyWords   = []string{"income", "amount", "salary", "wage", "price", "cost", "fee", "balance", "savings", "revenue", "payment", "capital", "loan_amount", "money", "budget", "premium"}
	percentWords = []string{"percent", "pct", "percentage", "rate", "apr", "utilisation", "utilization", "ratio", "share"}
	codeWords    = []string{"zip", "zipcode", "postal", "postcode", "plz", "phone", "telephone", "iban", "code", "fips", "ssn"}
)

// numberMeaning guesses what a Number or Time column is about.
func numberMeaning(p *ColumnProfile) string {
	n := p.Numbers
	switch {
	case p.Kind == table.Time:
		return "date"
	case n == nil:
		return "number"
	case n.Whole && p.Distinct == p.Rows-p.Missing && p.Rows > 1 && idName(p.Name):
		return "id"
	case p.Distinct == 2 && n.Min == 0 && n.Max == 1:
		return "yes/no"
	case n.Whole && n.Min >= 19000101 && n.Max <= 22001231 && hasWord(p.Name, "date", "day", "day", "dob", "birth", "on"):
		return "date"
	case n.Whole && hasWord(p.Name, codeWords...):
		return "code"
	case hasWord(p.Name, moneyWords...):
		return "money"
	case hasWord(p.Name, percentWords...) && n.Min >= 0 && n.Max <= 100:
		return "percent"
	}
	return "number"
}

// textMeaning guesses what a Text column is about from the shapes of most of its rows.
func textMeaning(p *ColumnProfile, s *surveyed) string {
	most := func(rows int) bool { return s.total > 0 && rows*10 >= s.total*7 }
	numeric := s.rows[plain] + s.rows[grouped] + s.rows[measured] + s.rows[infinite]
	unique := p.Distinct == p.Rows-p.Missing && p.Rows > 20
	switch {
	case s.total == 0:
		return "category"
	case idName(p.Name) && s.total > 20 && p.Distinct*20 >= s.total*19: // a few may be there twice
		return "id"
	case most(s.rows[date]):
		return "date"
	case s.rows[percent] > 0 && most(s.rows[percent]+numeric):
		return "percent"
	case s.rows[money]*10 > s.total && most(s.rows[money]+numeric):
		return "money"
	case s.rows[code] > 0 && most(s.rows[code]+s.rows[plain]):
		return "code"
	case most(numeric + s.rows[money]):
		if hasWord(p.Name, moneyWords...) {
			return "money"
		}
		return "number"
	case s.rows[yesNo] > 0 && most(s.rows[yesNo]) && s.levels[word] == 0:
		return "yes/no"
	case p.Length.Mean >= 30 && p.Distinct*5 > s.total, p.Length.Mean >= 12 && p.Distinct*2 > s.total && p.Distinct > 20 && blankInside(p):
		return "free text"
	case unique:
		return "id"
	}
	return "category"
}

// blankInside reports whether the values look like several words.
func blankInside(p *ColumnProfile) bool {
	n := 0
	for _, t := range p.Top {
		if strings.Contains(strings.TrimSpace(t.Value), " ") {
			n++
		}
	}
	return n*2 > len(p.Top)
}
