package preparetest

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"assay/pipeline/prepare"
	"assay/pipeline/table"
)

// seeds are the seeds that deal rows into folds: what is promised holds for each.
var seeds = []uint64{1, 2}

// Supervised checks a step that learns from answers too. It keeps every promise of a Step; beyond them it leaves the
// answers alone, deals rows by the seed and nothing else, and encodes a training row without its own answer.
func Supervised(fresh func() prepare.Supervised, restore Restore) error {
	train, other, y := Learned(1), Learned(2), answers(1)
	settings := fresh()
	before := settingsOf(settings)
	fitted, own, err := settings.FitTarget(train, y, seeds[0])
	if err != nil {
		return fmt.Errorf("fit: %w", err)
	}
	if !slices.Equal(y, answers(1)) {
		return errors.New("the answers were changed")
	}
	if err := errors.Join(same("the settings after fit", before, settingsOf(settings)), Same(train, Learned(1), "the training table after fit")); err != nil {
		return err
	}
	fit := func(t *table.Table) (applier, error) {
		f, _, err := fresh().FitTarget(t, answers(1)[:t.Rows()], seeds[0])
		return f, err
	}
	if err := learns(fit, fitted); err != nil {
		return err
	}
	for _, t := range []*table.Table{train, other} {
		if err := applies(fitted, t, restore); err != nil {
			return err
		}
	}
	if err := matches(own, fitted, train); err != nil {
		return err
	}
	for _, seed := range seeds {
		if err := errors.Join(repeats(fresh, seed), modest(fresh, seed)); err != nil {
			return err
		}
	}
	return errors.Join(Same(train, Learned(1), "the training table after apply"), Same(other, Learned(2), "the other table after apply"))
}

// answers are the places of the classes of Learned with the same seed.
func answers(seed uint64) []float64 {
	outcome := Learned(seed).OneByRole(table.Target)
	y := make([]float64, outcome.Len())
	for i := range y {
		if outcome.Cell(i) == "repaid" {
			y[i] = 1
		}
	}
	return y
}

// matches checks that the training rows as a learner sees them have the rows of the training table, and columns of
// numbers that Apply makes as well.
func matches(own *table.Table, fitted applier, train *table.Table) error {
	if own == nil {
		return nil
	}
	out, err := fitted.Apply(train)
	if err != nil {
		return err
	}
	if own.Rows() != train.Rows() {
		return fmt.Errorf("own has %d rows, the training table %d", own.Rows(), train.Rows())
	}
	for _, c := range own.Columns() {
		o := out.Column(c.Name)
		if o == nil || o.Kind != c.Kind || o.Role != c.Role || o.Field != c.Field {
			return fmt.Errorf("own has column %s (%s, %s, made from %s), which Apply does not make", c.Name, c.Kind, c.Role, c.Field)
		}
		if c.Kind != table.Number && sameColumn(c, o) != nil {
			return fmt.Errorf("column %s of own differs from what Apply makes and is not a number", c.Name)
		}
	}
	return finite(own)
}

// seen is the training rows as a learner sees them: as Apply makes them, with the columns of own in place of those.
func seen(fresh func() prepare.Supervised, y []float64, seed uint64) (*table.Table, applier, error) {
	fitted, own, err := fresh().FitTarget(Learned(1), y, seed)
	if err != nil {
		return nil, nil, fmt.Errorf("fit: %w", err)
	}
	out, err := fitted.Apply(Learned(1))
	if err != nil || own == nil {
		return out, fitted, err
	}
	return out.With(own.Columns()...), fitted, nil
}

// repeats checks that the same rows, answers and seed teach the same.
func repeats(fresh func() prepare.Supervised, seed uint64) error {
	first, a, err := seen(fresh, answers(1), seed)
	if err != nil {
		return err
	}
	second, b, err := seen(fresh, answers(1), seed)
	if err != nil {
		return err
	}
	return errors.Join(same("what was learned a second time", saved(a), saved(b)), Same(second, first, "the training rows a second time"))
}

// modest checks that the encoding of each training row stays to the bit when its own answer, and no other, changes. Which
// columns there are may depend on it: to select columns is to look at all answers together. It asks with two classes,
// with three and with numbers; a step may refuse the latter two.
func modest(fresh func() prepare.Supervised, seed uint64) error {
	for _, kind := range []struct {
		what   string
		answer func(i int, was float64) float64
		other  func(was float64) float64
	}{
		{"two classes", func(_ int, was float64) float64 { return was }, func(was float64) float64 { return 1 - was }},
		{"three classes", func(i int, was float64) float64 { return was + float64(i%2) }, func(was float64) float64 { return math.Mod(was+1, 3) }},
		{"numbers", func(i int, was float64) float64 { return was/3 + math.Sqrt(float64(i)) }, func(was float64) float64 { return was + 0.7 }},
	} {
		y := answers(1)
		for i, was := range y {
			y[i] = kind.answer(i, was)
		}
		want, _, err := seen(fresh, slices.Clone(y), seed)
		if err != nil && kind.what != "two classes" {
			continue
		}
		if err != nil {
			return err
		}
		for i, was := range y {
			y[i] = kind.other(was)
			got, _, err := seen(fresh, slices.Clone(y), seed)
			if err != nil {
				return err
			}
			if err := sameWhere(got.Select([]int{i}), want.Select([]int{i})); err != nil {
				return fmt.Errorf("a row must not see its own answer: training row %d with another one of %s: %w", i, kind.what, err)
			}
			y[i] = was
		}
	}
	return nil
}

// sameWhere compares the columns that both tables have.
func sameWhere(got, want *table.Table) error {
	for _, c := range got.Columns() {
		if was := want.Column(c.Name); was != nil {
			if err := sameColumn(c, was); err != nil {
				return err
			}
		}
	}
	return nil
}
