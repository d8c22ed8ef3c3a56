package prepare

import "math"

func isForeign(text string) bool {
	w, ok := dissect(text)
	return ok && w.foreign != ""
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
	w, ok := dissect(s)
	if !ok {
		return math.NaN(), unreadable
	}
	cur := w.in(m.Unmarked)
	rate, known := f.Rates[cur]
	scale := 1.0
	if w.unit != "" {
		u, ok := unitOf(w.unit, readingsOfM["million"])
		known = known && ok && u.family == ofScale
		scale = u.factor
	}
	if !known {
		return math.NaN(), unreadable
	}
	habit := readingOf(m.Decimal[cur])
	if habit == neutral {
		habit = readingOf(m.Decimal[""])
	}
	v, r := w.value(habit)
	if r == unreadable || r == ambiguous {
		return math.NaN(), r
	}
	v = cents(v*scale, rate)
	if math.IsInf(v, 0) {
		return math.NaN(), unreadable
	}
	return v, r
}

// cents converts an amount and rounds it to two decimals; amounts too large to have any are left as they are.
func cents(v, rate float64) float64 {
	if v *= rate; math.Abs(v) < 1e13 {
		return math.Round(v*100) / 100
	}
	return v
}
