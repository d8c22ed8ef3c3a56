package collect

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// JoinReport says what a join makes of its two sides, before it does.
type JoinReport struct {
	Left, Right JoinSide
	Keys        []Renamed // the key columns: From on the left, To on the right
	Matched     int       // rows of the left that found their partner
	Added       []Renamed // the columns that come from the right, and what they are called beside those of the left
	join        Join
	left, right Raw
	partner     []int32 // per row of the left, the row of the right; -1 for none
}

// JoinSide is what a join finds on one side.
type JoinSide struct {
	Name       string
	Rows       int
	Missing    int         // rows that have no key: a part of it is missing
	Alone      int         // rows with a key that the other side does not have
	Examples   []KeyOfLine // the first different keys without a partner
	Keys       int         // how many different keys have no partner
	Duplicates []KeyOfLine // on the right: keys that stand there more than once, each with its first lines
	Repeated   int         // how many keys these are
}

// KeyOfLine is a key and where it stands.
type KeyOfLine struct {
	Key   string
	Lines []int
}

// PlanJoin finds the partner of each row of left in right, and says what joining them would do. The error is about the
// choice: a key that names no column. What the data itself forbids is told by the report's Err.
//
// Keys are compared as text without the blanks around them, upper and lower case apart. Where the column of one side
// holds numbers, text that is a plain number without an exponent stands for that number: 7, "7" and "7.0" are one key.
// Between two text columns the text decides, so that 007 is not 7 and 1.10 is not 1.1. A row with a part of its key missing
// has no partner.
func PlanJoin(left, right Raw, j Join) (JoinReport, error) {
	r := JoinReport{join: j, left: left, right: right}
	names := shortNames([]string{left.Origin.Path, right.Origin.Path})
	r.Left, r.Right = JoinSide{Name: names[0], Rows: left.Table.Rows()}, JoinSide{Name: names[1], Rows: right.Table.Rows()}
	if err := j.Check(); err != nil {
		return r, err
	}
	var err error
	if r.Keys, err = j.keys(left.Table, right.Table, r.Right.Name); err != nil {
		return r, err
	}
	r.pair()
	r.name()
	return r, nil
}

// name finds names for the columns of the right that the left does not have.
func (r *JoinReport) name() {
	taken := r.left.Table.Names()
	a := ParseAddress(r.right.Origin.Path)
	suffix, _, _ := strings.Cut(filepath.Base(a.Place), ".")
	if a.Table != "" {
		suffix = a.Table
	}
	for _, name := range r.right.Table.Names() {
		if slices.ContainsFunc(r.Keys, func(k Renamed) bool { return k.To == name }) {
			continue
		}
		to := name
		if slices.Contains(taken, to) {
			to = uniqueName(name+"_"+suffix, taken)
		}
		taken = append(taken, to)
		r.Added = append(r.Added, Renamed{name, to})
	}
}

// Err refuses what would make rows, and what would join nothing.
func (r JoinReport) Err() error {
	key := r.keyName()
	if r.Right.Repeated > 0 {
		var examples []string
		for _, d := range r.Right.Duplicates {
			examples = append(examples, fmt.Sprintf("%q on lines %s", shorten(d.Key), listLines(d.Lines)))
		}
		return &Error{File: r.Right.Name, What: fmt.Sprintf("a row would have several partners: %s of %s %s there more than once (%s)", plural(r.Right.Repeated, "value"), key, wordFor(r.Right.Repeated, "stands", "stand"), several(examples)),
			Hint: "leave one row for each in " + r.Right.Name + ", or choose a key that is unique there"}
	}
	if r.Matched == 0 {
		return &Error{File: r.Right.Name, What: fmt.Sprintf("no row finds a partner by %s: here it is %s, there %s", key, r.Left.examples(), r.Right.examples()),
			Hint: "choose another key, or make both be written alike"}
	}
	return nil
}

// keyName is the key in words.
func (r JoinReport) keyName() string {
	var names []string
	for _, k := range r.Keys {
		if k.From == k.To {
			names = append(names, k.From)
		} else {
			names = append(names, k.From+"="+k.To)
		}
	}
	return strings.Join(names, ",")
}

// leftKey is the key as the table calls it.
func (r JoinReport) leftKey() string {
	var names []string
	for _, k := range r.Keys {
		names = append(names, k.From)
	}
	return several(names)
}

func (s JoinSide) examples() string {
	var out []string
	for _, e := range s.Examples[:min(3, len(s.Examples))] {
		out = append(out, fmt.Sprintf("%q", shorten(e.Key)))
	}
	if out == nil {
		return "missing"
	}
	return several(out)
}

func listLines(lines []int) string {
	t := tally{count: len(lines), lines: lines}
	_, words, _ := strings.Cut(t.where(), " ")
	return words
}

// told is what to know about the join afterwards.
func (r JoinReport) told() (notes, warnings []string) {
	key, here := r.keyName(), r.leftKey()
	notes = []string{fmt.Sprintf("%s of %d found their partner in %s by %s; it brings %s", plural(r.Matched, "row"), r.Left.Rows, r.Right.Name, key, plural(len(r.Added), "column"))}
	became := "what comes from " + r.Right.Name + " is missing there"
	if r.join.Keep == KeepMatched {
		became = "left out of the table"
	}
	if n := r.Left.Alone; n > 0 {
		warnings = append(warnings, fmt.Sprintf("%s %s a value of %s that %s does not have (%s, such as %s); %s", plural(n, "row"), wordFor(n, "has", "have"), here, r.Right.Name, plural(r.Left.Keys, "different key"), r.Left.where(), became))
	}
	if n := r.Left.Missing; n > 0 {
		warnings = append(warnings, fmt.Sprintf("%s %s no %s to find a partner in %s by; %s", plural(n, "row"), wordFor(n, "has", "have"), here, r.Right.Name, became))
	}
	if n := r.Right.Alone; n > 0 {
		notes = append(notes, fmt.Sprintf("%s of %s %s to no row of the table (such as %s)", plural(n, "row"), r.Right.Name, wordFor(n, "belongs", "belong"), r.Right.where()))
	}
	if n := r.Right.Missing; n > 0 {
		notes = append(notes, fmt.Sprintf("%s of %s %s no key", plural(n, "row"), r.Right.Name, wordFor(n, "has", "have")))
	}
	for _, a := range r.Added {
		if a.From != a.To {
			notes = append(notes, fmt.Sprintf("%s of %s is called %s, since the table has a %s already", a.From, r.Right.Name, a.To, a.From))
		}
	}
	return notes, warnings
}

func (s JoinSide) where() string {
	var out []string
	for _, e := range s.Examples[:min(3, len(s.Examples))] {
		t := tally{count: len(e.Lines), lines: e.Lines}
		out = append(out, fmt.Sprintf("%q on %s", shorten(e.Key), t.where()))
	}
	return several(out)
}
