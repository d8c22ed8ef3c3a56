package profile

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"assay/pipeline/collect"
	"assay/pipeline/table"
)

// TestCrossAlerts plants one trouble at a time in a table without any.
func TestCrossAlerts(t *testing.T) {
	const rows = 400
	numbers := func(name string, f func(i int) float64) *table.Column {
		v := make([]float64, rows)
		for i := range v {
			v[i] = f(i)
		}
		return table.NewNumber(name, v)
	}
	words := func(name string, f func(i int) string) *table.Column {
		v := make([]string, rows)
		for i := range v {
			v[i] = f(i)
		}
		return table.TextOf(name, v)
	}
	label := func(i int) int { return i * 7919 % 31 % 2 }
	sound := []*table.Column{
		numbers("amount", func(i int) float64 { return float64(i*37%1009) + 1 }),
		words("purpose", func(i int) string { return []string{"car", "home", "debt"}[i%3] }),
		words("churned", func(i int) string { return []string{"no", "yes"}[label(i)] }).WithRole(table.Target),
	}
	for _, c := range []struct {
		kind, column string
		severity     Severity
		extra        []*table.Column
	}{
		{"", "", Note, nil},
		{"duplicate column", "sum", Warning, []*table.Column{numbers("sum", func(i int) float64 { return float64(i*37%1009) + 1 })}},
		{"duplicate column", "settled", Serious, []*table.Column{words("settled", func(i int) string { return []string{"no", "yes"}[label(i)] })}},
		{"tells the target", "letter", Warning, []*table.Column{words("letter", func(i int) string { return []string{"L-COLLECT", "L-OK"}[label(i)] })}},
		{"tells the target", "late days", Warning, []*table.Column{numbers("late days", func(i int) float64 { return float64((1-label(i))*1000 + i) })}},
		{"", "", Note, []*table.Column{numbers("noisy", func(i int) float64 { return float64(label(i)*100 + i*13%150) })}},
		{"known later", "recoveries", Warning, []*table.Column{numbers("recoveries", func(i int) float64 { return float64(i * 31 % 997) })}},
		{"known later", "churn reason", Warning, []*table.Column{words("churn reason", func(i int) string { return []string{"plan", "court", "gift"}[i%5%3] })}},
		{"past decision", "approved", Note, []*table.Column{words("approved", func(i int) string { return []string{"yes", "no"}[i%3%2] })}},
		{"several currencies", "currency", Warning, []*table.Column{words("currency", func(i int) string { return []string{"EUR", "USD"}[i%2] })}},
		{"", "", Note, []*table.Column{numbers("exit velocity", func(i int) float64 { return float64(i * 31 % 997) }).WithRole(table.Ignored)}},
	} {
		tab, err := table.New(append(slices.Clone(sound), c.extra...), nil)
		if err != nil {
			t.Fatal(err)
		}
		got := CrossAlerts(tab, Of(tab))
		for _, a := range got {
			if a.Kind == "tells the target" && c.kind == "duplicate column" {
				continue // it does, being the same
			}
			if a.Kind != c.kind || a.Column != c.column || a.Severity != c.severity || a.Hint == "" || a.Count < 1 {
				t.Errorf("%q in %q expected, got %+v", c.kind, c.column, a)
			}
		}
		if c.kind != "" && len(got) == 0 {
			t.Errorf("nothing about %q in %q", c.kind, c.column)
		}
	}
}

func TestRepeatedRows(t *testing.T) {
	raw, err := collect.ReadBytes("f", []byte("a,b\n1,x\n1,x\n1,y\n,x\n,x\n1,x\n"), *collect.NewCSV())
	if err != nil {
		t.Fatal(err)
	}
	rows, _ := fingerprints(raw.Table)
	if a := repeatedRows(raw.Table, rows); len(a) != 1 || a[0].Count != 3 {
		t.Errorf("%+v", a)
	}
}

func TestImbalance(t *testing.T) {
	for _, c := range []struct {
		labels string
		n      []int
		want   string
	}{
		{"a b", []int{500, 500}, ""}, {"a b", []int{700, 300}, ""}, {"a b", []int{900, 100}, "note"}, {"a b", []int{990, 8}, "warning"}, {"a A b", []int{900, 50, 50}, ""}, {"a b c", []int{400, 400, 5}, "warning"},
	} {
		var v []string
		for k, l := range strings.Fields(c.labels) {
			v = append(v, slices.Repeat([]string{l}, c.n[k])...)
		}
		got := ""
		for _, a := range imbalance(table.TextOf("y", v)) {
			got = a.Severity.String()
		}
		if got != c.want {
			t.Errorf("%v: %q, want %q", c.n, got, c.want)
		}
	}
}

// TestTargetIsWhatHappened wants the outcome, not the bank's old decision, and never what is known only with it.
func TestTargetIsWhatHappened(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,approved,duration,contact,repaid\n")
	for i := range 100 {
		fmt.Fprintf(&b, "%d,%d,%d,phone%d,%d\n", i, i%2, i*3%70, i%3, i%3%2)
	}
	tab := tableOf(t, b.String())
	if c := tab.OneByRole(table.Target); c == nil || c.Name != "repaid" {
		t.Errorf("target %v", c)
	}
	kinds := map[string]string{}
	for _, a := range TableAlerts(tab, Of(tab)) {
		kinds[a.Column] += a.Kind + ";"
	}
	if !strings.Contains(kinds["approved"], "past decision") || !strings.Contains(kinds["duration"], "known later") {
		t.Errorf("%v", kinds)
	}
}

func TestProtectedInOtherLanguages(t *testing.T) {
	for name, want := range map[string]string{"Geschlecht": "sex", "sexe": "sex", "género": "sex", "Staatsangehörigkeit": "nationality", "estado_civil": "marital status", "Familienstand": "marital status",
		"situation familiale": "marital status", "Religion": "religion", "Konfession": "religion", "Behinderung": "disability", "embarazada": "pregnancy", "schwanger": "pregnancy", "Geburtsdatum": "age", "âge": "age",
		"fecha_nacimiento": "age", "race": "race", "applicant_race_1": "race", "race_distance": "", "race time": "", "genre": "", "screen_orientation": "", "sexual_orientation": "sexual orientation",
		"account_disabled": "", "civil_engineering": "", "pays_origin": "country of origin", "stage": "", "average": "", "voltage": "", "package": "", "ageing": "", "alternative": "", "senior_citizen": "age"} {
		if got := protected(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
