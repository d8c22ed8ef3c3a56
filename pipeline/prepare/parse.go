package prepare

import (
	"fmt"
	"math"
	"slices"

	"assay/models/param"
	"assay/pipeline/table"
)

var parseEntry = Entry{
	Name:  "parse",
	Title: "Read numbers",
	About: "Reads numbers that are dressed as text: 28.8%, 1.234,5, (300), 60 months, 12k.",
	Why: "One percent sign is enough to turn a whole column into text, and a model cannot see that \"9%\" is less than \"10%\". " +
		"Once they are numbers, more and less mean something again. Cells that can be read in two ways are never guessed.",
	Kind:    Cleans,
	New:     func() param.Settings { return NewParse() },
	Restore: restoreAs[Numbers],
}

// Parse reads text columns that hold numbers. A column is taken when at least 80 % of its cells read as numbers under
// one convention; codes with leading zeros, identifiers and amounts of money are left alone.
type Parse struct {
	Columns   []string
	Except    []string
	Decimal   string
	Sentinels string
}

// NewParse returns the default settings.
func NewParse() *Parse { return &Parse{Decimal: "auto", Sentinels: usualSentinels} }

// Params lists the settings.
func (s *Parse) Params() []param.Param {
	return []param.Param{
		param.OfColumns(&s.Columns, "columns", "columns to read as numbers whatever they look like; none named means the columns where at least 80 % of the cells do"),
		param.OfColumns(&s.Except, "except", "columns to leave as text whatever they look like: codes that stand for categories"),
		param.OfChoice(&s.Decimal, "decimal", []string{"auto", "point", "comma"}, "the decimal sign; auto lets the clear cells of a column decide about the unclear ones"),
		param.OfText(&s.Sentinels, "sentinels", sentinelHelp),
	}
}

// Numbers is how a Parse decided to read each column.
type Numbers struct {
	Columns []NumberFormat `json:"columns"`
	Notes   []string       `json:"notes,omitempty"`
}

// NumberFormat is how the numbers of one column are written. Decimal is "point" or "comma", empty when nothing told.
// Unit is the unit the column is told in, M what the letter m means in it. Fractions says that numbers up to 1 without
// a percent sign are fractions of 1 beside percentages; Whole that the column is told as fractions itself. Sentinels
// are numbers that mean missing.
type NumberFormat struct {
	Column    string    `json:"column"`
	Decimal   string    `json:"decimal,omitempty"`
	Unit      string    `json:"unit,omitempty"`
	M         string    `json:"m,omitempty"`
	Fractions bool      `json:"fractions,omitempty"`
	Whole     bool      `json:"whole,omitempty"`
	Sentinels []float64 `json:"sentinels,omitempty"`
}

// Survey finds the columns that hold numbers and how they are written.
func (s *Parse) Survey(t *table.Table) (Cleaning, error) {
	sentinels, err := parseSentinels(s.Sentinels)
	if err != nil {
		return nil, err
	}
	columns, listed, err := named(t, s.Columns)
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	out := &Numbers{}
	for _, c := range t.Columns() {
		if c.Kind == table.Text && slices.Contains(s.Except, c.Name) {
			continue
		}
		if c.Role == table.ID || c.Role == table.Group || c.Role == table.Ignored {
			if !slices.Contains(columns, c) {
				continue
			}
		}
		f, notes, ok := NumberFormat{Column: c.Name}, []string(nil), c.Kind == table.Number
		if c.Kind == table.Text && (!listed || slices.Contains(columns, c)) {
			f, notes, ok = s.survey(c, listed)
		}
		if ok {
			if f.Sentinels = sentinelsIn(c, sentinels); len(f.Sentinels) > 0 {
				notes = append(notes, tellSentinels(c.Name, f.Sentinels))
			}
		}
		if ok && (c.Kind == table.Text || len(f.Sentinels) > 0) {
			out.Columns = append(out.Columns, f)
		}
		out.Notes = append(out.Notes, notes...)
	}
	return out, nil
}

