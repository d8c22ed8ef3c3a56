package modeltest

import (
	"fmt"
	"math"

	"assay/models"
)

// badValues plants one value that is no number in one column at a time.
func (k kit) badValues() error {
	for _, bad := range []float64{math.Inf(1), math.Inf(-1), math.NaN()} {
		ex := Mixed(100, 15)
		ex.X.Columns[2].Values[57] = bad
		if _, err := k.learn().Start(ex, seed); !says(err, "income") {
			return fmt.Errorf("%v in column income must be refused with the column's name; got %v", bad, err)
		}
	}
	ex := Mixed(100, 15)
	ex.X.Columns[4].Codes[57] = 4
	if _, err := k.learn().Start(ex, seed); !says(err, "region") {
		return fmt.Errorf("a code without a level in column region must be refused with the column's name; got %v", err)
	}
	return nil
}

func (k kit) badExamples() error {
	for what, spoil := range map[string]func(*models.Examples){
		"no rows":                  func(ex *models.Examples) { *ex = selectRows(*ex, nil) },
		"an answer too few":        func(ex *models.Examples) { ex.Y = ex.Y[1:] },
		"a class that is not":      func(ex *models.Examples) { ex.Y[7] = 2 },
		"a class between two":      func(ex *models.Examples) { ex.Y[7] = .5 },
		"an unknown class":         func(ex *models.Examples) { ex.Y[7] = math.NaN() },
		"a weight too few":         func(ex *models.Examples) { ex.Weights = make([]float64, 99) },
		"weights of 0":             func(ex *models.Examples) { ex.Weights = make([]float64, 100) },
		"a column shorter than it": func(ex *models.Examples) { ex.X.Columns[0].Values = ex.X.Columns[0].Values[1:] },
	} {
		ex := Mixed(100, 16)
		spoil(&ex)
		if _, err := k.learn().Start(ex, seed); err == nil {
			return fmt.Errorf("%s: accepted", what)
		}
	}
	return nil
}

// oddTables are legal, if unhelpful: each must be learned, into proper probabilities.
func (k kit) oddTables() error {
	ex := Mixed(200, 17)
	twice := make([]int, 0, 400)
	for i := range 200 {
		twice = append(twice, i, i)
	}
	empty := models.Column{Name: "empty", Field: "empty", Levels: []string{}, Codes: make([]int32, 200)}
	for i := range empty.Codes {
		empty.Codes[i] = -1
	}
	unseen := Copy(ex)
	unseen.X.Columns[1].Levels = append(unseen.X.Columns[1].Levels, "astronaut")
	for what, ex := range map[string]models.Examples{
		"a constant column":           with(ex, "constant", func(int) float64 { return 3 }),
		"a constant column of 1e24":   with(ex, "constant", func(int) float64 { return 1e24 }),
		"a nearly constant column":    with(ex, "nearly", func(i int) float64 { return 1e9 + float64(i%2)/1e3 }),
		"every row twice":             selectRows(ex, twice),
		"the same column twice":       with(ex, "age again", func(i int) float64 { return ex.X.Columns[0].Values[i] }),
		"a column of scale 1e24":      with(ex, "huge", func(i int) float64 { return 1e24 * math.Sin(float64(i)) }),
		"a column of scale 1e-24":     with(ex, "tiny", func(i int) float64 { return 1e-24 * math.Sin(float64(i)) }),
		"a column that is the answer": with(ex, "leak", func(i int) float64 { return ex.Y[i] }),
		"one wild value":              with(ex, "wild", func(i int) float64 { return math.Pow(float64(i+1)/200, 1000) * 1e12 }),
		"a category without levels":   {X: models.Matrix{Rows: 200, Columns: []models.Column{empty, ex.X.Columns[0]}}, Y: ex.Y, Classes: ex.Classes},
		"a level no row has":          unseen,
		"two rows":                    number([]float64{1, 2}, []float64{0, 1}),
		"two equal rows, both ways":   number([]float64{1, 1}, []float64{0, 1}),
		"one positive in fifty":       number(count(50), append(make([]float64, 49), 1)),
	} {
		if err := k.learnsProperly(ex); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	return nil
}

// learnsProperly learns ex and looks at the probabilities and at a save of the result.
func (k kit) learnsProperly(ex models.Examples) error {
	m, err := k.train(ex)
	if err != nil {
		return err
	}
	p := predict(m, ex.X)
	if err := proper(p); err != nil {
		return err
	}
	if m.Outputs() != len(ex.Classes) {
		return fmt.Errorf("%d outputs for %d classes", m.Outputs(), len(ex.Classes))
	}
	back, err := k.copy(m)
	if err != nil {
		return err
	}
	if err := back.Fits(ex.X); err != nil {
		return err
	}
	return sameBitsOf(predict(back, ex.X), p)
}

// oneClass gives rows of one class only, by name and by occurrence. A learner may refuse, saying of which class they
// are, or learn that class.
func (k kit) oneClass() error {
	ex := Mixed(100, 18)
	for i := range ex.Y {
		ex.Y[i] = 1
	}
	one := ex
	one.Y, one.Classes = make([]float64, 100), []string{"good"}
	for what, ex := range map[string]models.Examples{"one of two classes occurs": ex, "there is one class": one} {
		_, err := k.learn().Start(ex, seed)
		if err != nil {
			if !says(err, "good") {
				return fmt.Errorf("%s: refused without naming the class: %w", what, err)
			}
			continue
		}
		m, err := k.train(ex)
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		p := predict(m, ex.X)
		if err := proper(p); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		if p.At(0, len(ex.Classes)-1) <= .5 {
			return fmt.Errorf("%s: it gets the probability %v", what, p.At(0, len(ex.Classes)-1))
		}
	}
	return nil
}

// threeClasses are either learned or refused with their number. A numeric target may be refused, in words.
func (k kit) threeClasses() error {
	ex := Mixed(300, 19)
	ex.Classes = []string{"a", "b", "c"}
	for i := range ex.Y {
		ex.Y[i] = float64(i % 3)
	}
	if _, err := k.learn().Start(ex, seed); err != nil {
		if !says(err, "3") {
			return fmt.Errorf("refused without their number: %w", err)
		}
		return nil
	}
	m, err := k.train(ex)
	if err != nil {
		return err
	}
	if m.Outputs() != 3 {
		return fmt.Errorf("%d outputs", m.Outputs())
	}
	return proper(predict(m, ex.X))
}

func count(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(i)
	}
	return out
}
