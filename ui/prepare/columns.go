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
