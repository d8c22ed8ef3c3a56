package collect

import (
	"sync/atomic"

	"assay/pipeline/table"
)

// Monitor is told how a reading goes, by the reading, and asked by whoever draws it. Every method may be called from
// any goroutine, and on nil.
type Monitor struct {
	phase       atomic.Pointer[string]
	done, total atomic.Int64
	rows        atomic.Int64
	preview     atomic.Pointer[table.Table]
}

// previewRows is how many rows are shown while the rest is read.
const previewRows = 500

// Progress is how far a reading is.
type Progress struct {
	Phase       string // what is being done: unpacking, reading, asking the server
	Done, Total int64  // bytes; Total 0 when nobody knows
	Rows        int64  // rows read so far
}

// Phase says what is done from now on.
func (m *Monitor) Phase(what string) {
	if m != nil {
		m.phase.Store(&what)
	}
}

// Total says how many bytes there are to read, and starts counting anew.
func (m *Monitor) Total(bytes int64) {
	if m != nil {
		m.total.Store(bytes)
		m.done.Store(0)
	}
}

// Add says that so many more bytes and rows have been read.
func (m *Monitor) Add(bytes, rows int64) {
	if m != nil {
		m.done.Add(bytes)
		m.rows.Add(rows)
	}
}

// Show hands out the first rows while the rest is still being read.
func (m *Monitor) Show(t *table.Table) {
	if m != nil {
		m.preview.Store(t)
	}
}

// Preview returns the first rows, nil while there are none.
func (m *Monitor) Preview() *table.Table {
	if m == nil {
		return nil
	}
	return m.preview.Load()
}

// Progress tells how far the reading is.
func (m *Monitor) Progress() Progress {
	if m == nil {
		return Progress{}
	}
	p := Progress{Done: m.done.Load(), Total: m.total.Load(), Rows: m.rows.Load()}
	if s := m.phase.Load(); s != nil {
		p.Phase = *s
	}
	return p
}
