package sampledata

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"assay/models/param"
)

// plain is NewLoans without any dirt.
func plain() Loans {
	l := NewLoans()
	l.Missing, l.Duplicates, l.Currencies, l.Spelling = 0, 0, 0, 0
	return l
}

func write(t testing.TB, l Loans) (dirty, truth string) {
	t.Helper()
	var d, tr bytes.Buffer
	if err := l.Write(&d, &tr); err != nil {
		t.Fatal(err)
	}
	return d.String(), tr.String()
}

func records(t testing.TB, s string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(s)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestSameSeedSameBytes(t *testing.T) {
	l := NewLoans()
	a, at := write(t, l)
	b, bt := write(t, l)
	if a != b || at != bt {
		t.Error("the same settings wrote two different files")
	}
	l.Seed++
	if c, _ := write(t, l); a == c {
		t.Error("another seed wrote the same file")
	}
}

// TestPrefix: a longer file begins with the shorter one, up to the duplicates that find their place at the end.
func TestPrefix(t *testing.T) {
	short, long := NewLoans(), NewLoans()
	short.Rows, long.Rows = 300, 1000
	_, st := write(t, short)
	_, lt := write(t, long)
	if !strings.HasPrefix(lt, st) {
		t.Error("the truth of 300 rows is not the beginning of the truth of 1000")
	}
	sd, _ := write(t, short)
	ld, _ := write(t, long)
	body := sd[:strings.Index(sd, "\nA00000300")]
	if !strings.HasPrefix(ld, body) {
		t.Error("the file of 300 rows is not the beginning of the file of 1000")
	}
	short.Duplicates, long.Duplicates = 0, 0
	sd, _ = write(t, short)
	ld, _ = write(t, long)
	if !strings.HasPrefix(ld, sd) {
		t.Error("without duplicates the shorter file must be a prefix, byte for byte")
	}
}

// TestCleanIsTruth: with every kind of dirt at 0 the file is the truth without its last two columns.
func TestCleanIsTruth(t *testing.T) {
	l := plain()
	for _, leak := range []bool{false, true} {
		l.Leak = leak
		dirty, truth := write(t, l)
		d, tr := records(t, dirty), records(t, truth)
		if len(d) != l.Rows+1 || len(tr) != l.Rows+1 {
			t.Fatalf("%d and %d lines for %d applications", len(d), len(tr), l.Rows)
		}
		for i := range d {
			if want := tr[i][:len(tr[i])-2]; strings.Join(d[i], "|") != strings.Join(want, "|") {
				t.Fatalf("line %d is %q where the truth is %q", i+1, d[i], want)
			}
		}
	}
}

// TestKnobs counts what each kind of dirt does alone.
func TestKnobs(t *testing.T) {
	l := plain()
	l.Rows = 20_000
	_, truth := write(t, l)
	near := func(name string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > .005+.05*want {
			t.Errorf("%s: %.4f, want about %.4f", name, got, want)
		}
	}

	gaps := l
	gaps.Missing = .1
	dirty, same := write(t, gaps)
	empty := 0
	for _, r := range records(t, dirty)[1:] {
		for _, cell := range r {
			if cell == "" {
				empty++
			}
		}
	}
	near("missing", float64(empty)/float64(l.Rows*7), .1) // seven columns may have gaps
	if same != truth {
		t.Error("missing changed the truth")
	}

	twice := l
	twice.Duplicates = .1
	dirty, same = write(t, twice)
	rows := records(t, dirty)
	seen, exact := map[string]string{}, 0
	for _, r := range rows[1:] {
		line := strings.Join(r, "|")
		if seen[r[0]] == line {
			exact++
		}
		seen[r[0]] = line
	}
	near("duplicates", float64(exact)/float64(l.Rows), .1)
	if len(seen) != l.Rows || len(rows)-1-l.Rows != exact || same != truth {
		t.Errorf("%d applications, %d duplicates, %d of them exact; without other dirt all must be, and the truth the same", len(seen), len(rows)-1-l.Rows, exact)
	}

	mixed := l
	mixed.Currencies = .3
	dirty, _ = write(t, mixed)
	near("currencies", float64(strings.Count(dirty, ",EUR ")+strings.Count(dirty, ",GBP "))/float64(2*l.Rows), .3)

	leaky := l
	leaky.Leak = true
	dirty, _ = write(t, leaky)
	right := 0
	for _, r := range records(t, dirty)[1:] {
		if (r[11] == "0") == (r[12] == "yes") {
			right++
		}
	}
	if share := float64(right) / float64(l.Rows); share < .97 || share == 1 {
		t.Errorf("collection_calls agrees with the outcome in %.3f of the rows", share)
	}
}

// TestRetyped: about half of the duplicates are spelled anew.
func TestRetyped(t *testing.T) {
	l := NewLoans()
	l.Duplicates = 1
	dirty, _ := write(t, l)
	seen, exact, retyped := map[string]string{}, 0, 0
	for _, r := range records(t, dirty)[1:] {
		line := strings.Join(r, "|")
		switch first, ok := seen[r[0]]; {
		case !ok:
			seen[r[0]] = line
		case first == line:
			exact++
		default:
			retyped++
		}
	}
	if exact+retyped != l.Rows || exact < 2*l.Rows/5 || retyped < 2*l.Rows/5 {
		t.Errorf("%d copies and %d retyped duplicates of %d applications", exact, retyped, l.Rows)
	}
}

func TestSettings(t *testing.T) {
	for _, c := range []struct{ name, bad string }{
		{"rows", "0"}, {"rows", "100000000"}, {"rows", "many"}, {"seed", "-1"}, {"missing", "1"}, {"missing", "NaN"}, {"duplicates", "1.1"}, {"currencies", "-0.1"},
		{"spelling", "2"}, {"rule", "98"}, {"bias", "-1"}, {"leak", "perhaps"}, {"drift", "3"}, {"row", "10"},
	} {
		l := NewLoans()
		if err := param.Set(&l, c.name, c.bad); err == nil || !strings.Contains(err.Error(), c.name) {
			t.Errorf("%s=%s: %v", c.name, c.bad, err)
		}
		if l != NewLoans() {
			t.Errorf("%s=%s changed the settings", c.name, c.bad)
		}
	}
	for _, l := range []Loans{{}, {Rows: 1, Missing: 2}, {Rows: 1, Bias: math.NaN()}} {
		if err := l.Write(io.Discard, nil); err == nil {
			t.Errorf("%+v was accepted", l)
		}
	}
}

// broken fails after some bytes.
type broken int

func (b *broken) Write(p []byte) (int, error) {
	if *b -= broken(len(p)); *b < 0 {
		return 0, errors.New("disk full")
	}
	return len(p), nil
}

// TestBrokenWriter: an error of either writer comes out, whenever it strikes.
func TestBrokenWriter(t *testing.T) {
	for _, room := range []broken{0, 1 << 16, 3 << 16} {
		l, d, tr := NewLoans(), room, room
		if err := l.Write(&d, nil); err == nil || !strings.Contains(err.Error(), "disk full") {
			t.Errorf("room for %d bytes: %v", room, err)
		}
		if err := l.Write(io.Discard, &tr); err == nil {
			t.Errorf("room for %d bytes of truth: no error", room)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	l := NewLoans()
	l.Rows = 10_000
	for b.Loop() {
		if err := l.Write(io.Discard, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(l.Rows*b.N)/b.Elapsed().Seconds(), "rows/s")
}
