package collect

import (
	"context"
	"slices"
)

// previewRecords is how many records settle the kinds of columns at first, and are shown while the rest is read.
const previewRecords = 500

// show hands out the records up to end as a table, when there is more text than is read in a moment.
func (r *reader) show(end int) {
	if r.env.Monitor == nil || len(r.layout.text) < blockBytes {
		return
	}
	start := *r.layout
	start.text = start.text[:end]
	first := &reader{layout: &start, kinds: slices.Clone(r.kinds), step: end, record: r.record}
	first.checks.layout = &start
	if first.pass(context.Background()) != nil {
		return // reading the whole says why
	}
	if t, err := first.table(); err == nil {
		r.env.Monitor.Show(t)
	}
}
