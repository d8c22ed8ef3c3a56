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

// Clean runs the choices before the wall, cleaners and sieves, over all rows. A choice that cannot be done on this
// table leaves it as it was and says so in its Effect; the others go on. The error is for what stops everything:
// cancelling, a name or setting that does not exist.
func Clean(ctx context.Context, raw *table.Table, choices []Choice) (Cleaned, error) {
	out := Cleaned{Table: raw, Kept: make([]int, raw.Rows())}
	for i := range out.Kept {
		out.Kept[i] = i
	}
	gaps := counted{}
	for i, c := range choices[:Wall(choices)] {
		if err := ctx.Err(); err != nil {
			return Cleaned{}, err
		}
		e, settings, err := c.Settings()
		if err != nil {
			return Cleaned{}, fmt.Errorf("prepare: %w", err)
		}
		if c.Off {
			continue
		}
		before := out.Table
		notes, groups, err := out.do(c, settings)
		effect := gaps.effect(i, c, e.Kind, before, out.Table, notes, err)
		effect.Groups = groups
		out.Effects = append(out.Effects, effect)
	}
	return out, nil
}

// do runs one choice and returns what there is to say of it.
func (c *Cleaned) do(choice Choice, settings any) (notes []string, groups []Group, err error) {
	if sieve, ok := settings.(Sieve); ok {
		sifted, err := choice.sift(sieve, c.Table)
		if err == nil {
			c.keep(sifted.Rows)
		}
		return sifted.Notes, sifted.Groups, err
	}
	seen, err := choice.On.only(c.Table)
	if err != nil {
		return nil, nil, err
	}
	cleaning, err := settings.(Cleaner).Survey(seen)
	if err != nil {
		return nil, nil, err
	}
	t, err := cleaning.Apply(c.Table)
	if err == nil {
		err = choice.On.spared(c.Table, t)
	}
	if err != nil {
		return nil, nil, err
	}
	c.Table, c.Cleanings = t, append(c.Cleanings, Named[Cleaning]{choice.Name, cleaning})
	return cleaning.Explain(), nil, nil
}

// sift runs a sieve on the chosen columns.
func (c Choice) sift(sieve Sieve, t *table.Table) (out Sifted, err error) {
	if g, ok := sieve.(Grouper); ok {
		var on []*table.Column
		if c.On != "" {
			if on, err = c.On.Match(t); err != nil {
				return Sifted{}, err
			}
		}
		return g.Sift(t, on)
	}
	seen, err := c.On.only(t)
	if err != nil {
		return Sifted{}, err
	}
	out.Rows, out.Notes, err = sieve.Keep(seen)
	return out, err
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

// Lesson is what steps may learn from: the rows to learn from, the answer of every row of the table, and the seed that
// deals rows into folds.
type Lesson struct {
	Train []int
	Y     []float64
	Seed  uint64
}

// Fit runs the choices behind the wall: each learns from the training rows of a cleaned table and is applied to every
// row. A choice that cannot be done leaves the table as it was and says so in its Effect, as in Clean.
func Fit(ctx context.Context, cleaned *table.Table, lesson Lesson, choices []Choice) (Encoded, error) {
	out, gaps := Encoded{Table: cleaned}, counted{}
	from, train := Wall(choices), table.NewSelector(lesson.Train)
	for i, c := range choices[from:] {
		if err := ctx.Err(); err != nil {
			return Encoded{}, err
		}
		e, settings, err := c.Settings()
		if err != nil {
			return Encoded{}, fmt.Errorf("prepare: %w", err)
		}
		if c.Off {
			continue
		}
		before := out.Table
		notes, err := out.do(c, settings, train.Of(before), lesson)
		out.Effects = append(out.Effects, gaps.effect(from+i, c, e.Kind, before, out.Table, notes, err))
	}
	return out, nil
}

// do learns one choice and applies it.
func (e *Encoded) do(choice Choice, settings any, train *table.Table, lesson Lesson) ([]string, error) {
	fitted, own, err := fit(choice, settings, train, lesson)
	if err != nil {
		return nil, err
	}
	t, err := fitted.Apply(e.Table)
	if _, cleans := settings.(Cleaner); cleans && err == nil {
		err = choice.On.spared(e.Table, t)
	}
	if err != nil {
		return nil, err
	}
	if own != nil {
		if t, err = overlay(t, own, lesson.Train); err != nil {
			return nil, err
		}
	}
	e.Table, e.Steps = t, append(e.Steps, Named[Fitted]{choice.Name, fitted})
	return fitted.Explain(), nil
}

// fit shows the training rows to whatever kind of settings it is.
func fit(choice Choice, settings any, train *table.Table, lesson Lesson) (fitted Fitted, own *table.Table, err error) {
	if cleaner, ok := settings.(Cleaner); ok {
		seen, err := choice.On.only(train)
		if err != nil {
			return nil, nil, err
		}
		fitted, err = cleaner.Survey(seen)
		return fitted, nil, err
	}
	seen, err := choice.On.features(train)
	if err != nil {
		return nil, nil, err
	}
	switch s := settings.(type) {
	case Step:
		fitted, err = s.Fit(seen)
		return fitted, nil, err
	case Supervised:
		y := make([]float64, len(lesson.Train))
		for i, r := range lesson.Train {
			y[i] = lesson.Y[r]
		}
		return s.FitTarget(seen, y, lesson.Seed)
	}
	return nil, nil, fmt.Errorf("rows cannot be dropped any more once values were learned from them; move it up")
}

// overlay puts the values of the training rows, as own has them, into the number columns they belong to.
func overlay(t, own *table.Table, train []int) (*table.Table, error) {
	for _, c := range own.Columns() {
		old := t.Column(c.Name)
		if old == nil || old.Kind != table.Number || c.Kind != table.Number {
			continue // only numbers are learned from answers
		}
		if c.Len() != len(train) {
			return nil, fmt.Errorf("column %s has %d values for %d training rows", c.Name, c.Len(), len(train))
		}
		values := append([]float64(nil), old.Numbers()...)
		for i, r := range train {
			values[r] = c.Numbers()[i]
		}
		t = t.With(table.NewNumber(c.Name, values).From(old))
	}
	return t, nil
}

// fault says in which piece of preparation an error arose, once.
func fault(name string, err error) error {
	if strings.HasPrefix(err.Error(), name+":") {
		return fmt.Errorf("prepare: %w", err)
	}
	return fmt.Errorf("prepare: %s: %w", name, err)
}
