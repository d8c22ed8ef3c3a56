package pipeline

import (
	"context"

	"assay/pipeline/health"
	"assay/pipeline/profile"
	"assay/pipeline/table"
)

// Health is the health board of a prepared table: six counters and the findings behind them.
type Health struct {
	key string
	health.Report
}

// Current reports whether the findings belong to the workflow as it stands.
func (h *Health) Current(w Workflow) bool { return h.key == w.Key(PrepareStage) }

// CheckHealth looks for what would make a model look better than it is. The answers of test rows are not looked at. What
// Prepare returned beside a fault can be checked too; what needs the numbers is then not measured.
func CheckHealth(ctx context.Context, w Workflow, c *Collected, p *Prepared) (*Health, error) {
	in := health.Input{Raw: p.Raw, Cleaned: p.Cleaned, Fault: p.Fault, Y: p.Target.Y, Classes: p.Target.Classes,
		Train: p.Parts.Train, Validation: p.Parts.Validation, Test: p.Parts.Test, Kind: p.Wall.Kind, SecondFile: c.Exam != nil, Seed: w.Seed}
	if p.Fault == nil {
		in.Matrix = p.Matrix
	}
	all := make([]int, p.Cleaned.Rows())
	for i := range all {
		all[i] = i
	}
	in.Protected = groupings(p.Cleaned, all)
	for _, choice := range w.Prepare {
		if !choice.Off {
			in.Steps = append(in.Steps, choice.Name)
		}
	}
	in.Marks = marks(w, c)
	report, err := health.Check(ctx, in)
	if err != nil {
		return nil, err
	}
	report.Add(named(c)...)
	return &Health{key: p.key, Report: report}, nil
}

// marks are the values that stand for missing, as they were counted, suspected or confirmed.
func marks(w Workflow, c *Collected) map[string][]string {
	out := map[string][]string{}
	for _, p := range c.Profiles {
		for _, s := range profile.Sentinels(p, c.Origin.Tokens[p.Name]) {
			out[p.Name] = append(out[p.Name], s.Value)
		}
		for _, m := range w.MissingMarks() {
			if m.Column == p.Name || m.Column == "*" {
				out[p.Name] = append(out[p.Name], m.Value)
			}
		}
	}
	return out
}

// named are the leaks that the names of columns suggest: what is known only when the outcome is.
func named(c *Collected) []health.Finding {
	var out []health.Finding
	for _, a := range profile.CrossAlerts(c.Table, c.Profiles) {
		if col := c.Table.Column(a.Column); a.Kind != "known later" || col == nil || col.Role != table.Feature {
			continue
		}
		f := health.Finding{Severity: health.Warning, Counter: health.Leaks, Kind: a.Kind, Columns: []string{a.Column}, Count: a.Count, Text: a.Column + ": " + a.Message}
		if a.Fix != nil {
			fix := health.Fix(*a.Fix)
			f.Fix = &fix
		}
		out = append(out, f)
	}
	return out
}

// Heal does what the fix of a finding says. The workflow stays as it was when that cannot be.
func (w *Workflow) Heal(f health.Fix) error { return w.Fix(profile.Fix(f)) }
