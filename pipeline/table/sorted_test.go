package table

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSortNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	for _, n := range []int{0, 1, 5, 4095, 4096, 10_000} {
		v := make([]float64, n)
		for i := range v {
			v[i] = math.Round(r.NormFloat64()*100) * math.Pow(10, float64(r.IntN(40)-20))
		}
		if n > 3 {
			v[1], v[2], v[3] = math.Inf(1), math.Inf(-1), 0
		}
		want := slices.Clone(v)
		slices.Sort(want)
		sortNumbers(v)
		if !slices.Equal(v, want) {
			t.Errorf("%d values are out of order", n)
		}
	}
}
