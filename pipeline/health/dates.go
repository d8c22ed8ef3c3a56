package health

import (
	"fmt"

	"assay/pipeline/evaluate"
	"assay/pipeline/table"
)

// day is a day in seconds.
const day = 86400

// lateDates finds features that are dates mostly later than the moment the row is about, which the column with the role
// time says: they were not known then.
func lateDates(c *check) {
	when := c.Cleaned.OneByRole(table.When)
	if when == nil || when.Kind != table.Time {
		return
	}
	for _, col := range c.features {
		if col.Kind != table.Time {
			continue
		}
		n := 0
		var late []int
		for i := range col.Len() {
			if col.Missing(i) || when.Missing(i) {
				continue
			}
			n++
			if floor(col.Times()[i]) > floor(when.Times()[i]) {
				late = append(late, i)
			}
		}
		if len(late) == 0 {
			continue
		}
		share := evaluate.Wilson(len(late), n)
		f := Finding{Severity: Note, Counter: Leaks, Kind: "late date", Columns: []string{col.Name}, Rows: first(late), Count: len(late), Fix: c.ignore(col),
			Score: evaluate.Score{Name: "share", Value: share.Value, Low: share.Low, High: share.High}}
		f.Text = fmt.Sprintf("%s is later than %s in %d of %d rows (%s; %s)", col.Name, when.Name, len(late), n, percent(f.Score), c.places(late))
		switch {
		case share.Low > .5:
			f.Severity = Serious
			f.Text += ": it is not known when the model is asked"
		case share.Value > .5:
			f.Severity = Warning
			f.Text += ": not enough data to be sure, but it may not be known when the model is asked"
		}
		c.add(f)
	}
}

// floor is the day of a moment, from 1970.
func floor(seconds int64) int64 {
	if seconds < 0 {
		return (seconds+1)/day - 1
	}
	return seconds / day
}
