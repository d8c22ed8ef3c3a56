// Package models holds the learners: what a machine can learn from a matrix of numbers. It knows nothing of files,
// tables or screens.
//
// Four nouns carry it. A Learner holds settings and nothing else. Starting one on Examples gives a Trainer, which
// learns one round at a time, so whoever drives it can draw progress, measure held-back rows, pause by not calling it,
// and stop early. A Trainer yields a Model, plain data that scores the rows of a Matrix.
//
// Laws, kept by modeltest for every learner in the catalogue:
//   - the same learner, examples and seed give the same model to the bit, on any number of cores;
//   - learning changes neither the learner's settings nor the examples;
//   - a model is never changed by later rounds of the trainer that made it;
//   - a row scores the same alone as in company; the probabilities of a row sum to 1;
//   - a weight of 2 is the same as the row twice;
//   - a model marshals to JSON and comes back scoring the same to the bit.
package models

import (
	"gonum.org/v1/gonum/mat"

	"assay/models/param"
)

// Matrix is what learners see: cases in rows, features in columns, held by column. A category stays one vector of
// codes; it stands for one 0/1 column per level but those are never built.
type Matrix struct {
	Rows    int
	Columns []Column
}

// Column is one feature of a Matrix. Exactly one of Values and Codes is used.
type Column struct {
	Name   string    // what it is called, unique in the matrix
	Field  string    // the raw field it was made from: what reasons name
	Values []float64 // a number per row; never missing, always finite
	Codes  []int32   // a level per row, an index into Levels; -1 is none of them (all its 0/1 columns are 0)
	Levels []string  // set for a category, nil for a number
}

// Width is the number of numeric columns this column stands for.
func (c Column) Width() int {
	if c.Levels != nil {
		return len(c.Levels)
	}
	return 1
}

// Width is the number of numeric columns the matrix stands for: 1 for a number, one per level for a category.
func (m Matrix) Width() int {
	w := 0
	for _, c := range m.Columns {
		w += c.Width()
	}
	return w
}

// Names returns a name per numeric column, "field=level" for those of a category; length Width.
func (m Matrix) Names() []string {
	var out []string
	for _, c := range m.Columns {
		if c.Levels == nil {
			out = append(out, c.Name)
			continue
		}
		for _, l := range c.Levels {
			out = append(out, c.Name+"="+l)
		}
	}
	return out
}

// Select returns the given rows, in that order, as a new matrix.
func (m Matrix) Select(rows []int) Matrix {
	out := Matrix{Rows: len(rows), Columns: make([]Column, len(m.Columns))}
	for j, c := range m.Columns {
		d := c
		if c.Levels != nil {
			d.Codes = make([]int32, len(rows))
			for i, r := range rows {
				d.Codes[i] = c.Codes[r]
			}
		} else {
			d.Values = make([]float64, len(rows))
			for i, r := range rows {
				d.Values[i] = c.Values[r]
			}
		}
		out.Columns[j] = d
	}
	return out
}

// Examples are cases with known answers.
type Examples struct {
	X       Matrix
	Y       []float64 // class index per row (0, 1, ...), or the number to predict when Classes is empty
	Weights []float64 // importance per row, positive; nil means 1 each
	Classes []string  // class labels; Classes[1] is the positive one when there are two
}

// Weight is the weight of row i.
func (ex Examples) Weight(i int) float64 {
	if ex.Weights == nil {
		return 1
	}
	return ex.Weights[i]
}

// Learner holds settings and nothing else; what it learns ends up in a Model. The same learner, examples and seed
// always give the same model, on any number of cores.
type Learner interface {
	param.Settings
	// Start prepares learning. It refuses examples it cannot learn from (no rows, one class, infinities) with an
	// error that says what to do. The trainer's Model before the first Step is the untrained one.
	Start(ex Examples, seed uint64) (Trainer, error)
}

// Trainer learns one round at a time.
type Trainer interface {
	// Step learns one round and reports it; io.EOF after the last, when nothing more is to be learned.
	Step() (Round, error)
	// Model is what has been learned so far; later steps leave it alone.
	Model() Model
}

// Round reports one round of learning.
type Round struct {
	Number int     // 1 for the first
	Loss   float64 // mean loss on the training rows after this round: log loss (nats) or half squared error
	Note   string  // one short line about what changed, for people; may be empty
}

// Model scores cases. It is plain data and can be saved as JSON.
type Model interface {
	// Predict writes a row per case: one probability per class, or one number for a numeric target. dst must be
	// x.Rows x Outputs. The columns of x must be those learned from, in that order; anything else panics with both
	// widths, since callers check once with Fits.
	Predict(dst *mat.Dense, x Matrix)
	// Outputs is the number of columns Predict fills: the number of classes, or 1.
	Outputs() int
	// Fits reports whether x has the columns the model was learned from, by name and order.
	Fits(x Matrix) error
}

// Linear is a Model that is a weighted sum inside; screens and reasons show its parts.
type Linear interface {
	Model
	// Terms returns the intercept and a weight per numeric column (the names of Matrix.Names), in log-odds of
	// class 1 or in units of the target.
	Terms() (intercept float64, weights []float64)
	// Parts returns, for row i of x, the intercept and what each matrix column adds to the sum; their total is the
	// score (log-odds or number) that Predict turns into its output.
	Parts(x Matrix, i int) (intercept float64, parts []float64)
}
