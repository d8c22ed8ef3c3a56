package pipeline_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"assay/pipeline"
	"assay/ui/cli"
)

// command runs a command line in this process and returns what it printed.
func command(t testing.TB, in string, args ...string) string {
	t.Helper()
	var out, talk bytes.Buffer
	code := cli.Run(context.Background(), args, cli.Streams{In: strings.NewReader(in), Out: &out, Err: &talk})
	const belowGate = 3 // the sample's planted bias keeps the gate shut
	if code != 0 && code != belowGate {
		t.Fatalf("assay %s ended with %d: %s", strings.Join(args, " "), code, talk.String())
	}
	return out.String()
}

// A form, a file, standard input and the command line give the same bits for the same case.
func TestEveryFaceGivesTheSameBits(t *testing.T) {
	const cases = 60
	s := ran(t, pipeline.New(pipeline.Sample), pipeline.PredictStage)
	bundle := filepath.Join(t.TempDir(), "loans.assay")
	command(t, "", "run", "--quiet", "--out", bundle)

	var fields []string
	for _, f := range s.Deployed().Service.Fields() {
		fields = append(fields, f.Name)
	}
	want := make([]float64, cases)
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	w.Write(fields) // a buffer never fails, and Flush would tell
	answers := make([]map[string]string, cases)
	for k, row := range s.Prepared().Parts.Test[:cases] {
		var cells []string
		answers[k] = map[string]string{}
		for _, name := range fields {
			cell := s.Prepared().Raw.Column(name).Cell(row)
			cells, answers[k][name] = append(cells, cell), cell
		}
		w.Write(cells)
		want[k] = asked(t, s, answers[k])
		if want[k] != s.Examined().TestP[k] {
			t.Errorf("case %d: %v asked, %v in the exam", k, want[k], s.Examined().TestP[k])
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		t.Fatal(err)
	}

	path := written(t, "new.csv", file.Bytes())
	for name, printed := range map[string]string{
		"file":           command(t, "", "predict", bundle, path),
		"standard input": command(t, file.String(), "predict", bundle, "-"),
	} {
		for k, p := range probabilities(t, printed) {
			if p != want[k] {
				t.Errorf("%s, case %d: %v, the service says %v", name, k, p, want[k])
			}
		}
	}
	for k := range 10 {
		args := []string{"predict", bundle, "--json"}
		for name, cell := range answers[k] {
			args = append(args, "--field", name+"="+cell)
		}
		var one struct{ Probability float64 }
		if err := json.Unmarshal([]byte(command(t, "", args...)), &one); err != nil {
			t.Fatal(err)
		}
		if one.Probability != want[k] {
			t.Errorf("--field, case %d: %v, the service says %v", k, one.Probability, want[k])
		}
	}
}

func asked(t testing.TB, s *pipeline.Session, answers map[string]string) float64 {
	t.Helper()
	record, err := s.Deployed().Service.Record(answers)
	if err != nil {
		t.Fatal(err)
	}
	all, err := s.Deployed().Service.Decide([][]string{record})
	if err != nil {
		t.Fatal(err)
	}
	return all[0].Probability
}

func probabilities(t testing.TB, printed string) []float64 {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(printed)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []float64
	for _, row := range rows[1:] {
		p, err := strconv.ParseFloat(row[len(row)-3], 64)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

// The bundle a session deploys is the bundle `assay run --out` writes, and the workflow it saves makes it again.
func TestSessionAndCommandMakeTheSameBundle(t *testing.T) {
	folder := t.TempDir()
	one, two, flow := filepath.Join(folder, "one.assay"), filepath.Join(folder, "two.assay"), filepath.Join(folder, "flow.yaml")
	command(t, "", "run", "--quiet", "--threshold", "0.6", "--set", "logistic.c=0.5", "--workflow", flow, "--out", one)
	command(t, "", "run", "--quiet", flow, "--out", two)
	a, err := os.ReadFile(one)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(two)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("the saved workflow makes another bundle than the flags it was saved from")
	}
	w := pipeline.New(pipeline.Sample)
	w.Evaluate.Threshold = .6
	if err := w.Set("logistic.c=0.5"); err != nil {
		t.Fatal(err)
	}
	sum := hex.EncodeToString(a[len(a)-32:]) // a bundle file ends in its hash
	if hash := ran(t, w, pipeline.PredictStage).Deployed().Hash; hash != sum {
		t.Errorf("the session's bundle is %s, the written one %s", hash, sum)
	}
}
