package train

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/models"
	"assay/models/param"
	"assay/pipeline"
	"assay/pipeline/train"
	"assay/ui/bench"
	"assay/ui/kit"
)

// chooseLearner asks which learner, and makes it the workflow's.
func (s *Screen) chooseLearner() tea.Cmd {
	d := &learners{all: models.Catalogue(), now: s.bench.Workflow.Train.Learner}
	for i, e := range d.all {
		if e.Name == d.now {
			d.at = i
		}
	}
	return kit.Open(d, func(result any) tea.Cmd { return s.setLearner(result.(string)) })
}

func (s *Screen) setLearner(name string) tea.Cmd {
	cmd := s.bench.Change(func(w *pipeline.Workflow) error {
		if w.Train.Learner != name {
			w.Train = pipeline.TrainChoices{Learner: name, Driver: w.Train.Driver}
		}
		return nil
	})
	return tea.Batch(cmd, kit.LogTwin(bench.Twin(s.bench.Workflow)))
}

// learner returns the chosen learner with its settings, and how it is driven.
func (s *Screen) learner() (models.Entry, models.Learner, *train.Driver, error) {
	choice := s.bench.Workflow.Train
	e, err := models.Find(choice.Learner)
	if err != nil {
		return e, nil, nil, err
	}
	l, d := e.New(), train.NewDriver()
	if err := param.Apply(l, choice.Set); err != nil {
		return e, nil, nil, err
	}
	return e, l, d, param.Apply(d, choice.Driver)
}

// chooseSettings shows the form of the learner and the driver; accepted, what differs from the defaults is kept.
func (s *Screen) chooseSettings() tea.Cmd {
	e, l, d, err := s.learner()
	if err != nil {
		return kit.Say(kit.Bad, err.Error())
	}
	own := l.Params()
	form := kit.FormOf(append(own[:len(own):len(own)], d.Params()...))
	form.OneColumn = true
	for i := range form.Fields {
		form.Fields[i].Section = "when training ends"
		if i < len(own) {
			form.Fields[i].Section = e.Title
		}
	}
	return kit.AskForm("settings", form, func() tea.Cmd { return s.keep(e, l, d) })
}

func (s *Screen) keep(e models.Entry, l models.Learner, d *train.Driver) tea.Cmd {
	cmd := s.bench.Change(func(w *pipeline.Workflow) error {
		w.Train.Set = orNil(param.Changed(l, e.New()))
		w.Train.Driver = orNil(param.Changed(d, train.NewDriver()))
		return nil
	})
	return tea.Batch(cmd, kit.LogTwin(bench.Twin(s.bench.Workflow)))
}

// orNil makes no settings nil, as a fresh workflow has them.
func orNil(m map[string]string) pipeline.Settings {
	if len(m) == 0 {
		return nil
	}
	return m
}

// learners is the dialog that shows every learner with how it learns. Its result is a name.
type learners struct {
	all  []models.Entry
	now  string // the one chosen before
	at   int
	view kit.Scroll
}

// Title names the dialog.
func (d *learners) Title() string { return "what shall learn?" }

// Keys says which keys do what.
func (d *learners) Keys() string { return "↑↓ move · enter choose · esc close" }

// Size asks for three lines for each learner and one between them.
func (d *learners) Size(f kit.Frame) (w, h int) {
	w = min(86, f.W-6)
	lines, _ := d.lines(f.Sized(w, 0))
	return w, len(lines)
}

// Update moves and chooses.
func (d *learners) Update(msg tea.Msg) (kit.Outcome, tea.Cmd) {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		d.view.Update(msg)
		return kit.Outcome{}, nil
	}
	switch key.String() {
	case "esc", "q", "l":
		return kit.Outcome{Done: true}, nil
	case "enter":
		return kit.Outcome{Done: true, Result: d.all[d.at].Name}, nil
	case "up", "k":
		d.at = max(0, d.at-1)
	case "down", "j":
		d.at = min(len(d.all)-1, d.at+1)
	}
	return kit.Outcome{}, nil
}

// View draws the learners.
func (d *learners) View(f kit.Frame) string {
	lines, at := d.lines(f)
	d.view.Show(at + 2)
	d.view.Show(at)
	return d.view.View(f, lines)
}

// lines draws all learners and says where the one under the cursor starts.
func (d *learners) lines(f kit.Frame) (lines []string, at int) {
	for i, e := range d.all {
		if i > 0 {
			lines = append(lines, "")
		}
		mark, title := "  ", f.Strong.Render(e.Title)
		if i == d.at {
			mark, at = f.Accent.Render(f.Glyphs.Cursor)+" ", len(lines)
			title = f.Cursor.Render(" " + e.Title + " ")
		}
		if e.Name == d.now {
			title += f.Dim.Render("  chosen now")
		}
		lines = append(lines, mark+title)
		for about := range strings.SplitSeq(e.About, "\n") {
			for _, line := range kit.Wrap(about, max(1, f.W-4)) {
				lines = append(lines, "  "+f.Dim.Render(line))
			}
		}
	}
	return lines, at
}
