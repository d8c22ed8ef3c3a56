// Package evaluate is the screen of stage 4: the sealed exam, what it says, and the rows behind each number.
package evaluate

import (
	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/ui/bench"
	"assay/ui/kit"
)

// Screen shows the stage: sealed until opened, then four panes, and the rows of a cell of the confusion matrix.
type Screen struct {
	bench  *bench.Bench
	err    error // why the last exam was not taken
	pane   int
	scroll [panes]kit.Scroll
	cell   cell   // under the cursor in the decisions
	metric int    // under the cursor in the scores
	rows   *drill // the rows of a cell; nil when not shown
}

// The panes.
const (
	verdictPane = iota
	decisionPane
	scorePane
	groupPane
	panes
)

// New makes the screen on the shared bench.
func New(b *bench.Bench) *Screen { return &Screen{bench: b} }

// Init starts nothing.
func (s *Screen) Init() tea.Cmd { return nil }

// phase is where the stage stands.
type phase int

const (
	locked  phase = iota // an earlier stage has to come first
	sealed               // the test rows were not opened yet
	opening              // the exam is under way
	opened               // there is a report
	stale                // there is a report, of an older model or threshold
)

func (s *Screen) phase() phase {
	if _, running := s.bench.Running(pipeline.EvaluateStage); running {
		return opening
	}
	switch s.bench.State(pipeline.EvaluateStage) {
	case pipeline.Done:
		return opened
	case pipeline.Stale:
		return stale
	case pipeline.Ready:
		return sealed
	}
	return locked
}

// exam is the newest report with what it is about; nil before the first.
func (s *Screen) exam() *pipeline.Examined { return s.bench.Examined() }

// Update takes the exam's result in and moves cursors.
func (s *Screen) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case bench.Finished:
		if msg.Stage == pipeline.EvaluateStage {
			return s, s.finished(msg.Err)
		}
	case tea.KeyPressMsg, tea.MouseWheelMsg, tea.MouseClickMsg:
		s.input(msg)
	}
	return s, nil
}

func (s *Screen) finished(err error) tea.Cmd {
	s.err, s.rows = err, nil
	if err != nil {
		return kit.Say(kit.Bad, err.Error())
	}
	for i := range s.scroll {
		s.scroll[i].To(0)
	}
	return nil
}

// input moves what has the focus.
func (s *Screen) input(msg tea.Msg) {
	if s.rows != nil {
		s.rows.grid.Update(msg)
		return
	}
	if s.exam() == nil {
		return
	}
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch s.pane {
		case decisionPane:
			if s.cell.move(key.String()) {
				return
			}
		case scorePane:
			if s.moveMetric(key.String()) {
				return
			}
		}
	}
	s.scroll[s.pane].Update(msg)
}

// open breaks the seal: the exam is taken in the background.
func (s *Screen) open() tea.Cmd {
	s.err = nil
	return tea.Batch(s.bench.Run(pipeline.EvaluateStage), kit.LogTwin(bench.Twin(s.bench.Workflow)))
}

// Busy says that an exam would be cut short.
func (s *Screen) Busy() string {
	if s.phase() == opening {
		return "the exam"
	}
	return ""
}

// Typing is never: numbers are typed in dialogs.
func (s *Screen) Typing() bool { return false }
