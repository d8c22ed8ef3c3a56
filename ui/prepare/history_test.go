package prepare

import (
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/ui/kit"
)

// Six steps, of which the fifth works on a column that the second makes. The second is edited in the middle of the
// history: the fifth is marked, the others are still done, and undo brings everything back.
func TestAnEditInTheMiddleLosesNothing(t *testing.T) {
	d := open(t, pipeline.Sample)
	d.do(d.b.Change(func(w *pipeline.Workflow) error {
		w.Collect.Positive = "Yes,yes,YES"
		w.Collect.Roles = pipeline.Settings{"income": "ignored", "loan_amount": "ignored"}
		w.Prepare = []prepare.Choice{{Name: "parse"}, {Name: "derive", Set: map[string]string{"formulas": "points = credit_score / 100"}}, {Name: "impute"},
			{Name: "onehot"}, {Name: "scale", On: "points"}, {Name: "scale", On: "credit_score", Set: map[string]string{"method": "robust"}}}
		return nil
	}))
	d.do(d.b.Run(pipeline.CollectStage))
	d.send(kit.Shown{})
	d.states(pipeline.Done, pipeline.Done)
	d.choice("derive")
	was, before := d.b.Workflow.Clone(), d.text(120, 32)
	d.press("enter ctrl+u 'score=credit_score/100 enter")
	d.states(pipeline.Done, pipeline.Ready)
	d.shows("5 Scale numbers", "✗ needs you", `1 step needs you: 5 Scale numbers: no column is called "points"`, "! goes there")
	if d.s.at != 1 {
		t.Errorf("the cursor was moved to %d", d.s.at)
	}
	for i := range d.s.choices() {
		e := d.s.effect(i)
		if e == nil || (e.Fault != nil) != (i == 4) {
			t.Errorf("step %d after the edit: %+v", i+1, e)
		}
	}
	if e := d.s.effect(5); e.Changed == 0 {
		t.Error("the step after the broken one did nothing")
	}
	d.press("!")
	if d.s.at != 4 {
		t.Errorf("! leads to step %d", d.s.at+1)
	}
	d.golden("broken")
	d.do(d.b.Undo())
	d.choice("derive")
	d.states(pipeline.Done, pipeline.Done)
	if !reflect.DeepEqual(d.b.Workflow, was) {
		t.Errorf("undo gives %v", d.b.Workflow.Prepare)
	}
	if after := d.text(120, 32); after != before {
		t.Errorf("after undo the screen is another one:\n%s", after)
	}
	d.do(d.b.Redo())
	d.states(pipeline.Done, pipeline.Ready)
}

func TestAStepIsDraggedByTheMouse(t *testing.T) {
	d := shown(t)
	d.text(120, 32)
	line := func(step int) int {
		for y, i := range d.s.options.rows {
			if i == step {
				return y + d.s.options.steps.Y
			}
		}
		t.Fatal("step is not drawn")
		return 0
	}
	x := d.s.options.steps.X + 8
	mouse := func(y int) tea.Mouse { return tea.Mouse{X: x, Y: y, Button: tea.MouseLeft} }
	d.mouse(tea.MouseClickMsg(mouse(line(3))))
	d.mouse(tea.MouseMotionMsg(mouse(line(2))))
	d.mouse(tea.MouseMotionMsg(mouse(line(1))))
	d.shows("▴ [✓]  2 Read numbers")
	d.mouse(tea.MouseReleaseMsg(mouse(line(1))))
	if got := d.s.choices(); got[1].Name != "dates" || got[2].Name != "parse" || got[3].Name != "money" || d.s.at != 1 {
		t.Errorf("dragged to %v, the cursor at %d", got, d.s.at)
	}
	d.states(pipeline.Done, pipeline.Done)
	d.do(d.b.Undo())
	if got := d.s.choices(); got[3].Name != "dates" {
		t.Errorf("after undo: %v", got)
	}
	d.mouse(tea.MouseClickMsg(mouse(line(4))))
	d.mouse(tea.MouseMotionMsg(mouse(line(8))))
	d.mouse(tea.MouseReleaseMsg(mouse(line(8))))
	if got := d.s.choices(); got[4].Name != "duplicates" || d.s.at != 4 {
		t.Errorf("rows are dropped at %v, the cursor at %d", got, d.s.at)
	}
	d.mouse(tea.MouseClickMsg(mouse(line(4))))
	d.mouse(tea.MouseReleaseMsg(tea.Mouse{X: 100, Y: 5}))
	if d.s.dragged != noDrag {
		t.Error("the mouse let go elsewhere, and the step still hangs on it")
	}
}

func (d *desk) mouse(msg tea.MouseMsg) {
	_, cmd := d.s.Update(msg)
	d.do(cmd)
	d.text(120, 32)
}

// What changed nothing is not said to be done.
func TestTheSameRecipeAgain(t *testing.T) {
	d := shown(t)
	d.press("P enter")
	d.said = nil
	d.press("P enter")
	if !strings.Contains(last(d.said), "as it stands") || len(d.said) != 1 {
		t.Errorf("the same recipe again says %q", d.said)
	}
}
