package profile

import (
	"context"
	"os"
	"strings"
	"testing"

	"assay/pipeline/collect"
	"assay/pipeline/table"
)

// expected is what a person would say about the columns of a table: "name: meaning" or "name: meaning, role" a line.
type expected struct{ file, columns string }

// understood compares meanings and proposed roles with what a person would say.
func understood(t *testing.T, file, columns string, tab *table.Table) {
	t.Helper()
	roles := map[string]string{}
	profiles := Of(tab)
	for _, p := range ProposeFrom(profiles) {
		roles[p.Column] = p.Role.String()
	}
	lines := strings.Split(strings.TrimSpace(columns), "\n")
	if len(lines) != len(profiles) {
		t.Fatalf("%s has %d columns, %d are expected", file, len(profiles), len(lines))
	}
	for j, p := range profiles {
		got := p.Name + ": " + p.Meaning
		if r := roles[p.Name]; r != "" {
			got += ", " + r
		}
		if want := strings.TrimLeft(lines[j], "\t"); got != want {
			t.Errorf("%s: got %q, want %q", file, got, want)
		}
	}
}

// TestKnownFiles opens files as they are, with no option, and wants the type of every column.
func TestKnownFiles(t *testing.T) {
	const dir = "../../../shared/data/"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no data sets beside the checkout: ", err)
	}
	const loans = `
		Application ID: id, id
		Applied On: date, time
		Full Name: name, ignored
		Date of Birth: date, protected
		Sex: category, protected
		Marital Status: category, protected
		# Dependents: number
		Education: category
		Employment: category
		Years Employed: number
		Annual Income: money
		Loan Amount: money
		Interest Rate: percent
		Term: number
		Credit Score: number
		DTI: percent
		ZIP: code
		Has Mortgage?: yes/no
		Notes: free text
		Source System: category, ignored
		column_21: category, ignored
		Decision Letter: category
		Outcome: category, target`
	for _, e := range []expected{
		{"messy_loans.csv", loans},
		{"messy_loans_semicolon_latin1.csv", loans},
		{"penguins_raw.csv", `
			studyName: category
			Sample Number: id, ignored
			Species: category, target
			Region: category, ignored
			Island: category
			Stage: category, ignored
			Individual ID: id, group
			Clutch Completion: yes/no
			Date Egg: date, time
			Culmen Length (mm): number
			Culmen Depth (mm): number
			Flipper Length (mm): number
			Body Mass (g): number
			Sex: category, protected
			Delta 15 N (o/oo): number
			Delta 13 C (o/oo): number
			Comments: free text`},
		{"bank_marketing.csv", `
			age: number, protected
			job: category
			marital: category, protected
			education: category
			default: yes/no
			balance: money
			housing: yes/no
			loan: yes/no
			contact: category
			day: number
			month: category
			duration: number
			campaign: number
			pdays: number
			previous: number
			poutcome: category
			subscribed: yes/no, target`},
		{"taiwan_default.csv", `
			limit_bal: money
			sex: category, protected
			education: category
			marriage: category, protected
			age: number, protected
			pay_0: category (coded)
			pay_2: category (coded)
			pay_3: category (coded)
			pay_4: category (coded)
			pay_5: category (coded)
			pay_6: category (coded)
			bill_amt1: money
			bill_amt2: money
			bill_amt3: money
			bill_amt4: money
			bill_amt5: money
			bill_amt6: money
			pay_amt1: money
			pay_amt2: money
			pay_amt3: money
			pay_amt4: money
			pay_amt5: money
			pay_amt6: money
			default_next_month: yes/no, target`},
	} {
		raw, err := collect.Read(context.Background(), dir+e.file, nil, collect.Env{})
		if err != nil {
			t.Errorf("%s: %v", e.file, err)
			continue
		}
		understood(t, e.file, e.columns, raw.Table)
	}
}

// TestSuspectsOfKnownFiles lists every value of the shared data that is warned of as perhaps missing: no fewer, and
// above all no more.
func TestSuspectsOfKnownFiles(t *testing.T) {
	const dir = "../../../shared/data/"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no data sets beside the checkout: ", err)
	}
	for file, want := range map[string]string{
		"adult": "capital_gain 99999", "bank_marketing": "pdays -1", "breast_cancer": "", "german_credit": "", "iris": "", "penguins": "", "penguins_raw": "",
		"south_german_credit": "", "taiwan_default": "", "wine": "", "wine_quality": "", "messy_loans_truth": "",
		"messy_loans": "Date of Birth unknown|Date of Birth 1867-02-30|# Dependents unknown|# Dependents -999|# Dependents 99|Years Employed unknown|Years Employed -999|Annual Income unknown|" +
			"Annual Income -999|Interest Rate unknown|Credit Score unknown|Credit Score -999|DTI unknown|DTI -999|ZIP unknown",
	} {
		raw, err := collect.Read(context.Background(), dir+file+".csv", nil, collect.Env{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range Of(raw.Table) {
			for _, s := range p.Suspects {
				if s.Confidence >= .7 {
					got = append(got, p.Name+" "+s.Value)
				}
			}
		}
		if g := strings.Join(got, "|"); g != want {
			t.Errorf("%s: got %s, want %s", file, g, want)
		}
	}
}
