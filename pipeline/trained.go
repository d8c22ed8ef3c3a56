package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"

	"assay/models"
	"assay/models/param"
	"assay/pipeline/train"
)

// Trained is a model with the story of its training, and the baselines it must beat.
type Trained struct {
	key       string
	Learner   string
	Model     models.Model
	Curve     []train.Point
	Best      int // the place in Curve with the lowest validation loss
	Kept      int // the place in Curve of the round that Model is from: the last, or the best when training was ended early
	Stopped   bool
	Baselines []Baseline
	Rules     []train.Rule // the plainest sentences in the data, counted on validation rows
	Prepared  *Prepared    // what it was trained on
}

// Baseline is a simple model trained on the same rows.
type Baseline struct {
	Name  string
	Model models.Model
}

// baselines are what every model is compared with.
var baselines = []string{"majority", "onerule"}

// Training is a run of the chosen learner that is under way.
type Training struct {
	*train.Run
	key      string
	learner  string
	prepared *Prepared
	seed     uint64
}

// StartTraining prepares the training a workflow asks for and measures the untrained model.
func StartTraining(w Workflow, p *Prepared) (*Training, error) {
	learner, err := w.learner()
	if err != nil {
		return nil, UsageError{err}
	}
	driver := train.NewDriver()
	if err := param.Apply(driver, w.Train.Driver); err != nil {
		return nil, UsageError{err}
	}
	run, err := driver.Start(learner, p.Examples(p.Parts.Train), p.Examples(p.Parts.Validation), w.Seed)
	if err != nil {
		return nil, err
	}
	return &Training{Run: run, key: w.Key(TrainStage), learner: w.Train.Learner, prepared: p, seed: w.Seed}, nil
}

// Finish ends a training and trains the baselines beside it. stopped says that a person ended it early; the best
// round by validation loss is kept then.
func (t *Training) Finish(stopped bool) (*Trained, error) {
	if stopped {
		t.Stop()
	}
	out := &Trained{key: t.key, Learner: t.learner, Model: t.Model(), Curve: t.Curve, Best: t.Best(), Kept: t.Kept(), Stopped: stopped, Prepared: t.prepared}
	p := t.prepared
	out.Rules = train.FindRules(p.Cleaned, p.Target.Y, p.Parts.Train, p.Parts.Validation)
	examples := p.Examples(p.Parts.Train)
	for _, name := range baselines {
		m, err := models.Learn(context.Background(), name, examples, t.seed)
		if err != nil {
			return nil, fmt.Errorf("train: baseline %s: %w", name, err)
		}
		out.Baselines = append(out.Baselines, Baseline{name, m})
	}
	return out, nil
}

// Train runs a training to its end.
func Train(ctx context.Context, w Workflow, p *Prepared) (*Trained, error) {
	t, err := StartTraining(w, p)
	if err != nil {
		return nil, err
	}
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if _, err := t.Step(); errors.Is(err, io.EOF) {
			return t.Finish(false)
		} else if err != nil {
			return nil, err
		}
	}
}

// Matrix is what the learner sees of the prepared rows.
func (t *Training) Matrix() models.Matrix { return t.prepared.Matrix }
