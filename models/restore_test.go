package models

import (
	"encoding/json"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// Whatever Restore accepts can be used: it scores a row of its columns without a panic, and is saved again.
func FuzzRestore(f *testing.F) {
	ex := tableau(60, 2, 1, 3)
	for _, e := range Catalogue() {
		t, err := e.New().Start(ex, 1)
		if err != nil {
			f.Fatal(err)
		}
		for range 3 {
			save, err := json.Marshal(t.Model())
			if err != nil {
				f.Fatal(err)
			}
			f.Add(e.Name, save)
			_, _ = t.Step()
		}
	}
	f.Add("onerule", []byte(`{"columns":[{"name":"a","levels":[]}],"column":0,"edges":[1],"shares":[],"otherwise":[1]}`))
	f.Add("logistic", []byte(`{"columns":[{"name":"a","levels":["x"]}],"intercept":1e308,"weights":[1e308]}`))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		e, err := Find(name)
		if err != nil {
			t.Skip()
		}
		m, err := e.Restore(data)
		if err != nil {
			return
		}
		x := rowFor(m)
		if err := m.Fits(x); err != nil {
			t.Fatalf("%s does not fit its own columns: %v", data, err)
		}
		p := mat.NewDense(x.Rows, m.Outputs(), nil)
		m.Predict(p, x)
		for i := range x.Rows {
			if s := mat.Sum(p.RowView(i)); !(math.Abs(s-1) < 1e-6) {
				t.Fatalf("%s gives probabilities that sum to %v", data, s)
			}
		}
		if _, err := json.Marshal(m); err != nil {
			t.Fatalf("%s cannot be saved again: %v", data, err)
		}
	})
}

// rowFor is two rows with the columns of m: ones and first levels, then zeros and no level.
func rowFor(m Model) Matrix {
	var l layout
	switch m := m.(type) {
	case *LogisticModel:
		l = m.Columns
	case *OneRuleModel:
		l = m.Columns
	case *MajorityModel:
		l = m.Columns
	}
	x := l.matrix()
	x.Rows = 2
	for j, c := range x.Columns {
		if c.Levels == nil {
			x.Columns[j].Values = []float64{1, 0}
		} else {
			x.Columns[j].Codes = []int32{int32(min(len(c.Levels), 1)) - 1, -1}
		}
	}
	return x
}
