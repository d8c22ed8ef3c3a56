package collect

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/ui/kit"
)

// Actions lists what can be done now.
func (s *Screen) Actions() []kit.Action {
	var out []kit.Action
	if s.errand != nil {
		out = append(out, s.away())
	}
	out = append(out, kit.Action{Key: kit.On("o"), Name: "open", Help: "Open other data: a file, a database, a web API, a live source, the sample.", Do: s.open})
	if !s.ready() {
		return append(out, s.unread()...)
	}
	out = append(append(append(out, s.enter()), s.meanings()...), s.looks()...)
	if _, again := s.bench.Running(pipeline.CollectStage); again {
		out = append(out, s.stopping())
	} else if s.focus != onData || s.order != asRead {
		out = append(out, kit.Action{Key: kit.On("esc"), Name: s.backName(), Help: "Back to the table, then to all rows as the file has them.", Do: s.back, Hide: s.focus == onNext})
	}
	return append(out, s.moves()...)
}

// meanings are the actions that say what the data is.
func (s *Screen) meanings() []kit.Action {
	return []kit.Action{
		{Key: kit.On("c"), Name: "type", Help: "Hold this column as text instead of numbers, or as numbers instead of text; again takes that back.", Do: s.retype, Hide: true},
		{Key: kit.On("r"), Name: "role", Help: "Say what this column is for.", Do: s.pickRole},
		{Key: kit.On("t"), Name: "target", Help: "Make this column the one to predict.", Do: s.pickTarget},
		{Key: kit.On("p"), Name: "positive", Help: "Choose the answer that counts as yes.", Do: s.pickPositive, Why: s.noTarget()},
		{Key: kit.On("x"), Name: "fix", Help: "Do what the alerts about this column advise; of several, choose.", Do: s.fixColumn, Why: s.notFixable()},
		{Key: kit.On("X"), Name: "alerts", Help: "List every alert of the table, the most severe first, and go to its column.", Do: s.listAlerts, Why: s.unalerted(), Hide: true},
		{Key: kit.On("a"), Name: "add a row", Help: "Type in a row of your own, checked against what the columns hold.", Do: s.addRow, Hide: true},
		{Key: kit.On("A"), Name: "append", Help: "Put the rows of other data below these; what differs is said first.", Do: s.appendData, Hide: true},
		{Key: kit.On("J"), Name: "join", Help: "Put the columns of other data beside these, by a key; which rows find no partner is said first.", Do: s.joinData, Hide: true},
		{Key: kit.On("e"), Name: "edit row", Help: "Change the row under the cursor, when you typed it in.", Do: s.editRow, Hide: true, Why: s.notTyped()},
		{Key: kit.On("d"), Name: "remove row", Help: "Remove the row under the cursor, when you typed it in; u brings it back.", Do: s.removeRow, Hide: true, Why: s.notTyped()},
	}
}

// looks are the actions that only look at the data.
func (s *Screen) looks() []kit.Action {
	return []kit.Action{
		s.correcting(),
		{Key: kit.On("f"), Name: "filter", Help: "Show only the rows that have the value under the cursor; esc shows all again.", Do: s.filter},
		{Key: kit.On("s"), Name: "sort", Help: "Sort the rows shown by this column, smallest first; again for the order of the file.", Do: func() tea.Cmd { return s.sort(false) }},
		{Key: kit.On("S"), Name: "sort down", Help: "Sort the rows shown by this column, largest first; again for the order of the file.", Do: func() tea.Cmd { return s.sort(true) }, Hide: true},
		{Key: kit.On("/"), Name: "find", Help: "Find text in this column.", Do: s.askFind},
		{Key: kit.On("n"), Name: "find next", Help: "Go to the next row that has the text searched for.", Do: func() tea.Cmd { return s.seek(1) }, Hide: true, Why: s.unsought()},
		{Key: kit.On("N"), Name: "find before", Help: "Go to the row before that has the text searched for.", Do: func() tea.Cmd { return s.seek(-1) }, Hide: true, Why: s.unsought()},
		{Key: kit.On("#", "ctrl+g"), Name: "go to row", Help: "Go to a row by its number, or by its line in the source.", Do: s.askRow, Hide: true},
		{Key: kit.On("C"), Name: "go to column", Help: "Find a column by its name.", Do: s.askColumn, Hide: true},
		{Key: kit.On("z"), Name: "freeze", Help: "Keep this column in sight while the table scrolls; again lets it go.", Do: s.freeze, Hide: true},
		{Key: kit.On("w"), Name: "warnings", Help: "List what the reader wants you to know about the file.", Do: s.warnings, Hide: true, Why: s.unwarned()},
		{Key: kit.On("v"), Name: "whole cell", Help: "Show the cell under the cursor in full, with everything that is easily overlooked.", Do: s.cell, Hide: true},
		{Key: kit.On("y"), Name: "copy", Help: "Copy the cell under the cursor.", Do: func() tea.Cmd { return kit.Copy(s.grid.Text()) }, Hide: true},
		{Key: kit.On("tab"), Name: "next pane", Help: "Move between the table, the column profile and the way on.", Do: func() tea.Cmd { s.turn(1); return nil }, Hide: true},
		{Key: kit.On("shift+tab"), Name: "pane before", Help: "Move back between the panes.", Do: func() tea.Cmd { s.turn(-1); return nil }, Hide: true},
	}
}

