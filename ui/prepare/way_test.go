package prepare

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"assay/pipeline"
	"assay/pipeline/table"
	"assay/ui/kit"
)

func TestTheWayOfAValue(t *testing.T) {
	d := shown(t)
	d.choice("money")
	d.press("tab tab")
	d.s.grid.Move(1, d.s.sheet.place("income"))
	d.press("enter")
	got := ansi.Strip(d.dialogs.View(frame(120, 35), ""))
	for _, want := range []string{"income: the way of this value", "sample:3, a ", "as it was read    £ 37,000", "3 Read money      46250", "11 Scale numbers  -0", "the learner gets  -0"} {
		if !strings.Contains(got, want) {
			t.Errorf("the way does not say %q:\n%s", want, got)
		}
	}
	d.press("esc")
	d.choice("duplicates")
	d.press("v n enter")
	if got := ansi.Strip(d.dialogs.View(frame(120, 35), "")); !strings.Contains(got, "5 Drop duplicates  drops the row") || strings.Contains(got, "learner") {
		t.Error(got)
	}
}

// From whichever step one looks, the way starts at the cell of the source and ends at the number of the matrix, though
// rows were dropped in between.
func TestEveryWayLeadsFromSourceToMatrix(t *testing.T) {
	d := shown(t)
	p, raw := d.b.Prepared(), d.b.Collected().Table
	for i := range d.s.choices() {
		d.s.move(i)
		sheet := d.s.sheet
		for _, row := range []int{0, 1, 777, 2900, sheet.Rows() - 1} {
			for j := range sheet.t.Width() {
				c := sheet.t.At(j)
				w := d.s.follows(row, c.Name)
				text := fmt.Sprint(w.head, w.stops)
				first, final := w.stops[0][1], w.stops[len(w.stops)-1]
				if place := fmt.Sprintf("sample:%d, a ", sheet.t.Line(row)); !strings.HasPrefix(w.head, place) {
					if !strings.Contains(text, "drops the row") {
						t.Fatalf("step %d, row %d, %s: %s", i, row, c.Name, text)
					}
					continue
				}
				at, _ := rowOf(raw, sheet.t.Key(row))
				if old := raw.Column(c.Field); old != nil && raw.Column(c.Name) != nil && first != whole(old.Cell(at)) {
					t.Fatalf("step %d, row %d, %s starts elsewhere than %q: %s", i, row, c.Name, old.Cell(at), text)
				}
				own, _ := rowOf(p.Cleaned, sheet.t.Key(row))
				for _, m := range p.Matrix.Columns {
					if m.Name == c.Name && m.Levels == nil && final != [2]string{"the learner gets", table.FormatNumber(m.Values[own])} {
						t.Fatalf("step %d, row %d, %s ends elsewhere than %v: %s", i, row, c.Name, m.Values[own], text)
					}
				}
			}
		}
	}
}

func TestPortraits(t *testing.T) {
	d := shown(t)
	d.choice("money")
	d.press("tab tab")
	d.s.grid.Move(1, d.s.sheet.place("age"))
	d.press("left left") // over sex to zip_code
	d.shows("zip_code is not touched by this step")
	d.choice("impute")
	d.s.grid.Move(1, d.s.sheet.place("income missing")-1)
	d.press("right")
	d.shows("income missing is new")
	d.choice("scale")
	d.s.grid.Move(1, d.s.sheet.place("income")+1)
	d.press("left")
	d.shows("income", "changed 3,000", "before", "after")
	p := d.s.portrait
	if p.was.Numbers.Max < 1000 || p.is.Numbers.Max > 100 || p.changed != 3000 {
		t.Errorf("before %v, after %v, %d changed", p.was.Numbers.Max, p.is.Numbers.Max, p.changed)
	}
	d.golden("scale")
	d.b.Workflow.Prepare[7].Off = true
	d.send(kit.Shown{})
	d.states(pipeline.Done, pipeline.Done)
	if !d.s.current() {
		t.Error("the portrait is that of an older table")
	}
}
