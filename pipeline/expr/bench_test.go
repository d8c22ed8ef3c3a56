package expr

import (
	"testing"

	"assay/pipeline/table"
)

// BenchmarkRun calculates a million rows; times are per row.
func BenchmarkRun(b *testing.B) {
	const rows = 1_000_000
	v, w, codes := make([]float64, rows), make([]float64, rows), make([]int32, rows)
	for i := range v {
		v[i], w[i], codes[i] = float64(i%977), float64(i%13), int32(i%3)
	}
	tb, err := table.New([]*table.Column{table.NewNumber("v", v), table.NewNumber("w", w), table.NewText("s", codes, []string{"a", "b", "c"})}, nil)
	if err != nil {
		b.Fatal(err)
	}
	for _, source := range []string{"v / w", "(v - w) * 2 + v / (w + 1)", `if(s in ("a", "b") and v > 100, upper(s), "other")`, "log1p(v) + sqrt(w)"} {
		b.Run(source, func(b *testing.B) {
			p, err := Compile(source, KindsOf(tb))
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := p.Run("x", tb); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
		})
	}
}
