package collect

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"slices"

	"assay/pipeline/cores"
	"assay/pipeline/table"
)

var nan = math.NaN()

// blockBytes is how much text one block holds. It is fixed, so the blocks never depend on the number of cores.
const blockBytes = 2 << 20

// reader reads a text of settled layout into columns.
//
// The text is cut into blocks at line ends. Each is read on the supposition that a record starts there, which a quoted
// line end can prove wrong. So blocks are joined in order: if the block before ended elsewhere, the supposition
// was wrong and the block is read again from the true place. The result is that of reading from start to end.
//
// No record is shorter than a line, so the lines of a block bound its rows. Every block has that many places in the
// columns and writes its rows there; what stays free is closed up at the end.
type reader struct {
	layout  *layout
	env     Env
	mapped  *mapped      // what the text is a view of, maybe nil
	kinds   []table.Kind // Text for certain; Number until a cell says otherwise
	record  int          // bytes of a usual record, at least 1
	step    int          // bytes of a block
	seeds   []*lexicon   // the first words of the columns of text, which blocks start with; nil for none
	blocks  []*block
	columns []places
	lines   []int32 // of the rows, by place
	checks  checks
}

// places are the cells of a column, by place: numbers, or codes into the words of the block.
type places struct {
	numbers []float64
	codes   []int32
}

// block is a run of records in columns.
type block struct {
	from, end int // bytes
	at, rows  int // its first place, and how many it fills
	lines     int // line ends passed
	columns   []cells
	checks    checks
	scanner   *scanner
	wordy     []int // the columns of words
	numeric   []int // the columns of numbers
}

// newReader looks at the first records: a column with a cell that is no number is Text.
func newReader(l *layout, env Env) *reader {
	r := &reader{layout: l, env: env, kinds: make([]table.Kind, l.width), step: blockBytes}
	n := 0
	s, watch := l.scanner(), checks{layout: l}
	for range previewRecords {
		if !s.next() {
			break
		}
		if n++; !watch.record(s) {
			continue
		}
		for j := range min(l.width, len(s.cells)) {
			v := s.value(j)
			if _, ok := number(v); !ok && !missing(v) {
				r.kinds[j] = table.Text
			}
		}
	}
	r.record = max(1, (s.pos-l.start)/max(n, 1))
	if s.fault == nil {
		r.show(s.pos)
		r.seed()
	}
	return r
}

// seed takes the first words of each column from the records that newReader looks at. Blocks that know them give them the
// same codes, so that few have to be changed when blocks are joined.
func (r *reader) seed() {
	const words = 64
	l := r.layout
	r.seeds = make([]*lexicon, l.width)
	s, watch := l.scanner(), checks{layout: l}
	for n := 0; n < previewRecords && s.next(); n++ {
		if !watch.record(s) {
			continue
		}
		for j := range min(l.width, len(s.cells)) {
			if r.kinds[j] != table.Text {
				continue
			}
			if r.seeds[j] == nil {
				r.seeds[j] = newLexicon()
			}
			if v := s.value(j); len(r.seeds[j].words) < words && !missing(v) {
				r.seeds[j].bytes(v)
			}
		}
	}
}

// lexicon is what a block starts column j with.
func (r *reader) lexicon(j int) *lexicon {
	if r.seeds == nil || r.seeds[j] == nil {
		return newLexicon()
	}
	return r.seeds[j].clone()
}

func (r *reader) read(ctx context.Context) error {
	r.checks.layout = r.layout
	r.env.Monitor.Total(int64(len(r.layout.text) - r.layout.start))
	if err := r.pass(ctx); err != nil {
		return err
	}
	if r.checks.records == 0 {
		return r.layout.noRows()
	}
	if err := r.checks.refuse(); err != nil {
		return err
	}
	return r.reread(ctx)
}

// reread reads the columns that turned out to hold text again as such, and nothing else.
func (r *reader) reread(ctx context.Context) error {
	again := make([]bool, r.layout.width)
	for j := range again {
		broken, some := false, false
		for _, b := range r.blocks {
			broken = broken || b.columns[j].broken
			some = some || b.columns[j].some
		}
		again[j] = broken || r.kinds[j] == table.Number && !some // nothing but missing cells
	}
	if !slices.Contains(again, true) {
		return nil
	}
	for j := range again {
		if again[j] {
			r.kinds[j] = table.Text
			r.columns[j] = places{codes: make([]int32, len(r.lines))}
		}
	}
	cores.Each(len(r.blocks), func(k int) {
		if ctx.Err() != nil {
			return
		}
		old := r.blocks[k]
		b := r.block(old.from, old.end, old.at, again)
		for j := range again {
			if again[j] {
				old.columns[j] = b.columns[j]
			}
		}
	})
	return ctx.Err()
}

