package models

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// tableau is examples of numbers and categories in turn, with weights, for the tests inside this package.
func tableau(rows, numbers, categories, levels int) Examples {
	r := rand.New(rand.NewPCG(1, 2))
	ex := Examples{X: Matrix{Rows: rows}, Y: make([]float64, rows), Weights: make([]float64, rows), Classes: []string{"no", "yes"}}
	score := make([]float64, rows)
	for j := range max(numbers, categories) {
		if j < numbers {
			c := Column{Name: fmt.Sprint("number", j), Values: make([]float64, rows)}
			for i := range rows {
				z := r.NormFloat64()
				c.Values[i] = 100*float64(j) + z*math.Pow(10, float64(j%3))
				score[i] += z / float64(1+j)
			}
			ex.X.Columns = append(ex.X.Columns, c)
		}
		if j < categories {
			c := Column{Name: fmt.Sprint("category", j), Codes: make([]int32, rows)}
			for l := range levels {
				c.Levels = append(c.Levels, fmt.Sprint("level", l))
			}
			for i := range rows {
				c.Codes[i] = int32(r.IntN(levels+1)) - 1
				score[i] += float64(c.Codes[i]) / float64(levels+j)
			}
			ex.X.Columns = append(ex.X.Columns, c)
		}
	}
	for i := range rows {
		ex.Weights[i] = .5 + r.Float64()
		if score[i]+r.NormFloat64() > .5 {
			ex.Y[i] = 1
		}
	}
	return ex
}

// The gradient is the slope of the objective, and the Hessian that of the gradient, by central differences.
func TestDesignDerivatives(t *testing.T) {
	ex := tableau(700, 3, 3, 4)
	d := newDesign(ex, .7)
	d.classWeight = [2]float64{.8, 1.3}
	v := make([]float64, d.size)
	r := rand.New(rand.NewPCG(3, 4))
	for k := range v {
		v[k] = r.NormFloat64() / 2
	}
	p := d.evaluate(v, true)
	const h = 1e-5
	shifted := func(k int, by float64) *point {
		u := append([]float64(nil), v...)
		u[k] += by
		return d.evaluate(u, false)
	}
	for a := range v {
		up, down := shifted(a, h), shifted(a, -h)
		if got, want := p.gradient[a], (up.objective-down.objective)/(2*h); math.Abs(got-want) > 1e-6*(1+math.Abs(want)) {
			t.Errorf("gradient %d is %v, the slope is %v", a, got, want)
		}
		for b := range a + 1 {
			got, want := p.hessian[a*d.size+b], (up.gradient[b]-down.gradient[b])/(2*h)
			if math.Abs(got-want) > 1e-6*(1+math.Abs(want)) {
				t.Errorf("Hessian %d,%d is %v, the slope is %v", a, b, got, want)
			}
		}
	}
}

// The scaled coordinates describe the same model: the objective equals the plain formula on raw columns.
func TestDesignIsThePlainObjective(t *testing.T) {
	ex := tableau(300, 2, 2, 3)
	const c = 2.5
	d := newDesign(ex, c)
	v := make([]float64, d.size)
	for k := range v {
		v[k] = math.Sin(float64(k + 1))
	}
	m := &LogisticModel{Columns: layoutOf(ex.X)}
	m.Intercept, m.Weights = d.unscale(v)
	want := 0.0
	for i := range ex.X.Rows {
		s, parts := m.Parts(ex.X, i)
		for _, part := range parts {
			s += part
		}
		p0, p1 := sigmoid(s)
		want -= c * ex.Weights[i] * math.Log([]float64{p0, p1}[int(ex.Y[i])])
	}
	for _, w := range m.Weights {
		want += w * w / 2
	}
	if got := d.evaluate(v, false).objective; math.Abs(got-want) > 1e-9*want {
		t.Errorf("objective is %v, the formula gives %v", got, want)
	}
}

func TestSpread(t *testing.T) {
	for _, c := range []struct {
		values          []float64
		mean, deviation float64
	}{
		{[]float64{1, 2, 3, 4}, 2.5, math.Sqrt(1.25)},
		{[]float64{7, 7, 7}, 7, 1},
		{[]float64{-1e300, 1e300}, 0, 1e300},
		{[]float64{0, 2e-160}, 1e-160, 1},
		{[]float64{5}, 5, 1},
	} {
		mean, deviation := spread(c.values, Examples{})
		if math.Abs(mean-c.mean) > 1e-12*math.Abs(c.mean) || math.Abs(deviation-c.deviation) > 1e-12*c.deviation {
			t.Errorf("%v: mean %v and deviation %v, want %v and %v", c.values, mean, deviation, c.mean, c.deviation)
		}
	}
}

// Chunks arrive in order, once each, whatever the number of cores.
func TestOverChunksInOrder(t *testing.T) {
	n := 20*chunkRows + 5
	var lows []int
	covered := 0
	overChunks(n, func() *[2]int { return new([2]int) },
		func(s *[2]int, low, high int) { *s = [2]int{low, high} },
		func(s *[2]int) { lows = append(lows, s[0]); covered += s[1] - s[0] })
	if covered != n || len(lows) != 21 {
		t.Fatalf("%d rows in %d chunks, want %d in 21", covered, len(lows), n)
	}
	for k, low := range lows {
		if low != k*chunkRows {
			t.Fatalf("chunk %d starts at row %d", k, low)
		}
	}
}

func TestSigmoid(t *testing.T) {
	for _, s := range []float64{-800, -40, -1, 0, 1e-9, 1, 40, 800} {
		p0, p1 := sigmoid(s)
		q0, q1 := sigmoid(-s)
		if p0 != q1 || p1 != q0 || math.Abs(p0+p1-1) > 1e-15 || (s > 0) != (p1 > p0) && s != 0 {
			t.Errorf("sigmoid(%v) = %v, %v", s, p0, p1)
		}
	}
	if p0, _ := sigmoid(40); math.Abs(p0/math.Exp(-40)-1) > 1e-12 {
		t.Errorf("the small probability of 40 is %v, want all digits of exp(-40)", p0)
	}
}

func benchmarkNewton(b *testing.B, ex Examples) {
	b.ReportAllocs()
	for b.Loop() {
		t, err := NewLogistic().Start(ex, 1)
		if err != nil {
			b.Fatal(err)
		}
		rounds := 0
		for ; err == nil; rounds++ {
			_, err = t.Step()
		}
		b.ReportMetric(float64(rounds-1), "rounds")
	}
}

func BenchmarkNewton100kx20(b *testing.B) { benchmarkNewton(b, tableau(100_000, 20, 0, 0)) }

func BenchmarkNewton100k10Numbers10Categories(b *testing.B) {
	benchmarkNewton(b, tableau(100_000, 10, 10, 8))
}

func BenchmarkPredictOneRow(b *testing.B) {
	ex := tableau(1000, 10, 10, 8)
	t, err := NewLogistic().Start(ex, 1)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := t.Step(); err != nil {
		b.Fatal(err)
	}
	m, row, dst := t.Model(), ex.X.Select([]int{7}), mat.NewDense(1, 2, nil)
	b.ReportAllocs()
	for b.Loop() {
		m.Predict(dst, row)
	}
}
