package expr

import (
	"math"

	"assay/pipeline/table"
)

// block is how many rows are worked on at a time: a dozen vectors of it fit into the cache of a core.
const block = 2048

// values is a column of a calculation, made a block at a time. What a call returns is good until the next call and must
// not be written to. Numbers, yes/no and dates (seconds since 1970) are floats, NaN where there is a gap; text is codes
// into levels, which differ from one another, -1 where there is a gap.
type values struct {
	floats func(lo, hi int) []float64
	codes  func(lo, hi int) []int32
	levels []string
}

// bind makes the column that a function gives from those of its arguments.
type bind func(m *machine, args []values, n *node) values

// machine calculates over one table.
type machine struct {
	t *table.Table
}

func machineOf(t *table.Table) *machine { return &machine{t} }

func (m *machine) floats() []float64 { return make([]float64, min(block, m.t.Rows())) }
func (m *machine) codes() []int32    { return make([]int32, min(block, m.t.Rows())) }

// column runs a checked tree over all rows.
func (m *machine) column(name string, root *node) *table.Column {
	v, rows := m.values(root), m.t.Rows()
	if root.kind == Text {
		codes := make([]int32, 0, rows)
		for lo := 0; lo < rows; lo += block {
			codes = append(codes, v.codes(lo, min(lo+block, rows))...)
		}
		return table.NewText(name, codes, v.levels)
	}
	out := make([]float64, 0, rows)
	for lo := 0; lo < rows; lo += block {
		out = append(out, v.floats(lo, min(lo+block, rows))...)
	}
	if root.kind == Time {
		return table.NewTime(name, seconds(out))
	}
	for i, x := range out {
		out[i] = finite(x)
	}
	return table.NewNumber(name, out)
}

func seconds(values []float64) []int64 {
	out := make([]int64, len(values))
	for i, v := range values {
		out[i] = table.NoTime
		if math.Abs(v) < 1<<62 { // also refuses NaN
			out[i] = int64(v)
		}
	}
	return out
}

// values readies a tree.
func (m *machine) values(n *node) values {
	switch {
	case n.op == columnOp:
		return m.read(m.t.Column(n.name))
	case n.op != callOp:
		return m.same(n)
	}
	args := make([]values, len(n.args))
	for i, a := range n.args {
		args[i] = m.values(a)
	}
	f, _ := find(n.name) // the check found it
	return f.bind(m, args, n)
}

// same is one value in every row.
func (m *machine) same(n *node) values {
	if n.kind == Text {
		out, levels := m.codes(), []string{n.text}
		if n.op == gapOp || n.text == "" {
			levels = nil
			for i := range out {
				out[i] = -1
			}
		}
		return values{codes: func(lo, hi int) []int32 { return out[:hi-lo] }, levels: levels}
	}
	out, v := m.floats(), n.value
	if n.op == gapOp {
		v = math.NaN()
	}
	for i := range out {
		out[i] = v
	}
	return values{floats: func(lo, hi int) []float64 { return out[:hi-lo] }}
}

// read is a column of the table.
func (m *machine) read(c *table.Column) values {
	switch c.Kind {
	case table.Number:
		return values{floats: func(lo, hi int) []float64 { return c.Numbers()[lo:hi] }}
	case table.Time:
		out := m.floats()
		return values{floats: func(lo, hi int) []float64 {
			for i, s := range c.Times()[lo:hi] {
				if out[i] = float64(s); s == table.NoTime {
					out[i] = math.NaN()
				}
			}
			return out[:hi-lo]
		}}
	}
	return values{codes: func(lo, hi int) []int32 { return c.Codes()[lo:hi] }, levels: c.Dictionary()}
}

// finite turns what is not a finite number into a gap, and -0 into 0.
func finite(v float64) float64 {
	if v-v != 0 { // so it is for NaN and both infinities
		return math.NaN()
	}
	return v + 0
}
