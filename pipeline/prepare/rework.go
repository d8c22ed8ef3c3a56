package prepare

import (
	"slices"

	"assay/pipeline/cores"
	"assay/pipeline/table"
)

// change is what becomes of one column: columns that take its place or stand at the end, and whether it goes.
type change struct {
	put  []*table.Column
	drop string // a column's name
}

// rework makes n changes side by side, on all cores, and puts them into the table in their order.
func rework(t *table.Table, n int, work func(k int) change) *table.Table {
	changes := make([]change, n)
	cores.Each(n, func(k int) { changes[k] = work(k) })
	var put []*table.Column
	var gone []string
	for _, c := range changes {
		put = append(put, c.put...)
		if c.drop != "" {
			gone = append(gone, c.drop)
		}
	}
	return t.With(put...).Without(gone...)
}

// put is the change that puts one column in the place of that of its name.
func put(c *table.Column) change { return change{put: []*table.Column{c}} }

// textFeatures are the text columns a step may learn from.
func textFeatures(t *table.Table) []*table.Column {
	return slices.DeleteFunc(t.ByRole(table.Feature), func(c *table.Column) bool { return c.Kind != table.Text })
}
