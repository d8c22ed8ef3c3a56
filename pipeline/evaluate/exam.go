package evaluate

import (
	"fmt"
	"math"
)

// Take examines a model on a paper and holds the result against the criteria. The same paper gives the same report to
// the bit, whatever the order of rows or number of cores, except that paired leads may differ in the last bits when rows
// are reordered. What the rows do not settle is NaN or CannotTell, never a guess; a paper that fails Check is answered
// with a report that says why and passes nothing.
func Take(p Paper, c Criteria) Report {
	if err := p.Check(); err != nil {
		return refused(p, err)
	}
	train, validation, test := Rank(p.Train), Rank(p.Validation), Rank(p.Test)
	confusion := test.Confusion(p.Threshold)
	r := Report{
		Rows:       [3]int{train.N(), validation.N(), test.N()},
		Train:      train.scores(p.Threshold, p.Seed),
		Validation: validation.scores(p.Threshold, p.Seed+1),
		Test:       test.scores(p.Threshold, p.Seed+2),
		Confusion:  confusion,
		Threshold:  p.Threshold,
		BaseRate:   confusion.BaseRate(),
	}
	auc := r.Test.Get("roc_auc")
	for _, rival := range p.Rivals {
		r.Baselines = append(r.Baselines, Baseline{Name: rival.Name,
			AUC: Rank(Side{p.Test.Y, rival.P}).aucScore(), Lead: lead(p.Test.Y, p.Test.P, rival.P)})
	}
	r.Memory = evidence{
		train: r.Train.Get("roc_auc"), validation: r.Validation.Get("roc_auc"), test: auc,
		small: [3]bool{train.few(), validation.few(), test.few()},
		best:  best(r.Baselines, auc), p: test.PValue(p.Seed + 3),
	}.memory()
	for _, g := range p.Groups {
		r.Audits = append(r.Audits, audit(g, p.Test, p.Threshold))
	}
	r.Gate = c.gate(&r, test.few())
	return r
}

// refused is the report on a paper that cannot be examined.
func refused(p Paper, err error) Report {
	none := Rank(Side{}).scores(p.Threshold, 0)
	why := err.Error()
	return Report{
		Train: none, Validation: none, Test: none, Threshold: p.Threshold, BaseRate: Wilson(0, 0),
		Memory: Finding{CannotTell, []string{why}},
		Gate: Gate{Criteria: []Criterion{{Name: "can be examined", Verdict: CannotTell, Measured: why,
			Essential: true}}},
	}
}

// Check says what keeps a paper from being examined: labels other than 0 and 1, probabilities that are none, or lists
// that do not fit together. Empty sides and sides with one class are fine.
func (p Paper) Check() error {
	sides := []struct {
		name string
		side Side
	}{{"training", p.Train}, {"validation", p.Validation}, {"test", p.Test}}
	for _, s := range sides {
		if err := s.side.check(s.name); err != nil {
			return err
		}
	}
	for _, v := range p.Rivals {
		if err := (Side{p.Test.Y, v.P}).check("baseline " + v.Name); err != nil {
			return err
		}
	}
	for _, g := range p.Groups {
		if len(g.Codes) != len(p.Test.Y) {
			return fmt.Errorf("evaluate: protected column %s has %d values for %d test rows; pass one per test row", g.Column, len(g.Codes), len(p.Test.Y))
		}
		for i, code := range g.Codes {
			if code >= len(g.Names) {
				return fmt.Errorf("evaluate: protected column %s, test row %d: code %d, but there are %d names", g.Column, i, code, len(g.Names))
			}
		}
	}
	if math.IsNaN(p.Threshold) {
		return fmt.Errorf("evaluate: the threshold is not a number; choose one from 0 to 1")
	}
	return nil
}

func (s Side) check(name string) error {
	if len(s.Y) != len(s.P) {
		return fmt.Errorf("evaluate: %s: %d labels but %d probabilities; pass one of each per row", name, len(s.Y), len(s.P))
	}
	for i, y := range s.Y {
		if y != 0 && y != 1 {
			return fmt.Errorf("evaluate: %s, row %d: label %v; labels are 1 for the positive class and 0 else", name, i, y)
		}
		if p := s.P[i]; !(p >= 0 && p <= 1) {
			return fmt.Errorf("evaluate: %s, row %d: probability %v is outside 0 to 1; did training diverge?", name, i, p)
		}
	}
	return nil
}
