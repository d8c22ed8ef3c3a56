package pipeline

import (
	"fmt"
	"strings"

	"assay/models"
	"assay/models/param"
	"assay/pipeline/collect"
	"assay/pipeline/evaluate"
	"assay/pipeline/prepare"
	"assay/pipeline/train"
)

// Section is a group of settings that belong to one thing: a reader, a step, a learner.
type Section struct {
	Name     string // as in --set NAME.setting=value
	Title    string
	Stage    Stage
	Settings param.Settings // with default values
}

// Sections lists everything that has settings, in the order of the stages. Forms, flags and docs are made from it.
func Sections() []Section {
	var out []Section
	for _, s := range collect.Sections() {
		out = append(out, Section{s.Name, s.Title, CollectStage, s.New()})
	}
	for _, e := range prepare.Catalogue() {
		out = append(out, Section{e.Name, e.Title, PrepareStage, e.New()})
	}
	out = append(out, Section{"split", "Splitting rows", PrepareStage, train.NewSplit()})
	for _, e := range models.Catalogue() {
		out = append(out, Section{e.Name, e.Title, TrainStage, e.New()})
	}
	return append(out,
		Section{"driver", "Driving the training", TrainStage, train.NewDriver()},
		Section{"gate", "The gate", EvaluateStage, criteria()})
}

func criteria() param.Settings {
	c := evaluate.NewCriteria()
	return &c
}

// Set makes one choice: `section.setting=value`, as the --set flag has it. A value that is not legal is refused with
// what would be, and the workflow stays as it was. Secrets in a value are kept in memory only.
func (w *Workflow) Set(text string) error {
	path, value, ok := strings.Cut(text, "=")
	section, setting, dot := strings.Cut(path, ".")
	if !ok || !dot {
		return fmt.Errorf("--set %s: write it as section.setting=value, for example --set logistic.c=0.5", text)
	}
	value, secrets := collect.HideOption(path, value)
	if err := w.set(section, setting, value); err != nil {
		return fmt.Errorf("--set %s=%s: %w", path, value, err)
	}
	w.Collect.remember(secrets)
	return nil
}

func (w *Workflow) set(section, setting, value string) error {
	var names []string
	for _, s := range Sections() {
		names = append(names, s.Name)
		if s.Name != section {
			continue
		}
		if err := param.Set(s.Settings, setting, value); err != nil {
			return err
		}
		w.put(s, setting, value)
		return nil
	}
	return fmt.Errorf("nothing is called %q%s; there are %s", section, param.DidYouMean(section, names), strings.Join(names, ", "))
}

func (w *Workflow) put(s Section, setting, value string) {
	keep := func(m *Settings) {
		if *m == nil {
			*m = Settings{}
		}
		(*m)[setting] = value
	}
	switch s.Name {
	case "split":
		keep(&w.Split)
	case "driver":
		keep(&w.Train.Driver)
	case "gate":
		keep(&w.Evaluate.Gate)
	default:
		if s.Stage == CollectStage {
			setting = s.Name + "." + setting
			keep(&w.Collect.Set)
			return
		}
		if s.Stage == PrepareStage {
			w.putStep(s.Name, setting, value)
			return
		}
		if w.Train.Learner != s.Name {
			w.Train = TrainChoices{Learner: s.Name, Driver: w.Train.Driver}
		}
		keep(&w.Train.Set)
	}
}

// putStep sets a setting of every choice of that step, switching it on; a step that is not there yet is added where
// the catalogue's order wants it.
func (w *Workflow) putStep(name, setting, value string) {
	found := false
	for i := range w.Prepare {
		c := &w.Prepare[i]
		if c.Name != name {
			continue
		}
		if c.Set == nil {
			c.Set = Settings{}
		}
		c.Set[setting], c.Off, found = value, false, true
	}
	if !found {
		w.Prepare = insert(w.Prepare, prepare.Choice{Name: name, Set: Settings{setting: value}})
	}
}

// insert puts a choice before the first one that the catalogue lists after it.
func insert(choices []prepare.Choice, c prepare.Choice) []prepare.Choice {
	place := map[string]int{}
	for i, e := range prepare.Catalogue() {
		place[e.Name] = i
	}
	at := len(choices)
	for i, other := range choices {
		if place[other.Name] > place[c.Name] {
			at = i
			break
		}
	}
	out := append([]prepare.Choice{}, choices[:at]...)
	return append(append(out, c), choices[at:]...)
}
