package profile

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"assay/pipeline/table"
)

// Violation is a way in which a table is not what its contract says.
type Violation struct {
	Severity Severity
	Column   string
	Kind     string // one of the words in ViolationKinds
	Count    int    // rows concerned
	Lines    []int  // of the first of them, in the source; none for a column as a whole
	Message  string
}

// ViolationKinds lists what violations can be about.
var ViolationKinds = []string{"missing column", "unknown column", "wrong kind", "missing values", "out of range", "unseen level", "new pattern", "new form", "fraction"}

// The shares from which a difference is more than chance or a slip.
const (
	seriousShare = .5
	driftShare   = .05
	firstLines   = 5
)

// Check compares a table with the contract. It looks at each different text once. The most severe come first, those
// of one severity in the order of the contract.
func (c Contract) Check(t *table.Table) []Violation {
	var out []Violation
	known := map[string]bool{}
	for _, clause := range c.Columns {
		known[clause.Name] = true
		column := t.Column(clause.Name)
		if column == nil {
			out = append(out, clause.absent())
			continue
		}
		k := &examiner{clause: clause, column: column, table: t, learned: c.Rows}
		k.check()
		out = append(out, k.out...)
	}
	for _, name := range t.Names() {
		if !known[name] {
			out = append(out, Violation{Note, name, "unknown column", t.Rows(), nil, "this column is not in the contract; it is not looked at"})
		}
	}
	slices.SortStableFunc(out, func(a, b Violation) int { return cmp.Compare(b.Severity, a.Severity) })
	return out
}

// absent is a column that is not there: serious where a model reads it.
func (c Clause) absent() Violation {
	v := Violation{Severity: Warning, Column: c.Name, Kind: "missing column", Message: "the contract has this column and the table does not"}
	switch c.Role {
	case table.Feature.String():
		v.Severity = Serious
	case table.Ignored.String():
		v.Severity = Note
	case table.Target.String():
		v.Severity, v.Message = Note, v.Message+"; rows to be predicted have none"
	}
	return v
}

// examiner gathers the violations of one column.
type examiner struct {
	clause  Clause
	column  *table.Column
	table   *table.Table
	learned int // rows the contract was learned from
	present int
	out     []Violation
}

// add notes a violation in rows that bad reports.
func (k *examiner) add(sev Severity, kind string, n int, bad func(row int) bool, format string, a ...any) {
	if n == 0 {
		return
	}
	if k.clause.Role == table.Ignored.String() {
		sev = Note // nothing is read from it
	}
	v := Violation{Severity: sev, Column: k.clause.Name, Kind: kind, Count: n, Message: fmt.Sprintf(format, a...)}
	for i := 0; bad != nil && i < k.column.Len() && len(v.Lines) < firstLines; i++ {
		if bad(i) {
			v.Lines = append(v.Lines, k.table.Line(i))
		}
	}
	k.out = append(k.out, v)
}

// graver is sev, or Serious when most values are concerned.
func (k *examiner) graver(sev Severity, n int) Severity {
	if float64(n) > seriousShare*float64(max(1, k.present)) {
		return Serious
	}
	return sev
}

func (k *examiner) check() {
	for i := range k.column.Len() {
		if !k.column.Missing(i) {
			k.present++
		}
	}
	k.missing()
	if k.present == 0 || !k.kind() {
		return
	}
	if k.column.Kind == table.Number || k.column.Kind == table.Time {
		k.numbers()
		return
	}
	k.texts()
}

// missing compares how much is missing: a share that rose by more than chance allows, or gaps where none were.
func (k *examiner) missing() {
	rows, gaps := k.column.Len(), k.column.Len()-k.present
	if rows == 0 {
		return
	}
	share, was := float64(gaps)/float64(rows), k.clause.Missing
	pooled := (share*float64(rows) + was*float64(k.learned)) / float64(rows+k.learned)
	error2 := pooled * (1 - pooled) * (1/float64(rows) + 1/float64(max(1, k.learned)))
	risen := share-was > driftShare && (share-was)*(share-was) > 16*error2
	severity := Warning
	if share > seriousShare || k.clause.Required && share > seriousShare/2 {
		severity = Serious
	}
	switch {
	case k.clause.Required && gaps > 0:
		k.add(severity, "missing values", gaps, k.column.Missing, "%s missing; the contract had none", table.Plural(gaps, "value"))
	case risen || gaps == rows && was < 1:
		k.add(severity, "missing values", gaps, k.column.Missing, "%.1f%% of values are missing; the contract had %.1f%%", share*100, was*100)
	}
}