// pass reads all blocks and joins them in order.
func (r *reader) pass(ctx context.Context) error {
	starts := r.starts()
	end := func(k int) int {
		if k+1 < len(starts) {
			return starts[k+1]
		}
		return len(r.layout.text)
	}
	at, err := r.allot(starts, end)
	if err != nil {
		return err
	}
	blocks := make([]*block, len(starts))
	cores.Each(len(starts), func(k int) {
		if ctx.Err() == nil {
			blocks[k] = r.block(starts[k], end(k), at[k], nil)
			r.mapped.letGo(r.layout.text, starts[k], end(k))
			r.env.Monitor.Add(int64(blocks[k].end-blocks[k].from), int64(blocks[k].rows))
		}
	})
	if err := ctx.Err(); err != nil {
		return err
	}
	pos, line := r.layout.start, r.layout.startLine
	for k, b := range blocks {
		if pos >= end(k) && k+1 < len(blocks) {
			continue // a record of the block before reaches beyond this one
		}
		if b.from != pos {
			b = r.block(pos, end(k), at[k], nil)
		}
		if f := b.scanner.fault; f != nil {
			f.Line += line - 1
			return f
		}
		r.checks.merge(&b.checks, b.scanner, line-1)
		for i := range b.rows {
			r.lines[b.at+i] += int32(line - 1)
		}
		r.blocks = append(r.blocks, b)
		pos, line = b.end, line+b.lines
	}
	return nil
}

// starts are the places after the first line end in every step.
func (r *reader) starts() []int {
	l := r.layout
	out := []int{l.start}
	s := l.scanner()
	for p := l.start + r.step; p < len(l.text); p += r.step {
		i := p
		for i < len(l.text) && s.eol(i) == 0 {
			i++
		}
		if i < len(l.text) && i+s.eol(i) < len(l.text) && i+s.eol(i) > out[len(out)-1] {
			out = append(out, i+s.eol(i))
		}
	}
	return out
}

// allot gives every block its places and makes the columns.
func (r *reader) allot(starts []int, end func(int) int) ([]int, error) {
	at := make([]int, len(starts)+1)
	cores.Each(len(starts), func(k int) { at[k+1] = r.mostRows(starts[k], end(k)) })
	for k := range starts {
		at[k+1] += at[k]
	}
	n := at[len(starts)]
	need := int64(n) * 4
	for _, kind := range r.kinds {
		need += int64(n) * map[table.Kind]int64{table.Number: 8, table.Text: 4}[kind]
	}
	if err := r.env.room(r.layout.file, need, fmt.Sprintf("a table of up to %d rows and %d columns", n, len(r.kinds))); err != nil {
		return nil, err
	}
	r.lines = make([]int32, n)
	r.columns = make([]places, len(r.kinds))
	for j, kind := range r.kinds {
		if kind == table.Number {
			r.columns[j].numbers = make([]float64, n)
		} else {
			r.columns[j].codes = make([]int32, n)
		}
	}
	return at, nil
}

// mostRows is how many rows a part of the text can hold at most: its lines, blank ones left out when they are many.
func (r *reader) mostRows(from, end int) int {
	text := r.layout.text[from:end]
	n := r.layout.seen.lineFeeds(r.layout.text, from, end)
	if r.layout.loneCR {
		n += bytes.Count(text, []byte{'\r'})
	}
	if !bytes.HasSuffix(text, []byte{'\n'}) {
		n++
	}
	if n*r.record <= 2*len(text) {
		return n
	}
	n = 0
	blank, s := true, r.layout.scanner()
	for i := from; i < end; i++ {
		if k := s.eol(i); k > 0 {
			blank, i = true, i+k-1
		} else if blank {
			n++
			blank = false
		}
	}
	return n + 1 // behind blank lines at the end, a record that starts beyond it is read
}

// block reads the records that start in [from, end) into the places from at on. With only set, other columns than
// those are passed over.
func (r *reader) block(from, end, at int, only []bool) *block {
	l := r.layout
	s := l.scannerAt(from, 1)
	b := &block{from: from, at: at, columns: make([]cells, l.width), checks: checks{layout: l}, scanner: s}
	for j := range b.columns {
		c := &b.columns[j]
		switch {
		case only != nil && !only[j]:
			c.skip = true
		case r.kinds[j] == table.Number:
			c.numbers = r.columns[j].numbers[at:]
			b.numeric = append(b.numeric, j)
		default:
			c.codes, c.lexicon = r.columns[j].codes[at:], r.lexicon(j)
			b.wordy = append(b.wordy, j)
		}
	}
	straight := newStraight(s, l)
	for s.pos < end {
		line, n := s.line, 0
		if straight.ok {
			n = b.straight(s, straight, end)
		}
		if n == 0 {
			if !s.next() {
				break
			}
			if !b.checks.record(s) {
				continue
			}
			b.row(s)
			line, n = s.at, 1
		}
		if only == nil { // else they are known already
			for i := range n {
				r.lines[at+b.rows+i] = int32(line + i)
			}
		}
		b.rows += n
	}
	b.end, b.lines = s.pos, s.line-1
	b.settle()
	return b
}

// settle drops what only reading needed.
func (b *block) settle() {
	for j := range b.columns {
		c := &b.columns[j]
		c.some = slices.ContainsFunc(c.numbers[:min(b.rows, len(c.numbers))], func(v float64) bool { return !math.IsNaN(v) })
		if c.lexicon != nil {
			c.lexicon.slots = nil
		}
	}
}
