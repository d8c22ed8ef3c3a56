// Package preparetest checks that pieces of preparation keep the promises of package prepare. Every check builds its
// own tables, so that nothing a faulty piece does to one can hide in another, and returns an error instead of failing a
// test, so that the checks can be tried on pieces that are known to be broken.
package preparetest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"assay/models/param"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
)

// Restore reads a saved Cleaning or Fitted, as an Entry does.
type Restore func(data json.RawMessage) (any, error)

// applier is what Cleaning and Fitted have in common.
type applier interface {
	Apply(t *table.Table) (*table.Table, error)
	Explain() []string
}

// Step checks a learned step: it learns from features of the training rows only, whatever other rows there are, leaves
// tables and settings alone, treats each row by itself, keeps rows and their order, comes back from JSON as it was, and
// does not fall over rows that are few or empty.
func Step(fresh func() prepare.Step, restore Restore) error {
	fit := func(t *table.Table) (applier, error) { return fresh().Fit(t) }
	train, other := Learned(1), Learned(2)
	settings := fresh()
	before := settingsOf(settings)
	fitted, err := settings.Fit(train)
	if err != nil {
		return fmt.Errorf("fit: %w", err)
	}
	if err := errors.Join(same("the settings after fit", before, settingsOf(settings)), Same(train, Learned(1), "the training table after fit")); err != nil {
		return err
	}
	if err := learns(fit, fitted); err != nil {
		return err
	}
	for _, t := range []*table.Table{train, other} {
		if err := applies(fitted, t, restore); err != nil {
			return err
		}
	}
	return errors.Join(Same(train, Learned(1), "the training table after apply"), Same(other, Learned(2), "the other table after apply"))
}

// Cleaner checks cell cleaning: it leaves tables and settings alone, decides the same whatever the order of rows, treats
// each row by itself, keeps rows and their order, ignores absent columns, and comes back from JSON as it was.
func Cleaner(fresh func() prepare.Cleaner, restore Restore) error {
	raw, other := Raw(1), Raw(2)
	settings := fresh()
	before := settingsOf(settings)
	cleaning, err := settings.Survey(raw)
	if err != nil {
		return fmt.Errorf("survey: %w", err)
	}
	if err := errors.Join(same("the settings after survey", before, settingsOf(settings)), Same(raw, Raw(1), "the table after survey")); err != nil {
		return err
	}
	again, err := fresh().Survey(Raw(1).Select(backwards(raw.Rows())))
	if err != nil {
		return fmt.Errorf("survey of the rows backwards: %w", err)
	}
	if err := same("what was decided on the rows backwards", saved(cleaning), saved(again)); err != nil {
		return err
	}
	for _, t := range []*table.Table{raw, other} {
		if err := applies(cleaning, t, restore); err != nil {
			return err
		}
	}
	if err := absent(cleaning, raw); err != nil {
		return err
	}
	return errors.Join(Same(raw, Raw(1), "the table after apply"), Same(other, Raw(2), "the other table after apply"))
}

// Sieve checks a sieve: it leaves the table and its settings alone and returns rows of it, ascending, each once; what
// stays has nothing left to drop.
func Sieve(fresh func() prepare.Sieve) error {
	t, settings := Raw(1), fresh()
	before := settingsOf(settings)
	rows, notes, err := settings.Keep(t)
	if err != nil {
		return fmt.Errorf("keep: %w", err)
	}
	if err := errors.Join(same("the settings", before, settingsOf(settings)), Same(t, Raw(1), "the table")); err != nil {
		return err
	}
	for i, r := range rows {
		if r < 0 || r >= t.Rows() || i > 0 && r <= rows[i-1] {
			return fmt.Errorf("row %d of %d at place %d: rows must ascend and lie within the table", r, t.Rows(), i)
		}
	}
	if len(notes) == 0 {
		return errors.New("no notes say what happened")
	}
	if g, ok := settings.(prepare.Grouper); ok {
		if err := groups(g, t, rows); err != nil {
			return err
		}
	}
	left, _, err := settings.Keep(t.Select(rows))
	if err != nil || len(left) != len(rows) {
		return fmt.Errorf("a second time %d of %d rows stay (%v); the first time should have been enough", len(left), len(rows), err)
	}
	return nil
}

// groups checks that what a Grouper lists is what it does: of each group the first row stays and the others go, or all
// stay, and every row that goes is in one group.
func groups(g prepare.Grouper, t *table.Table, rows []int) error {
	sifted, err := g.Sift(t, nil)
	if err != nil || !slices.Equal(sifted.Rows, rows) {
		return fmt.Errorf("sift lets rows %v stay (%v), keep %v", sifted.Rows, err, rows)
	}
	stays := func(r int) bool { _, ok := slices.BinarySearch(rows, r); return ok }
	listed := map[int]bool{}
	for _, group := range sifted.Groups {
		if len(group.Rows) < 2 || group.Why == "" {
			return fmt.Errorf("%+v is no group", group)
		}
		for k, r := range group.Rows {
			if stays(r) != (k == 0 || group.Kept) {
				return fmt.Errorf("row %d of %+v stays: %t", r, group, stays(r))
			}
			if listed[r] && !group.Kept {
				return fmt.Errorf("row %d is in two groups", r)
			}
			listed[r] = listed[r] || !group.Kept
		}
	}
	for r := range t.Rows() {
		if !stays(r) && !listed[r] {
			return fmt.Errorf("row %d goes and is in no group", r)
		}
	}
	return nil
}

