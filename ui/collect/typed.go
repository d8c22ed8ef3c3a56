package collect

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/pipeline/table"
	"assay/ui/bench"
	"assay/ui/kit"
)

// typedAt is the place of the row under the cursor among the rows typed in, -1 when it is none of them.
func (s *Screen) typedAt() int {
	if s.sheet.Rows() == 0 {
		return -1
	}
	row := s.sheet.row(s.grid.Row)
	at := s.sheet.t.Line(row) - 1
	if s.sheet.t.Source(row) != collect.UserSource || at >= len(s.bench.Workflow.Collect.Typed) {
		return -1
	}
	return at
}

func (s *Screen) notTyped() string {
	if s.typedAt() < 0 {
		return "only rows typed in by hand can be changed; a adds one"
	}
	return ""
}

// addRow asks for a row and puts it below the others.
func (s *Screen) addRow() tea.Cmd {
	return s.askCells("a row of your own", nil, func(row pipeline.Settings) tea.Cmd {
		s.toLast = true
		return s.keepTyped("the row was added", func(rows []pipeline.Settings) []pipeline.Settings { return append(rows, row) })
	})
}

// editRow asks for other cells of a row typed in.
func (s *Screen) editRow() tea.Cmd {
	at := s.typedAt()
	return s.askCells("your row, changed", s.bench.Workflow.Collect.Typed[at], func(row pipeline.Settings) tea.Cmd {
		return s.keepTyped("the row was changed", func(rows []pipeline.Settings) []pipeline.Settings { rows[at] = row; return rows })
	})
}

// removeRow takes a row typed in out again.
func (s *Screen) removeRow() tea.Cmd {
	at := s.typedAt()
	return s.keepTyped("the row was removed", func(rows []pipeline.Settings) []pipeline.Settings { return slices.Delete(rows, at, at+1) })
}

// keepTyped changes the rows typed in.
func (s *Screen) keepTyped(said string, change func([]pipeline.Settings) []pipeline.Settings) tea.Cmd {
	cmd := s.bench.Change(func(w *pipeline.Workflow) error {
		if w.Collect.Typed = change(w.Collect.Typed); len(w.Collect.Typed) == 0 {
			w.Collect.Typed = nil
		}
		return nil
	})
	if cmd == nil {
		s.toLast = false
		return kit.Say(kit.Info, "nothing was changed")
	}
	return tea.Batch(cmd, kit.Say(kit.Good, said+"; u takes it back"), kit.LogTwin(bench.Twin(s.bench.Workflow)))
}

// askCells asks for the cells of a row. What the columns hold is looked at in the background first.
func (s *Screen) askCells(title string, cells pipeline.Settings, then func(pipeline.Settings) tea.Cmd) tea.Cmd {
	t := own(s.sheet.t)
	fields := make([]kit.Field, t.Width())
	for j, c := range t.Columns() {
		fields[j] = kit.Field{Name: c.Name, Value: cells[c.Name], Help: s.holds(j)}
	}
	return s.send("looking at what the columns hold", func(context.Context) func() tea.Cmd {
		checks := collect.NewForm(t)
		for j := range fields {
			name := fields[j].Name
			fields[j].Check = func(text string) error { return wrong(checks.Check(map[string]string{name: text}), name) }
		}
		form := kit.NewForm(fields)
		var ask func() tea.Cmd
		ask = func() tea.Cmd {
			return kit.AskForm(title, form, func() tea.Cmd {
				row := pipeline.Settings{}
				for name, text := range form.Values() {
					if text != "" {
						row[name] = text
					}
				}
				problems := checks.Check(row)
				if err := wrong(problems, ""); err != nil {
					return tea.Batch(kit.Say(kit.Bad, err.Error()), ask())
				}
				return tea.Batch(then(row), unusual(problems))
			})
		}
		return ask
	})
}

// own is the table without the column that names the source of each row, which is made and not typed.
func own(t *table.Table) *table.Table {
	if len(t.Sources()) < 2 {
		return t
	}
	return t.Without(t.At(t.Width() - 1).Name)
}

// holds says what a column holds, as help while its cell is typed.
func (s *Screen) holds(j int) string {
	p := s.sheet.profiles[j]
	if p == nil {
		return ""
	}
	if n := p.Numbers; n != nil {
		return fmt.Sprintf("%s, from %s to %s; empty is missing", p.Meaning, kit.Num(n.Min), kit.Num(n.Max))
	}
	var some []string
	for _, v := range p.Top[:min(4, len(p.Top))] {
		some = append(some, quote(v.Value))
	}
	if some == nil {
		return p.Meaning
	}
	return p.Meaning + ", such as " + strings.Join(some, ", ") + "; empty is missing"
}

// wrong is the first problem that a row cannot be taken with; of one column when it is named.
func wrong(problems []collect.TypedProblem, column string) error {
	for _, p := range problems {
		if p.Wrong && (column == "" || p.Column == column) {
			return fmt.Errorf("%s", p.What)
		}
	}
	return nil
}

// unusual says what is odd about a row that was taken.
func unusual(problems []collect.TypedProblem) tea.Cmd {
	var out []string
	for _, p := range problems {
		out = append(out, p.What)
	}
	if out == nil {
		return nil
	}
	return kit.Say(kit.Warn, strings.Join(out, "; "))
}
