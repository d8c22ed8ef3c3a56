package pipeline_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"math"
	"strings"
	"testing"

	"assay/pipeline"
)

// halves writes the sample as two files, the last rows being the second.
func halves(t *testing.T) (first, second string) {
	t.Helper()
	lines := bytes.SplitAfter(bytes.TrimSpace(sample()), []byte("\n"))
	cut := len(lines) * 3 / 4
	return written(t, "first.csv", bytes.Join(lines[:cut], nil)), written(t, "second.csv", bytes.Join(append([][]byte{lines[0]}, lines[cut:]...), nil))
}

func TestTheExamIsASecondFile(t *testing.T) {
	first, second := halves(t)
	w := pipeline.New(first)
	w.Collect.Exam = second
	s := ran(t, w, pipeline.PredictStage)
	p := s.Prepared()
	if len(p.Parts.Test) != s.Collected().Exam.Table.Rows() || !strings.HasSuffix(p.Cleaned.Place(p.Parts.Test[0]), "second.csv") {
		t.Errorf("%d test rows, the first from %s", len(p.Parts.Test), p.Cleaned.Place(p.Parts.Test[0]))
	}
	alone := pipeline.New(first)
	alone.Split = pipeline.Settings{"test": "0"}
	b := ran(t, alone, pipeline.TrainStage)
	if a, b := len(p.Parts.Train), len(b.Prepared().Parts.Train); a != b {
		t.Errorf("%d rows train with an exam of its own, %d without any exam", a, b)
	}
	// A row of the second file gets what it would be served.
	records, err := csv.NewReader(bytes.NewReader(sample())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	header := records[0]
	tail := records[len(records)-len(p.Parts.Test):]
	for k := range tail[:50] {
		answers := map[string]string{}
		for j, name := range header {
			for _, f := range s.Deployed().Service.Fields() {
				if f.Name == name {
					answers[name] = tail[k][j]
				}
			}
		}
		record, err := s.Deployed().Service.Record(answers)
		if err != nil {
			t.Fatal(err)
		}
		d, err := s.Deployed().Service.Decide([][]string{record})
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Examined().TestP[k]; math.Float64bits(got) != math.Float64bits(d[0].Probability) {
			t.Fatalf("row %d of the exam is %v, served %v", k, got, d[0].Probability)
		}
	}
}

// The rows of the exam change nothing that is learned.
func TestTheExamTeachesNothing(t *testing.T) {
	first, second := halves(t)
	w := pipeline.New(first)
	w.Collect.Exam = second
	one := ran(t, w, pipeline.TrainStage)
	w.Collect.Exam = first
	two := ran(t, w, pipeline.TrainStage)
	a, _ := one.Prepared().Recipe.MarshalJSON()
	b, _ := two.Prepared().Recipe.MarshalJSON()
	if !bytes.Equal(a, b) {
		t.Error("another exam gives another recipe")
	}
	if one.State(pipeline.CollectStage) != pipeline.Done {
		t.Error("not done")
	}
	one.Workflow.Collect.Exam = first
	if one.State(pipeline.CollectStage) != pipeline.Stale {
		t.Error("another exam leaves the old result good")
	}
}

func TestAnExamThatDoesNotFitIsRefused(t *testing.T) {
	first, _ := halves(t)
	w := pipeline.New(first)
	w.Collect.Exam = written(t, "other.csv", []byte("age,colour\n20,red\n30,blue\n"))
	_, err := pipeline.Collect(context.Background(), w, pipeline.NewSession(w).Env)
	if usage := (pipeline.UsageError{}); !errors.As(err, &usage) || !strings.Contains(err.Error(), "has no column") || !strings.Contains(err.Error(), "it has age, colour") {
		t.Errorf("%v", err)
	}
}

func TestAnExamIsWrittenDown(t *testing.T) {
	w := pipeline.New("a.csv")
	w.Collect.Exam = "b.csv"
	text, err := w.YAML()
	if err != nil {
		t.Fatal(err)
	}
	again, err := pipeline.ReadWorkflow(text)
	if err != nil || again.Collect.Exam != "b.csv" || again.Key(pipeline.CollectStage) == pipeline.New("a.csv").Key(pipeline.CollectStage) {
		t.Errorf("%v\n%s", err, text)
	}
}
