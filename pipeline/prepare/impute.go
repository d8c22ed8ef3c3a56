package prepare

import (
	"fmt"
	"math"
	"slices"

	"assay/models/param"
	"assay/pipeline/cores"
	"assay/pipeline/table"
)

var imputeEntry = Entry{
	Name:  "impute",
	Title: "Fill gaps",
	About: "Fills missing values with what is usual in the training rows, and notes where it did.",
	Why: "A model cannot calculate with a gap, and dropping every row that has one throws away most of a real table. " +
		"That a value is missing often says something itself, so a mark beside it keeps that for the model. Columns without any information are left out.",
	Kind:    Learns,
	New:     func() param.Settings { return NewImpute() },
	Restore: restoreAs[Gaps],
}

// Impute fills gaps in the features. Points in time become numbers on the way: years since 2000-01-01. Columns that
// hold nothing, or the same in every training row, are left out.
type Impute struct {
	Numbers   string
	Text      string
	Indicator bool
	Fill      float64
	Word      string
}

// NewImpute returns the default settings.
func NewImpute() *Impute {
	return &Impute{Numbers: "median", Text: "level", Indicator: true, Word: "unknown"}
}

// Params lists the settings.
func (s *Impute) Params() []param.Param {
	return []param.Param{
		param.OfChoice(&s.Numbers, "numbers", []string{"median", "mean", "mode", "constant"}, "what fills a gap in numbers; the median is not moved by a few huge values"),
		param.OfChoice(&s.Text, "text", []string{"level", "mode", "constant"}, `what fills a gap in text: a level of its own called "missing", the most frequent level, or a word of yours`),
		param.OfBool(&s.Indicator, "indicator", "add a column of 0 and 1 that tells the model where a gap was filled"),
		param.OfFloat(&s.Fill, "fill", -1e12, 1e12, "the number that fills gaps when numbers is constant"),
		param.OfText(&s.Word, "word", "the word that fills gaps when text is constant; it may be a level that exists"),
	}
}

// Gaps is what fills the gaps of each column.
type Gaps struct {
	Columns []Gap `json:"columns"`
}

// Gap is what an Impute learned about one column. Drop says why the column is left out, empty when it stays.
// Indicator names the column that marks gaps, empty when there is none.
type Gap struct {
	Column    string  `json:"column"`
	Kind      string  `json:"kind"` // number, text or time, as in the training rows
	Missing   int     `json:"missing"`
	Rows      int     `json:"rows"`
	Number    float64 `json:"number,omitempty"`
	Text      string  `json:"text,omitempty"`
	Indicator string  `json:"indicator,omitempty"`
	Drop      string  `json:"drop,omitempty"`
}

// Fit learns from the training rows what is usual in each feature.
func (s *Impute) Fit(train *table.Table) (Fitted, error) {
	if s.Text == "constant" && table.IsMissing(s.Word) {
		return nil, fmt.Errorf("impute: the word %q means missing itself; name another one, for example unknown", s.Word)
	}
	columns := slices.DeleteFunc(train.ByRole(table.Feature), func(c *table.Column) bool { return c.Kind == table.Levels })
	out, names := &Gaps{}, train.Names()
	gaps := make([]Gap, len(columns))
	cores.Each(len(columns), func(k int) { gaps[k] = s.fit(columns[k]) })
	for k, g := range gaps {
		c := columns[k]
		if math.IsInf(g.Number, 0) || math.IsNaN(g.Number) {
			return nil, fmt.Errorf("impute: the numbers of column %s are too large to average; ignore the column or correct them", c.Name)
		}
		marks := c.Kind != table.Text || s.Text != "level"
		if s.Indicator && marks && g.Missing > 0 && g.Missing < g.Rows {
			g.Indicator = freeName(c.Name+" missing", names)
			names = append(names, g.Indicator)
		}
		out.Columns = append(out.Columns, g)
	}
	return out, nil
}

func (s *Impute) fit(c *table.Column) Gap {
	g := Gap{Column: c.Name, Kind: c.Kind.String(), Rows: c.Len()}
	if c.Kind == table.Text {
		s.fitText(&g, c)
	} else {
		s.fitNumber(&g, c)
	}
	return g
}

func (s *Impute) fitNumber(g *Gap, c *table.Column) {
	known := make([]float64, 0, c.Len())
	for _, v := range numbersOf(c) {
		if !math.IsNaN(v) {
			known = append(known, v)
		}
	}
	g.Missing = g.Rows - len(known)
	if len(known) == 0 {
		g.Drop = "has no value in any training row"
		return
	}
	if slices.Min(known) == slices.Max(known) {
		g.Drop = "is the same in every training row"
	}
	switch s.Numbers {
	case "mean":
		g.Number = mean(known)
	case "median":
		g.Number = median(known)
	case "mode":
		slices.Sort(known)
		g.Number = modeOf(known)
	case "constant":
		g.Number = s.Fill
	}
}

