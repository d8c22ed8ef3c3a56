package predict_test

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"assay/pipeline/predict"
	"assay/pipeline/table"
)

func TestReasonsSumToTheLogOddsDifference(t *testing.T) {
	s := service(t)
	all, err := s.Decide(records(t, 500))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 500 {
		t.Fatalf("%d decisions for 500 rows", len(all))
	}
	for i, d := range all {
		sum := 0.
		for _, r := range d.Reasons {
			sum += r.Effect
		}
		if want := d.LogOdds - s.Bundle().Reference.LogOdds; math.Abs(sum-want) > 1e-9 {
			t.Errorf("row %d: reasons sum to %v, the log-odds differ by %v", i, sum, want)
		}
		if p := 1 / (1 + math.Exp(-d.LogOdds)); math.Abs(p-d.Probability) > 1e-12 {
			t.Errorf("row %d: probability %v, but log-odds %v mean %v", i, d.Probability, d.LogOdds, p)
		}
		if d.Positive != (d.Probability >= s.Bundle().Threshold) || d.Label != s.Bundle().Classes[map[bool]int{true: 1}[d.Positive]] {
			t.Errorf("row %d: %v says %q", i, d.Probability, d.Label)
		}
		for k := 1; k < len(d.Reasons); k++ {
			if math.Abs(d.Reasons[k].Effect) > math.Abs(d.Reasons[k-1].Effect) {
				t.Errorf("row %d: reason %d is stronger than the one before it", i, k)
			}
		}
	}
}

func TestARowAloneEqualsItselfInCompany(t *testing.T) {
	s := service(t)
	cases := records(t, 300)
	together, err := s.Decide(cases)
	if err != nil {
		t.Fatal(err)
	}
	for i := range cases {
		alone, err := s.Decide(cases[i : i+1])
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(alone[0], together[i]) {
			t.Errorf("row %d: %+v alone, %+v in company", i, alone[0], together[i])
		}
	}
}

func TestServedEqualsTrained(t *testing.T) {
	x := session(t).Examined()
	raw := session(t).Prepared().Raw
	for k, row := range session(t).Prepared().Parts.Test {
		answers := map[string]string{}
		for _, f := range service(t).Fields() {
			answers[f.Name] = raw.Column(f.Name).Cell(row)
		}
		if got := decide(t, service(t), answers).Probability; got != x.TestP[k] {
			t.Fatalf("test row %d: %v served, %v in the exam", k, got, x.TestP[k])
		}
	}
}

func decide(t testing.TB, s *predict.Service, answers map[string]string) predict.Decision {
	t.Helper()
	record, err := s.Record(answers)
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Decide([][]string{record})
	if err != nil {
		t.Fatal(err)
	}
	return all[0]
}

func TestUnknownFieldNamesTheNearest(t *testing.T) {
	_, err := service(t).Record(map[string]string{"credit_scoer": "700"})
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{`"credit_scoer"`, `did you mean "credit_score"`, "years_employed"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("says %q without %q", err, want)
		}
	}
}

func TestWrongNumberOfAnswers(t *testing.T) {
	if _, err := service(t).Decide([][]string{records(t, 1)[0], {"1"}}); err == nil || !strings.Contains(err.Error(), "case 2") {
		t.Errorf("says %v, which does not name case 2", err)
	}
	if all, err := service(t).Decide(nil); err != nil || len(all) != 0 {
		t.Errorf("no cases give %v, %v", all, err)
	}
}

func TestUnusualAnswersAreWarnedOf(t *testing.T) {
	tests := []struct {
		field, value string
		want         string // in the one warning; "" for none
	}{
		{"credit_score", "700", ""},
		{"credit_score", "", ""},
		{"credit_score", "n/a", ""},
		{"credit_score", "990", "above every training case"},
		{"credit_score", "12", "below every training case"},
		{"credit_score", "excellent", `"excellent" could not be read as a number`},
		{"income", "€54.000,00", ""},
		{"income", "$ 9,000,000", "above every training case"},
		{"employment", "electrician", ""},
		{"employment", "astronaut", `"astronaut" never occurred in training`},
		{"purpose", "bribes", `"bribes" never occurred in training`},
	}
	for _, tt := range tests {
		d := decide(t, service(t), answered(tt.field, tt.value))
		switch {
		case tt.want == "" && len(d.Warnings) > 0:
			t.Errorf("%s=%q warns %q", tt.field, tt.value, d.Warnings)
		case tt.want != "" && (len(d.Warnings) != 1 || !strings.Contains(d.Warnings[0], tt.want) || !strings.HasPrefix(d.Warnings[0], tt.field+": ")):
			t.Errorf("%s=%q warns %q, wanted one with %q", tt.field, tt.value, d.Warnings, tt.want)
		}
	}
}

// answered is a case that says something in every field, one of them as given.
func answered(field, value string) map[string]string {
	out := map[string]string{"income": "54000", "credit_score": "700", "employment": "electrician", "years_employed": "4", "loan_amount": "9000", "purpose": "car", "zip_code": "02117"}
	out[field] = value
	return out
}