// kind reports whether values can be compared: numbers with numbers, texts with texts.
func (k *examiner) kind() bool {
	is, was := k.column.Kind.String(), k.clause.Kind
	switch {
	case is == was:
		return true
	case was == table.Number.String() && k.column.Kind == table.Text:
		bad := make([]bool, len(k.column.Dictionary()))
		n, example := 0, ""
		for code, count := range k.column.Counts() {
			if _, ok := table.ParseNumber(k.column.Dictionary()[code]); !ok && count > 0 {
				if bad[code], n = true, n+count; example == "" {
					example = k.column.Dictionary()[code]
				}
			}
		}
		severity := k.graver(Warning, n*5)
		k.add(severity, "wrong kind", n, k.marked(bad), "the contract has numbers here, and some values are none, such as %q", table.Shorten(example))
	case was == table.Text.String() && k.clause.Meaning != "category" && k.clause.Meaning != "yes/no" && k.clause.Patterns == nil:
		return false // texts that spelled numbers are numbers now: nothing is lost
	case was == table.Text.String() && k.column.Kind == table.Number:
		k.add(Warning, "wrong kind", k.present, nil, "the contract has texts here and the table has numbers; leading zeros may be lost")
	default:
		k.add(Warning, "wrong kind", k.present, nil, "the contract has %s here and the table has %s", was, is)
	}
	return false
}

// marked reports rows whose text is marked by its code.
func (k *examiner) marked(bad []bool) func(int) bool {
	return func(i int) bool { code := k.column.Codes()[i]; return code >= 0 && bad[code] }
}

// numbers compares with the range: what lies beyond it by little is a note, by much a warning.
func (k *examiner) numbers() {
	r := k.clause.Range
	if r == nil || k.clause.Meaning == "id" { // the ids of other rows are others
		return
	}
	at := func(i int) float64 {
		if k.column.Kind == table.Time {
			return float64(k.column.Times()[i])
		}
		return k.column.Numbers()[i]
	}
	slack := (r.Max/2 - r.Min/2) / 5
	outside, distant, broken := 0, 0, 0
	low, high := math.Inf(1), math.Inf(-1)
	for i := range k.column.Len() {
		if k.column.Missing(i) {
			continue
		}
		v := at(i)
		low, high = min(low, v), max(high, v)
		if v < r.Min || v > r.Max {
			outside++
		}
		if v < r.Min-slack || v > r.Max+slack {
			distant++
		}
		if k.clause.Whole && v != math.Trunc(v) {
			broken++
		}
	}
	write := table.FormatNumber
	if k.column.Kind == table.Time {
		write = func(v float64) string { return table.FormatTime(int64(v)) }
	}
	severity := Note
	if distant > 0 {
		severity = Warning
	}
	k.add(k.graver(severity, outside), "out of range", outside, func(i int) bool { return !k.column.Missing(i) && (at(i) < r.Min || at(i) > r.Max) },
		"values from %s to %s; the contract had %s to %s", write(low), write(high), write(r.Min), write(r.Max))
	if k.clause.Meaning == coded || k.clause.Meaning == "yes/no" || k.clause.Meaning == "code" {
		k.add(Warning, "fraction", broken, func(i int) bool { return !k.column.Missing(i) && at(i) != math.Trunc(at(i)) }, "values with a fraction; the contract had whole numbers")
	}
}

// texts compares levels where they are listed, patterns and forms where those are.
func (k *examiner) texts() {
	levels, counts := k.column.Dictionary(), k.column.Counts()
	compare := func(kind string, allowed []string, of func(string) string, sev Severity, what string) {
		if len(allowed) == 0 {
			return
		}
		known := make(map[string]bool, len(allowed))
		for _, a := range allowed {
			known[a] = true
		}
		bad, n, example, different := make([]bool, len(levels)), 0, "", 0
		for code, count := range counts {
			if count == 0 || known[of(levels[code])] {
				continue
			}
			bad[code], n, different = true, n+count, different+1
			if example == "" {
				example = levels[code]
			}
		}
		k.add(k.graver(sev, n), kind, n, k.marked(bad), "%s %s, such as %q", table.Plural(different, "value"), what, table.Shorten(example))
	}
	if k.clause.Complete {
		compare("unseen level", k.clause.Levels, func(s string) string { return s }, Warning, "that the contract does not have")
		return
	}
	compare("new pattern", k.clause.Patterns, pattern, Warning, "written in a way the contract does not have")
	compare("new form", k.clause.Forms, formOfText, Warning, "with a currency or a unit that the contract does not have")
}

// formOfText is what a text has beside its digits: the currency, the unit, a percent sign; the signs of numbers do not count.
func formOfText(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		if unicode.IsLetter(r) || unicode.Is(unicode.Sc, r) || r == '%' {
			b.WriteRune(r)
		}
	}
	if b.Len() > 24 {
		return "words"
	}
	return b.String()
}

// sortCounts puts the most frequent first, equals in sort order.
func sortCounts(all []table.ValueCount) {
	slices.SortFunc(all, func(a, b table.ValueCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
}
