package preparetest

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"assay/pipeline/table"
)

// learns checks what learning from the training rows of Learned promises: fitted saw nothing but the features of those
// rows, and rows that are few or empty are no reason to fall.
func learns(fit func(*table.Table) (applier, error), fitted applier) error {
	if err := blind(fit, fitted, func() *table.Table { return Learned(1) }); err != nil {
		return err
	}
	if err := unswayed(fit, fitted); err != nil {
		return err
	}
	for _, rows := range [][]int{{}, {0}, {0, 1}} {
		if err := survives(fit, Learned(1).Select(rows), fmt.Sprintf("%d rows", len(rows))); err != nil {
			return err
		}
	}
	if err := survives(fit, emptied(Learned(1)), "rows without a value"); err != nil {
		return err
	}
	out, err := fitted.Apply(emptied(Learned(1)))
	if err != nil {
		return fmt.Errorf("apply to rows without a value: %w", err)
	}
	return finite(out)
}

// unswayed checks that rows which are not for training change nothing: the dictionary of a column still knows their
// levels, and its order is theirs.
func unswayed(fit func(*table.Table) (applier, error), fitted applier) error {
	t := Learned(1)
	for _, c := range t.Columns() {
		if c.Kind == table.Text {
			t = t.With(strange(c))
		}
	}
	swayed, err := fit(t)
	if err != nil {
		return fmt.Errorf("fit when rows beside the training rows have other levels: %w", err)
	}
	return same("what was learned beside rows with other levels", saved(fitted), saved(swayed))
}

// strange holds the same texts by a dictionary that is backwards and knows levels no row has.
func strange(c *table.Column) *table.Column {
	levels := slices.Clone(c.Dictionary())
	slices.Reverse(levels)
	codes := slices.Clone(c.Codes())
	for i, code := range codes {
		if code >= 0 {
			codes[i] = int32(len(levels)) - code // one further back, behind the stranger
		}
	}
	return table.NewText(c.Name, codes, append([]string{"0 stranger"}, append(levels, "zz stranger")...)).From(c)
}

// survives checks that a step either refuses rows that teach little or learns something from them that can be saved
// and applied to any rows.
func survives(fit func(*table.Table) (applier, error), t *table.Table, what string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: panic: %v", what, r)
		}
	}()
	fitted, err := fit(t)
	if err != nil {
		return nil // a refusal is an answer
	}
	if _, err := json.Marshal(fitted); err != nil {
		return fmt.Errorf("what was learned from %s cannot be saved: %w", what, err)
	}
	for _, rows := range []*table.Table{t, Learned(2)} {
		out, err := fitted.Apply(rows)
		if err != nil {
			return fmt.Errorf("apply what was learned from %s: %w", what, err)
		}
		if out.Rows() != rows.Rows() {
			return fmt.Errorf("what was learned from %s makes %d rows of %d", what, out.Rows(), rows.Rows())
		}
		if err := finite(out); err != nil {
			return fmt.Errorf("what was learned from %s: %w", what, err)
		}
	}
	return nil
}

// emptied is the table with no feature that has a value.
func emptied(t *table.Table) *table.Table {
	for _, c := range t.ByRole(table.Feature) {
		switch c.Kind {
		case table.Number:
			t = t.With(table.NewNumber(c.Name, slices.Repeat([]float64{math.NaN()}, c.Len())).From(c))
		case table.Time:
			t = t.With(table.NewTime(c.Name, slices.Repeat([]int64{table.NoTime}, c.Len())).From(c))
		default:
			t = t.With(table.NewText(c.Name, slices.Repeat([]int32{-1}, c.Len()), c.Dictionary()).From(c))
		}
	}
	return t
}

// finite reports the first number that is infinite.
func finite(t *table.Table) error {
	for _, c := range t.Columns() {
		if c.Kind != table.Number {
			continue
		}
		for i, v := range c.Numbers() {
			if math.IsInf(v, 0) {
				return fmt.Errorf("row %d of %s is infinite", i, c.Name)
			}
		}
	}
	return nil
}
