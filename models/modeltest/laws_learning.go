package modeltest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"runtime"

	"gonum.org/v1/gonum/mat"

	"assay/models"
)

// sameBits learns from enough rows to be worth splitting, on one core and on two, twice with one learner.
func (k kit) sameBits() error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	ex := Mixed(20_000, 1)
	learner := k.learn()
	var saves [][]byte
	var scores []*mat.Dense
	for _, cores := range []int{1, 2, 2} {
		runtime.GOMAXPROCS(cores)
		m, err := (kit{learn: func() models.Learner { return learner }}).train(ex)
		if err != nil {
			return err
		}
		save, err := json.Marshal(m)
		if err != nil {
			return err
		}
		saves, scores = append(saves, save), append(scores, predict(m, ex.X))
	}
	for run := range saves {
		if !bytes.Equal(saves[run], saves[0]) {
			return fmt.Errorf("run %d learned another model than run 1: %.200s and %.200s", run+1, saves[run], saves[0])
		}
		if err := sameBitsOf(scores[run], scores[0]); err != nil {
			return fmt.Errorf("run %d scores otherwise than run 1: %w", run+1, err)
		}
	}
	return nil
}

func settings(l models.Learner) map[string]string {
	out := map[string]string{}
	for _, p := range l.Params() {
		out[p.Name] = p.Get()
	}
	return out
}

func (k kit) untouched() error {
	ex := Mixed(300, 2)
	ex.Weights = make([]float64, ex.X.Rows)
	for i := range ex.Weights {
		ex.Weights[i] = 1 + float64(i%3)
	}
	before, learner := Copy(ex), k.learn()
	want := settings(learner)
	m, err := (kit{learn: func() models.Learner { return learner }}).train(ex)
	if err != nil {
		return err
	}
	if got := settings(learner); !reflect.DeepEqual(got, want) {
		return fmt.Errorf("learning changed the settings %v to %v", want, got)
	}
	if !reflect.DeepEqual(ex, before) {
		return errors.New("learning changed the examples")
	}
	predict(m, ex.X)
	if !reflect.DeepEqual(ex, before) {
		return errors.New("predicting changed the matrix")
	}
	return nil
}

// detached overwrites the examples after learning; the model must not notice.
func (k kit) detached() error {
	ex := Mixed(300, 3)
	keep := Copy(ex)
	m, err := k.train(ex)
	if err != nil {
		return err
	}
	want := predict(m, keep.X)
	for i := range ex.Y {
		ex.Y[i] = 0
	}
	for j := range ex.X.Columns {
		c := &ex.X.Columns[j]
		c.Name = "overwritten"
		for i := range c.Values {
			c.Values[i] = math.NaN()
		}
		for i := range c.Codes {
			c.Codes[i] = -1
		}
		for i := range c.Levels {
			c.Levels[i] = "overwritten"
		}
	}
	if err := m.Fits(keep.X); err != nil {
		return fmt.Errorf("overwriting the examples changed the columns of the model: %w", err)
	}
	if err := sameBitsOf(predict(m, keep.X), want); err != nil {
		return fmt.Errorf("overwriting the examples changed the model: %w", err)
	}
	return nil
}

// frozen keeps every model of the first rounds and looks at them again at the end.
func (k kit) frozen() error {
	ex := Mixed(300, 4)
	t, err := k.learn().Start(ex, seed)
	if err != nil {
		return err
	}
	var kept []models.Model
	var want []*mat.Dense
	for range most {
		if len(kept) < 50 {
			kept = append(kept, t.Model())
			want = append(want, predict(t.Model(), ex.X))
		}
		if _, err := t.Step(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
	}
	for r, m := range kept {
		if err := sameBitsOf(predict(m, ex.X), want[r]); err != nil {
			return fmt.Errorf("the model of round %d changed later: %w", r, err)
		}
	}
	return nil
}

func (k kit) rounds() error {
	t, err := k.learn().Start(Mixed(300, 5), seed)
	if err != nil {
		return err
	}
	if t.Model() == nil {
		return errors.New("there is no untrained model before the first round")
	}
	for n := 1; n <= most; n++ {
		r, err := t.Step()
		if errors.Is(err, io.EOF) {
			if n == 1 {
				return errors.New("there was no round at all")
			}
			if _, err := t.Step(); !errors.Is(err, io.EOF) {
				return fmt.Errorf("after the end, another step gave %v instead of io.EOF", err)
			}
			return nil
		}
		if err != nil {
			return err
		}
		if r.Number != n {
			return fmt.Errorf("round %d calls itself %d", n, r.Number)
		}
		if math.IsNaN(r.Loss) || math.IsInf(r.Loss, 0) || r.Loss < 0 {
			return fmt.Errorf("round %d has loss %v", n, r.Loss)
		}
	}
	return fmt.Errorf("no end after %d rounds", most)
}

// weights compares integer weights with rows repeated, within what a converged solver leaves.
func (k kit) weights() error {
	ex := Mixed(300, 6)
	ex.Weights = make([]float64, ex.X.Rows)
	var rows []int
	for i := range ex.Weights {
		times := 1 + i%3
		if ex.Y[i] == 1 {
			times = 1 + i%2
		}
		ex.Weights[i] = float64(times)
		for range times {
			rows = append(rows, i)
		}
	}
	weighted, err := k.train(ex)
	if err != nil {
		return err
	}
	ex.Weights = nil
	repeated, err := k.train(selectRows(ex, rows))
	if err != nil {
		return err
	}
	if err := within(predict(weighted, ex.X), predict(repeated, ex.X), 1e-6); err != nil {
		return fmt.Errorf("weighted rows and repeated rows learn different models: %w", err)
	}
	return nil
}
