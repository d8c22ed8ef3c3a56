package evaluate

import (
	"flag"
	"strings"
	"testing"

	"assay/models"
	"assay/pipeline"
	"assay/ui/bench/benchtest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func play(t *testing.T) (*benchtest.Play, *Screen) {
	t.Helper()
	b := benchtest.New(t, pipeline.TrainStage)
	s := New(b)
	return benchtest.Start(t, b, s), s
}

func opened1(t *testing.T) (*benchtest.Play, *Screen) {
	t.Helper()
	p, s := play(t)
	p.Press("enter", "y")
	if s.phase() != opened {
		t.Fatalf("phase %d after opening", s.phase())
	}
	return p, s
}

func has(t *testing.T, p *benchtest.Play, want ...string) {
	t.Helper()
	drawn := p.Plain(120, 32)
	for _, w := range want {
		if !strings.Contains(drawn, w) {
			t.Errorf("the screen does not say %q:\n%s", w, drawn)
		}
	}
}

func TestGoldens(t *testing.T) {
	p, s := play(t)
	p.Golden("sealed", *update)
	p.Press("enter", "y")
	p.Golden("opened", *update)
	for s.pane = range panes {
		p.Golden("opened_"+paneNames[s.pane], *update)
	}
}

func TestOpeningIsAskedAndEnterTwiceDoesNotOpen(t *testing.T) {
	p, s := play(t)
	p.Press("enter", "enter")
	if s.exam() != nil || p.Dialogs.Open() {
		t.Fatal("two enters opened the exam")
	}
	p.Press("enter", "y")
	if s.exam() == nil || s.bench.Looks() != 1 {
		t.Fatal("y did not open it once")
	}
}

func TestSecondLookIsValidation(t *testing.T) {
	p, s := opened1(t)
	p.Press("+")
	if s.bench.Workflow.Evaluate.Threshold != .55 || s.phase() != stale {
		t.Fatalf("threshold %v, phase %d", s.bench.Workflow.Evaluate.Threshold, s.phase())
	}
	has(t, p, "stale: shown is threshold 0.5", "look 2: treat as validation")
	p.Press("enter", "y")
	has(t, p, "look 2: treat as validation", "threshold 0.55")
	if s.exam().Report.Threshold != .55 {
		t.Error("the report is of the old threshold")
	}
	if last := p.Twins[len(p.Twins)-1]; last != "assay run --threshold 0.55" {
		t.Errorf("twin %q", last)
	}
}

func TestThresholdPromptRefusesNonsense(t *testing.T) {
	p, s := opened1(t)
	p.Press("t", "backspace", "backspace", "backspace", "7", "enter")
	if !p.Dialogs.Open() || s.bench.Workflow.Evaluate.Threshold != .5 {
		t.Fatal("7 was taken as a threshold")
	}
	p.Press("backspace", ".", "6", "enter")
	if s.bench.Workflow.Evaluate.Threshold != .6 {
		t.Fatalf("threshold %v", s.bench.Workflow.Evaluate.Threshold)
	}
}

// TestDrillShowsTheRowsOfTheCell counts every cell's rows against the report and checks each row's truth and decision.
func TestDrillShowsTheRowsOfTheCell(t *testing.T) {
	p, s := opened1(t)
	p.Press("tab")
	total := 0
	for _, keys := range [][]string{{"up", "left"}, {"right"}, {"down"}, {"left"}} {
		p.Press(keys...)
		p.Press("enter")
		if s.rows == nil {
			t.Fatal("enter shows no rows")
		}
		x := s.exam()
		if want := s.cell.count(x.Report.Confusion); s.rows.Rows() != want {
			t.Errorf("%v: %d rows, the matrix says %d", s.cell, s.rows.Rows(), want)
		}
		total += s.rows.Rows()
		repaid := -1
		for j, c := range s.rows.Columns() {
			if c.Name == "repaid" {
				repaid = j
			}
		}
		said, _ := s.rows.Cell(0, repaid)
		if positive := strings.HasPrefix(strings.ToLower(said), "y"); positive != (s.cell.truth == 0) {
			t.Errorf("%v: the first row's raw answer is %q", s.cell, said)
		}
		p.Plain(120, 32)
		p.Press("esc")
	}
	if total != s.exam().Report.Rows[2] {
		t.Errorf("the cells hold %d of %d rows", total, s.exam().Report.Rows[2])
	}
}

func TestEnterExplains(t *testing.T) {
	p, s := opened1(t)
	p.Press("tab", "tab", "down", "down", "enter")
	if s.metric != 2 || !p.Dialogs.Open() {
		t.Fatal("no explanation of the third metric")
	}
	p.Press("esc", "tab", "enter")
	if !p.Dialogs.Open() {
		t.Fatal("no evidence of the groups")
	}
	p.Press("esc", "tab", "enter")
	if p.Stage != int(pipeline.PredictStage) {
		t.Error("enter on the verdict does not lead on")
	}
}

func TestMetricsMatchTheReport(t *testing.T) {
	_, s := opened1(t)
	report := s.exam().Report.Test
	if len(report) != len(metrics) {
		t.Fatalf("%d scores, %d explained", len(report), len(metrics))
	}
	for i, m := range metrics {
		if report[i].Name != m.name {
			t.Errorf("score %d is %s, explained is %s", i, report[i].Name, m.name)
		}
	}
}

func TestGateSaysWhatFails(t *testing.T) {
	p, _ := opened1(t)
	has(t, p, "The gate is not passed", "treats no group worse", "four-fifths flag")
}

func TestEveryLearnerIsExamined(t *testing.T) {
	for _, e := range models.Catalogue() {
		b := benchtest.New(t, pipeline.PrepareStage)
		b.Workflow.Train = pipeline.TrainChoices{Learner: e.Name}
		if err := b.RunTo(t.Context(), pipeline.TrainStage); err != nil {
			t.Fatal(err)
		}
		s := New(b)
		p := benchtest.Start(t, b, s)
		p.Press("enter", "y")
		for s.pane = range panes {
			for _, at := range benchtest.Sizes() {
				p.Plain(at[0], at[1])
			}
		}
	}
}

func TestLockedSaysWhy(t *testing.T) {
	b := benchtest.New(t, pipeline.PrepareStage)
	p := benchtest.Start(t, b, New(b))
	p.Press("enter")
	if len(p.Toasts) != 1 || !strings.Contains(p.Toasts[0].Text, "do Train first") {
		t.Errorf("toasts %v", p.Toasts)
	}
	has(t, p, "do Train first")
}

func TestEveryActionHasHelp(t *testing.T) {
	p, s := opened1(t)
	for _, keys := range [][]string{nil, {"tab"}, {"enter"}, {"esc", "tab"}, {"+"}} {
		p.Press(keys...)
		for _, a := range s.Actions() {
			if a.Name == "" || !strings.HasSuffix(a.Help, ".") {
				t.Errorf("%v: %q %q", a.Key, a.Name, a.Help)
			}
		}
	}
}

func TestEverySizeDraws(t *testing.T) {
	p, s := opened1(t)
	for s.pane = range panes {
		for _, at := range [][2]int{{1, 1}, {10, 3}, {39, 7}, {57, 14}, {77, 16}, {111, 25}, {200, 60}} {
			p.Plain(at[0], at[1])
		}
	}
}
