package models_test

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"assay/models"
)

// rawTable is a reference data set as its file has it.
type rawTable struct {
	target, positive string
	fields           []string
	categorical      map[string]bool
	rows             [][]string
	missing          map[string]bool
	answers          []string
}

// readRaw reads a reference data set and what datasets.json says of it, or skips the test.
func readRaw(t *testing.T, name string) *rawTable {
	t.Helper()
	dir := filepath.Join("..", "..", "shared", "data")
	described, err := os.ReadFile(filepath.Join(dir, "datasets.json"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("reference data ../shared/data are not here")
	}
	var sets map[string]struct {
		File, Target, Positive string
		NA, Drop, Categorical  []string
	}
	if err := json.Unmarshal(described, &sets); err != nil {
		t.Fatal(err)
	}
	set, ok := sets[name]
	if !ok {
		t.Fatalf("datasets.json does not describe %s", name)
	}
	f, err := os.Open(filepath.Join(dir, set.File))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	raw := &rawTable{target: set.Target, positive: set.Positive, categorical: map[string]bool{}, missing: map[string]bool{"": true}}
	for _, c := range set.Categorical {
		raw.categorical[c] = true
	}
	for _, na := range set.NA {
		raw.missing[na] = true
	}
	var keep []int
	at := slices.Index(all[0], set.Target)
	for j, field := range all[0] {
		if j != at && !slices.Contains(set.Drop, field) {
			keep = append(keep, j)
			raw.fields = append(raw.fields, field)
		}
	}
	for _, record := range all[1:] {
		row := make([]string, len(keep))
		for k, j := range keep {
			row[k] = strings.TrimSpace(record[j])
		}
		raw.rows = append(raw.rows, row)
		raw.answers = append(raw.answers, strings.TrimSpace(record[at]))
	}
	return raw
}

// examples prepares all rows with what the training rows say: numbers are standardised with their mean and deviation
// (n), the levels of categories are those of the training rows, sorted, missing ones a level of their own.
func (raw *rawTable) examples(t *testing.T, train []int) models.Examples {
	t.Helper()
	ex := models.Examples{X: models.Matrix{Rows: len(raw.rows)}, Y: make([]float64, len(raw.rows)), Classes: []string{"other", raw.positive}}
	for i, a := range raw.answers {
		if a == raw.positive {
			ex.Y[i] = 1
		}
	}
	for j, field := range raw.fields {
		c := models.Column{Name: field, Field: field}
		if raw.categorical[field] {
			c.Levels, c.Codes = raw.codes(j, train)
		} else {
			c.Values = raw.standardised(t, j, train)
		}
		ex.X.Columns = append(ex.X.Columns, c)
	}
	return ex
}

func (raw *rawTable) codes(j int, train []int) (levels []string, codes []int32) {
	label := func(i int) string {
		if raw.missing[raw.rows[i][j]] {
			return "(missing)"
		}
		return raw.rows[i][j]
	}
	levels = []string{}
	for _, i := range train {
		levels = append(levels, label(i))
	}
	slices.Sort(levels)
	levels = slices.Compact(levels)
	for i := range raw.rows {
		k, found := slices.BinarySearch(levels, label(i))
		if !found {
			k = -1
		}
		codes = append(codes, int32(k))
	}
	return levels, codes
}

func (raw *rawTable) standardised(t *testing.T, j int, train []int) []float64 {
	t.Helper()
	values := make([]float64, len(raw.rows))
	for i, r := range raw.rows {
		v, err := strconv.ParseFloat(r[j], 64)
		if err != nil {
			t.Fatalf("row %d, %s: %v", i, raw.fields[j], err)
		}
		values[i] = v
	}
	sum, squares := 0.0, 0.0
	for _, i := range train {
		sum += values[i]
	}
	mean := sum / float64(len(train))
	for _, i := range train {
		squares += (values[i] - mean) * (values[i] - mean)
	}
	deviation := math.Sqrt(squares / float64(len(train)))
	for i := range values {
		values[i] = (values[i] - mean) / deviation
	}
	return values
}

// pick is the given rows of examples.
func pick(ex models.Examples, rows []int) models.Examples {
	out := models.Examples{X: ex.X.Select(rows), Classes: ex.Classes}
	for _, r := range rows {
		out.Y = append(out.Y, ex.Y[r])
	}
	return out
}

// auc is the share of pairs of one case of each class that the scores rank right; ties count half.
func auc(y, score []float64) float64 {
	order := make([]int, len(y))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(score[a], score[b]) })
	right, negatives, positives := 0.0, 0.0, 0.0
	for low := 0; low < len(order); {
		high, ones := low, 0.0
		for high < len(order) && score[order[high]] == score[order[low]] {
			ones += y[order[high]]
			high++
		}
		zeros := float64(high-low) - ones
		right += ones * (negatives + zeros/2)
		negatives, positives = negatives+zeros, positives+ones
		low = high
	}
	return right / negatives / positives
}

