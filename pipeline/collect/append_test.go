package collect

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"assay/pipeline/table"
)

// csvRaw reads text as the file of that name would be.
func csvRaw(t testing.TB, name, text string) Raw {
	t.Helper()
	raw, err := readFile(context.Background(), File{Name: name, Data: []byte(text)}, nil, Env{})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// grid is a table as text: a row a line, missing cells empty.
func gridOf(t *table.Table) string {
	var b strings.Builder
	b.WriteString(strings.Join(t.Names(), ","))
	for i := range t.Rows() {
		b.WriteByte('\n')
		for j := range t.Width() {
			if j > 0 {
				b.WriteByte(',')
			}
			b.WriteString(t.At(j).Cell(i))
		}
	}
	return b.String()
}

func TestAppend(t *testing.T) {
	for _, c := range []struct {
		name  string
		parts []string // the text of a.csv, b.csv, ...
		want  string
		warns []string // the warnings, each a part of one
	}{
		{"equal columns", []string{"x,y\n1,a\n2,b\n", "x,y\n3,a\n"}, "x,y\n1,a\n2,b\n3,a", nil},
		{"another order", []string{"x,y\n1,a\n", "y,x\nb,2\n"}, "x,y\n1,a\n2,b", nil},
		{"written otherwise", []string{"Loan Amount,y\n1,a\n", "loan_amount,y\n2,b\n"}, "Loan Amount,y\n1,a\n2,b",
			[]string{`b.csv: 1 column was matched though written otherwise: "loan_amount" as "Loan Amount"`}},
		{"two that could be meant", []string{"Loan Amount,y\n1,a\n", "loan_amount,loanamount,y\n2,3,b\n"}, "Loan Amount,y,loan_amount,loanamount\n1,a,,\n,b,2,3",
			[]string{"column Loan Amount: missing in the 1 row of b.csv, which has no such column", "columns loan_amount and loanamount: missing in the 1 row of a.csv, which has no such column"}},
		{"exact before folded", []string{"X,x,y\n1,2,a\n", "x,X,y\n3,4,b\n"}, "X,x,y\n1,2,a\n4,3,b", nil},
		{"columns some lack", []string{"x,y\n1,a\n", "x,z\n2,5\n", "x,y\n3,c\n"}, "x,y,z\n1,a,\n2,,5\n3,c,",
			[]string{"column y: missing in the 1 row of b.csv, which has no such column", "column z: missing in the 2 rows of a.csv and c.csv, which have no such column"}},
		{"numbers and text", []string{"x,y\n1.50,a\n2,b\n", "x,y\n3,c\nabout 4,d\n1.5,e\n"}, "x,y\n1.5,a\n2,b\n3,c\nabout 4,d\n1.5,e",
			[]string{`column "x"`, `column x: numbers in a.csv, text in b.csv (line 3, the first is "about 4"); held as text until it is parsed`}},
		{"codes with leading zeros", []string{"zip,y\n10001,a\n", "zip,y\n00501,b\n02134,c\n"}, "zip,y\n10001,a\n00501,b\n02134,c",
			[]string{`column zip: numbers in a.csv, text in b.csv (lines 2, 3, the first is "00501")`}},
		{"a column without values", []string{"x,y\n1,a\n", "x,y\n,b\n"}, "x,y\n1,a\n,b", nil},
		{"the same bytes", []string{"x,y\n1,a\n", "x,y\n1,a\n"}, "x,y\n1,a\n1,a", []string{"a.csv and b.csv hold the same bytes: their rows are in the table twice"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var parts []Raw
			for k, text := range c.parts {
				parts = append(parts, csvRaw(t, "in/"+string(rune('a'+k))+".csv", text))
			}
			got, err := Append("in/*.csv", parts)
			if err != nil {
				t.Fatal(err)
			}
			if s := gridOf(got.Table); s != c.want {
				t.Errorf("got\n%s\nwant\n%s", s, c.want)
			}
			if len(got.Origin.Warnings) != len(c.warns) {
				t.Errorf("warnings %q", got.Origin.Warnings)
			}
			for _, w := range c.warns {
				if !slices.ContainsFunc(got.Origin.Warnings, func(s string) bool { return strings.Contains(s, w) }) {
					t.Errorf("no warning %q in %q", w, got.Origin.Warnings)
				}
			}
			o := got.Origin
			if o.Path != "in/*.csv" || o.Kind != "append" || len(o.SHA256) != 64 || len(o.Parts) != len(parts) || o.Rows != got.Table.Rows() {
				t.Errorf("origin %+v", o)
			}
			row := 0
			for k, p := range parts {
				for i := range p.Table.Rows() {
					if row > 0 && got.Table.Key(row) <= got.Table.Key(row-1) {
						t.Errorf("row %d cannot be told from the one before", row)
					}
					if got.Table.Source(row) != "in/"+string(rune('a'+k))+".csv" || got.Table.Line(row) != p.Table.Line(i) {
						t.Errorf("row %d is said to be from %s", row, got.Table.Place(row))
					}
					row++
				}
			}
		})
	}
}

func TestAppendRefusesAnotherKindOfTable(t *testing.T) {
	_, err := Append("x", []Raw{csvRaw(t, "loans.csv", "id,amount\n1,2\n"), csvRaw(t, "towns.csv", "zip,town\n1,x\n")})
	if err == nil || !strings.Contains(err.Error(), "towns.csv: no column is called as in loans.csv; it has zip and town; hint: ") {
		t.Errorf("got %v", err)
	}
	if _, err := Append("nothing", nil); err == nil {
		t.Error("nothing was appended")
	}
}

// Appending in two steps knows the same sources as in one; what comes again is told apart.
func TestAppendOfAppended(t *testing.T) {
	a, b, c := csvRaw(t, "a.csv", "x\n1\n"), csvRaw(t, "b.csv", "x\n2\n"), csvRaw(t, "c.csv", "x\n3\n")
	ab, err := Append("a and b", []Raw{a, b})
	if err != nil {
		t.Fatal(err)
	}
	all, err := Append("all", []Raw{ab, c, a})
	if err != nil {
		t.Fatal(err)
	}
	if got := all.Table.Sources(); !slices.Equal(got, []string{"a.csv", "b.csv", "c.csv", "a.csv (2)"}) {
		t.Errorf("sources %q", got)
	}
	if all.Table.Source(1) != "b.csv" || all.Table.Source(2) != "c.csv" || all.Table.Source(3) != "a.csv (2)" {
		t.Error("rows are said to be from elsewhere")
	}
	var leaves []string
	for _, o := range all.Origin.Leaves() {
		leaves = append(leaves, o.Path)
	}
	if !slices.Equal(leaves, []string{"a.csv", "b.csv", "c.csv", "a.csv"}) {
		t.Errorf("leaves %q", leaves)
	}
}

func TestWithSources(t *testing.T) {
	one := csvRaw(t, "x/a.csv", "n,source\n1,web\n")
	if one.WithSources().Table.Width() != 2 {
		t.Error("a single source is named")
	}
	for _, c := range []struct {
		paths []string
		want  string
	}{
		{[]string{"x/a.csv", "y/b.csv"}, "a.csv b.csv"},
		{[]string{"x/a.csv", "y/a.csv"}, "x/a.csv y/a.csv"},
		{[]string{"d/shop.db#loans", "d/shop.db#more/loans"}, "shop.db#loans shop.db#more/loans"},
	} {
		raw, err := Append("both", []Raw{csvRaw(t, c.paths[0], "n,source\n1,web\n"), csvRaw(t, c.paths[1], "n,source\n2,web\n")})
		if err != nil {
			t.Fatal(err)
		}
		col := raw.WithSources().Table.Column("source_2")
		if col == nil || col.Cell(0)+" "+col.Cell(1) != c.want || col.Role != table.Ignored {
			t.Errorf("%v: the column is %+v", c.paths, col)
		}
		if raw.Table.Width() != 2 {
			t.Error("the table itself was changed")
		}
	}
}

// A pattern reads all it matches in the order of the names.
func TestPatternAppends(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"2.csv": "x\n2\n", "1.csv": "x\n1\n", "3.txt": "x\n3\n", ".4.csv": "x\n4\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := Read(context.Background(), filepath.Join(dir, "*.csv"), nil, Env{})
	if err != nil {
		t.Fatal(err)
	}
	if got := gridOf(raw.Table); got != "x\n1\n2" || raw.Table.Source(1) != filepath.Join(dir, "2.csv") {
		t.Errorf("got %s from %s", got, raw.Table.Source(1))
	}
	if _, err := Read(context.Background(), filepath.Join(dir, "*.tsv"), nil, Env{}); err == nil || !strings.Contains(err.Error(), "no file matches; hint: ") {
		t.Errorf("got %v", err)
	}
}

// The parts of a table, appended, are the table, on any number of cores.
func TestAppendedPartsAreTheWhole(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var rows []string
	for i := range 3000 {
		rows = append(rows, fmt.Sprintf("%d,%s,%d.5", i, []string{"red", "green", "", "blue"}[i*7%4], i%13))
	}
	text := func(rows []string) string { return "id,colour,n\n" + strings.Join(rows, "\n") + "\n" }
	whole := gridOf(csvRaw(t, "whole.csv", text(rows)).Table)
	for _, cores := range []int{1, 4} {
		runtime.GOMAXPROCS(cores)
		for _, cuts := range [][]int{{1000}, {1, 2}, {10, 1000, 2999}} {
			var parts []Raw
			from := 0
			for k, to := range append(cuts, len(rows)) {
				parts = append(parts, csvRaw(t, fmt.Sprintf("%d.csv", k), text(rows[from:to])))
				from = to
			}
			got, err := Append("parts", parts)
			if err != nil {
				t.Fatal(err)
			}
			if gridOf(got.Table) != whole {
				t.Errorf("cut at %v it is another table", cuts)
			}
		}
	}
}
