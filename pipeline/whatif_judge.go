package pipeline

import (
	"math"

	"assay/pipeline/evaluate"
)

// judge measures every recipe and holds it against the one that stands.
func (c *Comparison) judge() {
	rivals := len(c.Recipes) - 1
	for i := range c.Recipes {
		v := &c.Recipes[i]
		v.AUC, v.Lead = evaluate.Undefined("mean_auc"), evaluate.Undefined("lead")
		if v.Fault != nil {
			v.Verdict = Failed
			continue
		}
		var sides []evaluate.Side
		for _, f := range c.folds {
			sides = append(sides, evaluate.Side{Y: pick(c.Y, f.Held), P: pick(v.P, f.Held)})
		}
		v.AUC = evaluate.MeanAUC(sides)
		switch {
		case i == c.Current:
			v.Verdict = Itself
		case c.Recipes[c.Current].Fault != nil:
			v.Verdict = NotEnough
		default:
			v.Lead = c.lead(i, c.Current, rivals)
			v.Verdict = verdict(v.Lead, c.enough())
		}
	}
}

// Lead is the mean AUC of recipe a minus that of recipe b, with an interval for this comparison alone.
func (c *Comparison) Lead(a, b int) evaluate.Score { return c.lead(a, b, 1) }

func (c *Comparison) lead(a, b, comparisons int) evaluate.Score {
	var duels []evaluate.Duel
	for _, f := range c.folds {
		duels = append(duels, evaluate.Duel{Y: pick(c.Y, f.Held), P: pick(c.Recipes[a].P, f.Held), Q: pick(c.Recipes[b].P, f.Held)})
	}
	return evaluate.MeanLead(duels, comparisons)
}

// enough says whether the folds together hold rows enough to rank.
func (c *Comparison) enough() bool {
	var held []float64
	for _, f := range c.folds {
		held = append(held, pick(c.Y, f.Held)...)
	}
	return evaluate.Enough(held)
}

// verdict reads a lead: only an interval without 0 is a difference, and only a narrow one is none.
func verdict(lead evaluate.Score, enough bool) string {
	switch {
	case !enough || !lead.Defined():
		return NotEnough
	case lead.Low > 0:
		return Better
	case lead.High < 0:
		return Worse
	case lead.High-lead.Low <= 2*noise:
		return NoDifference
	}
	return NotEnough
}

// Flip is a row that two recipes decide differently.
type Flip struct {
	Row   int    // among the rows looked at
	Place string // where it stood
	Y     float64
	A, B  float64 // the probabilities by either recipe
}

// Flips are the rows that two recipes decide differently at the threshold, in the order of the data; none when one of
// them could not be done.
func (c *Comparison) Flips(a, b int) []Flip {
	var out []Flip
	p, q := c.Recipes[a], c.Recipes[b]
	if p.Fault != nil || q.Fault != nil {
		return nil
	}
	for i, v := range p.P {
		if math.IsNaN(v) || math.IsNaN(q.P[i]) || (v >= c.Threshold) == (q.P[i] >= c.Threshold) {
			continue
		}
		out = append(out, Flip{Row: i, Place: c.Places[i], Y: c.Y[i], A: v, B: q.P[i]})
	}
	return out
}