// unread are the actions while there is no table.
func (s *Screen) unread() []kit.Action {
	if _, running := s.bench.Running(pipeline.CollectStage); running {
		return append([]kit.Action{s.stopping()}, s.peek.moves()...)
	}
	out := []kit.Action{{Key: kit.On("enter"), Name: "read again", Help: "Try to read the same file again.", Do: s.follow}}
	out = append(out, s.correcting())
	if s.misnamed() {
		out = append(out, kit.Action{Key: kit.On("r"), Name: "forget roles", Do: s.forget,
			Help: "Forget what was said about the columns of this file: target, roles and how to read it."})
	}
	if s.from != nil {
		out = append(out, kit.Action{Key: kit.On("esc"), Name: "back", Help: "Go back to what was open before.",
			Do: func() tea.Cmd { return s.restore("nothing was read") }})
	}
	return out
}

func (s *Screen) stopping() kit.Action {
	return kit.Action{Key: kit.On("esc"), Name: "stop reading", Help: "Give up this reading; what was open before stays open.", Do: s.stop}
}

func (s *Screen) correcting() kit.Action {
	return kit.Action{Key: kit.On("i"), Name: "how it is read", Help: "Say how the data is to be read where the guess was wrong: delimiter, encoding, header line and more.", Do: s.correct, Hide: s.ready()}
}

// misnamed reports whether the data cannot be used because of what was said about its columns, not because of itself.
func (s *Screen) misnamed() bool {
	var usage pipeline.UsageError
	w := s.bench.Workflow.Collect
	return errors.As(s.err, &usage) && (w.Target != "" || len(w.Roles) > 0 || len(w.Set) > 0)
}

// forget drops what was said about the columns of the file.
func (s *Screen) forget() tea.Cmd {
	return s.bench.Change(func(w *pipeline.Workflow) error {
		w.Collect = pipeline.CollectChoices{Data: w.Collect.Data}
		return nil
	})
}

// enter is the action of the enter key, which depends on the pane.
func (s *Screen) enter() kit.Action {
	switch {
	case s.focus == onNext:
		return kit.Action{Key: kit.On("enter"), Name: "go on to Prepare", Help: "Show the next stage.", Do: s.goOn}
	case s.focus == onData && s.options.profile.W == 0:
		return kit.Action{Key: kit.On("enter"), Name: "column", Help: "Show the profile of this column.", Do: func() tea.Cmd { s.focus = onProfile; return nil }}
	}
	return kit.Action{Key: kit.On("enter"), Name: "whole cell", Help: "Show the cell under the cursor in full.", Do: s.cell, Hide: true}
}

// moves are the keys of the grid; up and down scroll the profile while it has the focus.
func (s *Screen) moves() []kit.Action {
	out := s.grid.Actions()
	for i := range out {
		move, key := out[i].Do, out[i].Key[0]
		out[i].Do = func() tea.Cmd {
			if s.focus == onProfile && s.story.key(key) {
				return nil
			}
			move()
			return s.moved()
		}
	}
	return out
}

func (s *Screen) turn(by int) { s.focus = (s.focus + focus(by) + panes) % panes }

func (s *Screen) backName() string {
	if s.focus != onData {
		return "back"
	}
	return "all rows"
}

// back goes one step back: to the table, to all rows, to the order of the file.
func (s *Screen) back() tea.Cmd {
	if s.focus != onData {
		s.focus = onData
		return nil
	}
	if s.order.filter >= 0 {
		o := s.order
		o.filter, o.value = -1, ""
		return s.show(o)
	}
	return s.show(asRead)
}

// sort orders the rows by the column under the cursor, or no more when they already are.
func (s *Screen) sort(desc bool) tea.Cmd {
	o := s.order
	if o.sort == s.column() && o.desc == desc {
		o.sort, o.desc = -1, false
	} else {
		o.sort, o.desc = s.column(), desc
	}
	return s.show(o)
}

// filter shows the rows that have the value under the cursor.
func (s *Screen) filter() tea.Cmd {
	if s.sheet.Rows() == 0 {
		return nil
	}
	o := s.order
	o.filter, o.value = s.column(), s.sheet.t.At(s.column()).Cell(s.sheet.row(s.grid.Row))
	return s.show(o)
}

// askFind asks for the text to find.
func (s *Screen) askFind() tea.Cmd {
	column := s.column()
	name := s.sheet.t.At(column).Name
	return kit.AskText(kit.Prompt{Name: "find in " + kit.Clean(name), Label: "text, in any case", Value: s.sought.text}, func(text string) tea.Cmd {
		s.sought = sought{column, text}
		if text == "" {
			return nil
		}
		return s.seek(1)
	})
}

func (s *Screen) unsought() string {
	if s.sought.text == "" {
		return "nothing was searched for yet; press /"
	}
	return ""
}

func (s *Screen) unwarned() string {
	if len(s.from.Origin.Warnings) == 0 {
		return "the reader found nothing to warn about"
	}
	return ""
}

func (s *Screen) noTarget() string {
	if s.from.Target == "" {
		return "no column is the target yet; move to it and press t"
	}
	return ""
}
