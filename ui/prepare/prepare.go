// Package prepare is the screen of the second stage: the steps from raw cells to numbers, what each did and why, and
// what all of it is worth.
package prepare

import (
	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/ui/bench"
	"assay/ui/kit"
)

// focus is the pane that keys go to.
type focus int

const (
	onSteps focus = iota
	onStory
	onTable
	panes
)

// Screen shows the stage.
type Screen struct {
	bench  *bench.Bench
	at     int  // the step under the cursor
	walled bool // the cursor is on the wall, below the step at
	from   int  // the step it came from
	focus  focus

	visited bool   // it was looked at once; from then on it keeps itself up to date
	tried   string // key of the choices that failed
	err     error  // why they did

	measured *pipeline.Prepared // what the gain was measured or is being measured for
	gainErr  error

	grid   kit.Grid
	sheet  *sheet
	before bool // the grid shows the table before the step

	watch watch // over the health of the table

	portrait *portrait // of the column under the cursor
	painting bool
	gallery  gallery

	telling telling
	dragged drag // a step held by the mouse
	top     int  // first line of the story
	list    int  // first line of the list
	wide    bool // there was room for three panes
	options layout
}

// layout remembers where the last View put things, for the mouse; rows is the step drawn on each line of the list.
type layout struct {
	steps, story, grid, next kit.Rect
	rows                     []int
	lines, page              int // of the story
}

// New makes the screen on the shared bench.
func New(b *bench.Bench) *Screen { return &Screen{bench: b, dragged: noDrag} }

// Init starts nothing: there is no table yet.
func (s *Screen) Init() tea.Cmd { return nil }

// Update answers messages.
func (s *Screen) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	cmd := s.answer(msg)
	return s, join(cmd, s.paint())
}

// join runs two commands, of which either may be nil.
func join(a, b tea.Cmd) tea.Cmd {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return tea.Batch(a, b)
}

func (s *Screen) answer(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case kit.Shown:
		s.visited = true
		return s.follow()
	case bench.Changed:
		s.at = min(s.at, max(0, len(s.choices())-1))
		return s.follow()
	case bench.Finished:
		return s.finished(msg)
	case sought:
		return s.land(msg)
	case bench.Checked:
		return s.checked(msg)
	case trialTick:
		if s.bench.Trial.Running() {
			return askTrial()
		}
	case proposed:
		return s.offer(msg)
	case painted:
		s.hang(msg)
	case bench.Gained:
		s.gainErr = msg.Err
	case tea.MouseMsg:
		return s.point(msg)
	}
	return nil
}

// follow prepares again when the result does not belong to the choices any more, and measures what that is worth.
// Choices that failed are not tried twice.
func (s *Screen) follow() tea.Cmd {
	defer s.look()
	if !s.visited || s.bench.State(pipeline.CollectStage) != pipeline.Done {
		return nil
	}
	if s.bench.State(pipeline.PrepareStage) == pipeline.Done {
		s.bench.Cancel(pipeline.PrepareStage)
		s.err, s.tried = nil, ""
		return join(s.measure(), s.check())
	}
	key := s.bench.Workflow.Key(pipeline.PrepareStage)
	if key == s.tried {
		return nil
	}
	s.tried, s.err = key, nil
	return s.bench.Run(pipeline.PrepareStage)
}

// finished takes the result of a preparation, or places its failure at the step it came from.
func (s *Screen) finished(msg bench.Finished) tea.Cmd {
	switch {
	case msg.Stage == pipeline.CollectStage && msg.Err == nil:
		return s.follow()
	case msg.Stage != pipeline.PrepareStage:
		return nil
	case msg.Err != nil:
		s.err = msg.Err
		defer s.look()
		return s.check()
	}
	s.tried = ""
	return s.follow()
}

// measure compares preparation with a naive reading, once for each result.
func (s *Screen) measure() tea.Cmd {
	if p := s.bench.Prepared(); p != s.measured && s.bench.Gain == nil {
		s.measured, s.gainErr = p, nil
		return s.bench.MeasureGain()
	}
	return nil
}

func (s *Screen) choices() []prepare.Choice { return s.bench.Workflow.Prepare }

// look shows the table of the step under the cursor in the grid.
func (s *Screen) look() {
	e := s.effect(s.at)
	if e == nil {
		s.sheet = nil
		s.grid.SetData(nil)
		return
	}
	if s.sheet != nil && s.sheet.effect == e && s.sheet.before == s.before {
		return
	}
	other := s.sheet == nil || s.sheet.effect.Name != e.Name
	s.sheet = newSheet(e, s.before)
	row, col := s.grid.Row, max(1, s.grid.Col)
	s.grid.SetData(s.sheet)
	if j := newSheet(e, false).firstChanged(); other && j >= 0 {
		col = s.sheet.place(e.Is.At(j).Name)
	}
	s.grid.Move(row, max(1, col))
}

// effect is what a step did when it last ran; nil when it is off or has not run. Steps of one name are told apart by
// their order.
func (s *Screen) effect(i int) *prepare.Effect {
	p, choices := s.bench.Prepared(), s.choices()
	if p == nil || i < 0 || i >= len(choices) || choices[i].Off {
		return nil
	}
	for k := range p.Effects {
		if e := &p.Effects[k]; e.Choice == i && e.Name == choices[i].Name {
			return e
		}
	}
	return nil
}

// move puts the cursor on another step.
func (s *Screen) move(to int) {
	s.at, s.walled = max(0, min(to, len(s.choices())-1)), false
	s.top = 0
	s.look()
}

// Typing is never: what is typed goes into dialogs.
func (s *Screen) Typing() bool { return false }

// Busy says what would be cut short by leaving.
func (s *Screen) Busy() string {
	if s.running() {
		return "preparing the table"
	}
	if s.bench.Trial.Running() {
		return "trying other recipes"
	}
	return ""
}

func (s *Screen) running() bool {
	_, running := s.bench.Running(pipeline.PrepareStage)
	return running
}
