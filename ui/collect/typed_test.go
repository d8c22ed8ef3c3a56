package collect

import (
	"strings"
	"testing"

	"assay/pipeline"
)

func TestARowIsTypedChangedAndRemoved(t *testing.T) {
	write(t, map[string]string{"loans.csv": "income,job,ok\n100,cook,yes\n200,cook,no\n300,clerk,yes\n400,clerk,no\n500,clerk,no\n"})
	d := open(t, "loans.csv")
	d.press("e")
	if !strings.Contains(last(d.said), "only rows typed in") {
		t.Errorf("e says %q", last(d.said))
	}
	d.press("a")
	d.asks("a row of your own", "income", "money, from 100 to 500")
	d.press("'many")
	d.asks("is not a plain number")
	d.press("enter") // refused: the dialog stays
	d.press("ctrl+u '250 tab 'cock tab 'yes enter")
	d.shows("6 rows", "you", "250", "cock", "row 6 of 6")
	if len(d.b.Workflow.Collect.Typed) != 1 || d.b.Workflow.Collect.Typed[0]["income"] != "250" {
		t.Fatalf("typed: %v", d.b.Workflow.Collect.Typed)
	}
	if said := strings.Join(d.said, "\n"); !strings.Contains(said, "never seen") {
		t.Errorf("a word never seen is not said: %s", said)
	}
	if !strings.HasPrefix(last(d.log), "assay run loans.csv --row ") {
		t.Errorf("the twin is %q", last(d.log))
	}
	d.press("e tab ctrl+u 'cook enter")
	if d.b.Workflow.Collect.Typed[0]["job"] != "cook" || d.s.grid.Row != 5 {
		t.Errorf("changed to %v, at row %d", d.b.Workflow.Collect.Typed, d.s.grid.Row)
	}
	d.press("a '300 tab 'clerk enter G e esc d")
	if len(d.b.Workflow.Collect.Typed) != 1 {
		t.Errorf("left: %v", d.b.Workflow.Collect.Typed)
	}
	d.press("d")
	d.shows("5 rows × 3 columns")
	if d.b.Workflow.Collect.Typed != nil {
		t.Errorf("left: %v", d.b.Workflow.Collect.Typed)
	}
	d.do(d.b.Undo())
	d.shows("6 rows")
	d.press("a enter")
	if !strings.Contains(last(d.said), "empty") {
		t.Errorf("an empty row says %q", last(d.said))
	}
}

func TestTheFormOfTheSample(t *testing.T) {
	d := open(t, pipeline.Sample)
	d.press("a")
	d.asks("application_id", "such as", "repaid")
}