// blind checks that columns which are no features change nothing that is learned.
func blind(fit func(*table.Table) (applier, error), fitted applier, train func() *table.Table) error {
	t := train()
	for _, c := range t.Columns() {
		if c.Role == table.Feature {
			continue
		}
		mutated, err := fit(train().With(c.Select(backwards(c.Len()))))
		if err != nil {
			return fmt.Errorf("fit with other values of %s: %w", c.Name, err)
		}
		if err := same("what was learned with other values of "+c.Name+", a column with role "+c.Role.String(), saved(fitted), saved(mutated)); err != nil {
			return err
		}
	}
	return nil
}

// applies checks what Apply promises on one table.
func applies(a applier, t *table.Table, restore Restore) error {
	before := saved(a)
	out, err := a.Apply(t)
	if err != nil {
		return fmt.Errorf("apply: %w", err)
	}
	if out.Rows() != t.Rows() {
		return fmt.Errorf("apply made %d rows of %d", out.Rows(), t.Rows())
	}
	if err := finite(out); err != nil {
		return err
	}
	id, was := out.Column("id"), t.Column("id")
	for i := range t.Rows() {
		if id == nil || id.Cell(i) != was.Cell(i) {
			return fmt.Errorf("row %d is not the row it was: apply must keep the order", i)
		}
	}
	if len(a.Explain()) == 0 {
		return errors.New("explain says nothing")
	}
	if err := alone(a, t, out); err != nil {
		return err
	}
	if err := same("what was learned after apply", before, saved(a)); err != nil {
		return err
	}
	return returns(a, t, out, restore)
}

// alone checks that rows get the same treatment one by one and in another order.
func alone(a applier, t, batch *table.Table) error {
	orders := [][]int{backwards(t.Rows()), {}}
	for i := range t.Rows() {
		orders = append(orders, []int{i})
	}
	for _, rows := range orders {
		part, err := a.Apply(t.Select(rows))
		if err != nil {
			return fmt.Errorf("apply to %d rows: %w", len(rows), err)
		}
		if err := Same(part, batch.Select(rows), fmt.Sprintf("%d rows starting at %v", len(rows), rows[:min(1, len(rows))])); err != nil {
			return fmt.Errorf("rows must not depend on their company: %w", err)
		}
	}
	return nil
}

// returns checks the way through JSON and back.
func returns(a applier, t, out *table.Table, restore Restore) error {
	back, err := restore(saved(a))
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if !reflect.DeepEqual(back, any(a)) {
		return fmt.Errorf("restored from JSON it is %+v, was %+v", back, a)
	}
	again, err := back.(applier).Apply(t)
	if err != nil {
		return fmt.Errorf("apply after restore: %w", err)
	}
	return Same(again, out, "the result after restore")
}

// absent checks that a missing column matters to no other.
func absent(a applier, t *table.Table) error {
	out, err := a.Apply(t)
	if err != nil {
		return err
	}
	for _, c := range t.Columns() {
		less, err := a.Apply(t.Without(c.Name))
		if err != nil {
			return fmt.Errorf("apply without %s: %w", c.Name, err)
		}
		for _, o := range out.Columns() {
			if o.Field == c.Name {
				continue
			}
			l := less.Column(o.Name)
			if l == nil && t.Column(o.Name) == nil && o.Field == o.Name {
				continue // calculated from several fields, and this may be one
			}
			if l == nil || sameColumn(l, o) != nil {
				return fmt.Errorf("without %s column %s comes out differently or not at all", c.Name, o.Name)
			}
		}
	}
	return nil
}

func saved(a applier) json.RawMessage {
	data, err := json.Marshal(a)
	if err != nil {
		return json.RawMessage("cannot be saved: " + err.Error())
	}
	return data
}

func settingsOf(s param.Settings) json.RawMessage {
	values := map[string]string{}
	for _, p := range s.Params() {
		values[p.Name] = p.Get()
	}
	data, _ := json.Marshal(values) // a map of strings always marshals
	return data
}

func same(what string, want, got json.RawMessage) error {
	if bytes.Equal(want, got) {
		return nil
	}
	return fmt.Errorf("%s differ: %s, was %s", what, got, want)
}

func backwards(n int) []int {
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	slices.Reverse(rows)
	return rows
}
