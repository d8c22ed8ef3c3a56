package evaluate

import (
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"testing"
)

func TestWilsonKnownAnswers(t *testing.T) {
	for _, c := range []struct {
		hits, n   int
		low, high float64
	}{{98, 100, .930, .994}, {980, 1000, .969, .987}, {0, 10, 0, .278}, {10, 10, .722, 1}} {
		r := Wilson(c.hits, c.n)
		if math.Abs(r.Low-c.low) > .0005 || math.Abs(r.High-c.high) > .0005 {
			t.Errorf("Wilson(%d, %d) = %+v", c.hits, c.n, r)
		}
	}
	if r := Wilson(0, 0); !math.IsNaN(r.Value) || !math.IsNaN(r.Low) {
		t.Errorf("a share of no rows is %+v", r)
	}
}

func TestWilsonCoverage(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, p := range []float64{.05, .3, .9} {
		covered := 0
		for range 2000 {
			hits := 0
			for range 60 {
				if rng.Float64() < p {
					hits++
				}
			}
			if r := Wilson(hits, 60); r.Low <= p && p <= r.High {
				covered++
			}
		}
		if share := float64(covered) / 2000; share < .93 || share > .985 {
			t.Errorf("at %v the interval covers %v", p, share)
		}
	}
}

// Two normal scores one deviation apart have an AUC of Phi(1 / sqrt 2).
func TestAUCCoverage(t *testing.T) {
	truth := math.Erfc(-.5) / 2
	rng := rand.New(rand.NewPCG(2, 2))
	covered, led := 0, 0
	const times = 600
	for range times {
		s := sample(rng, 150, .5, 1)
		if a := Rank(s).aucScore(); a.Low <= truth && truth <= a.High {
			covered++
		}
		other := make([]float64, len(s.P)) // a rival as good as the model, sharing half of its noise
		for i, y := range s.Y {
			own := math.Log(s.P[i]/(1-s.P[i])) - (y - .5)
			other[i] = y - .5 + .6*own + .8*rng.NormFloat64()
		}
		if d := lead(s.Y, s.P, other); d.Low <= 0 && 0 <= d.High {
			led++
		}
	}
	for what, n := range map[string]int{"AUC": covered, "lead": led} {
		if share := float64(n) / times; share < .92 || share > .98 {
			t.Errorf("the interval of the %s covers %v", what, share)
		}
	}
}

// The bootstrap covers the true Brier score, whose distribution can be simulated.
func TestBootstrapCoverage(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	truth := Rank(sample(rng, 400_000, .5, 1)).Brier()
	covered := 0
	const times = 150
	for k := range times {
		b := sample(rng, 100, .5, 1).Score(.5, uint64(k)).Get("brier")
		if b.Low <= truth && truth <= b.High {
			covered++
		}
	}
	if share := float64(covered) / times; share < .88 {
		t.Errorf("the interval covers %v", share)
	}
}

// With few resamples the interval is normal, with many it is made of percentiles.
func TestInterval(t *testing.T) {
	few := interval("x", 5, []float64{4, 5, 6}, 3)
	if !near(few.Low, 5-z95) || !near(few.High, 5+z95) {
		t.Errorf("few: %+v", few)
	}
	var drawn []float64
	for k := range 1001 {
		drawn = append(drawn, float64(1000-k))
	}
	if many := interval("x", 500, drawn, 3); many.Low != 25 || many.High != 975 {
		t.Errorf("many: %+v", many)
	}
	// Without spread the interval still has width: none of 3 says little.
	if same := interval("x", 1, make([]float64, 1000), 3); !near(same.Low, Wilson(3, 3).Low) || same.High <= 1 {
		t.Errorf("same: %+v", same)
	}
}

// The mirrored interval of the calibration error does not condemn calibrated probabilities on few rows.
func TestCalibratedIsNotCondemned(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	condemned := 0
	for k := range 200 {
		s := Side{}
		for range 60 {
			p, y := rng.Float64(), 0.0
			if rng.Float64() < p {
				y = 1
			}
			s.P, s.Y = append(s.P, p), append(s.Y, y)
		}
		if NewCriteria().calibration(s.Score(.5, uint64(k)).Get("ece"), false).Verdict == Fail {
			condemned++
		}
	}
	if condemned >= 10 {
		t.Errorf("%d of 200 calibrated models fail", condemned)
	}
}

func TestLead(t *testing.T) {
	y := []float64{1, 1, 1, 0, 0, 0}
	p := []float64{.9, .8, .3, .4, .2, .1}
	if d := lead(y, p, p); d.Value != 0 || d.Low != 0 || d.High != 0 {
		t.Errorf("ahead of itself by %+v", d)
	}
	// Against a constant only the model varies.
	d, a := lead(y, p, constant(6, .5)), Rank(Side{y, p})
	if half := z95 * math.Sqrt(a.DeLongVariance()); !near(d.Value, a.AUC()-.5) || !near(d.Low, d.Value-half) {
		t.Errorf("ahead of a constant by %+v, -+ %v", d, half)
	}
	// A handful of perfect rows is no certainty.
	if d := lead(y, y, constant(6, .5)); d.Value != .5 || d.Low > 0 {
		t.Errorf("perfect on six rows: %+v", d)
	}
}

