package train

import (
	"errors"
	"flag"
	"math"
	"strings"
	"testing"

	"assay/pipeline"
	"assay/ui/bench"
	"assay/ui/bench/benchtest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var errTest = errors.New("it did not work out")

func play(t *testing.T) (*benchtest.Play, *Screen) {
	t.Helper()
	b := benchtest.New(t, pipeline.PrepareStage)
	s := New(b)
	return benchtest.Start(t, b, s), s
}

func has(t *testing.T, p *benchtest.Play, want ...string) {
	t.Helper()
	for _, w := range want {
		if drawn := p.Plain(120, 32); !strings.Contains(drawn, w) {
			t.Errorf("the screen does not say %q:\n%s", w, drawn)
		}
	}
}

func TestGoldens(t *testing.T) {
	p, _ := play(t)
	p.Golden("before", *update)
	p.Press("space")
	p.Golden("finished", *update)
}

func TestUntrainedModelIsMeasuredNotAssumed(t *testing.T) {
	p, s := play(t)
	if math.Abs(s.zero.point.Validation-math.Ln2) > 1e-12 {
		t.Errorf("the untrained logistic regression has loss %v, not ln 2", s.zero.point.Validation)
	}
	has(t, p, "the same 50.0 %", "246 wrong")
	p.Press("l", "down", "enter")
	if s.bench.Workflow.Train.Learner != "onerule" {
		t.Fatalf("the learner is %s", s.bench.Workflow.Train.Learner)
	}
	has(t, p, "One rule", "loss is 0.6")
}

func TestPauseStepStop(t *testing.T) {
	p, s := play(t)
	p.Press("n") // starts, and waits
	if s.phase() != paused || len(s.snap.Curve) != 1 {
		t.Fatalf("phase %d with %d points, want paused at round 0", s.phase(), len(s.snap.Curve))
	}
	has(t, p, "paused at round 0", "246 of 600 validation rows wrong")
	p.Press("n", "right")
	if n := len(s.snap.Curve); n != 3 {
		t.Fatalf("two steps gave %d points", n)
	}
	if moved := s.ranked()[0].moved; moved == 0 {
		t.Error("the largest weight did not move between round 1 and 2")
	}
	if s.Busy() != "training" {
		t.Error("a paused training does not count as busy")
	}
	p.Press("esc", "y")
	if tr := s.bench.Trained(); tr == nil || !tr.Stopped || len(tr.Curve) != 3 {
		t.Fatalf("stopping kept %+v", s.bench.Trained())
	}
	if s.phase() != done || s.Busy() != "" {
		t.Error("still busy after the stop")
	}
	p.Press("enter")
	if p.Stage != int(pipeline.EvaluateStage) {
		t.Error("enter does not lead to the exam")
	}
}

func TestEscAsksAndNoGoesOn(t *testing.T) {
	p, s := play(t)
	p.Press("n", "esc", "enter")
	if s.phase() != paused || p.Dialogs.Open() {
		t.Fatal("enter on the question must mean no")
	}
	p.Press("space")
	if s.phase() != done {
		t.Fatal("space did not go on to the end")
	}
}

// TestKeysWorkWhileASliceIsUnderWay presses keys between the start of background work and its news.
func TestKeysWorkWhileASliceIsUnderWay(t *testing.T) {
	p, s := play(t)
	p.Hold = true
	p.Press("space")
	p.Plain(120, 32) // nothing measured yet
	p.Press("space") // pause before the first news
	if s.phase() != paused {
		t.Fatal("not paused")
	}
	for p.Release() {
	}
	if n := len(s.snap.Curve); n != 1 {
		t.Fatalf("paused before round 1, yet there are %d points", n)
	}
	p.Press("space", "x")
	for p.Release() {
	}
	if s.phase() != done {
		t.Fatal("stop did not end it")
	}
}

func TestNewStartAbandonsTheOld(t *testing.T) {
	p, s := play(t)
	p.Press("n", "n", "n")
	p.Press("r")
	if s.phase() != done || s.bench.Trained() == nil || s.bench.Trained().Stopped {
		t.Fatal("starting again while paused did not train to the end")
	}
}

func TestChangingASettingMakesItStale(t *testing.T) {
	p, s := play(t)
	p.Press("space")
	p.Run(s.bench.Change(func(w *pipeline.Workflow) error { return w.Set("logistic.c=0.01") }))
	if s.phase() != stale {
		t.Fatal("not stale")
	}
	has(t, p, "space trains again", "c 0.01")
	before := s.snap.Weights[0].Value
	p.Press("space")
	if s.phase() != done || s.snap.Weights[0].Value == before {
		t.Error("training again changed nothing")
	}
	if last := p.Twins[len(p.Twins)-1]; last != "assay run --set logistic.c=0.01" {
		t.Errorf("twin %q", last)
	}
}

func TestSettingsFormKeepsOnlyWhatChanged(t *testing.T) {
	p, s := play(t)
	p.Press("e", "space", "enter") // the first field is the solver
	if got := s.bench.Workflow.Train.Set; len(got) != 1 || got["solver"] == "" {
		t.Fatalf("settings %v", got)
	}
	p.Press("e", "left", "enter")
	if got := s.bench.Workflow.Train.Set; got != nil {
		t.Fatalf("back at the defaults, yet %v is kept", got)
	}
}

func TestSpaceAfterTheEndDoesNotStartOver(t *testing.T) {
	p, s := play(t)
	p.Press("space", "space")
	if s.phase() != done || len(p.Toasts) != 1 || !strings.Contains(p.Toasts[0].Text, "r trains it again") {
		t.Errorf("phase %d, toasts %v", s.phase(), p.Toasts)
	}
}

func TestLockedSaysWhy(t *testing.T) {
	b := benchtest.New(t, pipeline.CollectStage)
	s := New(b)
	p := benchtest.Start(t, b, s)
	p.Press("space", "n", "r")
	if len(p.Toasts) != 3 || !strings.Contains(p.Toasts[0].Text, "do Prepare first") {
		t.Errorf("toasts %v", p.Toasts)
	}
	if under, _ := b.TrainingState(); under {
		t.Error("a training started")
	}
	p.Golden("locked", *update)
}

func TestEveryLearnerShowsWhatItKnows(t *testing.T) {
	for name, want := range map[string]string{"majority": "Whatever the row", "onerule": "asks one thing only", "logistic": "employment=car mech"} {
		p, s := play(t)
		p.Run(s.setLearner(name))
		p.Press("space")
		has(t, p, want)
		p.Press("p")
		if !p.Dialogs.Open() {
			t.Errorf("%s: no plain words", name)
		}
	}
}

func TestOneRuleSpeaksTheUnitsOfTheTable(t *testing.T) {
	p, s := play(t)
	p.Run(s.setLearner("onerule"))
	p.Press("space")
	has(t, p, "credit_score", "up to 613.5", "above 787.5")
	back, ok := unscaled([]float64{-1, 0, 1, 5}, []float64{10, 20, 30, math.NaN()})
	if !ok || back(.5) != 25 {
		t.Errorf("unscaled: %v", ok)
	}
	bent, ok := unscaled([]float64{0, 0, 1, 4, 4}, []float64{-9, 0, 1, 2, 70})
	if !ok || bent(.5) != .5 || bent(2.5) != 1.5 || bent(4) != 2 {
		t.Errorf("a curve between fences leads back to %v, %v, %v", bent(.5), bent(2.5), bent(4))
	}
	ranges, ok := unscaled([]float64{0, 0, 1, 1, 2, 2}, []float64{1, 4, 5, 9, 10, 30})
	if !ok || ranges(.5) != 4.5 || ranges(1.5) != 9.5 {
		t.Errorf("ranges lead back to %v and %v, wanted what lies between the values on either side", ranges(.5), ranges(1.5))
	}
	if _, ok := unscaled([]float64{0, 2, 1}, []float64{0, 1, 2}); ok {
		t.Error("what goes up and down leads back")
	}
}

func TestOverfittingIsSaid(t *testing.T) {
	p, s := play(t)
	p.Press("space")
	curve := append(s.snap.Curve[:0:0], s.snap.Curve...)
	for i := range 4 {
		q := curve[len(curve)-1]
		q.Round++
		q.Train -= .02
		q.Validation += .02 * float64(i+1)
		curve = append(curve, q)
	}
	s.snap = bench.Snapshot{Curve: curve, Best: 3}
	if text := strings.Join(s.summary(), " "); !strings.Contains(text, "rising since") || !strings.Contains(text, "overfitting") {
		t.Error(text)
	}
}

func TestEveryActionHasHelp(t *testing.T) {
	p, s := play(t)
	for _, keys := range [][]string{nil, {"n"}, {"x"}} {
		p.Press(keys...)
		for _, a := range s.Actions() {
			if a.Help == "" || a.Name == "" || !strings.HasSuffix(a.Help, ".") {
				t.Errorf("%v: %q %q", a.Key, a.Name, a.Help)
			}
		}
	}
}

func TestEverySizeDraws(t *testing.T) {
	p, s := play(t)
	p.Press("space")
	for s.pane = range panes {
		for _, at := range [][2]int{{1, 1}, {10, 3}, {39, 7}, {57, 14}, {77, 16}, {101, 23}, {200, 60}} {
			p.Plain(at[0], at[1])
		}
	}
}

func TestAFailedTrainingSaysWhyAndKeepsTheOldModel(t *testing.T) {
	p, s := play(t)
	p.Press("space")
	old := s.bench.Trained()
	s.Update(bench.Stepped{Err: errTest})
	if s.bench.Trained() != old {
		t.Fatal("the old model is gone")
	}
	has(t, p, "it did not work out")
	p.Run(s.bench.Change(func(w *pipeline.Workflow) error { return w.Set("logistic.c=2") }))
	if drawn := p.Plain(120, 32); strings.Contains(drawn, "did not work out") {
		t.Error("the error outlives a change")
	}
}

func TestLongCurvesAreThinned(t *testing.T) {
	p, s := play(t)
	p.Press("space")
	q := s.snap.Curve[5]
	for range 5000 {
		q.Round++
		s.snap.Curve = append(s.snap.Curve, q)
	}
	has(t, p, "5,005 rounds", "4000")
}
