package pipeline_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/pipeline/table"
)

// applications is a small table in which score, and nothing else, decides; line i+2 holds row i.
func applications(extra string, cell func(i int) string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "score,%s,outcome\n", extra)
	for i := range 200 {
		outcome := "Defaulted"
		if (i*37)%100 > 40 {
			outcome = []string{"Fully Paid", "fully paid", "PAID"}[i%3]
		}
		fmt.Fprintf(&b, "%d.%d,%s,%s\n", (i*37)%100, i, cell(i), outcome)
	}
	return []byte(b.String())
}

// Roles that only one column can have are refused on two, and the message is always the same one.
func TestOneColumnARole(t *testing.T) {
	data := written(t, "a.csv", applications("extra,more", func(i int) string { return fmt.Sprintf("%d,%d", i%9, i%7) }))
	for _, role := range []string{"target", "group", "weight"} {
		for range 8 {
			w := pipeline.New(data)
			w.Collect.Roles = pipeline.Settings{"more": role, "extra": role}
			_, err := pipeline.Collect(context.Background(), w, collect.Env{})
			if want := "columns extra and more both have the role " + role; err == nil || !strings.Contains(err.Error(), want) {
				t.Fatalf("%s: %v, wanted %q", role, err, want)
			}
		}
	}
	w := pipeline.New(data)
	w.Collect.Target, w.Collect.Roles = "outcome", pipeline.Settings{"extra": "target"}
	if _, err := pipeline.Collect(context.Background(), w, collect.Env{}); err == nil || !strings.Contains(err.Error(), "both named as the target") {
		t.Errorf("two targets: %v", err)
	}
}

// A named id takes the place of the one that stands out by itself, which does not become a feature.
func TestNamedIDReplacesTheProposedOne(t *testing.T) {
	w := pipeline.New(written(t, "a.csv", applications("loan_id,ref", func(i int) string { return fmt.Sprintf("L%d,R%d", i, i) })))
	w.Collect.Roles = pipeline.Settings{"ref": "id"}
	c, err := pipeline.Collect(context.Background(), w, collect.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if a, b := c.Table.Column("ref").Role, c.Table.Column("loan_id").Role; a != table.ID || b != table.Ignored {
		t.Errorf("ref is %s, loan_id is %s", a, b)
	}
}

// Weights reach the learner, and what cannot be a weight is refused with its line.
func TestWeights(t *testing.T) {
	weighted := func(cell func(i int) string) (*pipeline.Session, error) {
		w := pipeline.New(written(t, "a.csv", applications("times", cell)))
		w.Collect.Roles = pipeline.Settings{"times": "weight"}
		s := pipeline.NewSession(w)
		return s, s.RunTo(context.Background(), pipeline.EvaluateStage)
	}
	one, err := weighted(func(i int) string { return fmt.Sprint(1 + i%3) })
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(one.Prepared().Target.Notes, "learning counts each row as often as its times says; the exam counts every row once") {
		t.Errorf("nothing is said of weights: %q", one.Prepared().Target.Notes)
	}
	ex := one.Prepared().Examples([]int{0, 1, 2})
	if !slices.Equal(ex.Weights, []float64{1, 2, 3}) {
		t.Errorf("weights %v", ex.Weights)
	}
	plain := ran(t, pipeline.New(written(t, "a.csv", applications("times", func(int) string { return "" }))), pipeline.TrainStage)
	if encoded(t, plain.Trained().Model) == encoded(t, one.Trained().Model) {
		t.Error("weights change nothing")
	}
	for cell, want := range map[string]string{"0": `line 2 says "0"`, "-1": `line 2 says "-1"`, "": "line 2 holds no number", "heavy": "line 2 holds no number"} {
		if _, err := weighted(func(i int) string { return []string{cell, "1"}[min(i, 1)] }); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("weight %q: %v, wanted %q", cell, err, want)
		}
	}
}

// The positive label may be given as the file has it, whatever cleaning makes of it.
func TestPositiveAsWritten(t *testing.T) {
	data := written(t, "a.csv", applications("term", func(i int) string { return []string{"36 months", "60 months"}[i%2] }))
	for _, tt := range []struct{ target, positive, want string }{
		{"outcome", "PAID", "fully paid"}, {"outcome", "Fully Paid", "fully paid"}, {"outcome", "defaulted", "Defaulted"}, {"term", "60 months", "60"},
	} {
		w := pipeline.New(data)
		w.Collect.Target, w.Collect.Positive = tt.target, tt.positive
		if got := ran(t, w, pipeline.PrepareStage).Prepared().Target.Classes[1]; got != tt.want {
			t.Errorf("--positive %q became %q, wanted %q", tt.positive, got, tt.want)
		}
	}
}
