package modeltest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"

	"assay/models"
)

// sums looks at the untrained model and at that of every round, on rows not learned from.
func (k kit) sums() error {
	t, err := k.learn().Start(Mixed(300, 7), seed)
	if err != nil {
		return err
	}
	x := Mixed(100, 8).X
	for n := 0; ; n++ {
		if err := proper(predict(t.Model(), x)); err != nil {
			return fmt.Errorf("after %d rounds, %w", n, err)
		}
		if _, err := t.Step(); errors.Is(err, io.EOF) || n == 200 {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// alone scores rows of a large batch one by one, and the batch backwards.
func (k kit) alone() error {
	m, err := k.train(Mixed(300, 9))
	if err != nil {
		return err
	}
	x := Mixed(20_000, 10).X
	batch := predict(m, x)
	for i := 0; i < x.Rows; i += 97 {
		row := batch.Slice(i, i+1, 0, m.Outputs()).(*mat.Dense)
		if err := sameBitsOf(predict(m, x.Select([]int{i})), row); err != nil {
			return fmt.Errorf("row %d alone and in a batch: %w", i, err)
		}
	}
	few := make([]int, 200)
	for i := range few {
		few[i] = i
	}
	forward := predict(m, x.Select(few))
	slices.Reverse(few)
	backward := predict(m, x.Select(few))
	for i := range few {
		a, b := forward.Slice(i, i+1, 0, m.Outputs()).(*mat.Dense), backward.Slice(len(few)-1-i, len(few)-i, 0, m.Outputs()).(*mat.Dense)
		if err := sameBitsOf(a, b); err != nil {
			return fmt.Errorf("row %d in a batch and in the same batch backwards: %w", i, err)
		}
	}
	return nil
}

func (k kit) saved() error {
	ex := Mixed(300, 11)
	t, err := k.learn().Start(ex, seed)
	if err != nil {
		return err
	}
	trained, err := k.train(ex)
	if err != nil {
		return err
	}
	for what, m := range map[string]models.Model{"untrained": t.Model(), "trained": trained} {
		save, err := json.Marshal(m)
		if err != nil {
			return fmt.Errorf("the %s model cannot be saved: %w", what, err)
		}
		back, err := k.restore(save)
		if err != nil {
			return fmt.Errorf("the %s model does not come back: %w", what, err)
		}
		if back.Outputs() != m.Outputs() {
			return fmt.Errorf("the %s model comes back with %d outputs instead of %d", what, back.Outputs(), m.Outputs())
		}
		if err := back.Fits(ex.X); err != nil {
			return fmt.Errorf("the %s model comes back not fitting its examples: %w", what, err)
		}
		if err := sameBitsOf(predict(m, ex.X), predict(back, ex.X)); err != nil {
			return fmt.Errorf("the %s model comes back scoring otherwise: %w", what, err)
		}
		if again, _ := json.Marshal(back); !bytes.Equal(again, save) {
			return fmt.Errorf("the %s model is saved otherwise the second time: %.200s and %.200s", what, save, again)
		}
	}
	return nil
}

// copy saves a model and brings it back.
func (k kit) copy(m models.Model) (models.Model, error) {
	save, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("it cannot be saved: %w", err)
	}
	return k.restore(save)
}

func (k kit) damaged() error {
	m, err := k.train(Mixed(300, 12))
	if err != nil {
		return err
	}
	save, err := json.Marshal(m)
	if err != nil {
		return err
	}
	for _, bad := range []string{"", "{}", "null", "[]", "7", `"x"`, string(save[:len(save)/2])} {
		if _, err := k.restore(json.RawMessage(bad)); err == nil {
			return fmt.Errorf("%.40q is taken for a saved model", bad)
		}
	}
	return nil
}

// columns offers matrices that differ from the examples in one way each.
func (k kit) columns() error {
	ex := Mixed(300, 13)
	m, err := k.train(ex)
	if err != nil {
		return err
	}
	if err := m.Fits(ex.X); err != nil {
		return fmt.Errorf("its own examples are refused: %w", err)
	}
	if err := m.Fits(models.Matrix{Columns: ex.X.Columns[:5], Rows: 300}); !says(err, "5", "6") {
		return fmt.Errorf("a matrix of 5 columns where 6 were learned must be refused with both numbers; got %v", err)
	}
	change := func(f func(c []models.Column)) error {
		other := Copy(ex)
		f(other.X.Columns)
		return m.Fits(other.X)
	}
	if err := change(func(c []models.Column) { c[0].Name = "renamed" }); !says(err, "renamed", "age") {
		return fmt.Errorf("a renamed column must be refused with both names; got %v", err)
	}
	if err := change(func(c []models.Column) { c[2], c[3] = c[3], c[2] }); err == nil {
		return errors.New("columns in another order are accepted")
	}
	if err := change(func(c []models.Column) { c[1].Levels[0], c[1].Levels[1] = c[1].Levels[1], c[1].Levels[0] }); !says(err, "job") {
		return fmt.Errorf("levels in another order must be refused with the column's name; got %v", err)
	}
	if err := change(func(c []models.Column) {
		c[0] = models.Column{Name: "age", Field: "age", Levels: []string{"a"}, Codes: make([]int32, 300)}
	}); !says(err, "age") {
		return fmt.Errorf("a category where a number was learned must be refused with the column's name; got %v", err)
	}
	return nil
}

// says reports whether err is an error that mentions all of the words.
func says(err error, words ...string) bool {
	for _, w := range words {
		if err == nil || !strings.Contains(err.Error(), w) {
			return false
		}
	}
	return true
}

// parts holds models that are sums inside to their word.
func (k kit) parts() error {
	ex := Mixed(300, 14)
	m, err := k.train(ex)
	if err != nil {
		return err
	}
	linear, ok := m.(models.Linear)
	if !ok {
		return nil
	}
	if _, w := linear.Terms(); len(w) != ex.X.Width() {
		return fmt.Errorf("%d weights for %d numeric columns", len(w), ex.X.Width())
	}
	p := predict(m, ex.X)
	for i := range ex.X.Rows {
		sum, parts := linear.Parts(ex.X, i)
		if len(parts) != len(ex.X.Columns) {
			return fmt.Errorf("%d parts for %d columns", len(parts), len(ex.X.Columns))
		}
		for _, v := range parts {
			sum += v
		}
		if want := 1 / (1 + math.Exp(-sum)); !(math.Abs(p.At(i, 1)-want) <= 1e-15) {
			return fmt.Errorf("row %d: the parts give %v, Predict gives %v", i, want, p.At(i, 1))
		}
	}
	return nil
}
