package predict

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/evaluate"
	"assay/pipeline/predict"
	"assay/pipeline/table"
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

func TestTheGateIsSaid(t *testing.T) {
	s, _ := deployed(t)
	report := s.deployed.Bundle.Report
	if report.Gate.Passed {
		t.Fatal("the sample's planted bias passed the gate")
	}
	if !strings.Contains(drawn(s, 120, 32), "did not pass the exam") {
		t.Error("nothing says that the gate is shut")
	}
	report.Gate = evaluate.Gate{Passed: true}
	if strings.Contains(drawn(s, 120, 32), "exam.") {
		t.Error("a model that passed is warned of")
	}
	s.deployed.Bundle.Report = nil
	if !strings.Contains(drawn(s, 120, 32), "took no exam") {
		t.Error("nothing says that there was no exam")
	}
}

// The reasons drawn and the rest named in the small print are the difference that is shown.
func TestSmallPrintAddsUp(t *testing.T) {
	s, b := deployed(t)
	press(s, b, "esc")
	for range 20 {
		press(s, b, "n")
		sum := 0.
		for _, r := range s.decision.Reasons {
			sum += r.Effect
		}
		if want := s.decision.LogOdds - s.deployed.Bundle.Reference.LogOdds; math.Abs(sum-want) > 1e-9 {
			t.Fatalf("reasons sum to %v, the difference is %v", sum, want)
		}
		screen := strings.Join(strings.Fields(ansi.Strip(s.answer(frame(70, 30)))), " ")
		for _, want := range []string{"Why, compared with cases at the threshold", "Together " + signed(sum), "speaks for "} {
			if !strings.Contains(screen, want) {
				t.Fatalf("no %q in\n%s", want, screen)
			}
		}
	}
}

func signed(v float64) string {
	text := table.FormatNumber(math.Abs(math.Round(v*100) / 100))
	whole, part, _ := strings.Cut(text, ".")
	sign := "+"
	if v < 0 {
		sign = "-"
	}
	return sign + whole + "." + (part + "00")[:2]
}

// A model whose score does not fall into parts still answers, and says that it gives no reasons.
func TestAModelWithoutReasons(t *testing.T) {
	b := bench.New(t.Context(), pipeline.New(pipeline.Sample))
	b.Workflow.Train.Learner = "onerule"
	if err := b.RunTo(t.Context(), pipeline.EvaluateStage); err != nil {
		t.Fatal(err)
	}
	s := New(b)
	send(s, b, kit.Shown{})
	for _, size := range sizes {
		exact(t, "no reasons", s.View(frame(size[0], size[1])), size[0], size[1])
	}
	if screen := drawn(s, 120, 32); !strings.Contains(screen, "gives no reasons") || strings.Contains(screen, "NaN") || strings.Contains(screen, "Together") {
		t.Errorf("drew\n%s", screen)
	}
}

func TestCloseToTheLine(t *testing.T) {
	s, _ := deployed(t)
	for p, want := range map[float64]bool{.5: true, .46: true, .54: true, .44: false, .56: false, .01: false} {
		s.decision.Probability = p
		if got := strings.Contains(ansi.Strip(s.answer(frame(70, 30))), "Close to the line"); got != want {
			t.Errorf("at %v: %v", p, got)
		}
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
	if twin != "assay run sample --out loans.assay" {
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

func TestLatency(t *testing.T) {
	var l latency
	if l.words() != "" || l.at(.5) != 0 {
		t.Error("nothing was decided, but it took time")
	}
	for i := range 250 { // only the last 100 count: 150 to 249 microseconds
		l.add(time.Duration(i) * time.Microsecond)
	}
	if l.at(.5) != 200*time.Microsecond || l.at(.99) != 249*time.Microsecond {
		t.Errorf("half within %v, 99 %% within %v", l.at(.5), l.at(.99))
	}
	if want := "decided in 0.25 ms; of the last 100 half within 0.20 ms, 99 % within 0.25 ms"; l.words() != want {
		t.Errorf("says %q", l.words())
	}
}

func TestFigures(t *testing.T) {
	for _, text := range []string{"0.0 %", "100.0 %", "12.5 %", "98.7 %", "34.6 %", share(1e-9), share(1 - 1e-9), share(0), share(1)} {
		lines := large(text, false)
		if len(lines) != 3 || kit.Width(lines[0]) == 0 {
			t.Fatalf("%s: %q", text, lines)
		}
		for _, line := range lines {
			if kit.Width(line) != kit.Width(lines[0]) {
				t.Errorf("%s: lines of %d and %d cells", text, kit.Width(line), kit.Width(lines[0]))
			}
		}
	}
	if large("about 1 %", false) != nil || large("1 %", true) != nil {
		t.Error("drew what there are no figures for")
	}
}

// Names and cells from outside cannot break the screen, whatever they hold.
func TestHostileTextIsDrawnSafely(t *testing.T) {
	s, b := deployed(t)
	evil := "a\x1b[31m\u202e\t\n漢字👩‍👩‍👧"
	s.deployed.Bundle.Target, s.deployed.Bundle.Classes = evil, [2]string{evil, evil + "b"}
	s.decision.Label = evil
	focus(t, s, "employment")
	send(s, b, tea.PasteMsg{Content: evil})
	s.decision.Warnings = append(s.decision.Warnings, evil)
	s.sealed = sealed{on: true, truth: evil, cells: s.form.Values()}
	for _, size := range sizes {
		screen := s.View(frame(size[0], size[1]))
		exact(t, "hostile", screen, size[0], size[1])
		if strings.Contains(screen, "\x1b[31m") || strings.Contains(screen, "\u202e") || strings.Contains(screen, "\t") {
			t.Errorf("at %v control characters came through", size)
		}
	}
}

func TestEverySizeIsFilled(t *testing.T) {
	s, b := deployed(t)
	press(s, b, "esc", "n")
	for w := 1; w <= 140; w += 7 {
		for h := 1; h <= 45; h += 4 {
			for range 2 {
				exact(t, "any size", s.View(frame(w, h)), w, h)
				press(s, b, "d")
			}
		}
	}
}

func TestEveryTermIsExplained(t *testing.T) {
	s, _ := deployed(t)
	for _, term := range s.Terms() {
		if term.Word == "" || !strings.HasSuffix(term.Meaning, ".") || len(term.Meaning) > 250 {
			t.Errorf("%q: %q", term.Word, term.Meaning)
		}
	}
	for _, a := range s.Actions() {
		if a.Help == "" || !strings.HasSuffix(a.Help, ".") {
			t.Errorf("%s has no sentence of help: %q", a.Name, a.Help)
		}
	}
}

func BenchmarkDecideAndDraw(b *testing.B) {
	bn := bench.New(b.Context(), pipeline.New(pipeline.Sample))
	if err := bn.RunTo(b.Context(), pipeline.PredictStage); err != nil {
		b.Fatal(err)
	}
	s := New(bn)
	s.Update(kit.Shown{})
	f := frame(120, 32)
	for b.Loop() {
		s.decide()
		s.View(f)
	}
}
