package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"assay/pipeline"
)

// drive runs every stage up to and including last, telling how it goes. It returns the seconds training took.
func drive(ctx context.Context, s *pipeline.Session, last pipeline.Stage, tell progress) (seconds float64, err error) {
	defer tell.end()
	for _, stage := range pipeline.Stages()[:last+1] {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		tell.start(stage)
		begin := time.Now()
		if stage == pipeline.TrainStage {
			err = learn(ctx, s, tell)
		} else {
			err = s.RunTo(ctx, stage)
		}
		if err != nil {
			return 0, err
		}
		took := time.Since(begin)
		if stage == pipeline.TrainStage {
			seconds = took.Seconds()
		}
		tell.done(stage, took, cameTo(s, stage))
		for _, w := range worthSaying(s, stage) {
			tell.say("  %s", w)
		}
	}
	return seconds, nil
}

// learn trains and tells every round.
func learn(ctx context.Context, s *pipeline.Session, tell progress) error {
	t, err := pipeline.StartTraining(s.Workflow, s.Prepared())
	if err != nil {
		return err
	}
	for {
		tell.round(t.Curve[len(t.Curve)-1])
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := t.Step(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
	}
	trained, err := t.Finish(false)
	if err == nil {
		s.KeepTrained(trained)
	}
	return err
}

// worthSaying is what a stage found that should not go unnoticed.
func worthSaying(s *pipeline.Session, stage pipeline.Stage) []string {
	switch stage {
	case pipeline.CollectStage:
		return worthKnowing(s.Collected())
	case pipeline.PrepareStage:
		return worthPreparing(s.Prepared())
	}
	return nil
}

// cameTo says in a few words what a stage came to.
func cameTo(s *pipeline.Session, stage pipeline.Stage) string {
	switch stage {
	case pipeline.CollectStage:
		t := s.Collected().Table
		return many(t.Rows(), "row") + ", " + many(t.Width(), "column")
	case pipeline.PrepareStage:
		p := s.Prepared().Parts
		return fmt.Sprintf("%s to learn from, %s to watch, %s sealed", count(len(p.Train)), count(len(p.Validation)), count(len(p.Test)))
	case pipeline.TrainStage:
		t := s.Trained()
		return fmt.Sprintf("%s: %s, validation loss %.4f", t.Learner, many(len(t.Curve)-1, "round"), t.Curve[t.Kept].Validation)
	case pipeline.EvaluateStage:
		auc := s.Examined().Report.Test.Get("roc_auc")
		return fmt.Sprintf("AUC %s on sealed rows", estimate(auc))
	}
	return fmt.Sprintf("a bundle of %s", many(len(s.Deployed().Bundle.Fields), "field"))
}
