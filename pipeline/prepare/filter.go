package prepare

import (
	"fmt"
	"math"

	"assay/models/param"
	"assay/pipeline/expr"
	"assay/pipeline/table"
)

var filterEntry = Entry{
	Name:  "filter",
	Title: "Filter rows",
	About: "Keeps the rows for which a condition such as age >= 18 holds; a case that asks for a prediction is never dropped.",
	Why: "A model speaks for the rows it learned from. Tests, cancelled orders or cases that will never be asked about teach it the wrong world. " +
		"Filter by what is known before the answer: rows chosen by the answer itself teach a rule that is not there.",
	Kind: Sieves,
	New:  func() param.Settings { return NewFilter() },
}

// Filter keeps the rows for which a condition holds.
type Filter struct {
	Rows    string
	Missing string
}

// NewFilter returns the default settings.
func NewFilter() *Filter { return &Filter{Missing: "drop"} }

// Params lists the settings.
func (s *Filter) Params() []param.Param {
	return []param.Param{
		param.OfText(&s.Rows, "rows", `the condition of the rows that stay: "age >= 18 and not missing(income)"; empty keeps all`),
		param.OfChoice(&s.Missing, "missing", []string{"drop", "keep"}, "what becomes of a row for which a gap leaves the condition open"),
	}
}

// Keep returns the rows for which the condition holds.
func (s *Filter) Keep(t *table.Table) ([]int, []string, error) {
	rows := make([]int, 0, t.Rows())
	if s.Rows == "" {
		for i := range t.Rows() {
			rows = append(rows, i)
		}
		return rows, []string{"no condition is set, so every row stays"}, nil
	}
	p, err := expr.Compile(s.Rows, expr.KindsOf(t))
	if err != nil {
		return nil, nil, fmt.Errorf("rows: %w", err)
	}
	if p.Kind() != expr.YesNo {
		return nil, nil, fmt.Errorf("rows: %s is %s, not yes or no; write a condition, such as %s > 0", s.Rows, p.Kind(), s.Rows)
	}
	holds, err := p.Run("", t)
	if err != nil {
		return nil, nil, err
	}
	open := 0
	for i, v := range holds.Numbers() {
		unknown := math.IsNaN(v)
		if unknown {
			open++
		}
		if v == 1 || unknown && s.Missing == "keep" {
			rows = append(rows, i)
		}
	}
	return rows, s.tell(t.Rows(), len(rows), open), nil
}

func (s *Filter) tell(all, kept, open int) []string {
	out := []string{fmt.Sprintf("%d of %s stay, %d do not: %s", kept, plural(all, "row"), all-kept, s.Rows)}
	if open > 0 {
		became := map[string]string{"drop": "dropped", "keep": "kept"}[s.Missing]
		out = append(out, fmt.Sprintf("in %s a gap leaves that open; they were %s", plural(open, "row"), became))
	}
	return out
}
