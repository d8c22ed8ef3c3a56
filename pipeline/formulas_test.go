package pipeline_test

import (
	"math"
	"strings"
	"testing"

	"assay/pipeline"
	"assay/pipeline/prepare"
)

// A workflow that calculates, renames, filters and leaves out columns trains, and its bundle answers raw questions: by
// the names of the file, and with reasons that add up.
func TestFormulasReachTheAnswers(t *testing.T) {
	w := pipeline.New(pipeline.Sample)
	w.Prepare = append(w.Prepare[:4:4],
		prepare.Choice{Name: "rename", Set: map[string]string{"names": "income=earnings"}},
		prepare.Choice{Name: "derive", Set: map[string]string{"formulas": "share = loan_amount / earnings ;; earnings = log1p(earnings)"}},
		prepare.Choice{Name: "filter", Set: map[string]string{"rows": "share < 5", "missing": "keep"}},
		prepare.Choice{Name: "drop", On: "loan_amount"},
		prepare.Choice{Name: "impute"}, prepare.Choice{Name: "rare"}, prepare.Choice{Name: "onehot"}, prepare.Choice{Name: "scale"})
	s := ran(t, w, pipeline.PredictStage)
	service := s.Deployed().Service
	answers := map[string]string{}
	for _, f := range service.Fields() {
		answers[f.Name] = f.Sample
		if f.Name == "income" && f.High == 0 {
			t.Error("the field income is not described by what it became")
		}
	}
	answers["loan_amount"] = "41,700.00"
	record, err := service.Record(answers)
	if err != nil {
		t.Fatal(err)
	}
	decisions, err := service.Decide([][]string{record})
	if err != nil {
		t.Fatal(err)
	}
	d, sum, names := decisions[0], 0., []string{}
	for _, r := range d.Reasons {
		sum += r.Effect
		names = append(names, r.Field)
		if r.Field == "share" && r.Value == "" {
			t.Error("the reason share has no value")
		}
	}
	if all := strings.Join(names, " "); !strings.Contains(all, "share") || !strings.Contains(all, "income") || strings.Contains(all, "earnings") || strings.Contains(all, "loan_amount") {
		t.Errorf("reasons are %s", all)
	}
	if want := d.LogOdds - service.Bundle().Reference.LogOdds; math.Abs(sum-want) > 1e-9 {
		t.Errorf("reasons add up to %v, want %v", sum, want)
	}
}
