package models

import (
	"encoding/json"
	"fmt"
	"sort"

	"gonum.org/v1/gonum/mat"
)

// OneRuleModel is the rule of one column: class shares per range of a number or per level of a category.
type OneRuleModel struct {
	Columns   layout      `json:"columns"`
	Column    int         `json:"column"`          // position of the chosen column; -1 before the first round
	Name      string      `json:"name,omitempty"`  // its name
	Field     string      `json:"field,omitempty"` // the raw field it was made from
	Edges     []float64   `json:"edges,omitempty"` // of a number: range v holds values in (Edges[v-1], Edges[v]]
	Shares    [][]float64 `json:"shares"`          // a row per range or level, a share per class
	Otherwise []float64   `json:"otherwise"`       // for a case of none of the levels
}

// Predict writes the class shares of each case's range or level.
func (m *OneRuleModel) Predict(dst *mat.Dense, x Matrix) {
	m.Columns.mustFit(dst, x, m.Outputs())
	for i := range x.Rows {
		dst.SetRow(i, m.shares(x, i))
	}
}

func (m *OneRuleModel) shares(x Matrix, i int) []float64 {
	if m.Column >= 0 {
		if v := m.part(x.Columns[m.Column], i); v >= 0 && v < len(m.Shares) {
			return m.Shares[v]
		}
	}
	return m.Otherwise
}

// part is the range or level of row i of the chosen column; -1 is none.
func (m *OneRuleModel) part(c Column, i int) int {
	if c.Levels != nil {
		return int(c.Codes[i])
	}
	return sort.SearchFloat64s(m.Edges, c.Values[i])
}

// Outputs is the number of classes.
func (m *OneRuleModel) Outputs() int { return len(m.Otherwise) }

// Fits reports whether x has the columns of the training rows.
func (m *OneRuleModel) Fits(x Matrix) error { return m.Columns.fits(x) }

func restoreOneRule(data json.RawMessage) (Model, error) {
	var m OneRuleModel
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("onerule: %w", err)
	}
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("onerule: %w", err)
	}
	return &m, nil
}

// check refuses a saved model that Predict could not use.
func (m *OneRuleModel) check() error {
	if m.Column < -1 || m.Column >= len(m.Columns) {
		return fmt.Errorf("the rule is on column %d of %d; the saved model is damaged", m.Column+1, len(m.Columns))
	}
	for _, p := range append([][]float64{m.Otherwise}, m.Shares...) {
		if len(p) != len(m.Otherwise) {
			return fmt.Errorf("%d class shares where others have %d; the saved model is damaged", len(p), len(m.Otherwise))
		}
		if err := checkShares(p); err != nil {
			return err
		}
	}
	if !sort.Float64sAreSorted(m.Edges) {
		return fmt.Errorf("the edges of the ranges are out of order; the saved model is damaged")
	}
	if m.Column < 0 {
		return nil
	}
	want := len(m.Edges) + 1
	if l := m.Columns[m.Column].Levels; l != nil {
		want = len(l)
	}
	if len(m.Shares) != want {
		return fmt.Errorf("%d rows of class shares for %d ranges or levels; the saved model is damaged", len(m.Shares), want)
	}
	return nil
}
