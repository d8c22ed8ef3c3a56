package collect

// previewRecords is how many records settle the kinds of columns at first, and are shown while the rest is read.
const previewRecords = 500

// show hands out the records up to end as a table, when there is more text than is read in a moment.
func (r *reader) show(end int) {
	if r.monitor == nil || len(r.layout.text) < blockBytes {
		return
	}
	first := &reader{layout: r.layout, kinds: r.kinds, step: r.step, record: r.record}
	b := first.block(r.layout.start, end, nil)
	for i := range b.rows {
		b.rows[i] += int32(r.layout.startLine - 1)
	}
	first.blocks, first.checks.records = []*block{b}, len(b.rows)
	if t, err := first.table(); err == nil {
		r.monitor.Show(t)
	}
}
