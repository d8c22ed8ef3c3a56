package profile

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"assay/pipeline/collect"
	"assay/pipeline/table"
)

func TestProposeRoles(t *testing.T) {
	var b strings.Builder
	b.WriteString("application_id,customer_id,applied_on,Sex,age,account_age,mortgage,foreign_worker,maritalStatus,country,same,income,default\n")
	for i := range 100 {
		fmt.Fprintf(&b, "A%d,c%d,2026-01-%02d,%s,%d,%d,%d,yes%d,m%d,FR%d,x,%d,%d\n", i, i/3, i%28+1, []string{"f", "m"}[i%2], 20+i%50, i%7, i%3, i%2, i%3, i%4, 1000+i*7, i%2)
	}
	raw, err := collect.ReadBytes("f", []byte(b.String()), *collect.NewCSV())
	if err != nil {
		t.Fatal(err)
	}
	proposals := ProposeRoles(raw.Table)
	got := map[string]table.Role{}
	for _, p := range proposals {
		got[p.Column] = p.Role
		if p.Reason == "" {
			t.Errorf("%s: no reason", p.Column)
		}
	}
	want := map[string]table.Role{"application_id": table.ID, "customer_id": table.Group, "applied_on": table.When, "Sex": table.Protected, "age": table.Protected,
		"foreign_worker": table.Protected, "maritalStatus": table.Protected, "same": table.Ignored, "default": table.Target}
	for _, name := range raw.Table.Names() {
		if got[name] != want[name] {
			t.Errorf("%s: %s, want %s", name, got[name], want[name])
		}
	}
	with := WithRoles(raw.Table, proposals)
	if with.OneByRole(table.Target).Name != "default" || len(with.ByRole(table.Protected)) != 4 || raw.Table.OneByRole(table.Target) != nil {
		t.Error("roles were not set, or set in place")
	}
}

func TestProtectedNames(t *testing.T) {
	for name, want := range map[string]string{"sex": "sex", "personal_status_sex": "sex", "Gender": "sex", "age": "age", "age_years": "age", "Date of Birth": "age", "native_country": "country of origin",
		"ethnic-group": "race", "mortgage": "", "account_age": "", "usage": "", "age_of_car": "", "sextant": "", "language": "", "credit_history": "", "MaritalStatus": "marital status"} {
		if got := protected(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// TestTargetsOfKnownData wants the outcome of public data sets, by the name it is known by.
func TestTargetsOfKnownData(t *testing.T) {
	const dir = "../../../shared/data/"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no data sets beside the checkout: ", err)
	}
	for file, want := range map[string]string{"adult": "income", "bank_marketing": "subscribed", "breast_cancer": "diagnosis", "german_credit": "credit_risk", "iris": "species",
		"messy_loans": "Outcome", "penguins": "species", "taiwan_default": "default_next_month", "wine": "cultivar", "wine_quality": "quality"} {
		raw, err := collect.Read(context.Background(), dir+file+".csv", nil, collect.Env{})
		if err != nil {
			t.Fatal(err)
		}
		c := WithRoles(raw.Table, ProposeRoles(raw.Table)).OneByRole(table.Target)
		if c == nil || c.Name != want {
			t.Errorf("%s: target %v, want %s", file, c, want)
		}
	}
}

// TestCountIsBetterThanNothing: a column that counts the rows is an id, unless there is nothing else to learn from.
func TestCountIsBetterThanNothing(t *testing.T) {
	for _, c := range []struct {
		header string
		want   table.Role
	}{{"x,y", table.Feature}, {"id,y", table.ID}, {"x,z,y", table.ID}} {
		text := c.header + "\n"
		for i := range 80 {
			text += fmt.Sprint(i, ",")
			if strings.Count(c.header, ",") == 2 {
				text += fmt.Sprint(i*37%11, ",")
			}
			text += []string{"a", "b"}[i/40] + "\n"
		}
		raw, err := collect.ReadBytes("f", []byte(text), *collect.NewCSV())
		if err != nil {
			t.Fatal(err)
		}
		if got := WithRoles(raw.Table, ProposeRoles(raw.Table)).At(0).Role; got != c.want {
			t.Errorf("%s: the first column is %s, want %s", c.header, got, c.want)
		}
	}
}
