package prepare

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"assay/models/param"
	"assay/pipeline/table"
)

var moneyEntry = Entry{
	Name:  "money",
	Title: "Read money",
	About: "Reads amounts of money in any notation and brings them into one currency at fixed rates.",
	Why: "Three thousand pounds are more than three thousand dollars, and \"€37.097,56\" is text until someone reads it. " +
		"All amounts end up as numbers that can be compared; the rates and their date are kept with the model, so the same amount gives the same answer tomorrow.",
	Kind:    Cleans,
	New:     func() param.Settings { return NewMoney() },
	Restore: restoreAs[Currencies],
}

// Money reads columns in which currency marks occur and at least 80 % of the cells read as amounts.
type Money struct {
	Columns  []string
	To       string
	Unmarked string
	Rates    string
	File     string
	Table    string
	Date     string
	Keep     bool

	Sentinels string
}

// NewMoney returns the default settings.
func NewMoney() *Money { return &Money{To: "USD", Sentinels: usualSentinels} }

// Params lists the settings.
func (s *Money) Params() []param.Param {
	return []param.Param{
		param.OfColumns(&s.Columns, "columns", "columns to read as money; none named means the columns where currency marks occur"),
		param.OfText(&s.To, "to", "the currency everything is told in, as a code such as USD"),
		param.OfText(&s.Unmarked, "unmarked", "the currency of amounts without a mark; empty means the same as to"),
		param.OfText(&s.Rates, "rates", `what one unit is worth in US dollars, in place of the built-in table of `+ratesDate+`: "EUR=1.1;GBP=1.25"`),
		param.OfText(&s.File, "rates_file", "a file of rates in US dollars, a line each: currency,date,rate; it is read with every preparation, in place of the built-in table"),
		param.OfText(&s.Table, "rates_table", "the lines of such a file, when the workflow itself shall carry them"),
		param.OfText(&s.Date, "date", "the column of the day whose rate counts, the latest on or before it; empty means the latest rates for all"),
		param.OfBool(&s.Keep, "keep", "keep the amounts as they were written in an extra column, \"X as written\", used for nothing"),
		param.OfText(&s.Sentinels, "sentinels", sentinelHelp),
	}
}

// Currencies is how a Money decided to read each column: the rates that were used (worth of one unit in the currency
// To) with their date, and the formats.
type Currencies struct {
	To      string             `json:"to"`
	Date    string             `json:"date"` // of the rates; "as set" when a setting gave some
	Rates   map[string]float64 `json:"rates"`
	Dated   rateSeries         `json:"dated,omitempty"` // by which rows with a day of their own are converted
	Day     *DateFormat        `json:"day,omitempty"`   // the column that says the day, and how it is written
	Keep    bool               `json:"keep,omitempty"`
	Columns []MoneyFormat      `json:"columns"`
	Notes   []string           `json:"notes,omitempty"`
}

// MoneyFormat is how the amounts of one column are written: the currency of unmarked ones, and the decimal sign
// ("point", "comma") of each currency that showed one, under "" that of the column as a whole. Sentinels are numbers
// without a mark that mean missing.
type MoneyFormat struct {
	Column   string            `json:"column"`
	Unmarked string            `json:"unmarked"`
	Decimal  map[string]string `json:"decimal,omitempty"`

	Sentinels []float64 `json:"sentinels,omitempty"`
}

