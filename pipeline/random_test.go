package pipeline_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/pipeline/predict"
	"assay/pipeline/table"
	"assay/pipeline/train"
)

// TestAnyTable drives random tables through the whole road: columns of every kind, gaps, repeats, roles. Each ends in a
// refusal that says something, or in a bundle that answers raw rows with exactly the exam's probabilities.
func TestAnyTable(t *testing.T) {
	done := 0
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 1))
		w := pipeline.New(written(t, "any.csv", []byte(anyTable(rng))))
		w.Collect.Target = "answer"
		w.Collect.Roles = anyRoles(rng)
		w.Seed = seed
		if travel(t, w, fmt.Sprintf("seed %d", seed)) {
			done++
		}
	}
	if done < 150 {
		t.Errorf("only %d of 300 tables came through", done)
	}
}

// TestRealTables does the same with tables that people made.
func TestRealTables(t *testing.T) {
	for file, target := range map[string][2]string{
		"messy_loans.csv": {"Outcome"}, "messy_loans_semicolon_latin1.csv": {"Outcome"}, "german_credit.csv": {"credit_risk"},
		"bank_marketing.csv": {"subscribed"}, "penguins_raw.csv": {"Sex"}, "wine_quality.csv": {"quality", "6,7,8,9"},
	} {
		t.Run(file, func(t *testing.T) {
			w := pipeline.New(shared(t, file))
			w.Collect.Target, w.Collect.Positive = target[0], target[1]
			if !travel(t, w, file) {
				t.Error("did not come through")
			}
		})
	}
}

// anyTable writes a table of random columns a to h and an answer.
func anyTable(rng *rand.Rand) string {
	kinds := make([]int, 8)
	for j := range kinds {
		kinds[j] = rng.IntN(len(anyCells))
	}
	gaps := []float64{0, 0, .1, .6}[rng.IntN(4)]
	var lines []string
	for i := range []int{2, 5, 20, 60, 200}[rng.IntN(5)] {
		if i > 0 && rng.IntN(8) == 0 {
			lines = append(lines, lines[rng.IntN(i)])
			continue
		}
		var cells []string
		for _, k := range kinds {
			cell := anyCells[k](rng, i)
			if rng.Float64() < gaps {
				cell = []string{"", "NA", "?", " "}[rng.IntN(4)]
			}
			cells = append(cells, cell)
		}
		cells = append(cells, []string{"yes", "no", "no", "Yes "}[rng.IntN(4)])
		lines = append(lines, strings.Join(cells, ","))
	}
	return "a,b,c,d,e,f,g,h,answer\n" + strings.Join(lines, "\n") + "\n"
}

// anyCells make a cell of one kind each.
var anyCells = []func(rng *rand.Rand, i int) string{
	func(rng *rand.Rand, _ int) string { return fmt.Sprint(rng.IntN(5)) },
	func(rng *rand.Rand, _ int) string { return fmt.Sprint(rng.NormFloat64()) },
	func(rng *rand.Rand, _ int) string { return fmt.Sprintf("%.3e", rng.ExpFloat64()*1e24) },
	func(rng *rand.Rand, _ int) string { return fmt.Sprintf("%de%d", 1+rng.IntN(9), rng.IntN(300)-150) },
	func(rng *rand.Rand, _ int) string {
		return fmt.Sprintf("%d%se%dk", 1+rng.IntN(9), strings.Repeat("0", rng.IntN(30)), rng.IntN(100))
	},
	func(rng *rand.Rand, _ int) string { return fmt.Sprintf("%.2f%%", 100*rng.Float64()) },
	func(rng *rand.Rand, _ int) string { return fmt.Sprintf("%d.0", rng.IntN(4)) },
	func(rng *rand.Rand, _ int) string {
		return fmt.Sprintf("%s%d", []string{"$", "€", "£", ""}[rng.IntN(4)], rng.IntN(90000))
	},
	func(rng *rand.Rand, _ int) string { return fmt.Sprintf("%05d", rng.IntN(100000)) },
	func(rng *rand.Rand, _ int) string {
		return fmt.Sprintf("2024-%02d-%02d", 1+rng.IntN(12), 1+rng.IntN(28))
	},
	func(rng *rand.Rand, _ int) string { return fmt.Sprintf("%d/%d/2024", 1+rng.IntN(28), 1+rng.IntN(12)) },
	func(rng *rand.Rand, _ int) string {
		return []string{"red", "Red ", "RED", "blue", " blue", "missing", "other"}[rng.IntN(7)]
	},
	func(rng *rand.Rand, _ int) string { return []string{"true", "FALSE", "1", "0", "T"}[rng.IntN(5)] },
	func(_ *rand.Rand, i int) string { return fmt.Sprintf("note number %d", i) },
	func(_ *rand.Rand, i int) string { return fmt.Sprint(i) },
	func(*rand.Rand, int) string { return "same" },
	func(*rand.Rand, int) string { return "7" },
	func(*rand.Rand, int) string { return "" },
	func(rng *rand.Rand, _ int) string { return []string{"-999", "1", "2", "3"}[rng.IntN(4)] },
	func(rng *rand.Rand, _ int) string { return fmt.Sprintf("level %d", rng.IntN(150)) },
	func(rng *rand.Rand, _ int) string {
		return fmt.Sprint([]string{"1.5", "2", "A", "+3", "1e2"}[rng.IntN(5)])
	},
}

