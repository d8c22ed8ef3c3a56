package prepare

import (
	"fmt"
	"slices"
	"strings"

	"assay/models/param"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
	"assay/ui/kit"
)

// selecting ticks the columns of a selection.
type selecting struct {
	t   *table.Table
	can []*table.Column
	on  prepare.Selection
}

// offered are the words that choose columns by what they hold.
var offered = []struct{ word, text string }{{"all", "every column"}, {"numbers", "all numbers"}, {"text", "all text"}, {"dates", "all dates"}, {"levels", "all levels"}}

// Checks offers words, what was typed when it is a pattern, and every column.
func (b *selecting) Checks(typed string) []kit.Check {
	in, err := chosen(b.t, b.can, b.on)
	if err != nil {
		in = nil
	}
	ticked := map[*table.Column]bool{}
	for _, c := range in {
		ticked[c] = true
	}
	var out []kit.Check
	group := func(text, term string, always bool) {
		columns, err := chosen(b.t, b.can, prepare.Selection(term))
		if err != nil || len(columns) == 0 {
			return
		}
		on := !slices.ContainsFunc(columns, func(c *table.Column) bool { return !ticked[c] })
		out = append(out, kit.Check{Text: text, Detail: strings.TrimPrefix(listed(columns), "1 column: "), Section: "several at once", On: on, Always: always})
	}
	if strings.ContainsAny(typed, "*?") {
		group(typed, typed, true)
	}
	for _, o := range offered {
		group(o.text, o.word, false)
	}
	for _, term := range param.SplitList(string(b.on)) {
		if pattern := strings.TrimPrefix(term, "!"); strings.ContainsAny(pattern, "*?") && pattern != typed && b.t.Column(pattern) == nil {
			group(pattern, pattern, false)
		}
	}
	for _, c := range b.can {
		out = append(out, kit.Check{Text: c.Name, Detail: kindWord(c.Kind), Section: "columns", On: ticked[c]})
	}
	return out
}

// Tick turns a column, a word or a pattern over.
func (b *selecting) Tick(c kit.Check) {
	term := c.Text
	if c.Section == "columns" {
		term = prepare.TermOf(c.Text)
	}
	for _, o := range offered {
		if o.text == c.Text && c.Section != "columns" {
			term = o.word
		}
	}
	b.on = turned(b.t, b.can, b.on, term, !c.On)
}

// Sum says what the ticks come to.
func (b *selecting) Sum() (string, error) {
	columns, err := chosen(b.t, b.can, b.on)
	if err != nil {
		return "", err
	}
	if b.on == "" {
		return "every column it can work on, also those that come later", nil
	}
	return string(b.on) + " · " + listed(columns), nil
}

const nothing = "!all"

// turned returns the selection with the columns of a term in or out, in as few words as it takes.
func turned(t *table.Table, can []*table.Column, on prepare.Selection, term string, in bool) prepare.Selection {
	if term == "all" {
		return map[bool]prepare.Selection{true: "", false: nothing}[in]
	}
	terms := param.SplitList(string(on))
	out := func() bool { return len(terms) == 0 || strings.HasPrefix(terms[0], "!") } // it starts from all columns
	started := out()
	terms = slices.DeleteFunc(terms, func(x string) bool { return strings.TrimPrefix(x, "!") == term })
	switch { // what is taken away must not change where it starts from
	case !started && out():
		terms = slices.Insert(terms, 0, nothing)
	case started && !out():
		terms = slices.Insert(terms, 0, "all")
	}
	join := func() prepare.Selection { return prepare.Selection(strings.Join(terms, ", ")) }
	if all, err := holds(t, can, join(), term); err == nil && all != in {
		if in {
			terms = append(terms, term)
		} else {
			terms = append(terms, "!"+term)
		}
	}
	if len(terms) > 1 && terms[0] == nothing && !strings.HasPrefix(terms[1], "!") {
		terms = terms[1:]
	}
	return join()
}

// holds reports whether a selection has every column of a term.
func holds(t *table.Table, can []*table.Column, on prepare.Selection, term string) (bool, error) {
	in, err := chosen(t, can, on)
	if err != nil {
		return false, err
	}
	wanted, err := chosen(t, can, prepare.Selection(term))
	if err != nil {
		return false, err
	}
	return !slices.ContainsFunc(wanted, func(c *table.Column) bool { return !slices.Contains(in, c) }), nil
}

// naming ticks columns of a setting that lists names.
type naming struct {
	t     *table.Table
	names []string
}

// Checks offers every column.
func (b *naming) Checks(string) []kit.Check {
	var out []kit.Check
	for _, c := range b.t.Columns() {
		out = append(out, kit.Check{Text: c.Name, Detail: kindWord(c.Kind), On: slices.Contains(b.names, c.Name)})
	}
	return out
}

// Tick turns a column over.
func (b *naming) Tick(c kit.Check) {
	if c.On {
		b.names = slices.DeleteFunc(b.names, func(name string) bool { return name == c.Text })
		return
	}
	b.names = append(b.names, c.Text)
}

// Sum names the columns.
func (b *naming) Sum() (string, error) {
	if len(b.names) == 0 {
		return "none", nil
	}
	for _, name := range b.names {
		if again := param.SplitList(name); len(again) != 1 || again[0] != name {
			return "", fmt.Errorf("names are parted by commas here, so %q cannot be one of them", name)
		}
	}
	return strings.Join(b.names, ", "), nil
}
