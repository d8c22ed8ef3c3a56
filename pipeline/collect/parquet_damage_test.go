package collect

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"assay/pipeline/profile"
)

func TestHostileParquet(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(hostile, "manifest.json"))
	if err != nil {
		t.Skip("no hostile files beside the checkout: ", err)
	}
	var cases []hostileCase
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if c.Class != "parquet" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(hostile, c.File))
		if err != nil {
			t.Fatal(err)
		}
		read, err := readData("data", data)
		said := strings.Join(read.Origin.Warnings, "\n")
		switch {
		case err != nil:
			if said = err.Error(); c.Outcome == "load" || c.Outcome == "warn" || !strings.Contains(said, "hint: ") {
				t.Errorf("%s (%s): %s", c.File, c.What, said)
			}
		case c.Outcome == "error", c.Outcome != "load" && c.Outcome != "no_crash" && said == "":
			t.Errorf("%s (%s): read in silence", c.File, c.What)
		default:
			if why := wrongTable(c, read.Table); why != "" {
				t.Errorf("%s (%s): %s", c.File, c.What, why)
			}
		}
		for _, m := range c.MustSay {
			if !regexp.MustCompile("(?i)" + m).MatchString(said) {
				t.Errorf("%s (%s) does not say %s: %s", c.File, c.What, m, said)
			}
		}
	}
}

// damage changes data somewhere, in one of the ways that disks, networks and liars do.
func damage(r *rand.Rand, data []byte) []byte {
	b := slices.Clone(data)
	at := r.IntN(len(b))
	if r.IntN(2) == 0 {
		at = max(0, len(b)-1-r.IntN(min(len(b), 1500))) // the footer
	}
	switch r.IntN(6) {
	case 0, 1:
		b[at] ^= 1 << r.IntN(8)
	case 2:
		b[at] = byte(r.Uint32())
	case 3:
		fill := []byte{0, 0xff, 0x7f, 0x80}[r.IntN(4)]
		for k := at; k < min(at+1+r.IntN(9), len(b)); k++ {
			b[k] = fill
		}
	case 4:
		lie := []byte("\xff\xff\xff\xff\xff\xff\xff\xff\x7f")[r.IntN(8):]
		b = slices.Insert(b, at, lie...)
	case 5:
		b = slices.Delete(b, at, min(at+1+r.IntN(40), len(b)))
	}
	return b
}

// TestDamagedParquet reads thousands of damaged files: each ends soon, in a table or an error with a hint, and takes
// no more memory than its size allows for.
func TestDamagedParquet(t *testing.T) {
	rows := parquetRows(40)
	var sources [][]byte
	for _, codec := range parquetCodecs {
		sources = append(sources, writeParquet(t, rows, 25, parquet.Compression(codec), parquet.DataPageVersion(1+len(sources)%2)))
	}
	if data, err := os.ReadFile(filepath.Join(hostile, "parquet/ok.parquet")); err == nil {
		sources = append(sources, data)
	}
	const seed, cases = 20260801, 1500
	r := rand.New(rand.NewPCG(seed, 1))
	var before, after runtime.MemStats
	read := 0
	for k := range cases {
		data := damage(r, sources[k%len(sources)])
		for r.IntN(3) == 0 {
			data = damage(r, data)
		}
		runtime.ReadMemStats(&before)
		start := time.Now()
		_, err := readData("damaged.parquet", data)
		runtime.ReadMemStats(&after)
		if took := time.Since(start); took > 5*time.Second {
			t.Fatalf("case %d of seed %d took %s", k, seed, took)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 64<<20 {
			t.Fatalf("case %d of seed %d took %d MB: %v", k, seed, used>>20, err)
		}
		if err == nil {
			read++
		} else if !strings.Contains(err.Error(), "hint: ") || strings.Contains(err.Error(), "runtime error") {
			t.Fatalf("case %d of seed %d: %v", k, seed, err)
		}
	}
	t.Logf("%d of %d damaged files could be read", read, cases)
}

// FuzzParquet reads anything without panic, and any refusal has a hint.
func FuzzParquet(f *testing.F) {
	type row struct {
		A *int64  `parquet:"a,optional"`
		B string  `parquet:"b,dict"`
		C float64 `parquet:"c,split"`
		D string  `parquet:"d,delta"`
		E int64   `parquet:"e,delta"`
	}
	one := int64(1)
	for version := 1; version <= 2; version++ {
		f.Add(writeParquet(f, []row{{&one, "x", 1, "ab", 2}, {nil, "y", 2, "ac", 3}}, 2, parquet.DataPageVersion(version), parquet.Compression(parquetCodecs[version])))
	}
	f.Add([]byte("PAR1\x19\xfc\xff\xff\xff\xff\x0f\x07\x00\x00\x00PAR1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		raw, err := (&Parquet{}).ReadFile(context.Background(), File{Name: "f", Data: data}, Env{Memory: 64 << 20})
		if err == nil {
			profile.Of(raw.Table)
		} else if !strings.Contains(err.Error(), "; hint: ") || strings.Contains(err.Error(), "runtime error") {
			t.Fatalf("no hint: %v", err)
		}
	})
}

type benchRow struct {
	ID      string  `parquet:"id"`
	Income  int64   `parquet:"income"`
	Rate    float64 `parquet:"rate,optional"`
	Purpose string  `parquet:"purpose,dict"`
	Zip     string  `parquet:"zip,dict"`
	Day     int32   `parquet:"day,date"`
	Repaid  bool    `parquet:"repaid"`
}

// BenchmarkParquet reads 100,000 rows of numbers, categories, ids and dates.
func BenchmarkParquet(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	rows := make([]benchRow, 100_000)
	for i := range rows {
		rows[i] = benchRow{fmt.Sprintf("A%06d", i), r.Int64N(200_000), r.Float64() * 20, []string{"car", "home", "debt"}[r.IntN(3)], fmt.Sprintf("%05d", r.IntN(5000)), 19000 + r.Int32N(900), r.IntN(2) == 0}
	}
	data := writeParquet(b, rows, len(rows), parquet.Compression(&parquet.Snappy))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := readData("bench.parquet", data); err != nil {
			b.Fatal(err)
		}
	}
}
