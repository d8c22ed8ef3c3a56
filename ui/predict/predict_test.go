package predict

import (
	"errors"
	"math"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"assay/pipeline"
	"assay/pipeline/predict"
	"assay/ui/bench"
	"assay/ui/kit"
)

func drawn(s *Screen, w, h int) string { return ansi.Strip(s.View(frame(w, h))) }

// said returns the texts of toasts among messages.
func said(msgs []tea.Msg) string {
	var out []string
	for _, m := range msgs {
		if t, ok := m.(kit.Toast); ok {
			out = append(out, t.Text)
		}
	}
	return strings.Join(out, "\n")
}

func TestShownMakesTheBundleOnce(t *testing.T) {
	s, b := examined(t)
	if s.Typing() || !strings.Contains(drawn(s, 80, 21), "nothing can answer yet") {
		t.Error("answers without a bundle")
	}
	send(s, b, kit.Shown{})
	if b.State(pipeline.PredictStage) != pipeline.Done || !s.Typing() {
		t.Fatalf("shown: %s, typing %v", b.State(pipeline.PredictStage), s.Typing())
	}
	was := b.Deployed()
	send(s, b, kit.Shown{})
	if b.Deployed() != was {
		t.Error("shown again, the bundle was made again")
	}
}

func TestWithoutAnExamNothingRuns(t *testing.T) {
	b := bench.New(t.Context(), pipeline.New(pipeline.Sample))
	s := New(b)
	if _, cmd := s.Update(kit.Shown{}); cmd != nil {
		t.Error("something runs")
	}
	if !strings.Contains(drawn(s, 80, 21), "do Collect first") {
		t.Errorf("does not say what to do:\n%s", drawn(s, 80, 21))
	}
	for _, a := range s.Actions() {
		if a.Why == "" {
			t.Errorf("%s can be done", a.Name)
		}
	}
}

func TestAFailureIsSaid(t *testing.T) {
	s, b := examined(t)
	msgs := send(s, b, bench.Finished{Stage: pipeline.PredictStage, Err: errors.New("the disk is made of cheese")})
	if !strings.Contains(said(msgs), "cheese") || !strings.Contains(drawn(s, 80, 21), "cheese") {
		t.Errorf("said %q and drew\n%s", said(msgs), drawn(s, 80, 21))
	}
}

// What the screen answers is what the service answers to the same raw texts, to the bit, after every key.
func TestTheAnswerFollowsTyping(t *testing.T) {
	s, b := deployed(t)
	focus(t, s, "income")
	before := s.decision.Probability
	for _, k := range strings.Split("€54.000,00", "") {
		press(s, b, k)
		record, err := s.deployed.Service.Record(map[string]string{})
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range s.deployed.Service.Fields() {
			record[i] = answer(s.form.Value(f.Name))
		}
		all, err := s.deployed.Service.Decide([][]string{record})
		if err != nil {
			t.Fatal(err)
		}
		if all[0].Probability != s.decision.Probability {
			t.Fatalf("at %q the screen says %v, the service %v", s.form.Value("income"), s.decision.Probability, all[0].Probability)
		}
	}
	if got := s.form.Value("income"); got != "€54.000,00" {
		t.Errorf("typed €54.000,00, the field holds %q", got)
	}
	if s.decision.Probability == before || len(s.decision.Warnings) > 0 {
		t.Errorf("%v before and after; warnings %q", before, s.decision.Warnings)
	}
}

func TestTheFirstLetterReplacesAndArrowsEdit(t *testing.T) {
	s, b := deployed(t)
	focus(t, s, "zip_code")
	press(s, b, "9", "0")
	if got := s.form.Value("zip_code"); got != "90" {
		t.Errorf("typing into a field just entered gives %q", got)
	}
	press(s, b, "esc", "enter", "backspace", "5")
	if got := s.form.Value("zip_code"); got != "95" {
		t.Errorf("backspace first gives %q", got)
	}
}

func TestKeysOfTheForm(t *testing.T) {
	s, b := deployed(t)
	focus(t, s, "credit_score")
	was := s.form.Value("credit_score")
	press(s, b, "right")
	if got := s.form.Value("credit_score"); got != "700" {
		t.Errorf("right steps %s to %q", was, got)
	}
	press(s, b, "tab")
	if s.form.Fields[s.form.Focus].Name != "employment" {
		t.Errorf("tab leads to %s", s.form.Fields[s.form.Focus].Name)
	}
	press(s, b, "esc")
	if s.Typing() {
		t.Error("esc does not leave the form")
	}
	focus(t, s, "purpose")
	press(s, b, "m")
	if got := s.form.Value("purpose"); got != "medical" {
		t.Errorf("m chooses %q", got)
	}
	press(s, b, "left", "right", "esc")
	if got := s.form.Value("purpose"); got != "medical" {
		t.Errorf("left and right again lead to %q", got)
	}
}

func TestAClickEntersAField(t *testing.T) {
	s, b := deployed(t)
	press(s, b, "esc")
	s.View(frame(120, 32))
	send(s, b, tea.MouseClickMsg{X: s.formAt.X + 20, Y: s.formAt.Y + 4, Button: tea.MouseLeft})
	if !s.Typing() || s.form.Fields[s.form.Focus].Name != "loan_amount" {
		t.Errorf("a click on the fifth line enters %s", s.form.Fields[s.form.Focus].Name)
	}
	press(s, b, "9")
	if got := s.form.Value("loan_amount"); got != "9" {
		t.Errorf("typing after the click gives %q", got)
	}
}

func TestFieldsOfEveryKind(t *testing.T) {
	number := predict.Field{Reads: "number", Low: 0, High: 40, Middle: 7}
	levels := []predict.Level{{Text: "car", Count: 5}, {Text: "house", Count: 3}}
	tests := []struct {
		name  string
		field predict.Field
		kind  kit.FieldKind
		value string
	}{
		{"a small range is stepped", number, kit.NumberField, "7"},
		{"money is typed", predict.Field{Reads: "number", Low: 0, High: 90000, Middle: 42000.5}, kit.TextField, "42000.5"},
		{"few levels are a menu", predict.Field{Reads: "text", Levels: levels}, kit.ChoiceField, "car"},
		{"mostly missing", predict.Field{Reads: "text", Levels: levels, Gaps: .9}, kit.ChoiceField, missing},
		{"free text", predict.Field{Reads: "text", Sample: "hello"}, kit.TextField, "hello"},
		{"a date", predict.Field{Reads: "time", Sample: "2024-01-31"}, kit.TextField, "2024-01-31"},
		{"a level called missing", predict.Field{Reads: "text", Levels: []predict.Level{{Text: missing}}}, kit.TextField, missing},
	}
	for _, tt := range tests {
		f := fieldOf(tt.field)
		if f.Kind != tt.kind || f.Value != tt.value {
			t.Errorf("%s: kind %v, value %q", tt.name, f.Kind, f.Value)
		}
		if f.Kind == kit.ChoiceField && f.Choices[len(f.Choices)-1] != missing {
			t.Errorf("%s: no way to say that it is missing: %q", tt.name, f.Choices)
		}
	}
	for span, want := range map[float64]float64{40: 1, 343: 10, 33: 1, 1: .05, 9000: 500} {
		if got := step(span); math.Abs(got-want) > 1e-12 {
			t.Errorf("a range of %v is stepped by %v, wanted %v", span, got, want)
		}
	}
}
