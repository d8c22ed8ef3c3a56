package prepare

import (
	"fmt"
	"slices"
	"strings"

	"assay/models/param"
	"assay/pipeline/table"
)

var datePartsEntry = Entry{
	Name:  "date_parts",
	Title: "Take dates apart",
	About: "Makes numbers of dates: year, month, weekday, a circle for what comes round again, age on a day, days between two dates.",
	Why: "To a model a date is one long number: it cannot see Mondays in it, nor how old somebody was. December and January are neighbours only on a circle, " +
		"so month and weekday can be told as two coordinates. Ages are told on a day you state: today would give the same person another age tomorrow.",
	Kind:    Cleans,
	New:     func() param.Settings { return NewDateParts() },
	Restore: restoreAs[DateColumns],
}

// DateParts makes columns of the features that are points in time.
type DateParts struct {
	Parts   []string
	Since   string
	Between string
	Keep    bool
}

// NewDateParts returns the default settings.
func NewDateParts() *DateParts {
	return &DateParts{Parts: []string{"year", "month", "weekday"}, Keep: true}
}

// Params lists the settings.
func (s *DateParts) Params() []param.Param {
	return []param.Param{
		param.OfList(&s.Parts, "parts", "what to take out of each date: "+strings.Join(partNames(), ", ")),
		param.OfText(&s.Since, "since", "tells each date as years until this day, an age: a date as 2024-12-31, or the name of another date column"),
		param.OfText(&s.Between, "between", `pairs of date columns whose distance in days becomes a column: "ordered:delivered, opened:closed"`),
		param.OfBool(&s.Keep, "keep", "keep the date itself as a column"),
	}
}

// DateColumns is what is made of each date. Since is the day that ages are told on, empty when none is or a column says
// it.
type DateColumns struct {
	Columns []string   `json:"columns"`
	Parts   []string   `json:"parts"`
	Since   string     `json:"since,omitempty"`
	Until   string     `json:"until,omitempty"` // the column that says the day
	Between []DateSpan `json:"between,omitempty"`
	Drop    bool       `json:"drop,omitempty"`
	Names   []string   `json:"names"` // of the columns that are made, in order
}

// DateSpan is a pair of date columns whose distance is told.
type DateSpan struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Survey finds the features that are points in time.
func (s *DateParts) Survey(t *table.Table) (Cleaning, error) {
	out := &DateColumns{Parts: slices.Clone(s.Parts), Drop: !s.Keep}
	for _, p := range s.Parts {
		if partOf(p) == nil {
			return nil, fmt.Errorf("parts: no part of a date is called %q%s; there are %s", p, param.DidYouMean(p, partNames()), strings.Join(partNames(), ", "))
		}
	}
	for _, c := range t.ByRole(table.Feature) {
		if c.Kind == table.Time {
			out.Columns = append(out.Columns, c.Name)
		}
	}
	if err := out.readSince(strings.TrimSpace(s.Since), t); err != nil {
		return nil, fmt.Errorf("since: %w", err)
	}
	for _, pair := range param.SplitList(s.Between) {
		from, to, ok := strings.Cut(pair, ":")
		span := DateSpan{strings.TrimSpace(from), strings.TrimSpace(to)}
		if !ok {
			return nil, fmt.Errorf(`between: %q does not read as from:to; write for example "ordered:delivered"`, pair)
		}
		for _, name := range []string{span.From, span.To} {
			if err := dateFeature(t, name); err != nil {
				return nil, fmt.Errorf("between: %w", err)
			}
		}
		out.Between = append(out.Between, span)
	}
	made, err := out.made(t)
	if err != nil {
		return nil, err
	}
	for _, m := range made {
		if t.Column(m.Name) != nil || slices.Contains(out.Names, m.Name) {
			return nil, fmt.Errorf("a column is called %q already; rename it, or leave that part out", m.Name)
		}
		out.Names = append(out.Names, m.Name)
	}
	return out, nil
}

