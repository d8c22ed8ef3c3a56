package collect

import (
	"fmt"
	"math"
	"slices"
	"sort"

	"assay/pipeline/table"
)

// Severity says how much an alert matters.
type Severity int

// The severities.
const (
	Note    Severity = iota // worth knowing
	Warning                 // a model will be worse, or wrong, if nothing is done
	Serious                 // the column is of no use as it is
)

// String is the word people read.
func (s Severity) String() string { return [...]string{"note", "warning", "serious"}[s] }

// Alert is something about a column that needs an eye, and what to do about it.
type Alert struct {
	Severity Severity
	Kind     string // one of the words in AlertKinds
	Message  string // what was found, with an example quoted
	Count    int    // rows concerned
	Hint     string // what to do, naming the step or the role
}

// AlertKinds lists what alerts can be about.
var AlertKinds = []string{"all missing", "constant", "mostly missing", "some missing", "unique", "dominant value", "spelling variants", "blanks", "hidden characters",
	"currency", "mixed types", "number format", "units", "dates", "unknown words", "spreadsheet errors", "not finite", "long numbers", "leading zeros", "sentinel"}

// commonAlerts are those any kind of column can have.
func commonAlerts(p *ColumnProfile) []Alert {
	var out []Alert
	there := p.Rows - p.Missing
	share := float64(p.Missing) / float64(max(p.Rows, 1))
	switch {
	case p.Rows > 0 && there == 0:
		return []Alert{{Serious, "all missing", "every value is missing", p.Missing, "set its role to ignored"}}
	case share > .5:
		out = append(out, Alert{Warning, "mostly missing", fmt.Sprintf("%.0f%% of values are missing", share*100), p.Missing,
			"set its role to ignored unless being missing means something; impute adds a column for that"})
	case p.Missing > 0:
		out = append(out, Alert{Note, "some missing", fmt.Sprintf("%s missing", plural(p.Missing, "value")), p.Missing, "impute fills them in"})
	}
	switch {
	case p.Distinct == 1 && p.Rows > 1:
		out = append(out, Alert{Serious, "constant", fmt.Sprintf("the only value is %q", shorten(p.Top[0].Value)), there, "set its role to ignored; it tells nothing"})
	case p.Distinct == there && there > 20 && (p.Kind == table.Text || p.Meaning == "id"):
		out = append(out, Alert{Note, "unique", "every row has its own value", there, "set its role to id, or to ignored if it is a name or a remark"})
	case p.Distinct > 1 && there > 20 && p.Top[0].Count*20 >= there*19:
		out = append(out, Alert{Note, "dominant value", fmt.Sprintf("%q is %.1f%% of all values", shorten(p.Top[0].Value), 100*float64(p.Top[0].Count)/float64(there)),
			p.Top[0].Count, "little can be learned from the rest; consider the role ignored"})
	}
	return out
}

// sentinels are numbers people type where there is none.
var sentinels = []float64{-99999999, -999999, -99999, -9999, -999, -99, -9, -1, 99, 999, 9999, 99999, 999999, 9999999, 99999999, 999999999}

// numberAlerts looks for sentinels: a usual one at an end of the range, far from all other values.
func numberAlerts(p *ColumnProfile, sorted []float64) []Alert {
	if p.Kind != table.Number || p.Distinct < 3 {
		return nil
	}
	low, high := 0, len(sorted)
	var out []Alert
	flag := func(v float64, n int) {
		out = append(out, Alert{Warning, "sentinel", fmt.Sprintf("%s stands far from all other values; it may mean missing", table.FormatNumber(v)),
			n, fmt.Sprintf("let tidy read %s as missing if it is no real value", table.FormatNumber(v))})
	}
	for low < high && slices.Contains(sentinels, sorted[low]) && sorted[low] < 0 {
		next := sort.Search(len(sorted), func(i int) bool { return sorted[i] > sorted[low] })
		if next >= high || !apart(sorted[low], sorted[next], sorted[(next+high)/2], sorted[high-1]) {
			break
		}
		flag(sorted[low], next-low)
		low = next
	}
	for low < high && slices.Contains(sentinels, sorted[high-1]) && sorted[high-1] > 0 {
		next := sort.SearchFloat64s(sorted, sorted[high-1])
		if next <= low || !apart(-sorted[high-1], -sorted[next-1], -sorted[(low+next)/2], -sorted[low]) {
			break
		}
		flag(sorted[high-1], high-next)
		high = next
	}
	return out
}

