package models

import (
	"encoding/json"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// LogisticModel is an intercept and a weight per numeric column, in log-odds of class 1.
type LogisticModel struct {
	Columns   layout    `json:"columns"`
	Intercept float64   `json:"intercept"`
	Weights   []float64 `json:"weights"` // in the order of Matrix.Names
}

// Predict writes the probabilities of class 0 and class 1. The log-odds are added up column by column, always in the
// same order, so a row scores the same alone as in company.
func (m *LogisticModel) Predict(dst *mat.Dense, x Matrix) {
	m.Columns.mustFit(dst, x, 2)
	out := dst.RawMatrix()
	if x.Rows <= chunkRows {
		m.predict(out.Data, out.Stride, x, 0, x.Rows)
		return
	}
	overChunks(x.Rows, func() struct{} { return struct{}{} },
		func(_ struct{}, low, high int) { m.predict(out.Data, out.Stride, x, low, high) }, nil)
}

// predict scores rows low to high. The second output column holds the growing sum.
func (m *LogisticModel) predict(out []float64, stride int, x Matrix, low, high int) {
	for i := low; i < high; i++ {
		out[i*stride+1] = m.Intercept
	}
	at := 0
	for _, c := range x.Columns {
		w := m.Weights[at : at+c.Width()]
		at += len(w)
		if c.Levels != nil {
			for i := low; i < high; i++ {
				if k := c.Codes[i]; uint(k) < uint(len(w)) {
					out[i*stride+1] += w[k]
				}
			}
			continue
		}
		for i := low; i < high; i++ {
			out[i*stride+1] += float64(w[0] * c.Values[i]) // rounded here, as in Parts: no fused multiply-add
		}
	}
	for i := low; i < high; i++ {
		out[i*stride], out[i*stride+1] = sigmoid(out[i*stride+1])
	}
}

// Parts returns the intercept and what each column of row i adds; added up in that order they are the log-odds that
// Predict uses, to the bit.
func (m *LogisticModel) Parts(x Matrix, i int) (float64, []float64) {
	parts := make([]float64, len(x.Columns))
	at := 0
	for j, c := range x.Columns {
		w := m.Weights[at : at+c.Width()]
		at += len(w)
		if c.Levels == nil {
			parts[j] = w[0] * c.Values[i]
		} else if k := c.Codes[i]; uint(k) < uint(len(w)) {
			parts[j] = w[k]
		}
	}
	return m.Intercept, parts
}

// Terms returns the intercept and a copy of the weights, in log-odds of class 1.
func (m *LogisticModel) Terms() (float64, []float64) {
	return m.Intercept, append([]float64(nil), m.Weights...)
}

// Outputs is 2, the number of classes.
func (m *LogisticModel) Outputs() int { return 2 }

// Fits reports whether x has the columns of the training rows.
func (m *LogisticModel) Fits(x Matrix) error { return m.Columns.fits(x) }

// sigmoid turns log-odds into the probabilities of class 0 and class 1. Only exp of a negative number is taken, so
// nothing overflows and the small one keeps all its digits.
func sigmoid(s float64) (p0, p1 float64) {
	e := math.Exp(-math.Abs(s))
	small, big := e/(1+e), 1/(1+e)
	if s >= 0 {
		return small, big
	}
	return big, small
}

func restoreLogistic(data json.RawMessage) (Model, error) {
	var m LogisticModel
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("logistic: %w", err)
	}
	if m.Weights == nil || len(m.Weights) != m.Columns.width() {
		return nil, fmt.Errorf("logistic: %d weights for %d numeric columns; the saved model is damaged", len(m.Weights), m.Columns.width())
	}
	return &m, nil
}
