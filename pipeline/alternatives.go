package pipeline

import (
	"fmt"
	"strings"

	"assay/models/param"
	"assay/pipeline/prepare"
)

// maxRecipes is how many recipes are compared at once.
const maxRecipes = 64

// Alternative is one thing to vary in a preparation.
type Alternative struct {
	Step    string
	Setting string   // of the step; empty to vary the step itself
	Values  []string // of the setting; for a step on, off, or the name of another step that stands in its place
}

// ParseAlternative reads an alternative as flags have it: step.setting=value,value or step=on,off or step=step,step.
func ParseAlternative(text string) (Alternative, error) {
	path, values, ok := strings.Cut(text, "=")
	a := Alternative{Values: param.SplitList(values)}
	a.Step, a.Setting, _ = strings.Cut(strings.TrimSpace(path), ".")
	if !ok || a.Step == "" || len(a.Values) == 0 {
		return a, fmt.Errorf("%q: write it as step.setting=value,value or step=on,off, for example impute.numbers=median,mean", text)
	}
	return a, a.check()
}

func (a Alternative) check() error {
	for _, value := range a.Values {
		w := New(Sample)
		if err := a.put(&w, value); err != nil {
			return fmt.Errorf("%s=%s: %w", a.path(), value, err)
		}
	}
	return nil
}

// String is the alternative as ParseAlternative reads it.
func (a Alternative) String() string { return a.path() + "=" + strings.Join(a.Values, ",") }

func (a Alternative) path() string {
	if a.Setting == "" {
		return a.Step
	}
	return a.Step + "." + a.Setting
}

// put makes one of the values the choice of a workflow.
func (a Alternative) put(w *Workflow, value string) error {
	if _, err := prepare.Find(a.Step); err != nil {
		return err
	}
	switch {
	case a.Setting != "":
		return w.set(a.Step, a.Setting, value)
	case value == "on":
		return w.switchOn(a.Step)
	case value == "off":
		for i := range w.Prepare {
			w.Prepare[i].Off = w.Prepare[i].Off || w.Prepare[i].Name == a.Step
		}
		return nil
	}
	if _, err := prepare.Find(value); err != nil {
		return fmt.Errorf("it is neither on nor off, and %w", err)
	}
	return w.replace(a.Step, value)
}

// replace puts a step with default settings in the place of another; where that does not stand, where the catalogue's
// order wants it.
func (w *Workflow) replace(step, by string) error {
	found := false
	for i, c := range w.Prepare {
		switch {
		case c.Name != step || step == by:
		case found:
			w.Prepare[i].Off = true
		default:
			w.Prepare[i], found = prepare.Choice{Name: by, On: c.On}, true
		}
	}
	if found {
		return nil
	}
	return w.switchOn(by)
}

// variants are the recipes of the cross product of the alternatives, each once, and the place of the workflow's own,
// which is put first when it is none of them.
func variants(w Workflow, alternatives []Alternative) (out []Variant, current int, err error) {
	total := 1
	for _, a := range alternatives {
		if total *= len(a.Values); total > maxRecipes || len(a.Values) == 0 {
			return nil, 0, UsageError{fmt.Errorf("what if: the alternatives make more than %d recipes, or none; name fewer values", maxRecipes)}
		}
	}
	at := map[string]int{}
	add := func(name string, choices []prepare.Choice) error {
		key, err := canonical(choices)
		if _, twice := at[key]; !twice && err == nil {
			at[key] = len(out)
			out = append(out, Variant{Name: name, Prepare: choices})
		}
		return err
	}
	own, err := canonical(w.Prepare)
	if err != nil {
		return nil, 0, UsageError{err}
	}
	for k := range total {
		next := w.Clone()
		var name []string
		for i, rest := len(alternatives)-1, k; i >= 0; i-- {
			a := alternatives[i]
			value := a.Values[rest%len(a.Values)]
			rest /= len(a.Values)
			if err := a.put(&next, value); err != nil {
				return nil, 0, UsageError{fmt.Errorf("what if: %w", err)}
			}
			name = append([]string{a.path() + "=" + value}, name...)
		}
		if err := prepare.Check(next.Prepare); err != nil {
			return nil, 0, UsageError{fmt.Errorf("what if %s: %w", strings.Join(name, " "), err)}
		}
		if err := add(strings.Join(name, " "), next.Prepare); err != nil {
			return nil, 0, UsageError{err}
		}
	}
	if place, there := at[own]; there {
		return out, place, nil
	}
	return append([]Variant{{Name: "the recipe as it stands", Prepare: w.Prepare}}, out...), 0, nil
}

// canonical writes out what choices do: those that are on, with every setting, so that two ways to say the same are the
// same.
func canonical(choices []prepare.Choice) (string, error) {
	var b strings.Builder
	for _, c := range choices {
		if c.Off {
			continue
		}
		_, settings, err := c.Settings()
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%q on %q:", c.Name, c.On)
		for _, p := range settings.Params() {
			fmt.Fprintf(&b, " %s=%q", p.Name, p.Get())
		}
		b.WriteByte('\n')
	}
	return b.String(), nil
}
