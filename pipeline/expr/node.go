package expr

import (
	"slices"
	"strings"

	"assay/pipeline/table"
)

// op is what a node stands for.
type op uint8

const (
	numberOp op = iota
	textOp
	truthOp
	gapOp
	columnOp
	callOp // an operator or a function
)

// node is a place in the tree of an expression.
type node struct {
	op    op
	name  string  // of the column, operator or function
	text  string  // of a textOp
	value float64 // of a number, truth, or text that was read as a date
	args  []*node
	at    int // byte of the text
	kind  Kind
}

// negative is the sign before an operand; no function can have that name.
const negative = "-x"

// constant returns the number or truth that n is in every row.
func (n *node) constant() (float64, bool) {
	switch {
	case n.op == numberOp || n.op == truthOp:
		return n.value, true
	case n.op == callOp && n.name == negative && n.args[0].op == numberOp:
		return -n.args[0].value, true
	}
	return 0, false
}

// The binding powers, weakest first. A prefix binds its own operand at its power.
const (
	powerOr = 1 + iota
	powerAnd
	powerNot
	powerCompare
	powerAdd
	powerMultiply
	powerNegative
	powerRaise
	powerAtom
)

var powers = map[string]int{"or": powerOr, "and": powerAnd, "not": powerNot, "=": powerCompare, "!=": powerCompare, "<": powerCompare,
	"<=": powerCompare, ">": powerCompare, ">=": powerCompare, "in": powerCompare, "+": powerAdd, "-": powerAdd, "*": powerMultiply,
	"/": powerMultiply, "%": powerMultiply, negative: powerNegative, "^": powerRaise}

func (n *node) power() int {
	if p, ok := powers[n.name]; ok && n.op == callOp {
		return p
	}
	return powerAtom
}

// inputs adds the columns below n to those found so far.
func (n *node) inputs(found []string) []string {
	if n.op == columnOp && !slices.Contains(found, n.name) {
		found = append(found, n.name)
	}
	for _, a := range n.args {
		found = a.inputs(found)
	}
	return found
}

// String writes the tree so that it parses to the same one.
func (n *node) String() string {
	var b strings.Builder
	n.write(&b, powerOr)
	return b.String()
}

// write writes n where at least the given power is wanted.
func (n *node) write(b *strings.Builder, wanted int) {
	if n.power() < wanted {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	switch n.op {
	case numberOp:
		b.WriteString(table.FormatNumber(n.value))
	case textOp:
		b.WriteString(`"` + strings.ReplaceAll(n.text, `"`, `""`) + `"`)
	case truthOp:
		b.WriteString([]string{"false", "true"}[int(n.value)])
	case gapOp:
		b.WriteString("missing")
	case columnOp:
		b.WriteString(nameOf(n.name))
	case callOp:
		n.writeCall(b)
	}
}

func (n *node) writeCall(b *strings.Builder) {
	p := n.power()
	switch {
	case p == powerAtom:
		b.WriteString(n.name)
		writeList(b, n.args)
	case n.name == negative:
		b.WriteByte('-')
		n.args[0].write(b, p)
	case n.name == "not":
		b.WriteString("not ")
		n.args[0].write(b, p)
	case n.name == "in":
		n.args[0].write(b, p+1)
		b.WriteString(" in ")
		writeList(b, n.args[1:])
	default:
		left, right := p, p+1
		switch p {
		case powerCompare:
			left = p + 1 // a < b < c is refused
		case powerRaise:
			left, right = powerAtom, powerNegative // from the right: 2 ^ -3 ^ 4
		}
		n.args[0].write(b, left)
		b.WriteString(" " + n.name + " ")
		n.args[1].write(b, right)
	}
}

func writeList(b *strings.Builder, args []*node) {
	b.WriteByte('(')
	for i, a := range args {
		if i > 0 {
			b.WriteString(", ")
		}
		a.write(b, powerOr)
	}
	b.WriteByte(')')
}

// nameOf writes a column name, in backticks where it is not a bare word.
func nameOf(name string) string {
	if n := wordLength(name); n == len(name) && n > 0 && !slices.Contains(keywords, strings.ToLower(name)) {
		return name
	}
	return "`" + strings.ReplaceAll(name, "`", "``") + "`"
}