func TestLogisticGermanCredit(t *testing.T) {
	var golden goldenModels
	readGolden(t, "models.json", &golden)
	var split struct{ Test []int }
	readGolden(t, "split_german_credit.json", &split)
	want := golden.get(t, "german_credit_logistic_C1")
	raw := readRaw(t, "german_credit")
	var training []int
	for i := range raw.rows {
		if !slices.Contains(split.Test, i) {
			training = append(training, i)
		}
	}
	ex := raw.examples(t, training)
	test := pick(ex, split.Test)
	m := train(t, models.NewLogistic(), pick(ex, training))
	intercept, weights := m.(models.Linear).Terms()
	near(t, "intercept", intercept, want.Intercept, 1e-9)
	for j, name := range ex.X.Names() { // the reference has the numbers first
		k := slices.Index(want.Columns, name)
		if k < 0 {
			t.Fatalf("the reference has no column %q", name)
		}
		near(t, name, weights[j], want.Coef[k], 1e-9)
	}
	p := positive(m, test.X)
	for i := range p {
		near(t, fmt.Sprint("probability ", i), p[i], want.Proba[i], 1e-9)
	}
	near(t, "AUC", auc(test.Y, p), want.AUC, 1e-9)
	near(t, "AUC", auc(test.Y, p), .826085, 5e-7)
}

// The table has three digits, so half a thousandth is added to the half that is allowed.
func TestLogisticFolds(t *testing.T) {
	for name, want := range map[string]float64{"german_credit": .790, "adult": .906, "breast_cancer": .995} {
		t.Run(name, func(t *testing.T) {
			if name == "adult" && testing.Short() {
				t.Skip("ten trainings on 39,000 rows; run without -short")
			}
			raw := readRaw(t, name)
			text, err := os.ReadFile(filepath.Join("..", "..", "shared", "golden", "folds", name+".txt"))
			if err != nil {
				t.Skip("reference folds ../shared/golden/folds are not here")
			}
			repeats := strings.Fields(string(text))
			sum, n := 0.0, 0.0
			for _, folds := range repeats {
				if len(folds) != len(raw.rows) {
					t.Fatalf("%d folds for %d rows", len(folds), len(raw.rows))
				}
				for fold := '0'; fold <= '4'; fold++ {
					var training, held []int
					for i, f := range folds {
						if f == fold {
							held = append(held, i)
						} else {
							training = append(training, i)
						}
					}
					ex := raw.examples(t, training)
					test := pick(ex, held)
					m := train(t, models.NewLogistic(), pick(ex, training))
					sum, n = sum+auc(test.Y, positive(m, test.X)), n+1
				}
			}
			if got := sum / n; n != 10 || math.Abs(got-want) > .001 {
				t.Errorf("mean AUC over %v folds is %.5f, want %.3f", n, got, want)
			} else {
				t.Logf("mean AUC %.5f, want %.3f", got, want)
			}
		})
	}
}
