package prepare

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/models/param"
	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
	"assay/pipeline/train"
	"assay/ui/kit"
)

// settings asks for the columns and the settings of the step.
func (s *Screen) settings() tea.Cmd {
	at := s.at
	c, t := s.choices()[at], s.given(at)
	e, settings, err := c.Settings()
	if err != nil {
		return kit.Say(kit.Bad, err.Error())
	}
	fields := []kit.Field{s.onField(c, t)}
	for _, p := range settings.Params() {
		fields = append(fields, settingField(p, t))
	}
	form := kit.NewForm(fields)
	form.Focus = min(1, len(fields)-1)
	return kit.AskForm(e.Title, form, func() tea.Cmd {
		changed := param.Changed(settings, e.New())
		return s.change(func(w *pipeline.Workflow) error {
			w.Prepare[at].On = prepare.Selection(strings.TrimSpace(form.Value("on")))
			w.Prepare[at].Set = nil
			if len(changed) > 0 {
				w.Prepare[at].Set = changed
			}
			return nil
		})
	})
}

// settingField is the question for one setting; columns may be ticked.
func settingField(p param.Param, t *table.Table) kit.Field {
	field := kit.FieldOf(p)
	if !p.Columns {
		return field
	}
	field.Hint = "columns, by commas"
	if t == nil {
		return field
	}
	field.Check = func(text string) error {
		for _, name := range param.SplitList(text) {
			if t.Column(name) == nil {
				return fmt.Errorf("no column is called %q%s", name, param.DidYouMean(name, t.Names()))
			}
		}
		return p.Set(text)
	}
	field.Browse = func(value string, accept func(string)) tea.Cmd {
		boxes := &naming{t: t, names: param.SplitList(value)}
		return kit.Tick(p.Name, boxes, func() tea.Cmd { accept(strings.Join(boxes.names, ", ")); return nil })
	}
	return field
}

// split asks how rows are divided.
func (s *Screen) split() tea.Cmd {
	split := train.NewSplit()
	if err := param.Apply(split, s.bench.Workflow.Split); err != nil {
		return kit.Say(kit.Bad, err.Error())
	}
	return kit.AskForm("how rows are divided", kit.FormOf(split.Params()), func() tea.Cmd {
		chosen := param.Changed(split, train.NewSplit())
		return s.change(func(w *pipeline.Workflow) error {
			w.Split = nil
			if len(chosen) > 0 {
				w.Split = chosen
			}
			return nil
		})
	})
}
