package pipeline

import (
	"context"
	"fmt"

	"assay/models"
	"assay/models/param"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
	"assay/pipeline/train"
)

// Prepared is the table cleaned, divided and turned into numbers; what was learned for that saw training rows only.
type Prepared struct {
	key     string
	Raw     *table.Table     // the collected rows that are still here, as they were read
	Cleaned *table.Table     // the same rows, cells read; before encoding
	Encoded *table.Table     // the same rows, as numbers
	Recipe  *prepare.Recipe  // the way for any later row
	Effects []prepare.Effect // what each piece did, in order
	Target  train.Target
	Parts   train.Parts
	Matrix  models.Matrix // all rows, columns as learners see them
}

// Prepare cleans, divides and encodes a collected table.
func Prepare(ctx context.Context, w Workflow, c *Collected) (*Prepared, error) {
	if err := c.NeedTarget(); err != nil {
		return nil, err
	}
	cleaned, err := prepare.Clean(ctx, c.Table, w.Prepare)
	if err != nil {
		return nil, err
	}
	p := &Prepared{key: w.Key(PrepareStage), Cleaned: cleaned.Table, Effects: cleaned.Effects}
	kept, err := p.readTarget(w, c, cleaned.Kept)
	if err != nil {
		return nil, err
	}
	p.Raw = c.Table.Select(kept)
	split := train.NewSplit()
	if err := param.Apply(split, w.Split); err != nil {
		return nil, UsageError{err}
	}
	if p.Parts, err = split.Divide(p.Cleaned, p.Target.Y, w.Seed); err != nil {
		return nil, err
	}
	encoded, err := prepare.Fit(ctx, p.Cleaned, p.Parts.Train, w.Prepare)
	if err != nil {
		return nil, err
	}
	p.Encoded, p.Effects = encoded.Table, append(p.Effects, encoded.Effects...)
	p.Recipe = &prepare.Recipe{Cleanings: cleaned.Cleanings, Steps: encoded.Steps}
	p.Matrix, err = prepare.Matrix(p.Encoded)
	return p, err
}

// readTarget reads the answers and leaves rows without one out. It returns the raw rows that remain.
func (p *Prepared) readTarget(w Workflow, c *Collected, kept []int) ([]int, error) {
	column, err := p.Cleaned.Need(c.Target)
	if err != nil {
		return nil, err
	}
	if p.Target, err = train.ReadTarget(column, w.Collect.Positive); err != nil {
		return nil, err
	}
	if len(p.Target.Missing) == 0 {
		return kept, nil
	}
	var rows, left []int
	var y []float64
	gaps := p.Target.Missing // ascending
	for i := range p.Cleaned.Rows() {
		if len(gaps) > 0 && gaps[0] == i {
			gaps = gaps[1:]
			continue
		}
		rows, left, y = append(rows, i), append(left, kept[i]), append(y, p.Target.Y[i])
	}
	p.Cleaned, p.Target.Y = p.Cleaned.Select(rows), y
	return left, nil
}

// Examples returns the given rows as learners see them.
func (p *Prepared) Examples(rows []int) models.Examples {
	y := make([]float64, len(rows))
	for i, r := range rows {
		y[i] = p.Target.Y[r]
	}
	return models.Examples{X: p.Matrix.Select(rows), Y: y, Classes: p.Target.Classes}
}

// Summary says in one line what preparation came to.
func (p *Prepared) Summary() string {
	return fmt.Sprintf("%d rows, %d columns for the learner (%d numbers wide); %d to learn from, %d to watch, %d sealed",
		p.Cleaned.Rows(), len(p.Matrix.Columns), p.Matrix.Width(), len(p.Parts.Train), len(p.Parts.Validation), len(p.Parts.Test))
}
