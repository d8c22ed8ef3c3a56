package health

import (
	"fmt"

	"assay/pipeline/evaluate"
	"assay/pipeline/table"
	"assay/pipeline/train"
)

const (
	// gaveAway is the AUC from which one column all but gives the answer.
	gaveAway = .95
	// A column is as good as the model when its AUC comes within leastGap of the model's, or within gapShare of it.
	leastGap, gapShare = .03, .1
	// modelRows bounds the rows the model that columns are held against learns from.
	modelRows = 20_000
)

// leaks finds features that rank the answers nearly perfectly, or about as well as all of them together.
func leaks(c *check) {
	rows := table.Spread(c.open(), aloneRows)
	y := pick(c.Y, rows)
	if !evaluate.Enough(y) {
		c.unmeasured(Leaks, "not enough data: a class has fewer than 10 rows")
		return
	}
	if n := len(c.Train) + len(c.Validation); len(rows) < n {
		c.gaps[Leaks] = fmt.Sprintf("looked at %d of %d rows, evenly spaced", len(rows), n)
	}
	c.model()
	fold := deal(y, c.Seed)
	for _, col := range c.features {
		if c.ctx.Err() != nil {
			return
		}
		if s := alone(col, rows, y, fold); s.score.Defined() {
			c.tell(col, s, len(rows))
		}
	}
}

// model measures what all features together tell.
func (c *check) model() {
	if len(c.Matrix.Columns) == 0 {
		c.gaps[Leaks] = "columns could not be held against a model of all: " + why(c.Fault)
		return
	}
	rows := table.Spread(c.Train, modelRows)
	m, err := fit(c.ctx, c.Matrix.Select(rows), pick(c.Y, rows), c.Seed)
	if err != nil {
		c.gaps[Leaks] = "columns could not be held against a model of all: " + why(err)
		return
	}
	held := table.Spread(c.Validation, aloneRows)
	c.report.Model = evaluate.AUC(evaluate.Side{Y: pick(c.Y, held), P: train.Positive(m, c.Matrix.Select(held))})
}

func why(err error) string {
	if err == nil {
		return "preparation left no columns"
	}
	return err.Error()
}

// tell says whether what a column tells by itself is too much. A model that hardly tells anything is nothing to be held
// against.
func (c *check) tell(col *table.Column, s sight, rows int) {
	model := c.report.Model
	limit := max(leastGap, gapShare*model.Value)
	gap := model.Minus("gap", s.score)
	f := Finding{Severity: Warning, Counter: Leaks, Kind: "single feature", Score: s.score, Columns: []string{col.Name}, Count: rows, Fix: c.ignore(col)}
	switch {
	case s.score.Value > gaveAway:
		if s.score.Low > gaveAway {
			f.Severity = Serious
		}
		f.Text = fmt.Sprintf("%s alone, %s, ranks the answers with an AUC of %s in %d rows: was it written down after the outcome?", col.Name, s.how, s.score.Words(), rows)
	case model.Defined() && s.score.Defined() && model.Low > .5 && model.Value-.5 > 2*limit && gap.Value <= limit:
		if gap.High > limit {
			f.Severity = Note
		}
		f.Kind = "as good as the model"
		f.Text = fmt.Sprintf("%s alone, %s, has an AUC of %s; the model of all features has %s, and a difference of at most %.3f counts as the same: is it known when the model is asked?",
			col.Name, s.how, s.score.Words(), model.Words(), limit)
	default:
		return
	}
	c.add(f)
}
