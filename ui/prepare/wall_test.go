package prepare

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"assay/pipeline"
	"assay/pipeline/prepare"
)

func TestTheWall(t *testing.T) {
	d := shown(t)
	d.choice("money")
	d.press("w")
	d.shows("the wall", "training", "validation", "test", "1,800 rows, 60 %", "600 rows, 20 %", "sealed until the exam", "learned from the 1,800 training rows",
		"7 Fill gaps: ")
	if got := d.text(120, 60); !strings.Contains(got, "117 rows by 5 Drop duplicates") {
		t.Error(got)
	}
	d.golden("wall")
	d.press("space d D")
	if len(d.s.choices()) != len(prepare.Default()) || d.s.choices()[4].Off {
		t.Errorf("keys for steps work on the wall: %v", d.s.choices())
	}
	d.press("enter ctrl+u '.3 enter")
	d.states(pipeline.Done, pipeline.Done)
	d.shows("900 rows, 30 %")
	d.press("w")
	if d.s.walled || d.s.choices()[d.s.at].Name != "money" || d.s.focus != onSteps {
		t.Errorf("w leads back to step %d", d.s.at)
	}
}

// What is told of the wall is that of the newest table, also when the step before it is off and nothing is told of that.
func TestTheWallIsToldAnew(t *testing.T) {
	d := shown(t)
	d.choice("duplicates").Off = true
	d.do(d.b.Change(func(w *pipeline.Workflow) error { w.Seed++; return nil }))
	d.press("w")
	d.shows("624 rows, 20 %")
	cmd := d.s.change(func(w *pipeline.Workflow) error { w.Split = pipeline.Settings{"test": ".3"}; return nil })
	f := frame(120, 32)
	d.s.View(f) // drawn while the table is prepared again
	d.do(cmd)
	if got := ansi.Strip(d.s.View(f)); !strings.Contains(got, ", 30 %") {
		t.Error(got)
	}
}

// The wall is a line of the list: the cursor walks over it, and the mouse chooses it.
func TestWalkingOverTheWall(t *testing.T) {
	d := shown(t)
	d.choice("duplicates")
	d.press("j")
	if !d.s.walled {
		t.Fatal("the wall is passed over")
	}
	d.press("j")
	if d.s.walled || d.s.at != 5 {
		t.Errorf("below the wall stands step %d", d.s.at)
	}
	d.press("k")
	if !d.s.walled {
		t.Error("the wall is passed over on the way up")
	}
	d.press("k")
	if d.s.walled || d.s.at != 4 {
		t.Errorf("above the wall stands step %d", d.s.at)
	}
	d.text(120, 32)
	for y, owner := range d.s.options.rows {
		if owner == wallLine {
			d.mouse(tea.MouseClickMsg{X: d.s.options.steps.X + 8, Y: d.s.options.steps.Y + y, Button: tea.MouseLeft})
		}
	}
	if !d.s.walled {
		t.Error("a click does not choose the wall")
	}
	d.press("a 'money enter")
	if d.s.walled {
		t.Error("the cursor stays on the wall when a step is added")
	}
	for _, choices := range [][]prepare.Choice{{{Name: "scale"}}, {{Name: "tidy"}}, {{Name: "scale", Off: true}, {Name: "tidy"}}, nil} {
		d.do(d.b.Change(func(w *pipeline.Workflow) error { w.Prepare = choices; return nil }))
		d.press("g k k j j j k w w esc")
		if got := d.text(120, 32); len(choices) > 0 && !strings.Contains(got, "══") {
			t.Errorf("no wall among %v:\n%s", choices, got)
		}
	}
}
