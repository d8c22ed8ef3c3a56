package prepare

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/models/param"
	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
	"assay/ui/kit"
)

// given is the table that a step gets, as far as it is known: what the step before it left, or the data as collected.
func (s *Screen) given(i int) *table.Table {
	if e := s.effect(i); e != nil {
		return e.Was
	}
	for k := i - 1; k >= 0; k-- {
		if e := s.effect(k); e != nil {
			return e.Is
		}
	}
	if c := s.bench.Collected(); c != nil {
		return c.Table
	}
	return nil
}

// choosable lists the columns of a table that a step can work on: those that learn see features only.
func choosable(t *table.Table, k prepare.Kind) []*table.Column {
	if k != prepare.Learns {
		return t.Columns()
	}
	return t.ByRole(table.Feature)
}

// chosen are the columns that a selection takes from those that can be chosen.
func chosen(t *table.Table, can []*table.Column, on prepare.Selection) ([]*table.Column, error) {
	matched, err := on.Match(t)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(matched, func(c *table.Column) bool { return !slices.Contains(can, c) }), nil
}

// listed names columns after how many there are: "3 columns: income, age, term".
func listed(columns []*table.Column) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	switch len(names) {
	case 0:
		return "no column: the step would do nothing"
	case 1:
		return "1 column: " + names[0]
	}
	return fmt.Sprintf("%s columns: %s", kit.Thousands(len(names)), strings.Join(names, ", "))
}

// reach says which columns a step with a choice of columns works on.
func (s *Screen) reach(c prepare.Choice) string {
	if t := s.given(s.at); t != nil {
		if columns, err := chosen(t, choosable(t, kindOf(c)), c.On); err == nil {
			return string(c.On) + ", " + listed(columns)
		}
	}
	return string(c.On)
}

// onField is the question which columns a step works on.
func (s *Screen) onField(c prepare.Choice, t *table.Table) kit.Field {
	field := kit.Field{Name: "on", Label: "on columns", Kind: kit.ListField, Value: string(c.On), Hint: "empty: every one it can work on",
		Help: "Which columns: names, numbers, text, dates, levels, or a pattern such as *_date; ! before one leaves it out."}
	if t == nil {
		return field
	}
	can := choosable(t, kindOf(c))
	field.Check = func(text string) error {
		_, err := prepare.Selection(text).Match(t)
		return err
	}
	field.Tell = func(text string) string {
		columns, err := chosen(t, can, prepare.Selection(text))
		if err != nil || len(param.SplitList(text)) == 0 {
			return ""
		}
		return listed(columns)
	}
	field.Browse = func(value string, accept func(string)) tea.Cmd {
		boxes := &selecting{t: t, can: can, on: prepare.Selection(value)}
		return kit.Tick("columns of "+titleOf(c), boxes, func() tea.Cmd { accept(string(boxes.on)); return nil })
	}
	return field
}

// columns lets a person tick the columns the step works on.
func (s *Screen) columns() tea.Cmd {
	at := s.at
	c, t := s.choices()[at], s.given(at)
	if t == nil {
		return kit.Say(kit.Info, "there is no data yet; go back to Collect with [")
	}
	boxes := &selecting{t: t, can: choosable(t, kindOf(c)), on: c.On}
	return kit.Tick("columns of "+titleOf(c), boxes, func() tea.Cmd {
		return s.change(func(w *pipeline.Workflow) error {
			w.Prepare[at].On = boxes.on
			return nil
		})
	})
}

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
		term = named(c.Text)
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

// named is the term that chooses a column by its name, whatever the name looks like.
func named(name string) string {
	if strings.Contains(name, ",") { // it would end the term
		return strings.TrimSpace("?" + strings.ReplaceAll(name[1:], ",", "?"))
	}
	word := slices.ContainsFunc(offered, func(o struct{ word, text string }) bool { return o.word == name })
	if word || strings.HasPrefix(name, "!") || strings.HasPrefix(name, "=") {
		return "=" + name
	}
	return name
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
	return strings.Join(b.names, ", "), nil
}
