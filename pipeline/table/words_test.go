package table

import (
	"slices"
	"strings"
	"testing"
)

func TestNameWords(t *testing.T) {
	for name, want := range map[string]string{"customerID": "customer id", "pay_amt2": "pay amt 2", "Date of Birth": "date of birth", "# Âge": "âge", "2nd": "2nd", "": ""} {
		if got := strings.Join(NameWords(name), " "); got != want {
			t.Errorf("%q has the words %q, want %q", name, got, want)
		}
	}
	if !NameHas("Loan-Amount", "amount") || NameHas("Paramount", "amount") {
		t.Error("a name has whole words")
	}
}

func TestLooksDate(t *testing.T) {
	for _, s := range []string{"2026-01-31", " 31.01.2026 ", "1/2/26", "2026-01-31T10:00:00Z", "3 Mar 2021", "3rd March 2021"} {
		if !LooksDate(s) {
			t.Errorf("%q is a date", s)
		}
	}
	for _, s := range []string{"", "-", "1.5", "2026-01", "555-123-4567", "192.168.0.1", "10:30", "a-b-c", "march"} {
		if LooksDate(s) {
			t.Errorf("%q is no date", s)
		}
	}
}

func TestWords(t *testing.T) {
	if got := Fold("  New\u00a0 YORK\n"); got != "new york" {
		t.Errorf("folded to %q", got)
	}
	if got := Shorten(strings.Repeat("ä", 50)); got != strings.Repeat("ä", 40)+"..." {
		t.Errorf("shortened to %q", got)
	}
	if got := []string{Plural(0, "row"), Plural(1, "row"), Plural(3, "row")}; !slices.Equal(got, []string{"0 rows", "1 row", "3 rows"}) {
		t.Error(got)
	}
}
