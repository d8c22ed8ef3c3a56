package expr

import (
	"fmt"
	"slices"
	"strings"
)

// Parse reads one expression.
func Parse(text string) (*Expression, error) {
	p, err := parserOf(text)
	if err != nil {
		return nil, err
	}
	e, err := p.expression()
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.sort != endOf {
		return nil, p.fault(t, "nothing can follow the expression here", "join them with an operator such as + or and")
	}
	return e, nil
}

// Assignment is `name = expression`.
type Assignment struct {
	Name string
	Expr *Expression
}

// ParseAssignments reads `name = expression` as often as there are, with ;; between them. Positions in errors count in
// the whole text.
func ParseAssignments(text string) ([]Assignment, error) {
	p, err := parserOf(text)
	if err != nil {
		return nil, err
	}
	var out []Assignment
	for {
		for p.accept(";;") {
		}
		name := p.next()
		if name.sort == endOf {
			return out, nil
		}
		if name.sort != named && (name.sort != word || reserved(name)) {
			return nil, p.fault(name, fmt.Sprintf("a new column is called something, not %s", name.shown()), "write name = expression, and a name with blanks in [brackets]")
		}
		if t := p.next(); t.text != "=" || t.sort != sign {
			return nil, p.fault(t, fmt.Sprintf("%s stands where = belongs", t.shown()), "write name = expression, and a name with blanks in [brackets]")
		}
		e, err := p.expression()
		if err != nil {
			return nil, err
		}
		out = append(out, Assignment{name.text, e})
		if t := p.peek(); t.sort != endOf && !(t.sort == sign && t.text == ";;") {
			return nil, p.fault(t, "nothing can follow the expression here", "join with an operator such as +, or put ;; before the next column")
		}
	}
}

// parser goes through tokens from the left.
type parser struct {
	text   string
	tokens []token
	at     int
	depth  int
	calls  int
}

func parserOf(text string) (*parser, error) {
	tokens, err := scan(text)
	return &parser{text: text, tokens: tokens}, err
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) next() token {
	t := p.tokens[p.at]
	if t.sort != endOf {
		p.at++
	}
	return t
}

// accept reads a sign or keyword if it is next.
func (p *parser) accept(text string) bool {
	t := p.peek()
	if t.text != text || t.sort != sign && !reserved(t) {
		return false
	}
	p.at++
	return true
}

func (p *parser) fault(t token, what, hint string) error { return faultAt(p.text, t.at, what, hint) }

// reserved reports a keyword.
func reserved(t token) bool { return t.sort == word && slices.Contains(keywords, t.text) }

func (t token) shown() string {
	switch t.sort {
	case endOf:
		return t.text
	case quoted:
		return "text in quotes"
	}
	return fmt.Sprintf("%q", t.text)
}

func (p *parser) expression() (*Expression, error) {
	first := p.peek()
	root, err := p.operand(powerOr)
	if err != nil {
		return nil, err
	}
	return &Expression{text: p.text, source: p.text[first.at:p.tokens[p.at-1].end], root: root}, nil
}

// operand reads what binds at least with the given power (top-down operator precedence, V. R. Pratt, 1973).
func (p *parser) operand(power int) (*node, error) {
	if p.depth++; p.depth > deepest {
		return nil, p.fault(p.peek(), fmt.Sprintf("this nests deeper than %d", deepest), "calculate it in several steps")
	}
	defer func() { p.depth-- }()
	left, err := p.prefix(power)
	for compared := false; err == nil; {
		name, binds := p.operator()
		if binds < power {
			return left, nil
		}
		if compared && binds == powerCompare {
			return nil, p.fault(p.peek(), "comparisons cannot be chained", "write between(x, low, high), or join two with and")
		}
		compared = binds == powerCompare
		left, err = p.infix(left, name, binds)
	}
	return nil, err
}

// operator looks at what may stand behind an operand: its name and power, 0 when it is no operator.
func (p *parser) operator() (name string, binds int) {
	switch t := p.peek(); {
	case t.sort != sign && !reserved(t):
		return "", 0
	case t.text == "==":
		return "=", powerCompare
	case t.text == "<>":
		return "!=", powerCompare
	case t.text == "not": // a not in (...)
		return "not", powerCompare
	default:
		return t.text, powers[t.text]
	}
}

