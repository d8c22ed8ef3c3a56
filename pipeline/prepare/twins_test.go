package prepare

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"assay/pipeline/table"
)

// The first of equal rows is found as a plain map finds it, on any number of cores.
func TestFirstOf(t *testing.T) {
	const rows = 70_000 // enough to be divided
	rng := rand.New(rand.NewPCG(5, 6))
	words, numbers := make([]string, rows), make([]float64, rows)
	for i := range rows {
		words[i], numbers[i] = fmt.Sprint("w", rng.IntN(200)), float64(rng.IntN(300))
	}
	columns := []*table.Column{table.TextOf("w", words), table.NewNumber("n", numbers)}
	seen, want := map[string]int{}, make([]int, rows)
	for i := range rows {
		key := fmt.Sprintf("%s %v", words[i], numbers[i])
		if _, ok := seen[key]; !ok {
			seen[key] = i
		}
		want[i] = seen[key]
	}
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	for _, cores := range []int{1, 2, 5} {
		runtime.GOMAXPROCS(cores)
		for i, f := range firstOf(rows, columns) {
			if f != want[i] {
				t.Fatalf("on %d cores row %d repeats row %d, want %d", cores, i, f, want[i])
			}
		}
	}
}
