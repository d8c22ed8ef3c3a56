package collect

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

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
type reader struct {
	layout  *layout
	monitor *Monitor
	kinds   []table.Kind // Text for certain; Number until a cell says otherwise
	record  int          // bytes of a usual record, at least 1
	step    int          // bytes of a block
	blocks  []*block
	checks  checks
}

// block is a run of records in columns.
type block struct {
	from, end int // bytes
	lines     int // line ends passed
	rows      []int32
	columns   []cells
	checks    checks
	scanner   *scanner
}

// cells are one column of a block, as numbers or as codes into words.
type cells struct {
	skip    bool
	numbers []float64
	some    bool // holds a number
	broken  bool // holds something that is not
	codes   []int32
	words   []string
	index   map[string]int32
	last    int // code of the word seen last
	markers markers
}

// tokens says which words were read as missing, by column, in sentences and counted.
func (r *reader) tokens() (notes []string, counted map[string][]ValueCount) {
	counted = map[string][]ValueCount{}
	for j, name := range r.layout.names {
		var all markers
		for _, b := range r.blocks {
			all.merge(b.columns[j].markers)
		}
		if notes = append(notes, all.say(name)...); all.count > 0 {
			counted[name] = all.words
		}
	}
	return notes, counted
}

// newReader looks at the first records: a column with a cell that is no number is Text.
func newReader(l *layout, m *Monitor) *reader {
	kinds := make([]table.Kind, l.width)
	n := 0
	s, watch := l.scanner(), checks{layout: l}
	for range 200 {
		if !s.next() {
			break
		}
		if n++; !watch.record(s) {
			continue
		}
		for j := range min(l.width, len(s.cells)) {
			v := s.value(j)
			if _, ok := number(v); !ok && !missing(v) {
				kinds[j] = table.Text
			}
		}
	}
	return &reader{layout: l, monitor: m, kinds: kinds, step: blockBytes, record: max(1, (s.pos-l.start)/max(n, 1))}
}

func (r *reader) read(ctx context.Context) error {
	r.checks.layout = r.layout
	if err := r.pass(ctx); err != nil {
		return err
	}
	if r.checks.records == 0 {
		return r.layout.noRows()
	}
	if err := r.checks.refuse(); err != nil {
		return err
	}
	// Columns that turned out to hold text are read again as such; nothing else is.
	again, any := make([]bool, r.layout.width), false
	for j := range again {
		some := false
		for _, b := range r.blocks {
			again[j] = again[j] || b.columns[j].broken
			some = some || b.columns[j].some
		}
		if r.kinds[j] == table.Number && !again[j] && !some { // nothing but missing cells
			again[j] = true
		}
		any = any || again[j]
	}
	if !any {
		return nil
	}
	for j := range again {
		if again[j] {
			r.kinds[j] = table.Text
		}
	}
	each(len(r.blocks), func(k int) {
		old := r.blocks[k]
		b := r.block(old.from, old.end, again)
		for j := range again {
			if again[j] {
				old.columns[j] = b.columns[j]
			}
		}
	})
	return nil
}

