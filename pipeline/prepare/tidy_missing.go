package prepare

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"assay/pipeline/table"
)

// Mark says that a value of a column means missing. Column "*" is every column.
type Mark struct{ Column, Value string }

// everyColumn stands for all columns in a Mark.
const everyColumn = "*"

// ParseMarks reads the setting `missing` of tidy: income=-999|9999; *=unknown. A name or value that holds one of
// =|;" or blanks at an end stands in double quotes, a quote inside it twice.
func ParseMarks(setting string) ([]Mark, error) {
	var out []Mark
	rest := strings.TrimSpace(setting)
	for rest != "" {
		column, after, err := takeWord(rest, "=")
		if err != nil {
			return nil, fmt.Errorf("missing: %w", err)
		}
		if after == "" || column == "" {
			return nil, fmt.Errorf(`missing: %q does not read as column=value|value; write for example "income=-999; *=unknown"`, rest)
		}
		for sep := byte('|'); sep == '|'; {
			var value string
			if value, after, err = takeWord(after[1:], "|;"); err != nil {
				return nil, fmt.Errorf("missing: %w", err)
			}
			if value == "" {
				return nil, fmt.Errorf("missing: no value is named for column %s; write for example \"income=-999\"", column)
			}
			out = append(out, Mark{column, value})
			if sep = ';'; after != "" {
				sep = after[0]
			}
		}
		rest = strings.TrimSpace(strings.TrimPrefix(after, ";"))
	}
	return out, nil
}

// FormatMarks writes marks as the setting that ParseMarks reads, the values of one column together.
func FormatMarks(marks []Mark) string {
	var columns []string
	values := map[string][]string{}
	for _, m := range marks {
		if _, seen := values[m.Column]; !seen {
			columns = append(columns, m.Column)
		}
		values[m.Column] = append(values[m.Column], quoted(m.Value, "=|;"))
	}
	var out []string
	for _, c := range columns {
		out = append(out, quoted(c, "=|;")+"="+strings.Join(values[c], "|"))
	}
	return strings.Join(out, "; ")
}

// marksOf sorts the setting by the columns of a table; a column of numbers takes only what reads as one.
func marksOf(t *table.Table, setting string) (map[string][]string, error) {
	marks, err := ParseMarks(setting)
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, m := range marks {
		columns := t.Columns()
		if m.Column != everyColumn {
			c, err := t.Need(m.Column)
			if err != nil {
				return nil, fmt.Errorf("missing: %w", err)
			}
			columns = []*table.Column{c}
		}
		for _, c := range columns {
			_, number := table.ParseNumber(m.Value)
			fits := c.Kind == table.Text || c.Kind == table.Number && number
			if !fits && m.Column != everyColumn {
				return nil, fmt.Errorf("missing: column %s holds numbers and %q is none", c.Name, m.Value)
			}
			if fits && !slices.Contains(out[c.Name], m.Value) {
				out[c.Name] = append(out[c.Name], m.Value)
			}
		}
	}
	return out, nil
}

// gapped makes the marked values of a column missing: texts that are the same but for blanks and case, and numbers
// however they are written.
func gapped(c *table.Column, marks []string) *table.Column {
	if len(marks) == 0 {
		return c
	}
	var numbers []float64
	texts := map[string]bool{}
	for _, m := range marks {
		texts[strings.ToLower(tidyText(m))] = true
		if v, ok := table.ParseNumber(m); ok {
			numbers = append(numbers, v)
		}
	}
	switch c.Kind {
	case table.Number:
		return table.NewNumber(c.Name, blank(c.Numbers(), numbers)).From(c)
	case table.Text:
		return mapLevels(c, func(s string) string {
			if texts[strings.ToLower(tidyText(s))] {
				return ""
			}
			if v, ok := table.ParseNumber(s); ok && slices.Contains(numbers, v) {
				return ""
			}
			return s
		})
	}
	return c
}

// tellMissing says how many cells of a column became missing.
func tellMissing(before, after *table.Column, marks []string) []string {
	n := gaps(after) - gaps(before)
	if n == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%s: %s with %s now missing, as you said", before.Name, plural(n, "cell"), quoteFew(marks, 8))}
}

func gaps(c *table.Column) int {
	n := 0
	for i := range c.Len() {
		if c.Missing(i) {
			n++
		}
	}
	return n
}

// sameMark reports marks that stand for the same value: blanks and case aside, numbers however written.
func sameMark(a, b string) bool {
	x, ok := table.ParseNumber(a)
	y, ok2 := table.ParseNumber(b)
	return ok && ok2 && (x == y || math.IsNaN(x) && math.IsNaN(y)) || strings.EqualFold(tidyText(a), tidyText(b))
}

// AddMark adds a value that means missing to the setting, once.
func AddMark(setting string, m Mark) (string, error) {
	marks, err := ParseMarks(setting)
	if err != nil {
		return "", err
	}
	for _, old := range marks {
		if old.Column == m.Column && sameMark(old.Value, m.Value) {
			return setting, nil
		}
	}
	return FormatMarks(append(marks, m)), nil
}

// RemoveMark takes a value out of the setting again.
func RemoveMark(setting string, m Mark) (string, error) {
	marks, err := ParseMarks(setting)
	if err != nil {
		return "", err
	}
	return FormatMarks(slices.DeleteFunc(marks, func(old Mark) bool { return old.Column == m.Column && sameMark(old.Value, m.Value) })), nil
}
