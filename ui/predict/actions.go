package predict

import (
	"errors"
	"os"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/predict"
	"assay/ui/bench"
	"assay/ui/kit"
)

// Actions are what can be done with the answer, the most useful first.
func (s *Screen) Actions() []kit.Action {
	none := ""
	if s.form == nil {
		none = "there is no bundle to answer with yet"
	}
	_, noRows := s.rows()
	out := []kit.Action{
		{Key: kit.On("enter", "i", "tab", "down", "up", "j", "k"), Name: "type", Help: "Put the cursor into the form; the answer follows every key. Esc leaves the form.", Why: none, Do: s.focus},
		{Key: kit.On("n"), Name: "next real case", Help: "Fill the form with the next sealed row as it stands in the source, and show what really happened.", Why: noRows,
			Do: func() tea.Cmd { return s.turn(1) }},
		{Key: kit.On("N"), Name: "case before", Help: "Fill the form with the sealed row before.", Why: noRows, Hide: true,
			Do: func() tea.Cmd { return s.turn(-1) }},
		{Key: kit.On("d"), Name: "details", Help: "Show every reason with its log-odds and where the model comes from, or only the strongest.", Why: none, Do: s.toggle},
		{Key: kit.On("w"), Name: "write bundle", Help: "Write the model with its recipe and report to one file, which answers anywhere.", Why: none, Do: s.askWhere},
		{Key: kit.On("y"), Name: "copy as command", Help: "Copy a command line that asks for this case.", Why: none,
			Do: func() tea.Cmd { return kit.Copy(s.command()) }, Twin: s.command()},
		{Key: kit.On("c"), Name: "clear", Help: "Empty every field: a model must answer even then.", Why: none, Do: s.clear},
		{Key: kit.On("t"), Name: "typical", Help: "Fill in a typical case: medians and most frequent answers.", Why: none, Hide: true, Do: s.refill},
	}
	if s.stale() {
		return append([]kit.Action{s.renewal()}, out...)
	}
	return out
}

// renewal makes a bundle of the current model.
func (s *Screen) renewal() kit.Action {
	a := kit.Action{Key: kit.On("r"), Name: "renew", Help: "Make a bundle of the newest model and answer with it.",
		Do: func() tea.Cmd { return s.bench.Run(pipeline.PredictStage) }}
	if err := s.bench.Need(pipeline.PredictStage); err != nil {
		a.Why = err.Error()
	}
	return a
}

func (s *Screen) focus() tea.Cmd {
	s.form.Blurred, s.fresh = false, true
	return nil
}

func (s *Screen) toggle() tea.Cmd {
	s.details = !s.details
	return nil
}

func (s *Screen) clear() tea.Cmd {
	s.sealed = sealed{}
	s.fill(func(string) string { return "" })
	return nil
}

func (s *Screen) refill() tea.Cmd {
	s.sealed = sealed{}
	values := map[string]string{}
	for _, f := range s.deployed.Service.Fields() {
		values[f.Name] = typical(f)
	}
	s.fill(func(name string) string { return values[name] })
	return nil
}

// written is the end of writing a bundle.
type written struct {
	path, hash string
	err        error
}

// askWhere asks for a file name, and once more before a file is replaced.
func (s *Screen) askWhere() tea.Cmd {
	bundle := s.deployed.Bundle
	write := func(path string) tea.Cmd {
		return kit.Do(func() tea.Msg {
			hash, err := predict.Save(path, bundle)
			return written{path, hash, err}
		})
	}
	check := func(path string) error {
		if strings.TrimSpace(path) == "" {
			return errors.New("name a file")
		}
		return nil
	}
	return kit.AskText(kit.Prompt{Name: "write the bundle", Label: "file", Value: s.file, Check: check}, func(path string) tea.Cmd {
		if _, err := os.Stat(path); err != nil {
			return write(path)
		}
		return kit.AskConfirm(kit.Confirm{Question: "replace " + path + "?", Detail: "It is there already and would be overwritten.",
			Yes: "replace", Asked: kit.On("w")}, func() tea.Cmd { return write(path) })
	})
}

func (s *Screen) wrote(msg written) tea.Cmd {
	if msg.err != nil {
		return kit.Say(kit.Bad, msg.err.Error())
	}
	s.file = msg.path
	return tea.Batch(kit.LogTwin(s.recipe()), kit.Say(kit.Good, "wrote "+msg.path+", bundle "+short(msg.hash)))
}

// recipe is the command line that makes the same bundle.
func (s *Screen) recipe() string {
	return bench.Twin(s.bench.Workflow) + " --out " + quote(s.file)
}

// command is the command line that asks for the case in the form.
func (s *Screen) command() string {
	if s.form == nil {
		return ""
	}
	out := "assay predict " + quote(s.file)
	for _, f := range s.form.Fields {
		if v := answer(f.Value); v != "" {
			out += " --field " + quote(f.Name+"="+v)
		}
	}
	return out
}

// quote makes one word of a text for a POSIX shell.
func quote(text string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./=,:+@%", r)
	}
	if text != "" && strings.IndexFunc(text, func(r rune) bool { return !plain(r) }) < 0 {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

func short(hash string) string { return hash[:min(12, len(hash))] }
