package models

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// layout remembers the columns a model was learned from, apart from their rows. It is part of a saved model.
type layout []layoutColumn

type layoutColumn struct {
	Name   string   `json:"name"`
	Field  string   `json:"field,omitempty"`
	Levels []string `json:"levels"` // null for a number
}

// layoutOf copies the description of x, so that later changes to x do not reach the model.
func layoutOf(x Matrix) layout {
	out := make(layout, len(x.Columns))
	for j, c := range x.Columns {
		out[j] = layoutColumn{Name: c.Name, Field: c.Field, Levels: slices.Clone(c.Levels)}
	}
	return out
}

// fits reports the first difference between the columns learned from and those of x.
func (l layout) fits(x Matrix) error {
	if len(x.Columns) != len(l) {
		return fmt.Errorf("the model was learned from %d columns and got %d; prepare the rows with the recipe it was trained with", len(l), len(x.Columns))
	}
	for j, c := range x.Columns {
		switch want := l[j]; {
		case c.Name != want.Name:
			return fmt.Errorf("column %d is %q where the model learned from %q; columns must have the same names in the same order", j+1, c.Name, want.Name)
		case (c.Levels == nil) != (want.Levels == nil):
			return fmt.Errorf("column %q is %s where the model learned from %s", c.Name, kindOf(c.Levels), kindOf(want.Levels))
		case !slices.Equal(c.Levels, want.Levels):
			return fmt.Errorf("column %q does not have the %d levels the model learned, in their order; prepare the rows with the recipe it was trained with", c.Name, len(want.Levels))
		}
	}
	return nil
}

func kindOf(levels []string) string {
	if levels == nil {
		return "a number"
	}
	return "a category"
}

// names gives a name per numeric column, as Matrix.Names does.
func (l layout) names() []string { return l.matrix().Names() }

// width is the number of numeric columns, as Matrix.Width counts them.
func (l layout) width() int { return l.matrix().Width() }

// matrix is a matrix with these columns and no rows.
func (l layout) matrix() Matrix {
	m := Matrix{Columns: make([]Column, len(l))}
	for j, c := range l {
		m.Columns[j] = Column{Name: c.Name, Field: c.Field, Levels: c.Levels}
	}
	return m
}

// mustFit panics when Predict was given a destination or a matrix of another size.
func (l layout) mustFit(dst *mat.Dense, x Matrix, outputs int) {
	if len(x.Columns) != len(l) {
		panic(fmt.Sprintf("models: predict: learned from %d columns, got %d", len(l), len(x.Columns)))
	}
	if r, c := dst.Dims(); r != x.Rows || c != outputs {
		panic(fmt.Sprintf("models: predict: destination is %dx%d, need %dx%d", r, c, x.Rows, outputs))
	}
}

// checkClassification refuses examples that no classifier can learn from, naming the column or row at fault.
func checkClassification(learner string, ex Examples) error {
	switch {
	case ex.X.Rows == 0:
		return fmt.Errorf("%s: there are no rows to learn from", learner)
	case len(ex.Classes) == 0:
		return fmt.Errorf("%s: the target is a number and this learner tells classes apart; pick another learner or make the target a category", learner)
	case len(ex.Y) != ex.X.Rows:
		return fmt.Errorf("%s: %d rows have %d answers", learner, ex.X.Rows, len(ex.Y))
	case ex.Weights != nil && len(ex.Weights) != ex.X.Rows:
		return fmt.Errorf("%s: %d rows have %d weights", learner, ex.X.Rows, len(ex.Weights))
	}
	for i, y := range ex.Y {
		if !(y >= 0 && y < float64(len(ex.Classes))) || y != math.Trunc(y) {
			return fmt.Errorf("%s: row %d has class number %v; there are %d classes", learner, i, y, len(ex.Classes))
		}
		if w := ex.Weight(i); !(w > 0) || math.IsInf(w, 1) {
			return fmt.Errorf("%s: row %d has weight %v; weights must be positive and finite", learner, i, w)
		}
	}
	for _, c := range ex.X.Columns {
		if err := checkColumn(c, ex.X.Rows); err != nil {
			return fmt.Errorf("%s: %w", learner, err)
		}
	}
	return nil
}

// checkColumn refuses a column with missing or infinite numbers, unknown codes or another number of rows.
func checkColumn(c Column, rows int) error {
	if c.Levels != nil {
		if len(c.Codes) != rows {
			return fmt.Errorf("column %q has %d codes for %d rows", c.Name, len(c.Codes), rows)
		}
		for i, k := range c.Codes {
			if k < -1 || int(k) >= len(c.Levels) {
				return fmt.Errorf("column %q, row %d: code %d is not one of %d levels", c.Name, i, k, len(c.Levels))
			}
		}
		return nil
	}
	if len(c.Values) != rows {
		return fmt.Errorf("column %q has %d values for %d rows", c.Name, len(c.Values), rows)
	}
	for i, v := range c.Values {
		if math.IsNaN(v) {
			return fmt.Errorf("column %q, row %d is missing; add a step that fills gaps", c.Name, i)
		}
		if math.IsInf(v, 0) {
			return fmt.Errorf("column %q, row %d is infinite; correct it or set the column's role to ignored", c.Name, i)
		}
	}
	return nil
}

// classWeights is the total weight of the rows of each class.
func classWeights(ex Examples) []float64 {
	out := make([]float64, len(ex.Classes))
	for i, y := range ex.Y {
		out[int(y)] += ex.Weight(i)
	}
	return out
}
