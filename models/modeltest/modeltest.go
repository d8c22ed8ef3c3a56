// Package modeltest checks the laws of package models on a learner. The checker returns an error instead of failing a
// test, so that it can itself be tested with learners that break a law.
package modeltest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"

	"gonum.org/v1/gonum/mat"

	"assay/models"
)

// Check learns from small made-up tables with fresh learners from learn, and brings models back with restore. It
// returns nil when every law holds, else one error per law broken, joined. It sets GOMAXPROCS for a moment, so it
// should not run beside other tests.
func Check(learn func() models.Learner, restore func(json.RawMessage) (models.Model, error)) error {
	k := kit{learn: learn, restore: restore}
	var broken []error
	for _, law := range laws {
		if err := k.try(law.holds); err != nil {
			broken = append(broken, fmt.Errorf("%s: %w", law.name, err))
		}
	}
	return errors.Join(broken...)
}

// law is one promise: a short name, and a function that returns an error when it is broken.
type law struct {
	name  string
	holds func(kit) error
}

var laws = []law{
	{"same model on any number of cores", kit.sameBits},
	{"settings and examples untouched", kit.untouched},
	{"model detached from examples", kit.detached},
	{"later rounds leave a model alone", kit.frozen},
	{"rounds count up and end", kit.rounds},
	{"probabilities sum to 1", kit.sums},
	{"a row scores the same alone", kit.alone},
	{"weight 2 is the row twice", kit.weights},
	{"saved and back to the bit", kit.saved},
	{"damaged saves refused", kit.damaged},
	{"other columns refused", kit.columns},
	{"bad values refused by name", kit.badValues},
	{"bad examples refused", kit.badExamples},
	{"odd tables learned", kit.oddTables},
	{"one class handled", kit.oneClass},
	{"three classes handled", kit.threeClasses},
	{"parts add up", kit.parts},
}

// kit is the learner under test.
type kit struct {
	learn   func() models.Learner
	restore func(json.RawMessage) (models.Model, error)
}

// try turns a panic into an error.
func (k kit) try(holds func(kit) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return holds(k)
}

// most is the number of rounds after which a trainer counts as endless.
const most = 100_000

// train takes all rounds with a fresh learner.
func (k kit) train(ex models.Examples) (models.Model, error) {
	t, err := k.learn().Start(ex, seed)
	if err != nil {
		return nil, err
	}
	for range most {
		if _, err := t.Step(); errors.Is(err, io.EOF) {
			return t.Model(), nil
		} else if err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("no end after %d rounds", most)
}

// predict scores x into part of a larger matrix that holds NaN, so that an answer must be written and in its place.
func predict(m models.Model, x models.Matrix) *mat.Dense {
	frame := mat.NewDense(x.Rows+2, m.Outputs()+2, nil)
	frame.Apply(func(_, _ int, _ float64) float64 { return math.NaN() }, frame)
	dst := frame.Slice(1, x.Rows+1, 1, m.Outputs()+1).(*mat.Dense)
	m.Predict(dst, x)
	return mat.DenseCopyOf(dst)
}

// sameBitsOf reports the first place where two predictions differ in any bit.
func sameBitsOf(a, b *mat.Dense) error { return within(a, b, 0) }

// within reports the first place where two predictions differ by more than tolerance.
func within(a, b *mat.Dense, tolerance float64) error {
	rows, columns := a.Dims()
	if r, c := b.Dims(); r != rows || c != columns {
		return fmt.Errorf("%dx%d predictions and %dx%d", rows, columns, r, c)
	}
	for i := range rows {
		for j := range columns {
			x, y := a.At(i, j), b.At(i, j)
			if math.Float64bits(x) != math.Float64bits(y) && !(math.Abs(x-y) <= tolerance && tolerance > 0) {
				return fmt.Errorf("row %d, output %d: %v and %v", i, j, x, y)
			}
		}
	}
	return nil
}

// proper reports the first row whose predictions are not probabilities that sum to 1.
func proper(p *mat.Dense) error {
	rows, columns := p.Dims()
	for i := range rows {
		sum := 0.0
		for j := range columns {
			v := p.At(i, j)
			if !(v >= 0 && v <= 1) {
				return fmt.Errorf("row %d, class %d: %v is not a probability", i, j, v)
			}
			sum += v
		}
		if math.Abs(sum-1) > 1e-9 {
			return fmt.Errorf("row %d: probabilities sum to %v", i, sum)
		}
	}
	return nil
}
