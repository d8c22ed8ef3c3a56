package pipeline_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/pipeline/table"
)

// combined is a workflow on two files below one another, one beside them and a row typed in by hand.
func combined(t testing.TB) pipeline.Workflow {
	t.Helper()
	lines := strings.SplitAfter(string(sample()), "\n")
	head, rows := lines[0], lines[1:]
	w := pipeline.New(written(t, "first.csv", []byte(head+strings.Join(rows[:1500], ""))))
	w.Collect.Append = []string{written(t, "second.csv", []byte(head+strings.Join(rows[1500:], "")))}
	var zips strings.Builder
	zips.WriteString("zip,town\n")
	for i := range 100_000 {
		if i%3 > 0 {
			fmt.Fprintf(&zips, "%05d,town %d\n", i, i%7)
		}
	}
	w.Collect.Join = []collect.Join{{Data: written(t, "zips.csv", []byte(zips.String())), Key: "zip_code=zip"}}
	w.Collect.Typed = []pipeline.Settings{{"credit_score": "700", "repaid": "yes"}}
	return w
}

// Everything the choices name is put together, every row knows where it is from, and the source is no feature.
func TestCombinedSources(t *testing.T) {
	s := ran(t, combined(t), pipeline.PredictStage)
	c := s.Collected()
	last := c.Table.Rows() - 1
	source := c.Table.Column("source")
	if source == nil || source.Role != table.Ignored || source.Cell(0) != "first.csv" || source.Cell(1500) != "second.csv" || source.Cell(last) != "user" {
		t.Fatalf("the source column is %+v", source)
	}
	if c.Table.Line(1500) != 2 || filepath.Base(c.Table.Source(1500)) != "second.csv" || c.Table.Column("town") == nil {
		t.Errorf("row 1500 is from %s", c.Table.Place(1500))
	}
	if c.Target != "repaid" {
		t.Errorf("the target is %q", c.Target)
	}
	var kinds []string
	for _, o := range c.Origin.Leaves() {
		kinds = append(kinds, o.Kind)
	}
	if got := strings.Join(kinds, " "); got != "csv csv csv typed" {
		t.Errorf("sources of kind %s", got)
	}
	for _, f := range s.Deployed().Service.Fields() {
		if f.Name == "source" {
			t.Error("the model asks for the source of a row")
		}
	}
	w := combined(t)
	w.Collect.Roles = pipeline.Settings{"source": "protected"}
	if got := ran(t, w, pipeline.CollectStage).Collected().Table.Column("source").Role; got != table.Protected {
		t.Errorf("a source that is to be audited is %s", got)
	}
}

// Saved and read again, the same choices make the same bundle.
func TestCombinedSourcesRunAgain(t *testing.T) {
	w := combined(t)
	one := ran(t, w, pipeline.PredictStage).Deployed()
	text, err := w.YAML()
	if err != nil {
		t.Fatal(err)
	}
	again, err := pipeline.ReadWorkflow(text)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(w, again) {
		t.Errorf("wrote %+v\nread  %+v", w, again)
	}
	if two := ran(t, again, pipeline.PredictStage).Deployed(); two.Hash != one.Hash {
		t.Errorf("bundles %s and %s", one.Hash, two.Hash)
	}
}

// Two files of the same lines do not put their rows on the same sides.
func TestSidesDifferBetweenFiles(t *testing.T) {
	cells := func(seed int) []byte {
		return applications("extra,more", func(i int) string { return fmt.Sprintf("%d,%d", i*seed, i%7) })
	}
	w := pipeline.New(written(t, "a.csv", cells(3)))
	w.Collect.Append = []string{written(t, "b.csv", cells(5))}
	p := ran(t, w, pipeline.PrepareStage).Prepared()
	sealed := map[int]bool{}
	for _, r := range p.Parts.Test {
		sealed[r] = true
	}
	same := 0
	for _, r := range p.Parts.Test {
		if sealed[(r+200)%400] {
			same++
		}
	}
	if same > len(p.Parts.Test)/2 {
		t.Errorf("%d of %d sealed rows have their twin line sealed too", same, len(p.Parts.Test))
	}
}

func TestCombiningErrors(t *testing.T) {
	zips := written(t, "zips.csv", []byte("zip,town\n00501,x\n"))
	var usage pipeline.UsageError
	for _, tt := range []struct {
		name   string
		change func(*pipeline.CollectChoices)
		want   string
		usage  bool
	}{
		{"a key of no column", func(c *pipeline.CollectChoices) { c.Join = []collect.Join{{Data: zips, Key: "zip_cod=zip"}} }, `did you mean "zip_code"`, true},
		{"nothing in common", func(c *pipeline.CollectChoices) { c.Join = []collect.Join{{Data: zips, Key: "purpose=zip"}} }, "no row finds a partner", false},
		{"another kind of table", func(c *pipeline.CollectChoices) { c.Append = []string{zips} }, "no column is called as in sample", false},
		{"a kind of no column", func(c *pipeline.CollectChoices) { c.Kinds = pipeline.Settings{"zip": "text"} }, `no column is called "zip"`, true},
		{"a typed row of another table", func(c *pipeline.CollectChoices) { c.Typed = []pipeline.Settings{{"town": "x"}} }, `no column is called "town"`, true},
	} {
		w := pipeline.New(pipeline.Sample)
		tt.change(&w.Collect)
		_, err := pipeline.Collect(context.Background(), w, collect.Env{})
		if err == nil || !strings.Contains(err.Error(), tt.want) || errors.As(err, &usage) != tt.usage {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	for want, change := range map[string]func(*pipeline.CollectChoices){
		"no key is named":                 func(c *pipeline.CollectChoices) { c.Join = []collect.Join{{Data: zips}} },
		"standard input is named 2 times": func(c *pipeline.CollectChoices) { c.Data, c.Append = "-", []string{"-"} },
	} {
		w := pipeline.New(pipeline.Sample)
		change(&w.Collect)
		if err := w.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("says %v, wanted %q", err, want)
		}
	}
}

// Secrets of several addresses keep apart, and none is saved.
func TestHideKeepsSecretsApart(t *testing.T) {
	w := pipeline.New("postgres://me:s3cret@db/loans#a")
	w.Collect.Append = []string{w.Collect.HideIn("postgres://me:hidd3n@db/loans#b"), w.Collect.HideIn("postgres://me:s3cret@db/loans#c"), w.Collect.HideIn("plain.csv")}
	if got := strings.Join(w.Collect.All(), " "); got != "postgres://me:${POSTGRES_PASSWORD}@db/loans#a postgres://me:${POSTGRES_PASSWORD_2}@db/loans#b postgres://me:${POSTGRES_PASSWORD}@db/loans#c plain.csv" {
		t.Errorf("got %s", got)
	}
	if w.Collect.Secrets["POSTGRES_PASSWORD"] != "s3cret" || w.Collect.Secrets["POSTGRES_PASSWORD_2"] != "hidd3n" {
		t.Errorf("secrets %v", w.Collect.Secrets)
	}
	text, err := w.YAML()
	if err != nil || bytes.Contains(text, []byte("s3cret")) || bytes.Contains(text, []byte("hidd3n")) {
		t.Errorf("saved %s %v", text, err)
	}
}
