package pipeline_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"assay/pipeline"
)

func states(s *pipeline.Session) string {
	var out []string
	for _, stage := range pipeline.Stages() {
		out = append(out, s.State(stage).String())
	}
	return strings.Join(out, " ")
}

const allDone = "done done done done done"

func TestStatesWhileStagesRun(t *testing.T) {
	s := pipeline.NewSession(pipeline.New(pipeline.Sample))
	want := []string{
		"ready locked locked locked locked",
		"done ready locked locked locked",
		"done done ready locked locked",
		"done done done ready locked",
		"done done done done ready",
		allDone,
	}
	for i, stage := range pipeline.Stages() {
		if got := states(s); got != want[i] {
			t.Errorf("before %s: %s, wanted %s", stage, got, want[i])
		}
		if err := s.RunTo(context.Background(), stage); err != nil {
			t.Fatal(err)
		}
	}
	if got := states(s); got != allDone {
		t.Errorf("at the end: %s", got)
	}
	if s.Looks() != 1 || s.Examined().Look != 1 {
		t.Errorf("the test rows were opened once, counted %d and %d", s.Looks(), s.Examined().Look)
	}
}

// A change makes the first stage it touches stale, and every later one, and nothing else; undoing it makes all good.
func TestAChangeMakesStaleWhatItTouches(t *testing.T) {
	const (
		all      = "stale stale stale stale stale"
		prepare  = "done stale stale stale stale"
		train    = "done done stale stale stale"
		evaluate = "done done done stale stale"
	)
	tests := []struct {
		name   string
		change func(*pipeline.Workflow)
		want   string
	}{
		{"nothing", func(*pipeline.Workflow) {}, allDone},
		{"the data", func(w *pipeline.Workflow) { w.Collect.Data = "other.csv" }, all},
		{"a setting of the reader", func(w *pipeline.Workflow) { w.Collect.Set = pipeline.Settings{"delimiter": ";"} }, all},
		{"the target", func(w *pipeline.Workflow) { w.Collect.Target = "purpose" }, all},
		{"the positive label", func(w *pipeline.Workflow) { w.Collect.Positive = "no" }, all},
		{"a role", func(w *pipeline.Workflow) { w.Collect.Roles = pipeline.Settings{"zip_code": "ignored"} }, all},
		{"the seed", func(w *pipeline.Workflow) { w.Seed = 2 }, prepare},
		{"a step switched off", func(w *pipeline.Workflow) { w.Prepare[0].Off = true }, prepare},
		{"a step taken away", func(w *pipeline.Workflow) { w.Prepare = w.Prepare[1:] }, prepare},
		{"a setting of a step", func(w *pipeline.Workflow) { w.Prepare[0].Set = map[string]string{"x": "1"} }, prepare},
		{"the shares", func(w *pipeline.Workflow) { w.Split = pipeline.Settings{"test": "0.3"} }, prepare},
		{"the learner", func(w *pipeline.Workflow) { w.Train.Learner = "majority" }, train},
		{"a setting of the learner", func(w *pipeline.Workflow) { w.Train.Set = pipeline.Settings{"c": "0.5"} }, train},
		{"the patience", func(w *pipeline.Workflow) { w.Train.Driver = pipeline.Settings{"patience": "3"} }, train},
		{"the threshold", func(w *pipeline.Workflow) { w.Evaluate.Threshold = .6 }, evaluate},
		{"the gate", func(w *pipeline.Workflow) { w.Evaluate.Gate = pipeline.Settings{"auc": "0.7"} }, evaluate},
	}
	s := ran(t, pipeline.New(pipeline.Sample), pipeline.PredictStage)
	before := s.Workflow
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := before.Clone()
			tt.change(&w)
			s.Workflow = w
			if got := states(s); got != tt.want {
				t.Errorf("%s, wanted %s", got, tt.want)
			}
			s.Workflow = before
			if got := states(s); got != allDone {
				t.Errorf("after undoing it: %s", got)
			}
		})
	}
}

