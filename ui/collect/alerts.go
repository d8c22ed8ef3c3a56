package collect

import (
	"fmt"
	"reflect"
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/profile"
	"assay/ui/bench"
	"assay/ui/kit"
)

// alerted brings what the whole table needs an eye for.
type alerted struct {
	of     *pipeline.Collected
	alerts []profile.Alert
}

// alert looks at the table as a whole once every column is known: at repeated rows, columns that say the same, columns
// that tell the target.
func (s *Screen) alert() tea.Cmd {
	if s.alertsOf == s.from {
		return nil
	}
	s.alertsOf = s.from
	from, profiles := s.from, make([]profile.Column, len(s.sheet.profiles))
	for j, p := range s.sheet.profiles {
		profiles[j] = *p.Column
		profiles[j].Role = from.Table.At(j).Role
	}
	return kit.Do(func() tea.Msg { return alerted{from, profile.TableAlerts(from.Table, profiles)} })
}

// heed takes the alerts in.
func (s *Screen) heed(msg alerted) {
	if msg.of == s.from {
		s.alerts = msg.alerts
		s.retell()
	}
}

// alertsOn are the alerts about a column; those the column shows by itself while the others are not known yet.
func (s *Screen) alertsOn(j int) []profile.Alert {
	if s.alerts == nil {
		return s.sheet.profiles[j].Alerts
	}
	var out []profile.Alert
	for _, a := range s.alerts {
		if a.Column == s.sheet.t.At(j).Name {
			out = append(out, a)
		}
	}
	return out
}

// does says what the fix of an alert would do now; "" when there is none, or when the choices do it already.
func (s *Screen) does(a profile.Alert) string {
	if a.Fix == nil {
		return ""
	}
	w := s.bench.Workflow.Clone()
	if w.Fix(*a.Fix) != nil || reflect.DeepEqual(w, s.bench.Workflow) {
		return ""
	}
	return kit.Clean(a.Fix.String())
}

// remedies are the alerts about a column that one key can fix. They are asked for with every key, so they are kept
// until the column, the profile or the choices change.
type remedies struct {
	column int
	alerts []profile.Alert
}

// retell forgets what was drawn and what could be fixed, for something about it changed.
func (s *Screen) retell() { s.story.column, s.remedies.column = -1, -1 }

// fixable are the alerts about the column under the cursor that one key can fix, the most severe first.
func (s *Screen) fixable() []profile.Alert {
	j := s.column()
	if s.sheet.profiles[j] == nil {
		return nil
	}
	if s.remedies.column != j {
		s.remedies = remedies{j, slices.DeleteFunc(slices.Clone(s.alertsOn(j)), func(a profile.Alert) bool { return s.does(a) == "" })}
	}
	return s.remedies.alerts
}

func (s *Screen) notFixable() string {
	if len(s.fixable()) == 0 {
		return "no alert about this column has a fix that is not in place already"
	}
	return ""
}

// fixColumn fixes the alert about the column under the cursor; of several a person chooses.
func (s *Screen) fixColumn() tea.Cmd {
	can := s.fixable()
	if len(can) == 1 {
		return s.fix(can[0])
	}
	items := make([]kit.Item, len(can))
	for i, a := range can {
		items[i] = kit.Item{Text: s.does(a), Detail: a.Message}
	}
	return kit.Pick("what to do about "+s.name(), items, func(i int) tea.Cmd { return s.fix(can[i]) })
}

// fix does what the fix of an alert says.
func (s *Screen) fix(a profile.Alert) tea.Cmd {
	said := s.does(a)
	return tea.Batch(s.bench.Change(func(w *pipeline.Workflow) error { return w.Fix(*a.Fix) }),
		kit.Say(kit.Good, "done: "+said+"; u takes it back"), kit.LogTwin(bench.Twin(s.bench.Workflow)))
}

// listAlerts lists every alert, the most severe first; an x stands beside those that the key fixes. Choosing one goes to its column; one about the whole table is
// told in full.
func (s *Screen) listAlerts() tea.Cmd {
	all := s.alerts
	items := make([]kit.Item, len(all))
	for i, a := range all {
		where := a.Column
		if where == "" {
			where = "the table"
		}
		items[i] = kit.Item{Text: where, Detail: a.Message, Section: severityWords(a.Severity)}
		if s.does(a) != "" {
			items[i].Key = "x"
		}
	}
	return kit.Open(&kit.Picker{Name: "alerts", Items: items, Empty: "nothing needs an eye"}, func(result any) tea.Cmd {
		a := all[result.(int)]
		for j, c := range s.sheet.t.Columns() {
			if c.Name == a.Column {
				s.grid.Move(s.grid.Row, j+1)
				return s.moved()
			}
		}
		if does := s.does(a); does != "" {
			return kit.AskReport(kit.Report{Name: "the table", Text: a.Message + "\n\n" + a.Hint, Answers: []string{does}}, func(int) tea.Cmd { return s.fix(a) })
		}
		return kit.ShowText("the table", a.Message+"\n\n"+a.Hint)
	})
}

func (s *Screen) unalerted() string {
	switch {
	case s.alertsOf != s.from || s.alerts == nil && s.looking:
		return "the columns are still being looked at"
	case len(s.alerts) == 0:
		return "nothing needs an eye"
	}
	return ""
}

// urgentAlerts says how many alerts are more than a note, "" for none.
func (s *Screen) urgentAlerts() string {
	n := 0
	for _, a := range s.alerts {
		if a.Severity > profile.Note {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d %s", n, plural(n, "alert"))
}

func severityWords(sev profile.Severity) string {
	return map[profile.Severity]string{profile.Serious: "serious: useless as it is", profile.Warning: "warnings: a model gets worse", profile.Note: "worth knowing"}[sev]
}
