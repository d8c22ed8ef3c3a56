// Package predict is the screen of the fifth stage: a form of the raw fields, and beside it the answer, recomputed while
// one types. The answer comes from the same Service that files, the command line and servers ask.
package predict

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/predict"
	"assay/ui/bench"
	"assay/ui/kit"
)

// Screen asks for a case and shows what the deployed bundle says about it.
type Screen struct {
	bench *bench.Bench
	now   func() time.Time // the clock that decisions are timed with

	deployed *pipeline.Deployed // what form and answer belong to
	form     *kit.Form
	fresh    bool // the field was just entered: the first letter replaces what is there
	decision predict.Decision
	problem  error // why there is no decision
	failed   error // why there is no bundle
	sealed   sealed
	times    latency
	details  bool
	file     string   // where the bundle was written last
	formAt   kit.Rect // where the form was drawn
}

// New makes the screen on the shared bench.
func New(b *bench.Bench) *Screen {
	return &Screen{bench: b, now: time.Now, file: "loans" + predict.Ext()}
}

// Init starts nothing: a bundle is made when the screen is first shown.
func (s *Screen) Init() tea.Cmd { return nil }

// Typing reports whether a field of the form has the focus.
func (s *Screen) Typing() bool { return s.form != nil && !s.form.Blurred }

// Busy says that a bundle is being made.
func (s *Screen) Busy() string {
	if _, on := s.bench.Running(pipeline.PredictStage); on {
		return "making the bundle"
	}
	return ""
}

// Update answers a message.
func (s *Screen) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case kit.Shown:
		return s, s.shown()
	case bench.Finished:
		return s, s.finished(msg)
	case written:
		return s, s.wrote(msg)
	case tea.KeyPressMsg:
		return s, s.key(msg)
	case tea.PasteMsg:
		s.edit(msg)
	case tea.MouseMsg:
		if moved, inside := s.formAt.Mouse(msg); inside {
			s.edit(moved)
		}
	}
	return s, nil
}

// shown makes a bundle when there is none yet. One that is out of date stays until a person renews it: answers do not
// change behind their back.
func (s *Screen) shown() tea.Cmd {
	s.take()
	if s.bench.State(pipeline.PredictStage) == pipeline.Ready && s.Busy() == "" {
		return s.bench.Run(pipeline.PredictStage)
	}
	return nil
}

func (s *Screen) finished(msg bench.Finished) tea.Cmd {
	if msg.Stage != pipeline.PredictStage {
		return nil
	}
	s.failed = msg.Err
	if msg.Err != nil {
		return kit.Say(kit.Bad, "no bundle: "+msg.Err.Error())
	}
	s.take()
	return nil
}

// take builds the form for a new bundle. What was typed already stays.
func (s *Screen) take() {
	d := s.bench.Deployed()
	if d == nil || d == s.deployed {
		return
	}
	typed := map[string]string{}
	if s.form != nil {
		typed = s.form.Values()
	}
	blurred := s.form != nil && s.form.Blurred
	s.deployed, s.failed, s.sealed = d, nil, sealed{}
	s.form = newForm(d.Service.Fields())
	s.form.Blurred, s.fresh = blurred, true
	for i, f := range s.form.Fields {
		if v, ok := typed[f.Name]; ok {
			s.form.Set(i, v)
		}
	}
	s.decide()
}

// key gives a key to the form. Letters typed into a field that was just entered replace its value, as in a
// spreadsheet; an arrow or backspace first edits it instead.
func (s *Screen) key(msg tea.KeyPressMsg) tea.Cmd {
	if s.form == nil || s.form.Blurred {
		return nil
	}
	if s.fresh && msg.Key().Text != "" && s.form.Typing() {
		s.form.Set(s.form.Focus, "")
	}
	s.edit(msg)
	return nil
}

// edit lets the form answer a message and decides anew when a value changed.
func (s *Screen) edit(msg tea.Msg) {
	if s.form == nil {
		return
	}
	at, was := s.form.Focus, s.form.Blurred
	switch s.form.Update(msg) {
	case kit.Edited:
		s.decide()
	case kit.Left:
		s.form.Blurred = true
	case kit.Submitted:
		s.form.Focus = 0
	}
	s.fresh = s.form.Focus != at || was && !s.form.Blurred
}

// decide asks for the answer to what the form holds now, and takes the time it needs.
func (s *Screen) decide() {
	record, err := s.record()
	if err != nil {
		s.problem = err
		return
	}
	start := s.now()
	all, err := s.deployed.Service.Decide([][]string{record})
	s.times.add(s.now().Sub(start))
	if s.problem = err; err == nil {
		s.decision = all[0]
	}
}

func (s *Screen) record() ([]string, error) {
	answers := map[string]string{}
	for _, f := range s.form.Fields {
		answers[f.Name] = answer(f.Value)
	}
	return s.deployed.Service.Record(answers)
}

// stale reports whether the answers come from a model made before the last change.
func (s *Screen) stale() bool { return s.bench.State(pipeline.PredictStage) == pipeline.Stale }
