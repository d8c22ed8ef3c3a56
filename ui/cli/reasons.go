package cli

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"assay/models"
	"assay/pipeline"
	"assay/pipeline/predict"
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
