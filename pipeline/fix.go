package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"assay/models/param"
	"assay/pipeline/prepare"
	"assay/pipeline/profile"
	"assay/pipeline/table"
)

// ConfirmMissing makes a value of a column mean missing, "*" standing for every column. It goes into the step that
// tidies text, so every later row is read the same way.
func (w *Workflow) ConfirmMissing(column, value string) error {
	return w.markMissing(column, value, prepare.AddMark)
}

// DenyMissing takes back what ConfirmMissing did.
func (w *Workflow) DenyMissing(column, value string) error {
	return w.markMissing(column, value, prepare.RemoveMark)
}

// MissingMarks lists the values that were confirmed to mean missing.
func (w *Workflow) MissingMarks() []prepare.Mark {
	marks, err := prepare.ParseMarks(w.stepSetting("tidy", "missing"))
	if err != nil {
		return nil
	}
	return marks
}

func (w *Workflow) markMissing(column, value string, change func(string, prepare.Mark) (string, error)) error {
	if strings.TrimSpace(value) == "" || strings.TrimSpace(column) == "" {
		return fmt.Errorf("name a column and the value in it that means missing")
	}
	setting, err := change(w.stepSetting("tidy", "missing"), prepare.Mark{Column: column, Value: value})
	if err != nil {
		return err
	}
	if setting == w.stepSetting("tidy", "missing") {
		return nil
	}
	return w.Set("tidy.missing=" + setting)
}

// stepSetting is what the first choice of a step sets; empty where it leaves the default.
func (w *Workflow) stepSetting(step, setting string) string {
	for _, c := range w.Prepare {
		if c.Name == step {
			return c.Set[setting]
		}
	}
	return ""
}

// Fix does what the fix of an alert says. The workflow stays as it was when that cannot be.
func (w *Workflow) Fix(f profile.Fix) error {
	next := w.Clone()
	if err := next.fix(f); err != nil {
		return err
	}
	if err := next.Check(); err != nil {
		return err
	}
	*w = next
	return nil
}

func (w *Workflow) fix(f profile.Fix) error {
	switch f.Verb {
	case "role":
		return w.giveRole(f.Column, f.Value)
	case "kind":
		return w.giveKind(f.Column, f.Value)
	case "missing":
		return w.ConfirmMissing(f.Column, f.Value)
	case "step":
		if strings.Contains(f.Value, "=") {
			return w.Set(f.Value)
		}
		return w.switchOn(f.Value)
	}
	return fmt.Errorf("there is no fix called %q; there are role, kind, missing and step", f.Verb)
}

// giveRole gives a column a role. Roles that one column alone can have leave the column that had it.
func (w *Workflow) giveRole(column, word string) error {
	role, err := table.ParseRole(word)
	if err != nil {
		return err
	}
	for other, had := range w.Collect.Roles {
		if other != column && had == word && single(role) {
			delete(w.Collect.Roles, other)
		}
	}
	switch {
	case role == table.Target:
		w.Collect.Target = column
	case w.Collect.Target == column:
		w.Collect.Target = ""
	}
	if w.Collect.Roles == nil {
		w.Collect.Roles = Settings{}
	}
	w.Collect.Roles[column] = word
	return nil
}

// giveKind holds a column as numbers or text. Text is left alone by the step that reads numbers, which would undo it;
// a column whose name cannot stand in a list of columns is only held.
func (w *Workflow) giveKind(column, kind string) error {
	if w.Collect.Kinds == nil {
		w.Collect.Kinds = Settings{}
	}
	w.Collect.Kinds[column] = kind
	except := slices.DeleteFunc(param.SplitList(w.stepSetting("parse", "except")), func(name string) bool { return name == column })
	if kind == table.Text.String() && !strings.Contains(column, ",") && strings.TrimSpace(column) == column {
		except = append(except, column)
	}
	if next := strings.Join(except, ","); next != w.stepSetting("parse", "except") {
		return w.setStep("parse", "except", next)
	}
	return nil
}

// setStep sets a setting of a step that is there; it does not switch it on, nor add it where nobody wants it.
func (w *Workflow) setStep(step, setting, value string) error {
	for i := range w.Prepare {
		c := &w.Prepare[i]
		if c.Name != step {
			continue
		}
		if c.Set == nil {
			c.Set = Settings{}
		}
		c.Set[setting] = value
		if _, _, err := c.Settings(); err != nil {
			return err
		}
	}
	return nil
}

// switchOn makes sure that a step runs: it is switched on, or put where the catalogue's order wants it.
func (w *Workflow) switchOn(name string) error {
	if _, err := prepare.Find(name); err != nil {
		return err
	}
	found := false
	for i := range w.Prepare {
		if w.Prepare[i].Name == name {
			w.Prepare[i].Off, found = false, true
		}
	}
	if !found {
		w.Prepare = insert(w.Prepare, prepare.Choice{Name: name})
	}
	return nil
}