// Survey finds the columns of money and how they are written.
func (s *Money) Survey(t *table.Table) (Cleaning, error) {
	out, unmarked, err := s.exchange()
	if err != nil {
		return nil, err
	}
	sentinels, err := parseSentinels(s.Sentinels)
	if err != nil {
		return nil, err
	}
	if s.Date != "" {
		if err := out.findDay(t, s.Date); err != nil {
			return nil, fmt.Errorf("money: %w", err)
		}
	}
	days, err := out.days(t)
	if err != nil {
		return nil, err
	}
	columns, listed, err := named(t, s.Columns)
	if err != nil {
		return nil, fmt.Errorf("money: %w", err)
	}
	if !listed {
		columns = slices.DeleteFunc(t.Columns(), func(c *table.Column) bool {
			return c.Kind != table.Text || c.Role == table.ID || c.Role == table.Group || c.Role == table.Ignored
		})
	}
	used := map[string]bool{}
	for _, c := range columns {
		if beside := c.Name + " as written"; s.Keep && t.Column(beside) != nil {
			return nil, fmt.Errorf("keep: a column is called %q already; rename it, or switch keep off", beside)
		}
		if out.Day != nil && c.Name == out.Day.Column {
			continue
		}
		switch c.Kind {
		case table.Text:
			f, notes, ok := out.survey(t, c, unmarked, listed, used)
			out.Notes = append(out.Notes, notes...)
			if !ok {
				continue
			}
			if f.Sentinels = sentinelsIn(c, sentinels); len(f.Sentinels) > 0 {
				out.Notes = append(out.Notes, tellSentinels(c.Name, f.Sentinels))
			}
			out.Columns = append(out.Columns, f)
		case table.Number:
			used[unmarked] = true
			out.Columns = append(out.Columns, MoneyFormat{Column: c.Name, Unmarked: unmarked})
		default:
			continue
		}
		if days != nil {
			_, unrated := out.values(out.Columns[len(out.Columns)-1], c, days)
			out.Notes = append(out.Notes, tellUnrated(t, c.Name, unrated)...)
		}
	}
	if len(out.Columns) > 0 {
		out.Notes = append(out.Notes, out.tellRates(used))
	}
	return out, nil
}

// exchange works out the rates towards the wanted currency.
func (s *Money) exchange() (*Currencies, string, error) {
	to, err := codeOf("to", s.To)
	if err != nil {
		return nil, "", err
	}
	unmarked := to
	if s.Unmarked != "" {
		if unmarked, err = codeOf("unmarked", s.Unmarked); err != nil {
			return nil, "", err
		}
	}
	given, err := parseRates(s.Rates)
	if err != nil {
		return nil, "", err
	}
	out := &Currencies{To: to, Date: ratesDate, Rates: map[string]float64{}, Keep: s.Keep}
	switch {
	case strings.TrimSpace(s.Table) != "":
		rates, unknown, err := s.series(given, to)
		if err != nil {
			return nil, "", err
		}
		if out.useTable(rates, unknown); s.Date != "" {
			out.Dated = rates
		}
		if _, ok := out.Rates[unmarked]; !ok {
			return nil, "", fmt.Errorf("rates_table: there is no rate for %s, the currency of amounts without a mark", unmarked)
		}
		return out, unmarked, nil
	case s.File != "":
		return nil, "", fmt.Errorf("rates_file: %s holds no rates; a line is currency,date,rate, such as EUR,2024-01-31,1.08", s.File)
	case s.Date != "":
		return nil, "", fmt.Errorf("date: the built-in rates have one date; name a rates_file with a rate for each day")
	}
	worth := func(code string) float64 {
		if v, ok := given[code]; ok {
			return v
		}
		return builtinRates[code]
	}
	if len(given) > 0 {
		out.Date = "as set, others of " + ratesDate
	}
	for code := range builtinRates {
		out.Rates[code] = 1
		if code != to {
			out.Rates[code] = worth(code) / worth(to)
		}
	}
	return out, unmarked, nil
}

