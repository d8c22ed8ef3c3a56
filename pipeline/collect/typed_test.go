package collect

import (
	"fmt"
	"strings"
	"testing"

	"assay/pipeline/table"
)

// known is a table with numbers, a column of few texts and one of many.
func known(t testing.TB) Raw {
	var b strings.Builder
	b.WriteString("income,purpose,name,repaid\n")
	for i := range 40 {
		fmt.Fprintf(&b, "%d,%s,n%d,%s\n", 20000+i*1000, []string{"car", "home"}[i%2], i, []string{"yes", "no"}[i%2])
	}
	return csvRaw(t, "loans.csv", b.String())
}

func TestFormChecks(t *testing.T) {
	form := NewForm(known(t).Table)
	for _, c := range []struct {
		row   map[string]string
		want  string // of the first problem; "" for none
		wrong bool
	}{
		{map[string]string{"income": "54000", "purpose": "car", "name": "new", "repaid": "yes"}, "", false},
		{map[string]string{"income": "NA", "purpose": "home"}, "", false},
		{map[string]string{"income": "-19000"}, "", false},
		{map[string]string{"income": "540000"}, "income: 540000 is far from what is there, 20000 to 59000", false},
		{map[string]string{"purpose": "caar"}, `purpose: "caar" was never seen (did you mean "car"?)`, false},
		{map[string]string{"repaid": "perhaps"}, `repaid: "perhaps" was never seen`, false},
		{map[string]string{"income": "54k"}, `income: "54k" is not a plain number, such as 20000`, true},
		{map[string]string{"incme": "54"}, `no column is called "incme" (did you mean "income"?)`, true},
		{map[string]string{"income": " ", "purpose": "n/a"}, "the row is empty; fill in at least one column", true},
		{nil, "the row is empty", true},
	} {
		got := form.Check(c.row)
		switch {
		case c.want == "" && len(got) > 0:
			t.Errorf("%v: %+v", c.row, got)
		case c.want != "" && (len(got) != 1 || !strings.Contains(got[0].What, c.want) || got[0].Wrong != c.wrong):
			t.Errorf("%v: %+v, want %q", c.row, got, c.want)
		}
	}
}

func TestAppendTyped(t *testing.T) {
	raw := known(t)
	got, err := AppendTyped(raw, []map[string]string{{"income": " 61000 ", "purpose": "boat"}, {"name": "x", "repaid": "no", "income": "?"}})
	if err != nil {
		t.Fatal(err)
	}
	n := raw.Table.Rows()
	if s := gridOf(got.Table.Select([]int{n, n + 1})); s != "income,purpose,name,repaid\n61000,boat,,\n,,x,no" {
		t.Errorf("typed rows are\n%s", s)
	}
	if got.Table.Source(n) != UserSource || got.Table.Source(0) != "loans.csv" || got.Table.Line(n+1) != 2 {
		t.Errorf("the last row is from %s", got.Table.Place(n+1))
	}
	if w := got.Origin.Warnings; len(w) != 1 || w[0] != `user: row 1: purpose: "boat" was never seen` {
		t.Errorf("warnings %q", w)
	}
	if got.Origin.SHA256 == raw.Origin.SHA256 || got.Origin.Parts[1].Kind != "typed" {
		t.Errorf("origin %+v", got.Origin)
	}
	if c := got.WithSources().Table.Column("source"); c.Cell(0) != "loans.csv" || c.Cell(n) != UserSource {
		t.Error("the source column names others")
	}
	if same, err := AppendTyped(raw, nil); err != nil || same.Table != raw.Table {
		t.Error("no rows change the table", err)
	}
	_, err = AppendTyped(raw, []map[string]string{{"income": "1"}, {"income": "much"}})
	if err == nil || err.Error() != `typed rows:2: income: "much" is not a plain number, such as 20000; hint: correct the row or leave it out` {
		t.Errorf("got %v", err)
	}
}

func TestWithKinds(t *testing.T) {
	raw := csvRaw(t, "x.csv", "zip,age,note\n1.50,20,a\n2,n/a,b\n,forty,b\n4,41,a\n")
	got, err := raw.WithKinds(map[string]string{"zip": "text", "age": "number", "note": "text"})
	if err != nil {
		t.Fatal(err)
	}
	if s := gridOf(got.Table); s != "zip,age,note\n1.5,20,a\n2,,b\n,,b\n4,41,a" {
		t.Errorf("got\n%s", s)
	}
	if got.Table.At(0).Kind != table.Text || got.Table.At(1).Kind != table.Number || raw.Table.At(0).Kind != table.Number {
		t.Error("the kinds are others, or the raw table was changed")
	}
	last := got.Origin.Warnings[len(got.Origin.Warnings)-1]
	if last != `column "age": held as numbers, as chosen; 1 cell is no plain number and became missing (line 4, the first is "forty")` {
		t.Errorf("warnings %q", got.Origin.Warnings)
	}
	if _, err := raw.WithKinds(map[string]string{"zap": "text"}); err == nil || !strings.Contains(err.Error(), `(did you mean "zip"?)`) {
		t.Errorf("got %v", err)
	}
	if _, err := raw.WithKinds(map[string]string{"zip": "date"}); err == nil {
		t.Error("a date is no kind")
	}
}
