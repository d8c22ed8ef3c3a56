package prepare_test

import (
	"strings"
	"testing"

	"assay/pipeline/prepare"
	"assay/pipeline/profile"
	"assay/pipeline/table"
)

// A proposal has the default steps with what there is to do for each, and what only this table needs.
func TestPropose(t *testing.T) {
	columns := []profile.Column{
		{Name: "id", Kind: table.Text, Role: table.ID, Rows: 1000, Distinct: 1000, Meaning: "id"},
		{Name: "income", Kind: table.Text, Rows: 1000, Distinct: 900, Meaning: "money", Missing: 10},
		{Name: "city, state", Kind: table.Text, Rows: 1000, Distinct: 300, Meaning: "category"},
		{Name: "text", Kind: table.Text, Rows: 1000, Distinct: 990, Meaning: "free text"},
		{Name: "fax", Kind: table.Text, Rows: 1000, Distinct: 3, Missing: 700, Meaning: "category"},
		{Name: "debt", Kind: table.Number, Rows: 1000, Distinct: 800, Meaning: "number", Numbers: &profile.Numbers{Skew: 5, Far: 12}},
	}
	var names []string
	said := map[string]prepare.Proposal{}
	var choices []prepare.Choice
	for _, p := range prepare.Propose(columns) {
		names = append(names, p.Choice.Name)
		said[p.Choice.Name] = p
		choices = append(choices, p.Choice)
	}
	if got, want := strings.Join(names, " "), "tidy parse money dates duplicates clip drop_sparse impute text target rare onehot power scale"; got != want {
		t.Errorf("proposed %s, want %s", got, want)
	}
	if err := prepare.Check(choices); err != nil {
		t.Error(err)
	}
	for name, want := range map[string]string{"money": "income: amounts of money", "clip": "debt: some values are far", "impute": "710 gaps in 2 features", "power": "debt: skewness beyond 2",
		"drop_sparse": "60 % of fax are gaps", "text": "text: free text", "target": "city, state: more than 50", "dates": "nothing to do today"} {
		if !strings.Contains(said[name].Reason, want) {
			t.Errorf("%s: %q does not say %q", name, said[name].Reason, want)
		}
	}
	if !said["drop_sparse"].Doubt || said["text"].Doubt {
		t.Error("doubts stand at the wrong steps")
	}
	if got := said["target"].Choice.On; got != "?ity? state" {
		t.Errorf("target works on %q", got)
	}
	if got := said["text"].Choice.On; got != "=text" {
		t.Errorf("text works on %q", got)
	}
}

// Amounts, dates and dressed numbers are numbers by the time they are scaled, and a flag is never bent.
func TestProposeWhatStepsDo(t *testing.T) {
	said := map[string]string{}
	for _, p := range prepare.Propose([]profile.Column{
		{Name: "income", Kind: table.Text, Rows: 100, Distinct: 90, Meaning: "money"},
		{Name: "rate", Kind: table.Text, Rows: 100, Distinct: 90, Meaning: "percent"},
		{Name: "born", Kind: table.Text, Rows: 100, Distinct: 90, Meaning: "date"},
		{Name: "flag", Kind: table.Number, Rows: 100, Distinct: 2, Meaning: "yes/no", Numbers: &profile.Numbers{Skew: 9}},
	}) {
		said[p.Choice.Name] = p.Reason
	}
	if want := "income, rate, born, flag: numbers"; !strings.HasPrefix(said["scale"], want) {
		t.Errorf("scale: %s, want %s", said["scale"], want)
	}
	if strings.Contains(said["power"], "flag") {
		t.Errorf("power: %s", said["power"])
	}
}
