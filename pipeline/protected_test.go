package pipeline_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/pipeline/table"
)

// A list of protected columns is complete: what else looks protected is an input then, and that is said. A single role
// adds to the proposals.
func TestProtectedListIsComplete(t *testing.T) {
	role := func(change func(*pipeline.CollectChoices), column string) (table.Role, []string) {
		w := pipeline.New(pipeline.Sample)
		change(&w.Collect)
		c, err := pipeline.Collect(context.Background(), w, collect.Env{})
		if err != nil {
			t.Fatal(err)
		}
		return c.Table.Column(column).Role, c.Exposed
	}
	list := func(c *pipeline.CollectChoices) { c.Protected = []string{"sex"} }
	if r, exposed := role(list, "age"); r != table.Feature || !slices.Equal(exposed, []string{"age"}) {
		t.Errorf("age is %s, said to be exposed: %q", r, exposed)
	}
	if r, _ := role(list, "sex"); r != table.Protected {
		t.Errorf("sex is %s", r)
	}
	single := func(c *pipeline.CollectChoices) { c.Roles = pipeline.Settings{"zip_code": "protected"} }
	if r, exposed := role(single, "age"); r != table.Protected || len(exposed) > 0 {
		t.Errorf("with one role chosen age is %s, said to be exposed: %q", r, exposed)
	}
	w := pipeline.New(pipeline.Sample)
	w.Collect.Protected = []string{"sexx"}
	if _, err := pipeline.Collect(context.Background(), w, collect.Env{}); err == nil || !strings.Contains(err.Error(), `did you mean "sex"`) {
		t.Errorf("a protected column that is not there gives %v", err)
	}
}

// A learner that is a baseline too is not asked to beat itself.
func TestNoRivalAgainstItself(t *testing.T) {
	w := pipeline.New(pipeline.Sample)
	w.Train.Learner = "onerule"
	s := pipeline.NewSession(w)
	if err := s.RunTo(context.Background(), pipeline.EvaluateStage); err != nil {
		t.Fatal(err)
	}
	for _, b := range s.Examined().Report.Baselines {
		if b.Name == "onerule" {
			t.Error("onerule is held against itself")
		}
	}
}
