package collect

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"assay/pipeline/table"
)

// streamChecks look for what goes wrong with sensors: clocks that go back, values sent twice, spikes, units that
// change, names that change.
type streamChecks struct {
	last    map[string][]byte // the payload before, by topic
	repeats tally
}

// add compares a message with the one before of its topic.
func (c *streamChecks) add(m kept, line int) {
	if c.last == nil {
		c.last = map[string][]byte{}
	}
	if before, ok := c.last[m.topic]; ok && m.form.kind != formValue && string(before) == string(m.payload) {
		c.repeats.add(line, "")
	}
	if len(c.last) < mostTopics {
		c.last[m.topic] = m.payload
	}
}

// say tells what was found, in the table too.
func (c *streamChecks) say(t *table.Table) []string {
	var out []string
	if c.repeats.count > 0 {
		out = append(out, fmt.Sprintf("%s the same as the one before (%s); was it sent twice?", messagesAre(c.repeats.count), c.repeats.where()))
	}
	names := map[string]string{}
	for j, col := range t.Columns() {
		if j == 0 {
			continue // received, by our own clock
		}
		if other, ok := names[table.Fold(col.Name)]; ok {
			out = append(out, fmt.Sprintf("the names %q and %q differ only in case; are they one?", shorten(other), shorten(col.Name)))
		}
		names[table.Fold(col.Name)] = col.Name
		switch {
		case clockName(col.Name):
			out = append(out, backwards(t, col)...)
		case table.NameHas(col.Name, "unit", "units"):
			out = append(out, units(t, col)...)
		case col.Kind == table.Number:
			out = append(out, spikes(t, col)...)
		}
	}
	return out
}

func messagesAre(n int) string {
	if n == 1 {
		return "1 message is"
	}
	return fmt.Sprintf("%d messages are", n)
}

// clockName reports whether a column is named like the time of a measurement.
func clockName(name string) bool {
	return table.NameHas(name, "ts", "time", "timestamp", "datetime", "date", "clock", "epoch")
}

// backwards finds where a clock goes back.
func backwards(t *table.Table, col *table.Column) []string {
	var found tally
	before := math.Inf(-1)
	for i := range t.Rows() {
		at := instant(col, i)
		if math.IsNaN(at) {
			continue
		}
		if at < before {
			found.add(t.Line(i), "")
		}
		before = at
	}
	if found.count == 0 {
		return nil
	}
	return []string{fmt.Sprintf("the clock in column %q goes back %s (%s)", shorten(col.Name), plural(found.count, "time"), found.where())}
}

// instant is the time in a cell in seconds, NaN when it is none.
func instant(col *table.Column, i int) float64 {
	if col.Kind == table.Number {
		return col.Numbers()[i]
	}
	for _, form := range []string{time.RFC3339Nano, time.DateTime, "2006-01-02T15:04:05.999999999", time.DateOnly} {
		if at, err := time.Parse(form, col.Cell(i)); err == nil {
			return float64(at.UnixNano()) / 1e9
		}
	}
	return nan
}

// units finds a unit that changes on the way.
func units(t *table.Table, col *table.Column) []string {
	var found tally
	var seen []string
	before := ""
	for i := range t.Rows() {
		u := col.Cell(i)
		if u == "" {
			continue
		}
		if before != "" && u != before {
			found.add(t.Line(i), "")
		}
		if before = u; !slices.Contains(seen, u) && len(seen) < 5 {
			seen = append(seen, u)
		}
	}
	if found.count == 0 {
		return nil
	}
	for k, u := range seen {
		seen[k] = fmt.Sprintf("%q", shorten(u))
	}
	return []string{fmt.Sprintf("column %q changes %s between %s (%s); values before and after may not be comparable",
		shorten(col.Name), plural(found.count, "time"), strings.Join(seen, ", "), found.where())}
}

// spikes finds values far outside: further from the quartiles than twenty times what lies between them.
func spikes(t *table.Table, col *table.Column) []string {
	values := col.Sorted()
	if len(values) < 20 {
		return nil
	}
	low, high := table.Quantile(values, .25), table.Quantile(values, .75)
	reach := 20 * (high - low)
	if reach <= 0 {
		return nil
	}
	var found tally
	for i, v := range col.Numbers() {
		if v < low-reach || v > high+reach {
			found.add(t.Line(i), table.FormatNumber(v))
		}
	}
	if found.count == 0 || found.count*20 > len(values) {
		return nil
	}
	return []string{fmt.Sprintf("column %q has %s far outside all others, such as %s (%s)", shorten(col.Name), plural(found.count, "value"), found.first, found.where())}
}
