package collect

import (
	"math"

	"assay/pipeline/table"
)

// builder gathers the values of one column whose kind is settled by what comes: Number as long as there is nothing
// else, Text from the first text on.
type builder struct {
	name    string
	numbers []float64 // while all values are numbers or missing
	some    bool      // there is a number
	text    bool
	codes   []int32
	lexicon *lexicon // from the first text on
	markers markers
}

func (b *builder) len() int {
	if b.text {
		return len(b.codes)
	}
	return len(b.numbers)
}

// number adds a number; what is not finite counts as missing.
func (b *builder) number(v float64) {
	if math.IsInf(v, 0) {
		v = nan
	}
	if b.text {
		if math.IsNaN(v) {
			b.missing()
		} else {
			b.word(table.FormatNumber(v))
		}
		return
	}
	b.some = b.some || !math.IsNaN(v)
	b.numbers = append(b.numbers, v)
}

// string adds text as it stands. A text that stands for no value, such as NA, is counted and becomes missing.
func (b *builder) string(s string) {
	if table.IsMissing(s) {
		if s != "" {
			b.markers.add([]byte(s))
		}
		b.missing()
		return
	}
	b.toText()
	b.word(s)
}

// cell adds text that was not marked as text by its source: a plain number becomes one.
func (b *builder) cell(s []byte) {
	if !b.text {
		if v, ok := number(s); ok {
			b.number(v)
			return
		}
	}
	b.string(string(s))
}

func (b *builder) missing() {
	if b.text {
		b.codes = append(b.codes, -1)
		return
	}
	b.numbers = append(b.numbers, nan)
}

// pad adds missing values up to n.
func (b *builder) pad(n int) {
	for b.len() < n {
		b.missing()
	}
}

// toText turns what there is into text.
func (b *builder) toText() {
	if b.text {
		return
	}
	b.text, b.lexicon = true, newLexicon()
	b.codes = make([]int32, 0, cap(b.numbers))
	for _, v := range b.numbers {
		if math.IsNaN(v) {
			b.missing()
		} else {
			b.word(table.FormatNumber(v))
		}
	}
	b.numbers = nil
}

func (b *builder) word(s string) {
	b.codes = append(b.codes, b.lexicon.string(s))
}

// column is what was gathered. A column without any value is Text, as everywhere.
func (b *builder) column() *table.Column {
	if !b.text && b.some {
		return table.NewNumber(b.name, b.numbers)
	}
	b.toText()
	return table.NewText(b.name, b.codes, b.lexicon.words)
}

// assembly gathers rows into columns that may turn up one by one, as the keys of JSON records do.
type assembly struct {
	columns []*builder
	index   map[string]*builder
	rows    int
	lines   []int32 // of the rows; left empty by sources without lines
}

func newAssembly(names ...string) *assembly {
	a := &assembly{index: map[string]*builder{}}
	for _, n := range names {
		a.column(n)
	}
	return a
}

// column returns the column with that name; a new one is missing in all rows so far.
func (a *assembly) column(name string) *builder {
	b := a.index[name]
	if b == nil {
		b = &builder{name: name}
		a.index[name], a.columns = b, append(a.columns, b)
		b.pad(a.rows)
	}
	return b
}

// end closes a row; columns that got no value in it are missing there. Line 0 is a source without lines.
func (a *assembly) end(line int) {
	a.rows++
	for _, b := range a.columns {
		b.pad(a.rows)
	}
	if line > 0 {
		a.lines = append(a.lines, int32(line))
	}
}

// table is what was gathered, with notes on the words that were read as missing.
func (a *assembly) table() (t *table.Table, notes []string, err error) {
	columns := make([]*table.Column, len(a.columns))
	for j, b := range a.columns {
		columns[j] = b.column()
		notes = append(notes, b.markers.say(b.name)...)
	}
	lines := a.lines
	if len(lines) != a.rows {
		lines = nil
	}
	t, err = table.New(columns, lines)
	return t, notes, err
}
