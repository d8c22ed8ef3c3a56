package predict

import (
	"fmt"
	"math"
	"slices"

	"assay/pipeline/predict"
	"assay/pipeline/table"
	"assay/ui/kit"
)

const (
	maxChoices = 12          // a text with so many levels is chosen from a menu, with more it is typed
	steppable  = 1e4         // numbers that span less are stepped with the arrows; larger ones are usually money
	missing    = "(missing)" // the choice that stands for no answer
)

// newForm makes a field of each raw question, filled in like a typical case of training.
func newForm(fields []predict.Field) *kit.Form {
	out := make([]kit.Field, len(fields))
	for i, f := range fields {
		out[i] = fieldOf(f)
	}
	form := kit.NewForm(out)
	form.OneColumn = true
	return form
}

func fieldOf(f predict.Field) kit.Field {
	out := kit.Field{Name: f.Name, Value: typical(f), Help: help(f), Hint: hint(f)}
	switch {
	case menu(f):
		out.Kind = kit.ChoiceField
		for _, l := range f.Levels {
			out.Choices = append(out.Choices, l.Text)
		}
		out.Choices = append(out.Choices, missing)
	case f.Reads == table.Number.String() && f.High > f.Low && f.High-f.Low < steppable:
		out.Kind, out.Step = kit.NumberField, step(f.High-f.Low)
		out.Min, out.Max = math.Inf(-1), math.Inf(1)
		if f.Low >= 0 {
			out.Min = 0
		}
	}
	return out
}

// menu reports whether a field's levels fit a menu.
func menu(f predict.Field) bool {
	known := func(l predict.Level) bool { return l.Text == missing }
	return len(f.Levels) > 0 && len(f.Levels) <= maxChoices && !slices.ContainsFunc(f.Levels, known)
}

// typical is the answer of a typical case: the median, the most frequent text, or a cell as people wrote it.
func typical(f predict.Field) string {
	switch {
	case f.Gaps >= .5 && menu(f):
		return missing
	case f.Gaps >= .5:
		return ""
	case f.Reads == table.Number.String():
		return table.FormatNumber(f.Middle)
	case len(f.Levels) > 0:
		return f.Levels[0].Text
	}
	return f.Sample
}

// step is a round number, about a fortieth of a range.
func step(span float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(span/40)))
	for _, n := range []float64{1, 2, 5} {
		if n*unit >= span/40*.9 {
			return n * unit
		}
	}
	return 10 * unit
}

func hint(f predict.Field) string {
	switch {
	case f.Reads == table.Number.String():
		return kit.Num(f.Low) + " to " + kit.Num(f.High)
	case !menu(f) && f.Sample != "":
		return "e.g. " + f.Sample
	}
	return ""
}

// help says what training held in a field, the most useful first: there is room for two lines.
func help(f predict.Field) string {
	out := ""
	switch {
	case f.Reads == table.Number.String():
		out = fmt.Sprintf("%s to %s in training, half below %s.", kit.Num(f.Low), kit.Num(f.High), kit.Num(f.Middle))
	case menu(f):
		out = fmt.Sprintf("One of %d: arrows or a first letter.", len(f.Levels))
	case len(f.Levels) > 0:
		out = "Text, most often " + f.Levels[0].Text + "."
	default:
		out = "Text."
	}
	if !menu(f) && f.Sample != "" {
		out += " Written like " + f.Sample + "."
	}
	if f.Gaps > 0 {
		out += " May be empty."
	}
	return out
}

// share writes a part of 1 in percent.
func share(p float64) string {
	switch {
	case p > 0 && p < .001:
		return "<0.1 %"
	case p < 1 && p > .999:
		return ">99.9 %"
	}
	return fmt.Sprintf("%.1f %%", 100*p)
}

// answer is the raw text of a value in the form.
func answer(value string) string {
	if value == missing {
		return ""
	}
	return value
}

// fill gives every field the value that of returns for its name.
func (s *Screen) fill(of func(name string) string) {
	for i, f := range s.form.Fields {
		v := of(f.Name)
		if f.Kind == kit.ChoiceField && table.IsMissing(v) {
			v = missing
		}
		s.form.Set(i, v)
	}
	s.fresh = true
	s.decide()
}
