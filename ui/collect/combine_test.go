package collect

import (
	"slices"
	"strings"
	"testing"

	"assay/pipeline"
	"assay/pipeline/collect"
)

func TestRowsAreAppendedAfterAReport(t *testing.T) {
	write(t, map[string]string{
		"a.csv":     "id,income,ok\n1,100,yes\n2,200,no\n",
		"b.csv":     "id,Income,extra\n3,many,x\n",
		"other.csv": "x,y\n1,2\n",
	})
	d := open(t, "a.csv")
	d.press("A './b.csv enter")
	d.asks("append", "b.csv: 1 row, to go below the 2 rows that are open", "What differs:", "\"Income\" as \"income\"", "enter append")
	d.press("esc")
	if d.b.Workflow.Collect.Append != nil {
		t.Error("esc appends")
	}
	d.press("A './b.csv enter enter")
	d.shows("3 rows")
	if !slices.Equal(d.b.Workflow.Collect.Append, []string{"./b.csv"}) || last(d.log) != "assay run a.csv ./b.csv" {
		t.Errorf("appended %v, the twin is %q", d.b.Workflow.Collect.Append, last(d.log))
	}
	d.do(d.b.Undo())
	d.shows("2 rows")
	d.press("A './other.csv enter")
	d.asks("do not belong below one another", "no column is called as in")
	d.press("esc A './nosuch.csv enter")
	d.asks("cannot be used", "no such file")
}

func TestColumnsAreJoinedAfterAReport(t *testing.T) {
	write(t, map[string]string{
		"loans.csv":  "id,branch,ok\n1,A,yes\n2,B,no\n3,C,yes\n4,A,no\n",
		"branch.csv": "branch,city,ok\nA,Ulm,yes\nB,Bonn,no\nD,Kiel,no\n",
	})
	d := open(t, "loans.csv")
	d.press("J './branch.csv enter")
	d.asks("join by which column?", "branch", "3 of 4 rows find a partner", "stands there more than once", "another key")
	d.press("enter")
	d.asks("3 of 4 rows find their partner in branch.csv by branch", "1 row here without a partner", `"C"`, "1 row of branch.csv that no row here asks for", "It brings 2 columns: city; ok, called ok_branch",
		"join, keep every row", "join, keep rows with a partner")
	d.press("tab enter")
	if got := d.b.Workflow.Collect.Join; len(got) != 1 || got[0] != (collect.Join{Data: "./branch.csv", Key: "branch", Keep: "matched"}) {
		t.Fatalf("joined %+v", got)
	}
	d.shows("3 rows × 5 columns", "city")
	d.do(d.b.Undo())
	d.press("J './branch.csv enter down enter")
	d.asks("cannot be joined by ok", "more than once")
	d.press("esc J './branch.csv enter 'another enter 'id=nothing")
	d.asks("write the column here = the column there")
	d.press("ctrl+u 'branch=branch enter")
	d.asks("3 of 4 rows find their partner")
	d.press("enter")
	d.shows("4 rows × 5 columns")
}

func TestASecondSecretGetsANameOfItsOwn(t *testing.T) {
	c := pipeline.CollectChoices{Data: "postgres://a:${PW}@x/y", Secrets: map[string]string{"PW": "one"}}
	same := adopt(&c, choice{data: "postgres://a:${PW}@z/y", secrets: map[string]string{"PW": "one"}})
	other := adopt(&c, choice{data: "postgres://a:${PW}@z/y", secrets: map[string]string{"PW": "two"}, set: pipeline.Settings{"csv.header": "no"}})
	if !strings.Contains(same, "${PW}") || !strings.Contains(other, "${PW_2}") || c.Secrets["PW"] != "one" || c.Secrets["PW_2"] != "two" || c.Set["csv.header"] != "no" {
		t.Errorf("%s, %s, %v", same, other, c)
	}
}
