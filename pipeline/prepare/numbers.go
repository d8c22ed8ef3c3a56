package prepare

import (
	"fmt"
	"math"
	"slices"

	"assay/pipeline/cores"
	"assay/pipeline/table"
)

// farthest is where calculated values end: a slip of the hand such as 1e308 must not become infinite, alone or in a sum.
const farthest = 1e100

// bounded cuts a value to -+1e100; a gap stays a gap.
func bounded(v float64) float64 {
	switch {
	case v > farthest:
		return farthest
	case v < -farthest:
		return -farthest
	}
	return v
}

// numberFeatures are the features that hold numbers.
func numberFeatures(t *table.Table) []*table.Column {
	return slices.DeleteFunc(t.ByRole(table.Feature), func(c *table.Column) bool { return c.Kind != table.Number })
}

// knownNumbers are the values of a column, cut to -+1e100, gaps left out.
func knownNumbers(c *table.Column) []float64 {
	known := make([]float64, 0, c.Len())
	for _, v := range c.Numbers() {
		if !math.IsNaN(v) {
			known = append(known, bounded(v))
		}
	}
	return known
}

// sortedNumbers are the known numbers in order.
func sortedNumbers(c *table.Column) []float64 {
	known := knownNumbers(c)
	slices.Sort(known)
	return known
}

// fewNumbers counts the different values of a column up to a small limit, without sorting them.
func fewNumbers(values []float64, enough int) int {
	var seen []float64
	for _, v := range values {
		if v == v && !slices.Contains(seen, v) {
			if seen = append(seen, v); len(seen) == enough {
				break
			}
		}
	}
	return len(seen)
}

// distinctNumbers counts the different ones of sorted values, up to a limit that is enough to know.
func distinctNumbers(sorted []float64, enough int) int {
	n := 0
	for i, v := range sorted {
		if i == 0 || v != sorted[i-1] {
			if n++; n == enough {
				break
			}
		}
	}
	return n
}

// learnedNumbers finds a column that step learned as numbers: nil when the table lacks it, an error when it holds
// something else now.
func learnedNumbers(t *table.Table, step, name string) (*table.Column, error) {
	c := t.Column(name)
	if c == nil || c.Kind == table.Number {
		return c, nil
	}
	return nil, fmt.Errorf("%s: column %s holds %s where the training rows had numbers; clean it the same way first", step, c.Name, c.Kind)
}

// mapNumbers makes the column that f makes of every known value; a gap stays a gap.
func mapNumbers(c *table.Column, f func(float64) float64) *table.Column {
	out := make([]float64, c.Len())
	for i, v := range c.Numbers() {
		if math.IsNaN(v) {
			out[i] = v
		} else {
			out[i] = bounded(f(v))
		}
	}
	return table.NewNumber(c.Name, out).From(c)
}

// learnNumbers learns something of each number feature, side by side on all cores; what learn has nothing for is left
// out.
func learnNumbers[T any](train *table.Table, learn func(c *table.Column) (T, bool)) []T {
	columns := numberFeatures(train)
	learned, ok := make([]T, len(columns)), make([]bool, len(columns))
	cores.Each(len(columns), func(k int) { learned[k], ok[k] = learn(columns[k]) })
	var out []T
	for k, v := range learned {
		if ok[k] {
			out = append(out, v)
		}
	}
	return out
}

// reworkNumbers replaces the columns that step learned as numbers, side by side on all cores. name tells what the k-th
// is called, replace makes what takes its place, nil when it stays.
func reworkNumbers(t *table.Table, step string, n int, name func(k int) string, replace func(k int, c *table.Column) *table.Column) (*table.Table, error) {
	columns := make([]*table.Column, n)
	for k := range columns {
		c, err := learnedNumbers(t, step, name(k))
		if err != nil {
			return nil, err
		}
		columns[k] = c
	}
	return rework(t, n, func(k int) change {
		if columns[k] == nil {
			return change{}
		}
		if c := replace(k, columns[k]); c != nil {
			return put(c)
		}
		return change{}
	}), nil
}