func TestStaleResultsStayUntilRenewed(t *testing.T) {
	s := ran(t, pipeline.New(pipeline.Sample), pipeline.PredictStage)
	was := s.Deployed()
	s.Workflow = s.Workflow.Clone()
	s.Workflow.Evaluate.Threshold = .7
	if s.Deployed() != was || s.Deployed().Bundle.Threshold != .5 {
		t.Error("a change took the old bundle away")
	}
	if err := s.RunTo(context.Background(), pipeline.EvaluateStage); err != nil {
		t.Fatal(err)
	}
	if got := states(s); got != "done done done done stale" {
		t.Errorf("with the exam renewed: %s", got)
	}
	if s.Looks() != 2 {
		t.Errorf("the second exam was counted as look %d", s.Looks())
	}
	if err := s.RunTo(context.Background(), pipeline.PredictStage); err != nil {
		t.Fatal(err)
	}
	if s.Deployed().Bundle.Threshold != .7 || states(s) != allDone {
		t.Errorf("renewed: threshold %v, %s", s.Deployed().Bundle.Threshold, states(s))
	}
}

// A stage whose own choices are unchanged is stale all the same while one before it is not done.
func TestARedoneStageLeavesLaterOnesStaleUntilTheyMatch(t *testing.T) {
	s := ran(t, pipeline.New(pipeline.Sample), pipeline.TrainStage)
	before := s.Workflow
	s.Workflow = before.Clone()
	s.Workflow.Seed = 9
	if err := s.RunTo(context.Background(), pipeline.PrepareStage); err != nil {
		t.Fatal(err)
	}
	if got := states(s); got != "done done stale locked locked" {
		t.Errorf("prepared anew: %s", got)
	}
	s.Workflow = before
	if got := states(s); got != "done stale stale locked locked" {
		t.Errorf("undone, but prepared otherwise: %s", got)
	}
}

func TestNotReady(t *testing.T) {
	s := pipeline.NewSession(pipeline.New(pipeline.Sample))
	if err := s.Need(pipeline.CollectStage); err != nil {
		t.Errorf("Collect needs nothing, says %v", err)
	}
	for _, stage := range pipeline.Stages()[1:] {
		err := s.Need(stage)
		var not pipeline.NotReady
		if !errors.As(err, &not) || not.Stage != stage || not.First != pipeline.CollectStage {
			t.Errorf("%s: %v", stage, err)
			continue
		}
		if !strings.Contains(err.Error(), "do Collect first") || !strings.Contains(err.Error(), stage.String()) {
			t.Errorf("%s: %q says not what to do", stage, err)
		}
	}
	if err := s.RunTo(context.Background(), pipeline.PrepareStage); err != nil {
		t.Fatal(err)
	}
	var not pipeline.NotReady
	if err := s.Need(pipeline.PredictStage); !errors.As(err, &not) || not.First != pipeline.TrainStage {
		t.Errorf("Predict after Prepare: %v", err)
	}
}

func TestCancelledRunsKeepNothing(t *testing.T) {
	s := pipeline.NewSession(pipeline.New(pipeline.Sample))
	ctx, cancel := context.WithCancel(context.Background())
	if err := s.RunTo(ctx, pipeline.PrepareStage); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := s.RunTo(ctx, pipeline.PredictStage); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if got := states(s); got != "done done ready locked locked" {
		t.Errorf("after the cancelled run: %s", got)
	}
}

// What could not be collected is no result, though the data was read.
func TestAFailedStageIsNotDone(t *testing.T) {
	w := pipeline.New(pipeline.Sample)
	w.Collect.Target = "no such column"
	s := pipeline.NewSession(w)
	for range 2 {
		if err := s.RunTo(context.Background(), pipeline.CollectStage); err == nil {
			t.Fatal("a target that no column is was taken")
		}
	}
	if got := states(s); got != "ready locked locked locked locked" || s.Collected() != nil {
		t.Errorf("%s", got)
	}
}

// A table whose preparation has a fault is made anew when it is asked for again, and waits like any other for the rows
// it is made of.
func TestStatesWithAFault(t *testing.T) {
	w := pipeline.New(pipeline.Sample)
	for i := range w.Prepare {
		w.Prepare[i].Off = w.Prepare[i].Off || w.Prepare[i].Name == "onehot"
	}
	s := pipeline.NewSession(w)
	if err := s.RunTo(context.Background(), pipeline.PrepareStage); err == nil || s.Prepared() == nil {
		t.Fatalf("text went to a learner: %v", err)
	}
	if got := states(s); got != "done ready locked locked locked" {
		t.Errorf("with a fault: %s", got)
	}
	other := w.Clone()
	other.Collect.Target = "purpose"
	c, err := pipeline.Collect(context.Background(), other, s.Env)
	if err != nil {
		t.Fatal(err)
	}
	s.KeepCollected(c)
	if got := states(s); got != "stale stale locked locked locked" {
		t.Errorf("with other rows: %s", got)
	}
}
