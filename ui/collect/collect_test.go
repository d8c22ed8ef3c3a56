package collect

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
	"assay/ui/bench"
	"assay/ui/kit"
)

func TestOpensOnTheSample(t *testing.T) {
	d := open(t, pipeline.Sample)
	d.states(pipeline.Done, pipeline.Ready, pipeline.Locked)
	for j, p := range d.s.sheet.profiles {
		if p == nil {
			t.Errorf("column %d was never looked at", j)
		}
	}
	d.shows("3,117 rows × 12 columns", "SHA-256", "repaid will be predicted", "row 1 of 3,117 · column 1 of 12", "∅")
	d.press("right right")
	d.shows("money · role feature", "as preparation reads it", "median", "missing", "Read money")
	d.golden("sample")
	d.press("tab")
	d.golden("profile")
	d.press("tab enter")
	if d.stage != int(pipeline.PrepareStage) {
		t.Errorf("enter on the way on asks for stage %d", d.stage)
	}
}

// go-to column puts the cursor on a column by name.
func (d *desk) at(column string) {
	d.t.Helper()
	for j, name := range d.s.sheet.t.Names() {
		if name == column {
			d.s.grid.Move(d.s.grid.Row, j+1)
			return
		}
	}
	d.t.Fatal("no column " + column)
}

func TestARoleMakesLaterStagesStale(t *testing.T) {
	d := open(t, pipeline.Sample)
	if err := d.b.RunTo(context.Background(), pipeline.TrainStage); err != nil {
		t.Fatal(err)
	}
	d.states(pipeline.Done, pipeline.Done, pipeline.Done, pipeline.Ready)
	d.at("zip_code")
	d.press("r 'ignored enter")
	if got := d.b.Collected().Table.Column("zip_code").Role; got != table.Ignored {
		t.Errorf("zip_code has the role %s", got)
	}
	d.states(pipeline.Done, pipeline.Stale, pipeline.Stale)
	d.shows("you said so")
	if last(d.log) != "assay run sample --role zip_code=ignored" {
		t.Errorf("the twin is %q", last(d.log))
	}
	d.do(d.b.Undo())
	d.states(pipeline.Done, pipeline.Done, pipeline.Done)
	if got := d.b.Collected().Table.Column("zip_code").Role; got != table.Feature {
		t.Errorf("after undo zip_code has the role %s", got)
	}
}

func TestTargetAndPositive(t *testing.T) {
	d := open(t, pipeline.Sample)
	d.press("p")
	if !d.dialogs.Open() {
		t.Fatal("p asks nothing")
	}
	d.press("'no enter")
	if got := d.b.Workflow.Collect.Positive; got != "no" {
		t.Errorf("the positive label is %q; it should be one as preparation leaves it", got)
	}
	if last(d.log) != "assay run sample --positive no" {
		t.Errorf("the twin is %q", last(d.log))
	}
	d.at("sex")
	d.press("t")
	if d.b.Collected().Target != "sex" || d.b.Workflow.Collect.Positive != "" {
		t.Errorf("target %q, positive %q", d.b.Collected().Target, d.b.Workflow.Collect.Positive)
	}
	if got := d.b.Collected().Table.ByRole(table.Target); len(got) != 1 {
		t.Errorf("%d columns are targets", len(got))
	}
	d.press("r 'feature enter")
	if d.b.Collected().Table.Column("sex").Role != table.Feature || d.b.Workflow.Collect.Target != "" {
		t.Error("a target cannot be made a feature again")
	}
}

