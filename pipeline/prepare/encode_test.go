package prepare

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"assay/models/param"
	"assay/pipeline/table"
)

// noise is rows whose many levels have nothing to do with their answers.
func noise(rows, levels int) (*table.Table, []float64) {
	rng := rand.New(rand.NewPCG(5, 6))
	codes, words, y := make([]int32, rows), make([]string, levels), make([]float64, rows)
	for k := range words {
		words[k] = fmt.Sprint("town ", k)
	}
	for i := range codes {
		codes[i], y[i] = int32(rng.IntN(levels)), float64(rng.IntN(2))
	}
	t, _ := table.New([]*table.Column{table.NewText("town", codes, words)}, nil) // one column is as long as itself
	return t, y
}

// Levels that mean nothing go with the answers of training rows when each row helps to encode itself; out of fold they
// do not, and that is what the runner hands to a learner.
func TestNoiseStaysNoise(t *testing.T) {
	in, y := noise(3000, 1000)
	var train []int
	for i := range y {
		if i%3 != 0 {
			train = append(train, i)
		}
	}
	for _, c := range []Choice{{Name: "target", Set: map[string]string{"m": "1"}}, {Name: "woe"}} {
		encoded, err := Fit(context.Background(), in, Lesson{Train: train, Y: y, Seed: 3}, []Choice{c})
		if err != nil || Fault(encoded.Effects) != nil {
			t.Fatal(err, Fault(encoded.Effects))
		}
		plain := applied(t, encoded.Steps[0].Do, in)
		seen := correlation(encoded.Table.At(0).Numbers(), y, train)
		self := correlation(plain.At(0).Numbers(), y, train)
		if self < 0.5 || math.Abs(seen) > 0.1 {
			t.Errorf("%s: correlation with the own answer %.2f out of fold, %.2f without folds", c.Name, seen, self)
		}
	}
}

// Levels that a step made before are encoded like text; none of them is a gap.
func TestLevelsAreEncodedLikeText(t *testing.T) {
	codes, y := []int32{0, 0, 1, 1, -1}, []float64{1, 1, 0, 1, 0}
	levels, _ := table.New([]*table.Column{table.NewLevels("income", codes, []string{"low", "high"})}, nil)
	text, _ := table.New([]*table.Column{table.NewText("income", codes, []string{"low", "high"})}, nil)
	for _, s := range []Supervised{NewTarget(), NewWOE()} {
		a, own := taught(t, s, nil, levels, y)
		b, same := taught(t, s, nil, text, y)
		for i := range y {
			if v, w := applied(t, a, levels).At(0).Numbers()[i], applied(t, b, text).At(0).Numbers()[i]; v != w {
				t.Errorf("%T: row %d is %v, as text %v", s, i, v, w)
			}
			if v, w := own.At(0).Numbers()[i], same.At(0).Numbers()[i]; v != w {
				t.Errorf("%T: row %d is %v out of fold, as text %v", s, i, v, w)
			}
		}
		if _, err := a.Apply(text); err == nil {
			t.Errorf("%T: text is taken where the training rows had levels", s)
		}
	}
}

// BenchmarkEncoders runs each encoder over a million rows of a thousand levels.
func BenchmarkEncoders(b *testing.B) {
	in, y := noise(1_000_000, 1000)
	train := make([]int, len(y))
	for i := range train {
		train[i] = i
	}
	for _, c := range []Choice{{Name: "ordinal"}, {Name: "frequency"}, {Name: "target"}, {Name: "woe"}, {Name: "hash"}, {Name: "text", Set: map[string]string{"words": "0"}}, {Name: "onehot"}} {
		b.Run(c.Name, func(b *testing.B) {
			for b.Loop() {
				encoded, err := Fit(context.Background(), in, Lesson{Train: train, Y: y}, []Choice{c})
				if err != nil || Fault(encoded.Effects) != nil {
					b.Fatal(err, Fault(encoded.Effects))
				}
			}
		})
	}
}

// A column of another kind than in training is refused by its name.
func TestEncodersNeedTheirKind(t *testing.T) {
	text, number := textsOf(t, "job", "clerk", "cook", "clerk"), numberTable(t, []string{"job"}, [][]*float64{{nil}})
	for _, e := range []Entry{textEntry, ordinalEntry, frequencyEntry, targetEntry, woeEntry, hashEntry} {
		settings := e.New()
		if e.Name == "text" {
			if err := param.Set(settings, "words", "0"); err != nil {
				t.Fatal(err)
			}
		}
		f, _, err := fit(Choice{}, settings, text, Lesson{Train: []int{0, 1, 2}, Y: []float64{0, 1, 1}})
		if err != nil {
			t.Fatal(err)
		}
		want := e.Name + ": column job holds number where the training rows had text; clean it the same way first"
		if _, err := f.Apply(number); err == nil || err.Error() != want {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
