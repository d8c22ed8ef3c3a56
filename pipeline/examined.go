package pipeline

import (
	"context"

	"assay/models/param"
	"assay/pipeline/evaluate"
	"assay/pipeline/table"
	"assay/pipeline/train"
)

// Examined is the result of opening the sealed test rows once.
type Examined struct {
	key     string
	Report  evaluate.Report
	TestP   []float64 // probability of the positive class per test row, in the order of Parts.Test
	Trained *Trained  // what was examined
	Look    int       // how often test rows were opened in this session, this time included
}

// Examine takes the exam: the model on every side, the baselines and groups on the test rows.
func Examine(ctx context.Context, w Workflow, t *Trained) (*Examined, error) {
	criteria := evaluate.NewCriteria()
	if err := param.Apply(&criteria, w.Evaluate.Gate); err != nil {
		return nil, UsageError{err}
	}
	p := t.Prepared
	test := p.Examples(p.Parts.Test)
	out := &Examined{key: w.Key(EvaluateStage), Trained: t, TestP: train.Positive(t.Model, test.X), Look: 1}
	paper := evaluate.Paper{
		Train:      side(t, p.Parts.Train),
		Validation: side(t, p.Parts.Validation),
		Test:       evaluate.Side{Y: test.Y, P: out.TestP},
		Groups:     groupings(p.Cleaned, p.Parts.Test),
		Threshold:  w.Evaluate.Threshold,
		Seed:       w.Seed,
	}
	for _, b := range t.Baselines {
		if b.Name == t.Learner { // nothing beats itself
			continue
		}
		paper.Rivals = append(paper.Rivals, evaluate.Rival{Name: b.Name, P: train.Positive(b.Model, test.X)})
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out.Report = evaluate.Take(paper, criteria)
	return out, nil
}

func side(t *Trained, rows []int) evaluate.Side {
	ex := t.Prepared.Examples(rows)
	return evaluate.Side{Y: ex.Y, P: train.Positive(t.Model, ex.X)}
}

// groupings reads the protected columns of the given rows as groups of people.
func groupings(cleaned *table.Table, rows []int) []evaluate.Grouping {
	var out []evaluate.Grouping
	for _, c := range cleaned.ByRole(table.Protected) {
		out = append(out, grouping(c, rows))
	}
	return out
}
