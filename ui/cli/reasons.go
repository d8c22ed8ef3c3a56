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

// strongest names the weights of a linear model that pull most, with their direction.
func strongest(t *pipeline.Trained, n int) []string {
	linear, ok := t.Model.(models.Linear)
	if !ok {
		return nil
	}
	_, weights := linear.Terms()
	names := t.Prepared.Matrix.Names()
	order := make([]int, len(weights))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(math.Abs(weights[b]), math.Abs(weights[a])) })
	var out []string
	for _, i := range order[:min(n, len(order))] {
		out = append(out, fmt.Sprintf("%s %+.2f", names[i], weights[i]))
	}
	return out
}

// firstTestCase decides the first sealed row from its raw cells, the way any new case is decided.
func firstTestCase(s *pipeline.Session) (line int, d predict.Decision, ok bool) {
	p := s.Prepared()
	if len(p.Parts.Test) == 0 {
		return 0, d, false
	}
	row := p.Parts.Test[0]
	answers := map[string]string{}
	for _, f := range s.Deployed().Bundle.Fields {
		answers[f.Name] = p.Raw.Column(f.Name).Cell(row)
	}
	record, err := s.Deployed().Service.Record(answers)
	if err != nil {
		return 0, d, false
	}
	all, err := s.Deployed().Service.Decide([][]string{record})
	if err != nil {
		return 0, d, false
	}
	return p.Raw.Line(row), all[0], true
}

// ruleWords says a rule with its share on held-out rows, the only share worth believing.
func ruleWords(r train.Rule, classes []string) string {
	label, hits := classes[1], r.Held.Positives
	if !r.Positive {
		label, hits = classes[0], r.Held.N-r.Held.Positives
	}
	share := evaluate.Wilson(hits, r.Held.N)
	if r.Held.N == 0 {
		return fmt.Sprintf("A rule to check: %s; no held-out row meets it, so nothing can be said.", r)
	}
	return fmt.Sprintf("Plainest rule for %s: %s. On %d held-out rows it held for %s [%.1f, %.1f].",
		label, r, r.Held.N, percent(share.Value), 100*share.Low, 100*share.High)
}

// reasonWords says one reason: the field, its value, and which way it pulls.
func reasonWords(r predict.Reason, classes [2]string) string {
	side := classes[1]
	if r.Effect < 0 {
		side = classes[0]
	}
	value := r.Value
	if value == "" {
		value = "(missing)"
	}
	return fmt.Sprintf("%s = %s speaks for %s (%+.2f)", r.Field, value, side, r.Effect)
}
