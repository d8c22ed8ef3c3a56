package pipeline_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"assay/pipeline"
	"assay/pipeline/predict"
	sampledata "assay/sample_data"
)

// chosen is a workflow that differs from the defaults in every part.
func chosen(t testing.TB) pipeline.Workflow {
	t.Helper()
	w := pipeline.New(pipeline.Sample)
	w.Seed = 7
	w.Collect.Target, w.Collect.Positive = "repaid", "no"
	w.Collect.Roles = pipeline.Settings{"zip_code": "ignored", "age": "protected"}
	w.Evaluate.Threshold = .4
	for _, text := range []string{"logistic.c=0.25", "driver.rounds=20", "split.test=0.3", "gate.auc=0.7"} {
		if err := w.Set(text); err != nil {
			t.Fatal(err)
		}
	}
	w.Prepare[len(w.Prepare)-1].Off = true
	return w
}

func TestWorkflowRoundTrip(t *testing.T) {
	for _, w := range []pipeline.Workflow{pipeline.New("loans.csv"), chosen(t)} {
		text, err := w.YAML()
		if err != nil {
			t.Fatal(err)
		}
		again, err := pipeline.ReadWorkflow(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if !reflect.DeepEqual(w, again) {
			t.Errorf("wrote %+v\nread  %+v", w, again)
		}
	}
}

func TestRerunFromItsYAMLGivesTheSameBundle(t *testing.T) {
	one := ran(t, chosen(t), pipeline.PredictStage).Deployed()
	w, err := pipeline.ReadWorkflow([]byte(one.Bundle.Workflow))
	if err != nil {
		t.Fatal(err)
	}
	if two := ran(t, w, pipeline.PredictStage).Deployed(); two.Hash != one.Hash {
		t.Errorf("bundle %s from the choices, %s from the file", one.Hash, two.Hash)
	}
}

func TestSameSeedSameBundleOnAnyNumberOfCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var first []byte
	for _, cores := range []int{1, 2, 5} {
		runtime.GOMAXPROCS(cores)
		data, _, err := predict.Encode(ran(t, pipeline.New(pipeline.Sample), pipeline.PredictStage).Deployed().Bundle)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = data
		}
		if !bytes.Equal(first, data) {
			t.Errorf("another bundle on %d cores", cores)
		}
	}
	other := pipeline.New(pipeline.Sample)
	other.Seed = 2
	data, _, err := predict.Encode(ran(t, other, pipeline.PredictStage).Deployed().Bundle)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(first, data) {
		t.Error("another seed gives the same bundle: the seed does nothing")
	}
}

func TestClonesShareNothing(t *testing.T) {
	w := chosen(t)
	before, err := w.YAML()
	if err != nil {
		t.Fatal(err)
	}
	c := w.Clone()
	c.Collect.Roles["zip_code"] = "feature"
	c.Train.Set["c"] = "9"
	c.Train.Driver["rounds"] = "1"
	c.Split["test"] = ".1"
	c.Evaluate.Gate["auc"] = ".9"
	c.Prepare[0].Off = true
	if err := c.Set("parse.currency=EUR"); err != nil {
		t.Log(err) // whatever the setting is called, the clone is what changes
	}
	after, err := w.YAML()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, after) {
		t.Errorf("changing a clone changed the workflow:\n%s\n%s", before, after)
	}
}

func TestReadWorkflowRefuses(t *testing.T) {
	good, err := pipeline.New("loans.csv").YAML()
	if err != nil {
		t.Fatal(err)
	}
	swap := func(old, new string) string {
		if !strings.Contains(string(good), old) {
			t.Fatalf("no %q in\n%s", old, good)
		}
		return strings.Replace(string(good), old, new, 1)
	}
	tests := []struct {
		name, text string
		want       []string
	}{
		{"an unknown key", swap("seed: 1", "seeds: 1"), []string{"seeds", "[2:1]"}},
		{"an unknown key further in", swap("  data: loans.csv", "  data: loans.csv\n  path: x"), []string{"path", "[5:3]"}},
		{"text for a number", swap("seed: 1", "seed: one"), []string{"[2:"}},
		{"broken YAML", swap("seed: 1", "seed: [1"), []string{"not a workflow file"}},
		{"another version", swap("assay: 1", "assay: 2"), []string{"`assay: 2`", "version 1"}},
		{"no version", swap("assay: 1\n", ""), []string{"version 1"}},
		{"no data", swap("loans.csv", `""`), []string{"no data is named"}},
		{"an unknown learner", swap("learner: logistic", "learner: logistics"), []string{`"logistics"`, `did you mean "logistic"`}},
		{"an unknown setting", swap("learner: logistic", "learner: logistic\n  set:\n    d: 1"), []string{"logistic", `"d"`}},
		{"an illegal setting", swap("learner: logistic", "learner: logistic\n  set:\n    c: -1"), []string{"c", "-1"}},
		{"an illegal threshold", swap("threshold: 0.5", "threshold: 1.5"), []string{"1.5", "between 0 and 1"}},
		{"an illegal role", swap("  data: loans.csv", "  data: loans.csv\n  roles:\n    age: king"), []string{"age", "king"}},
		{"an unknown step", swap("prepare:\n", "prepare:\n- name: wash\n"), []string{"prepare", `"wash"`}},
		{"an illegal share", swap("train:\n", "split:\n  test: 2\ntrain:\n"), []string{"test", "2"}},
		{"nothing", "", []string{"version 1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := pipeline.ReadWorkflow([]byte(tt.text))
			if err == nil {
				t.Fatalf("read\n%s", tt.text)
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("says %q without %q", err, want)
				}
			}
		})
	}
}