// survey decides about one text column: its format, what to tell, and whether it is read at all. A forced column is
// read whatever the vote says.
func (s *Parse) survey(c *table.Column, forced bool) (NumberFormat, []string, bool) {
	v := numberVoteOf(c, forced)
	if !forced && (v.isOut() || v.identifiers()) || v.present == 0 {
		return NumberFormat{}, nil, false
	}
	f := NumberFormat{Column: c.Name, Decimal: s.Decimal}
	if s.Decimal == "auto" {
		f.Decimal = readingNames[v.decimal.habit()]
	}
	if v.units["m"] > 0 {
		f.M = meaningOfM(v.units)
	}
	f.Unit = mainUnit(v.units, readingsOfM[f.M])
	v.percents(&f)

	var unread, unclear sample
	for _, cell := range v.cells {
		switch _, r := f.read(cell.text); r {
		case unreadable:
			unread.add(cell.text, cell.n)
		case ambiguous:
			unclear.add(cell.text, cell.n)
		}
	}
	if !forced && 5*(v.present-unread.cells-unclear.cells) < 4*v.present {
		if unclear.cells > 0 && 5*(v.present-unread.cells) >= 4*v.present {
			return f, []string{fmt.Sprintf("%s: left as text: %s may have a decimal sign or a thousands separator; set decimal to point or comma", c.Name, unclear.String())}, false
		}
		return f, nil, false
	}
	notes := []string{c.Name + ": read as numbers" + f.describe()}
	if unread.cells > 0 {
		notes = append(notes, fmt.Sprintf("%s: %s not readable as a number, now missing: %s", c.Name, plural(unread.cells, "cell"), unread.String()))
	}
	if unclear.cells > 0 {
		notes = append(notes, fmt.Sprintf("%s: %s readable in two ways, now missing: %s; set decimal to point or comma", c.Name, plural(unclear.cells, "cell"), unclear.String()))
	}
	return f, notes, true
}

func (f NumberFormat) describe() string {
	s := ""
	if f.Decimal == "comma" {
		s += ", decimal comma"
	}
	if f.Unit != "" {
		s += ", in " + f.Unit
	}
	switch {
	case f.Whole:
		s += ", told as fractions (28.8% is 0.288)"
	case f.Fractions:
		s += ", told in percent (0.288 without a sign is 28.8%)"
	}
	return s
}

// read reads one cell by the rules of the column.
func (f NumberFormat) read(s string) (float64, reading) {
	w, ok := dissect(s)
	if !ok || w.currency != "" || w.foreign != "" && w.unit == "" {
		return math.NaN(), unreadable
	}
	v, r := w.value(readingOf(f.Decimal))
	if r == unreadable || r == ambiguous {
		return math.NaN(), r
	}
	if u, ok := units[w.unit]; ok && u.family == ofPercent {
		if f.Whole {
			v = shift(v, -2)
		}
		return v, r
	}
	switch small := math.Abs(v) <= 1; {
	case f.Whole && !small:
		v = shift(v, -2)
	case f.Fractions && !f.Whole && small:
		v = shift(v, 2)
	}
	if v, ok = inUnit(v, w.unit, f.Unit, readingsOfM[f.M]); !ok {
		return math.NaN(), unreadable
	}
	return v, r
}

func (f NumberFormat) number(s string) float64 {
	if isSentinel(s, f.Sentinels) {
		return math.NaN()
	}
	v, _ := f.read(s)
	return v
}

// Apply reads the columns it knows; a cell that cannot be read is missing.
func (f *Numbers) Apply(t *table.Table) (*table.Table, error) {
	for _, nf := range f.Columns {
		c := t.Column(nf.Column)
		switch {
		case c == nil:
		case c.Kind == table.Text:
			t = t.With(table.NewNumber(c.Name, convert(c, math.NaN(), nf.number)).From(c))
		case c.Kind == table.Number && len(nf.Sentinels) > 0:
			t = t.With(table.NewNumber(c.Name, blank(c.Numbers(), nf.Sentinels)).From(c))
		}
	}
	return t, nil
}

// Explain lists the columns that were read and the cells that could not be.
func (f *Numbers) Explain() []string {
	if len(f.Notes) == 0 {
		return []string{"no text column holds numbers"}
	}
	return slices.Clone(f.Notes)
}
