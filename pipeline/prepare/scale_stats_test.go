package prepare

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Selecting gives what sorting gives, for every shape of data.
func TestMedian(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for n := 1; n < 200; n++ {
		for shape := range 5 {
			values := make([]float64, n)
			for i := range values {
				values[i] = []float64{rng.NormFloat64(), float64(rng.IntN(3)), float64(i), float64(-i), float64(i % 7 * (i - n/2))}[shape]
			}
			want := quantile(slices.Sorted(slices.Values(values)), .5)
			if got := median(values); got != want {
				t.Fatalf("%d values of shape %d: %v, want %v", n, shape, got, want)
			}
			for _, q := range []float64{0, .01, .3, .99, 1} {
				want := quantile(slices.Sorted(slices.Values(values)), q)
				if got := selected(values, q); got != want {
					t.Fatalf("%v of %d values of shape %d: %v, want %v", q, n, shape, got, want)
				}
			}
		}
	}
}