// apart reports whether v, below all others, is no part of them: they are not negative where it is, or it is further
// from the nearest than they spread.
func apart(v, nearest, middle, far float64) bool {
	if v < 0 && nearest >= 0 && far > 0 && (v <= -9 || nearest > 0) && (v != -1 || middle > 10) {
		return true
	}
	spreads := 1.0
	if math.Abs(v) < 100 { // small numbers are often real
		spreads = 3
	}
	return nearest-v > spreads*(far-nearest)
}

// textAlerts looks at what the texts of a column are made of.
func textAlerts(p *ColumnProfile, c *table.Column, counts []int, s *surveyed) []Alert {
	var out []Alert
	levels := c.Dictionary()
	say := func(sev Severity, kind string, n int, hint, format string, a ...any) {
		if n > 0 {
			out = append(out, Alert{sev, kind, fmt.Sprintf(format, a...), n, hint})
		}
	}
	example := func(h shape) string {
		if k := s.first[h]; k >= 0 {
			return shorten(levels[k])
		}
		return ""
	}
	numeric := s.rows[plain] + s.rows[grouped] + s.rows[measured] + s.rows[money] + s.rows[percent] + s.rows[infinite]
	mostly := numeric*2 > s.total
	if s.rows[money]*10 > s.total {
		say(Warning, "currency", s.rows[money], "the money step reads amounts and converts them at a stated rate",
			"amounts of money, the currency written in %s, such as %q", plural(len(s.currencies), "way"), example(money))
	} else if mostly {
		say(Warning, "currency", s.rows[money], "the money step reads amounts and converts them at a stated rate", "some values carry a currency, such as %q", example(money))
	}
	if mostly {
		say(Warning, "mixed types", s.rows[word]+s.rows[date]+s.rows[yesNo], "the parse step reads the numbers and makes the rest missing",
			"text among numbers, such as %q", firstOf(example(word), example(date), example(yesNo)))
		say(Warning, "number format", s.rows[grouped]+s.rows[percent], "the parse step reads them", "numbers written with separators or signs, such as %q", firstOf(example(grouped), example(percent)))
		say(Warning, "units", s.rows[measured], "the parse step reads them", "numbers with units, such as %q", example(measured))
		say(Warning, "unknown words", s.rows[unknown], "let tidy read it as missing", "words that may mean missing, such as %q", example(unknown))
	} else {
		say(Note, "unknown words", s.rows[unknown], "let tidy read it as missing, or keep it as a category", "a word that may mean missing: %q", example(unknown))
	}
	say(Warning, "spreadsheet errors", s.rows[broken], "mend the formula at the source, or let parse make them missing", "spreadsheet error values, such as %q", example(broken))
	say(Warning, "not finite", s.rows[infinite], "let parse make them missing", "infinite or overflowing numbers, such as %q", example(infinite))
	if s.rows[date]*2 > s.total {
		if len(s.formats) > 1 {
			say(Warning, "dates", s.rows[date], "the dates step reads them; say whether the day or the month comes first", "dates in %d formats, such as %q", len(s.formats), example(date))
		} else {
			say(Note, "dates", s.rows[date], "the dates step reads them", "dates, such as %q", example(date))
		}
		say(Warning, "mixed types", s.total-s.rows[date], "the dates step makes the rest missing", "values that are no date among dates")
	}
	say(Warning, "long numbers", s.long, "leave it as text, or set its role to id", "whole numbers of more than 15 digits, such as %q, held as text to keep every digit", example(code))
	if s.rows[code] > s.long && (s.rows[code]+s.rows[plain])*2 > s.total {
		say(Note, "leading zeros", s.rows[code]-s.long, "leave it as text; it is a code, not an amount", "codes with leading zeros, such as %q", example(code))
	}
	say(Warning, "spelling variants", s.variantRows, "tidy makes them one", "%s that %s only in case or blanks from another, such as %q and %q",
		plural(s.variants, "spelling"), differs(s.variants), shorten(s.variantA), shorten(s.variantB))
	if s.variants == 0 {
		say(Note, "blanks", s.padded, "tidy trims them", "blanks at the start or end of values")
	}
	if s.firstHidden >= 0 {
		say(Note, "hidden characters", s.hidden, "tidy removes them", "characters nobody sees, such as in %q", shorten(levels[s.firstHidden]))
	}
	return out
}

func differs(n int) string {
	if n == 1 {
		return "differs"
	}
	return "differ"
}

func firstOf(words ...string) string {
	for _, w := range words {
		if w != "" {
			return w
		}
	}
	return ""
}
