package expr

import (
	"fmt"
	"strings"
	"time"

	"assay/pipeline/table"
)

// checker gives every node of a tree its kind.
type checker struct {
	kinds map[string]table.Kind
	text  string
}

func (c checker) fault(n *node, what, hint string) error { return faultAt(c.text, n.at, what, hint) }

// check returns the tree with kinds; the one it is given stays as it is.
func (c checker) check(n *node) (*node, error) {
	out := *n
	switch n.op {
	case numberOp:
		out.kind = Number
	case textOp:
		out.kind = Text
	case truthOp:
		out.kind = YesNo
	case columnOp:
		kind, ok := c.kinds[n.name]
		if !ok {
			return nil, c.fault(n, fmt.Sprintf("no column is called %q%s", n.name, nearest(n.name, c.kinds)), c.columnHint(n.name))
		}
		out.kind = kindOf(kind)
	case callOp:
		return c.call(&out)
	}
	return &out, nil
}

// columnHint says what may have been meant by a name that is no column.
func (c checker) columnHint(name string) string {
	switch _, function := find(name); {
	case function:
		return "a function is followed by its arguments in parentheses"
	case len(c.kinds) == 0:
		return "there are no columns"
	}
	return "text goes in quotes, a column name with blanks in [brackets]"
}

// call checks the arguments and finds the first way of calling the function that takes them.
func (c checker) call(n *node) (*node, error) {
	f, ok := find(n.name)
	if !ok {
		return nil, c.fault(n, fmt.Sprintf("no function is called %q%s", n.name, nearestFunction(n.name)), "there are "+strings.Join(functionNames(), ", "))
	}
	args := make([]*node, len(n.args))
	for i, a := range n.args {
		var err error
		if args[i], err = c.check(a); err != nil {
			return nil, err
		}
	}
	var first error
	for _, way := range f.takes {
		out, kind, err := c.fit(n, f, way, args)
		if err == nil {
			n.args, n.kind = out, kind
			return n, nil
		}
		if first == nil || len(way.args) == len(args) {
			first = err
		}
	}
	return nil, first
}

// way is one way of calling a function: a letter per argument, the last repeated when many, and the kind of the result.
//
//	n t d b   a number, text, date, yes/no
//	x         any kind, the same for all x
//	o         number, text or date, the same for all o
//	m         number or date, the same for all m
//	a         any kind
//	q         text in quotes, not empty
//	e         text in quotes
//	k         a whole number, written out
type way struct {
	args   string
	many   bool
	result byte
}

var letters = map[byte]Kind{'n': Number, 't': Text, 'd': Time, 'b': YesNo, 'q': Text, 'e': Text, 'k': Number}

// fit tries one way of calling f.
func (c checker) fit(n *node, f *function, w way, args []*node) ([]*node, Kind, error) {
	if len(args) < len(w.args) || len(args) > len(w.args) && !w.many {
		return nil, 0, c.fault(n, fmt.Sprintf("%s takes other arguments than these %d", f.shown(), len(args)), "write "+f.Usage)
	}
	letter := func(i int) byte { return w.args[min(i, len(w.args)-1)] }
	shared := Unknown
	for i, a := range args {
		if strings.IndexByte("xom", letter(i)) >= 0 && a.kind != Unknown && (shared == Unknown || shared == Text && a.kind == Time) {
			shared = a.kind // a text beside a date may be one; the places below decide
		}
	}
	out := make([]*node, len(args))
	for i, a := range args {
		l := letter(i)
		wanted := letters[l]
		switch l {
		case 'a':
			wanted = a.kind
		case 'x', 'o', 'm':
			wanted = shared
			if shared == Unknown {
				return nil, 0, c.fault(n, "this is a gap in every row", "give it a value somewhere")
			}
			if l == 'o' && shared == YesNo || l == 'm' && (shared == YesNo || shared == Text) {
				return nil, 0, c.unfit(f, a, i)
			}
		}
		b, err := c.turn(f, a, i, l, wanted)
		if err != nil {
			return nil, 0, err
		}
		out[i] = b
	}
	switch w.result {
	case 'x', 'o', 'm':
		return out, shared, nil
	}
	return out, letters[w.result], nil
}

// turn makes an argument what the place wants: a gap takes its kind, text in quotes may be a date.
func (c checker) turn(f *function, a *node, i int, letter byte, wanted Kind) (*node, error) {
	if f.compares && a.op == gapOp {
		return nil, c.fault(a, "nothing can be compared with missing", "write missing(x), or not missing(x)")
	}
	if a.op == textOp && a.text == "" && letter != 'e' {
		return nil, c.fault(a, "empty text is a gap", "write missing, or missing(x) to ask for one")
	}
	written := a.op == textOp
	switch letter {
	case 'k':
		if v, ok := a.constant(); !ok || v != float64(int(v)) || v < -15 || v > 15 {
			return nil, c.fault(a, "this must be a whole number from -15 to 15, written out", "write "+f.Usage)
		}
	case 'q', 'e':
		if !written {
			return nil, c.fault(a, "this must be text in quotes", "write "+f.Usage)
		}
	}
	b := *a
	switch {
	case a.kind == wanted:
	case a.kind == Unknown && letter != 'q' && letter != 'e' && letter != 'k':
		b.kind = wanted
	case wanted == Time && written:
		at, ok := dateOf(a.text)
		if !ok {
			return nil, c.fault(a, fmt.Sprintf("%q is not a date", a.text), `write dates like "2024-01-31"`)
		}
		b.kind, b.value = Time, at
	default:
		return nil, c.unfit(f, a, i)
	}
	return &b, nil
}

// unfit says that an argument has the wrong kind.
func (c checker) unfit(f *function, a *node, i int) error {
	what := fmt.Sprintf("%s cannot work on %s", f.shown(), a.kind)
	if powers[f.Name] == 0 {
		what = fmt.Sprintf("argument %d of %s cannot be %s", i+1, f.shown(), a.kind)
	}
	hint := "write " + f.Usage
	switch {
	case a.kind == Time && (f.Name == "-" || f.Name == "+"):
		hint = "days_between(from, to) counts days"
	case a.kind == Number && (f.Name == "and" || f.Name == "or" || f.Name == "not" || f.Name == "if"):
		hint = "compare it, as in x = 1"
	case f.compares:
		hint = "both sides must be of one kind"
	}
	return c.fault(a, what, hint)
}

var layouts = []string{"2006-01-02", "2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02 15:04:05", time.RFC3339}

// dateOf reads a date as expressions have them: seconds since 1970.
func dateOf(s string) (float64, bool) {
	for _, l := range layouts {
		if t, err := time.Parse(l, s); err == nil {
			return float64(t.Unix()), true
		}
	}
	return 0, false
}
