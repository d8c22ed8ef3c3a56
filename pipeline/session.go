package pipeline

import (
	"context"

	"assay/pipeline/collect"
)

// Session holds a workflow and the results of its stages. A result belongs to the choices it was made from: change
// them and it is stale, change them back and it is good again. A Session is used by one goroutine; the stage functions
// work on values and may run elsewhere, their results are then kept here.
type Session struct {
	Workflow Workflow
	Env      collect.Env // what reading data may use

	collected *Collected
	prepared  *Prepared
	trained   *Trained
	examined  *Examined
	deployed  *Deployed
	looks     int
}

// NewSession starts with nothing done.
func NewSession(w Workflow) *Session { return &Session{Workflow: w} }

// Collected returns the newest result of its stage, stale or not; nil when there is none. So do its sisters.
func (s *Session) Collected() *Collected { return s.collected }

// Prepared returns the newest prepared table; nil when there is none.
func (s *Session) Prepared() *Prepared { return s.prepared }

// Trained returns the newest model; nil when there is none.
func (s *Session) Trained() *Trained { return s.trained }

// Examined returns the newest exam; nil when there is none.
func (s *Session) Examined() *Examined { return s.examined }

// Deployed returns the newest bundle; nil when there is none.
func (s *Session) Deployed() *Deployed { return s.deployed }

// KeepCollected takes in a result. Each Keep may be given a result made from older choices: it is stale then.
func (s *Session) KeepCollected(c *Collected) { s.collected = c }

// KeepPrepared takes in a prepared table.
func (s *Session) KeepPrepared(p *Prepared) { s.prepared = p }

// KeepTrained takes in a model.
func (s *Session) KeepTrained(t *Trained) { s.trained = t }

// KeepExamined takes in an exam and counts the look at the test rows.
func (s *Session) KeepExamined(x *Examined) {
	s.looks++
	x.Look = s.looks
	s.examined = x
}

// KeepDeployed takes in a bundle.
func (s *Session) KeepDeployed(d *Deployed) { s.deployed = d }

// Looks is how often the test rows were opened.
func (s *Session) Looks() int { return s.looks }

// State says whether a stage's result can be used.
func (s *Session) State(stage Stage) State {
	key, have := s.key(stage)
	open := stage == CollectStage || s.State(stage-1) == Done
	switch {
	case have && (key != s.Workflow.Key(stage) || !open):
		return Stale
	case have && !(stage == PrepareStage && s.prepared.Fault != nil):
		return Done
	case open:
		return Ready
	}
	return Locked
}

func (s *Session) key(stage Stage) (key string, have bool) {
	switch stage {
	case CollectStage:
		if s.collected != nil {
			return s.collected.key, true
		}
	case PrepareStage:
		if s.prepared != nil {
			return s.prepared.key, true
		}
	case TrainStage:
		if s.trained != nil {
			return s.trained.key, true
		}
	case EvaluateStage:
		if s.examined != nil {
			return s.examined.key, true
		}
	case PredictStage:
		if s.deployed != nil {
			return s.deployed.key, true
		}
	}
	return "", false
}

// Need returns NotReady unless every stage before this one is done.
func (s *Session) Need(stage Stage) error {
	for _, before := range Stages()[:stage] {
		if s.State(before) != Done {
			return NotReady{Stage: stage, First: before}
		}
	}
	return nil
}

// RunTo runs every stage up to and including last that is not done. It blocks; screens run the stage functions
// themselves.
func (s *Session) RunTo(ctx context.Context, last Stage) error {
	for _, stage := range Stages()[:last+1] {
		if s.State(stage) == Done {
			continue
		}
		if err := s.run(ctx, stage); err != nil {
			return err
		}
	}
	return nil
}

func (s *Session) run(ctx context.Context, stage Stage) error {
	if err := s.Need(stage); err != nil {
		return err
	}
	switch stage {
	case CollectStage:
		return keep(s.KeepCollected)(Collect(ctx, s.Workflow, s.Env))
	case PrepareStage:
		return keep(s.KeepPrepared)(Prepare(ctx, s.Workflow, s.collected))
	case TrainStage:
		return keep(s.KeepTrained)(Train(ctx, s.Workflow, s.prepared))
	case EvaluateStage:
		return keep(s.KeepExamined)(Examine(ctx, s.Workflow, s.trained))
	default:
		return keep(s.KeepDeployed)(Deploy(s.Workflow, s.collected, s.trained, s.examined))
	}
}

func keep[T any](store func(*T)) func(*T, error) error {
	return func(v *T, err error) error {
		if v != nil {
			store(v)
		}
		return err
	}
}
