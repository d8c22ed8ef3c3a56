package collect

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
)

// BenchmarkRead reads 100,000 rows of numbers, categories and ids. ASSAY_CSV names another file to read in their place.
func BenchmarkRead(b *testing.B) {
	data := loansText(100_000)
	if path := os.Getenv("ASSAY_CSV"); path != "" {
		var err error
		if data, err = os.ReadFile(path); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := ReadBytes("bench.csv", data, *NewCSV()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRows reads the same rows one at a time.
func BenchmarkRows(b *testing.B) {
	data := loansText(100_000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		rows, err := NewCSV().OpenBytes(context.Background(), "bench.csv", data)
		if err != nil {
			b.Fatal(err)
		}
		for err == nil {
			_, err = rows.Next()
		}
	}
}

func loansText(n int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	b.WriteString("id,income,rate,purpose,zip,note,repaid\n")
	purposes := []string{"car", "home", "education", "debt"}
	for i := range n {
		fmt.Fprintf(&b, "A%06d,%d,%.2f,%s,%05d,\"first, second\",%s\n", i, r.IntN(200_000), r.Float64()*20,
			purposes[r.IntN(4)], r.IntN(99_999), []string{"yes", "no"}[r.IntN(2)])
	}
	return b.Bytes()
}
