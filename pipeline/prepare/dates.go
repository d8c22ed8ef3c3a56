package prepare

import (
	"fmt"
	"slices"

	"assay/models/param"
	"assay/pipeline/table"
)

var datesEntry = Entry{
	Name:  "dates",
	Title: "Read dates",
	About: "Reads dates in mixed notations (2024-05-17, 17.05.2024, 05/17/2024, 17 May 2024) as points in time.",
	Why: "As text, every date is a category of its own that will never come again. As a point in time it has a before and an after. " +
		"A date like 03/04/2021 is two dates; the rest of its column decides which, and if nothing does, it is not guessed.",
	Kind:    Cleans,
	New:     func() param.Settings { return NewDates() },
	Restore: restoreAs[Calendars],
}

// Dates reads text columns in which at least 80 % of the cells are dates.
type Dates struct {
	Columns []string
	Order   string
}

// NewDates returns the default settings.
func NewDates() *Dates { return &Dates{Order: "auto"} }

// Params lists the settings.
func (s *Dates) Params() []param.Param {
	return []param.Param{
		param.OfColumns(&s.Columns, "columns", "columns to read as dates whatever they look like; none named means the text columns where at least 80 % of the cells do"),
		param.OfChoice(&s.Order, "order", []string{"auto", "mdy", "dmy"}, "what 03/04/2021 means: month first or day first; auto lets the days above 12 of the same column decide"),
	}
}

// Calendars is how a Dates decided to read each column.
type Calendars struct {
	Columns []DateFormat `json:"columns"`
	Notes   []string     `json:"notes,omitempty"`
}

// DateFormat is how the dates of one column are written. Order is "mdy" or "dmy" for dates that could be either, empty
// when nothing decides: then those are missing. Strict refuses the other order even where only it is possible.
type DateFormat struct {
	Column string `json:"column"`
	Order  string `json:"order,omitempty"`
	Strict bool   `json:"strict,omitempty"`
}

// Survey finds the columns of dates and the order of day and month in each.
func (s *Dates) Survey(t *table.Table) (Cleaning, error) {
	columns, listed, err := named(t, s.Columns)
	if err != nil {
		return nil, fmt.Errorf("dates: %w", err)
	}
	if !listed {
		columns = slices.DeleteFunc(t.Columns(), func(c *table.Column) bool {
			return c.Role == table.ID || c.Role == table.Group || c.Role == table.Ignored || c.Role == table.Target
		})
	}
	out := &Calendars{}
	for _, c := range columns {
		switch {
		case c.Kind == table.Text:
			f, notes, ok := s.survey(c, listed)
			if ok {
				out.Columns = append(out.Columns, f)
			}
			out.Notes = append(out.Notes, notes...)
		case c.Kind == table.Number && listed:
			out.Columns = append(out.Columns, DateFormat{Column: c.Name})
			out.Notes = append(out.Notes, c.Name+": numbers read as dates of the form yyyymmdd")
		}
	}
	return out, nil
}

func (s *Dates) survey(c *table.Column, forced bool) (DateFormat, []string, bool) {
	f := DateFormat{Column: c.Name, Order: s.Order, Strict: s.Order != "auto"}
	counts, present := countOf(c)
	dayFirst, monthFirst, either, noise := 0, 0, 0, 0
	for code, n := range counts {
		if n == 0 {
			continue
		}
		switch d, ok := readDate(c.Dictionary()[code]); {
		case !ok:
			if noise += n; !forced && 5*noise > present { // more than a fifth is no date in any notation
				return f, nil, false
			}
		case !d.slash:
		case d.a > 12:
			dayFirst += n
		case d.b > 12:
			monthFirst += n
		case d.a != d.b:
			either += n
		}
	}
	if !f.Strict {
		f.Order = ""
		switch { // a rare slip does not outvote a clear habit
		case dayFirst > 0 && dayFirst >= 20*monthFirst:
			f.Order = "dmy"
		case monthFirst > 0 && monthFirst >= 20*dayFirst:
			f.Order = "mdy"
		}
	}
	var unread, unclear sample
	for code, n := range counts {
		if n == 0 {
			continue
		}
		text := c.Dictionary()[code]
		if f.read(text) != table.NoTime {
			continue
		}
		if d, ok := readDate(text); ok && d.slash && f.Order == "" && d.a <= 12 && d.b <= 12 {
			unclear.add(text, n)
		} else {
			unread.add(text, n)
		}
	}
	if present == 0 || !forced && 5*(present-unread.cells) < 4*present {
		return f, nil, false
	}
	if !forced && 5*(present-unread.cells-unclear.cells) < 4*present {
		return f, []string{fmt.Sprintf("%s: left as text: nothing tells whether %s begin with the day or the month; set order to dmy or mdy", c.Name, unclear.String())}, false
	}
	return f, f.tell(either, &unread, &unclear), true
}

func (f DateFormat) tell(either int, unread, unclear *sample) []string {
	notes := []string{f.Column + ": read as dates"}
	switch {
	case f.Order != "" && f.Strict:
		notes[0] += fmt.Sprintf(", %s as set", map[string]string{"mdy": "month first", "dmy": "day first"}[f.Order])
	case f.Order != "" && either > 0:
		notes[0] += fmt.Sprintf("; %s could start with the day or the month and were read as %s, as the others are",
			plural(either, "cell"), map[string]string{"mdy": "month/day/year", "dmy": "day/month/year"}[f.Order])
	}
	if unread.cells > 0 {
		notes = append(notes, fmt.Sprintf("%s: %s not readable as a date, now missing: %s", f.Column, plural(unread.cells, "cell"), unread.String()))
	}
	if unclear.cells > 0 {
		notes = append(notes, fmt.Sprintf("%s: %s where nothing tells the day from the month, now missing: %s; set order to dmy or mdy", f.Column, plural(unclear.cells, "cell"), unclear.String()))
	}
	return notes
}

// read reads one cell as seconds since 1970 UTC, table.NoTime when it is not a date by the rules of the column.
func (f DateFormat) read(s string) int64 {
	d, ok := readDate(s)
	if !ok {
		return table.NoTime
	}
	if !d.slash {
		return d.seconds()
	}
	order := f.Order
	switch {
	case f.Strict:
	case d.a > 12 || d.a == d.b:
		order = "dmy"
	case d.b > 12:
		order = "mdy"
	}
	switch order {
	case "dmy":
		d.day, d.month = d.a, d.b
	case "mdy":
		d.day, d.month = d.b, d.a
	}
	return d.seconds()
}

// Apply reads the columns it knows; a cell that cannot be read is missing.
func (f *Calendars) Apply(t *table.Table) (*table.Table, error) {
	for _, df := range f.Columns {
		c := t.Column(df.Column)
		switch {
		case c == nil:
		case c.Kind == table.Text:
			t = t.With(table.NewTime(c.Name, convert(c, table.NoTime, df.read)).From(c))
		case c.Kind == table.Number:
			out := make([]int64, c.Len())
			for i := range out {
				out[i] = df.read(c.Cell(i))
			}
			t = t.With(table.NewTime(c.Name, out).From(c))
		}
	}
	return t, nil
}

// Explain lists the columns that were read and the cells that could not be.
func (f *Calendars) Explain() []string {
	if len(f.Notes) == 0 {
		return []string{"no text column holds dates"}
	}
	return slices.Clone(f.Notes)
}
