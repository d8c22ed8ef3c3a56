package collect

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"assay/pipeline/table"
)

// TestStraightNumbers reads numbers of every length on the straight road and by the library.
func TestStraightNumbers(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var texts []string
	for range 20_000 {
		texts = append(texts, fmt.Sprintf("%.*f", r.IntN(9), (r.Float64()-.5)*math.Pow(10, float64(r.IntN(11)))))
	}
	raw, err := ReadBytes("f", []byte("name,x,y\na,"+strings.Join(texts, ",z\na,")+",z\n"), *NewCSV())
	if err != nil {
		t.Fatal(err)
	}
	x := raw.Table.Column("x")
	for i, s := range texts {
		want, ok := table.ParseNumber(s)
		if got := x.Numbers()[i]; !ok || got != want || math.Signbit(got) != math.Signbit(want) {
			t.Fatalf("row %d: %q is %v, want %v", i, s, got, want)
		}
	}
}

// FuzzStraight puts cells of all sorts between plain rows, where the straight road starts and has to give up.
func FuzzStraight(f *testing.F) {
	for _, s := range []string{"1,b,c", `"x",2,"a ""b"""`, "-0.50,,12345678", "007,1.,.5", "\"a\nb\",1,2", "x\ry,1,2", "#,1,2", "total,3,4", ",,", "1,2", "1,2,3,4"} {
		f.Add(s)
	}
	plain := strings.Repeat("1,aaaaaaaaa,2.5\n22,b,-3\n", 20)
	f.Fuzz(func(t *testing.T, odd string) {
		data := []byte("n,w,x\n" + plain + odd + "\n" + plain)
		if bytes.ContainsRune(data, 0) {
			return
		}
		c := CSV{Delimiter: ",", Quote: `"`, Encoding: "utf-8", Header: "yes", Comment: "auto", Decimal: "point"}
		raw, err := ReadBytes("f", data, c)
		rows, err2 := c.OpenBytes(context.Background(), "f", data)
		if err2 != nil {
			return
		}
		want, err2 := FromRows(rows)
		if (err == nil) != (err2 == nil) {
			t.Fatalf("straight: %v; by rows: %v", err, err2)
		}
		if err == nil && !sameTable(raw.Table, want.Table) {
			t.Fatalf("straight\n%s\nby rows\n%s", show(raw.Table), show(want.Table))
		}
	})
}

// TestLexicon gives words codes in the order they come, whatever their length.
func TestLexicon(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	x, index := newLexicon(), map[string]int32{}
	for range 50_000 {
		w := strings.Repeat("ab\x00", 6)[:1+r.IntN(17)] + fmt.Sprint(r.IntN(3000))
		want, ok := index[w]
		if !ok {
			want = int32(len(index))
			index[w] = want
		}
		if got := x.bytes([]byte(w)); got != want || x.words[got] != w {
			t.Fatalf("%q has code %d, want %d", w, got, want)
		}
	}
}
