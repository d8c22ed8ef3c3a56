package profile

import (
	"strconv"
	"strings"
	"time"
)

// dateSuspects looks for days that systems write where there is none: the first and the last day they know, and days
// that no calendar has.
func dateSuspects(p *Column, levels []string, counts []int) []Sentinel {
	var out []Sentinel
	usual := (p.Rows - p.Missing) / max(1, p.Distinct)
	for k, text := range levels {
		if counts[k] == 0 || len(text) > 30 || len(out) == maxSuspects {
			continue
		}
		y, m, d, ok := dayOf(text)
		if !ok {
			continue
		}
		v := Sentinel{Value: text, Count: counts[k], Kind: dateSentinel, Fix: asMissing(p.Name, text)}
		switch {
		case !exists(y, m, d):
			v.Why, v.Confidence = "no calendar has this day", .9
		case y >= 9998 || y <= 1 || y == 1753 && m == 1 && d == 1 || y == 1899 && m == 12 && d >= 30:
			v.Why, v.Confidence = "a day that systems write for no date", .9
		case (y == 1900 || y == 1970 || y == 1800 || y == 1901) && m == 1 && d == 1 && counts[k] >= max(2, 5*usual), y == 2099 && m == 12 && d == 31, y == 1111 && m == 11 && d == 11:
			v.Why, v.Confidence = "a first or last day that systems write for no date", .8
		default:
			continue
		}
		out = append(out, v)
	}
	return out
}

// dayOf takes a date apart that is written year first, or year last with both short numbers the same or either
// reading; it does not guess: a date that has two readings is no day here unless both are the same.
func dayOf(text string) (y, m, d int, ok bool) {
	s := strings.TrimSpace(text)
	if i := strings.IndexAny(s, "T "); i > 0 {
		s = s[:i]
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	if len(parts) != 3 {
		return 0, 0, 0, false
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil {
			return 0, 0, 0, false
		}
		n[i] = v
	}
	switch {
	case len(parts[0]) == 4:
		return n[0], n[1], n[2], true
	case len(parts[2]) != 4:
		return 0, 0, 0, false
	case n[0] == n[1], n[0] > 12:
		return n[2], n[1], n[0], true
	case n[1] > 12:
		return n[2], n[0], n[1], true
	}
	return 0, 0, 0, false
}

func exists(y, m, d int) bool {
	at := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return m >= 1 && m <= 12 && d >= 1 && at.Day() == d && at.Month() == time.Month(m)
}
