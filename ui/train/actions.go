package train

import (
	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/ui/bench"
	"assay/ui/kit"
)

// Actions are what can be done now, the most useful first.
func (s *Screen) Actions() []kit.Action {
	now := s.phase()
	out := []kit.Action{s.play(now)}
	if now == done {
		out = append([]kit.Action{{Key: kit.On("enter"), Name: "to the exam", Help: "Go to Evaluate, where rows the model never saw examine it.",
			Do: func() tea.Cmd { return kit.GotoStage(int(pipeline.EvaluateStage)) }}}, out...)
	}
	out = append(out, s.once(now), s.stop(now), s.pick(now), s.set(now))
	if now.running() {
		out = append(out, kit.Action{Key: kit.On("esc"), Name: "stop?", Help: "Ask whether to end the training.", Hide: true, Do: s.askStop})
	}
	again := kit.Action{Key: kit.On("r"), Name: "train again", Help: "Start over from the untrained model; the result is the same unless a choice changed.",
		Do: s.start, Why: s.locked(), Hide: now != done, Twin: bench.Twin(s.bench.Workflow)}
	return append(out, again,
		kit.Action{Key: kit.On("p"), Name: "plain words", Help: "Tell the training in sentences, without charts.", Hide: true,
			Do: func() tea.Cmd { return kit.ShowText("the training in plain words", joinParagraphs(s.story())) }},
		kit.Action{Key: kit.On("tab"), Name: "next pane", Help: "Move the focus to the next pane: curves, what it knows, the story.",
			Hide: true, Do: func() tea.Cmd { s.pane = (s.pane + 1) % panes; return nil }},
		kit.Action{Key: kit.On("shift+tab"), Name: "pane before", Help: "Move the focus to the pane before.", Hide: true,
			Do: func() tea.Cmd { s.pane = (s.pane + panes - 1) % panes; return nil }})
}

// locked says why nothing can be trained, or "".
func (s *Screen) locked() string {
	if err := s.bench.Need(pipeline.TrainStage); err != nil {
		return err.Error()
	}
	return ""
}

// play starts, pauses and goes on.
func (s *Screen) play(now phase) kit.Action {
	a := kit.Action{Key: kit.On("space"), Name: "train", Help: "Start the training; the same key pauses it and goes on."}
	switch now {
	case under:
		a.Name, a.Do = "pause", s.bench.Pause
	case paused:
		a.Name, a.Do = "go on", s.bench.Pause
	case done: // a press that meant to pause must not start over
		a.Why, a.Hide = "it is trained; r trains it again", true
	default:
		a.Do, a.Why, a.Twin = s.start, s.locked(), bench.Twin(s.bench.Workflow)
		if now.trained() {
			a.Name = "train again"
		}
	}
	return a
}

// once learns one round at a time. Before training it starts one that waits.
func (s *Screen) once(now phase) kit.Action {
	a := kit.Action{Key: kit.On("n", "right"), Name: "one round", Help: "Learn one round and wait; starts a training that waits when none is under way.",
		Do: s.bench.StepOnce, Hide: now.trained()}
	switch now {
	case under:
		a.Why = "it is learning on its own; pause it with space first"
	case paused:
	default:
		a.Why = s.locked()
		a.Do = func() tea.Cmd { return tea.Batch(s.start(), s.bench.Pause()) }
	}
	return a
}

// stop ends a training. Esc asks first, so that it never loses anything by accident.
func (s *Screen) stop(now phase) kit.Action {
	a := kit.Action{Key: kit.On("x"), Name: "stop, keep the best", Help: "End the training and keep the round with the lowest validation loss.",
		Do: s.bench.StopTraining, Hide: !now.running()}
	if !now.running() {
		a.Why = "no training is under way"
	}
	return a
}

// askStop is what esc does while training.
func (s *Screen) askStop() tea.Cmd {
	if !s.phase().running() {
		return nil
	}
	return kit.AskConfirm(kit.Confirm{Question: "stop the training?", Detail: "The round with the lowest validation loss so far is kept.",
		Yes: "stop", Asked: kit.On("esc")}, s.bench.StopTraining)
}

// busy says why choices cannot be changed now, or "".
func busy(now phase) string {
	if now.running() {
		return "a training is under way; stop it with x first"
	}
	return ""
}

func (s *Screen) pick(now phase) kit.Action {
	return kit.Action{Key: kit.On("l"), Name: "learner", Help: "Choose what learns: each says how it does it.", Why: busy(now), Do: s.chooseLearner}
}

func (s *Screen) set(now phase) kit.Action {
	a := kit.Action{Key: kit.On("e"), Name: "settings", Help: "Change the settings of the learner, and when training ends.", Why: busy(now), Do: s.chooseSettings}
	if now == fresh || now == locked || now == stale {
		a.Key = kit.On("e", "enter")
	}
	return a
}
