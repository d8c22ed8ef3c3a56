package modeltest

import (
	"math"
	"math/rand/v2"
	"slices"

	"assay/models"
)

const seed = 20

// Mixed makes examples with two classes: four numbers of different scales, one of them 0 or 1, and two categories in
// which some rows have none of the levels. The class depends on the first number and the first category, with noise.
// The same rows and seed give the same examples.
func Mixed(rows int, seed uint64) models.Examples {
	r := rand.New(rand.NewPCG(seed, 1))
	numbers := []models.Column{{Name: "age"}, {Name: "income"}, {Name: "rate"}, {Name: "late"}}
	categories := []models.Column{
		{Name: "job", Levels: []string{"clerk", "farmer", "none"}},
		{Name: "region", Levels: []string{"n", "e", "s", "w"}},
	}
	ex := models.Examples{Classes: []string{"bad", "good"}}
	for range rows {
		age, late := r.NormFloat64(), float64(r.IntN(2))
		for j, v := range []float64{40 + 10*age, 3e4 * math.Exp(r.NormFloat64()/2), r.Float64() / 100, late} {
			numbers[j].Values = append(numbers[j].Values, v)
		}
		job := r.IntN(4) - 1
		categories[0].Codes = append(categories[0].Codes, int32(job))
		categories[1].Codes = append(categories[1].Codes, int32(r.IntN(4)))
		ex.Y = append(ex.Y, 0)
		if age+float64(job)/2-late+r.NormFloat64() > 0 {
			ex.Y[len(ex.Y)-1] = 1
		}
	}
	// Numbers and categories alternate, so that a learner that sorts them apart must put them back.
	ex.X = models.Matrix{Rows: rows, Columns: []models.Column{numbers[0], categories[0], numbers[1], numbers[2], categories[1], numbers[3]}}
	for j := range ex.X.Columns {
		ex.X.Columns[j].Field = ex.X.Columns[j].Name
	}
	return ex
}

// Copy copies examples in full.
func Copy(ex models.Examples) models.Examples {
	out := models.Examples{X: models.Matrix{Rows: ex.X.Rows}, Y: slices.Clone(ex.Y), Weights: slices.Clone(ex.Weights), Classes: slices.Clone(ex.Classes)}
	for _, c := range ex.X.Columns {
		c.Values, c.Codes, c.Levels = slices.Clone(c.Values), slices.Clone(c.Codes), slices.Clone(c.Levels)
		out.X.Columns = append(out.X.Columns, c)
	}
	return out
}

// number is examples of one numeric column.
func number(values, y []float64) models.Examples {
	return models.Examples{
		X: models.Matrix{Rows: len(values), Columns: []models.Column{{Name: "x", Field: "x", Values: values}}},
		Y: y, Classes: []string{"bad", "good"},
	}
}

// with adds a numeric column.
func with(ex models.Examples, name string, value func(i int) float64) models.Examples {
	c := models.Column{Name: name, Field: name, Values: make([]float64, ex.X.Rows)}
	for i := range c.Values {
		c.Values[i] = value(i)
	}
	ex.X.Columns = append(slices.Clone(ex.X.Columns), c)
	return ex
}

// selectRows is the given rows of examples, in that order.
func selectRows(ex models.Examples, rows []int) models.Examples {
	out := models.Examples{X: ex.X.Select(rows), Classes: ex.Classes}
	for _, r := range rows {
		out.Y = append(out.Y, ex.Y[r])
		if ex.Weights != nil {
			out.Weights = append(out.Weights, ex.Weights[r])
		}
	}
	return out
}
