package table

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Field describes a raw column: how its cells are held before cleaning and what the column is for. Bundles keep the
// fields, so a form asks raw questions and a single new row is read exactly as the file was.
type Field struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"` // Number or Text
	Role Role   `json:"role"`
}

// Schema is the fields of a raw table in order. It is decided once, on the whole file, and is a choice from then on.
type Schema []Field

// SchemaOf returns the fields of a raw table.
func SchemaOf(t *Table) Schema {
	out := make(Schema, 0, t.Width())
	for _, c := range t.columns {
		out = append(out, Field{Name: c.Name, Kind: c.Kind, Role: c.Role})
	}
	return out
}

// Problem is a cell that could not be read as its field says; it counts as missing.
type Problem struct {
	Row   int // from 0
	Field string
	Text  string
}

// String says what is wrong and what became of it.
func (p Problem) String() string {
	return fmt.Sprintf("%s: %q is not a number; treated as missing", p.Field, p.Text)
}

// Table reads records, a text per field and row, the way the file was read: missing tokens become missing, Number
// fields are parsed strictly, text is taken as it stands. Cells that are not numbers become missing and are reported.
func (s Schema) Table(records [][]string) (*Table, []Problem, error) {
	columns := make([]*Column, len(s))
	var problems []Problem
	for j, f := range s {
		if f.Kind == Number {
			values := make([]float64, len(records))
			for i, r := range records {
				v, ok := ParseNumber(r[j])
				if !ok {
					v = math.NaN()
					if !IsMissing(r[j]) {
						problems = append(problems, Problem{Row: i, Field: f.Name, Text: r[j]})
					}
				}
				values[i] = v
			}
			columns[j] = NewNumber(f.Name, values).WithRole(f.Role)
			continue
		}
		values := make([]string, len(records))
		for i, r := range records {
			if !IsMissing(r[j]) {
				values[i] = r[j]
			}
		}
		columns[j] = TextOf(f.Name, values).WithRole(f.Role)
	}
	t, err := New(columns, nil)
	return t, problems, err
}

// missing holds the texts, in lower case, that mean "no value" in any column. Words that real data uses as values
// ("none", "unknown") are not here.
var missing = map[string]bool{"": true, "na": true, "n/a": true, "#n/a": true, "nan": true, "null": true, "nil": true,
	"-": true, "--": true, "?": true, ".": true, "(blank)": true, "<na>": true}

// IsMissing reports whether a raw cell means "no value": empty, blank, NA, n/a, ?, - and their like.
func IsMissing(s string) bool {
	if s == "" {
		return true
	}
	if len(s) > 16 {
		return strings.TrimSpace(s) == ""
	}
	return missing[strings.ToLower(strings.TrimSpace(s))]
}

// ParseNumber reads a plain decimal number: an optional sign, digits with at most one point, an optional exponent,
// blanks around it allowed. It refuses what is more likely a code: leading zeros as in 00501, and whole numbers of more
// than 15 digits that a float64 cannot keep. It refuses everything strconv takes beyond that (inf, nan, hexadecimal,
// underscores), what is too large for a float64, and what is so small that it would become 0.
func ParseNumber(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if !plainNumber(s) {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || v == 0 && strings.ContainsAny(mantissa(s), "123456789") {
		return 0, false
	}
	if len(s) > 15 && !exact(s, v) {
		return 0, false
	}
	return v, true
}

func mantissa(s string) string {
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		return s[:i]
	}
	return s
}

// exact reports whether a whole number kept all its digits; numbers with a fraction or an exponent are measurements
// and may lose some.
func exact(s string, v float64) bool {
	if strings.ContainsAny(s, ".eE") {
		return true
	}
	return strconv.FormatFloat(v, 'f', 0, 64) == strings.TrimPrefix(s, "+")
}

// IsCode reports whether text is all digits with a leading zero, such as 00501: a code, whose zeros count.
func IsCode(s string) bool {
	if len(s) < 2 || s[0] != '0' {
		return false
	}
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}

func plainNumber(s string) bool {
	i := 0
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		i++
	}
	start := i
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	whole := i - start
	if whole > 1 && s[start] == '0' { // 007 is a code
		return false
	}
	fraction := 0
	if i < len(s) && s[i] == '.' {
		i++
		for ; i < len(s) && isDigit(s[i]); i++ {
			fraction++
		}
	}
	if whole+fraction == 0 {
		return false
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		i++
		if i < len(s) && (s[i] == '-' || s[i] == '+') {
			i++
		}
		if i == len(s) {
			return false
		}
		for i < len(s) && isDigit(s[i]) {
			i++
		}
	}
	return i == len(s)
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }
