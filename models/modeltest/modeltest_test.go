package modeltest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"assay/models"
	"assay/models/param"
)

// A learner without faults passes; each fault is found, by the law made for it.
func TestCheckFindsFaults(t *testing.T) {
	if err := Check(learnerWith(""), restorerWith("")); err != nil {
		t.Fatalf("the learner without faults: %v", err)
	}
	for fault, law := range map[string]string{
		"depends on cores":           "same model on any number of cores",
		"rolls its own dice":         "same model on any number of cores",
		"remembers the last run":     "same model on any number of cores",
		"changes a setting":          "settings and examples untouched",
		"sorts the answers":          "settings and examples untouched",
		"centres in place":           "settings and examples untouched",
		"centres when predicting":    "settings and examples untouched",
		"keeps the levels":           "model detached from examples",
		"keeps the values":           "model detached from examples",
		"shares its model":           "later rounds leave a model alone",
		"counts rounds from 0":       "rounds count up and end",
		"loses count of its loss":    "rounds count up and end",
		"starts again after the end": "rounds count up and end",
		"has no untrained model":     "rounds count up and end",
		"forgets a class":            "probabilities sum to 1",
		"answers above 1":            "probabilities sum to 1",
		"uses the batch's mean":      "a row scores the same alone",
		"carries over a row":         "a row scores the same alone",
		"ignores weights":            "weight 2 is the row twice",
		"rounds when saving":         "saved and back to the bit",
		"forgets a column name":      "saved and back to the bit",
		"takes any save":             "damaged saves refused",
		"takes any width":            "other columns refused",
		"takes any name":             "other columns refused",
		"takes any levels":           "other columns refused",
		"takes infinities":           "bad values refused by name",
		"does not name the column":   "bad values refused by name",
		"takes any code":             "bad values refused by name",
		"takes no rows":              "bad examples refused",
		"takes any weights":          "bad examples refused",
		"panics on a constant":       "odd tables learned",
		"overflows":                  "odd tables learned",
		"panics on one class":        "one class handled",
		"prefers the other class":    "one class handled",
		"refuses without a word":     "three classes handled",
		"adds up otherwise":          "parts add up",
	} {
		t.Run(fault, func(t *testing.T) {
			err := Check(learnerWith(fault), restorerWith(fault))
			if err == nil {
				t.Fatal("not found")
			}
			if !strings.Contains("\n"+err.Error(), "\n"+law+": ") {
				t.Errorf("not found by %q but by: %v", law, err)
			}
		})
	}
}

// side is a small honest learner: class shares below and above the mean of the first number. In its first round it
// takes all rows together.
type side struct {
	fault     string
	Smoothing float64
	runs      int
}

func learnerWith(fault string) func() models.Learner {
	return func() models.Learner { return &side{fault: fault, Smoothing: 1} }
}

func (l *side) Params() []param.Param {
	return []param.Param{param.OfFloat(&l.Smoothing, "smoothing", 0, 100, "rows added to each class")}
}

type sideModel struct {
	fault   string
	Columns []models.Column // without rows
	First   int             // position of the first number
	Mean    float64
	Below   []float64
	Above   []float64
	kept    []float64
}

type sideTrainer struct {
	l      *side
	ex     models.Examples
	m      *sideModel
	counts [2][]float64
	round  int
}

func (l *side) Start(ex models.Examples, _ uint64) (models.Trainer, error) {
	if err := l.refuse(ex); err != nil {
		return nil, err
	}
	l.runs++
	m := &sideModel{fault: l.fault, First: -1}
	for j, c := range ex.X.Columns {
		d := models.Column{Name: c.Name, Field: c.Field, Levels: slices.Clone(c.Levels)}
		if l.fault == "keeps the levels" {
			d.Levels = c.Levels
		}
		m.Columns = append(m.Columns, d)
		if c.Levels == nil && m.First < 0 {
			m.First = j
		}
	}
	values := ex.X.Columns[m.First].Values
	if l.fault == "panics on a constant" && slices.Min(values) == slices.Max(values) {
		panic("constant")
	}
	sum, total := 0.0, 0.0
	for i, v := range values {
		sum, total = sum+l.weight(ex, i)*v, total+l.weight(ex, i)
	}
	m.Mean = sum / total
	if l.fault == "overflows" {
		for _, c := range ex.X.Columns {
			for _, v := range c.Values {
				m.Mean += 0 * (math.Pow(v, 15) - math.Pow(v, 15))
			}
		}
	}
	switch l.fault {
	case "changes a setting":
		l.Smoothing++
	case "sorts the answers":
		slices.Sort(ex.Y)
	case "centres in place":
		values[0] -= m.Mean
	case "keeps the values":
		m.kept = values
	case "depends on cores":
		m.Mean += float64(runtime.GOMAXPROCS(0)) / 1e12
	case "rolls its own dice":
		m.Mean += rand.Float64() / 1e9
	case "remembers the last run":
		m.Mean += float64(l.runs)
	}
	k := len(ex.Classes)
	t := &sideTrainer{l: l, ex: ex, counts: [2][]float64{make([]float64, k), make([]float64, k)}}
	for i, y := range ex.Y {
		t.counts[m.side(values[i])][int(y)] += l.weight(ex, i)
	}
	if l.fault == "panics on one class" && (k == 1 || slices.Min(ex.Y) == slices.Max(ex.Y)) {
		panic("one class")
	}
	for range k {
		m.Below = append(m.Below, 1/float64(k))
	}
	m.Above = m.Below
	t.m = m
	return t, nil
}

func (l *side) weight(ex models.Examples, i int) float64 {
	if l.fault == "ignores weights" {
		return 1
	}
	return ex.Weight(i)
}

