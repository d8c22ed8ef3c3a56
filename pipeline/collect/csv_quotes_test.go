package collect

import (
	"context"
	"strings"
	"testing"
)

// TestStrayQuotes reads records whose quotes break the rules. What the line itself settles is read with a warning;
// a quote that nothing closes is refused where it opens.
func TestStrayQuotes(t *testing.T) {
	stray := "stray quote inside quoted fields (line 3) kept as text"
	for _, c := range []struct{ what, line, want, warning string }{
		{"inside", `1,"a"b",x`, `1|a"b|x`, "1 " + stray},
		{"at the start", `1,""ab",x`, `1|"ab|x`, "1 " + stray},
		{"at the end", `1,"ab"",x`, `1|ab"|x`, "1 " + stray},
		{"at the end of the line", `1,a,"x""`, `1|a|x"`, "1 " + stray},
		{"three in the last field", `1,a,"x"""`, `1|a|x"`, ""},
		{"with a delimiter behind it", `1,""a, b",x`, `1|"a, b|x`, "1 " + stray},
		{"beside a doubled one", `1,"a""b"c",x`, `1|a"b"c|x`, "1 " + stray},
		{"in two fields", `1,"a"b","x"y"`, `1|a"b|x"y`, "2 stray quotes inside quoted fields (line 3)"},
		{"two words in quotes", `1,"a" "b",x`, `1|a" "b|x`, "2 stray quotes"},
		{"text after the quotes", `1,"a" b,x`, `1|"a" b|x`, "1 field with text after the closing quote (line 3) kept as written"},
		{"nothing closes", `1,"ab,x`, "", "f:3:3: a quote opens here and never closes; hint: "},
		{"too many fields to be sure", `1,"a"",x,y`, "", "f:3:3: a quote opens here and never closes; hint: "},
	} {
		text := "n,s,t\n1,\"p\",q\n" + c.line + "\n2,r,s\n3,r,s\n4,r,s\n"
		raw, err := ReadBytes("f", []byte(text), *NewCSV())
		if err != nil {
			if c.want != "" || !strings.HasPrefix(err.Error(), c.warning) {
				t.Errorf("%s: %v", c.what, err)
			}
			continue
		}
		var cells []string
		for _, column := range raw.Table.Columns() {
			cells = append(cells, column.Cell(1))
		}
		if got := strings.Join(cells, "|"); got != c.want || raw.Table.Rows() != 5 {
			t.Errorf("%s: got %s in %d rows, want %s", c.what, got, raw.Table.Rows(), c.want)
		}
		if said := strings.Join(raw.Origin.Warnings, "\n"); said == "" && c.warning != "" || !strings.Contains(said, c.warning) {
			t.Errorf("%s: warnings %q, want %q", c.what, said, c.warning)
		}
	}
}

// TestStrayQuotesLeaveLines keeps fields that span lines by the rules whole, whatever their lines look like.
func TestStrayQuotesLeaveLines(t *testing.T) {
	text := "n,s,t\n1,\"a\"\",x\nb\",y\n2,\"c\n\"\"d\"\"\",z\n"
	raw, err := ReadBytes("f", []byte(text), *NewCSV())
	if err != nil {
		t.Fatal(err)
	}
	if got := raw.Table.Column("s").Cell(0); raw.Table.Rows() != 2 || got != "a\",x\nb" || raw.Origin.Warnings != nil {
		t.Errorf("got %q in %d rows, warnings %q", got, raw.Table.Rows(), raw.Origin.Warnings)
	}
}

// TestStrayQuotesInHeader tells of names with stray quotes too.
func TestStrayQuotesInHeader(t *testing.T) {
	rows, err := NewCSV().OpenBytes(context.Background(), "f", []byte("n,\"s\"t\"\n1,a\n2,b\n"))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := FromRows(rows)
	if err != nil {
		t.Fatal(err)
	}
	if said := strings.Join(raw.Origin.Warnings, "\n"); raw.Table.At(1).Name != `s"t` || !strings.Contains(said, "(line 1)") {
		t.Errorf("name %q, warnings %q", raw.Table.At(1).Name, said)
	}
}

// FuzzStrayQuotes reads lines of quotes and delimiters; the last rows must come through whatever stands before, or the
// file must be refused, and the work must stay in proportion.
func FuzzStrayQuotes(f *testing.F) {
	for _, s := range []string{`1,"a"b"`, `1,""`, `"",""`, `"""`, "\"a\"\"\n1,\"b", "1,\"a\"\"\n\"\",\"\"b\"\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, odd string) {
		c := CSV{Delimiter: ",", Quote: `"`, Encoding: "utf-8", Header: "yes", Comment: "none", Decimal: "point"}
		data := []byte("n,s\n" + odd + "\n7,end\n")
		raw, err := ReadBytes("f", data, c)
		rows, err2 := c.OpenBytes(context.Background(), "f", data)
		if err2 != nil {
			return
		}
		want, err2 := FromRows(rows)
		if err == nil && (err2 != nil || !sameTable(raw.Table, want.Table)) {
			t.Fatalf("blocks\n%s\nby rows %v", show(raw.Table), err2)
		}
		if err == nil && strings.Count(odd, `"`) == 0 {
			if n := raw.Table.Rows(); raw.Table.Column("s").Cell(n-1) != "end" {
				t.Fatalf("the last row is lost:\n%s", show(raw.Table))
			}
		}
	})
}