// infix reads the operator and what stands right of it.
func (p *parser) infix(left *node, name string, binds int) (*node, error) {
	t := p.next()
	switch {
	case name == "not":
		in := p.peek()
		if !p.accept("in") {
			return nil, p.fault(in, fmt.Sprintf("%s stands where in belongs", in.shown()), "write x not in (...), or not before the comparison")
		}
		list, err := p.list(left, in)
		if err != nil {
			return nil, err
		}
		return p.call("not", t, list)
	case name == "in":
		return p.list(left, t)
	}
	following := binds + 1
	if name == "^" { // from the right, and 2 ^ -1 is a half
		following = powerNegative
	}
	right, err := p.operand(following)
	if err != nil {
		return nil, err
	}
	return p.call(name, t, left, right)
}

// prefix reads an operand without the operators behind it.
func (p *parser) prefix(power int) (*node, error) {
	t := p.next()
	switch t.sort {
	case number:
		return &node{op: numberOp, value: t.value, at: t.at}, nil
	case quoted:
		return &node{op: textOp, text: t.text, at: t.at}, nil
	case named:
		return &node{op: columnOp, name: t.text, at: t.at}, nil
	case word:
		return p.word(t, power)
	}
	switch {
	case t.text == "-" && t.sort == sign:
		a, err := p.operand(powerNegative)
		if err != nil {
			return nil, err
		}
		return p.call(negative, t, a)
	case t.text == "(" && t.sort == sign:
		a, err := p.operand(powerOr)
		if err == nil && !p.accept(")") {
			return nil, p.fault(p.peek(), fmt.Sprintf("%s stands where ) belongs", p.peek().shown()), "close every parenthesis")
		}
		return a, err
	}
	return nil, p.fault(t, fmt.Sprintf("%s stands where a value belongs", t.shown()), "write a number, \"text\", a column or a function")
}

// word reads what begins with a bare word.
func (p *parser) word(t token, power int) (*node, error) {
	called := p.peek().sort == sign && p.peek().text == "("
	switch {
	case t.text == "true" || t.text == "false":
		n := &node{op: truthOp, at: t.at}
		if t.text == "true" {
			n.value = 1
		}
		return n, nil
	case t.text == "not":
		if power > powerNot {
			return nil, p.fault(t, "not cannot stand here", "put it and what it denies in parentheses")
		}
		a, err := p.operand(powerNot)
		if err != nil {
			return nil, err
		}
		return p.call("not", t, a)
	case t.text == "missing" && !called:
		return &node{op: gapOp, at: t.at}, nil
	case reserved(t) && t.text != "missing":
		return nil, p.fault(t, fmt.Sprintf("%s stands where a value belongs", t.shown()), "put a column of that name in [brackets]")
	case called:
		return p.arguments(t)
	}
	return &node{op: columnOp, name: t.text, at: t.at}, nil
}

// arguments reads what a function is called with.
func (p *parser) arguments(name token) (*node, error) {
	p.accept("(")
	var args []*node
	for !p.accept(")") {
		if len(args) > 0 && !p.accept(",") {
			return nil, p.fault(p.peek(), fmt.Sprintf("%s stands where , or ) belongs", p.peek().shown()), "part the arguments with commas and close the parenthesis")
		}
		a, err := p.operand(powerOr)
		if err != nil {
			return nil, err
		}
		args = append(args, a)
	}
	return p.call(strings.ToLower(name.text), name, args...)
}

// list reads the values behind in.
func (p *parser) list(left *node, in token) (*node, error) {
	args := []*node{left}
	if !p.accept("(") {
		return nil, p.fault(p.peek(), fmt.Sprintf("%s stands where ( belongs", p.peek().shown()), `write in ("a", "b")`)
	}
	for !p.accept(")") {
		if len(args) > 1 && !p.accept(",") {
			return nil, p.fault(p.peek(), fmt.Sprintf("%s stands where , or ) belongs", p.peek().shown()), "part the values with commas and close the parenthesis")
		}
		at := p.peek()
		a, err := p.operand(powerNegative)
		if err != nil {
			return nil, err
		}
		if _, plain := a.constant(); !plain && a.op != textOp {
			return nil, p.fault(at, "a list holds values, not something to calculate", "write numbers or \"text\", or join comparisons with or")
		}
		args = append(args, a)
	}
	return p.call("in", in, args...)
}

// largest is how many operators and functions an expression may have.
const largest = 500

func (p *parser) call(name string, t token, args ...*node) (*node, error) {
	if p.calls++; p.calls > largest {
		return nil, p.fault(t, fmt.Sprintf("the text has more than %d operators and functions", largest), "calculate it in several steps")
	}
	return &node{op: callOp, name: name, args: args, at: t.at}, nil
}
