package prepare

import (
	"context"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
	"assay/ui/kit"
)

// shown is a desk on the sample with the screen visible and everything prepared.
func shown(t *testing.T) *desk {
	t.Helper()
	d := open(t, pipeline.Sample)
	d.send(kit.Shown{})
	return d
}

func (d *desk) send(msg tea.Msg) { d.do(kit.Send(msg)) }

func (d *desk) choice(name string) *prepare.Choice {
	d.t.Helper()
	for i := range d.b.Workflow.Prepare {
		if d.b.Workflow.Prepare[i].Name == name {
			d.s.move(i)
			d.do(d.s.paint())
			return &d.b.Workflow.Prepare[i]
		}
	}
	d.t.Fatal("no step " + name)
	return nil
}

func TestPreparesWhenShown(t *testing.T) {
	d := open(t, pipeline.Sample)
	d.states(pipeline.Done, pipeline.Ready)
	d.text(120, 32)
	d.send(kit.Shown{})
	d.states(pipeline.Done, pipeline.Done, pipeline.Ready)
	if d.b.Gain == nil {
		t.Fatal("what cleaning is worth was not measured")
	}
	d.shows("Tidy text", "1,800 train │ 600 validate │ 600 test", "−117 rows", "3,000 rows", "next: Train", score(d.b.Gain.Prepared.Value),
		"learned on training rows only", "orders 81 right after")
	d.golden("sample")
	d.choice("money")
	d.golden("money")
	d.choice("duplicates")
	d.press("v tab tab")
	d.shows("marks the 117 rows it drops")
	d.golden("dropped")
	d.press("n")
	if _, state := d.s.sheet.Cell(d.s.grid.Row, 0); state != kit.Faulty {
		t.Errorf("n leads to row %d, which is not dropped", d.s.grid.Row)
	}
}

func TestUndoOfASwitch(t *testing.T) {
	d := shown(t)
	if err := d.b.RunTo(context.Background(), pipeline.TrainStage); err != nil {
		t.Fatal(err)
	}
	d.choice("money")
	if cmd := d.s.toggle(); cmd == nil {
		t.Fatal("space does nothing")
	}
	d.states(pipeline.Done, pipeline.Stale, pipeline.Stale)
	d.b.Undo()
	d.states(pipeline.Done, pipeline.Done, pipeline.Done)

	d.press("space")
	if !d.choice("money").Off {
		t.Error("space does not switch the step off")
	}
	d.states(pipeline.Done, pipeline.Done, pipeline.Stale)
	d.shows("This step is off")
	d.do(d.b.Undo())
	d.states(pipeline.Done, pipeline.Done, pipeline.Done)
	if d.choice("money").Off {
		t.Error("undo leaves the step off")
	}
	d.shows("5,605 cells")
}

func TestOrderIsKept(t *testing.T) {
	d := shown(t)
	d.choice("duplicates")
	d.press("J")
	if !strings.Contains(last(d.said), "must stand before") || d.s.choices()[4].Name != "duplicates" {
		t.Errorf("duplicates moved past a step that learns: %q", last(d.said))
	}
	d.choice("dates")
	d.press("K")
	if d.s.choices()[2].Name != "dates" || d.s.at != 2 {
		t.Errorf("dates stands at %v, the cursor at %d", d.s.choices(), d.s.at)
	}
	d.states(pipeline.Done, pipeline.Done)
	d.press("g K")
	if last(d.said) != "there is no place further on" {
		t.Errorf("moving the first up says %q", last(d.said))
	}
}

func TestSettings(t *testing.T) {
	d := shown(t)
	d.choice("rare")
	d.press("enter")
	if !d.dialogs.Open() {
		t.Fatal("enter opens no form")
	}
	d.press("ctrl+u '0.05 enter")
	if got := d.choice("rare").Set["share"]; got != "0.05" {
		t.Errorf("the share is %q", got)
	}
	if !strings.Contains(last(d.log), "--set rare.share=0.05") {
		t.Errorf("the twin is %q", last(d.log))
	}
	d.states(pipeline.Done, pipeline.Done)
	d.shows("Merge rare levels *")
	if !strings.Contains(d.text(120, 70), "* share") {
		t.Error("the setting that was chosen is not marked")
	}
	d.press("enter ctrl+u '0.9 esc")
	if got := d.choice("rare").Set["share"]; got != "0.05" {
		t.Errorf("leaving the form with esc set the share to %q", got)
	}
	d.press("x ctrl+u '.4 enter")
	if n := len(d.b.Prepared().Parts.Test); n < 1190 || n > 1210 {
		t.Errorf("%d test rows of 3,000 at a share of .4", n)
	}
	d.choice("parse")
	d.press("enter 'nosuch enter")
	if !d.dialogs.Open() || d.choice("parse").Set != nil {
		t.Error("the form takes a column that is not there")
	}
}