func TestLooksAtRowsInOtherWays(t *testing.T) {
	d := open(t, pipeline.Sample)
	d.at("purpose")
	d.press("down down f")
	d.press("g")
	shown, all := d.s.sheet.Rows(), d.b.Collected().Table.Rows()
	if shown == 0 || shown >= all {
		t.Fatalf("a filter shows %d of %d rows", shown, all)
	}
	want := d.s.order.value
	for i := range shown {
		if got, _ := d.s.sheet.Cell(i, d.s.grid.Col); got != want {
			t.Fatalf("row %d has %q instead of %q", i, got, want)
		}
	}
	d.shows(`where purpose is "`+kit.CleanCell(want), "of 3,117")
	d.at("age")
	d.press("S")
	if got := d.s.sheet.Rows(); got != shown {
		t.Errorf("sorting changed how many rows are shown: %d", got)
	}
	line, _ := d.s.sheet.Cell(0, 0)
	d.s.grid.Move(0, d.s.grid.Col)
	d.press("esc")
	if d.s.sheet.Rows() != all || d.s.order.sort < 0 {
		t.Errorf("esc leaves %d rows, sorted by %d", d.s.sheet.Rows(), d.s.order.sort)
	}
	if now, _ := d.s.sheet.Cell(d.s.grid.Row, 0); now != line {
		t.Errorf("the cursor went from line %s to line %s", line, now)
	}
	d.press("esc")
	if d.s.order != asRead || d.s.sheet.rows != nil {
		t.Error("a second esc does not show the file as it is")
	}
	d.s.grid.Move(0, 0)
	d.at("purpose")
	d.press("/ 'medical enter")
	if got := strings.ToLower(d.s.grid.Text()); !strings.Contains(got, "medical") {
		t.Errorf("searching %q ended on %q", "medical", got)
	}
	first := d.s.grid.Row
	d.press("n N")
	if d.s.grid.Row != first {
		t.Errorf("n and N lead from row %d to row %d", first, d.s.grid.Row)
	}
	d.press("/ ctrl+u 'zzzzz enter")
	if !strings.Contains(last(d.said), "no row") {
		t.Errorf("a vain search says %q", last(d.said))
	}
}

func TestSortsByWhatTextSpells(t *testing.T) {
	d := open(t, pipeline.Sample)
	d.at("income")
	d.press("G S")
	d.shows("sorted by income ↓ as preparation reads it", "row 1 of 3,117")
	read, err := cleaned(d.s.sheet.t.Column("income"), prepare.Default())
	if err != nil || read.Kind != table.Number {
		t.Fatal(read.Kind, err)
	}
	v := read.Numbers()
	for i := 1; i < d.s.sheet.Rows(); i++ {
		a, b := v[d.s.sheet.row(i-1)], v[d.s.sheet.row(i)]
		if a < b || math.IsNaN(a) && !math.IsNaN(b) {
			t.Fatalf("row %d has %v after %v", i, b, a)
		}
	}
}

func TestTheViewSurvivesARole(t *testing.T) {
	d := open(t, pipeline.Sample)
	d.at("purpose")
	d.press("f")
	rows, at := d.s.sheet.Rows(), d.s.grid.Col
	d.press("r 'ignored enter")
	if d.s.sheet.Rows() != rows || d.s.grid.Col != at {
		t.Errorf("%d rows and column %d became %d and %d", rows, at, d.s.sheet.Rows(), d.s.grid.Col)
	}
}

func TestErrorsSayWhatToDo(t *testing.T) {
	d := open(t, filepath.Join(t.TempDir(), "nosuch.csv"))
	d.shows("cannot be used", "no such file", "o opens another file")
	d.press("o ctrl+u 'sample enter")
	d.shows("3,117 rows")
	if d.s.err != nil || d.b.Workflow.Collect.Data != pipeline.Sample {
		t.Errorf("after opening the sample: %v, %s", d.s.err, d.b.Workflow.Collect.Data)
	}
	d.do(d.b.Undo())
	d.shows("cannot be used", "no such file")
	d.do(d.b.Redo())
	d.shows("3,117 rows")

	binary := filepath.Join(t.TempDir(), "picture.csv")
	if err := os.WriteFile(binary, []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01"), 0o600); err != nil {
		t.Fatal(err)
	}
	open(t, binary).shows("cannot be used", "o opens another file")
}

