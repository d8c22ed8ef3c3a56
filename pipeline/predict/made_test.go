package predict_test

import (
	"context"
	"math"
	"testing"

	"assay/pipeline"
	"assay/pipeline/prepare"
)

// A product of two fields belongs to neither: it is a reason by its own name, and the reasons still add up.
func TestProductsAreReasonsOfTheirOwn(t *testing.T) {
	w := pipeline.New(pipeline.Sample)
	last := len(w.Prepare) - 1
	w.Prepare = append(append([]prepare.Choice{}, w.Prepare[:last]...),
		prepare.Choice{Name: "interact", On: "income,credit_score"}, w.Prepare[last])
	s := pipeline.NewSession(w)
	if err := s.RunTo(context.Background(), pipeline.PredictStage); err != nil {
		t.Fatal(err)
	}
	service := s.Deployed().Service
	all, err := service.Decide(records(t, 50))
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range all {
		sum, made := 0.0, 0
		for _, r := range d.Reasons {
			sum += r.Effect
			if r.Made {
				if made++; r.Field != "income × credit_score" || r.Value != "" {
					t.Errorf("row %d: %+v", i, r)
				}
			}
		}
		if want := d.LogOdds - service.Bundle().Reference.LogOdds; made != 1 || math.Abs(sum-want) > 1e-9 {
			t.Errorf("row %d: %d products, reasons sum to %v, the log-odds differ by %v", i, made, sum, want)
		}
	}
}
