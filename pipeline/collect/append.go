package collect

import (
	"math"
	"slices"

	"assay/pipeline/cores"
	"assay/pipeline/table"
)

// Append puts tables below one another; name stands for the whole. Columns come in the order of the first part, those
// only later parts have at the end, and a row is missing where its part has no such column. PlanAppend says beforehand
// what will be done; whatever is not plain is a warning of the result. Every row knows its source.
func Append(name string, parts []Raw) (Raw, error) {
	switch len(parts) {
	case 0:
		return Raw{}, &Error{File: name, What: "there is nothing to append", Hint: "name the data"}
	case 1:
		return parts[0], nil
	}
	report := PlanAppend(parts)
	if err := report.Err(); err != nil {
		return Raw{}, err
	}
	columns := make([]*table.Column, len(report.Columns))
	cores.Each(len(columns), func(j int) { columns[j] = appended(parts, report.Columns[j]) })
	t, err := table.New(columns, appendedLines(parts))
	if err != nil {
		return Raw{}, err
	}
	if sources, from := appendedSources(parts); len(sources) > 1 {
		if t, err = t.FromSources(sources, from); err != nil {
			return Raw{}, err
		}
	}
	origin := combined("append", name, parts)
	origin.Rows = t.Rows()
	origin.Warnings = append(report.Warnings(), origin.Warnings...)
	return Raw{Table: t, Origin: origin}, nil
}

func rowsOf(parts []Raw) int {
	n := 0
	for _, p := range parts {
		n += p.Table.Rows()
	}
	return n
}

// appended is a column of the whole. It is Number when every part that has values in it has numbers.
func appended(parts []Raw, c AppendColumn) *table.Column {
	if c.Kind == table.Text {
		return appendedText(parts, c)
	}
	values := make([]float64, 0, rowsOf(parts))
	for k, p := range parts {
		if at := c.at[k]; at >= 0 && p.Table.At(at).Kind == table.Number {
			values = append(values, p.Table.At(at).Numbers()...)
			continue
		}
		for range p.Table.Rows() {
			values = append(values, nan)
		}
	}
	return table.NewNumber(c.Name, values)
}

// appendedText gives texts codes in the order of their first appearance in the whole; numbers are written in their
// shortest form.
func appendedText(parts []Raw, c AppendColumn) *table.Column {
	words := builder{name: c.Name, text: true, lexicon: newLexicon(), codes: make([]int32, 0, rowsOf(parts))}
	for k, p := range parts {
		if c.at[k] < 0 {
			words.pad(len(words.codes) + p.Table.Rows())
			continue
		}
		words.take(p.Table.At(c.at[k]))
	}
	return words.column()
}

// take adds all values of a column as text. Each different value is looked up once.
func (b *builder) take(c *table.Column) {
	const unknown = -2
	if c.Kind == table.Number {
		codes := map[float64]int32{}
		for _, v := range c.Numbers() {
			code, ok := codes[v]
			switch {
			case math.IsNaN(v):
				b.missing()
			case ok:
				b.codes = append(b.codes, code)
			default:
				b.word(table.FormatNumber(v))
				codes[v] = b.codes[len(b.codes)-1]
			}
		}
		return
	}
	codes := slices.Repeat([]int32{unknown}, len(c.Dictionary()))
	for _, old := range c.Codes() {
		switch {
		case old < 0:
			b.missing()
		case codes[old] == unknown:
			b.word(c.Dictionary()[old])
			codes[old] = b.codes[len(b.codes)-1]
		default:
			b.codes = append(b.codes, codes[old])
		}
	}
}

// appendedLines are the lines of the rows in their own sources; rows without lines are counted.
func appendedLines(parts []Raw) []int32 {
	lines := make([]int32, 0, rowsOf(parts))
	for _, p := range parts {
		for i := range p.Table.Rows() {
			lines = append(lines, int32(lineOrRow(p.Table, i)))
		}
	}
	return lines
}
