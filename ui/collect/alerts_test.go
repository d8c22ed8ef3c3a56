package collect

import (
	"fmt"
	"strings"
	"testing"

	"assay/pipeline"
	"assay/pipeline/table"
)

func TestAlertsAreListedAndFixed(t *testing.T) {
	var text strings.Builder
	text.WriteString("id,one,score,ok\n")
	for i := range 60 {
		score := 300 + i
		if i%20 == 0 {
			score = -999
		}
		fmt.Fprintf(&text, "A%d,same,%d,%s\n", i, score, []string{"yes", "no"}[i%2])
	}
	write(t, map[string]string{"a.csv": text.String()})
	d := open(t, "a.csv")
	d.at("score")
	d.shows("-999", "x read -999 as missing")
	d.press("x")
	if marks := d.b.Workflow.MissingMarks(); len(marks) != 1 || marks[0].Column != "score" || marks[0].Value != "-999" {
		t.Errorf("marked: %v", marks)
	}
	if !strings.Contains(strings.Join(d.said, "\n"), "done: read -999 as missing; u takes it back") || !strings.HasPrefix(last(d.log), "assay run a.csv") {
		t.Errorf("said %q, the twin is %q", last(d.said), last(d.log))
	}
	d.press("x")
	if !strings.Contains(last(d.said), "has a fix that is not in place") {
		t.Errorf("a second x says %q", last(d.said))
	}
	d.do(d.b.Undo())
	d.shows("x read -999 as missing")
	d.press("0 X")
	d.asks("alerts", "score", "-999")
	d.press("'score enter")
	if d.s.name() != "score" {
		t.Errorf("the cursor is on %s", d.s.name())
	}
}

func TestAFixThatGivesARole(t *testing.T) {
	d := open(t, pipeline.Sample)
	for j := range d.s.sheet.profiles {
		d.s.grid.Move(0, j+1)
		for _, a := range d.s.fixable() {
			if a.Fix.Verb == "role" {
				d.do(d.s.fix(a))
				if got := d.b.Collected().Table.Column(a.Column).Role; got.String() != a.Fix.Value {
					t.Errorf("%s has the role %s after %s", a.Column, got, a.Fix)
				}
			}
		}
	}
	if got := d.b.Collected().Table.ByRole(table.Target); len(got) != 1 {
		t.Errorf("%d targets", len(got))
	}
}
