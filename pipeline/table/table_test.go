package table

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func sample(t *testing.T) *Table {
	t.Helper()
	tb, err := New([]*Column{
		NewNumber("n", []float64{1, math.NaN(), 3.5}),
		TextOf("s", []string{"b", "a", ""}),
		NewTime("w", []int64{0, NoTime, 90061}),
		NewLevels("l", []int32{1, -1, 0}, []string{"x", "y"}),
	}, []int32{2, 3, 7})
	if err != nil {
		t.Fatal(err)
	}
	return tb
}

func cells(t *Table) string {
	var out []string
	for i := range t.Rows() {
		var row []string
		for _, c := range t.Columns() {
			row = append(row, c.Cell(i))
		}
		out = append(out, strings.Join(row, ","))
	}
	return strings.Join(out, ";")
}

func TestNewRefuses(t *testing.T) {
	for _, c := range []struct {
		columns []*Column
		lines   []int32
		want    string
	}{
		{[]*Column{NewNumber("a", make([]float64, 2)), NewNumber("b", make([]float64, 3))}, nil, "column b has 3 rows where a has 2"},
		{[]*Column{NewNumber("a", nil), NewNumber("a", nil)}, nil, `two columns are called "a"`},
		{[]*Column{NewNumber("a", make([]float64, 2))}, []int32{1}, "1 line numbers for 2 rows"},
	} {
		if _, err := New(c.columns, c.lines); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
	if empty, err := New(nil, nil); err != nil || empty.Rows() != 0 || empty.Width() != 0 {
		t.Error("an empty table is a table", err)
	}
}

func TestCells(t *testing.T) {
	tb := sample(t)
	if got, want := cells(tb), "1,b,1970-01-01,y;,a,,;3.5,,1970-01-02T01:01:01,x"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if tb.Line(2) != 7 || tb.Rows() != 3 || tb.Width() != 4 || !slices.Equal(tb.Names(), []string{"n", "s", "w", "l"}) {
		t.Error("shape or lines are off")
	}
	if got := tb.Column("s").Counts(); !slices.Equal(got, []int{1, 1}) {
		t.Errorf("counts %v", got)
	}
}

func TestSelectKeepsOrderAndSource(t *testing.T) {
	tb := sample(t)
	before := cells(tb)
	got := tb.Select([]int{2, 0, 2})
	if want := "3.5,,1970-01-02T01:01:01,x;1,b,1970-01-01,y;3.5,,1970-01-02T01:01:01,x"; cells(got) != want {
		t.Errorf("got %s", cells(got))
	}
	if got.Line(0) != 7 || got.Line(1) != 2 || cells(tb) != before {
		t.Error("lines did not follow, or the source changed")
	}
	if none := tb.Select(nil); none.Rows() != 0 || none.Width() != 4 {
		t.Error("no rows is a table")
	}
}

func TestWithAndWithout(t *testing.T) {
	tb := sample(t)
	got := tb.With(TextOf("s", []string{"q", "q", "q"}), NewNumber("new", []float64{7, 8, 9}))
	if !slices.Equal(got.Names(), []string{"n", "s", "w", "l", "new"}) || got.Column("s").Cell(2) != "q" {
		t.Error("With replaces in place and adds at the end")
	}
	if tb.Width() != 4 || tb.Column("s").Cell(0) != "b" || got.Line(1) != 3 {
		t.Error("With changed its table, or lost the lines")
	}
	less := got.Without("n", "new", "nothing")
	if !slices.Equal(less.Names(), []string{"s", "w", "l"}) || less.Rows() != 3 || got.Width() != 5 {
		t.Error("Without")
	}
	defer func() {
		if recover() == nil {
			t.Error("a column of another length must not go in")
		}
	}()
	tb.With(NewNumber("short", []float64{1}))
}

func TestRoles(t *testing.T) {
	tb := sample(t)
	tb2 := tb.With(tb.Column("s").WithRole(Target), tb.Column("l").Named("m").From(tb.Column("l").WithRole(Protected)))
	if tb2.OneByRole(Target).Name != "s" || len(tb2.ByRole(Feature)) != 3 || tb2.OneByRole(Weight) != nil {
		t.Error("roles")
	}
	if m := tb2.Column("m"); m.Role != Protected || m.Field != "l" {
		t.Errorf("From takes role and field: %+v", m)
	}
	for i, name := range Roles() {
		r, err := ParseRole(name)
		if err != nil || r != Role(i) || r.String() != name {
			t.Errorf("%s: %v %v", name, r, err)
		}
	}
	if _, err := ParseRole("taget"); err == nil || !strings.Contains(err.Error(), `did you mean "target"?`) {
		t.Error(err)
	}
	if _, err := tb.Need("N"); err == nil || !strings.Contains(err.Error(), "there are n, s, w, l") {
		t.Error(err)
	}
	if c, err := tb.Need("n"); err != nil || c.Name != "n" {
		t.Error(err)
	}
}

func TestSchemaReadsLikeTheFile(t *testing.T) {
	s := Schema{{"n", Number, Feature}, {"zip", Text, ID}}
	tb, problems, err := s.Table([][]string{{" 1.5 ", "00501"}, {"NA", " x "}, {"12k", "?"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := cells(tb); got != "1.5,00501;, x ;," {
		t.Errorf("got %q", got)
	}
	if !slices.Equal(problems, []Problem{{2, "n", "12k"}}) || !strings.Contains(problems[0].String(), `n: "12k" is not a number`) {
		t.Errorf("problems %v", problems)
	}
	if !reflect.DeepEqual(SchemaOf(tb), s) {
		t.Errorf("schema %v", SchemaOf(tb))
	}
	raw, err := json.Marshal(s)
	var back Schema
	if err != nil || json.Unmarshal(raw, &back) != nil || !reflect.DeepEqual(back, s) {
		t.Errorf("a schema must survive JSON: %s %v", raw, err)
	}
}

func TestParseNumber(t *testing.T) {
	for text, want := range map[string]float64{"0": 0, "-0": 0, "12": 12, " 12\t": 12, "+3.50": 3.5, "-.5": -.5, "5.": 5, "0.25": .25, "1e3": 1000, "1E-2": .01,
		"9007199254740992": 9007199254740992, "0.1234567890123456789": .1234567890123456789, "0e5": 0, "1e308": 1e308, "5e-324": 5e-324} {
		if got, ok := ParseNumber(text); !ok || got != want {
			t.Errorf("%q: %v %v, want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", " ", "-", ".", "e5", "1e", "1e+", "00501", "-007", "1,200", "1_000", "0x1F", "0x1p-2", "inf", "-Inf", "nan", "1e309", "1e-400", "12k", "1 2", "--1", "1.2.3",
		"٣", "9007199254740993", "12345678901234567891", "1;2", "½"} {
		if got, ok := ParseNumber(text); ok {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}

func TestFormatNumberReadsBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		v := math.Float64frombits(r.Uint64())
		if math.IsNaN(v) || math.IsInf(v, 0) {
			continue
		}
		if got, ok := ParseNumber(FormatNumber(v)); !ok || got != v {
			t.Fatalf("%v is written %s and read %v %v", v, FormatNumber(v), got, ok)
		}
	}
	for v, want := range map[float64]string{0: "0", 1e6: "1000000", 123456.5: "123456.5", 1e14: "100000000000000", 1e15: "1e+15", 1e-6: "0.000001", -2.5: "-2.5"} {
		if got := FormatNumber(v); got != want {
			t.Errorf("%v: %s, want %s", v, got, want)
		}
	}
}

func TestIsMissing(t *testing.T) {
	for _, s := range []string{"", "  ", "NA", "n/a", " NaN ", "null", "-", "--", "?", ".", "#N/A", "<NA>", strings.Repeat(" ", 40)} {
		if !IsMissing(s) {
			t.Errorf("%q means no value", s)
		}
	}
	for _, s := range []string{"none", "unknown", "0", "no", "nap", "-1", "..", "not available at all"} {
		if IsMissing(s) {
			t.Errorf("%q is a value", s)
		}
	}
}

func TestIsCode(t *testing.T) {
	for s, want := range map[string]bool{"00501": true, "00": true, "0": false, "501": false, "0x1": false, "": false, "0.5": false} {
		if IsCode(s) != want {
			t.Errorf("%q: want %v", s, want)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"1.5", "-1e5", "00501", "0x1F", " 7 ", "1e-400"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, ok := ParseNumber(s)
		if !ok {
			return
		}
		if math.IsNaN(v) || math.IsInf(v, 0) || IsMissing(s) {
			t.Fatalf("%q is read as %v", s, v)
		}
		if again, ok := ParseNumber(FormatNumber(v)); !ok || again != v {
			t.Fatalf("%q: %v is written %s", s, v, FormatNumber(v))
		}
	})
}

func TestRowsKnowTheirSource(t *testing.T) {
	one := sample(t)
	if one.Sources() != nil || one.Source(1) != "" || one.From(1) != 0 || one.Place(1) != "3" || one.SourceColumn("source", nil) != nil {
		t.Error("a table from one place names no sources")
	}
	tb, err := one.FromSources([]string{"a.csv", "b.csv"}, []int32{0, 1, 1})
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string]*Table{
		"With": tb.With(NewNumber("n", make([]float64, 3))), "Without": tb.Without("n"), "Select": tb.Select([]int{0, 1, 2}),
	} {
		if got.Source(0) != "a.csv" || got.Source(2) != "b.csv" || got.Place(2) != "7 of b.csv" {
			t.Errorf("%s lost the sources", name)
		}
	}
	if tb.Key(0) != 2 || tb.Key(1) != 1<<32|3 || tb.Key(2) <= tb.Key(1) {
		t.Error("the keys of rows do not grow")
	}
	bare, err := New([]*Column{NewNumber("n", make([]float64, 3))}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if counted := bare.WithLines().Select([]int{2}); counted.Line(0) != 3 || bare.Line(2) != 0 || tb.WithLines() != tb {
		t.Error("rows without lines are counted, others are left")
	}
	picked := tb.Select([]int{2, 0})
	if picked.Source(0) != "b.csv" || picked.Source(1) != "a.csv" || picked.From(0) != 1 || len(picked.Sources()) != 2 {
		t.Error("sources did not follow their rows")
	}
	if got := picked.SourceColumn("source", []string{"a", "b"}); got.Cell(0) != "b" || got.Cell(1) != "a" {
		t.Error("the column names other sources than the rows have")
	}
	for _, from := range [][]int32{{0}, {0, 1, 2}, {0, -1, 0}} {
		if _, err := one.FromSources([]string{"a", "b"}, from); err == nil {
			t.Errorf("%v was taken for the sources of three rows", from)
		}
	}
}

// A selector gives what Select gives, and each column once.
func TestSelector(t *testing.T) {
	one := sample(t)
	rows := []int{2, 0}
	s := NewSelector(rows)
	first := s.Of(one)
	if got, want := cells(first), cells(one.Select(rows)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	name := one.At(0).Name
	second := s.Of(one.Without(name))
	if second.Width() != one.Width()-1 || second.At(0) != first.At(1) {
		t.Error("a column was selected twice")
	}
}