// Paired with a constant, whose placements are all one half, the variance of the lead is that of the AUC.
func TestPairedVarianceGolden(t *testing.T) {
	for name, c := range goldenCases(t) {
		s := c.side()
		r := Rank(s)
		if !r.both() {
			continue
		}
		own, other := placements(s.Y, s.P, r), constant(len(s.Y), .5)
		if got, want := pairedVariance(s.Y, own, other), r.DeLongVariance(); !near(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestPValue(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	low := 0
	for seed := range uint64(200) {
		if Rank(sample(rng, 50, .3, 0)).PValue(seed) <= .05 {
			low++
		}
	}
	if low > 22 { // 10 expected, standard deviation 3
		t.Errorf("%d of 200 models without skill have p <= .05", low)
	}
	for _, share := range []float64{.3, .7} { // both classes may be the smaller
		r := Rank(sample(rng, 300, share, .2))
		if a, b := r.PValue(1), r.normalPValue(); math.Abs(a-b) > .06 {
			t.Errorf("shuffling gives %v, the normal limit %v", a, b)
		}
		if p := Rank(sample(rng, 300, share, 2)).PValue(1); p != .001 {
			t.Errorf("skill by luck: %v", p)
		}
	}
}

// The same on any number of cores.
func TestCores(t *testing.T) {
	p := paper(1, 400, 1, 1)
	all := Take(p, NewCriteria())
	old := runtime.GOMAXPROCS(1)
	one := Take(p, NewCriteria())
	runtime.GOMAXPROCS(old)
	if !reflect.DeepEqual(all, one) {
		t.Error("the number of cores changes the report")
	}
}

// Long lists are sorted by digits; that is the same as comparing.
func TestSortFloats(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 9))
	xs := []float64{0, 1, math.Inf(1), math.Inf(-1), math.SmallestNonzeroFloat64, -1, math.MaxFloat64}
	for range 3 * radixFrom {
		xs = append(xs, rng.NormFloat64(), math.Round(rng.NormFloat64()*8)/8+0)
	}
	want := slices.Clone(xs)
	slices.Sort(want)
	if sortFloats(xs); !slices.Equal(xs, want) {
		t.Error("sorting by digits differs from sorting by comparing")
	}
}

// Scores that are NaN are refused by the exam, but whoever ranks them all the same gets an answer, not a hang.
func TestRankOfNaN(t *testing.T) {
	nan := math.NaN()
	r := Rank(Side{[]float64{1, 0, 1, 0}, []float64{nan, nan, .5, .2}})
	if curve := r.ROC(); curve[len(curve)-1].TPR != 1 {
		t.Errorf("the curve ends at %+v", curve[len(curve)-1])
	}
	r.scores(.5, 1)
}

// A resample in which every row comes up once has the metrics of the rows themselves.
func TestResampleOfEachOnce(t *testing.T) {
	for name, c := range goldenCases(t) {
		r := Rank(c.side())
		pos, neg := make([]int32, len(r.Pos)), make([]int32, len(r.Neg))
		for i := range pos {
			pos[i] = 1
		}
		for i := range neg {
			neg[i] = 1
		}
		f := r.Confusion(.5)
		want := [resampled]float64{r.AveragePrecision(), r.LogLoss(), r.Brier(), f.BalancedAccuracy(), f.F1(), f.MCC(), r.ECE()}
		for m, v := range r.plan(.5).measure(pos, neg) {
			if !near(v, want[m]) {
				t.Errorf("%s, metric %d: %v, want %v", name, m, v, want[m])
			}
		}
	}
}

func benchmarkSide(n int) Side { return sample(rand.New(rand.NewPCG(1, 1)), n, .3, 2) }

// BenchmarkMetrics ranks a million scores and takes AUC, log loss, confusion and calibration.
func BenchmarkMetrics(b *testing.B) {
	s := benchmarkSide(1_000_000)
	for b.Loop() {
		r := Rank(s)
		_, _, _, _ = r.AUC(), r.LogLoss(), r.Confusion(.5), r.Calibration()
	}
}

// BenchmarkTake is the whole exam on a million test rows with one baseline.
func BenchmarkTake(b *testing.B) {
	p := Paper{Test: benchmarkSide(1_000_000), Threshold: .5}
	p.Rivals = []Rival{{"majority", constant(1_000_000, .3)}}
	for b.Loop() {
		Take(p, NewCriteria())
	}
}