// readSince reads a day, or the name of a column of days.
func (f *DateColumns) readSince(since string, t *table.Table) error {
	if since == "" {
		return nil
	}
	if t.Column(since) == nil {
		if at := (DateFormat{}).read(since); at != table.NoTime {
			f.Since = table.FormatTime(at)
			return nil
		}
		return fmt.Errorf("%q is neither a date such as 2024-12-31 nor one of the columns this step works on%s", since, param.DidYouMean(since, t.Names()))
	}
	f.Until = since
	return dateFeature(t, since)
}

// dateFeature checks that a column is a feature that holds dates.
func dateFeature(t *table.Table, name string) error {
	c, err := t.Need(name)
	switch {
	case err != nil:
		return err
	case c.Kind != table.Time:
		return fmt.Errorf("column %s holds %s, not dates; read it with the step dates first", name, c.Kind)
	case c.Role != table.Feature:
		return fmt.Errorf("column %s has the role %s and is not asked of a new case; give it the role feature", name, c.Role)
	}
	return nil
}

// Apply makes the columns of the dates that are there.
func (f *DateColumns) Apply(t *table.Table) (*table.Table, error) {
	made, err := f.made(t)
	if err != nil {
		return nil, fmt.Errorf("date_parts: %w", err)
	}
	out := t.With(made...)
	if f.Drop {
		out = out.Without(f.Columns...)
	}
	return out, nil
}

// made calculates every column whose dates are there.
func (f *DateColumns) made(t *table.Table) ([]*table.Column, error) {
	var out []*table.Column
	for _, name := range f.Columns {
		c, err := datesIn(t, name)
		if err != nil {
			return nil, err
		}
		if c == nil {
			continue
		}
		for _, p := range f.Parts {
			out = append(out, partOf(p).columns(c)...)
		}
		age, err := f.age(t, c)
		if err != nil {
			return nil, err
		}
		if age != nil {
			out = append(out, age)
		}
	}
	for _, span := range f.Between {
		c, err := f.span(t, span)
		if err != nil {
			return nil, err
		}
		if c != nil {
			out = append(out, c)
		}
	}
	return out, nil
}

// datesIn returns a column of dates, nil when it is absent.
func datesIn(t *table.Table, name string) (*table.Column, error) {
	c := t.Column(name)
	if c != nil && c.Kind != table.Time {
		return nil, fmt.Errorf("column %s holds %s where it held dates; clean it the same way first", name, c.Kind)
	}
	return c, nil
}

// age tells a date as years until a day, or until the day another column says.
func (f *DateColumns) age(t *table.Table, c *table.Column) (*table.Column, error) {
	switch {
	case f.Since != "":
		day := (DateFormat{}).read(f.Since)
		return table.NewNumber(c.Name+" age", spans(c.Times(), func(int) int64 { return day }, years)).From(c), nil
	case f.Until == "" || f.Until == c.Name:
		return nil, nil
	}
	until, err := datesIn(t, f.Until)
	if err != nil || until == nil {
		return nil, err
	}
	return table.NewNumber(c.Name+" age", spans(c.Times(), func(i int) int64 { return until.Times()[i] }, years)), nil
}

func (f *DateColumns) span(t *table.Table, s DateSpan) (*table.Column, error) {
	from, err := datesIn(t, s.From)
	if err != nil || from == nil {
		return nil, err
	}
	to, err := datesIn(t, s.To)
	if err != nil || to == nil {
		return nil, err
	}
	return table.NewNumber("days from "+s.From+" to "+s.To, spans(from.Times(), func(i int) int64 { return to.Times()[i] }, days)), nil
}

// Explain names the columns that are made.
func (f *DateColumns) Explain() []string {
	if len(f.Names) == 0 {
		return []string{"no feature holds dates, or nothing is to be made of them"}
	}
	out := []string{fmt.Sprintf("%s made: %s", plural(len(f.Names), "column"), strings.Join(f.Names, ", "))}
	if f.Since != "" {
		out = append(out, "ages are years of 365.2425 days until "+f.Since)
	} else if f.Until != "" {
		out = append(out, "ages are years of 365.2425 days until "+f.Until)
	}
	if f.Drop {
		out = append(out, "left out: "+strings.Join(f.Columns, ", "))
	}
	return out
}
