// Package expr is a small language for calculating columns: `income / 12`, `if(age < 25, "young", "grown")`,
// `status in ("late", "lost") and not missing(due)`. It reads columns and nothing else: no files, no loops, no time of
// day, so a row has one answer for ever.
//
// The laws of values:
//
//   - A value is a number, text, a point in time, or yes/no; kinds are checked before any row is read.
//   - A gap goes through: what is calculated or compared with a gap is a gap. `and`, `or` and `not` follow the logic of
//     three values: no and a gap is no, yes or a gap is yes.
//   - What has no finite answer is a gap: division by zero, the root of a negative number, overflow. Empty text is a gap.
//   - Rows do not see one another, and a text is worked on once however many rows have it.
//
// An expression is parsed into an Expression, compiled for columns of known kinds into a Program, and run over tables.
package expr

import (
	"fmt"
	"maps"
	"slices"

	"assay/models/param"
	"assay/pipeline/table"
)

// Kind is what an expression comes to.
type Kind uint8

// The kinds of values.
const (
	Unknown Kind = iota // of a gap, until something says what it stands for
	Number
	Text
	Time
	YesNo // 1 and 0 in a table
)

// String is the word people read.
func (k Kind) String() string { return [...]string{"a gap", "a number", "text", "a date", "yes/no"}[k] }

// kindOf is what the cells of a column are to an expression.
func kindOf(k table.Kind) Kind {
	switch k {
	case table.Number:
		return Number
	case table.Time:
		return Time
	}
	return Text
}

// Expression is a parsed text; what its columns hold is not known yet.
type Expression struct {
	text   string // what positions in errors count in
	source string
	root   *node
}

// Source is the text of the expression as it was written.
func (e *Expression) Source() string { return e.source }

// String writes the expression in one way: single blanks, no needless parentheses. It parses to the same expression.
func (e *Expression) String() string { return e.root.String() }

// Inputs lists the columns the expression reads, each once, in the order they appear.
func (e *Expression) Inputs() []string { return e.root.inputs(nil) }

// Program is an expression compiled for columns of known kinds. It is data: equal sources and kinds give equal programs.
type Program struct {
	root  *node
	kinds map[string]table.Kind // of its inputs
}

// Compile checks the expression against the kinds of the columns there are.
func (e *Expression) Compile(kinds map[string]table.Kind) (*Program, error) {
	c := checker{kinds: kinds, text: e.text}
	root, err := c.check(e.root)
	if err != nil {
		return nil, err
	}
	switch {
	case root.kind == Unknown:
		return nil, c.fault(root, "this is a gap in every row", "give it a value somewhere")
	case root.op == textOp && root.text == "":
		return nil, c.fault(root, "empty text is a gap", "write missing")
	}
	p := &Program{root: root, kinds: map[string]table.Kind{}}
	for _, name := range e.Inputs() {
		p.kinds[name] = kinds[name]
	}
	return p, nil
}

// Compile parses and compiles in one go.
func Compile(source string, kinds map[string]table.Kind) (*Program, error) {
	e, err := Parse(source)
	if err != nil {
		return nil, err
	}
	return e.Compile(kinds)
}

// Kind is what the program comes to.
func (p *Program) Kind() Kind { return p.root.kind }

// Inputs lists the columns the program reads, each once, in the order they appear.
func (p *Program) Inputs() []string { return p.root.inputs(nil) }

// KindsOf returns the kind of every column of a table, by name.
func KindsOf(t *table.Table) map[string]table.Kind {
	out := map[string]table.Kind{}
	for _, c := range t.Columns() {
		out[c.Name] = c.Kind
	}
	return out
}

// Run calculates a column of the given name, a value per row. The table must have the program's columns, each of the
// kind it was compiled for.
func (p *Program) Run(name string, t *table.Table) (*table.Column, error) {
	for _, in := range p.Inputs() {
		c, err := t.Need(in)
		if err != nil {
			return nil, err
		}
		if kindOf(c.Kind) != kindOf(p.kinds[in]) {
			return nil, fmt.Errorf("column %s holds %s where the expression was written for %s; clean it the same way first", in, c.Kind, p.kinds[in])
		}
	}
	return machineOf(t).column(name, p.root), nil
}

// nearest names the known column most like a wrong name.
func nearest(name string, kinds map[string]table.Kind) string {
	return param.DidYouMean(name, slices.Sorted(maps.Keys(kinds)))
}
