package prepare

import (
	"fmt"
	"math"

	"assay/pipeline/table"
)

// measure is what the training rows say about one number feature. The values are shared with the column.
type measure struct {
	name            string
	values          []float64
	missing         int
	mean, deviation float64
	low, high       float64
}

// measured measures the number features that have a value in some training row. Infinite values count as gaps.
func measured(train *table.Table, step string) ([]measure, error) {
	var out []measure
	for _, c := range train.ByRole(table.Feature) {
		if c.Kind != table.Number {
			continue
		}
		m := measure{name: c.Name, values: c.Numbers(), low: math.Inf(1), high: math.Inf(-1)}
		known := make([]float64, 0, c.Len())
		for _, v := range m.values {
			if isFinite(v) {
				known = append(known, v)
				m.low, m.high = min(m.low, v), max(m.high, v)
			}
		}
		if len(known) == 0 {
			continue
		}
		m.missing = c.Len() - len(known)
		m.mean = mean(known)
		if m.deviation = deviation(known, m.mean); m.low == m.high {
			m.mean, m.deviation = m.low, 0 // whatever rounding would make of it
		}
		if !isFinite(m.mean) || !isFinite(m.deviation) {
			return nil, fmt.Errorf("%s: the numbers of column %s are too large to average; ignore the column or correct them", step, c.Name)
		}
		out = append(out, m)
	}
	return out, nil
}

// numberColumns looks the columns of a learned type up; nil stands for one that is absent.
func numberColumns(t *table.Table, step string, n int, name func(int) string) ([]*table.Column, error) {
	out := make([]*table.Column, n)
	for j := range out {
		out[j] = t.Column(name(j))
		if c := out[j]; c != nil && c.Kind != table.Number {
			return nil, fmt.Errorf("%s: column %s holds %s where the training rows had numbers; clean it the same way first", step, c.Name, c.Kind)
		}
	}
	return out, nil
}

// filled puts new values in the place of a column, nil when it had no gap, and a mark of its gaps beside it.
func filled(t *table.Table, c *table.Column, values []float64, mark string) *table.Table {
	if values != nil {
		t = t.With(table.NewNumber(c.Name, values).From(c))
	}
	if mark != "" {
		t = t.With(indicator(c, mark))
	}
	return t
}

func isFinite(v float64) bool { return v-v == 0 }
