package collect

import (
	"slices"
	"strings"
	"testing"

	"assay/pipeline"
	"assay/pipeline/profile"
	"assay/pipeline/table"
	"assay/ui/kit"
)

func TestTheTypeOfAColumnIsChangedAndTakenBack(t *testing.T) {
	write(t, map[string]string{"codes.csv": "branch,amount,ok\n100,7,yes\n200,8,no\n300,9,yes\n"})
	d := open(t, "codes.csv")
	d.press("right c")
	if got := d.b.Collected().Table.Column("amount").Kind; got != table.Text {
		t.Errorf("after c amount is %s", got)
	}
	if d.s.column() != 1 {
		t.Errorf("the cursor went to column %d", d.s.column())
	}
	if p := d.s.sheet.profiles[1]; p == nil || p.Kind != table.Text {
		t.Error("the profile is that of the numbers")
	}
	d.shows("held as text: you said so")
	d.press("c")
	if got := d.b.Collected().Table.Column("amount").Kind; got != table.Number || d.b.Workflow.Collect.Kinds != nil {
		t.Errorf("after c again amount is %s, the choices %v", got, d.b.Workflow.Collect.Kinds)
	}
	d.do(d.b.Undo())
	if d.b.Workflow.Collect.Kinds["amount"] != "text" {
		t.Error("u does not take it back")
	}
}

func TestJumps(t *testing.T) {
	d := open(t, pipeline.Sample)
	d.press("# '1,200 enter")
	if d.s.grid.Row != 1199 {
		t.Errorf("1,200 leads to row %d", d.s.grid.Row+1)
	}
	d.press("# 'l13 enter")
	if got, _ := d.s.sheet.Cell(d.s.grid.Row, 0); got != "13" {
		t.Errorf("l13 leads to line %s", got)
	}
	d.press("# '9999999 enter")
	if !strings.Contains(last(d.said), "no row shown is") || d.s.grid.Row != 11 {
		t.Errorf("said %q, at row %d", last(d.said), d.s.grid.Row)
	}
	d.press("C 'zip enter")
	if d.s.name() != "zip_code" {
		t.Errorf("the column is %s", d.s.name())
	}
	d.press("# 'x")
	d.asks("a row is a number")
}

func TestAFrozenColumnStaysInSight(t *testing.T) {
	d := open(t, pipeline.Sample)
	d.at("credit_score")
	d.press("z $")
	if got := strings.SplitN(d.text(80, 21), "\n", 6); !strings.Contains(strings.Join(got, "\n"), "credit_score") {
		t.Errorf("it is out of sight:\n%s", strings.Join(got, "\n"))
	}
	d.golden("frozen")
	d.at("credit_score")
	d.press("z")
	if len(d.s.grid.Pinned) > 0 {
		t.Errorf("still pinned: %v", d.s.grid.Pinned)
	}
}

func TestRareSpellings(t *testing.T) {
	c := table.TextOf("job", []string{"Clerk", "clerk", "Clerk", " clerk", "cook", "Clerk  2", "clerk 2", "clerk 2"})
	rare := rareSpellings(c)
	var got []string
	for k, w := range c.Dictionary() {
		if rare[k] {
			got = append(got, w)
		}
	}
	if !slices.Equal(got, []string{"clerk", " clerk", "Clerk  2"}) {
		t.Errorf("rare are %q", got)
	}
	if rareSpellings(table.TextOf("x", []string{"a", "b", ""})) != nil || rareSpellings(table.NewNumber("n", []float64{1})) != nil {
		t.Error("something is rare where every word is its own")
	}
	alone, err := table.New([]*table.Column{c}, nil)
	if err != nil {
		t.Fatal(err)
	}
	d := &sheet{t: alone, profiles: []*known{lookAt(c, profile.OfColumn(c))}}
	if _, state := d.Cell(1, 1); state != kit.Variant {
		t.Errorf("clerk is drawn as %v", state)
	}
}