// pass reads all blocks and joins them in order.
func (r *reader) pass(ctx context.Context) error {
	starts := r.starts()
	blocks := make([]*block, len(starts))
	end := func(k int) int {
		if k+1 < len(starts) {
			return starts[k+1]
		}
		return len(r.layout.text)
	}
	each(len(starts), func(k int) {
		if ctx.Err() == nil {
			blocks[k] = r.block(starts[k], end(k), nil)
			r.monitor.Add(int64(blocks[k].end-blocks[k].from), int64(len(blocks[k].rows)))
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
			b = r.block(pos, end(k), nil)
		}
		if f := b.scanner.fault; f != nil {
			f.Line += line - 1
			return f
		}
		r.checks.merge(&b.checks, b.scanner, line-1)
		for i := range b.rows {
			b.rows[i] += int32(line - 1)
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

// block reads the records that start in [from, end). With only set, other columns than those are left empty.
func (r *reader) block(from, end int, only []bool) *block {
	l := r.layout
	s := l.scannerAt(from, 1)
	b := &block{from: from, columns: make([]cells, l.width), checks: checks{layout: l}, scanner: s}
	guess := (end-from)/r.record*21/20 + 16
	b.rows = make([]int32, 0, guess)
	for j := range b.columns {
		c := &b.columns[j]
		switch {
		case only != nil && !only[j]:
			c.skip = true
		case r.kinds[j] == table.Number:
			c.numbers = make([]float64, 0, guess)
		default:
			c.codes, c.index = make([]int32, 0, guess), map[string]int32{}
		}
	}
	for s.pos < end && s.next() {
		if b.checks.record(s) {
			b.rows = append(b.rows, int32(s.at))
			b.row(s)
		}
	}
	b.end, b.lines = s.pos, s.line-1
	for j := range b.columns {
		b.columns[j].index = nil
	}
	return b
}

func (b *block) row(s *scanner) {
	for j := range b.columns {
		c := &b.columns[j]
		if c.skip {
			continue
		}
		var v []byte
		if j < len(s.cells) {
			if x := s.cells[j]; !x.coded && !s.comma {
				v = s.data[x.start:x.end]
			} else {
				v = s.value(j)
			}
		}
		if c.index == nil {
			c.number(v)
		} else {
			c.word(v)
		}
	}
}

func (c *cells) number(v []byte) {
	x, ok := number(v)
	if ok {
		c.some = true
	} else {
		x = nan
		if !missing(v) {
			c.broken = true
		} else if len(v) > 0 {
			c.markers.add(v)
		}
	}
	c.numbers = append(c.numbers, x)
}

func (c *cells) word(v []byte) {
	if missing(v) {
		if len(v) > 0 {
			c.markers.add(v)
		}
		c.codes = append(c.codes, -1)
		return
	}
	if c.last < len(c.words) && string(v) == c.words[c.last] { // runs of one word are common
		c.codes = append(c.codes, int32(c.last))
		return
	}
	code, ok := c.index[string(v)]
	if !ok {
		code = int32(len(c.words))
		w := string(v)
		c.words, c.index[w] = append(c.words, w), code
	}
	c.last = int(code)
	c.codes = append(c.codes, code)
}

// table joins the blocks, a column at a time.
func (r *reader) table() (*table.Table, error) {
	lines := make([]int32, 0, r.checks.records)
	for _, b := range r.blocks {
		lines = append(lines, b.rows...)
	}
	columns := make([]*table.Column, r.layout.width)
	each(len(columns), func(j int) {
		if r.kinds[j] == table.Number {
			columns[j] = r.numbers(j)
		} else {
			columns[j] = r.words(j)
		}
	})
	return table.New(columns, lines)
}

func (r *reader) numbers(j int) *table.Column {
	all := make([]float64, 0, r.checks.records)
	for _, b := range r.blocks {
		all = append(all, b.columns[j].numbers...)
		b.columns[j].numbers = nil
	}
	return table.NewNumber(r.layout.names[j], all)
}

// words joins codes; words keep the order in which they first appear in the text.
func (r *reader) words(j int) *table.Column {
	all := make([]int32, 0, r.checks.records)
	index := make(map[string]int32, len(r.blocks[0].columns[j].words))
	var words []string
	for _, b := range r.blocks {
		c := &b.columns[j]
		to := make([]int32, len(c.words))
		for k, w := range c.words {
			code, ok := index[w]
			if !ok {
				code = int32(len(words))
				index[w], words = code, append(words, w)
			}
			to[k] = code
		}
		for _, code := range c.codes {
			if code >= 0 {
				code = to[code]
			}
			all = append(all, code)
		}
		c.codes, c.words = nil, nil
	}
	return table.NewText(r.layout.names[j], all, words)
}

// each calls do for 0 to n-1 on all cores. A panic in one call comes out of each, in the caller's goroutine.
func each(n int, do func(int)) {
	var wait sync.WaitGroup
	var next atomic.Int64
	var crash atomic.Value
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					crash.Store(fmt.Sprint(r))
				}
			}()
			for k := next.Add(1) - 1; k < int64(n); k = next.Add(1) - 1 {
				do(int(k))
			}
		})
	}
	wait.Wait()
	if r := crash.Load(); r != nil {
		panic(r)
	}
}
