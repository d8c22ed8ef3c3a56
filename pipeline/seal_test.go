package pipeline_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"assay/models"
	"assay/pipeline"
	"assay/pipeline/prepare"
)

// fitted is everything that was learned from rows: the steps of the recipe and the model.
func fitted(t testing.TB, s *pipeline.Session) string {
	t.Helper()
	steps := prepare.Recipe{Steps: s.Prepared().Recipe.Steps}
	return encoded(t, &steps) + "\n" + encoded(t, s.Trained().Model)
}

// read is how cells are read, without what it tells people.
func read(t testing.TB, s *pipeline.Session) string {
	t.Helper()
	return notes.ReplaceAllString(encoded(t, s.Prepared().Recipe), "")
}

func encoded(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// notes are what cleaners tell people about the whole file, in counts of cells; nothing is computed from them.
var notes = regexp.MustCompile(`"notes":\[("([^"\\]|\\.)*",?)*\]`)

// rewrite changes cells of one line of a CSV text.
func rewrite(t testing.TB, line string, change func(cells []string)) string {
	t.Helper()
	cells, err := csv.NewReader(strings.NewReader(line)).Read()
	if err != nil {
		t.Fatal(err)
	}
	change(cells)
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.Write(cells); err != nil {
		t.Fatal(err)
	}
	w.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}

// Changing the features of test rows in the file changes nothing that was learned from it. How cells are read is
// surveyed on the whole file, so a word that only test rows have is known to the spelling list, but to nothing after it.
func TestTestRowsAreSealed(t *testing.T) {
	numbers := map[string]string{"income": "31337.00", "credit_score": "601", "years_employed": "11", "loan_amount": "12345.00"}
	words := map[string]string{"income": "31337.00", "employment": "astronaut", "purpose": "zeppelin", "zip_code": "99999"}
	before := ran(t, pipeline.New(written(t, "loans.csv", sample())), pipeline.TrainStage)
	for name, cells := range map[string]map[string]string{"numbers": numbers, "words": words} {
		t.Run(name, func(t *testing.T) {
			const rows = 30
			after := ran(t, pipeline.New(written(t, "loans.csv", mutated(t, before.Prepared(), cells, rows))), pipeline.TrainStage)
			if a, b := before.Prepared().Parts, after.Prepared().Parts; !slices.Equal(a.Test, b.Test) || !slices.Equal(a.Train, b.Train) {
				t.Fatal("the split changed")
			}
			seen := after.Prepared().Raw.Column("income")
			if n := countOf(seen.Len(), seen.Cell, cells["income"]); n != rows {
				t.Fatalf("%d changed rows arrived, wanted %d", n, rows)
			}
			if a, b := fitted(t, before), fitted(t, after); a != b {
				t.Errorf("changed test rows changed what was learned:\n%s", firstDifference(a, b))
			}
			if a, b := read(t, before), read(t, after); name == "numbers" && a != b {
				t.Errorf("changed test rows changed how cells are read:\n%s", firstDifference(a, b))
			}
		})
	}
}

// mutated is the sample with cells changed in so many of its test rows.
func mutated(t testing.TB, p *pipeline.Prepared, cells map[string]string, rows int) []byte {
	t.Helper()
	lines := strings.Split(string(sample()), "\n")
	at := map[string]int{}
	for j, name := range strings.Split(strings.TrimSpace(lines[0]), ",") {
		at[name] = j
	}
	single := singles(lines, at["application_id"])
	changed := 0
	for _, row := range p.Parts.Test {
		line := p.Raw.Line(row) - 1
		if changed == rows || !single[line] {
			continue
		}
		lines[line] = rewrite(t, lines[line], func(c []string) {
			for name, value := range cells {
				c[at[name]] = value
			}
		})
		changed++
	}
	return []byte(strings.Join(lines, "\n"))
}

// singles are the lines whose id stands nowhere else, so that changing one cannot turn a repeat into a new row.
func singles(lines []string, id int) map[int]bool {
	where := map[string][]int{}
	for i, line := range lines[1:] {
		if cells, err := csv.NewReader(strings.NewReader(line)).Read(); err == nil {
			where[cells[id]] = append(where[cells[id]], i+1)
		}
	}
	out := map[int]bool{}
	for _, at := range where {
		if len(at) == 1 {
			out[at[0]] = true
		}
	}
	return out
}

func countOf(n int, cell func(int) string, want string) int {
	count := 0
	for i := range n {
		if cell(i) == want {
			count++
		}
	}
	return count
}

func firstDifference(a, b string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			from := max(0, i-80)
			return a[from:min(len(a), i+80)] + "\n" + b[from:min(len(b), i+80)]
		}
	}
	return "one is longer"
}

// Changing labels and numbers of test rows after the split changes no weight.
func TestTestLabelsAreSealed(t *testing.T) {
	s := ran(t, pipeline.New(pipeline.Sample), pipeline.TrainStage)
	p := *s.Prepared()
	p.Target.Y = append([]float64(nil), p.Target.Y...)
	p.Matrix.Columns = append([]models.Column(nil), p.Matrix.Columns...)
	for _, row := range p.Parts.Test {
		p.Target.Y[row] = 1 - p.Target.Y[row]
	}
	for j, c := range p.Matrix.Columns {
		if c.Values == nil {
			continue
		}
		c.Values = append([]float64(nil), c.Values...)
		for _, row := range p.Parts.Test {
			c.Values[row] += 1e6
		}
		p.Matrix.Columns[j] = c
	}
	trained, err := pipeline.Train(context.Background(), s.Workflow, &p)
	if err != nil {
		t.Fatal(err)
	}
	was, baselines := fitted(t, s), s.Trained().Baselines
	s.KeepTrained(trained)
	if now := fitted(t, s); was != now {
		t.Errorf("test rows changed the model:\n%s", firstDifference(was, now))
	}
	for i, b := range trained.Baselines {
		if one, two := encoded(t, baselines[i].Model), encoded(t, b.Model); one != two {
			t.Errorf("test rows changed the baseline %s: %s, %s", b.Name, one, two)
		}
	}
}

// Rows without an answer are left out everywhere, and what is left stays in step.
func TestRowsWithoutAnAnswerAreLeftOut(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,x,y\n")
	for i := range 200 {
		answer := [...]string{"yes", "no", "", "?"}[i%4]
		fmt.Fprintf(&b, "%d,%d,%s\n", i, i, answer)
	}
	w := pipeline.New(written(t, "gaps.csv", []byte(b.String())))
	w.Collect.Target = "y"
	w.Collect.Roles = pipeline.Settings{"id": "id", "x": "feature"}
	p := ran(t, w, pipeline.PrepareStage).Prepared()
	if p.Raw.Rows() != 100 || p.Cleaned.Rows() != 100 || p.Matrix.Rows != 100 || len(p.Target.Y) != 100 {
		t.Fatalf("%d raw, %d cleaned, %d matrix rows, %d answers; wanted 100", p.Raw.Rows(), p.Cleaned.Rows(), p.Matrix.Rows, len(p.Target.Y))
	}
	for i := range 100 {
		id, answer := p.Raw.Column("id").Cell(i), p.Raw.Column("y").Cell(i)
		if p.Cleaned.Column("id").Cell(i) != id || (answer == "yes") != (p.Target.Y[i] == 1) || p.Raw.Line(i) != p.Cleaned.Line(i) {
			t.Errorf("row %d: id %s raw, %s cleaned; answer %q is %v", i, id, p.Cleaned.Column("id").Cell(i), answer, p.Target.Y[i])
		}
	}
}
