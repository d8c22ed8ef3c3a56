package profile

import (
	"slices"

	"assay/pipeline/table"
)

// Labels returns the different values of a column that occur and how many rows have each, most frequent first;
// missing values are left out. It is what a target is chosen by.
func Labels(c *table.Column) (labels []string, counts []int) {
	var all []table.ValueCount
	switch c.Kind {
	case table.Number, table.Time:
		sorted := c.Sorted()
		for i := 0; i < len(sorted); {
			from := i
			for i < len(sorted) && sorted[i] == sorted[from] {
				i++
			}
			text := table.FormatNumber(sorted[from])
			if c.Kind == table.Time {
				text = table.FormatTime(int64(sorted[from]))
			}
			all = append(all, table.ValueCount{Value: text, Count: i - from})
		}
	default:
		for k, n := range c.Counts() {
			if n > 0 {
				all = append(all, table.ValueCount{Value: c.Dictionary()[k], Count: n})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b table.ValueCount) int { return b.Count - a.Count })
	for _, v := range all {
		labels, counts = append(labels, v.Value), append(counts, v.Count)
	}
	return labels, counts
}
