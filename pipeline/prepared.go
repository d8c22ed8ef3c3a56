package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"

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
	Wall    train.Wall    // what each side of the split holds
	Matrix  models.Matrix // all rows, columns as learners see them
	Weights []float64     // importance per row, above 0; nil when no column has that role
	// Fault is why no learner can use this: the first step that could not be done, or a column that is not all numbers.
	// The rest is there to look at; the matrix is not.
	Fault error

	kept []int // the collected row of each row; rows of a second file count on from those of the first
}

// Prepare cleans, divides and encodes a collected table. When steps could not be done, it returns what the others came
// to together with the error.
func Prepare(ctx context.Context, w Workflow, c *Collected) (*Prepared, error) {
	p, err := divided(ctx, w, c)
	if err != nil {
		return nil, err
	}
	steps, err := w.Steps()
	if err != nil {
		return nil, err
	}
	encoded, err := prepare.Fit(ctx, p.Cleaned, prepare.Lesson{Train: p.Parts.Train, Y: p.Target.Y, Seed: w.Seed}, steps)
	if err != nil {
		return nil, err
	}
	p.Encoded, p.Effects = encoded.Table, append(p.Effects, encoded.Effects...)
	p.Recipe.Steps = encoded.Steps
	if p.Fault = prepare.Fault(p.Effects); p.Fault == nil {
		p.Matrix, p.Fault = prepare.Matrix(p.Encoded)
	}
	return p, p.Fault
}

// divided is a prepared table up to the wall: cells read, repeats dropped, the rows on their sides, nothing learned.
func divided(ctx context.Context, w Workflow, c *Collected) (*Prepared, error) {
	if err := c.NeedTarget(); err != nil {
		return nil, err
	}
	steps, err := w.Steps()
	if err != nil {
		return nil, err
	}
	cleaned, err := prepare.Clean(ctx, c.Table, steps)
	if err != nil {
		return nil, err
	}
	raw, all, kept, err := stackExam(c, cleaned)
	if err != nil {
		return nil, err
	}
	p := &Prepared{key: w.Key(PrepareStage), Cleaned: all, Effects: cleaned.Effects, Recipe: &prepare.Recipe{Cleanings: cleaned.Cleanings}}
	if p.kept, err = p.readTarget(w, raw, c.Target, kept); err != nil {
		return nil, err
	}
	p.Raw = raw.Select(p.kept)
	if err := p.weigh(); err != nil {
		return nil, err
	}
	split := train.NewSplit()
	if err := param.Apply(split, w.Split); err != nil {
		return nil, UsageError{err}
	}
	exam, _ := slices.BinarySearch(p.kept, c.Table.Rows()) // rows of a second file count on from those of the first
	if p.Parts, err = split.DivideBefore(p.Cleaned, p.Target.Y, exam, w.Seed); err != nil {
		return nil, afterDrops(err, cleaned.Effects)
	}
	p.Wall = split.Describe(p.Cleaned, p.Target.Y, p.Parts, exam)
	return p, nil
}

// afterDrops says with a refused split which steps took most of the rows before it: more rows like those do not help.
func afterDrops(err error, effects []prepare.Effect) error {
	for _, e := range effects {
		if gone := e.Before.Rows - e.After.Rows; 2*gone > e.Before.Rows {
			err = fmt.Errorf("%w; the step %s had dropped %d of %d rows before", err, e.Name, gone, e.Before.Rows)
		}
	}
	return err
}

// readTarget reads the answers and leaves rows without one out. It returns the raw rows that remain.
func (p *Prepared) readTarget(w Workflow, raw *table.Table, target string, kept []int) ([]int, error) {
	column, err := p.Cleaned.Need(target)
	if err != nil {
		return nil, err
	}
	if p.Target, err = train.ReadTarget(column, spelled(w.Collect.Positive, raw.Column(target), column, kept)); err != nil {
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
	return models.Examples{X: p.Matrix.Select(rows), Y: pick(p.Target.Y, rows), Weights: pick(p.Weights, rows), Classes: p.Target.Classes}
}

// pick returns the values of the given rows; nil of nil.
func pick(values []float64, rows []int) []float64 {
	if values == nil {
		return nil
	}
	out := make([]float64, len(rows))
	for i, r := range rows {
		out[i] = values[r]
	}
	return out
}

// weigh reads the column with the role weight, if there is one.
func (p *Prepared) weigh() error {
	c := p.Cleaned.OneByRole(table.Weight)
	if c == nil {
		return nil
	}
	if c.Kind != table.Number {
		return UsageError{fmt.Errorf("prepare: column %s has the role weight and holds %s; weights are numbers above 0: give it another role", c.Name, c.Kind)}
	}
	for i, v := range c.Numbers() {
		if !(v > 0) {
			holds := "holds no number"
			if !c.Missing(i) {
				holds = fmt.Sprintf("says %q", c.Cell(i))
			}
			return UsageError{fmt.Errorf("prepare: column %s has the role weight and line %s %s; weights are numbers above 0: correct it or give the column another role",
				c.Name, p.Cleaned.Place(i), holds)}
		}
	}
	p.Weights = c.Numbers()
	p.Target.Notes = append(p.Target.Notes, fmt.Sprintf("learning counts each row as often as its %s says; the exam counts every row once", c.Name))
	return nil
}

// spelled puts positive labels as the file has them into the words cleaning made of them; labels that cleaning left
// alone, or that no row has, stay as they are.
func spelled(positive string, raw, cleaned *table.Column, kept []int) string {
	labels := param.SplitList(positive)
	for k, label := range labels {
		word := label
		for i, r := range kept {
			now := cleaned.Cell(i)
			if strings.EqualFold(now, label) {
				word = label
				break
			}
			if word == label && now != "" && strings.EqualFold(strings.TrimSpace(raw.Cell(r)), label) {
				word = now
			}
		}
		labels[k] = word
	}
	return strings.Join(labels, ",")
}

// Summary says in one line what preparation came to.
func (p *Prepared) Summary() string {
	return fmt.Sprintf("%d rows, %d columns for the learner (%d numbers wide); %d to learn from, %d to watch, %d sealed",
		p.Cleaned.Rows(), len(p.Matrix.Columns), p.Matrix.Width(), len(p.Parts.Train), len(p.Parts.Validation), len(p.Parts.Test))
}
