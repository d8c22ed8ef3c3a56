package predict

import (
	"math"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"assay/pipeline"
	"assay/pipeline/evaluate"
	"assay/pipeline/table"
	"assay/ui/bench"
	"assay/ui/kit"
)

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
