package collect

import "bytes"

// preview shows the first records of the array at hand, once.
func (r *jsonReading) preview(f *jsonFeed) {
	if r.env.Monitor == nil || r.env.Monitor.Preview() != nil {
		return
	}
	s := &jsonScanner{data: f.s.data, pos: f.s.pos}
	first := newFeed(f.table.like(s.pos, 1), s, true)
	s.elements(func() bool {
		return first.take((*jsonTable).record) && first.table.rows < previewRows
	})
	r.show(first.table)
}

// previewLines shows the first lines.
func (r *jsonReading) previewLines() {
	if r.env.Monitor == nil {
		return
	}
	first, n := newFeed(r.fresh.like(0, 1), &jsonScanner{}, true), 0
	for line := range bytes.Lines(r.text) {
		if n += len(line); first.table.rows >= previewRows || n > jsonBlock {
			break
		}
		first.block(r.text[:n], n-len(line))
	}
	r.show(first.table)
}

// show hands a table to whoever watches the reading. What there is to say is said of the whole table later.
func (r *jsonReading) show(t *jsonTable) {
	if t.rows == 0 {
		return
	}
	if table, fault := t.table(&Origin{}); fault == nil {
		r.env.Monitor.Show(table)
	}
}
