package prepare

import (
	"context"
	"fmt"
	"testing"

	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
	"assay/ui/bench"
	"assay/ui/kit"
)

// million is a screen on a preparation of 1,000,000 rows and 20 columns: money changed every number, duplicates
// dropped every tenth row.
func million(b *testing.B) *Screen {
	b.Helper()
	const rows = 1_000_000
	lines := make([]int32, rows)
	var keep []int
	for i := range lines {
		lines[i] = int32(i + 2)
		if i%10 > 0 {
			keep = append(keep, i)
		}
	}
	var was, is []*table.Column
	for j := range 20 {
		old, now := make([]float64, rows), make([]float64, rows)
		for i := range old {
			old[i] = float64(i*7919%100003) / 7
			now[i] = old[i] * float64(j%2+1)
		}
		was, is = append(was, table.NewNumber(fmt.Sprintf("column_%d", j), old)), append(is, table.NewNumber(fmt.Sprintf("column_%d", j), now))
	}
	before, err := table.New(was, lines)
	if err != nil {
		b.Fatal(err)
	}
	after, err := table.New(is, lines)
	if err != nil {
		b.Fatal(err)
	}
	left := after.Select(keep)
	desk := bench.New(context.Background(), pipeline.New("million.csv"))
	desk.KeepPrepared(&pipeline.Prepared{Effects: []prepare.Effect{
		{Name: "money", Was: before, Is: after, Changed: 10 * rows, Notes: []string{"read as money"},
			Before: prepare.Counts{Rows: rows, Columns: 20}, After: prepare.Counts{Rows: rows, Columns: 20}},
		{Name: "duplicates", Was: after, Is: left, Before: prepare.Counts{Rows: rows, Columns: 20}, After: prepare.Counts{Rows: len(keep), Columns: 20}},
	}})
	s := New(desk)
	s.move(2)
	return s
}

// BenchmarkKey is a key and the drawing after it: in the table, and in the list from a step to another and back.
func BenchmarkKey(b *testing.B) {
	f := frame(120, 32)
	press := func(b *testing.B, s *Screen, keys ...string) {
		s.View(f)
		b.ResetTimer()
		for i := range b.N {
			kit.Press(s.Actions(), keyOf(keys[i%len(keys)]))
			s.View(f)
		}
	}
	b.Run("table", func(b *testing.B) {
		s := million(b)
		s.focus = onTable
		press(b, s, "down", "right", "pgdown", "left")
	})
	b.Run("steps", func(b *testing.B) {
		s := million(b)
		s.flip()
		s.move(3)
		press(b, s, "down", "up")
	})
}
