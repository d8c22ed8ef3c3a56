package prepare

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/ui/kit"
)

// Actions lists what can be done now.
func (s *Screen) Actions() []kit.Action {
	none := ""
	if len(s.choices()) == 0 {
		none = "there is no step; a adds one"
	} else if s.walled {
		none = "the cursor is on the wall; go to a step with j or k"
	}
	out := []kit.Action{
		{Key: kit.On("space"), Name: "on/off", Help: "Switch the step on or off and see what that does.", Do: s.toggle, Why: none},
		s.enter(none),
		{Key: kit.On("tab"), Name: "pane", Help: "Move between the steps, the story of the step and the table.", Do: func() tea.Cmd { s.turn(1); return nil }},
		{Key: kit.On("shift+tab"), Name: "pane before", Help: "Move back between the panes.", Do: func() tea.Cmd { s.turn(-1); return nil }, Hide: true},
		{Key: kit.On("v"), Name: s.otherView(), Help: "Show the table before the step, or after it.", Do: s.flip, Why: s.noTable()},
		{Key: kit.On("c"), Name: "columns", Help: "Tick the columns that the step works on.", Do: s.columns, Why: none},
		{Key: kit.On("a"), Name: "add", Help: "Add a step from the catalogue.", Do: s.add},
		{Key: kit.On("d"), Name: "remove", Help: "Remove the step; u brings it back.", Do: s.remove, Why: none},
		{Key: kit.On("D"), Name: "duplicate", Help: "Put the same step again below itself, for other columns or with other settings.", Do: s.duplicate, Hide: true, Why: none},
		{Key: kit.On("x"), Name: "split", Help: "Choose how many rows are kept for testing and for validation.", Do: s.split},
		{Key: kit.On("o"), Name: "what it found", Help: "List the groups of rows that the step takes for the same, or tick which spellings are one word.", Do: s.openFound, Hide: true, Why: cmp.Or(none, s.unfound(none))},
		{Key: kit.On("H"), Name: "health", Help: "Show the six counters of what would make a model look better than it is, and what was found; enter heals it.", Do: s.health, Why: s.noPrepared()},
		{Key: kit.On("W"), Name: "what if", Help: "Try other settings, other steps or none, and see by cross-validation whether that makes a difference beyond noise.", Do: s.whatIf, Why: s.noPrepared()},
		{Key: kit.On("P"), Name: "propose", Help: "Propose a recipe for this table, with a reason beside each step, and take over what stays ticked.", Do: s.proposeRecipe, Hide: true, Why: s.noPrepared()},
		{Key: kit.On("w"), Name: "the wall", Help: "Show how rows are divided and what was learned on which side; again goes back.", Do: s.toWall, Hide: true},
		{Key: kit.On("J"), Name: "step down", Help: "Let the step run later.", Do: func() tea.Cmd { return s.shift(1) }, Hide: true, Why: none},
		{Key: kit.On("K"), Name: "step up", Help: "Let the step run earlier.", Do: func() tea.Cmd { return s.shift(-1) }, Hide: true, Why: none},
		{Key: kit.On("n"), Name: "next change", Help: "Go to the next cell of this column that the step changed, or the next row it dropped.", Do: func() tea.Cmd { return s.seek(1) }, Hide: true, Why: s.noTable()},
		{Key: kit.On("N"), Name: "change before", Help: "Go to the cell before that the step changed, or the row before that it dropped.", Do: func() tea.Cmd { return s.seek(-1) }, Hide: true, Why: s.noTable()},
	}
	needed := kit.Action{Key: kit.On("!"), Name: "what needs you", Help: "Go to the next step that could not be done, or say in full why there is no table.", Do: s.help, Hide: true}
	if s.err == nil {
		needed.Why = "no step needs you"
	}
	out = append(out, needed)
	if s.walled {
		out = append(out, kit.Action{Key: kit.On("esc"), Name: "back", Help: "Back to the steps.", Do: func() tea.Cmd { s.leaveWall(); return nil }, Hide: true})
	} else if s.focus != onSteps {
		out = append(out, kit.Action{Key: kit.On("esc"), Name: "back", Help: "Back to the steps.", Do: func() tea.Cmd { s.focus = onSteps; return nil }, Hide: true})
	}
	out = append(out, s.moves()...)
	for i := range out {
		do := out[i].Do
		out[i].Do = func() tea.Cmd { return join(do(), s.paint()) }
	}
	return out
}

