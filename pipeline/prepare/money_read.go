package prepare

import (
	"math"
	"strings"
)

// commaGroups are currencies whose home writes 51,300 for fifty-one thousand. A mark of one of them decides such an
// amount when its column does not; 51.300 with the same mark stays unclear.
var commaGroups = map[string]bool{"USD": true, "GBP": true, "AUD": true, "NZD": true, "INR": true, "JPY": true, "CNY": true,
	"HKD": true, "SGD": true, "TWD": true, "KRW": true, "THB": true, "MYR": true, "PHP": true, "ILS": true, "NGN": true, "KES": true, "MXN": true}

// rateless reports an amount in a currency that has no rate.
func (f *Currencies) rateless(m MoneyFormat, text string) bool {
	w, ok := dissect(text)
	_, rated := f.Rates[w.in(m.Unmarked)]
	return ok && !rated
}

// in is the currency of an amount; "?" where the mark is not known.
func (w written) in(unmarked string) string {
	switch {
	case w.foreign != "":
		return "?"
	case w.currency == "":
		return unmarked
	}
	return w.currency
}

// read reads one cell: the amount in the currency To, rounded to two decimals.
func (f *Currencies) read(m MoneyFormat, s string) (float64, reading) {
	v, cur, r := f.amount(m, s)
	if r == unreadable || r == ambiguous {
		return math.NaN(), r
	}
	if v = cents(v, f.Rates[cur]); math.IsNaN(v) {
		return math.NaN(), unreadable
	}
	return v, r
}

// amount reads one cell in the currency it is written in.
func (f *Currencies) amount(m MoneyFormat, s string) (float64, string, reading) {
	w, ok := dissect(s)
	if !ok {
		return math.NaN(), "", unreadable
	}
	cur := w.in(m.Unmarked)
	_, known := f.Rates[cur]
	scale := 0
	if w.unit != "" {
		u, ok := unitOf(w.unit, readingsOfM["million"])
		known = known && ok && u.family == ofScale
		scale = u.powerOfTen()
	}
	if !known {
		return math.NaN(), "", unreadable
	}
	habit := readingOf(m.Decimal[cur])
	if habit == neutral {
		habit = readingOf(m.Decimal[""])
	}
	v, r := w.value(habit)
	if r == ambiguous && commaGroups[cur] && strings.Contains(w.body, ",") {
		v, r = w.value(point)
	}
	if r == unreadable || r == ambiguous {
		return math.NaN(), "", r
	}
	return shift(v, scale), cur, r
}

// cents converts an amount and rounds it to two decimals; amounts too large to have any are left as they are, those too
// large for a number are missing.
func cents(v, rate float64) float64 {
	switch v *= rate; {
	case math.Abs(v) < 1e13:
		return math.Round(v*100) / 100
	case math.IsInf(v, 0):
		return math.NaN()
	}
	return v
}
