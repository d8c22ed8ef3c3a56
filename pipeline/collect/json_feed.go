package collect

import (
	"bytes"
	"context"

	"assay/pipeline/cores"
)

// jsonFeed carries records from a scanner into a table. A fault that costs only its record makes it start again with
// care: then a record is rehearsed before it is gathered, so that what is damaged leaves no trace in the table.
type jsonFeed struct {
	table     *jsonTable
	s         *jsonScanner
	careful   bool
	rehearsal *jsonTable
	rejected  int
	rejects   []jsonFault // the first maxRejects
}

func newFeed(t *jsonTable, s *jsonScanner, careful bool) *jsonFeed {
	f := &jsonFeed{table: t, s: s, careful: careful}
	if careful {
		f.rehearsal = t.sketch()
	}
	return f
}

// take reads the record at hand with read. False ends the reading with a fault in the scanner.
func (f *jsonFeed) take(read func(*jsonTable, *jsonScanner) bool) bool {
	if !f.careful {
		return read(f.table, f.s)
	}
	trial := &jsonScanner{data: f.s.data, pos: f.s.pos, depth: f.s.depth}
	if read(f.rehearsal, trial) {
		return read(f.table, f.s)
	}
	if !trial.fault.soft {
		f.s.fault = trial.fault
		return false
	}
	f.reject(trial.fault)
	return f.s.skip()
}

func (f *jsonFeed) reject(fault *jsonFault) {
	if f.rejected++; len(f.rejects) < maxRejects {
		f.rejects = append(f.rejects, *fault)
	}
}

// merge adds a later part.
func (f *jsonFeed) merge(o *jsonFeed) bool {
	f.rejected += o.rejected
	f.rejects = append(f.rejects, o.rejects[:min(len(o.rejects), maxRejects-len(f.rejects))]...)
	f.s.literals.merge(o.s.literals)
	f.s.surrogates.merge(o.s.surrogates)
	f.s.zeros.merge(o.s.zeros)
	f.s.ranges.merge(o.s.ranges)
	return f.table.merge(o.table)
}

// jsonBlock is how much of a text of lines is read at once. It is fixed, so blocks never depend on the number of cores.
const jsonBlock = 2 << 20

// readLines reads a text with a record on every line. A damaged line is left out.
func readLines(ctx context.Context, text []byte, fresh *jsonTable, m *Monitor) (*jsonFeed, error) {
	proto := fresh.learn(text)
	starts := lineStarts(text)
	parts, lines := make([]*jsonFeed, len(starts)-1), make([]int, len(starts)-1)
	cores.Each(len(parts), func(k int) {
		if ctx.Err() != nil {
			return
		}
		part := text[:starts[k+1]]
		lines[k] = bytes.Count(part[starts[k]:], []byte{'\n'})
		f := newFeed(proto.like(starts[k], 1), &jsonScanner{}, false)
		if !f.block(part, starts[k]) {
			f = newFeed(proto.like(starts[k], 1), &jsonScanner{}, true)
			f.block(part, starts[k])
		}
		parts[k] = f
		m.Add(int64(starts[k+1]-starts[k]), int64(f.table.rows))
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	whole, before := newFeed(proto.like(0, 1), &jsonScanner{data: text}, false), 0
	for k, f := range parts {
		for i := range f.table.lines {
			f.table.lines[i] += int32(before)
		}
		if before += lines[k]; !whole.merge(f) {
			whole.s.fault = whole.table.full
			break
		}
		parts[k] = nil
	}
	return whole, nil
}

// block reads the lines from a byte on. False says that one is damaged and care is needed.
func (f *jsonFeed) block(text []byte, from int) bool {
	for from < len(text) {
		end := from + bytes.IndexByte(text[from:], '\n') + 1
		if end == from {
			end = len(text)
		}
		s := f.s
		s.data, s.pos, s.depth, s.fault = text[:end], from, 0, nil
		from = end
		if s.blank() == 0 && s.pos == end {
			continue
		}
		begin := s.pos
		if f.careful {
			trial := &jsonScanner{data: s.data, pos: begin}
			if !oneRecord(f.rehearsal, trial) {
				f.reject(trial.fault)
				continue
			}
		}
		if !oneRecord(f.table, s) {
			return f.table.full != nil
		}
	}
	return true
}

// oneRecord reads the record that must be all there is up to the end.
func oneRecord(t *jsonTable, s *jsonScanner) bool {
	at := s.pos
	if !t.look(s) {
		return false
	}
	if s.blank() != 0 || s.pos < len(s.data) {
		return s.fail(s.pos, "text after the record on its line", "write one record on a line and nothing else")
	}
	return t.end(s, at)
}

// learn returns an empty table that expects the keys of the first whole records, for all blocks to start from.
func (t *jsonTable) learn(text []byte) *jsonTable {
	proto, n := t.like(0, 1), 0
	proto.dry = true
	for line := range bytes.Lines(text) {
		if n++; n > 100 {
			break
		}
		if oneRecord(t.sketch(), &jsonScanner{data: line}) {
			oneRecord(proto, &jsonScanner{data: line})
		}
	}
	return proto
}

// lineStarts cuts a text into blocks at line ends; the last one is its end.
func lineStarts(text []byte) []int {
	out := []int{0}
	for p := jsonBlock; p < len(text); p = out[len(out)-1] + jsonBlock {
		n := bytes.IndexByte(text[p:], '\n')
		if n < 0 {
			break
		}
		out = append(out, p+n+1)
	}
	if out[len(out)-1] < len(text) || len(out) == 1 {
		out = append(out, len(text))
	}
	return out
}
