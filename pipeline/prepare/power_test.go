package prepare

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// A power of normal numbers is found again, whatever the unit and wherever they lie.
func TestPowerIsFoundAgain(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	for _, lambda := range []float64{-1, -0.5, 0, 0.5, 1, 2} {
		var values []float64
		for len(values) < 20000 {
			z := 3 + 0.3*rng.NormFloat64()
			x := math.Exp(z)
			if lambda != 0 {
				x = math.Pow(z, 1/lambda)
			}
			values = append(values, 1000*x)
		}
		if got := likelihoodOf(values, true).best(); math.Abs(got-lambda) > 0.12 {
			t.Errorf("lambda %v, found %v", lambda, got)
		}
	}
}

// Far from 0 a power hardly bends, and naive arithmetic has no digits left; the standardized result has.
func TestPowerFarFromZero(t *testing.T) {
	years := []float64{1990, 2011, 2012, 2013, 2014, 2014, 2015, 2015, 2016, 2016, 2016}
	in := numberTable(t, []string{"year"}, numberRows(years))
	for _, method := range []string{"yeo-johnson", "box-cox"} {
		out, _ := learn(t, "power", map[string]string{"method": method, "skewness": "0"}, in, in)
		got := out.Column("year").Numbers()
		if !slices.IsSorted(got) || got[1] == got[2] || math.Abs(mean(got)) > 1e-9 || math.Abs(deviation(got, 0)-1) > 1e-9 {
			t.Errorf("%s: %v", method, got)
		}
	}
}

func numberRows(values []float64) [][]*float64 {
	out := make([][]*float64, len(values))
	for i := range values {
		out[i] = []*float64{&values[i]}
	}
	return out
}

// With a pivot the result is the same but for shift and stretch, on both sides of 0.
func TestPivotKeepsTheShape(t *testing.T) {
	for _, lambda := range []float64{-2, 0, 0.7, 2, 3} {
		plain := func(x float64) float64 { return yeoJohnson(x, lambda, 0) }
		pivot := func(x float64) float64 { return yeoJohnson(x, lambda, 1.5) }
		stretch := (pivot(4) - pivot(1)) / (plain(4) - plain(1))
		for _, x := range []float64{-30, -1, 0, 0.5, 9, 200} {
			want := pivot(1) + stretch*(plain(x)-plain(1))
			if got := pivot(x); math.Abs(got-want) > 1e-9*max(1, math.Abs(want)) {
				t.Errorf("lambda %v at %v: %v, want %v", lambda, x, got, want)
			}
		}
	}
}

func TestMinimum(t *testing.T) {
	for _, c := range []struct {
		f    func(float64) float64
		a, b float64
		want float64
	}{
		{func(x float64) float64 { return (x - 2) * (x - 2) }, -5, 7, 2},
		{func(x float64) float64 { return math.Abs(x - 0.3) }, -1, 1, 0.3},
		{func(x float64) float64 { return -math.Exp(-x * x) }, -3, 2, 0},
		{func(x float64) float64 { return x }, 1, 4, 1},
	} {
		if got := minimum(c.f, c.a, c.b, 1e-9); math.Abs(got-c.want) > 1e-6 {
			t.Errorf("%v, want %v", got, c.want)
		}
	}
}
