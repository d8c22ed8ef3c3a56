package prepare

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"assay/pipeline"
	"assay/pipeline/health"
	sampledata "assay/sample_data"
	"assay/ui/kit"
)

// dialog draws what is on top of the screen.
func (d *desk) dialog(w, h int) string {
	d.t.Helper()
	drawn := d.dialogs.View(frame(w, h), d.s.View(frame(w, h)))
	exact(d.t, "dialog", drawn, w, h)
	return ansi.Strip(drawn)
}

func (d *desk) asks(parts ...string) {
	d.t.Helper()
	text := d.dialog(120, 35)
	for _, p := range parts {
		if !strings.Contains(text, p) {
			d.t.Errorf("the dialog does not say %q:\n%s", p, text)
		}
	}
}

func TestHealthBoard(t *testing.T) {
	d := shown(t)
	d.press("H")
	d.asks("health: ", "twins", "leaks", "gaps", "columns", "proxies", "conflicts", "green")
	for _, size := range bodies {
		d.dialog(size.w, size.h+3)
	}
	h := d.s.found()
	if h == nil || len(h.Findings) == 0 {
		t.Fatal("nothing is found in the sample")
	}
	d.press("down down down down down down down down up")
	d.press("esc")
	d.shows("green")
}

// A fix is one key, and so is taking it back; the board looks again each time.
func TestTheBoardHeals(t *testing.T) {
	path := filepath.Join(t.TempDir(), "loans.csv")
	var rows []string
	for i, line := range strings.Split(strings.TrimSpace(string(sampledata.Sample())), "\n") { // with a column that gives the answer away
		if fields := strings.Split(line, ","); i == 0 {
			line += ",settled"
		} else if last := strings.ToLower(strings.TrimSpace(fields[len(fields)-1])); strings.HasPrefix(last, "y") {
			line += ",paid"
		} else {
			line += ",open"
		}
		rows = append(rows, line)
	}
	if err := os.WriteFile(path, []byte(strings.Join(rows, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	d := open(t, path)
	d.do(d.b.Change(func(w *pipeline.Workflow) error { w.Collect.Target = "repaid"; return nil }))
	d.do(d.b.Run(pipeline.CollectStage))
	d.send(kit.Shown{})
	d.press("H")
	h := d.s.found()
	if h == nil || h.Tallies[health.Leaks].State != health.Red {
		t.Fatalf("the leak is not seen: %+v", h)
	}
	d.asks("red", "settled", "gives settled the role ignored")
	d.press("enter")
	d.do(d.b.Run(pipeline.CollectStage))
	if h := d.s.found(); h == nil || h.Tallies[health.Leaks].State != health.Green {
		t.Errorf("after the fix: %+v", h)
	}
	d.asks("leaks     green")
	d.press("u")
	d.do(d.b.Run(pipeline.CollectStage))
	d.asks("leaks     red")
}

func TestWhatIf(t *testing.T) {
	d := shown(t)
	d.press("W")
	d.asks("what if", "without Fill gaps", "Fill gaps: numbers mean", "tick what to try")
	d.press("'gaps:numbersmean space ctrl+u 'withouttidy space")
	d.asks("4 recipes")
	d.press("enter")
	d.asks("as it stands", "Fill gaps: numbers mean", "Tidy text off", "2,400 rows, 5 folds")
	for _, size := range bodies {
		d.dialog(size.w, size.h+3)
	}
	r := d.b.Trial.Result
	if r == nil || len(r.Recipes) != 4 {
		t.Fatalf("%+v", d.b.Trial)
	}
	d.press("down down down down down f")
	d.asks("are decided otherwise", "in truth")
	d.press("esc enter")
	if d.dialogs.Open() || !d.choice("tidy").Off {
		t.Errorf("the recipe is not adopted: %v", d.s.choices())
	}
	d.do(d.b.Undo())
	if d.choice("tidy").Off {
		t.Error("undo does not take it back")
	}
}

// A trial that is given up leaves nothing behind, and its result is dropped.
func TestATrialIsGivenUp(t *testing.T) {
	d := shown(t)
	cmd := d.b.WhatIf([]pipeline.Alternative{{Step: "rare", Values: []string{"on", "off"}}})
	if d.s.Busy() != "trying other recipes" {
		t.Errorf("busy: %q", d.s.Busy())
	}
	dialog := &trial{s: d.s}
	dialog.Update(keyOf("esc"))
	d.do(cmd)
	if d.b.Trial != nil || d.s.Busy() != "" {
		t.Errorf("%+v is left", d.b.Trial)
	}
}

// Every option makes recipes that can be tried, whatever the catalogue holds.
func TestEveryOptionCanBeTried(t *testing.T) {
	d := shown(t)
	for i, o := range options(d.s.choices()) {
		b := &supposing{options: options(d.s.choices()), on: map[int]bool{i: true}}
		for _, a := range b.alternatives() {
			if _, err := pipeline.ParseAlternative(a.String()); err != nil {
				t.Errorf("%s: %v", o.text, err)
			}
		}
	}
}

// What was found is in sight however small the screen is.
func TestHealthOnASmallScreen(t *testing.T) {
	d := shown(t)
	d.press("H")
	got := ansi.Strip((&board{s: d.s}).View(frame(34, 5)))
	if !strings.Contains(got, "proxies") || !strings.Contains(got, "warning, proxy") {
		t.Error(got)
	}
}
