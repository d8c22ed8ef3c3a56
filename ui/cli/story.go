package cli

import (
	"cmp"
	"fmt"
	"strings"

	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
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

func heading(b *strings.Builder, s pipeline.Stage, about string) {
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	fmt.Fprintf(b, "%d %s: %s\n", int(s)+1, strings.ToUpper(s.String()), about)
}

func (r result) collected(b *strings.Builder) {
	c := r.session.Collected()
	heading(b, pipeline.CollectStage, "what the data is")
	from := c.Origin.Path
	if from == pipeline.Sample {
		from = "the embedded sample of loan applications"
	}
	say(b, 2, "%s and %s from %s (SHA-256 %.12s).", many(c.Table.Rows(), "row"), many(c.Table.Width(), "column"), from, c.Origin.SHA256)
	if leaves := c.Origin.Leaves(); len(leaves) > 1 {
		say(b, 2, "They come from %s:", many(len(leaves), "source"))
		sourceWords(b, c.Origin)
	}
	say(b, 2, "The column to predict is %s. The others are features, what the model learns from, except:", c.Target)
	why := reasons(c)
	var rows [][]string
	for _, col := range c.Table.Columns() {
		if col.Role != table.Feature {
			rows = append(rows, []string{col.Name, col.Role.String(), cmp.Or(why[col.Name], "chosen by you")})
		}
	}
	grid(b, 4, rows)
	if len(c.Exposed) > 0 {
		say(b, 2, "Look again: %s looks protected too, but is an input, because --protected lists the protected columns without it.", strings.Join(c.Exposed, ", "))
	}
	if x := c.Exam; x != nil {
		say(b, 2, "The exam is %s from %s (SHA-256 %.12s).", many(x.Table.Rows(), "row"), x.Origin.Path, x.Origin.SHA256)
	}
	if len(c.Warnings()) > 0 {
		say(b, 2, "Worth knowing:")
	}
	for _, w := range c.Warnings() {
		say(b, 4, "%s", w)
	}
}

func (r result) prepared(b *strings.Builder) {
	p := r.session.Prepared()
	heading(b, pipeline.PrepareStage, "a table a model can read")
	var rows [][]string
	for _, e := range p.Effects {
		rows = append(rows, []string{stepTitle(e.Name), effectWords(e)})
	}
	grid(b, 2, rows)
	for _, n := range p.Target.Notes {
		say(b, 2, "%s.", strings.TrimSuffix(n, "."))
	}
	say(b, 2, "%s are left: %s to learn from (training), %s to watch the learning (validation), %s sealed for the exam (test).",
		many(p.Cleaned.Rows(), "row"), count(len(p.Parts.Train)), count(len(p.Parts.Validation)), count(len(p.Parts.Test)))
	for _, n := range p.Wall.Notes {
		say(b, 2, "The split (%s): %s.", p.Wall.Kind, n)
	}
	say(b, 2, "The learner sees %s, %s once each word has one of its own.", many(len(p.Matrix.Columns), "column"), count(p.Matrix.Width()))
	if r.gain != nil {
		say(b, 2, "What cleaning is worth: a simple model ranks the %s with an AUC of %s when the table is read as it came, and %s prepared.",
			many(r.gain.Rows, "validation row"), estimate(r.gain.Naive), estimate(r.gain.Prepared))
		say(b, 2, "(AUC is the chance that a row with %s is ranked above one with %s: 0.5 is guessing, 1 is perfect. In brackets, here and below: where the true number lies with 95 %% confidence.)",
			p.Target.Classes[1], p.Target.Classes[0])
	}
}

// stepTitle is what menus call a step.
func stepTitle(name string) string {
	for _, e := range prepare.Catalogue() {
		if e.Name == name {
			return e.Title
		}
	}
	return name
}

func effectWords(e prepare.Effect) string {
	var parts []string
	if d := e.Before.Rows - e.After.Rows; d > 0 {
		parts = append(parts, fmt.Sprintf("%s dropped, %s left", many(d, "row"), count(e.After.Rows)))
	}
	if e.Changed > 0 && e.Changed != e.Before.Missing-e.After.Missing {
		parts = append(parts, many(e.Changed, "cell")+" changed")
	}
	if d := e.Before.Missing - e.After.Missing; d > 0 && e.Before.Rows == e.After.Rows {
		parts = append(parts, fmt.Sprintf("%s filled, %s left", many(d, "gap"), count(e.After.Missing)))
	} else if d < 0 && e.Kind == prepare.Learns {
		parts = append(parts, many(-d, "more gap"))
	} else if d < 0 {
		parts = append(parts, many(-d, "more cell")+" could not be read")
	}
	if d := e.After.Columns - e.Before.Columns; d > 0 {
		parts = append(parts, many(d, "column")+" added")
	} else if d < 0 {
		parts = append(parts, many(-d, "column")+" left out")
	}
	if columns, wide := spreadOut(e, table.Text); columns > 0 {
		parts = append(parts, fmt.Sprintf("%s of words became %s of 0 and 1", many(columns, "column"), many(wide, "column")))
	}
	if columns, wide := spreadOut(e, table.Number); columns > 0 {
		parts = append(parts, fmt.Sprintf("%s of numbers became %s of 0 and 1", many(columns, "column"), many(wide, "column")))
	}
	if len(parts) == 0 {
		return "nothing to do"
	}
	if e.Kind == prepare.Learns {
		return strings.Join(parts, ", ") + " (learned from training rows only)"
	}
	return strings.Join(parts, ", ")
}

// spreadOut counts the columns of a kind that an effect turned into columns of 0 and 1, and those.
func spreadOut(e prepare.Effect, kind table.Kind) (columns, wide int) {
	for _, c := range e.Is.Columns() {
		if was := e.Was.Column(c.Name); c.Kind == table.Levels && (was == nil && kind == table.Text || was != nil && was.Kind == kind) {
			columns, wide = columns+1, wide+len(c.Dictionary())
		}
	}
	return columns, wide
}

func (r result) trained(b *strings.Builder) {
	t := r.session.Trained()
	heading(b, pipeline.TrainStage, "learning from mistakes, round by round")
	first, kept := t.Curve[0], t.Curve[t.Kept]
	say(b, 2, "%s learned for %s. Loss is how wrong its probabilities are, lower is better; it started knowing nothing:", t.Learner, many(len(t.Curve)-1, "round"))
	grid(b, 4, [][]string{
		{"training loss", fmt.Sprintf("%.4f -> %.4f", first.Train, kept.Train)},
		{"validation loss", fmt.Sprintf("%.4f -> %.4f (lowest in round %d)", first.Validation, kept.Validation, t.Curve[t.Best].Round)},
		{"mistakes", fmt.Sprintf("%s -> %s of %s", count(first.ValidWrong), count(kept.ValidWrong), many(len(t.Prepared.Parts.Validation), "validation row"))},
	})
	r.weights(b, t)
	if len(t.Rules) == 0 {
		say(b, 2, "No rule of one or two conditions held up on the rows held out.")
	}
	if len(t.Rules) > 0 {
		say(b, 2, "The plainest rules in the data:")
	}
	for _, rule := range t.Rules {
		say(b, 4, "%s", ruleWords(rule, t.Prepared.Target.Classes))
	}
}

// weights tells what weighs most in a linear model.
func (r result) weights(b *strings.Builder, t *pipeline.Trained) {
	top := strongest(t, 5)
	if len(top) == 0 {
		return
	}
	say(b, 2, "What weighs most (each number is added to the score; above 0 it speaks for %s, below 0 for %s):", t.Prepared.Target.Classes[1], t.Prepared.Target.Classes[0])
	var rows [][]string
	for _, w := range top {
		rows = append(rows, []string{w.name, fmt.Sprintf("%+.2f", w.pull)})
	}
	grid(b, 4, rows)
}

func (r result) deployed(b *strings.Builder) {
	d := r.session.Deployed()
	heading(b, pipeline.PredictStage, "answers for new cases")
	say(b, 2, "The model asks for %s and answers %s or %s. Its bundle is %.12s.", many(len(d.Bundle.Fields), "field"), d.Bundle.Classes[1], d.Bundle.Classes[0], d.Hash)
	if place, decision, ok := firstTestCase(r.session); ok {
		say(b, 2, "An example, the first sealed row (line %s): %s, as the probability of %s is %.3f. Compared with a case on the fence:",
			place, decision.Label, d.Bundle.Classes[1], decision.Probability)
		writeReasons(b, 4, decision, d.Bundle.Classes)
	}
	if r.saved != "" {
		say(b, 2, "Saved to %s. Next: assay predict %s new.csv, or with --field name=value for one case.", r.saved, r.saved)
	} else {
		say(b, 2, "Next: add --out loans.assay to keep the model, then: assay predict loans.assay new.csv")
	}
}