func anyRoles(rng *rand.Rand) pipeline.Settings {
	roles := pipeline.Settings{}
	for _, r := range []string{"id", "group", "time", "protected", "ignored"} {
		if rng.IntN(3) == 0 {
			roles[string(rune('a'+rng.IntN(8)))] = r
		}
	}
	return roles
}

// travel runs a workflow and holds what comes out to the promises. It reports whether the end was reached.
func travel(t *testing.T, w pipeline.Workflow, name string) bool {
	t.Helper()
	ctx := context.Background()
	s := pipeline.NewSession(w)
	if err := s.RunTo(ctx, pipeline.PredictStage); err != nil {
		t.Log(name, err)
		if len(err.Error()) < 20 || strings.Contains(err.Error(), "NaN") {
			t.Errorf("%s: %v", name, err)
		}
		return false
	}
	p := s.Prepared()
	for _, c := range p.Matrix.Columns {
		if r := p.Raw.Column(c.Field).Role; r != table.Feature {
			t.Errorf("%s: %s has the role %s and reached the learner", name, c.Field, r)
		}
	}
	if w.Collect.Roles != nil {
		oneSide(t, p, name)
	}
	data, _, err := predict.Encode(s.Deployed().Bundle)
	if err != nil {
		t.Fatal(err)
	}
	again, err := predict.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	service, err := predict.Open(again)
	if err != nil {
		t.Fatal(err)
	}
	answers(t, s, service, name)
	return true
}

// oneSide checks that the rows of one group stand on one side.
func oneSide(t *testing.T, p *pipeline.Prepared, name string) {
	c := p.Cleaned.OneByRole(table.Group)
	if c == nil {
		return
	}
	side := map[string]int{}
	for k, rows := range [][]int{p.Parts.Train, p.Parts.Validation, p.Parts.Test} {
		for _, r := range rows {
			if was, ok := side[c.Cell(r)]; ok && was != k && !c.Missing(r) {
				t.Errorf("%s: group %q stands on two sides", name, c.Cell(r))
			}
			side[c.Cell(r)] = k
		}
	}
}

// answers asks for every row of the file as it is written, alone and in company.
func answers(t *testing.T, s *pipeline.Session, service *predict.Service, name string) {
	p := s.Prepared()
	want := train.Positive(s.Trained().Model, p.Matrix)
	raw := rawRecords(t, s.Workflow.Collect.Data, service)
	var records [][]string
	for i := range p.Raw.Rows() {
		records = append(records, raw[p.Raw.Line(i)])
	}
	all, err := service.Decide(records)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for i, d := range all {
		if d.Probability != want[i] {
			t.Fatalf("%s: line %d %q gets %v in the exam and %v as it is written", name, p.Raw.Line(i), records[i], want[i], d.Probability)
		}
		sum := service.Bundle().Reference.LogOdds
		for _, r := range d.Reasons {
			sum += r.Effect
		}
		if math.Abs(sum-d.LogOdds) > 1e-9*(1+math.Abs(sum)) {
			t.Errorf("%s: reasons come to %v, the score is %v", name, sum, d.LogOdds)
		}
		if i < 20 {
			one, err := service.Decide(records[i : i+1])
			if err != nil || one[0].Probability != d.Probability {
				t.Errorf("%s: line %d alone: %v, %v; in company %v", name, p.Raw.Line(i), one, err, d.Probability)
			}
		}
	}
}

// rawRecords reads the file's own texts in the order of the fields, by line.
func rawRecords(t *testing.T, path string, service *predict.Service) map[int][]string {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := collect.NewCSV().OpenBytes(context.Background(), path, data)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	place := map[string]int{}
	for j, n := range rows.Fields() {
		place[n] = j
	}
	out := map[int][]string{}
	for {
		row, err := rows.Next()
		if err != nil {
			return out
		}
		var record []string
		for _, f := range service.Fields() {
			record = append(record, row[place[f.Name]])
		}
		out[rows.Line()] = record
	}
}
