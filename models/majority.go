package models

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"assay/models/param"
)

var majorityEntry = Entry{
	Name:  "majority",
	Title: "Majority (baseline)",
	About: "Ignores every column and gives each case the class shares of the training rows.\n" +
		"Whatever does not beat it has learned nothing.",
	New:     func() Learner { return &Majority{} },
	Restore: restoreMajority,
}

// Majority gives every case the class shares of the training rows,
//
//	p(class k) = (weight of the rows of class k) / (weight of all rows),
//
// the constant with the smallest training log loss. It is the floor every other learner is compared with (Witten,
// Frank & Hall, Data Mining, 3rd ed. 2011, section 4.1 call its classifying form 0-R). It has no settings.
type Majority struct{}

// Params returns no settings.
func (*Majority) Params() []param.Param { return nil }

// Start refuses examples without rows or classes, and columns that are not finite.
func (*Majority) Start(ex Examples, _ uint64) (Trainer, error) {
	if err := checkClassification("majority", ex); err != nil {
		return nil, err
	}
	weights := classWeights(ex)
	return &majorityTrainer{
		model:  &MajorityModel{Columns: layoutOf(ex.X), Shares: uniform(len(weights))},
		shares: shares(weights), classes: slices.Clone(ex.Classes),
	}, nil
}

// majorityTrainer knows the shares from the start; its one round hands them over.
type majorityTrainer struct {
	model   *MajorityModel
	shares  []float64
	classes []string
	done    bool
}

func (t *majorityTrainer) Step() (Round, error) {
	if t.done {
		return Round{}, io.EOF
	}
	t.done = true
	t.model = &MajorityModel{Columns: t.model.Columns, Shares: t.shares}
	k := largest(t.shares)
	return Round{Number: 1, Loss: entropy(t.shares), Note: fmt.Sprintf("%.1f %% of the rows are %s", 100*t.shares[k], t.classes[k])}, nil
}

func (t *majorityTrainer) Model() Model { return t.model }

// MajorityModel is the class shares of the training rows; before the first round all classes are equally likely.
type MajorityModel struct {
	Columns layout    `json:"columns"`
	Shares  []float64 `json:"shares"` // a share per class, summing to 1
}

// Predict writes the same shares to every row.
func (m *MajorityModel) Predict(dst *mat.Dense, x Matrix) {
	m.Columns.mustFit(dst, x, m.Outputs())
	for i := range x.Rows {
		dst.SetRow(i, m.Shares)
	}
}

// Outputs is the number of classes.
func (m *MajorityModel) Outputs() int { return len(m.Shares) }

// Fits reports whether x has the columns of the training rows.
func (m *MajorityModel) Fits(x Matrix) error { return m.Columns.fits(x) }

func restoreMajority(data json.RawMessage) (Model, error) {
	var m MajorityModel
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("majority: %w", err)
	}
	if err := checkShares(m.Shares); err != nil {
		return nil, fmt.Errorf("majority: %w", err)
	}
	return &m, nil
}

// checkShares refuses what cannot be the probabilities of the classes of a saved model.
func checkShares(p []float64) error {
	sum := 0.0
	for _, v := range p {
		if !(v >= 0 && v <= 1) {
			return fmt.Errorf("%v is no share of a class; the saved model is damaged", v)
		}
		sum += v
	}
	if math.Abs(sum-1) > 1e-9 {
		return fmt.Errorf("the class shares sum to %v instead of 1; the saved model is damaged", sum)
	}
	return nil
}

// uniform is the answer of a model that knows nothing.
func uniform(classes int) []float64 {
	out := make([]float64, classes)
	for k := range out {
		out[k] = 1 / float64(classes)
	}
	return out
}

// shares scales weights to sum to 1.
func shares(weights []float64) []float64 {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	out := make([]float64, len(weights))
	for k, w := range weights {
		out[k] = w / total
	}
	return out
}

// entropy is the log loss, in nats, of predicting shares for rows that have these shares.
func entropy(shares []float64) float64 {
	sum := 0.0
	for _, p := range shares {
		if p > 0 {
			sum -= p * math.Log(p)
		}
	}
	return sum
}

// largest is the position of the first largest number.
func largest(p []float64) int {
	best := 0
	for k, v := range p {
		if v > p[best] {
			best = k
		}
	}
	return best
}
