package collect

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkJSON reads 100,000 records, a line each and as one array.
func BenchmarkJSON(b *testing.B) {
	lines := loansJSON(100_000)
	array := []byte("[" + string(bytes.ReplaceAll(bytes.TrimSpace(lines), []byte("\n"), []byte(",\n"))) + "]")
	for name, data := range map[string][]byte{"lines": lines, "array": array} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := NewJson().ReadFile(context.Background(), File{Name: "loans.json", Data: data}, Env{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func loansJSON(n int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	purposes := []string{"car", "home", "education", "debt"}
	for i := range n {
		fmt.Fprintf(&b, `{"id": "A%06d", "income": %d, "rate": %.2f, "purpose": %q, "zip": "%05d", "address": {"city": "Springfield", "street": "Long Street %d"}, "note": "first, second", "repaid": %t}`+"\n",
			i, r.IntN(200_000), r.Float64()*20, purposes[r.IntN(4)], r.IntN(99_999), r.IntN(100), r.IntN(2) == 0)
	}
	return b.Bytes()
}
