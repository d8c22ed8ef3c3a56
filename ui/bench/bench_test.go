package bench

import (
	"context"
	"errors"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/ui/kit"
)

func sample(t *testing.T, done pipeline.Stage) *Bench {
	t.Helper()
	b := New(context.Background(), pipeline.New(pipeline.Sample))
	if err := b.RunTo(context.Background(), done); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRunKeepsItsResult(t *testing.T) {
	b := New(context.Background(), pipeline.New(pipeline.Sample))
	for _, stage := range []pipeline.Stage{pipeline.CollectStage, pipeline.PrepareStage} {
		cmd := b.Run(stage)
		if _, on := b.Running(stage); !on {
			t.Fatalf("%s is not said to run", stage)
		}
		msg := cmd()
		if b.State(stage) != pipeline.Ready {
			t.Fatalf("%s kept its result before its message was taken", stage)
		}
		if !b.Take(msg) {
			t.Fatalf("the result of %s is not wanted", stage)
		}
		if _, on := b.Running(stage); on || b.State(stage) != pipeline.Done {
			t.Errorf("%s: running %v, %s", stage, on, b.State(stage))
		}
	}
}

func TestRunningWhatIsNotReadySaysSo(t *testing.T) {
	b := New(context.Background(), pipeline.New(pipeline.Sample))
	for _, cmd := range []tea.Cmd{b.Run(pipeline.PrepareStage), b.Run(pipeline.EvaluateStage), b.Run(pipeline.PredictStage), b.StartTraining()} {
		msg, ok := cmd().(Finished)
		var not pipeline.NotReady
		if !ok || !errors.As(msg.Err, &not) {
			t.Errorf("got %+v", msg)
		}
		if !b.Take(msg) {
			t.Error("a refusal is news too")
		}
	}
}

func TestAbandonedWorkIsDropped(t *testing.T) {
	b := sample(t, pipeline.CollectStage)
	first := b.Run(pipeline.PrepareStage)
	second := b.Run(pipeline.PrepareStage)
	if b.Take(first()) {
		t.Error("the result of replaced work was wanted")
	}
	if b.Prepared() != nil {
		t.Error("the result of replaced work was kept")
	}
	if !b.Take(second()) || b.Prepared() == nil {
		t.Error("the result of the newer work was not kept")
	}
	third := b.Run(pipeline.PrepareStage)
	kept := b.Prepared()
	b.Cancel(pipeline.PrepareStage)
	if b.Take(third()) || b.Prepared() != kept {
		t.Error("the result of cancelled work was kept")
	}
}

func TestFailedWorkKeepsTheOldResult(t *testing.T) {
	b := sample(t, pipeline.CollectStage)
	was := b.Collected()
	b.Change(func(w *pipeline.Workflow) error { w.Collect.Data = "no such file.csv"; return nil })
	msg := b.Run(pipeline.CollectStage)().(Finished)
	if msg.Err == nil || !b.Take(msg) {
		t.Fatalf("reading a missing file gives %+v", msg)
	}
	if b.Collected() != was || b.State(pipeline.CollectStage) != pipeline.Stale {
		t.Errorf("the table was lost, or is %s", b.State(pipeline.CollectStage))
	}
}

func TestChangeUndoRedo(t *testing.T) {
	b := sample(t, pipeline.PrepareStage)
	threshold := func(v float64) func(*pipeline.Workflow) error {
		return func(w *pipeline.Workflow) error { w.Evaluate.Threshold = v; return nil }
	}
	if b.CanUndo() || b.CanRedo() {
		t.Error("there is a past before the first change")
	}
	if _, ok := b.Change(threshold(.6))().(Changed); !ok {
		t.Error("a change says nothing")
	}
	b.Change(threshold(.7))
	if b.Change(threshold(.7)) != nil {
		t.Error("changing nothing is a change")
	}
	b.Undo()
	if b.Workflow.Evaluate.Threshold != .6 || !b.CanRedo() {
		t.Errorf("undone: %v", b.Workflow.Evaluate.Threshold)
	}
	b.Redo()
	if b.Workflow.Evaluate.Threshold != .7 || b.CanRedo() {
		t.Errorf("redone: %v", b.Workflow.Evaluate.Threshold)
	}
	b.Undo()
	b.Undo()
	if b.Workflow.Evaluate.Threshold != .5 || b.CanUndo() {
		t.Errorf("all undone: %v", b.Workflow.Evaluate.Threshold)
	}
	b.Change(threshold(.9))
	if b.CanRedo() {
		t.Error("a new change leaves something to redo")
	}
	for _, cmd := range []tea.Cmd{b.Redo()} {
		if toast, ok := cmd().(kit.Toast); !ok || toast.Kind != kit.Info {
			t.Errorf("redo with nothing to redo gives %+v", toast)
		}
	}
}

func TestIllegalChangesAreRefused(t *testing.T) {
	b := sample(t, pipeline.CollectStage)
	for name, change := range map[string]func(*pipeline.Workflow) error{
		"an error":            func(w *pipeline.Workflow) error { w.Seed = 5; return errors.New("no") },
		"an illegal workflow": func(w *pipeline.Workflow) error { w.Evaluate.Threshold = 2; return nil },
	} {
		if toast, ok := b.Change(change)().(kit.Toast); !ok || toast.Kind != kit.Bad || toast.Text == "" {
			t.Errorf("%s gives %+v", name, toast)
		}
		if b.CanUndo() || b.Workflow.Seed != 1 || b.Workflow.Evaluate.Threshold != .5 {
			t.Errorf("%s changed the workflow", name)
		}
	}
}

// trained drives a training to its end the way the screen does, and returns what was reported.
func trained(t *testing.T, b *Bench, cmd tea.Cmd) []Stepped {
	t.Helper()
	var out []Stepped
	for start := time.Now(); cmd != nil; cmd = b.Next() {
		if time.Since(start) > time.Minute {
			t.Fatal("training does not end")
		}
		msg := cmd().(Stepped)
		if msg.Err != nil {
			t.Fatal(msg.Err)
		}
		if !b.Take(msg) {
			t.Fatal("a slice is not wanted")
		}
		if out = append(out, msg); msg.Done {
			return out
		}
	}
	return out
}

func TestTraining(t *testing.T) {
	b := sample(t, pipeline.PrepareStage)
	steps := trained(t, b, b.StartTraining())
	if first := steps[0].Snapshot; len(first.Curve) != 1 || first.Curve[0].Round != 0 || len(first.Weights) == 0 {
		t.Errorf("the first news is not the untrained model: %d rounds", len(first.Curve))
	}
	if b.State(pipeline.TrainStage) != pipeline.Done || b.Trained() == nil {
		t.Fatalf("trained, but %s", b.State(pipeline.TrainStage))
	}
	if under, _ := b.TrainingState(); under {
		t.Error("still said to be under way")
	}
	headless := sample(t, pipeline.TrainStage)
	one, two := SnapshotOf(b.Trained()), SnapshotOf(headless.Trained())
	if len(one.Curve) != len(two.Curve) || one.Intercept != two.Intercept {
		t.Errorf("in slices: %d rounds, intercept %v; at once: %d, %v", len(one.Curve), one.Intercept, len(two.Curve), two.Intercept)
	}
	for i := range one.Weights {
		if one.Weights[i] != two.Weights[i] {
			t.Errorf("weight %v in slices, %v at once", one.Weights[i], two.Weights[i])
		}
	}
}

func TestPauseStepStop(t *testing.T) {
	b := sample(t, pipeline.PrepareStage)
	b.Take(b.StartTraining()())
	if b.StepOnce() != nil {
		t.Error("one step while not paused")
	}
	if b.Pause() != nil {
		t.Error("pausing starts work")
	}
	if _, paused := b.TrainingState(); !paused || b.Next() != nil {
		t.Error("paused, but it goes on")
	}
	msg := b.StepOnce()().(Stepped)
	if len(msg.Snapshot.Curve) != 2 {
		t.Errorf("one step gives %d points", len(msg.Snapshot.Curve))
	}
	b.Take(msg)
	steps := trained(t, b, b.StopTraining())
	last := steps[len(steps)-1]
	if !last.Done || !b.Trained().Stopped || len(b.Trained().Curve) != 2 {
		t.Errorf("stopped: done %v, %+v", last.Done, b.Trained())
	}
}

func TestAbandonedTrainingKeepsTheOldModel(t *testing.T) {
	b := sample(t, pipeline.TrainStage)
	was := b.Trained()
	cmd := b.StartTraining()
	b.AbandonTraining()
	if b.Take(cmd()) || b.Trained() != was {
		t.Error("an abandoned training was kept")
	}
	old := b.StartTraining()
	b.StartTraining()
	if b.Take(old()) {
		t.Error("a slice of a replaced training was wanted")
	}
}

func TestGainBelongsToItsTable(t *testing.T) {
	b := sample(t, pipeline.PrepareStage)
	late := b.MeasureGain()()
	b.Take(b.Run(pipeline.PrepareStage)())
	if b.Take(late) || b.Gain != nil {
		t.Error("the gain of an older table was kept")
	}
	if msg := b.MeasureGain()(); !b.Take(msg) || b.Gain == nil || b.Gain.Rows == 0 {
		t.Errorf("no gain: %+v", msg)
	}
}
