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

// oddCells are cells next to what the straight road takes for plain.
var oddCells = []string{"1", "-1", "0.5", "-0.5", "12345678", "-12345678", "123456789", "-123456789", "123456789012345", "1234567890123456", "12345.678",
	"123456.789", "-123456.7891", "0.1234567", "0.12345678", "12345678901234.5", "1234567.", "12345678.", "-12345678.", "00123456789", "0000000000001",
	"0123456789", "01", "-01", "00.5", "-00000000.5", "-0", "-0.0", "-", "-.", ".", "5.", ".5", "-.5", "1.2.3", "123456789.1.2", "1e5", "+3", "9007199254740993",
	"NA", "?", "", `"12"`, `"-1.5"`, `"123456789.25"`, `""`, `"a"`, `"abcdefghijk"`, `"abcdefghijklmnopqrstuvwx"`, `"x,y"`, `"a""b"`, `"a"b`, `a"b`, "\ta", "a\rb",
	"abcdefgh", "abcdefghi", "abcdefghijklmnop", "abcdefghijklmnopq", "abcdefghijklmnopr", "abcdefghijklmnopqrstuvwx", "abcdefghijklmnopqrstuvwxy", "n", "nap",
	" n", "n ", "#", "total", `"Total"`, "é", "–,x"}

// TestOddCells reads tables of odd cells among plain ones by blocks and by rows: the same values, lines and messages.
func TestOddCells(t *testing.T) {
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 9))
		width, numbers, end := 1+r.IntN(4), r.IntN(2), []string{"\n", "\n", "\r\n"}[r.IntN(3)]
		var b strings.Builder
		b.WriteString(strings.Join([]string{"n", "w", "x", "y"}[:width], ",") + end)
		for range 5 + r.IntN(60) {
			for j := range width {
				if j > 0 {
					b.WriteByte(',')
				}
				switch {
				case r.IntN(4) == 0:
					b.WriteString(oddCells[r.IntN(len(oddCells))])
				case (numbers+j)%2 == 0:
					fmt.Fprintf(&b, "%.*f", r.IntN(5), r.NormFloat64()*1000)
				default:
					fmt.Fprintf(&b, "w%d", r.IntN(20))
				}
			}
			b.WriteString(end)
		}
		c := CSV{Delimiter: ",", Quote: `"`, Encoding: "utf-8", Header: "yes", Comment: "auto", Decimal: "point"}
		raw, err := ReadBytes("f", []byte(b.String()), c)
		if err != nil {
			continue // most rows are broken; the other road does not mind
		}
		rows, err := c.OpenBytes(context.Background(), "f", []byte(b.String()))
		if err != nil {
			t.Fatal(err)
		}
		want, err := FromRows(rows)
		if err != nil || !sameTable(raw.Table, want.Table) {
			t.Fatalf("%d: %v\n%q\nstraight\n%s\nby rows\n%s", seed, err, b.String(), show(raw.Table), show(want.Table))
		}
		for _, o := range [][2]any{{raw.Origin.Notes, want.Origin.Notes}, {raw.Origin.Warnings, want.Origin.Warnings}, {raw.Origin.Tokens, want.Origin.Tokens}} {
			if fmt.Sprint(o[0]) != fmt.Sprint(o[1]) {
				t.Fatalf("%d: %q\nstraight %v\nby rows %v", seed, b.String(), o[0], o[1])
			}
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
		w := strings.Repeat("ab\x00", 9)[:1+r.IntN(26)] + fmt.Sprint(r.IntN(3000))
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
