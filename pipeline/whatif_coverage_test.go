package pipeline

import (
	"context"
	"math/rand/v2"
	"testing"

	"assay/models"
	"assay/pipeline/evaluate"
	"assay/pipeline/table"
	"assay/pipeline/train"
)

// Two models that see the same signal, each beside noise of its own, are equally good on average. The interval of their
// lead over five folds must leave 0 out about one time in twenty, though it ignores that other training rows would have
// made other models.
func TestLeadsOfEqualModelsAreRarelySure(t *testing.T) {
	const n, times = 240, 400
	r := rand.New(rand.NewPCG(11, 12))
	sure := 0
	for seed := range uint64(times) {
		y, signal := make([]float64, n), make([]float64, n)
		noises := make([][]float64, 6)
		for j := range noises {
			noises[j] = make([]float64, n)
		}
		for i := range n {
			y[i] = float64(r.IntN(2))
			signal[i] = y[i] + 1.2*r.NormFloat64()
			for j := range noises {
				noises[j][i] = r.NormFloat64()
			}
		}
		of, err := table.New([]*table.Column{table.NewNumber("s", signal)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		folds, err := train.Folds(of, y, 5, seed, train.Stratified)
		if err != nil {
			t.Fatal(err)
		}
		var duels []evaluate.Duel
		for _, f := range folds {
			duels = append(duels, evaluate.Duel{Y: pick(y, f.Held), P: fitted(t, y, f, signal, noises[:3]), Q: fitted(t, y, f, signal, noises[3:])})
		}
		if s := evaluate.MeanLead(duels, 1); s.Low > 0 || s.High < 0 {
			sure++
		}
	}
	if share := float64(sure) / times; share > .1 {
		t.Errorf("equal models are told apart in %.3f of the tries, wanted about .05", share)
	}
}

// fitted are the scores of the rows held back by a model of a signal and some noise.
func fitted(t *testing.T, y []float64, f train.Fold, signal []float64, noise [][]float64) []float64 {
	t.Helper()
	x := models.Matrix{Rows: len(y), Columns: []models.Column{{Name: "s", Values: signal}}}
	for j, values := range noise {
		x.Columns = append(x.Columns, models.Column{Name: string(rune('a' + j)), Values: values})
	}
	m, err := models.Learn(context.Background(), "logistic", models.Examples{X: x.Select(f.Train), Y: pick(y, f.Train), Classes: []string{"no", "yes"}}, 1)
	if err != nil {
		t.Fatal(err)
	}
	return train.Positive(m, x.Select(f.Held))
}
