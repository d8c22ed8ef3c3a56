package pipeline

import (
	"context"

	"assay/models"
	"assay/pipeline/evaluate"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
	"assay/pipeline/train"
)

// Gain compares preparation with a naive reading of the same rows: no cell cleaned, text one-hot as it stands. Both
// feed the same default logistic regression on training rows and are scored on validation rows.
type Gain struct {
	Naive, Prepared evaluate.Score // validation AUC with interval
	Rows            int            // validation rows
}

// gainRows bounds the training rows the comparison uses, so that it stays quick on large tables.
const gainRows = 20000

// Gained measures what preparation is worth on validation rows. The test rows are not touched.
func Gained(ctx context.Context, w Workflow, p *Prepared) (*Gain, error) {
	trainRows := table.Spread(p.Parts.Train, gainRows)
	naive, err := naiveMatrix(ctx, p, trainRows)
	if err != nil {
		return nil, err
	}
	g := &Gain{Rows: len(p.Parts.Validation)}
	if g.Naive, err = validationAUC(ctx, p, naive, trainRows, w.Seed); err != nil {
		return nil, err
	}
	g.Prepared, err = validationAUC(ctx, p, p.Matrix, trainRows, w.Seed)
	return g, err
}

// naiveMatrix encodes the raw rows as they stand. A naive reader does not know roles either, but is spared the id.
func naiveMatrix(ctx context.Context, p *Prepared, trainRows []int) (models.Matrix, error) {
	encoded, err := prepare.Fit(ctx, asRead(p.Raw), prepare.Lesson{Train: trainRows}, prepare.Naive())
	if err != nil {
		return models.Matrix{}, err
	}
	return prepare.Matrix(encoded.Table)
}

// asRead drops what is no feature, so that steps meet only columns a learner would see.
func asRead(raw *table.Table) *table.Table {
	var names []string
	for _, c := range raw.Columns() {
		if c.Role != table.Feature {
			names = append(names, c.Name)
		}
	}
	return raw.Without(names...)
}

func validationAUC(ctx context.Context, p *Prepared, x models.Matrix, trainRows []int, seed uint64) (evaluate.Score, error) {
	examples := models.Examples{X: x.Select(trainRows), Y: pick(p.Target.Y, trainRows), Weights: pick(p.Weights, trainRows), Classes: p.Target.Classes}
	m, err := models.Learn(ctx, "logistic", examples, seed)
	if err != nil {
		return evaluate.Score{}, err
	}
	return evaluate.AUC(evaluate.Side{Y: pick(p.Target.Y, p.Parts.Validation), P: train.Positive(m, x.Select(p.Parts.Validation))}), nil
}
