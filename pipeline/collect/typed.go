package collect

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"assay/models/param"
	"assay/pipeline/table"
)

// UserSource is the source of rows typed in by hand.
const UserSource = "user"

// AppendTyped adds rows typed in by hand below those of raw: cells by column, read the way the data was. A column that
// is not named is missing. The rows come from UserSource, their lines count them from 1.
func AppendTyped(raw Raw, rows []map[string]string) (Raw, error) {
	if len(rows) == 0 {
		return raw, nil
	}
	form, schema := NewForm(raw.Table), table.SchemaOf(raw.Table)
	records := make([][]string, len(rows))
	lines := make([]int32, len(rows))
	var odd []string
	for i, row := range rows {
		for _, p := range form.Check(row) {
			if p.Wrong {
				return Raw{}, &Error{File: "typed rows", Line: i + 1, What: p.What, Hint: "correct the row or leave it out"}
			}
			odd = append(odd, fmt.Sprintf("row %d: %s", i+1, p.What))
		}
		lines[i] = int32(i + 1)
		for _, f := range schema {
			records[i] = append(records[i], row[f.Name])
		}
	}
	t, _, err := schema.Table(records)
	if err != nil {
		return Raw{}, err
	}
	if t, err = table.New(t.Columns(), lines); err != nil {
		return Raw{}, err
	}
	if more := len(odd) - listed; more > 0 {
		odd = append(odd[:listed], fmt.Sprintf("%s more like these", plural(more, "cell")))
	}
	text, err := json.Marshal(rows)
	if err != nil {
		return Raw{}, err
	}
	sum := sha256.Sum256(text)
	typed := Raw{Table: t, Origin: Origin{Path: UserSource, Kind: "typed", Bytes: int64(len(text)), SHA256: hex.EncodeToString(sum[:]),
		Read: raw.Origin.Read, Rows: len(rows), Warnings: odd, Notes: []string{plural(len(rows), "row") + " typed in by hand"}}}
	return Append(raw.Origin.Path, []Raw{raw, typed})
}

// TypedProblem is what is wrong or odd about a row typed in by hand.
type TypedProblem struct {
	Column string // "" when it is about the row as a whole
	What   string
	Wrong  bool // the row cannot be taken; else it is only unusual
}

// Form knows what the rows of a table hold, so that a row typed in by hand can be checked against them.
type Form struct {
	names  []string
	fields map[string]formField
}

// formField is what a column holds.
type formField struct {
	kind      table.Kind
	low, high float64  // of numbers; NaN without any
	levels    []string // of a column with few different texts; nil otherwise
}

// maxLevels is up to how many different texts a column is taken to be a choice among them.
const maxLevels = 100

// NewForm looks at the table once.
func NewForm(t *table.Table) *Form {
	f := &Form{names: t.Names(), fields: map[string]formField{}}
	for _, c := range t.Columns() {
		field := formField{kind: c.Kind, low: nan, high: nan}
		if c.Kind == table.Number {
			for _, v := range c.Numbers() {
				if !math.IsNaN(v) {
					field.low, field.high = least(field.low, v), -least(-field.high, -v)
				}
			}
		} else {
			field.levels = choicesOf(c)
		}
		f.fields[c.Name] = field
	}
	return f
}

// least is the smaller of two numbers, the other one where a is NaN.
func least(a, b float64) float64 {
	if b < a || math.IsNaN(a) {
		return b
	}
	return a
}

// choicesOf are the texts of a column that holds the same few again and again.
func choicesOf(c *table.Column) []string {
	if len(c.Dictionary()) > 10*maxLevels {
		return nil
	}
	var levels []string
	present := 0
	for k, n := range c.Counts() {
		if present += n; n > 0 {
			levels = append(levels, c.Dictionary()[k])
		}
	}
	if len(levels) > maxLevels || len(levels)*2 > present {
		return nil
	}
	return levels
}

// Check says what is wrong or odd about a row: cells by column, empty where missing. Wrong are a column that is not
// there, text where numbers are and a row without any value; odd are a text never seen in a column of few, and a
// number further beyond the range than the range is wide.
func (f *Form) Check(row map[string]string) []TypedProblem {
	var out []TypedProblem
	some := false
	for _, name := range slices.Sorted(maps.Keys(row)) {
		text := row[name]
		field, known := f.fields[name]
		if !known {
			out = append(out, TypedProblem{name, fmt.Sprintf("no column is called %q%s; there are %s", name, param.DidYouMean(name, f.names), strings.Join(f.names, ", ")), true})
			continue
		}
		if table.IsMissing(text) {
			continue
		}
		some = true
		if p := field.check(name, text); p != nil {
			out = append(out, *p)
		}
	}
	if !some && len(out) == 0 {
		out = append(out, TypedProblem{"", "the row is empty; fill in at least one column", true})
	}
	return out
}

func (f formField) check(name, text string) *TypedProblem {
	if f.kind != table.Number {
		if f.levels == nil || slices.Contains(f.levels, text) {
			return nil
		}
		return &TypedProblem{name, fmt.Sprintf("%s: %q was never seen%s", name, shorten(text), param.DidYouMean(text, f.levels)), false}
	}
	v, ok := table.ParseNumber(text)
	if !ok {
		return &TypedProblem{name, fmt.Sprintf("%s: %q is not a plain number, such as %s", name, shorten(text), f.example()), true}
	}
	if reach := f.high - f.low; v < f.low-reach || v > f.high+reach {
		return &TypedProblem{name, fmt.Sprintf("%s: %s is far from what is there, %s to %s", name, table.FormatNumber(v), table.FormatNumber(f.low), table.FormatNumber(f.high)), false}
	}
	return nil
}

// example is a number as the column has them.
func (f formField) example() string {
	if math.IsNaN(f.low) {
		return "12.5"
	}
	return table.FormatNumber(f.low)
}
