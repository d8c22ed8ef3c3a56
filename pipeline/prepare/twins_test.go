package prepare

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

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

// Every part has room for the rows that fall to it, even if all do.
func TestFirstOfOnePart(t *testing.T) {
	const rows, parts = 1 << 12, 16
	hashes, known, first := make([]uint64, rows), make([]bool, rows), make([]int, rows)
	for i := range rows {
		hashes[i], known[i], first[i] = uint64(i)*parts<<32|uint64(i), true, -1
	}
	done := make(chan bool)
	go func() { firstOfPart(nil, hashes, known, first, 0, parts); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("no end")
	}
	for i, f := range first {
		if f != i {
			t.Fatalf("row %d repeats row %d", i, f)
		}
	}
}
