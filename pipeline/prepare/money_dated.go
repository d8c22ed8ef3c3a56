package prepare

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"assay/pipeline/table"
)

// findDay takes note of the column that says when a row's amounts were meant.
func (f *Currencies) findDay(t *table.Table, name string) error {
	c, err := t.Need(name)
	switch {
	case err != nil:
		return fmt.Errorf("date: %w", err)
	case c.Kind == table.Text:
		format, _, _ := NewDates().survey(c, true)
		f.Day = &format
	case c.Kind == table.Time:
		f.Day = &DateFormat{Column: name}
	default:
		return fmt.Errorf("date: column %s holds %s, not dates", name, c.Kind)
	}
	return nil
}

// days are the days of the rows; nil when there is no such column.
func (f *Currencies) days(t *table.Table) ([]int64, error) {
	if f.Day == nil {
		return nil, nil
	}
	switch c := t.Column(f.Day.Column); {
	case c == nil:
		return nil, nil
	case c.Kind == table.Text:
		return convert(c, table.NoTime, f.Day.read), nil
	case c.Kind == table.Time:
		return c.Times(), nil
	default:
		return nil, fmt.Errorf("money: column %s holds %s where it held dates; clean it the same way first", c.Name, c.Kind)
	}
}

// amount is money in the currency it was written in; an empty currency means that it cannot be read.
type amount struct {
	value    float64
	currency string
}

// values reads a column. With days, each row has the rate on or before its own; a row without a day or from before the
// first rate has no value unless it needs no rate, and is listed in unrated.
func (f *Currencies) values(m MoneyFormat, c *table.Column, days []int64) (out []float64, unrated []int) {
	if days == nil {
		return f.undated(m, c), nil
	}
	of := f.amounts(m, c)
	out = make([]float64, c.Len())
	for i := range out {
		out[i] = math.NaN()
		a := of(i)
		if a.currency == "" {
			continue
		}
		rate, known := f.rateOn(a.currency, days[i])
		if days[i] == table.NoTime && a.currency != f.To {
			known = false
		}
		if !known {
			unrated = append(unrated, i)
			continue
		}
		out[i] = cents(a.value, rate)
	}
	return out, unrated
}

// amounts reads each distinct text of a column once.
func (f *Currencies) amounts(m MoneyFormat, c *table.Column) func(i int) amount {
	if c.Kind == table.Number {
		return func(i int) amount {
			if c.Missing(i) {
				return amount{}
			}
			return amount{c.Numbers()[i], m.Unmarked}
		}
	}
	read := convert(c, amount{}, func(s string) amount {
		if isSentinel(s, m.Sentinels) {
			return amount{}
		}
		v, currency, r := f.amount(m, s)
		if r == unreadable || r == ambiguous {
			return amount{}
		}
		return amount{v, currency}
	})
	return func(i int) amount { return read[i] }
}

// undated reads a column at one rate per currency.
func (f *Currencies) undated(m MoneyFormat, c *table.Column) []float64 {
	if c.Kind == table.Text {
		return convert(c, math.NaN(), func(s string) float64 {
			if isSentinel(s, m.Sentinels) {
				return math.NaN()
			}
			v, _ := f.read(m, s)
			return v
		})
	}
	values := slices.Clone(c.Numbers())
	if m.Unmarked != f.To {
		for i, v := range values {
			values[i] = cents(v, f.Rates[m.Unmarked])
		}
	}
	return values
}

// tellUnrated says which rows have an amount and no rate.
func tellUnrated(t *table.Table, name string, unrated []int) []string {
	if len(unrated) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s: %s without a rate on or before their day, now missing%s", name, plural(len(unrated), "amount"), linesOf(t, unrated))}
}

// linesOf lists where rows stood in the file, the first ten; nothing when they were not read from lines.
func linesOf(t *table.Table, rows []int) string {
	rows = slices.DeleteFunc(slices.Clone(rows), func(i int) bool { return t.Line(i) == 0 })
	if len(rows) == 0 {
		return ""
	}
	slices.SortFunc(rows, func(a, b int) int { return int(min(1, max(-1, t.Key(a)-t.Key(b)))) })
	var places []string
	for _, i := range rows[:min(10, len(rows))] {
		places = append(places, t.Place(i))
	}
	word, more := "line", ""
	if len(rows) > 1 {
		word = "lines"
	}
	if n := len(rows) - len(places); n > 0 {
		more = fmt.Sprintf(" and %d more", n)
	}
	return ", " + word + " " + strings.Join(places, ", ") + more
}

// rowsOf are the rows that have one of the texts.
func rowsOf(c *table.Column, texts []string) []int {
	wanted := make([]bool, len(c.Dictionary()))
	for code, text := range c.Dictionary() {
		wanted[code] = slices.Contains(texts, text)
	}
	var out []int
	for i, code := range c.Codes() {
		if code >= 0 && wanted[code] {
			out = append(out, i)
		}
	}
	return out
}
