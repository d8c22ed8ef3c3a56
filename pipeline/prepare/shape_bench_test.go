package prepare

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"assay/models/param"
	"assay/pipeline/table"
)

// BenchmarkShape learns and applies each shaping step to a million rows of three columns: continuous, whole numbers, and
// a lump at zero with gaps.
func BenchmarkShape(b *testing.B) {
	const rows = 1_000_000
	rng := rand.New(rand.NewPCG(1, 1))
	smooth, whole, lump, y := make([]float64, rows), make([]float64, rows), make([]float64, rows), make([]float64, rows)
	for i := range rows {
		smooth[i], whole[i] = math.Exp(rng.NormFloat64()), float64(rng.IntN(80))
		switch rng.IntN(10) {
		case 0:
			lump[i] = math.NaN()
		case 1, 2, 3:
			lump[i] = rng.ExpFloat64()
		}
		y[i] = float64(rng.IntN(1 + min(1, int(whole[i]/10))))
	}
	t, err := table.New([]*table.Column{table.NewNumber("smooth", smooth), table.NewNumber("whole", whole), table.NewNumber("lump", lump)}, nil)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name string
		set  map[string]string
	}{
		{"scale", nil}, {"normalize", nil}, {"log", nil}, {"power", nil}, {"quantile", nil}, {"bins", nil}, {"bins", map[string]string{"strategy": "kmeans"}},
		{"clip", nil}, {"clip", map[string]string{"rule": "mad"}}, {"interact", nil}, {"variance", nil}, {"correlation", nil}, {"select", nil},
	} {
		b.Run(fmt.Sprint(c.name, c.set), func(b *testing.B) {
			e, err := Find(c.name)
			if err != nil {
				b.Fatal(err)
			}
			s := e.New()
			if err := param.Apply(s, c.set); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				var f Fitted
				switch s := s.(type) {
				case Step:
					f, err = s.Fit(t)
				case Supervised:
					f, _, err = s.FitTarget(t, y, 1)
				}
				if err != nil {
					b.Fatal(err)
				}
				if _, err := f.Apply(t); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
