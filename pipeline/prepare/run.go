package prepare

import (
	"context"
	"fmt"
	"strings"

	"assay/pipeline/table"
)

// Cleaned is a table whose cells were read and whose repeats were dropped: everything that happens before the split.
type Cleaned struct {
	Table     *table.Table
	Kept      []int // the raw row of each row
	Cleanings []Named[Cleaning]
	Effects   []Effect
}

// Clean runs the cleaners and sieves among the choices over all rows.
func Clean(ctx context.Context, raw *table.Table, choices []Choice) (Cleaned, error) {
	out := Cleaned{Table: raw, Kept: make([]int, raw.Rows())}
	for i := range out.Kept {
		out.Kept[i] = i
	}
	gaps := counted{}
	for _, c := range choices {
		if err := ctx.Err(); err != nil {
			return Cleaned{}, err
		}
		e, settings, err := c.Settings()
		if err != nil {
			return Cleaned{}, fmt.Errorf("prepare: %w", err)
		}
		if c.Off || e.Kind == Learns {
			continue
		}
		before, notes := out.Table, []string(nil)
		switch s := settings.(type) {
		case Cleaner:
			cleaning, err := s.Survey(before)
			if err != nil {
				return Cleaned{}, fault(c.Name, err)
			}
			if out.Table, err = cleaning.Apply(before); err != nil {
				return Cleaned{}, fault(c.Name, err)
			}
			out.Cleanings = append(out.Cleanings, Named[Cleaning]{c.Name, cleaning})
			notes = cleaning.Explain()
		case Sieve:
			rows, why, err := s.Keep(before)
			if err != nil {
				return Cleaned{}, fault(c.Name, err)
			}
			out.keep(rows)
			notes = why
		}
		out.Effects = append(out.Effects, gaps.effect(c.Name, e.Kind, before, out.Table, notes))
	}
	return out, nil
}

func (c *Cleaned) keep(rows []int) {
	if len(rows) == c.Table.Rows() {
		return
	}
	kept := make([]int, len(rows))
	for i, r := range rows {
		kept[i] = c.Kept[r]
	}
	c.Table, c.Kept = c.Table.Select(rows), kept
}

// Encoded is a cleaned table turned into numbers by steps that saw the training rows only.
type Encoded struct {
	Table   *table.Table
	Steps   []Named[Fitted]
	Effects []Effect
}

// Fit learns the steps among the choices from the training rows of a cleaned table and applies each to every row.
func Fit(ctx context.Context, cleaned *table.Table, train []int, choices []Choice) (Encoded, error) {
	out, gaps := Encoded{Table: cleaned}, counted{}
	for _, c := range choices {
		if err := ctx.Err(); err != nil {
			return Encoded{}, err
		}
		e, settings, err := c.Settings()
		if err != nil {
			return Encoded{}, fmt.Errorf("prepare: %w", err)
		}
		step, ok := settings.(Step)
		if c.Off || !ok {
			continue
		}
		before := out.Table
		fitted, err := step.Fit(before.Select(train))
		if err != nil {
			return Encoded{}, fault(c.Name, err)
		}
		if out.Table, err = fitted.Apply(before); err != nil {
			return Encoded{}, fault(c.Name, err)
		}
		out.Steps = append(out.Steps, Named[Fitted]{c.Name, fitted})
		out.Effects = append(out.Effects, gaps.effect(c.Name, e.Kind, before, out.Table, fitted.Explain()))
	}
	return out, nil
}

// fault says in which piece of preparation an error arose, once.
func fault(name string, err error) error {
	if strings.HasPrefix(err.Error(), name+":") {
		return fmt.Errorf("prepare: %w", err)
	}
	return fmt.Errorf("prepare: %s: %w", name, err)
}
