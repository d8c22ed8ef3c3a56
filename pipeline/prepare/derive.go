package prepare

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"assay/models/param"
	"assay/pipeline/expr"
	"assay/pipeline/table"
)

var deriveEntry = Entry{
	Name:  "derive",
	Title: "Calculate columns",
	About: "Calculates new columns from others, row by row, by formulas such as ratio = debt / income.",
	Why: "What decides is often not in the table but between its columns: a debt of 10,000 is little for one income and ruin for another. " +
		"A model that only weighs columns cannot divide them; a formula can, and it is kept with the model so that every later case is calculated the same way.",
	Kind:    Cleans,
	New:     func() param.Settings { return NewDerive() },
	Restore: restoreAs[Derived],
}

// Derive calculates columns. A formula may read columns that stand before it among the formulas.
type Derive struct{ Formulas string }

// NewDerive returns the default settings.
func NewDerive() *Derive { return &Derive{} }

// Params lists the settings.
func (s *Derive) Params() []param.Param {
	return []param.Param{
		param.OfText(&s.Formulas, "formulas", `what to calculate, ;; between several: "ratio = debt / income ;; young = age < 25"; a column name with blanks stands in [brackets], text in quotes`),
	}
}

// Derived is the formulas, in order.
type Derived struct {
	Columns []Derivation `json:"columns"`
	Notes   []string     `json:"notes,omitempty"`
}

// Derivation is one formula: the column it makes, the columns it reads with their kinds, and what the result is for.
type Derivation struct {
	Name    string                `json:"name"`
	Formula string                `json:"formula"`
	Reads   map[string]table.Kind `json:"reads"`
	Role    table.Role            `json:"role"`

	program *expr.Program
}

// UnmarshalJSON reads the formulas and compiles them; one that does not compile is an error.
func (f *Derived) UnmarshalJSON(data []byte) error {
	type plain Derived
	if err := json.Unmarshal(data, (*plain)(f)); err != nil {
		return err
	}
	for i := range f.Columns {
		if err := f.Columns[i].compile(); err != nil {
			return err
		}
	}
	return nil
}

// compile makes the program from the formula as it was written, so that a restored derivation equals the first.
func (d *Derivation) compile() (err error) {
	if d.program, err = expr.Compile(d.Formula, d.Reads); err != nil {
		return fmt.Errorf("%s = %s: %w", d.Name, d.Formula, err)
	}
	return nil
}

// Survey compiles the formulas for the columns there are.
func (s *Derive) Survey(t *table.Table) (Cleaning, error) {
	formulas, err := expr.ParseAssignments(s.Formulas)
	if err != nil {
		return nil, fmt.Errorf("formulas: %w", err)
	}
	out := &Derived{}
	for _, a := range formulas {
		p, err := a.Expr.Compile(expr.KindsOf(t))
		if err != nil {
			return nil, fmt.Errorf("formulas: %w", err)
		}
		d := Derivation{Name: a.Name, Formula: a.Expr.Source(), Reads: map[string]table.Kind{}}
		for _, name := range p.Inputs() {
			d.Reads[name] = t.Column(name).Kind
		}
		if d.Role, err = roleOf(a.Name, p.Inputs(), t); err != nil {
			return nil, fmt.Errorf("formulas: %w", err)
		}
		if err := d.compile(); err != nil {
			return nil, fmt.Errorf("formulas: %w", err)
		}
		before := t
		if t, err = d.apply(t); err != nil {
			return nil, err
		}
		out.Columns = append(out.Columns, d)
		out.Notes = append(out.Notes, d.tell(before, t.Column(d.Name))...)
	}
	return out, nil
}