func (s *Screen) enter(none string) kit.Action {
	if s.walled {
		return kit.Action{Key: kit.On("enter"), Name: "split", Help: "Choose how rows are divided.", Do: s.split}
	}
	if s.focus == onTable {
		return kit.Action{Key: kit.On("enter"), Name: "its way", Help: "Show the whole way of the value under the cursor: the cell of the source, what each step made of it, what the learner gets.", Do: s.way, Why: s.noTable()}
	}
	return kit.Action{Key: kit.On("enter"), Name: "settings", Help: "Change the columns and the settings of the step.", Do: s.settings, Why: none}
}

func (s *Screen) turn(by int) {
	n := panes
	if s.walled {
		n = onTable // the wall takes the place of the table
	}
	s.focus = (s.focus + focus(by) + n) % n
}

func (s *Screen) otherView() string {
	if s.before {
		return "after"
	}
	return "before"
}

func (s *Screen) flip() tea.Cmd {
	s.before = !s.before
	s.look()
	return nil
}

func (s *Screen) noPrepared() string {
	if s.bench.Prepared() == nil || s.bench.Collected() == nil {
		return "there is no prepared table yet"
	}
	return ""
}

func (s *Screen) noTable() string {
	if s.sheet == nil {
		return "this step has not run; switch it on with space, or wait"
	}
	return ""
}

// moves are the keys that move: in the list, the story or the table.
func (s *Screen) moves() []kit.Action {
	out := s.grid.Actions()
	for i := range out {
		move, key := out[i].Do, out[i].Key[0]
		out[i].Do = func() tea.Cmd {
			switch s.focus {
			case onSteps:
				s.walk(key)
			case onStory:
				s.scroll(key)
			default:
				move()
				s.offLines()
			}
			return nil
		}
	}
	return out
}

func (s *Screen) walk(key string) {
	switch key {
	case "down":
		s.pace(1)
	case "up":
		s.pace(-1)
	case "g", "pgup", "home":
		s.move(0)
	case "G", "pgdown", "end":
		s.move(len(s.choices()) - 1)
	case "right":
		s.focus = onStory
	}
}

func (s *Screen) scroll(key string) {
	page := max(1, s.options.page-1)
	by := map[string]int{"down": 1, "up": -1, "pgdown": page, "pgup": -page, "g": -s.options.lines, "G": s.options.lines}[key]
	s.top = max(0, min(s.top+by, s.options.lines-s.options.page))
	if key == "left" {
		s.focus = onSteps
	}
}

// offLines keeps the cursor off the line numbers.
func (s *Screen) offLines() {
	if s.grid.Col == 0 {
		s.grid.Move(s.grid.Row, 1)
	}
}

// point gives the mouse to the pane under it.
func (s *Screen) point(msg tea.MouseMsg) tea.Cmd {
	if _, ok := s.options.steps.Mouse(msg); !ok {
		s.dragged = noDrag
	}
	_, click := msg.(tea.MouseClickMsg)
	wheel, wheeled := msg.(tea.MouseWheelMsg)
	by := 1
	if wheeled && wheel.Button == tea.MouseWheelUp {
		by = -1
	}
	if inner, ok := s.options.grid.Mouse(msg); ok && s.sheet != nil {
		if click {
			s.focus = onTable
		}
		s.grid.Update(inner)
		s.offLines()
		return nil
	}
	if _, ok := s.options.story.Mouse(msg); ok {
		if click {
			s.focus = onStory
		} else if wheeled {
			s.top = max(0, min(s.top+3*by, s.options.lines-s.options.page))
		}
		return nil
	}
	if inner, ok := s.options.steps.Mouse(msg); ok {
		if s.drag(inner) {
			return s.drop(inner)
		}
		if wheeled {
			s.pace(by)
		} else if click {
			return s.clickStep(inner.(tea.MouseClickMsg))
		}
		return nil
	}
	if _, ok := s.options.next.Mouse(msg); ok && click && s.err != nil {
		return s.help()
	}
	if _, ok := s.options.next.Mouse(msg); ok && click && s.bench.State(pipeline.PrepareStage) == pipeline.Done {
		return kit.GotoStage(int(pipeline.TrainStage))
	}
	return nil
}

// clickStep chooses a step and takes hold of it; a click on its switch turns it over.
func (s *Screen) clickStep(at tea.MouseClickMsg) tea.Cmd {
	s.focus = onSteps
	i := s.stepAt(at.Y)
	if i == wallLine {
		s.enterWall()
	}
	if i < 0 {
		return nil
	}
	s.move(i)
	if at.X >= 2 && at.X <= 4 {
		return s.toggle()
	}
	s.dragged = drag{i, i}
	return nil
}
