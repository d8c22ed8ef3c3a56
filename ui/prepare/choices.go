package prepare

import (
	"maps"
	"reflect"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/ui/bench"
	"assay/ui/kit"
)

// change changes the workflow and logs the command line that prepares the same way.
func (s *Screen) change(f func(*pipeline.Workflow) error) tea.Cmd {
	was := s.bench.Workflow.Key(pipeline.PrepareStage)
	cmd := s.bench.Change(f)
	if s.bench.Workflow.Key(pipeline.PrepareStage) == was {
		return cmd
	}
	return tea.Batch(cmd, kit.LogTwin(bench.Twin(s.bench.Workflow)))
}

// changeAnd is change that says what was done, when it was.
func (s *Screen) changeAnd(f func(*pipeline.Workflow) error, kind kit.Kind, said string) tea.Cmd {
	was := s.bench.Workflow.Key(pipeline.PrepareStage)
	cmd := s.change(f)
	if s.bench.Workflow.Key(pipeline.PrepareStage) == was {
		return cmd
	}
	return join(cmd, kit.Say(kind, said))
}

// toggle switches the step on or off.
func (s *Screen) toggle() tea.Cmd {
	at := s.at
	return s.change(func(w *pipeline.Workflow) error {
		w.Prepare[at].Off = !w.Prepare[at].Off
		return nil
	})
}

// shift moves the step by one place.
func (s *Screen) shift(by int) tea.Cmd {
	if to := s.at + by; to < 0 || to >= len(s.choices()) {
		return kit.Say(kit.Info, "there is no place further on")
	}
	return s.relocate(s.at, s.at+by)
}

// relocate moves a step to another place; the cursor goes with it when the order is legal.
func (s *Screen) relocate(from, to int) tea.Cmd {
	was := s.choices()[from]
	cmd := s.change(func(w *pipeline.Workflow) error {
		w.Prepare = slices.Insert(slices.Delete(w.Prepare, from, from+1), to, was)
		return nil
	})
	s.at = from
	if reflect.DeepEqual(s.choices()[to], was) {
		s.at = to
	}
	return cmd
}

// remove takes the step out.
func (s *Screen) remove() tea.Cmd {
	at, title := s.at, titleOf(s.choices()[s.at])
	cmd := s.changeAnd(func(w *pipeline.Workflow) error {
		w.Prepare = slices.Delete(w.Prepare, at, at+1)
		return nil
	}, kit.Info, title+" is removed; u brings it back")
	s.at = max(0, min(s.at, len(s.choices())-1))
	return cmd
}

// duplicate puts the same step again below itself, for other columns or with other settings.
func (s *Screen) duplicate() tea.Cmd {
	at := s.at
	cmd := s.change(func(w *pipeline.Workflow) error {
		again := w.Prepare[at]
		again.Set = maps.Clone(again.Set)
		w.Prepare = slices.Insert(w.Prepare, at+1, again)
		return nil
	})
	s.at = min(at+1, len(s.choices())-1)
	return cmd
}

// add lets a person choose a step by what it is for, and puts it where the catalogue's order wants it.
func (s *Screen) add() tea.Cmd {
	have := map[string]bool{}
	for _, c := range s.choices() {
		have[c.Name] = true
	}
	var entries []prepare.Entry
	var items []kit.Item
	for _, family := range prepare.Families() {
		for _, e := range family.Entries {
			item := kit.Item{Text: e.Title, Also: e.Name, Detail: e.About, Section: family.Title}
			if have[e.Name] {
				item.Detail += " It is in use already."
			}
			entries, items = append(entries, e), append(items, item)
		}
	}
	return kit.Open(&kit.Picker{Name: "add a step", Items: items, Whole: true}, func(result any) tea.Cmd {
		i := result.(int)
		at := place(s.choices(), entries[i])
		cmd := s.change(func(w *pipeline.Workflow) error {
			w.Prepare = slices.Insert(w.Prepare, at, prepare.Choice{Name: entries[i].Name})
			return nil
		})
		s.move(at)
		return cmd
	})
}

// place is where a new step goes: after the last one that the catalogue does not list after it. Rows are dropped before
// values are learned, whatever the catalogue says.
func place(choices []prepare.Choice, e prepare.Entry) int {
	order := map[string]int{}
	for i, other := range prepare.Catalogue() {
		order[other.Name] = i
	}
	at := 0
	for i, c := range choices {
		if order[c.Name] <= order[e.Name] {
			at = i + 1
		}
	}
	if e.Kind == prepare.Sieves {
		at = min(at, prepare.Wall(choices))
	}
	return at
}

func whole(cell string) string {
	if cell == "" {
		return "(no value)"
	}
	return kit.CleanCell(cell)
}

// sought brings the row a search for marks found.
type sought struct {
	sheet       *sheet
	column, row int
	step        int
	ok          bool
}

// seek looks in the background for the next cell of the column that the step changed, or the next row it dropped.
func (s *Screen) seek(step int) tea.Cmd {
	d, column, from := s.sheet, max(0, s.grid.Col-1), s.grid.Row
	return kit.Do(func() tea.Msg {
		row, ok := d.next(column, from, step)
		return sought{d, column, row, step, ok}
	})
}

// land puts the cursor where the search ended.
func (s *Screen) land(msg sought) tea.Cmd {
	if msg.sheet != s.sheet {
		return nil
	}
	if msg.ok {
		s.grid.Move(msg.row, msg.column+1)
		return nil
	}
	where := "further down"
	if msg.step < 0 {
		where = "further up"
	}
	if s.sheet.dropped != nil {
		return kit.Say(kit.Info, "no row was dropped "+where)
	}
	return kit.Say(kit.Info, "no cell of "+kit.Clean(s.sheet.t.At(msg.column).Name)+" was changed "+where)
}
