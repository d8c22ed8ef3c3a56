package collect

import (
	"context"
	"fmt"
	"testing"

	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/pipeline/profile"
	"assay/pipeline/table"
	"assay/ui/bench"
	"assay/ui/kit"
)

// million is a screen on a table of 1,000,000 rows and 20 columns, every column looked at.
func million(b *testing.B) *Screen {
	b.Helper()
	const rows = 1_000_000
	var columns []*table.Column
	for j := range 20 {
		name := fmt.Sprintf("column_%d", j)
		if j%2 == 0 {
			v := make([]float64, rows)
			for i := range v {
				v[i] = float64((i*7919 + j) % 100003)
			}
			columns = append(columns, table.NewNumber(name, v))
			continue
		}
		codes, levels := make([]int32, rows), make([]string, 500)
		for i := range levels {
			levels[i] = fmt.Sprintf("category %d ", i)
		}
		for i := range codes {
			codes[i] = int32((i*31)%(len(levels)+1)) - 1
		}
		columns = append(columns, table.NewText(name, codes, levels))
	}
	t, err := table.New(columns, nil)
	if err != nil {
		b.Fatal(err)
	}
	desk := bench.New(context.Background(), pipeline.New("million.csv"))
	desk.KeepCollected(&pipeline.Collected{Table: t, Origin: collect.Origin{Path: "million.csv", SHA256: "0123456789abcdef"}, Target: "column_1", Profiles: profile.Of(t)})
	s := New(desk)
	for cmd := s.take(); cmd != nil; {
		_, cmd = s.Update(cmd())
	}
	return s
}

// BenchmarkKey is a key and the drawing after it.
func BenchmarkKey(b *testing.B) {
	for _, keys := range [][]string{{"down"}, {"pgdown"}, {"G", "g"}, {"right", "left"}} {
		b.Run(keys[0], func(b *testing.B) {
			s := million(b)
			f := frame(120, 32)
			s.View(f)
			b.ResetTimer()
			for i := range b.N {
				kit.Press(s.Actions(), keyOf(keys[i%len(keys)]))
				s.View(f)
			}
		})
	}
}

// BenchmarkSort is the work of sorting in the background.
func BenchmarkSort(b *testing.B) {
	s := million(b)
	for b.Loop() {
		order{sort: 1, filter: -1}.rows(s.sheet.t, nil)
	}
}
