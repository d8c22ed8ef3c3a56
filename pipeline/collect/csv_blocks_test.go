package collect

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestRowsHavePlaces reads texts of odd lines in blocks of many sizes. No block may fill more places than it was given,
// not even on a wrong supposition of where a record starts, and all blocks together give what reading row by row does.
func TestRowsHavePlaces(t *testing.T) {
	parts := []string{"\n", "\n\n\n\n", "\r\n", "\r", "\r\r\n", "\r\r\r\n", "\r\r\r\n\r\r\r\n\r\r\r\n", " \n", "x\n", "1,x\n", "1,x,y\n", "1\r\n", "# c\n", "#,x\n", "#\n\n", "a,b\n", "a\n",
		"\"", "\"\n", "\"\n\n\"", "1,\"a\n\n\nb\"\n", "1,\"a\"\",x\n", "1,\"a\"b\"\n", "\"\"", ",", ",\n", "total,1\n", "\x1f\n", "12345678,abcdefgh\n"}
	usual := strings.Repeat("1,"+strings.Repeat("a usual record ", 3)+"\n", 20)
	for seed := range uint64(80) {
		r := rand.New(rand.NewPCG(seed, 11))
		var b strings.Builder
		header, line, end := "a,b", usual, "\n"
		if r.IntN(2) == 0 {
			header, line = "a", strings.ReplaceAll(usual, "1,", "")
		}
		if r.IntN(4) == 0 {
			end = "\r"
		}
		b.WriteString(strings.ReplaceAll(header+"\n"+strings.Repeat(line, 1+r.IntN(3)), "\n", end))
		some := make([]string, 1+r.IntN(5))
		for i := range some {
			some[i] = parts[r.IntN(len(parts))]
		}
		for range r.IntN(400) {
			b.WriteString(some[r.IntN(len(some))])
		}
		data := []byte(b.String())
		c := CSV{Delimiter: ",", Quote: `"`, Encoding: "utf-8", Header: "yes", Comment: []string{"auto", "#", "none"}[r.IntN(3)], Decimal: "point"}
		step := []int{1, 5, 64, 333, blockBytes}[r.IntN(5)]
		blocks := func() *reader {
			l, err := c.layout("f", data)
			if err != nil {
				t.Fatal(err)
			}
			l.loneCR = end == "\r"
			blocks := newReader(l, Env{})
			blocks.step = step
			return blocks
		}
		blocksHavePlaces(t, seed, r, blocks())

		whole := blocks()
		rows := &csvRows{ctx: context.Background(), layout: whole.layout, scanner: whole.layout.scanner(), checks: checks{layout: whole.layout}, row: make([]string, whole.layout.width), raw: data}
		want, err2 := FromRows(rows)
		err := whole.read(context.Background())
		if err != nil || err2 != nil {
			continue // the roads agree on that elsewhere
		}
		got, err := whole.table()
		if err != nil || !sameTable(got, want.Table) {
			t.Fatalf("seed %d, blocks of %d: another table %v\n%q", seed, step, err, data)
		}
	}
}

// blocksHavePlaces reads every block from its start, and from places in it where the one before may end.
func blocksHavePlaces(t *testing.T, seed uint64, r *rand.Rand, blocks *reader) {
	starts := blocks.starts()
	end := func(k int) int {
		if k+1 < len(starts) {
			return starts[k+1]
		}
		return len(blocks.layout.text)
	}
	at, err := blocks.allot(starts, end)
	if err != nil {
		t.Fatal(err)
	}
	s := blocks.layout.scanner()
	for k := range starts {
		from := starts[k]
		for from < end(k) {
			if b := blocks.block(from, end(k), at[k], nil); b.rows > at[k+1]-at[k] {
				t.Fatalf("seed %d: block %d, read from %d, has %d rows in %d places\n%q", seed, k, from, b.rows, at[k+1]-at[k], blocks.layout.text)
			}
			next := from + r.IntN(end(k)-from)
			for next < end(k) && s.eol(next) == 0 {
				next++
			}
			if next >= end(k) {
				break
			}
			from = next + s.eol(next)
		}
	}
}

// TestRowsOfReturns reads rows that hold nothing but a carriage return, which is a character there and no line end.
func TestRowsOfReturns(t *testing.T) {
	usual := strings.Repeat("a_usual_record_of_a_table\n", 5000)
	raw, err := ReadBytes("f", []byte("a\n"+usual+strings.Repeat("\r\r\r\n", 20_000)), *NewCSV())
	if err != nil || raw.Table.Rows() != 25_000 {
		t.Fatalf("%v", err)
	}
}
