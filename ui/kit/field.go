package kit

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/models/param"
)

// FieldKind says how a field is edited.
type FieldKind int

// The kinds of fields.
const (
	TextField   FieldKind = iota
	NumberField           // left and right step through it
	ChoiceField           // left, right and space go through Choices
	BoolField             // "true" or "false"; left, right and space turn it over
	ListField             // names separated by commas
)

// Field is one question of a form.
type Field struct {
	Name     string // for the code
	Label    string // for the person; the name when empty
	Section  string // a heading is drawn where it changes
	Kind     FieldKind
	Value    string
	Choices  []string           // legal values of a ChoiceField; suggestions for a ListField
	Help     string             // a sentence, shown while the field has the focus
	Hint     string             // a few words after the value: unit, legal range
	Error    string             // why the value is not legal, "" when it is
	Min, Max float64            // bounds for stepping a NumberField when they differ
	Step     float64            // of a NumberField; 0 chooses one from the value
	Secret   bool               // drawn as dots
	Check    func(string) error // refuses an illegal value; called on every change
	// Tell says what the value comes to, in place of the help; may be nil, and "" leaves the help.
	Tell func(value string) string
	// Browse opens a list to choose the value from, and accept takes it into the field; may be nil.
	Browse func(value string, accept func(value string)) tea.Cmd

	input Input
}

func (f *Field) label() string {
	if f.Label != "" {
		return Clean(f.Label)
	}
	return Clean(f.Name)
}

// typed reports whether letters go into the field.
func (f *Field) typed() bool { return f.Kind != ChoiceField && f.Kind != BoolField }

// set changes the value and checks it.
func (f *Field) set(v string) {
	f.Value = v
	f.check()
}

func (f *Field) check() {
	f.Error = ""
	if f.Check != nil {
		if err := f.Check(f.Value); err != nil {
			f.Error = Clean(strings.TrimPrefix(err.Error(), f.Name+": "))
		}
	}
}

// step changes a choice, switch or number by one in direction d and reports whether the field can be stepped.
func (f *Field) step(d int) bool {
	switch f.Kind {
	case BoolField:
		f.set(strconv.FormatBool(f.Value != "true"))
	case ChoiceField:
		if n := len(f.Choices); n > 0 {
			i := slices.Index(f.Choices, f.Value)
			if i < 0 && d < 0 {
				i = 0
			}
			f.set(f.Choices[((i+d)%n+n)%n])
		}
	case NumberField:
		v, err := strconv.ParseFloat(strings.TrimSpace(f.Value), 64)
		if err != nil || !finite(v) {
			return false
		}
		f.set(strconv.FormatFloat(f.stepped(v, d), 'f', -1, 64))
		f.input.SetValue(f.Value)
	default:
		return false
	}
	return true
}

// stepped returns the number one step from v, within the bounds and without the crumbs of binary arithmetic.
func (f *Field) stepped(v float64, d int) float64 {
	step := f.Step
	if step <= 0 {
		step = math.Pow(10, math.Floor(math.Log10(max(math.Abs(v), 1e-6)))) / 10
		if v == math.Trunc(v) && math.Abs(v) >= 10 {
			step = max(1, step)
		}
	}
	v = math.Round((v+float64(d)*step)/step) * step
	if f.Min != f.Max {
		v = min(max(v, f.Min), f.Max)
	}
	if short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 12, 64), 64); err == nil {
		return short
	}
	return v
}

// FieldOf makes a field of a setting. Legal values are written through to the setting as they are typed.
func FieldOf(p param.Param) Field {
	f := Field{Name: p.Name, Label: p.Name, Help: p.Help, Value: p.Get(), Choices: p.Choices, Check: p.Set}
	switch p.Kind {
	case param.Bool:
		f.Kind = BoolField
	case param.Choice:
		f.Kind = ChoiceField
	case param.Int:
		f.Kind, f.Min, f.Max, f.Step, f.Hint = NumberField, p.Min, p.Max, 1, bounds(p.Min, p.Max)
	case param.Float:
		f.Kind, f.Min, f.Max, f.Hint = NumberField, p.Min, p.Max, bounds(p.Min, p.Max)
	case param.List:
		f.Kind, f.Hint = ListField, "separated by commas"
	}
	return f
}

func bounds(low, high float64) string {
	if math.IsInf(low, 0) || math.IsInf(high, 0) || high > 1e15 {
		if low == 0 {
			return "0 or more"
		}
		return ""
	}
	return fmt.Sprintf("%v to %v", Num(low), Num(high))
}