func (l *side) refuse(ex models.Examples) error {
	if ex.X.Rows == 0 && l.fault != "takes no rows" {
		return errors.New("no rows")
	}
	if len(ex.Classes) == 3 && l.fault == "refuses without a word" {
		return errors.New("no")
	}
	if len(ex.Y) != ex.X.Rows || ex.Weights != nil && len(ex.Weights) != ex.X.Rows {
		return errors.New("lengths differ")
	}
	for i, y := range ex.Y {
		if !(y >= 0 && int(y) < len(ex.Classes)) || y != math.Trunc(y) || !(ex.Weight(i) > 0) && l.fault != "takes any weights" {
			return errors.New("bad row")
		}
	}
	for _, c := range ex.X.Columns {
		if len(c.Values)+len(c.Codes) != ex.X.Rows {
			return errors.New("lengths differ")
		}
		for _, v := range c.Values {
			if v-v != 0 && l.fault != "takes infinities" {
				if l.fault == "does not name the column" {
					return errors.New("infinite")
				}
				return fmt.Errorf("%s is infinite", c.Name)
			}
		}
		for _, v := range c.Codes {
			if int(v) >= len(c.Levels) && l.fault != "takes any code" {
				return fmt.Errorf("%s has an unknown code", c.Name)
			}
		}
	}
	return nil
}

func (t *sideTrainer) Step() (models.Round, error) {
	if t.round == 2 {
		if t.l.fault == "starts again after the end" {
			t.round = 0
		}
		return models.Round{}, io.EOF
	}
	t.round++
	next := *t.m
	if t.round == 1 {
		all := slices.Clone(t.counts[0])
		for k, n := range t.counts[1] {
			all[k] += n
		}
		next.Below = t.smooth(all)
		next.Above = next.Below
	} else {
		next.Below, next.Above = t.smooth(t.counts[0]), t.smooth(t.counts[1])
	}
	if t.l.fault == "shares its model" {
		*t.m = next
	} else {
		t.m = &next
	}
	r := models.Round{Number: t.round, Loss: .5}
	switch t.l.fault {
	case "counts rounds from 0":
		r.Number--
	case "loses count of its loss":
		r.Loss = math.NaN()
	}
	return r, nil
}

func (t *sideTrainer) smooth(counts []float64) []float64 {
	out, total := slices.Clone(counts), 0.0
	for k := range out {
		out[k] += t.l.Smoothing
		total += out[k]
	}
	for k := range out {
		out[k] /= total
	}
	switch t.l.fault {
	case "forgets a class":
		out[0] = 0
	case "answers above 1":
		out[0], out[1%len(out)] = -.5, 1.5
	case "prefers the other class":
		slices.Reverse(out)
	}
	return out
}

func (t *sideTrainer) Model() models.Model {
	if t.round == 0 && t.l.fault == "has no untrained model" {
		return nil
	}
	if t.l.fault == "adds up otherwise" && len(t.ex.Classes) == 2 {
		return sideSum{t.m}
	}
	return t.m
}

func (m *sideModel) side(v float64) int {
	if v > m.Mean {
		return 1
	}
	return 0
}

func (m *sideModel) Predict(dst *mat.Dense, x models.Matrix) {
	values := x.Columns[m.First].Values
	mean := m.Mean
	switch m.fault {
	case "uses the batch's mean":
		m = &sideModel{Mean: mat.Sum(mat.NewVecDense(len(values), values)) / float64(len(values)), Below: m.Below, Above: m.Above}
	case "centres when predicting":
		values[0] -= mean
	}
	for i, v := range values {
		if m.fault == "carries over a row" && i > 0 {
			v = values[i-1]
		}
		if m.kept != nil {
			v += 0 * m.kept[0] // NaN when overwritten, which is not above the mean
		}
		dst.SetRow(i, [][]float64{m.Below, m.Above}[m.side(v)])
	}
}

func (m *sideModel) Outputs() int { return len(m.Below) }

func (m *sideModel) Fits(x models.Matrix) error {
	if len(x.Columns) != len(m.Columns) {
		if m.fault == "takes any width" {
			return nil
		}
		return fmt.Errorf("%d columns instead of %d", len(x.Columns), len(m.Columns))
	}
	for j, c := range x.Columns {
		d := m.Columns[j]
		if c.Name != d.Name && m.fault != "takes any name" {
			return fmt.Errorf("%s instead of %s", c.Name, d.Name)
		}
		if m.fault != "takes any levels" && ((c.Levels == nil) != (d.Levels == nil) || !slices.Equal(c.Levels, d.Levels)) {
			return fmt.Errorf("%s has other levels", c.Name)
		}
	}
	return nil
}

func restorerWith(fault string) func(json.RawMessage) (models.Model, error) {
	return func(data json.RawMessage) (models.Model, error) {
		m := &sideModel{fault: fault}
		if err := json.Unmarshal(data, m); fault != "takes any save" && (err != nil || m.Below == nil) {
			return nil, errors.New("damaged")
		}
		switch fault {
		case "rounds when saving":
			for k := range m.Below {
				m.Below[k] = float64(float32(m.Below[k]))
			}
		case "forgets a column name":
			m.Columns[0].Name = ""
		}
		return m, nil
	}
}

// sideSum claims to be a weighted sum, and is not.
type sideSum struct{ *sideModel }

func (m sideSum) Terms() (float64, []float64) {
	return 0, make([]float64, models.Matrix{Columns: m.Columns}.Width())
}

func (m sideSum) Parts(models.Matrix, int) (float64, []float64) {
	return 0, make([]float64, len(m.Columns))
}