func TestAWrongTargetCanBeForgotten(t *testing.T) {
	w := pipeline.New(pipeline.Sample)
	w.Collect.Target = "repayed"
	b := bench.New(context.Background(), w)
	d := &desk{t: t, b: b, s: New(b)}
	d.do(d.s.Init())
	d.shows("cannot be used", "repayed", "r forgets")
	d.press("r")
	d.shows("repaid will be predicted")
}

func TestReadingCanBeStopped(t *testing.T) {
	b := bench.New(context.Background(), pipeline.New(pipeline.Sample))
	d := &desk{t: t, b: b, s: New(b)}
	late := d.s.Init()
	d.shows("reading sample", "esc stops")
	if d.s.Busy() == "" {
		t.Error("leaving would not ask while data is read")
	}
	d.press("esc")
	d.shows("reading was stopped")
	d.do(late)
	if d.s.sheet != nil || d.b.Collected() != nil {
		t.Error("the result of a reading that was stopped is kept")
	}
	d.press("enter")
	d.shows("3,117 rows")
}

func TestATableWithoutRows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "empty.csv")
	if err := os.WriteFile(path, []byte("a,b,outcome\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := open(t, path)
	d.text(120, 32)
	d.press("enter v f s S / 'x enter n G g y t p esc esc esc w tab tab enter")
	d.text(120, 32)
}

func TestOpeningForgetsRoles(t *testing.T) {
	other := filepath.Join(t.TempDir(), "other.csv")
	if err := os.WriteFile(other, []byte("a,b,outcome\n1,2,yes\n3,4,no\n5,6,yes\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := open(t, pipeline.Sample)
	d.at("sex")
	d.press("t o ctrl+u '" + other + " enter")
	if w := d.b.Workflow.Collect; w.Data != other || w.Target != "" || w.Roles != nil {
		t.Errorf("the choices are %+v", w)
	}
	if d.s.sheet.t.Width() != 3 || d.s.grid.Col != 1 {
		t.Errorf("%d columns, the cursor in column %d", d.s.sheet.t.Width(), d.s.grid.Col)
	}
}

// A file from outside must not be able to disturb the drawing, whatever its cells hold.
func TestHostileFileIsDrawnSafely(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hostile.csv")
	text := "\"na\x1b[31mme\",\"日本語の長い列名です\",e\u0301\u202e,,x\n"
	for range 40 {
		text += "\"a\tb\",\"line\nbreak\",👨‍👩‍👧,\x01, trailing \n"
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	d := open(t, path)
	for range 6 {
		for _, size := range bodies {
			exact(t, "hostile", d.s.View(frame(size.w, size.h)), size.w, size.h)
		}
		d.press("right")
	}
	for _, focus := range []focus{onProfile, onNext} {
		d.s.focus = focus
		for w := 1; w < 130; w += 7 {
			exact(t, "hostile", d.s.View(frame(w, 1+w/4)), w, 1+w/4)
		}
	}
}

func TestMouse(t *testing.T) {
	d := open(t, pipeline.Sample)
	d.s.View(frame(120, 32))
	g := d.s.options.grid
	d.s.Update(tea.MouseClickMsg{X: g.X, Y: g.Y + 8, Button: tea.MouseLeft})
	if d.s.grid.Row != 3 || d.s.grid.Col != 1 {
		t.Errorf("a click on the fourth line number went to %d, %d", d.s.grid.Row, d.s.grid.Col)
	}
	p := d.s.options.profile
	d.s.Update(tea.MouseClickMsg{X: p.X + 2, Y: p.Y + 2, Button: tea.MouseLeft})
	if d.s.focus != onProfile {
		t.Error("a click on the profile does not go there")
	}
	_, cmd := d.s.Update(tea.MouseClickMsg{X: 110, Y: 31, Button: tea.MouseLeft})
	d.do(cmd)
	if d.stage != int(pipeline.PrepareStage) {
		t.Error("a click on the way on does not go on")
	}
}

func last(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[len(s)-1]
}
