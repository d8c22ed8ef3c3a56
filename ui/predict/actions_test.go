package predict

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"assay/pipeline"
	"assay/pipeline/predict"
	"assay/ui/kit"
)

func TestClearAndTypical(t *testing.T) {
	s, b := deployed(t)
	typically := s.decision.Probability
	press(s, b, "esc", "c")
	for _, f := range s.form.Fields {
		if answer(f.Value) != "" {
			t.Errorf("%s still holds %q", f.Name, f.Value)
		}
	}
	if !(s.decision.Probability > 0 && s.decision.Probability < 1) || !strings.Contains(drawn(s, 120, 32), missing) {
		t.Errorf("nothing known gives %v", s.decision.Probability)
	}
	press(s, b, "t")
	if s.decision.Probability != typically {
		t.Errorf("typical again: %v, at first %v", s.decision.Probability, typically)
	}
}

func TestSealedRowsShowTheTruth(t *testing.T) {
	s, b := deployed(t)
	p := b.Prepared()
	press(s, b, "esc", "n")
	for k, row := range p.Parts.Test[:3] {
		for _, f := range s.form.Fields {
			if got, want := answer(f.Value), p.Raw.Column(f.Name).Cell(row); got != want {
				t.Errorf("case %d, %s: %q, the source has %q", k, f.Name, got, want)
			}
		}
		if s.decision.Probability != b.Examined().TestP[k] {
			t.Errorf("case %d: %v, in the exam %v", k, s.decision.Probability, b.Examined().TestP[k])
		}
		right := s.decision.Label == p.Target.Classes[int(p.Target.Y[row])]
		screen := drawn(s, 120, 32)
		if strings.Contains(screen, "as decided") != right || strings.Contains(screen, "the decision is wrong") == right {
			t.Errorf("case %d: right %v, but\n%s", k, right, screen)
		}
		press(s, b, "n")
	}
	press(s, b, "N", "N", "N")
	if s.sealed.place != 0 {
		t.Errorf("three back lead to case %d", s.sealed.place)
	}
	press(s, b, "N")
	if s.sealed.place != len(p.Parts.Test)-1 {
		t.Errorf("before the first comes %d", s.sealed.place)
	}
	focus(t, s, "credit_score")
	press(s, b, "6", "0", "0", "esc")
	if !strings.Contains(strings.Join(strings.Fields(ansi.Strip(s.answer(frame(200, 30)))), " "), "no truth is known") {
		t.Error("an edited row still has a truth")
	}
}

func TestStaleAnswersSaySo(t *testing.T) {
	s, b := deployed(t)
	press(s, b, "esc")
	follow(s, b, b.Change(func(w *pipeline.Workflow) error { w.Evaluate.Threshold = .9; return nil }))
	if !strings.Contains(drawn(s, 120, 32), "come from an older model") {
		t.Errorf("nothing says that the model is old:\n%s", drawn(s, 120, 32))
	}
	old := s.decision.Probability
	if msgs := press(s, b, "r"); !strings.Contains(said(msgs), "do Evaluate first") || s.decision.Probability != old {
		t.Errorf("renewing without an exam says %q", said(msgs))
	}
	if msgs := press(s, b, "n"); !strings.Contains(said(msgs), "older model") {
		t.Errorf("sealed rows of another exam: %q", said(msgs))
	}
	if err := b.RunTo(t.Context(), pipeline.EvaluateStage); err != nil {
		t.Fatal(err)
	}
	focus(t, s, "zip_code")
	press(s, b, "7", "7", "esc", "r")
	if b.State(pipeline.PredictStage) != pipeline.Done || s.deployed.Bundle.Threshold != .9 || strings.Contains(drawn(s, 120, 32), "older model") {
		t.Errorf("renewed: %s, threshold %v", b.State(pipeline.PredictStage), s.deployed.Bundle.Threshold)
	}
	if got := s.form.Value("zip_code"); got != "77" {
		t.Errorf("renewing lost what was typed: %q", got)
	}
}

func TestWriteBundle(t *testing.T) {
	s, b := deployed(t)
	t.Chdir(t.TempDir())
	press(s, b, "esc")
	write := func() (out []tea.Msg) {
		var dialogs kit.Dialogs
		take := func(msgs []tea.Msg) {
			for _, m := range msgs {
				if o, ok := m.(kit.OpenDialog); ok {
					dialogs.Push(o)
				} else {
					out = append(out, m)
				}
			}
		}
		take(press(s, b, "w"))
		take(follow(s, b, dialogs.Update(key("enter"))))
		if dialogs.Open() { // asks before it replaces a file
			take(follow(s, b, dialogs.Update(key("y"))))
			out = append(out, kit.Toast{Text: "asked"})
		}
		return out
	}
	first := write()
	_, hash, err := predict.Load("loans.assay")
	if err != nil || hash != s.deployed.Hash {
		t.Fatalf("wrote %s, %v; the session has %s", hash, err, s.deployed.Hash)
	}
	if !strings.Contains(said(first), "wrote loans.assay") || strings.Contains(said(first), "asked") {
		t.Errorf("said %q", said(first))
	}
	twin := ""
	for _, m := range first {
		if l, ok := m.(kit.Log); ok {
			twin = l.Twin
		}
	}
	if twin != "assay run --out loans.assay" {
		t.Errorf("twin %q", twin)
	}
	if err := os.WriteFile("loans.assay", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if again := write(); !strings.Contains(said(again), "asked") {
		t.Errorf("replaced a file without asking: %q", said(again))
	}
	if _, hash, err := predict.Load("loans.assay"); err != nil || hash != s.deployed.Hash {
		t.Errorf("after replacing: %s, %v", hash, err)
	}
	s.file = filepath.Join("no", "such", "folder.assay")
	if msgs := write(); !strings.Contains(said(msgs), "folder") {
		t.Errorf("a missing folder: %q", said(msgs))
	}
}

func TestCommandLine(t *testing.T) {
	s, b := deployed(t)
	press(s, b, "esc", "c")
	focus(t, s, "income")
	press(s, b, strings.Split("€ 5", "")...)
	if got, want := s.command(), "assay predict loans.assay --field 'income=€ 5'"; got != want {
		t.Errorf("%s\nwanted %s", got, want)
	}
	for text, want := range map[string]string{"": "''", "a=b": "a=b", "it's": `'it'\''s'`, "$(rm)": "'$(rm)'", "02117": "02117"} {
		if got := quote(text); got != want {
			t.Errorf("quote(%q) is %s, wanted %s", text, got, want)
		}
	}
}