func (f *Currencies) survey(t *table.Table, c *table.Column, unmarked string, forced bool, used map[string]bool) (MoneyFormat, []string, bool) {
	m := MoneyFormat{Column: c.Name, Unmarked: unmarked}
	counts, present := countOf(c)
	marked, noise, ballots, marks := 0, 0, map[string]*ballot{"": {}}, map[string]int{}
	for code, n := range counts {
		if n == 0 {
			continue
		}
		w, ok := dissect(c.Dictionary()[code])
		r := unreadable
		if ok {
			_, r = w.value(neutral)
		}
		if r == unreadable {
			if noise += n; !forced && 5*noise > present { // more than a fifth is no amount in any notation
				return m, nil, false
			}
			continue
		}
		if w.currency != "" || w.foreign != "" {
			marked += n
		}
		ballots[""].add(w, r, n)
		cur := w.in(unmarked)
		if ballots[cur] == nil {
			ballots[cur] = &ballot{}
		}
		ballots[cur].add(w, r, n)
		marks[cur] += n
	}
	if !forced && marked == 0 || present == 0 {
		return m, nil, false
	}
	for code, b := range ballots {
		if name := readingNames[b.habit()]; name != "" {
			if m.Decimal == nil {
				m.Decimal = map[string]string{}
			}
			m.Decimal[code] = name
		}
	}
	var unread, unclear, foreign sample
	for code, n := range counts {
		if n == 0 {
			continue
		}
		text := c.Dictionary()[code]
		switch _, r := f.read(m, text); {
		case r == ambiguous:
			unclear.add(text, n)
		case r == unreadable && f.rateless(m, text):
			foreign.add(text, n)
		case r == unreadable:
			unread.add(text, n)
		}
	}
	if !forced && 5*(present-unread.cells-unclear.cells-foreign.cells) < 4*present {
		if unclear.cells > 0 && 5*(present-unread.cells-foreign.cells) >= 4*present {
			return m, []string{fmt.Sprintf("%s: left as text: in %s the separator may part thousands or decimals; correct the file, or name the column in columns to lose those cells", c.Name, unclear.String())}, false
		}
		return m, nil, false
	}
	for code := range marks {
		used[code] = true
	}
	notes := []string{fmt.Sprintf("%s: read as money (%s) and told in %s", c.Name, tellMarks(marks), f.To)}
	if unread.cells > 0 {
		notes = append(notes, fmt.Sprintf("%s: %s not readable as an amount, now missing: %s", c.Name, plural(unread.cells, "cell"), unread.String()))
	}
	if foreign.cells > 0 {
		notes = append(notes, fmt.Sprintf("%s: %s in a currency without a rate, now missing: %s", c.Name, plural(foreign.cells, "cell"), foreign.String()))
	}
	if unclear.cells > 0 {
		notes = append(notes, fmt.Sprintf("%s: %s where a separator may part thousands or decimals, now missing: %s%s", c.Name, plural(unclear.cells, "cell"), unclear.String(), linesOf(t, rowsOf(c, unclear.texts))))
	}
	return m, notes, true
}

// Apply reads the columns it knows; a cell that cannot be read is missing.
func (f *Currencies) Apply(t *table.Table) (*table.Table, error) {
	days, err := f.days(t)
	if err != nil {
		return nil, err
	}
	for _, m := range f.Columns {
		c := t.Column(m.Column)
		if c == nil || c.Kind != table.Text && c.Kind != table.Number {
			continue
		}
		if f.Keep && c.Kind == table.Text {
			t = t.With(c.Named(c.Name + " as written").WithRole(table.Ignored))
		}
		values, _ := f.values(m, c, days)
		t = t.With(table.NewNumber(c.Name, values).From(c))
	}
	return t, nil
}

// Explain lists the columns, the rates with their date, and the cells that could not be read.
func (f *Currencies) Explain() []string {
	if len(f.Notes) == 0 {
		return []string{"no column holds amounts of money with a currency mark"}
	}
	return slices.Clone(f.Notes)
}

func tellMarks(marks map[string]int) string {
	var out []string
	for code, n := range marks {
		if code == "?" {
			code = "unknown"
		}
		out = append(out, fmt.Sprintf("%s in %s", plural(n, "cell"), code))
	}
	sort.Strings(out)
	return strings.Join(out, ", ")
}

func (f *Currencies) tellRates(used map[string]bool) string {
	var out []string
	for code := range used {
		if rate, ok := f.Rates[code]; ok && code != f.To {
			out = append(out, fmt.Sprintf("1 %s = %v %s", code, rate, f.To))
		}
	}
	if len(out) == 0 {
		return "no rates were needed: everything is in " + f.To
	}
	sort.Strings(out)
	told := "rates (" + f.Date + "): " + strings.Join(out, ", ")
	if f.Day != nil {
		told += "; each row has the rate on or before its " + f.Day.Column + ", a new case without that column the latest"
	}
	return told
}
