package pipeline_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"assay/pipeline"
)

// A table of a thousand numbers names some of them, not all, where it asks for a target.
func TestTheColumnsToPredictAreAFew(t *testing.T) {
	var names, cells []string
	for i := range 1000 {
		names, cells = append(names, fmt.Sprintf("m%d", i)), append(cells, fmt.Sprint(i))
	}
	w := pipeline.New(written(t, "wide.csv", []byte(strings.Join(names, ",")+"\n"+strings.Repeat(strings.Join(cells, ",")+"\n", 3))))
	c, err := pipeline.Collect(context.Background(), w, pipeline.NewSession(w).Env)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.NeedTarget(); err == nil || !strings.HasSuffix(err.Error(), "m18, m19 and 980 more") {
		t.Errorf("%v", err)
	}
}

// Whose rows went as repeats is told so when too few are left to divide.
func TestTooFewRowsAfterRepeats(t *testing.T) {
	w := pipeline.New(written(t, "same.csv", []byte("a,kept\n"+strings.Repeat("1,yes\n2,no\n", 100))))
	w.Collect.Target = "kept"
	c, err := pipeline.Collect(context.Background(), w, pipeline.NewSession(w).Env)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pipeline.Prepare(context.Background(), w, c); err == nil || !strings.HasSuffix(err.Error(), "the step duplicates had dropped 198 of 200 rows before") {
		t.Errorf("%v", err)
	}
}