func TestSetErrors(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"c=1", []string{"section.setting=value", "logistic.c=0.5"}},
		{"logistic.c", []string{"section.setting=value"}},
		{"", []string{"section.setting=value"}},
		{"logistc.c=1", []string{`"logistc"`, `did you mean "logistic"`}},
		{"logistic.cc=1", []string{"logistic.cc=1", "cc"}},
		{"logistic.c=much", []string{"much", "c"}},
		{"logistic.c=-1", []string{"-1", "1e-06"}},
		{"split.test=1.5", []string{"1.5", "0.9"}},
	}
	for _, tt := range tests {
		w := pipeline.New(pipeline.Sample)
		before := w.Clone()
		err := w.Set(tt.text)
		if err == nil {
			t.Errorf("--set %s was taken", tt.text)
			continue
		}
		for _, want := range append(tt.want, "--set") {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("--set %s says %q without %q", tt.text, err, want)
			}
		}
		if !reflect.DeepEqual(w, before) {
			t.Errorf("--set %s was refused and changed the workflow", tt.text)
		}
	}
}

func TestSetReachesEverySection(t *testing.T) {
	for _, section := range pipeline.Sections() {
		for _, p := range section.Settings.Params() {
			if p.Get() == "" {
				continue // no default to write out
			}
			w := pipeline.New(pipeline.Sample)
			if err := w.Set(section.Name + "." + p.Name + "=" + p.Get()); err != nil {
				t.Errorf("its own default is refused: %v", err)
				continue
			}
			if err := w.Check(); err != nil {
				t.Errorf("--set %s.%s=%s: %v", section.Name, p.Name, p.Get(), err)
			}
			if w.Key(section.Stage) == pipeline.New(pipeline.Sample).Key(section.Stage) {
				t.Errorf("--set %s.%s does not reach %s", section.Name, p.Name, section.Stage)
			}
		}
	}
}

func TestCollectErrorsSayWhatToDo(t *testing.T) {
	empty := written(t, "empty.csv", nil)
	one := written(t, "one.csv", []byte("a,b\n1,yes\n2,yes\n3,yes\n"))
	tests := []struct {
		name   string
		change func(*pipeline.Workflow)
		want   string
	}{
		{"a missing file", func(w *pipeline.Workflow) { w.Collect.Data = filepath.Join(t.TempDir(), "no.csv") }, "no.csv"},
		{"an empty file", func(w *pipeline.Workflow) { w.Collect.Data = empty }, "empty.csv"},
		{"a wrong target", func(w *pipeline.Workflow) { w.Collect.Target = "repayed" }, `did you mean "repaid"`},
		{"a role for nobody", func(w *pipeline.Workflow) { w.Collect.Roles = pipeline.Settings{"gender": "protected"} }, `"gender"`},
		{"one class", func(w *pipeline.Workflow) { w.Collect.Data, w.Collect.Target = one, "b" }, `always "yes"`},
		{"a wrong label", func(w *pipeline.Workflow) { w.Collect.Positive = "maybe" }, `"maybe"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := pipeline.New(pipeline.Sample)
			tt.change(&w)
			err := pipeline.NewSession(w).RunTo(context.Background(), pipeline.PredictStage)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("says %v, wanted %q in it", err, tt.want)
			}
		})
	}
}

func TestDataSetsRunEndToEnd(t *testing.T) {
	tests := []struct {
		file, target, positive string
		least                  float64 // AUC on the test rows that the data are known to allow
	}{
		{"german_credit.csv", "credit_risk", "good", .70},
		{"adult.csv", "income", ">50K", .88},
		{"taiwan_default.csv", "default_next_month", "1", .70},
		{"messy_loans.csv", "Outcome", "Repaid", .65},
		{"breast_cancer.csv", "diagnosis", "malignant", .97},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			w := pipeline.New(shared(t, tt.file))
			w.Collect.Target, w.Collect.Positive = tt.target, tt.positive
			s := ran(t, w, pipeline.PredictStage)
			if auc := s.Examined().Report.Test.Get("roc_auc").Value; auc < tt.least {
				t.Errorf("AUC %.3f on the test rows, wanted %.2f", auc, tt.least)
			}
			path := filepath.Join(t.TempDir(), "model.assay")
			hash, err := predict.Save(path, s.Deployed().Bundle)
			if err != nil || hash != s.Deployed().Hash {
				t.Errorf("saved as %s, %v", hash, err)
			}
			if info, err := os.Stat(path); err != nil || info.Size() > 1<<20 {
				t.Errorf("a bundle of %d bytes holds more than it needs (%v)", info.Size(), err)
			}
		})
	}
}

// The bundle is known by what is in the data, not by where it lies.
func TestSameDataElsewhereSameBundle(t *testing.T) {
	hash := func(folder string) string {
		path := filepath.Join(folder, "loans.csv")
		if err := os.WriteFile(path, sampledata.Sample(), 0o644); err != nil {
			t.Fatal(err)
		}
		s := pipeline.NewSession(pipeline.New(path))
		if err := s.RunTo(context.Background(), pipeline.PredictStage); err != nil {
			t.Fatal(err)
		}
		return s.Deployed().Hash
	}
	if a, b := hash(t.TempDir()), hash(t.TempDir()); a != b {
		t.Errorf("bundles %s and %s from the same data in two folders", a, b)
	}
}
