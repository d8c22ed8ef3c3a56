package prepare

import (
	"context"
	"slices"
	"strings"
	"testing"

	"assay/pipeline/table"
)

// An error names the piece of preparation it arose in, once.
func TestErrorsNameThePieceOnce(t *testing.T) {
	one, err := table.New([]*table.Column{table.NewNumber("a", []float64{1e300, -1e300, 1}), table.TextOf("b", []string{"x", "y", "z"})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := Fit(context.Background(), one, Lesson{Train: []int{0, 1, 2}}, []Choice{{Name: "scale"}})
	if err != nil {
		t.Fatal(err)
	}
	err = Fault(encoded.Effects)
	if want := "prepare: scale: the numbers of column a are too large to average; ignore the column or correct them"; err == nil || err.Error() != want {
		t.Errorf("%v, wanted %q", err, want)
	}
	cleaned, err := Clean(context.Background(), one, []Choice{{Name: "tidy", Set: map[string]string{"synonyms": "yes"}}})
	if err != nil {
		t.Fatal(err)
	}
	err = Fault(cleaned.Effects)
	if want := `prepare: tidy: synonyms: "yes" does not read as word=other|other; write for example "Yes=Y|1"`; err == nil || err.Error() != want {
		t.Errorf("%v, wanted %q", err, want)
	}
}

// A choice that cannot be done is marked and passed by; the others are done.
func TestBrokenChoicesAreMarked(t *testing.T) {
	one, err := table.New([]*table.Column{table.TextOf("a", []string{" 1", "2 ", "3"}), table.TextOf("b", []string{"x", "y ", "z"})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	choices := []Choice{{Name: "parse", On: "gone"}, {Name: "tidy", On: "b"}, {Name: "onehot", On: "c*"}, {Name: "onehot", On: "b"}}
	cleaned, err := Clean(context.Background(), one, choices)
	if err != nil {
		t.Fatal(err)
	}
	if got := Fault(cleaned.Effects); got == nil || got.Error() != `prepare: parse: no column is called "gone"` {
		t.Error(got)
	}
	if a, b := cleaned.Table.Column("a").Cell(0), cleaned.Table.Column("b").Cell(1); a != " 1" || b != "y" {
		t.Errorf("tidy on b alone made %q and %q", a, b)
	}
	encoded, err := Fit(context.Background(), cleaned.Table, Lesson{Train: []int{0, 1, 2}}, choices)
	if err != nil {
		t.Fatal(err)
	}
	if e := encoded.Effects; len(e) != 2 || e[0].Choice != 2 || e[1].Choice != 3 || Fault(e) != nil {
		t.Errorf("%+v", e)
	}
	if k := encoded.Table.Column("a").Kind; k != table.Text {
		t.Errorf("a is %s, and only b was to be encoded", k)
	}
}

// A cleaner behind the wall sees training rows only; rows cannot be dropped there.
func TestCleanersBehindTheWall(t *testing.T) {
	choices := []Choice{{Name: "scale"}, {Name: "parse"}}
	if err := Check(choices); err != nil {
		t.Error(err)
	}
	if err := Check([]Choice{{Name: "scale", Off: true}, {Name: "duplicates"}}); err != nil {
		t.Error(err)
	}
	if err := Check([]Choice{{Name: "scale"}, {Name: "duplicates"}}); err == nil {
		t.Error("duplicates may stand behind scale")
	}
	one, err := table.New([]*table.Column{table.NewNumber("n", []float64{1, 2, 3}), table.TextOf("a", []string{"1", "2", "none of this"})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := Fit(context.Background(), one, Lesson{Train: []int{0, 1}}, choices)
	if err != nil || Fault(encoded.Effects) != nil {
		t.Fatal(err, Fault(encoded.Effects))
	}
	if c := encoded.Table.Column("a"); c.Kind != table.Number || !c.Missing(2) {
		t.Errorf("a is %s: the training rows hold numbers only", c.Kind)
	}
}

func TestSelection(t *testing.T) {
	one, err := table.New([]*table.Column{table.NewNumber("income", []float64{1}), table.NewNumber("income_old", []float64{1}),
		table.TextOf("job", []string{"x"}), table.TextOf("numbers", []string{"x"}), table.NewTime("born", []int64{1})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ on, want string }{
		{"", "income income_old job numbers born"}, {"all,!job", "income income_old numbers born"}, {"!job", "income income_old numbers born"},
		{"income*", "income income_old"}, {"income*,!income_old", "income"}, {"numbers", "numbers"}, {"text", "job numbers"}, {"dates,job", "job born"},
		{"=job", "job"}, {"in?ome", "income"}, {"x*", ""}, {"jobs", `error: no column is called "jobs" (did you mean "job"?)`}, {"=text", `error: no column is called "text"`},
		{"[*", `error: the pattern "[*" cannot be read: * stands for any characters, ? for one`},
	} {
		columns, err := Selection(c.on).Match(one)
		var names []string
		for _, c := range columns {
			names = append(names, c.Name)
		}
		got := strings.Join(names, " ")
		if err != nil {
			got = "error: " + err.Error()
		}
		if got != c.want {
			t.Errorf("%q chooses %s, want %s", c.on, got, c.want)
		}
	}
}

// Slashes, brackets and letters beyond ASCII in a name are like any other character.
func TestSelectionOfOddNames(t *testing.T) {
	names := []string{"debt/income", "Über, alles", "share [0,1]", `a\b, c`, "!no, =yes", "a/b, c"}
	var columns []*table.Column
	for _, name := range names {
		columns = append(columns, table.NewNumber(name, []float64{1}))
	}
	one, err := table.New(columns, nil)
	if err != nil {
		t.Fatal(err)
	}
	for term, want := range map[string]string{"debt*": "debt/income", "*income": "debt/income", "debt?income": "debt/income"} {
		if got, err := Selection(term).Match(one); err != nil || len(got) != 1 || got[0].Name != want {
			t.Errorf("%q chooses %v (%v), want %s", term, got, err, want)
		}
	}
	for _, name := range names {
		on := SelectionOf([]string{name})
		if got, err := on.Match(one); err != nil || !slices.ContainsFunc(got, func(c *table.Column) bool { return c.Name == name }) {
			t.Errorf("%s: %q chooses %v (%v)", name, on, got, err)
		}
	}
}

// A choice of columns hides the others from a cleaner; what it calculates cannot take the name of one it did not see,
// least of all of the target.
func TestHiddenColumnsAreNotReplaced(t *testing.T) {
	target := table.NewNumber("late", []float64{0, 1, 0}).WithRole(table.Target)
	one, err := table.New([]*table.Column{table.NewNumber("a", []float64{1, 2, 3}), table.NewTime("day", []int64{0, 86400, 172800}),
		table.NewNumber("day year", []float64{7, 8, 9}), target}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []Choice{
		{Name: "derive", On: "a", Set: map[string]string{"formulas": "late = a"}},
		{Name: "date_parts", On: "day"},
	} {
		cleaned, err := Clean(context.Background(), one, []Choice{c})
		if err != nil {
			t.Fatal(err)
		}
		if err := Fault(cleaned.Effects); err == nil || !strings.Contains(err.Error(), "not among the chosen") {
			t.Errorf("%s before the wall: %v", c.Name, err)
		}
		if cleaned.Table != one || len(cleaned.Cleanings) > 0 {
			t.Errorf("%s changed the table", c.Name)
		}
		encoded, err := Fit(context.Background(), one, Lesson{Train: []int{0, 1, 2}}, []Choice{{Name: "scale"}, c})
		if err != nil {
			t.Fatal(err)
		}
		if err := Fault(encoded.Effects); err == nil || !strings.Contains(err.Error(), "not among the chosen") {
			t.Errorf("%s behind the wall: %v", c.Name, err)
		}
	}
}
