package cli

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"assay/models"
	"assay/pipeline"
	"assay/pipeline/evaluate"
	"assay/pipeline/predict"
	"assay/pipeline/train"
)

// weight is what a linear model gives one numeric column, in log-odds per unit after scaling.
type weight struct {
	name string
	pull float64
}

// strongest returns the weights of a linear model that pull most.
func strongest(t *pipeline.Trained, n int) []weight {
	linear, ok := t.Model.(models.Linear)
	if !ok {
		return nil
	}
	_, pulls := linear.Terms()
	all := make([]weight, len(pulls))
	for i, name := range t.Prepared.Matrix.Names() {
		all[i] = weight{name, pulls[i]}
	}
	slices.SortStableFunc(all, func(a, b weight) int { return cmp.Compare(math.Abs(b.pull), math.Abs(a.pull)) })
	return all[:min(n, len(all))]
}

// firstTestCase decides the first sealed row from its raw cells, the way any new case is decided.
func firstTestCase(s *pipeline.Session) (place string, d predict.Decision, ok bool) {
	p := s.Prepared()
	if len(p.Parts.Test) == 0 {
		return "", d, false
	}
	row := p.Parts.Test[0]
	answers := map[string]string{}
	for _, f := range s.Deployed().Bundle.Fields {
		answers[f.Name] = p.Raw.Column(f.Name).Cell(row)
	}
	record, err := s.Deployed().Service.Record(answers)
	if err != nil {
		return "", d, false
	}
	all, err := s.Deployed().Service.Decide([][]string{record})
	if err != nil {
		return "", d, false
	}
	return p.Raw.Place(row), all[0], true
}

// ruleWords says a rule with its share on held-out rows, the only share worth believing.
func ruleWords(r train.Rule, classes []string) string {
	label, hits := classes[1], r.Held.Positives
	if !r.Positive {
		label, hits = classes[0], r.Held.N-r.Held.Positives
	}
	share := evaluate.Wilson(hits, r.Held.N)
	return fmt.Sprintf("When %s, the answer was %s in %s of the %s that meet it and were held out [%.1f, %.1f].",
		r, label, percent(share.Value), many(r.Held.N, "row"), 100*share.Low, 100*share.High)
}
