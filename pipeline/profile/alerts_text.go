package profile

import (
	"fmt"

	"assay/pipeline/table"
)

// teller gathers the alerts about the texts of one column.
type teller struct {
	p      *Column
	s      *surveyed
	levels []string
	out    []Alert
}

// say adds an alert unless no row is concerned.
func (t *teller) say(sev Severity, kind string, n int, fix *Fix, hint, format string, a ...any) {
	if n > 0 {
		t.out = append(t.out, Alert{sev, kind, fmt.Sprintf(format, a...), n, hint, t.p.Name, fix})
	}
}

func (t *teller) step(name string) *Fix { return byStep(t.p.Name, name) }

// example is the first text of a shape.
func (t *teller) example(h shape) string {
	if k := t.s.first[h]; k >= 0 {
		return table.Shorten(t.levels[k])
	}
	return ""
}

// textAlerts looks at what the texts of a column are made of.
func textAlerts(p *Column, c *table.Column, s *surveyed) []Alert {
	t := &teller{p: p, s: s, levels: c.Dictionary()}
	numeric := s.rows[plain] + s.rows[grouped] + s.rows[measured] + s.rows[money] + s.rows[percent] + s.rows[infinite]
	mostly := numeric*2 > s.total && p.Meaning != "category"
	t.money(mostly)
	if mostly {
		t.numbers()
	}
	t.out = append(t.out, suspectAlerts(p)...)
	t.say(Warning, "spreadsheet errors", s.rows[broken], t.step("parse"), "mend the formula at the source, or let Read numbers make them missing", "spreadsheet error values, such as %q", t.example(broken))
	t.say(Warning, "not finite", s.rows[infinite], t.step("parse"), "let Read numbers make them missing", "infinite or overflowing numbers, such as %q", t.example(infinite))
	if s.rows[date]*2 > s.total {
		t.dates()
	}
	if p.Meaning != "code" || s.long == s.rows[code] {
		t.say(Warning, "long numbers", s.long, nil, "leave it as text, or set its role to id", "whole numbers of more than 15 digits, such as %q, held as text to keep every digit", t.example(code))
	}
	if s.rows[code] > s.long && (s.rows[code]+s.rows[plain])*2 > s.total {
		t.say(Note, "leading zeros", s.rows[code]-s.long, asKind(p.Name, "text"), "leave it as text; it is a code, not an amount", "codes such as %q that a number would spoil", t.example(code))
	}
	t.spelling()
	return t.out
}

// money tells of amounts with a currency.
func (t *teller) money(mostly bool) {
	s, hint := t.s, "Read money reads amounts and converts them at a stated rate"
	switch {
	case s.rows[money]*10 > s.total:
		t.say(Warning, "currency", s.rows[money], t.step("money"), hint, "amounts of money, the currency written in %s, such as %q", table.Plural(len(s.currencies), "way"), t.example(money))
	case mostly:
		t.say(Warning, "currency", s.rows[money], t.step("money"), hint, "some values carry a currency, such as %q", t.example(money))
	}
}

// numbers tells what stands between numbers and reading them.
func (t *teller) numbers() {
	s, reads := t.s, "Read numbers reads them"
	t.say(Warning, "mixed types", s.rows[word]+s.rows[date]+s.rows[yesNo], t.step("parse"), "Read numbers reads the numbers and makes the rest missing",
		"text among numbers, such as %q", firstOf(t.example(word), t.example(date), t.example(yesNo)))
	t.say(Warning, "number format", s.rows[grouped]+s.rows[percent], t.step("parse"), reads, "numbers written with separators or signs, such as %q", firstOf(t.example(grouped), t.example(percent)))
	t.say(Warning, "units", s.rows[measured], t.step("parse"), reads, "numbers with units, such as %q", t.example(measured))
}

// dates tells in how many forms dates are written, and which of them are two dates.
func (t *teller) dates() {
	s := t.s
	if len(s.formats) > 1 {
		t.say(Warning, "dates", s.rows[date], t.step("dates"), "Read dates reads them; say whether the day or the month comes first", "dates in %d formats, such as %q", len(s.formats), t.example(date))
	} else {
		t.say(Note, "dates", s.rows[date], t.step("dates"), "Read dates reads them", "dates, such as %q", t.example(date))
	}
	t.say(Warning, "mixed types", s.total-s.rows[date]-s.rows[unknown], t.step("dates"), "Read dates makes the rest missing", "values that are no date among dates")
	o := s.order
	what := fmt.Sprintf("%q can be read day first or month first", table.Shorten(o.example))
	switch {
	case o.either == 0:
	case o.dayFirst > 0 && o.monthFirst > 0:
		t.say(Warning, "ambiguous dates", o.either, t.step("dates"), "Read dates goes by the majority of the clear ones; set its order if you know better",
			"%s; %d of the clear ones are day first, %d month first", what, o.dayFirst, o.monthFirst)
	case o.dayFirst > 0:
		t.say(Note, "ambiguous dates", o.either, t.step("dates.order=dmy"), "Read dates takes them day first, as the clear ones are", "%s; the clear ones are day first", what)
	case o.monthFirst > 0:
		t.say(Note, "ambiguous dates", o.either, t.step("dates.order=mdy"), "Read dates takes them month first, as the clear ones are", "%s; the clear ones are month first", what)
	case o.dotted:
		t.say(Warning, "ambiguous dates", o.either, t.step("dates.order=dmy"), "dates with dots are usually day first; set the order of Read dates", "%s and no other date tells", what)
	default:
		t.say(Warning, "ambiguous dates", o.either, nil, "set the order of Read dates to dmy or mdy; nothing is guessed", "%s and no other date tells", what)
	}
}

// spelling tells of one word written in several ways.
func (t *teller) spelling() {
	s := t.s
	t.say(Warning, "spelling variants", s.variantRows, t.step("tidy"), "Tidy text makes them one", "%s that %s only in case or blanks from another, such as %q and %q",
		table.Plural(s.variants, "spelling"), differs(s.variants), table.Shorten(s.variantA), table.Shorten(s.variantB))
	if s.variants == 0 {
		t.say(Note, "blanks", s.padded, t.step("tidy"), "Tidy text trims them", "blanks at the start or end of values")
	}
	if s.firstHidden >= 0 {
		t.say(Note, "hidden characters", s.hidden, t.step("tidy"), "Tidy text removes them", "characters nobody sees, such as in %q", table.Shorten(t.levels[s.firstHidden]))
	}
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
