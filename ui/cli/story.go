package cli

import (
	"fmt"
	"strings"

	"assay/pipeline"
	"assay/pipeline/evaluate"
	"assay/pipeline/prepare"
	"assay/ui/kit"
)

// story tells a finished run in plain words, stage by stage.
func (r result) story() string {
	var b strings.Builder
	r.collected(&b)
	r.prepared(&b)
	r.trained(&b)
	r.examined(&b)
	r.deployed(&b)
	return b.String()
}

func heading(b *strings.Builder, s pipeline.Stage) {
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	fmt.Fprintf(b, "%d %s\n", int(s)+1, strings.ToUpper(s.String()))
}

func line(b *strings.Builder, format string, args ...any) {
	b.WriteString("  " + kit.Clean(fmt.Sprintf(format, args...)) + "\n")
}

func (r result) collected(b *strings.Builder) {
	c := r.session.Collected()
	heading(b, pipeline.CollectStage)
	line(b, "%d rows and %d columns from %s (SHA-256 %.12s…).", c.Table.Rows(), c.Table.Width(), c.Origin.Path, c.Origin.SHA256)
	for _, w := range c.Origin.Warnings {
		line(b, "Note: %s", w)
	}
	line(b, "The column to predict is %s.", c.Target)
	for _, p := range c.Proposals {
		line(b, "%s counts as %s: %s", p.Column, p.Role, p.Reason)
	}
}

func (r result) prepared(b *strings.Builder) {
	p := r.session.Prepared()
	heading(b, pipeline.PrepareStage)
	for _, e := range p.Effects {
		line(b, "%-11s %s", e.Name, effectWords(e))
	}
	for _, n := range p.Target.Notes {
		line(b, "%s", n)
	}
	line(b, "%s.", p.Summary())
	if r.gain != nil {
		line(b, "What cleaning is worth, on %d rows the model did not learn from (AUC, .5 is guessing):", r.gain.Rows)
		line(b, "read naively %s, prepared %s.", estimate(r.gain.Naive), estimate(r.gain.Prepared))
	}
}

func effectWords(e prepare.Effect) string {
	var parts []string
	if d := e.Before.Rows - e.After.Rows; d > 0 {
		parts = append(parts, fmt.Sprintf("%d rows dropped, %d left", d, e.After.Rows))
	}
	if e.Changed > 0 {
		parts = append(parts, fmt.Sprintf("%d cells changed", e.Changed))
	}
	if e.Before.Missing != e.After.Missing {
		parts = append(parts, fmt.Sprintf("missing cells %d -> %d", e.Before.Missing, e.After.Missing))
	}
	if e.Before.Columns != e.After.Columns {
		parts = append(parts, fmt.Sprintf("columns %d -> %d", e.Before.Columns, e.After.Columns))
	}
	if len(parts) == 0 {
		parts = append(parts, "nothing to do")
	}
	return strings.Join(parts, ", ") + " (" + effectKinds[e.Kind] + ")"
}

func (r result) trained(b *strings.Builder) {
	t := r.session.Trained()
	heading(b, pipeline.TrainStage)
	first, last := t.Curve[0], t.Curve[len(t.Curve)-1]
	line(b, "%s learned in %d rounds. Before the first, it knew nothing: loss %.4f.", t.Learner, last.Round, first.Validation)
	line(b, "Training loss %.4f -> %.4f, validation loss %.4f -> %.4f (lowest in round %d).", first.Train, last.Train, first.Validation, last.Validation, t.Curve[t.Best].Round)
	line(b, "Mistakes on validation rows: %d -> %d of %d.", first.ValidWrong, last.ValidWrong, len(t.Prepared.Parts.Validation))
	if top := strongest(t, 5); len(top) > 0 {
		line(b, "What weighs most: %s.", strings.Join(top, "; "))
	}
	for _, rule := range t.Rules {
		line(b, "%s", ruleWords(rule, t.Prepared.Target.Classes))
	}
}

func (r result) examined(b *strings.Builder) {
	x := r.session.Examined()
	rep, classes := x.Report, r.session.Prepared().Target.Classes
	heading(b, pipeline.EvaluateStage)
	line(b, "The exam: %d sealed rows the model never saw, opened once. %s of them are %s.", rep.Rows[2], percent(rep.BaseRate.Value), classes[1])
	for _, s := range rep.Test {
		line(b, "%-18s %s", strings.ReplaceAll(s.Name, "_", " "), estimate(s))
	}
	k := rep.Confusion
	line(b, "At threshold %g: of %d %s, %d recognised and %d missed; of %d %s, %d recognised and %d let through.",
		rep.Threshold, k.TP+k.FN, classes[1], k.TP, k.FN, k.TN+k.FP, classes[0], k.TN, k.FP)
	for _, base := range rep.Baselines {
		line(b, "Beside the baseline %s (AUC %.3f): lead %s.", base.Name, base.AUC.Value, estimate(base.Lead))
	}
	finding(b, "Learned or memorised?", rep.Memory)
	for _, a := range rep.Audits {
		finding(b, "Fair by "+a.Column+"?", a.Finding)
	}
	for _, c := range rep.Gate.Criteria {
		line(b, "Gate: %s: %s (%s)", c.Name, c.Verdict, c.Measured)
	}
	if rep.Gate.Passed {
		line(b, "The gate is passed.")
	} else {
		line(b, "The gate is NOT passed; this model should not decide about people yet.")
	}
}

func finding(b *strings.Builder, question string, f evaluate.Finding) {
	line(b, "%s %s.", question, strings.ToUpper(string(f.Verdict)))
	for _, e := range f.Evidence {
		line(b, "  %s", e)
	}
}

func (r result) deployed(b *strings.Builder) {
	d := r.session.Deployed()
	heading(b, pipeline.PredictStage)
	line(b, "The model asks for %d fields and answers %s or %s; bundle %.12s…", len(d.Bundle.Fields), d.Bundle.Classes[1], d.Bundle.Classes[0], d.Hash)
	if row, decision, ok := firstTestCase(r.session); ok {
		line(b, "First sealed row (line %d of the data): probability of %s %.3f, so: %s.", row, d.Bundle.Classes[1], decision.Probability, decision.Label)
		for _, reason := range decision.Top() {
			line(b, "  %s", reasonWords(reason, d.Bundle.Classes))
		}
	}
	if r.saved != "" {
		line(b, "Saved to %s. Try: assay predict %s --field name=value", r.saved, r.saved)
	} else {
		line(b, "Add --out loans.assay to keep it, then: assay predict loans.assay new.csv")
	}
}

func percent(v float64) string { return fmt.Sprintf("%.1f %%", 100*v) }

func estimate(s evaluate.Score) string {
	if s.Value != s.Value {
		return "not defined on these rows"
	}
	if s.Low != s.Low {
		return fmt.Sprintf("%.3f", s.Value)
	}
	return fmt.Sprintf("%.3f [%.3f, %.3f]", s.Value, s.Low, s.High)
}
