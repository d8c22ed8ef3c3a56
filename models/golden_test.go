package models_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"

	"gonum.org/v1/gonum/mat"

	"assay/models"
)

// readGolden reads a file of reference numbers, or skips the test where the project is checked out without them.
func readGolden(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "shared", "golden", name))
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("reference numbers ../shared/golden/%s are not here", name)
	}
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// train takes all rounds.
func train(t testing.TB, l models.Learner, ex models.Examples) models.Model {
	t.Helper()
	tr, err := l.Start(ex, 1)
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := tr.Step(); errors.Is(err, io.EOF) {
			return tr.Model()
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// positive is the probability of class 1 of every row.
func positive(m models.Model, x models.Matrix) []float64 {
	p := mat.NewDense(x.Rows, m.Outputs(), nil)
	m.Predict(p, x)
	return mat.Col(nil, 1, p)
}

// near compares with a tolerance that is absolute below 1 and relative above.
func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if d := math.Abs(got - want); !(d <= tolerance*math.Max(1, math.Abs(want))) {
		t.Errorf("%s is %.17g, want %.17g (off by %.2g)", what, got, want, d)
	}
}

type goldenLogistic struct {
	C         float64
	Coef      []float64
	Intercept float64
	Objective float64
	Proba     []float64 `json:"proba_test"`
	AUC       float64   `json:"roc_auc_test"`
	LogLoss   float64   `json:"log_loss_test"`
	Mean      []float64 `json:"numeric_mean"`
	Columns   []string
}

type goldenModels struct {
	Data struct {
		X       [][]float64
		Y       []float64 `json:"y_binary"`
		Weights []float64 `json:"sample_weight"`
	} `json:"data_a"`
	Cases map[string]json.RawMessage
}

func (g goldenModels) get(t *testing.T, name string) (c goldenLogistic) {
	t.Helper()
	if err := json.Unmarshal(g.Cases[name], &c); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return c
}

// dense makes numeric columns of rows.
func dense(rows [][]float64) models.Matrix {
	m := models.Matrix{Rows: len(rows)}
	for j := range rows[0] {
		c := models.Column{Name: fmt.Sprint("x", j), Field: fmt.Sprint("x", j)}
		for _, r := range rows {
			c.Values = append(c.Values, r[j])
		}
		m.Columns = append(m.Columns, c)
	}
	return m
}

func TestLogisticGolden(t *testing.T) {
	var golden goldenModels
	readGolden(t, "models.json", &golden)
	const cut = 80
	data := golden.Data
	test := dense(data.X[cut:])
	for name, change := range map[string]func(*models.Logistic, *models.Examples){
		"logistic_l2_C1":               func(*models.Logistic, *models.Examples) {},
		"logistic_l2_C0.01":            func(l *models.Logistic, _ *models.Examples) { l.C = .01 },
		"logistic_l2_C1_sample_weight": func(_ *models.Logistic, ex *models.Examples) { ex.Weights = data.Weights[:cut] },
		"logistic_l2_C1_balanced":      func(l *models.Logistic, _ *models.Examples) { l.Balanced = true },
	} {
		want := golden.get(t, name)
		for solver, tolerance := range map[string]float64{"newton": 1e-9, "lbfgs": 1e-9, "gradient": 1e-8} {
			t.Run(name+"/"+solver, func(t *testing.T) {
				l := models.NewLogistic()
				l.Solver = solver
				ex := models.Examples{X: dense(data.X[:cut]), Y: data.Y[:cut], Classes: []string{"no", "yes"}}
				change(l, &ex)
				m := train(t, l, ex)
				intercept, weights := m.(models.Linear).Terms()
				near(t, "intercept", intercept, want.Intercept, tolerance)
				for j, w := range weights {
					near(t, fmt.Sprint("weight ", j), w, want.Coef[j], tolerance)
				}
				for i, p := range positive(m, test) {
					near(t, fmt.Sprint("probability ", i), p, want.Proba[i], tolerance)
				}
			})
		}
	}
}
