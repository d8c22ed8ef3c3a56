package predict_test

import (
	"encoding/json"
	"math"
	"testing"

	"assay/pipeline/predict"
	"assay/pipeline/prepare"
)

// A slip of the hand in one row neither stops the others nor makes an answer that is no number.
func TestFarNumbersAreAnswered(t *testing.T) {
	s, err := predict.Open(edited(t, func(b *predict.Bundle) {
		for _, step := range b.Recipe.Steps {
			if scales, ok := step.Do.(*prepare.Scales); ok {
				for j := range scales.Columns {
					scales.Columns[j].Width = 1e-3 // as of a column of small numbers
				}
			}
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	for _, cell := range []string{"1e308", "-1e308", "1e-320", "999999999999999999999999", "$1e308", "1e305 k"} {
		records := [][]string{make([]string, len(s.Fields())), make([]string, len(s.Fields()))}
		for j := range records[0] {
			records[0][j] = cell
		}
		all, err := s.Decide(records)
		if err != nil {
			t.Fatalf("%s: %v", cell, err)
		}
		for _, d := range all {
			if !(d.Probability >= 0 && d.Probability <= 1) || math.IsNaN(d.LogOdds) || math.IsInf(d.LogOdds, 0) {
				t.Errorf("%s: probability %v, log-odds %v", cell, d.Probability, d.LogOdds)
			}
			if _, err := json.Marshal(d); err != nil {
				t.Errorf("%s: %v", cell, err)
			}
		}
	}
}