func TestAddAndRemove(t *testing.T) {
	d := shown(t)
	d.choice("rare")
	d.press("d")
	if len(d.s.choices()) != len(prepare.Default())-1 || d.s.choices()[d.s.at].Name != "onehot" {
		t.Errorf("after d: %v, the cursor at %d", d.s.choices(), d.s.at)
	}
	d.states(pipeline.Done, pipeline.Done)
	d.press("a 'rare enter")
	if d.s.choices()[d.s.at].Name != "rare" || d.s.at != 7 {
		t.Errorf("a puts the step at %d: %v", d.s.at, d.s.choices())
	}
	d.do(d.b.Undo())
	d.do(d.b.Undo())
	if got := d.s.choices(); len(got) != len(prepare.Default()) || got[7].Name != "rare" {
		t.Errorf("after undo: %v", got)
	}
	for range len(prepare.Default()) {
		d.press("g d")
		d.text(120, 32)
	}
	d.shows("there are no steps")
	d.press("space enter d J n v G")
}

// A step that fails is marked where it stands; the others, the last table and the way back stay.
func TestABrokenStepIsShownAtItsPlace(t *testing.T) {
	d := shown(t)
	was := d.b.Prepared()
	d.do(d.b.Change(func(w *pipeline.Workflow) error { return w.Set("impute.numbers=constant") }))
	d.do(d.b.Change(func(w *pipeline.Workflow) error { return w.Set("parse.columns=nosuch") }))
	if d.s.err == nil || !slices.Equal(d.s.broken(), []int{1}) || d.s.at != 0 {
		t.Fatalf("error %v at %v, the cursor at %d", d.s.err, d.s.broken(), d.s.at)
	}
	d.shows("✗ needs you", `1 step needs you: 2 Read numbers: no column is called "nosuch"`, "! goes there")
	d.press("!")
	if d.s.at != 1 {
		t.Errorf("! leads to step %d", d.s.at)
	}
	d.shows("The table passed it unchanged", "u takes the last")
	if d.b.Prepared() == was || d.b.Prepared() == nil {
		t.Error("the table from before the failure is gone")
	}
	d.do(d.b.Undo())
	d.states(pipeline.Done, pipeline.Done)
	if d.s.err != nil || len(d.s.broken()) > 0 {
		t.Errorf("after undo: %v at %v", d.s.err, d.s.broken())
	}
	d.choice("onehot")
	d.press("space")
	d.shows("still holds", "the table is not prepared")
	for w := 1; w < 140; w += 7 {
		exact(t, "broken", d.s.View(frame(w, 1+w/4)), w, 1+w/4)
	}
	for _, size := range bodies {
		exact(t, "broken "+size.terminal, d.s.View(frame(size.w, size.h)), size.w, size.h)
	}
}

func TestAMissingPositiveSaysWhatToPress(t *testing.T) {
	d := shown(t)
	d.do(d.b.Change(func(w *pipeline.Workflow) error { w.Collect.Target = "purpose"; return nil }))
	d.do(d.b.Run(pipeline.CollectStage))
	d.shows("the table is not prepared", "different values", "chooses it.")
	d.press("!")
	if got := ansi.Strip(d.dialogs.View(frame(120, 35), "")); !strings.Contains(got, "p chooses it") {
		t.Error(got)
	}
	if got := d.text(40, 8); !strings.Contains(got, "! says why") {
		t.Error(got)
	}
}

// What the grid marks is what the effects count.
func TestMarksAgreeWithCounts(t *testing.T) {
	d := shown(t)
	for i := range d.b.Prepared().Effects {
		e := &d.b.Prepared().Effects[i]
		sheet, marked := newSheet(e, false), 0
		for r := range sheet.Rows() {
			for j := 1; j <= sheet.t.Width(); j++ {
				if _, state := sheet.Cell(r, j); state == kit.Changed {
					marked++
				}
			}
		}
		if marked != e.Changed {
			t.Errorf("%s: %d cells are marked, %d counted", e.Name, marked, e.Changed)
		}
		n := 0
		if before := newSheet(e, true); before.dropped != nil {
			for r := range before.Rows() {
				if before.dropped(r) {
					n++
				}
			}
		}
		if n != e.Before.Rows-e.After.Rows {
			t.Errorf("%s: %d rows are marked as dropped, %d were", e.Name, n, e.Before.Rows-e.After.Rows)
		}
	}
}

func TestNextChange(t *testing.T) {
	d := shown(t)
	d.choice("tidy")
	d.press("tab tab n")
	row, column := d.s.grid.Row, d.s.grid.Col
	if _, state := d.s.sheet.Cell(row, column); state != kit.Changed {
		t.Errorf("n leads to a cell that is not changed: row %d", row)
	}
	d.shows("· was ")
	d.press("n N")
	if d.s.grid.Row != row {
		t.Errorf("n and N lead from row %d to %d", row, d.s.grid.Row)
	}
	d.press("enter")
	if !d.dialogs.Open() {
		t.Error("enter shows no cell")
	}
}

func TestRoleChangePreparesAgain(t *testing.T) {
	d := shown(t)
	d.do(d.b.Change(func(w *pipeline.Workflow) error {
		w.Collect.Roles = pipeline.Settings{"zip_code": "ignored"}
		return nil
	}))
	d.states(pipeline.Stale, pipeline.Stale)
	d.do(d.b.Run(pipeline.CollectStage)) // as the Collect screen does
	d.states(pipeline.Done, pipeline.Done)
	if c := d.b.Prepared().Cleaned.Column("zip_code"); c.Role != table.Ignored {
		t.Errorf("zip_code has the role %s", c.Role)
	}
}

func last(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[len(s)-1]
}
