package collect

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"assay/pipeline/table"
)

// ReadFile reads delimited text into columns. A column is Number when all its cells that are not missing are plain
// numbers, and Text otherwise. The result is the same on any number of cores.
func (c *CSV) ReadFile(ctx context.Context, f File, env Env) (Raw, error) {
	return readCSV(ctx, f, c, env)
}

// ReadBytes reads delimited text that is in memory already; name stands for it in messages.
func ReadBytes(name string, data []byte, opts CSV) (Raw, error) {
	raw, err := readCSV(context.Background(), File{Name: name, Data: data}, &opts, Env{})
	if err == nil {
		sum := sha256.Sum256(data)
		raw.Origin.Path, raw.Origin.Bytes, raw.Origin.SHA256 = name, int64(len(data)), hex.EncodeToString(sum[:])
	}
	return raw, err
}

// FromRows reads rows to their end into a table, guessing kinds the way ReadFile does.
func FromRows(rows Rows) (Raw, error) {
	names := append([]string(nil), rows.Fields()...)
	values := make([][]string, len(names))
	var lines []int32
	for {
		row, err := rows.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return Raw{}, err
		}
		for j, v := range row {
			values[j] = append(values[j], v)
		}
		lines = append(lines, int32(rows.Line()))
	}
	columns := make([]*table.Column, len(names))
	for j, name := range names {
		columns[j] = columnOf(name, values[j])
	}
	t, err := table.New(columns, lines)
	if err != nil {
		return Raw{}, err
	}
	origin, _ := RowsOrigin(rows)
	for j, name := range names {
		var m markers
		for _, v := range values[j] {
			if v != "" && table.IsMissing(v) {
				m.add([]byte(v))
			}
		}
		origin.Notes = append(origin.Notes, m.say(name)...)
		if m.count > 0 && origin.Tokens == nil {
			origin.Tokens = map[string][]table.ValueCount{}
		}
		if m.count > 0 {
			origin.Tokens[name] = m.words
		}
	}
	origin.Warnings = append(origin.Warnings, mixed(t)...)
	return Raw{Table: t, Origin: origin}, nil
}

// columnOf guesses the kind of a column from all its cells.
func columnOf(name string, values []string) *table.Column {
	numbers, some := make([]float64, len(values)), false
	for i, v := range values {
		x, ok := table.ParseNumber(v)
		if !ok {
			if !table.IsMissing(v) {
				return textOf(name, values)
			}
			x = nan
		}
		some = some || ok
		numbers[i] = x
	}
	if !some {
		return textOf(name, values)
	}
	return table.NewNumber(name, numbers)
}

func textOf(name string, values []string) *table.Column {
	present := make([]string, len(values))
	for i, v := range values {
		if !table.IsMissing(v) {
			present[i] = v
		}
	}
	return table.TextOf(name, present)
}

// readCSV is the fast road: the text is cut into blocks that are read side by side straight into columns.
func readCSV(ctx context.Context, f File, c *CSV, env Env) (Raw, error) {
	if err := c.probe(f.Name, f.Data); err != nil {
		return Raw{}, err
	}
	l, err := c.layout(f.Name, f.Data)
	if err != nil {
		return Raw{}, err
	}
	r := newReader(l, env)
	r.mapped = f.mapped
	if err := r.read(ctx); err != nil {
		return Raw{}, err
	}
	notes, tokens := r.tokens()
	origin := Origin{Notes: append(l.notes, notes...), Tokens: tokens}
	l.text = nil // the columns hold all they need; joining them needs the room
	t, err := r.table()
	if err != nil {
		return Raw{}, err
	}
	origin.Warnings = append(append(append([]string(nil), l.warnings...), r.checks.warnings(nil)...), mixed(t)...)
	return Raw{Table: t, Origin: origin}, nil
}

// mixed warns of text columns in which most cells are numbers: a few cells keep the column from being one.
func mixed(t *table.Table) []string {
	var out []string
	for _, c := range t.Columns() {
		if c.Kind != table.Text {
			continue
		}
		ok := make([]bool, len(c.Dictionary()))
		any := false
		for k, s := range c.Dictionary() {
			_, ok[k] = table.ParseNumber(s)
			any = any || ok[k]
		}
		if !any {
			continue
		}
		numbers, present, first := 0, 0, -1
		for i, code := range c.Codes() {
			if code < 0 {
				continue
			}
			present++
			if ok[code] {
				numbers++
			} else if first < 0 {
				first = i
			}
		}
		if first < 0 || numbers*2 < present || leadingZeros(c.Dictionary()) {
			continue
		}
		out = append(out, fmt.Sprintf("column %q: %d of %d values are numbers, %s (first on line %d: %q); held as text until they are parsed",
			shorten(c.Name), numbers, present, areNot(present-numbers), t.Line(first), shorten(c.Cell(first))))
	}
	return out
}

func areNot(n int) string {
	if n == 1 {
		return "1 is not"
	}
	return fmt.Sprintf("%d are not", n)
}

// leadingZeros reports whether texts are codes such as 00501: all digits, some starting with zero.
func leadingZeros(levels []string) bool {
	zeros := 0
	for _, s := range levels {
		if table.IsCode(s) {
			zeros++
		} else if _, ok := table.ParseNumber(s); !ok {
			return false
		}
	}
	return zeros > 0
}
