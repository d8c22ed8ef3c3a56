package evaluate

import (
	"math"
	"math/rand/v2"
	"testing"
)

// duel makes a fold of n rows, scored by two noisy looks at the class, the second with a signal of its own.
func duel(r *rand.Rand, n int, p, q float64) Duel {
	var d Duel
	for i := range n {
		y := float64(i % 2)
		shared := r.NormFloat64()
		d.Y = append(d.Y, y)
		d.P = append(d.P, p*y+shared+.7*r.NormFloat64())
		d.Q = append(d.Q, q*y+shared+.7*r.NormFloat64())
	}
	return d
}

// trueAUC is that of a difference in means over the standard deviation of the noise of duel.
func trueAUC(signal float64) float64 {
	return .5 * (1 + math.Erf(signal/math.Sqrt(1.49)/2))
}

func TestMeanLeadCoversTheTruth(t *testing.T) {
	const tries = 2000
	for _, q := range []float64{1, .8} {
		r := rand.New(rand.NewPCG(1, 2))
		want, covered := trueAUC(1)-trueAUC(q), 0
		for range tries {
			var folds []Duel
			for range 5 {
				folds = append(folds, duel(r, 60, 1, q))
			}
			if s := MeanLead(folds, 1); s.Low <= want && want <= s.High {
				covered++
			}
		}
		if share := float64(covered) / tries; share < .935 || share > .965 {
			t.Errorf("a true lead of %.3f is in %.3f of the intervals, wanted about .95", want, share)
		}
	}
}

func TestMeanAUCCoversTheTruth(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	covered := 0
	const tries = 1000
	for range tries {
		var folds []Side
		for range 5 {
			d := duel(r, 60, 1, 1)
			folds = append(folds, Side{d.Y, d.P})
		}
		if s := MeanAUC(folds); s.Low <= trueAUC(1) && trueAUC(1) <= s.High {
			covered++
		}
	}
	if share := float64(covered) / tries; share < .93 || share > .97 {
		t.Errorf("the true AUC is in %.3f of the intervals, wanted about .95", share)
	}
}

func TestMeansOfFolds(t *testing.T) {
	d := Duel{Y: []float64{0, 0, 1, 1}, P: []float64{1, 2, 3, 4}, Q: []float64{1, 3, 2, 4}}
	if s := MeanLead([]Duel{d, d}, 1); s.Value != .25 {
		t.Errorf("lead %v, wanted .25", s)
	}
	if s := MeanLead([]Duel{{d.Y, d.P, d.P}}, 1); s.Value != 0 || s.Low != 0 || s.High != 0 {
		t.Errorf("alike: %v", s)
	}
	if s := MeanAUC([]Side{{d.Y, d.P}, {d.Y, d.Q}}); s.Value != .875 || !s.Defined() {
		t.Errorf("mean %v", s)
	}
	// Another scale in each fold changes nothing.
	shifted := []float64{101, 103, 102, 104}
	if a, b := MeanAUC([]Side{{d.Y, d.P}, {d.Y, d.Q}}), MeanAUC([]Side{{d.Y, d.P}, {d.Y, shifted}}); a != b {
		t.Errorf("%v and %v", a, b)
	}
	if s := MeanAUC([]Side{{d.Y, d.P}, {d.Y, d.P}}); s.Value != 1 || s.Low >= 1 {
		t.Errorf("few rows ranked perfectly: %v", s)
	}
	if MeanLead(nil, 1).Defined() || MeanAUC(nil).Defined() || MeanLead([]Duel{{[]float64{0, 0}, []float64{1, 2}, []float64{1, 2}}}, 1).Defined() {
		t.Error("nothing was measured, and a score came out")
	}
	r := rand.New(rand.NewPCG(5, 6))
	one := []Duel{duel(r, 60, 1, 1)}
	if a, b := MeanLead(one, 1), MeanLead(one, 20); b.High-b.Low <= a.High-a.Low {
		t.Error("more comparisons do not widen the interval")
	}
}