// roleOf says what a calculated column is for. Only features are asked of a new case, so a feature can be calculated
// from features alone, and nothing that a model reads may know the target.
func roleOf(name string, reads []string, t *table.Table) (table.Role, error) {
	old, role := t.Column(name), table.Feature
	for _, in := range reads {
		c := t.Column(in)
		switch {
		case c.Role == table.Feature:
		case c.Role == table.Target && (old == nil || old.Role != table.Target):
			return 0, fmt.Errorf("%s reads %s, the target: a model would be told the answer it must find; calculate it from other columns", name, in)
		case c.Role == table.Protected:
			role = table.Protected
		case role == table.Feature:
			role = table.Ignored
		}
	}
	if old == nil {
		return role, nil
	}
	if old.Role == table.Feature && role != table.Feature {
		i := slices.IndexFunc(reads, func(in string) bool { return t.Column(in).Role != table.Feature })
		return 0, fmt.Errorf("the feature %s cannot read %s, whose role is %s: a new case is only asked for features; give the result a name of its own, or %s the role feature", name, reads[i], t.Column(reads[i]).Role, reads[i])
	}
	return old.Role, nil
}

// tell says what was calculated and where nothing came out.
func (d *Derivation) tell(before *table.Table, made *table.Column) []string {
	out := []string{fmt.Sprintf("%s: calculated as %s, %s", d.Name, d.Formula, d.program.Kind())}
	if d.program.Kind() == expr.YesNo {
		out[0] += " told as 1 and 0"
	}
	if d.Role != table.Feature {
		out[0] += fmt.Sprintf("; its role is %s", d.Role)
	}
	gaps, new, reads := 0, 0, d.program.Inputs()
	for i := range made.Len() {
		if !made.Missing(i) {
			continue
		}
		gaps++
		if !slices.ContainsFunc(reads, func(in string) bool { return before.Column(in).Missing(i) }) {
			new++
		}
	}
	if gaps > 0 {
		out = append(out, fmt.Sprintf("%s: no value in %d of %s; in %d of them although every column it reads has one", d.Name, gaps, plural(made.Len(), "row"), new))
	}
	return out
}

// Apply calculates the columns. Where a column that a formula reads is absent, nothing is made.
func (f *Derived) Apply(t *table.Table) (*table.Table, error) {
	var err error
	for i := range f.Columns {
		if t, err = f.Columns[i].apply(t); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (d *Derivation) apply(t *table.Table) (*table.Table, error) {
	var from []*table.Column
	for _, name := range d.program.Inputs() {
		c := t.Column(name)
		if c == nil {
			return d.unknown(t), nil
		}
		from = append(from, c)
	}
	c, err := d.program.Run(d.Name, t)
	if err != nil {
		return nil, fmt.Errorf("derive: %s: %w", d.Name, err)
	}
	if old := t.Column(d.Name); old != nil {
		c = c.From(old)
	}
	if field := fieldBehind(from); field != "" {
		c.Field = field
	}
	return t.With(c.WithRole(d.Role)), nil
}

// unknown is the table when a column the formula reads is absent: nothing is made, and what the formula should have
// replaced is unknown, for its old values would be taken for the new.
func (d *Derivation) unknown(t *table.Table) *table.Table {
	old := t.Column(d.Name)
	if old == nil {
		return t
	}
	gaps := table.NewText(d.Name, slices.Repeat([]int32{-1}, t.Rows()), nil)
	switch d.program.Kind() {
	case expr.Number, expr.YesNo:
		gaps = table.NewNumber(d.Name, slices.Repeat([]float64{math.NaN()}, t.Rows()))
	case expr.Time:
		gaps = table.NewTime(d.Name, slices.Repeat([]int64{table.NoTime}, t.Rows()))
	}
	return t.With(gaps.From(old).WithRole(d.Role))
}

// fieldBehind is the one raw field that all columns were made from; empty when there are several, or none.
func fieldBehind(from []*table.Column) string {
	field := ""
	for i, c := range from {
		if i > 0 && c.Field != field {
			return ""
		}
		field = c.Field
	}
	return field
}

// Explain lists the formulas and where nothing came out.
func (f *Derived) Explain() []string {
	if len(f.Notes) == 0 {
		return []string{"no formula is set, so nothing is calculated"}
	}
	return slices.Clone(f.Notes)
}
