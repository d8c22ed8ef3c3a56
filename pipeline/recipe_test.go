package pipeline_test

import (
	"testing"

	"assay/pipeline"
)

// The default recipe brings a dirty file to what its clean twin gives, once a person ignored the column that gives the
// answer away, which the health board asks for.
func TestDefaultRecipeOnMessyLoans(t *testing.T) {
	auc := func(w pipeline.Workflow) float64 {
		c := compared(t, w, "scale=on,off")
		return c.Recipes[c.Current].AUC.Value
	}
	truth := pipeline.New(shared(t, "messy_loans_truth.csv"))
	for _, file := range []string{"messy_loans.csv", "messy_loans_semicolon_latin1.csv"} {
		gap := 0.0
		for seed := range uint64(3) { // folds of one seed differ from those of another by more than the limit
			messy := pipeline.New(shared(t, file))
			messy.Collect.Roles = pipeline.Settings{"Decision Letter": "ignored"}
			messy.Seed, truth.Seed = seed, seed
			gap += (auc(truth) - auc(messy)) / 3
		}
		if gap > .01 {
			t.Errorf("%s: the AUC is %.4f below that of the clean twin", file, gap)
		}
	}
}

// Preparation beats the choice of model: plain scaling gives .724 here.
func TestDefaultRecipeOnTaiwanDefault(t *testing.T) {
	w := pipeline.New(shared(t, "taiwan_default.csv"))
	w.Collect.Target = "default_next_month"
	c := compared(t, w, "scale=on,off")
	if got := c.Recipes[c.Current].AUC.Value; got <= .745 {
		t.Errorf("AUC %.4f", got)
	}
}
