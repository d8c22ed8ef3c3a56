package prepare

import (
	"encoding/json"
	"strings"
	"testing"

	"assay/pipeline/table"
)

func derived(t *testing.T, formulas string, in *table.Table) *Derived {
	t.Helper()
	c, err := (&Derive{formulas}).Survey(in)
	if err != nil {
		t.Fatal(err)
	}
	return c.(*Derived)
}

// A column that a formula should have replaced must not keep its old values when the formula cannot be calculated.
func TestDeriveWithoutAColumn(t *testing.T) {
	in := textAnd(t)
	f := derived(t, "n = n + length(s) ;; new = length(s) ;; other = n * 2", in)
	out, err := f.Apply(in.Without("s"))
	if err != nil {
		t.Fatal(err)
	}
	if c := out.Column("n"); !c.Missing(0) || c.Kind != table.Number || out.Column("new") != nil {
		t.Errorf("n is %q, new is %v", c.Cell(0), out.Column("new"))
	}
	if c := out.Column("other"); c == nil || !c.Missing(0) {
		t.Error("what was calculated from the unknown must be unknown")
	}
}

func textAnd(t *testing.T) *table.Table {
	t.Helper()
	in, err := table.New([]*table.Column{table.NewNumber("n", []float64{1, 2}), table.TextOf("s", []string{"ab", "c"})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestDeriveKeepsTheFieldBehind(t *testing.T) {
	in := textAnd(t)
	in = in.With(table.NewNumber("m", []float64{3, 4}).From(in.Column("s")))
	out, err := derived(t, "a = m + length(s) ;; b = m + n ;; n = m ;; c = 1", in).Apply(in)
	if err != nil {
		t.Fatal(err)
	}
	for name, field := range map[string]string{"a": "s", "b": "b", "n": "s", "c": "c"} {
		if got := out.Column(name).Field; got != field {
			t.Errorf("%s is made from %q, want %q", name, got, field)
		}
	}
}

func TestDeriveRefusesOtherKindsAndBrokenFiles(t *testing.T) {
	in := textAnd(t)
	f := derived(t, "x = length(s)", in)
	if _, err := f.Apply(in.With(table.NewNumber("s", []float64{1, 2}))); err == nil || !strings.Contains(err.Error(), "derive: x: column s holds number where the expression was written for text") {
		t.Error(err)
	}
	for _, data := range []string{`{"columns":[{"name":"x","formula":"length(","reads":{}}]}`, `{"columns":[{"name":"x","formula":"length(s)","reads":{}}]}`, `[]`} {
		if _, err := deriveEntry.Restore(json.RawMessage(data)); err == nil {
			t.Errorf("%s was restored", data)
		}
	}
}
