package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"assay/pipeline"
	"assay/pipeline/prepare"
)

func TestWords(t *testing.T) {
	step := func(i int, change func(*prepare.Choice)) func(*pipeline.Workflow) {
		return func(w *pipeline.Workflow) { change(&w.Prepare[i]) }
	}
	for _, c := range []struct {
		change func(*pipeline.Workflow)
		want   string
	}{
		{func(w *pipeline.Workflow) { w.Collect = pipeline.Named("other.csv") }, "opened other.csv"},
		{func(w *pipeline.Workflow) { w.Collect.Roles = pipeline.Settings{"zip": "ignored"} }, "role of zip ignored"},
		{func(w *pipeline.Workflow) { w.Prepare = slices.Delete(w.Prepare, 2, 3) }, "removed Read money"},
		{func(w *pipeline.Workflow) { w.Prepare = slices.Insert(w.Prepare, 2, prepare.Choice{Name: "tidy"}) }, "added Tidy text"},
		{func(w *pipeline.Workflow) { w.Prepare[1], w.Prepare[2] = w.Prepare[2], w.Prepare[1] }, "moved Read numbers down"},
		{func(w *pipeline.Workflow) {
			w.Prepare = slices.Insert(slices.Delete(slices.Clone(w.Prepare), 3, 4), 0, w.Prepare[3])
		}, "moved Read dates up"},
		{step(6, func(c *prepare.Choice) { c.Off = true }), "Fill gaps off"},
		{step(6, func(c *prepare.Choice) { c.On = "numbers" }), "Fill gaps works on numbers"},
		{step(6, func(c *prepare.Choice) { c.Set = map[string]string{"numbers": "mean"} }), "Fill gaps: numbers mean"},
		{func(w *pipeline.Workflow) { w.Split = pipeline.Settings{"test": ".4"} }, "split: test .4"},
		{func(w *pipeline.Workflow) { w.Train.Learner = "tree" }, "learner tree"},
		{func(w *pipeline.Workflow) { w.Evaluate.Threshold = .3 }, "threshold 0.3"},
	} {
		was := pipeline.New(pipeline.Sample)
		now := was.Clone()
		c.change(&now)
		if got := Words(was, now); got != c.want {
			t.Errorf("%q, wanted %q", got, c.want)
		}
	}
}

// However changes, undos and redos follow each other, every workflow there ever was can be had again.
func TestNothingIsEverLost(t *testing.T) {
	b := New(context.Background(), pipeline.New(pipeline.Sample))
	r := rand.New(rand.NewPCG(3, 4))
	made := []pipeline.Workflow{b.Workflow.Clone()}
	for n := range 600 {
		switch r.IntN(4) {
		case 0:
			b.Undo()
		case 1:
			b.Redo()
		default:
			b.Change(func(w *pipeline.Workflow) error { w.Seed = uint64(n + 2); return nil })
			made = append(made, b.Workflow.Clone())
		}
	}
	timeline := b.Timeline()
	if timeline[0].Words == "" || len(timeline) < len(made) {
		t.Fatalf("%d moments of %d workflows", len(timeline), len(made))
	}
	for _, w := range made {
		if !slices.ContainsFunc(timeline, func(m Moment) bool { return reflect.DeepEqual(m.workflow, w) }) {
			t.Fatalf("the workflow with seed %d is lost", w.Seed)
		}
	}
	for _, i := range []int{len(timeline) - 1, 0, len(timeline) / 2} {
		want := timeline[i]
		b.GoTo(want)
		if !reflect.DeepEqual(b.Workflow, want.workflow) {
			t.Errorf("going to %q leads to seed %d", want.Words, b.Workflow.Seed)
		}
		if got := len(b.Timeline()); got < len(timeline) {
			t.Errorf("going to %q shortens the history from %d to %d", want.Words, len(timeline), got)
		}
		timeline = b.Timeline()
	}
}

// A thousand changes are undone one by one.
func TestUndoIsUnlimited(t *testing.T) {
	b := New(context.Background(), pipeline.New(pipeline.Sample))
	for n := range 1000 {
		b.Change(func(w *pipeline.Workflow) error { w.Collect.Target = fmt.Sprint(n); return nil })
	}
	n := 0
	for ; b.CanUndo(); n++ {
		b.Undo()
	}
	if n != 1000 || b.Workflow.Collect.Target != "" {
		t.Errorf("%d changes undone, the target is %q", n, b.Workflow.Collect.Target)
	}
	for b.CanRedo() {
		b.Redo()
	}
	if b.Workflow.Collect.Target != "999" {
		t.Errorf("after redo the target is %q", b.Workflow.Collect.Target)
	}
}