func TestUnreadableRawNumberIsWarnedOfOnce(t *testing.T) {
	s, err := predict.Open(edited(t, func(b *predict.Bundle) {
		for i := range b.Fields {
			if b.Fields[i].Name == "credit_score" {
				b.Fields[i].Kind = table.Number
			}
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	if d := decide(t, s, answered("credit_score", "excellent")); len(d.Warnings) != 1 || !strings.Contains(d.Warnings[0], "excellent") {
		t.Errorf("warns %q, wanted once", d.Warnings)
	}
}

func TestEverythingMissingStillDecides(t *testing.T) {
	d := decide(t, service(t), nil)
	if !(d.Probability > 0 && d.Probability < 1) || len(d.Warnings) != 1 || !strings.Contains(d.Warnings[0], "7 of 7 fields are empty") || d.Label == "" {
		t.Errorf("nothing known gives %+v", d)
	}
	for _, r := range d.Reasons {
		if r.Value != "" {
			t.Errorf("reason %s has the value %q", r.Field, r.Value)
		}
	}
	other := decide(t, service(t), map[string]string{"income": "?", "credit_score": "NA", "purpose": " - "})
	if other.Probability != d.Probability {
		t.Errorf("ways to write missing give %v and %v", other.Probability, d.Probability)
	}
}

func TestExtremeAnswersStillDecide(t *testing.T) {
	for _, cell := range []string{"1e308", "-1e308", "1e-300", "-0", "1e999", strings.Repeat("9", 400), strings.Repeat("x", 1<<16), "\x00", "\xff\xfe",
		"NaN", "Inf", "-Infinity", "0x10", "1_000", "$ 1e308", "€ 999.999.999.999.999.999,99"} {
		for _, f := range service(t).Fields() {
			d := decide(t, service(t), map[string]string{f.Name: cell})
			if !(d.Probability >= 0 && d.Probability <= 1) || math.IsInf(d.LogOdds, 0) || math.IsNaN(d.LogOdds) {
				t.Errorf("%s=%.20q gives probability %v, log-odds %v", f.Name, cell, d.Probability, d.LogOdds)
			}
			for _, r := range d.Reasons {
				if math.IsNaN(r.Effect) || math.IsInf(r.Effect, 0) {
					t.Errorf("%s=%.20q: reason %s has the effect %v", f.Name, cell, r.Field, r.Effect)
				}
			}
		}
	}
}

func TestTopReasons(t *testing.T) {
	effects := func(all ...float64) predict.Decision {
		var d predict.Decision
		for _, e := range all {
			d.Reasons = append(d.Reasons, predict.Reason{Effect: e})
		}
		return d
	}
	for _, tt := range []struct {
		d    predict.Decision
		want int
	}{{effects(), 0}, {effects(2, -1, 0, 0), 2}, {effects(5, 4, -3, 2, 1), predict.MaxReasons}, {effects(0, 0), 0}} {
		if got := len(tt.d.Top()); got != tt.want {
			t.Errorf("%d reasons of %v, wanted %d", got, tt.d.Reasons, tt.want)
		}
	}
}

func TestDescribe(t *testing.T) {
	const n = 20
	numbers, names, towns := make([]float64, n), make([]string, n), make([]string, n)
	for i := range n {
		numbers[i], names[i], towns[i] = float64(i), "Person "+string(rune('A'+i)), "Ulm"
	}
	numbers[3], towns[0], towns[1] = math.NaN(), "", "Bonn"
	raw, err := table.New([]*table.Column{table.NewNumber("age", numbers), table.TextOf("name", names), table.TextOf("town", towns),
		table.TextOf("id", names).WithRole(table.ID)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := predict.Describe(raw, raw, func(field string) string { return field })
	if len(got) != 3 {
		t.Fatalf("%d fields, wanted those that are features", len(got))
	}
	if f := got[0]; f.Reads != "number" || f.Low != 0 || f.High != 19 || f.Middle != 10 || f.Gaps != .05 {
		t.Errorf("age: %+v", f)
	}
	if f := got[1]; f.Levels != nil || f.Sample != "" {
		t.Errorf("a column of names was copied: %+v", f)
	}
	if f := got[2]; f.Sample != "Bonn" || !reflect.DeepEqual(f.Levels, []predict.Level{{Text: "Ulm", Count: 18}, {Text: "Bonn", Count: 1}}) {
		t.Errorf("town: %+v", f)
	}
}

func TestBundleCopiesNobody(t *testing.T) {
	for _, f := range service(t).Fields() {
		if f.Name == "application_id" || f.Name == "repaid" || f.Name == "sex" {
			t.Errorf("the form asks for %s, which is no feature", f.Name)
		}
		if len(f.Levels) > 200 {
			t.Errorf("%s keeps %d levels", f.Name, len(f.Levels))
		}
	}
}
