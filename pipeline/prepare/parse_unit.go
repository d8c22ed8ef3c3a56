package prepare

import (
	"math"
	"sort"
)

// unit is a word behind a number: what it measures and how many of the family's base unit it is.
type unit struct {
	name   string // how it is written in sentences
	family string
	factor float64
}

// The families. Time counts in months so that a year is exactly twelve of them; days follow from the mean month of
// 365.25/12 days. Scale words multiply, percent is its own measure.
const (
	ofTime    = "time"
	ofMass    = "mass"
	ofLength  = "length"
	ofScale   = "scale"
	ofPercent = "percent"
	perMonth  = 365.25 / 12 // days
)

var units = map[string]unit{
	"%": {"percent", ofPercent, 1}, "pct": {"percent", ofPercent, 1}, "percent": {"percent", ofPercent, 1},
	"per cent": {"percent", ofPercent, 1}, "p.c": {"percent", ofPercent, 1},

	"k": {"thousand", ofScale, 1e3}, "thousand": {"thousand", ofScale, 1e3}, "tsd": {"thousand", ofScale, 1e3},
	"mn": {"million", ofScale, 1e6}, "mio": {"million", ofScale, 1e6}, "mil": {"million", ofScale, 1e6}, "million": {"million", ofScale, 1e6},
	"bn": {"billion", ofScale, 1e9}, "b": {"billion", ofScale, 1e9}, "billion": {"billion", ofScale, 1e9},
	"lakh": {"lakh", ofScale, 1e5}, "crore": {"crore", ofScale, 1e7},

	"years": {"years", ofTime, 12}, "year": {"years", ofTime, 12}, "yrs": {"years", ofTime, 12}, "yr": {"years", ofTime, 12}, "y": {"years", ofTime, 12},
	"months": {"months", ofTime, 1}, "month": {"months", ofTime, 1}, "mos": {"months", ofTime, 1}, "mo": {"months", ofTime, 1}, "mths": {"months", ofTime, 1}, "mth": {"months", ofTime, 1},
	"quarters": {"quarters", ofTime, 3}, "quarter": {"quarters", ofTime, 3},
	"weeks": {"weeks", ofTime, 7 / perMonth}, "week": {"weeks", ofTime, 7 / perMonth}, "wks": {"weeks", ofTime, 7 / perMonth}, "wk": {"weeks", ofTime, 7 / perMonth},
	"days": {"days", ofTime, 1 / perMonth}, "day": {"days", ofTime, 1 / perMonth}, "d": {"days", ofTime, 1 / perMonth},
	"hours": {"hours", ofTime, 1 / perMonth / 24}, "hour": {"hours", ofTime, 1 / perMonth / 24}, "hrs": {"hours", ofTime, 1 / perMonth / 24}, "hr": {"hours", ofTime, 1 / perMonth / 24}, "h": {"hours", ofTime, 1 / perMonth / 24},
	"minutes": {"minutes", ofTime, 1 / perMonth / 1440}, "minute": {"minutes", ofTime, 1 / perMonth / 1440}, "mins": {"minutes", ofTime, 1 / perMonth / 1440}, "min": {"minutes", ofTime, 1 / perMonth / 1440},
	"seconds": {"seconds", ofTime, 1 / perMonth / 86400}, "second": {"seconds", ofTime, 1 / perMonth / 86400}, "secs": {"seconds", ofTime, 1 / perMonth / 86400}, "sec": {"seconds", ofTime, 1 / perMonth / 86400}, "s": {"seconds", ofTime, 1 / perMonth / 86400},

	"kg": {"kg", ofMass, 1}, "kgs": {"kg", ofMass, 1}, "g": {"g", ofMass, 1e-3}, "lb": {"lb", ofMass, 0.45359237}, "lbs": {"lb", ofMass, 0.45359237}, "oz": {"oz", ofMass, 0.028349523125},
	"mm": {"mm", ofLength, 1e-3}, "cm": {"cm", ofLength, 1e-2}, "km": {"km", ofLength, 1e3}, "ft": {"ft", ofLength, 0.3048}, "mi": {"miles", ofLength, 1609.344}, "miles": {"miles", ofLength, 1609.344},
}

// readingsOfM is what the letter m means, by the company it keeps in its column.
var readingsOfM = map[string]unit{
	"months": {"months", ofTime, 1}, "minutes": {"minutes", ofTime, 1 / perMonth / 1440},
	"million": {"million", ofScale, 1e6}, "m": {"m", ofLength, 1},
}

// ordinals are not units: 1st is a place, not an amount.
var ordinals = map[string]bool{"st": true, "nd": true, "rd": true, "th": true}

func isUnit(word string) bool {
	_, ok := units[word]
	return ok || word == "m"
}

// meaningOfM decides from the units of a column, counted by word, what m stands for.
func meaningOfM(words map[string]int) string {
	months, minutes, million, length := 0, 0, 0, 0
	for w, n := range words {
		switch u := units[w]; {
		case u.family == ofTime && u.factor < 1/perMonth:
			minutes += n
		case u.family == ofTime:
			months += n
		case u.family == ofScale:
			million += n
		case u.family == ofLength:
			length += n
		}
	}
	switch top := max(months, minutes, million, length); {
	case top == 0 || top == length:
		return "m"
	case top == months:
		return "months"
	case top == million:
		return "million"
	}
	return "minutes"
}

// mainUnit picks the unit a column is told in: the most frequent word that is not a scale or percent, the first in
// sort order among equals; words of one unit count together. A word that is no known unit can win too: a label.
func mainUnit(words map[string]int, m unit) string {
	count := map[string]int{}
	for w, n := range words {
		u, known := unitOf(w, m)
		switch {
		case !known:
			if !ordinals[w] {
				count[w] += n
			}
		case u.family != ofScale && u.family != ofPercent:
			count[u.name] += n
		}
	}
	names := make([]string, 0, len(count))
	for n := range count {
		names = append(names, n)
	}
	sort.Slice(names, func(i, j int) bool {
		if count[names[i]] != count[names[j]] {
			return count[names[i]] > count[names[j]]
		}
		return names[i] < names[j]
	})
	if len(names) == 0 {
		return ""
	}
	return names[0]
}

func unitOf(word string, m unit) (unit, bool) {
	if word == "m" {
		return m, true
	}
	u, ok := units[word]
	return u, ok
}

// inUnit tells a number with the given unit word in the column's unit; false when the word does not fit there.
func inUnit(v float64, word, target string, m unit) (float64, bool) {
	if word == "" || word == target && !isUnit(word) {
		return v, true
	}
	u, ok := unitOf(word, m)
	if !ok {
		return 0, false
	}
	t, known := unitOf(target, m)
	switch {
	case u.family == ofScale:
		v = shift(v, u.powerOfTen())
	case u.name == target:
	case known && t.family == u.family:
		v *= u.factor / t.factor
	default:
		return 0, false
	}
	return v, !math.IsInf(v, 0)
}

// powerOfTen is the number of zeros of a scale word.
func (u unit) powerOfTen() int { return int(math.Round(math.Log10(u.factor))) }
