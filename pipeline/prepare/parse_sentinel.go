package prepare

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"assay/models/param"
	"assay/pipeline/table"
)

// usualSentinels are the numbers old systems write where there is no value. Only negative ones: large positive ones,
// such as 99999, are also used for "that much or more".
const usualSentinels = "-999, -9999, -99999, -999999"

const sentinelHelp = "numbers that stand for no value; each counts only where it lies far outside the rest of its column"

// parseSentinels reads a list of numbers.
func parseSentinels(s string) ([]float64, error) {
	var out []float64
	for _, part := range param.SplitList(s) {
		v, ok := table.ParseNumber(part)
		if !ok {
			return nil, fmt.Errorf("sentinels: %q is not a number; write for example -999, -9999", part)
		}
		out = append(out, v)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// sentinelsIn returns the sentinels that occur bare in a column and lie outside the rest by more than the rest is wide,
// or are negative where nothing else is.
func sentinelsIn(c *table.Column, sentinels []float64) []float64 {
	if len(sentinels) == 0 {
		return nil
	}
	low, high, found := math.Inf(1), math.Inf(-1), map[float64]bool{}
	note := func(v float64, bare bool) {
		switch {
		case math.IsNaN(v):
		case bare && slices.Contains(sentinels, v):
			found[v] = true
		default:
			low, high = min(low, v), max(high, v)
		}
	}
	if c.Kind == table.Number {
		for _, v := range c.Numbers() {
			note(v, true)
		}
	} else {
		counts, _ := countOf(c)
		for code, n := range counts {
			if w, ok := dissect(c.Dictionary()[code]); ok && n > 0 {
				if v, r := w.value(point); r != unreadable {
					note(v, w.bare())
				}
			}
		}
	}
	var out []float64
	for _, s := range sentinels {
		if found[s] && low <= high && (s < 0 && low >= 0 || s < low-(high-low) || s > high+(high-low)) {
			out = append(out, s)
		}
	}
	return out
}

// bare reports a number without any mark or unit.
func (w written) bare() bool { return w.unit == "" && w.currency == "" && w.foreign == "" }

// isSentinel reports a cell that holds nothing but one of the sentinels.
func isSentinel(s string, sentinels []float64) bool {
	if len(sentinels) == 0 {
		return false
	}
	w, ok := dissect(s)
	if !ok || !w.bare() {
		return false
	}
	v, r := w.value(point)
	return r != unreadable && slices.Contains(sentinels, v)
}

// blank makes sentinels missing.
func blank(values []float64, sentinels []float64) []float64 {
	out := slices.Clone(values)
	for i, v := range out {
		if slices.Contains(sentinels, v) {
			out[i] = math.NaN()
		}
	}
	return out
}

func tellSentinels(column string, values []float64) string {
	var out []string
	for _, v := range values {
		out = append(out, table.FormatNumber(v))
	}
	return fmt.Sprintf("%s: %s stands for no value, now missing", column, strings.Join(out, ", "))
}