func (s *Impute) fitText(g *Gap, c *table.Column) {
	counts, present := countOf(c)
	g.Missing = g.Rows - present
	best, most := "", 0
	var levels []string // of the training rows; the dictionary knows those of others too
	for code, n := range counts {
		if n == 0 {
			continue
		}
		l := c.Dictionary()[code]
		levels = append(levels, l)
		if n > most || n == most && l < best {
			best, most = l, n
		}
	}
	switch {
	case len(levels) == 0:
		g.Drop = "has no value in any training row"
	case len(levels) == 1 && (g.Missing == 0 || s.Text == "mode" || s.Text == "constant" && s.Word == best):
		g.Drop = "is the same in every training row"
	}
	switch g.Text = best; s.Text {
	case "level":
		g.Text = freeName("missing", levels)
	case "constant":
		g.Text = s.Word
	}
}

// freeName returns the name, with a number behind it if it is taken.
func freeName(name string, taken []string) string {
	free := name
	for i := 2; slices.Contains(taken, free); i++ {
		free = fmt.Sprintf("%s (%d)", name, i)
	}
	return free
}

// Apply fills the gaps of the columns it knows. A column of another kind than in training is an error.
func (f *Gaps) Apply(t *table.Table) (*table.Table, error) {
	for _, g := range f.Columns {
		if c := t.Column(g.Column); c != nil && c.Kind.String() != g.Kind {
			return nil, fmt.Errorf("impute: column %s holds %s where the training rows had %s; clean it the same way first", c.Name, c.Kind, g.Kind)
		}
	}
	return rework(t, len(f.Columns), func(k int) change { return f.Columns[k].apply(t) }), nil
}

func (g Gap) apply(t *table.Table) change {
	c := t.Column(g.Column)
	if c == nil {
		return change{}
	}
	var out change
	if g.Indicator != "" {
		out.put = append(out.put, indicator(c, g.Indicator))
	}
	switch {
	case g.Drop != "":
		out.drop = g.Column
	case c.Kind != table.Time && MissingCells(c) == 0: // stays as it is
	case c.Kind == table.Text:
		out.put = append(out.put, fillText(c, g.Text))
	default:
		out.put = append(out.put, table.NewNumber(c.Name, fillNumbers(numbersOf(c), g.Number)).From(c))
	}
	return out
}

func indicator(c *table.Column, name string) *table.Column {
	marks := make([]float64, c.Len())
	for i := range marks {
		if c.Missing(i) {
			marks[i] = 1
		}
	}
	return table.NewNumber(name, marks).From(c)
}

func fillNumbers(values []float64, with float64) []float64 {
	out := slices.Clone(values)
	for i, v := range out {
		if math.IsNaN(v) {
			out[i] = with
		}
	}
	return out
}

func fillText(c *table.Column, with string) *table.Column {
	codes, levels := slices.Clone(c.Codes()), slices.Clone(c.Dictionary())
	at := slices.Index(levels, with)
	for i, code := range codes {
		if code >= 0 {
			continue
		}
		if at < 0 {
			at, levels = len(levels), append(levels, with)
		}
		codes[i] = int32(at)
	}
	return table.NewText(c.Name, codes, levels).From(c)
}

// numbersOf returns a column as numbers: points in time as years since 2000-01-01 of 365.2425 days each.
func numbersOf(c *table.Column) []float64 {
	if c.Kind != table.Time {
		return c.Numbers()
	}
	const millennium, year = 946684800, 365.2425 * 86400
	out := make([]float64, c.Len())
	for i, s := range c.Times() {
		out[i] = math.NaN()
		if s != table.NoTime {
			out[i] = float64(s-millennium) / year
		}
	}
	return out
}

// Explain says what fills each column that had gaps, and which columns were left out.
func (f *Gaps) Explain() []string {
	var out []string
	for _, g := range f.Columns {
		with := fmt.Sprintf("%q", g.Text)
		if g.Kind == table.Number.String() {
			with = table.FormatNumber(g.Number)
		} else if g.Kind == table.Time.String() {
			with = fmt.Sprintf("%.2f years since 2000", g.Number)
			out = append(out, g.Column+": turned into years since 2000")
		}
		switch {
		case g.Drop != "" && g.Indicator != "":
			out = append(out, fmt.Sprintf("%s: left out, it %s that has one; a mark of its gaps stays", g.Column, g.Drop))
		case g.Drop != "" && g.Missing > 0 && g.Missing < g.Rows:
			out = append(out, fmt.Sprintf("%s: left out, it %s that has a value", g.Column, g.Drop))
		case g.Drop != "":
			out = append(out, fmt.Sprintf("%s: left out, it %s", g.Column, g.Drop))
		case g.Missing > 0:
			out = append(out, fmt.Sprintf("%s: %s of %d filled with %s", g.Column, plural(g.Missing, "gap"), g.Rows, with))
		}
	}
	if len(out) == 0 {
		return []string{"the training rows have no gaps; a later gap gets what is usual in them"}
	}
	return out
}
