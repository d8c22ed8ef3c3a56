package models_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"assay/models"
	"assay/models/modeltest"
)

// The best column wins: better than noise, and better than an id that is perfect on the rows it was made from.
func TestOneRulePicksTheBestColumn(t *testing.T) {
	ex := modeltest.Mixed(1000, 1) // its class depends most on age
	id := models.Column{Name: "id", Field: "id", Codes: make([]int32, ex.X.Rows)}
	for i := range id.Codes {
		id.Codes[i] = int32(i)
		id.Levels = append(id.Levels, fmt.Sprint("applicant ", i))
	}
	ex.X.Columns = append(slices.Clone(ex.X.Columns), id)
	m := train(t, models.NewOneRule(), ex).(*models.OneRuleModel)
	if m.Name != "age" || m.Field != "age" || m.Column != 0 {
		t.Fatalf("picked %q (column %d)", m.Name, m.Column)
	}
	if len(m.Edges) != 9 || len(m.Shares) != 10 {
		t.Errorf("%d edges and %d ranges, want 9 and 10", len(m.Edges), len(m.Shares))
	}
	if first, last := m.Shares[0][1], m.Shares[9][1]; first > .2 || last < .8 {
		t.Errorf("share of good is %v in the lowest range of age and %v in the highest", first, last)
	}
}

// Shares by hand: level a has 3 of 4 good, b 0 of 4; overall 3/8; smoothing 2.
func TestOneRuleShares(t *testing.T) {
	ex := models.Examples{
		X: models.Matrix{Rows: 8, Columns: []models.Column{{
			Name: "job", Levels: []string{"a", "b"}, Codes: []int32{0, 0, 0, 0, 1, 1, 1, 1},
		}}},
		Y: []float64{1, 1, 1, 0, 0, 0, 0, 0}, Classes: []string{"bad", "good"},
	}
	m := train(t, models.NewOneRule(), ex).(*models.OneRuleModel)
	near(t, "share in a", m.Shares[0][1], (3+2*3./8)/6, 1e-15)
	near(t, "share in b", m.Shares[1][1], (2*3./8)/6, 1e-15)
	unknown := models.Matrix{Rows: 1, Columns: []models.Column{{Name: "job", Levels: []string{"a", "b"}, Codes: []int32{-1}}}}
	near(t, "share of none of them", positive(m, unknown)[0], 3./8, 1e-15)
}

func TestOneRuleEdges(t *testing.T) {
	for _, c := range []struct {
		values  []float64
		bins    int
		support int
		want    []float64
	}{
		{[]float64{1, 2, 3, 4}, 2, 1, []float64{2.5}},
		{[]float64{4, 3, 2, 1}, 4, 1, []float64{1.5, 2.5, 3.5}},
		{[]float64{1, 2, 3, 4}, 4, 2, []float64{2.5}},
		{[]float64{1, 2, 3, 4}, 4, 3, nil},
		{[]float64{5, 5, 5, 5}, 4, 1, nil},
		{[]float64{1, 1, 1, 2}, 2, 1, []float64{1.5}},
		{[]float64{-1.5e308, 1.5e308}, 2, 1, []float64{0}},
		{[]float64{1, math.Nextafter(1, 2)}, 2, 1, []float64{1}},
	} {
		ex := models.Examples{X: models.Matrix{Rows: len(c.values), Columns: []models.Column{{Name: "x", Values: c.values}}},
			Y: make([]float64, len(c.values)), Classes: []string{"bad", "good"}}
		ex.Y[0] = 1
		l := models.NewOneRule()
		l.Bins, l.Support = c.bins, c.support
		if m := train(t, l, ex).(*models.OneRuleModel); !slices.Equal(m.Edges, c.want) {
			t.Errorf("%v in %d ranges of %d: edges %v, want %v", c.values, c.bins, c.support, m.Edges, c.want)
		}
	}
}

func TestOneRuleNeedsAColumn(t *testing.T) {
	ex := modeltest.Mixed(10, 1)
	ex.X.Columns = nil
	if _, err := models.NewOneRule().Start(ex, 1); err == nil || !strings.Contains(err.Error(), "no columns") {
		t.Errorf("got %v", err)
	}
}

func TestMajorityShares(t *testing.T) {
	ex := models.Examples{
		X: models.Matrix{Rows: 4}, Y: []float64{0, 1, 2, 2}, Weights: []float64{1, 1, 1, 5}, Classes: []string{"a", "b", "c"},
	}
	tr, err := (&models.Majority{}).Start(ex, 1)
	if err != nil {
		t.Fatal(err)
	}
	p := mat.NewDense(1, 3, nil)
	tr.Model().Predict(p, models.Matrix{Rows: 1})
	near(t, "share of c before the first round", p.At(0, 2), 1./3, 1e-15)
	r, err := tr.Step()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "loss", r.Loss, -(2*math.Log(1./8)+6*math.Log(6./8))/8, 1e-15)
	if r.Note != "75.0 % of the rows are c" {
		t.Errorf("note %q", r.Note)
	}
	tr.Model().Predict(p, models.Matrix{Rows: 1})
	if !slices.Equal(p.RawRowView(0), []float64{1. / 8, 1. / 8, 6. / 8}) {
		t.Errorf("shares %v", p.RawRowView(0))
	}
}
