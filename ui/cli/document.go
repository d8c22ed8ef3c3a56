package cli

import (
	"math"

	"assay/pipeline"
	"assay/pipeline/evaluate"
	"assay/pipeline/prepare"
)

// object is a JSON object; encoding/json writes its keys in alphabetical order, so the same run prints the same bytes.
type object = map[string]any

// number is v, or null where it is not defined.
func number(v float64) any {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return v
}

// interval is [low, high], or null where it is not defined. Rounding in the last bit may leave a value of 0 or 1 just
// outside its own interval; a document never says so.
func interval(value, low, high float64) any {
	if math.IsNaN(low) || math.IsNaN(high) {
		return nil
	}
	if !math.IsNaN(value) {
		low, high = min(low, value), max(high, value)
	}
	return []float64{low, high}
}

// document is what `assay run --json` prints.
func (r result) document() object {
	c, p, t, x := r.session.Collected(), r.session.Prepared(), r.session.Trained(), r.session.Examined()
	rep := x.Report
	doc := object{
		"data": object{"rows": c.Table.Rows(), "columns": c.Table.Width(), "look_protected": list(c.Exposed), "sources": leafObjects(c.Origins()...),
			"sha256": c.Origin.SHA256, "warnings": list(c.Warnings())},
		"preparation": r.preparation(p),
		"split":       split(p),
		"training":    training(t, r.seconds),
		"evaluation":  object{"train": scores(rep.Train), "validation": scores(rep.Validation), "test": scores(rep.Test), "rows": rep.Rows, "looks": x.Look},
		"baseline":    baseline(rep.Baselines),
		"verdict":     string(rep.Memory.Verdict),
		"evidence":    list(rep.Memory.Evidence),
		"threshold":   rep.Threshold,
		"target":      target(p),
		"confusion":   object{"tp": rep.Confusion.TP, "fp": rep.Confusion.FP, "fn": rep.Confusion.FN, "tn": rep.Confusion.TN},
		"fairness":    fairness(rep.Audits, rep.Rows[2]),
		"gate":        gate(rep.Gate),
		"hash":        r.session.Deployed().Hash,
	}
	if r.saved != "" {
		doc["bundle"] = r.saved
	}
	return doc
}

// list is a slice that prints as [] where it is empty.
func list[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

func split(p *pipeline.Prepared) object {
	return object{"train": len(p.Parts.Train), "validation": len(p.Parts.Validation), "test": len(p.Parts.Test), "kind": p.Wall.Kind, "notes": list(p.Wall.Notes)}
}

func target(p *pipeline.Prepared) object {
	return object{"column": p.Target.Column, "negative": p.Target.Classes[0], "positive": p.Target.Classes[1], "notes": list(p.Target.Notes)}
}

func (r result) preparation(p *pipeline.Prepared) object {
	doc := object{"rows": p.Cleaned.Rows(), "columns": p.Matrix.Width(), "steps": steps(p.Effects)}
	if r.gain != nil {
		doc["gain"] = object{"rows": r.gain.Rows, "naive": validation(r.gain.Naive), "prepared": validation(r.gain.Prepared)}
	}
	return doc
}

// steps is what each piece of preparation did, in counts before and after.
func steps(effects []prepare.Effect) []object {
	out := []object{}
	for _, e := range effects {
		out = append(out, object{"name": e.Name, "rows": []int{e.Before.Rows, e.After.Rows}, "columns": []int{e.Before.Columns, e.After.Columns},
			"missing": []int{e.Before.Missing, e.After.Missing}, "changed": e.Changed, "notes": list(e.Notes)})
	}
	return out
}

func validation(s evaluate.Score) object {
	return object{"validation_roc_auc": number(s.Value), "validation_roc_auc_ci": interval(s.Value, s.Low, s.High)}
}

func training(t *pipeline.Trained, seconds float64) object {
	kept := t.Curve[t.Kept]
	rules := []object{}
	for _, r := range t.Rules {
		held := evaluate.Wilson(r.Held.Positives, r.Held.N)
		rules = append(rules, object{"rule": r.String(), "for_positive": r.Positive, "training_rows": r.Train.N,
			"held_out_rows": r.Held.N, "held_out_share": number(held.Value), "held_out_share_ci": interval(held.Value, held.Low, held.High)})
	}
	return object{"learner": t.Learner, "rounds": len(t.Curve) - 1, "kept_round": kept.Round, "seconds": seconds,
		"train_loss": number(kept.Train), "validation_loss": number(kept.Validation), "rules": rules}
}

func scores(all evaluate.Scores) object {
	doc := object{}
	for _, s := range all {
		doc[s.Name] = number(s.Value)
		doc[s.Name+"_ci"] = interval(s.Value, s.Low, s.High)
	}
	return doc
}

func baseline(all []evaluate.Baseline) object {
	doc := object{}
	for _, b := range all {
		doc[b.Name] = object{"roc_auc": number(b.AUC.Value), "roc_auc_ci": interval(b.AUC.Value, b.AUC.Low, b.AUC.High), "lead": number(b.Lead.Value), "lead_ci": interval(b.Lead.Value, b.Lead.Low, b.Lead.High)}
	}
	return doc
}

// fairness is what the audit found by column, over so many test rows.
func fairness(audits []evaluate.Audit, rows int) []object {
	out := []object{}
	for _, a := range audits {
		groups, known := []object{}, 0
		for _, g := range a.Groups {
			known += g.N
			groups = append(groups, object{"name": g.Name, "n": g.N, "positives": g.Positives,
				"base_rate": number(g.BaseRate.Value), "base_rate_ci": interval(g.BaseRate.Value, g.BaseRate.Low, g.BaseRate.High),
				"selection_rate": number(g.SelectionRate.Value), "selection_rate_ci": interval(g.SelectionRate.Value, g.SelectionRate.Low, g.SelectionRate.High),
				"tpr": number(g.TPR.Value), "tpr_ci": interval(g.TPR.Value, g.TPR.Low, g.TPR.High),
				"fpr": number(g.FPR.Value), "fpr_ci": interval(g.FPR.Value, g.FPR.Low, g.FPR.High)})
		}
		doc := object{"column": a.Column, "groups": groups, "unknown": rows - known, "verdict": string(a.Finding.Verdict), "evidence": list(a.Finding.Evidence)}
		for name, s := range map[string]evaluate.Score{
			"demographic_parity_difference": a.DemographicParityDifference, "demographic_parity_ratio": a.DemographicParityRatio,
			"equal_opportunity_difference": a.EqualOpportunityDifference, "equalized_odds_difference": a.EqualizedOddsDifference,
			"predictive_parity_difference": a.PredictiveParityDifference} {
			doc[name], doc[name+"_ci"] = number(s.Value), interval(s.Value, s.Low, s.High)
		}
		out = append(out, doc)
	}
	return out
}

func gate(g evaluate.Gate) object {
	criteria := []object{}
	for _, c := range g.Criteria {
		criteria = append(criteria, object{"name": c.Name, "verdict": string(c.Verdict), "measured": c.Measured})
	}
	return object{"passed": g.Passed, "verdict": string(g.Verdict()), "criteria": criteria}
}
