// Package train is the screen of stage 3: pick a learner, watch it learn round by round, and see what it has learned.
package train

import (
	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/ui/bench"
	"assay/ui/kit"
)

// Screen shows the stage. Three panes: how training goes, what has been learned, and the story in words.
type Screen struct {
	bench  *bench.Bench
	snap   bench.Snapshot     // the newest of the training under way, or of the finished one
	before bench.Snapshot     // the one a round or more before it
	of     *pipeline.Trained  // the finished training that snap draws; nil while one is under way
	on     *pipeline.Prepared // what the training under way learns from
	zero   untrained
	rules  ruleCases
	err    error // why the last training ended without a model
	pane   int
	known  kit.Scroll
	words  kit.Scroll
}

// The panes.
const (
	curvePane = iota
	knownPane
	wordsPane
	panes
)

// New makes the screen on the shared bench.
func New(b *bench.Bench) *Screen { return &Screen{bench: b} }

// Init starts nothing.
func (s *Screen) Init() tea.Cmd { return nil }

// phase is where the stage stands.
type phase int

const (
	locked phase = iota // an earlier stage has to come first
	fresh               // nothing trained yet
	under               // a training is under way
	paused              // and waits for a key
	done                // a model is there
	stale               // a model is there, of other choices
)

func (s *Screen) phase() phase {
	running, waits := s.bench.TrainingState()
	switch {
	case running && waits:
		return paused
	case running:
		return under
	}
	switch s.bench.State(pipeline.TrainStage) {
	case pipeline.Done:
		return done
	case pipeline.Stale:
		return stale
	case pipeline.Ready:
		return fresh
	}
	return locked
}

func (p phase) running() bool { return p == under || p == paused }
func (p phase) trained() bool { return p == done || p == stale }

// Update follows the training and scrolls.
func (s *Screen) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case bench.Stepped:
		return s, tea.Batch(s.stepped(msg), s.bench.Next())
	case bench.Finished:
		if msg.Stage == pipeline.TrainStage && msg.Err != nil {
			return s, s.failed(msg.Err)
		}
	case kit.Shown, bench.Changed:
		return s, s.refresh()
	case untrained:
		if msg.key == s.zero.key {
			s.zero = msg
		}
	case tea.KeyPressMsg:
		s.scroll().Update(msg)
	case tea.MouseWheelMsg:
		s.scroll().Update(msg)
	}
	return s, nil
}

// scroll is what the keys move in the pane that has the focus.
func (s *Screen) scroll() *kit.Scroll {
	if s.pane == wordsPane {
		return &s.words
	}
	return &s.known
}

// longTraining is from how many rounds on a note says that it is over, whatever stage is shown then.
const longTraining = 100

// stepped takes the news of a slice in.
func (s *Screen) stepped(m bench.Stepped) tea.Cmd {
	if m.Err != nil {
		return s.failed(m.Err)
	}
	s.err = nil
	if len(m.Snapshot.Curve) > len(s.snap.Curve) {
		s.before = s.snap
	}
	s.snap = m.Snapshot
	if !m.Done {
		return nil
	}
	s.of = s.bench.Trained()
	s.words.To(0)
	if len(s.snap.Curve) < longTraining {
		return nil // whoever started it is still looking
	}
	return kit.Say(kit.Good, s.kept())
}

func (s *Screen) failed(err error) tea.Cmd {
	s.err = err
	return kit.Say(kit.Bad, err.Error())
}

// refresh draws the newest finished training, and measures the untrained model where none is there yet.
func (s *Screen) refresh() tea.Cmd {
	s.err = nil
	s.follow()
	if s.phase() != fresh {
		return nil
	}
	return s.measure()
}

// follow takes over a model that was trained elsewhere.
func (s *Screen) follow() {
	if t := s.bench.Trained(); t != nil && t != s.of && !s.phase().running() {
		s.of, s.snap, s.before = t, bench.SnapshotOf(t), bench.Snapshot{}
	}
}

// start begins to train; what a training still under way has learned is dropped.
func (s *Screen) start() tea.Cmd {
	s.of, s.err, s.snap, s.before = nil, nil, bench.Snapshot{}, bench.Snapshot{}
	s.on = s.bench.Prepared()
	s.pane = curvePane
	return s.bench.StartTraining()
}

// Busy says that a training would be cut short.
func (s *Screen) Busy() string {
	if s.phase().running() {
		return "training"
	}
	return ""
}

// Typing is never: settings are typed in dialogs.
func (s *Screen) Typing() bool { return false }
