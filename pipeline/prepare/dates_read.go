package prepare

import (
	"strings"
	"time"

	"assay/pipeline/table"
)

// date is a date taken apart. With slash set, a and b are day and month in an order the text does not tell.
type date struct {
	year, month, day int
	clock            int64 // seconds since midnight UTC; negative or beyond a day when a zone moved it
	slash            bool
	a, b             int
}

// readDate reads the notations below, each with four digits of year; two digits of year are refused, for nobody knows
// the century. A time of day may follow a date that is all digits.
//
//	2024-05-17  2024/05/17  2024.05.17  20240517   year first
//	17.05.2024                                     dots: day first
//	05/17/2024  17/05/2024  05-17-2024             slashes or hyphens: the column decides
//	17 May 2024  17-May-2024  May 17, 2024         months in English, three letters or in full
func readDate(s string) (date, bool) {
	s = tidyText(s)
	if len(s) < 8 || len(s) > 40 {
		return date{}, false
	}
	if hasLetter(s[:min(len(s), 6)]) {
		return readNamed(s)
	}
	p := pieces{rest: s}
	first, w1 := p.number()
	if w1 == 8 && p.rest == "" {
		return checked(date{year: first / 10000, month: first / 100 % 100, day: first % 100})
	}
	sep1 := p.separator()
	second, w2 := p.number()
	sep2 := p.separator()
	third, w3 := p.number()
	if sep1 == 0 || sep1 != sep2 || w2 == 0 || w2 > 2 || sep1 == ' ' {
		return date{}, false
	}
	var d date
	switch {
	case w1 == 4 && w3 >= 1 && w3 <= 2:
		d = date{year: first, month: second, day: third}
	case w3 != 4 || w1 == 0 || w1 > 2:
		return d, false
	case sep1 == '.':
		d = date{year: third, month: second, day: first}
	default:
		d = date{year: third, slash: true, a: first, b: second}
		if min(first, second) < 1 || min(first, second) > 12 || max(first, second) > 31 {
			return d, false
		}
		return d, d.year >= 1000 && p.clock(&d.clock)
	}
	if !p.clock(&d.clock) {
		return d, false
	}
	return checked(d)
}

// readNamed reads dates with the name of a month.
func readNamed(s string) (date, bool) {
	fields := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '-' || r == '.' || r == '/' })
	if len(fields) != 3 {
		return date{}, false
	}
	month, dayAt := monthOf(fields[1]), 0
	if month == 0 {
		month, dayAt = monthOf(fields[0]), 1
	}
	day, year := pieces{rest: ordinalOff(fields[dayAt])}, pieces{rest: fields[2]}
	d, wd := day.number()
	y, wy := year.number()
	if month == 0 || wd == 0 || wd > 2 || wy != 4 || day.rest != "" || year.rest != "" {
		return date{}, false
	}
	return checked(date{year: y, month: month, day: d})
}

func ordinalOff(s string) string {
	for _, end := range []string{"st", "nd", "rd", "th"} {
		if t, ok := strings.CutSuffix(strings.ToLower(s), end); ok {
			return t
		}
	}
	return s
}

// monthOf returns 1 to 12 for an English month, by its first three letters or in full; 0 when it is none.
func monthOf(s string) int {
	for m := time.January; m <= time.December; m++ {
		if full := m.String(); strings.EqualFold(s, full) || strings.EqualFold(s, full[:3]) || m == time.September && strings.EqualFold(s, "sept") {
			return int(m)
		}
	}
	return 0
}

// seconds is the point in time; table.NoTime when there is no such day.
func (d date) seconds() int64 {
	if d.year < 1000 || d.year > 9999 || d.month < 1 || d.month > 12 || d.day < 1 {
		return table.NoTime
	}
	t := time.Date(d.year, time.Month(d.month), d.day, 0, 0, 0, 0, time.UTC)
	if t.Day() != d.day { // 30 February rolled over
		return table.NoTime
	}
	return t.Unix() + d.clock
}

func checked(d date) (date, bool) { return d, d.seconds() != table.NoTime }

// pieces reads a text from the left.
type pieces struct{ rest string }

// number reads digits: the value and how many; none is width 0. More than nine are none.
func (p *pieces) number() (value, width int) {
	for width < len(p.rest) && p.rest[width] >= '0' && p.rest[width] <= '9' {
		if width == 9 {
			return 0, 0
		}
		value = 10*value + int(p.rest[width]-'0')
		width++
	}
	p.rest = p.rest[width:]
	return value, width
}

// separator reads one of - / . or a blank; 0 when there is none.
func (p *pieces) separator() byte {
	if p.rest == "" || !strings.ContainsRune("-/. ", rune(p.rest[0])) {
		return 0
	}
	c := p.rest[0]
	p.rest = p.rest[1:]
	return c
}

// clockLayouts are the ways a time of day may follow a date. A comma or point may bring parts of a second.
var clockLayouts = []string{"15:04", "15:04:05", "15:04Z07:00", "15:04:05Z07:00", "15:04:05Z0700", "15:04:05 Z07:00", "3:04 PM", "3:04:05 PM", "3:04PM"}

// clock reads what is left as a time of day, UTC unless it says otherwise; nothing left is midnight.
func (p *pieces) clock(seconds *int64) bool {
	if p.rest == "" || p.rest == "Z" {
		return true
	}
	if p.rest[0] != 'T' && p.rest[0] != ' ' {
		return false
	}
	rest := strings.ToUpper(strings.TrimSpace(p.rest[1:]))
	for _, layout := range clockLayouts {
		if t, err := time.Parse(layout, rest); err == nil {
			_, offset := t.Zone()
			*seconds = int64(t.Hour()*3600+t.Minute()*60+t.Second()) - int64(offset)
			return true
		}
	}
	return false
}

func hasLetter(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' })
}
