package train

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"assay/models"
	"assay/models/param"
)

// script is a learner that gives the positive class a fixed probability each round, so that every loss is known.
type script struct {
	ps   []float64 // round 0 first
	fail int       // the round that fails; 0 never
}

func (s *script) Params() []param.Param { return nil }

func (s *script) Start(models.Examples, uint64) (models.Trainer, error) {
	if len(s.ps) == 0 {
		return nil, errors.New("nothing to say")
	}
	return &scripted{script: s}, nil
}

type scripted struct {
	*script
	at int
}

func (s *scripted) Step() (models.Round, error) {
	if s.at+1 == s.fail {
		return models.Round{}, errors.New("the weights overflowed")
	}
	if s.at+1 >= len(s.ps) {
		return models.Round{}, io.EOF
	}
	s.at++
	return models.Round{Note: "said"}, nil
}

func (s *scripted) Model() models.Model { return fixed(s.ps[s.at]) }

// fixed answers everybody the same.
type fixed float64

func (f fixed) Predict(dst *mat.Dense, x models.Matrix) {
	for i := range x.Rows {
		dst.Set(i, 0, 1-float64(f))
		dst.Set(i, 1, float64(f))
	}
}
func (f fixed) Outputs() int                 { return 2 }
func (f fixed) Fits(models.Matrix) error     { return nil }
func (f fixed) MarshalJSON() ([]byte, error) { return json.Marshal(float64(f)) }

// examples are n rows of which the first ones are positive.
func examples(n, positive int) models.Examples {
	ex := models.Examples{X: models.Matrix{Rows: n, Columns: []models.Column{{Name: "x", Values: make([]float64, n)}}}, Y: make([]float64, n)}
	for i := range positive {
		ex.Y[i] = 1
	}
	return ex
}

// start drives a script with 6 of 10 training and 3 of 4 validation rows positive.
func start(t *testing.T, d Driver, ps ...float64) *Run {
	t.Helper()
	r, err := d.Start(&script{ps: ps}, examples(10, 6), examples(4, 3), 1)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func toEnd(t *testing.T, r *Run) {
	t.Helper()
	for range 100 {
		if _, err := r.Step(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("training does not end")
}

func TestRoundZeroIsTheUntrainedModel(t *testing.T) {
	r := start(t, *NewDriver(), .5, .6)
	if len(r.Curve) != 1 {
		t.Fatalf("%d points before the first step", len(r.Curve))
	}
	p := r.Curve[0]
	if p.Round != 0 || math.Abs(p.Train-math.Ln2) > 1e-15 || math.Abs(p.Validation-math.Ln2) > 1e-15 {
		t.Errorf("round 0 is %+v, wanted losses of ln 2", p)
	}
	if p.TrainWrong != 4 || p.ValidWrong != 1 || p.TrainRight != .6 || p.ValidRight != .75 {
		t.Errorf("round 0 counts %+v: at p = .5 all are called positive", p)
	}
}

func TestLossesAndMistakes(t *testing.T) {
	r := start(t, *NewDriver(), .5, .2)
	p, err := r.Step()
	if err != nil {
		t.Fatal(err)
	}
	if want := -(6*math.Log(.2) + 4*math.Log(.8)) / 10; math.Abs(p.Train-want) > 1e-15 {
		t.Errorf("training loss %v, wanted %v", p.Train, want)
	}
	if p.Round != 1 || p.TrainWrong != 6 || p.ValidWrong != 3 || p.Note != "said" {
		t.Errorf("round 1 is %+v", p)
	}
}

func TestWithoutPatienceTheLastRoundIsKept(t *testing.T) {
	r := start(t, *NewDriver(), .5, .75, .9, .95)
	toEnd(t, r)
	if len(r.Curve) != 4 || r.Best() != 1 || r.Kept() != 3 || r.Model() != fixed(.95) {
		t.Errorf("%d points, best %d, model %v", len(r.Curve), r.Best(), r.Model())
	}
}

func TestPatienceStopsAndKeepsTheBest(t *testing.T) {
	r := start(t, Driver{Patience: 2}, .5, .75, .9, .95, .96, .97)
	toEnd(t, r)
	if len(r.Curve) != 4 || r.Best() != 1 || r.Kept() != 1 || r.Model() != fixed(.75) {
		t.Errorf("%d points, best %d, model %v; wanted to stop two rounds after the best", len(r.Curve), r.Best(), r.Model())
	}
	if _, err := r.Step(); !errors.Is(err, io.EOF) {
		t.Errorf("a step after the end: %v", err)
	}
}

func TestRoundsEndTraining(t *testing.T) {
	r := start(t, Driver{Rounds: 2}, .5, .55, .6, .65)
	toEnd(t, r)
	if len(r.Curve) != 3 || r.Model() != fixed(.6) {
		t.Errorf("%d points, model %v after two rounds", len(r.Curve), r.Model())
	}
}

func TestStopKeepsTheBest(t *testing.T) {
	r := start(t, *NewDriver(), .5, .75, .9, .95)
	for range 2 {
		if _, err := r.Step(); err != nil {
			t.Fatal(err)
		}
	}
	if r.Model() != fixed(.9) {
		t.Errorf("under way the model is %v, wanted the newest", r.Model())
	}
	r.Stop()
	if r.Model() != fixed(.75) {
		t.Errorf("stopped with %v, wanted the round with the lowest validation loss", r.Model())
	}
	if _, err := r.Step(); !errors.Is(err, io.EOF) || len(r.Curve) != 3 {
		t.Errorf("a step after the stop: %v, %d points", err, len(r.Curve))
	}
}

func TestStopBeforeTheFirstRound(t *testing.T) {
	r := start(t, *NewDriver(), .5, .75)
	r.Stop()
	if r.Model() != fixed(.5) || r.Best() != 0 {
		t.Errorf("stopped at once: %v, best %d", r.Model(), r.Best())
	}
}

func TestErrorsSayWhere(t *testing.T) {
	if _, err := NewDriver().Start(&script{}, examples(1, 1), examples(1, 1), 1); err == nil || !strings.HasPrefix(err.Error(), "train: ") {
		t.Errorf("start: %v", err)
	}
	r, err := NewDriver().Start(&script{ps: []float64{.5, .6, .7}, fail: 2}, examples(4, 2), examples(4, 2), 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Step(); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Step(); err == nil || !strings.Contains(err.Error(), "round 2") || !strings.Contains(err.Error(), "overflowed") {
		t.Errorf("the failing round says %v", err)
	}
}

func TestWeightsCountLikeRows(t *testing.T) {
	ex := examples(4, 1)
	ex.Weights = []float64{3, 1, 1, 1}
	loss, _ := score(fixed(.8), ex, mat.NewDense(4, 2, nil))
	if want := -(3*math.Log(.8) + 3*math.Log(.2)) / 6; math.Abs(loss-want) > 1e-15 {
		t.Errorf("weighted loss %v, wanted %v", loss, want)
	}
	if loss, _ := score(fixed(0), examples(2, 2), mat.NewDense(2, 2, nil)); math.IsInf(loss, 0) || loss < 30 {
		t.Errorf("a certain mistake costs %v, wanted much but finite", loss)
	}
}
