package export

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/pipeline/collect"
	"assay/pipeline/table"
)

func loans(t testing.TB) *table.Table {
	t.Helper()
	out, err := table.New([]*table.Column{
		table.TextOf("zip", []string{"01234", "", "a,\"b\"\nc", "=1+2"}),
		table.NewNumber("amount", []float64{1.5, math.NaN(), -3, 1e21}),
		table.NewTime("born", []int64{0, table.NoTime, 86400, -1}),
		table.NewLevels("home", []int32{0, -1, 1, 0}, []string{"own", "rent"}),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTextFormats(t *testing.T) {
	for name, want := range map[string]string{
		"csv":   "zip,amount,born,home\n01234,1.5,1970-01-01,own\n,,,\n\"a,\"\"b\"\"\nc\",-3,1970-01-02,rent\n'=1+2,1e+21,1969-12-31T23:59:59,own\n",
		"tsv":   "zip\tamount\tborn\thome\n01234\t1.5\t1970-01-01\town\n\t\t\t\n\"a,\"\"b\"\"\nc\"\t-3\t1970-01-02\trent\n'=1+2\t1e+21\t1969-12-31T23:59:59\town\n",
		"jsonl": `{"zip":"01234","amount":1.5,"born":"1970-01-01","home":"own"}` + "\n" + `{"zip":null,"amount":null,"born":null,"home":""}` + "\n" + `{"zip":"a,\"b\"\nc","amount":-3,"born":"1970-01-02","home":"rent"}` + "\n" + `{"zip":"=1+2","amount":1e+21,"born":"1969-12-31T23:59:59","home":"own"}` + "\n",
	} {
		f, err := Find(name)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := f.Write(&b, loans(t), Options{}); err != nil || b.String() != want {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, b.String(), want)
		}
	}
}

// Levels are written as columns of 0 and 1 where numbers are wanted.
func TestExpand(t *testing.T) {
	only := loans(t).Without("zip", "amount", "born")
	for name, want := range map[string]string{"csv": "home=own,home=rent\n1,0\n0,0\n0,1\n1,0\n", "jsonl": `{"home=own":1,"home=rent":0}` + "\n" + `{"home=own":0,"home=rent":0}` + "\n" + `{"home=own":0,"home=rent":1}` + "\n" + `{"home=own":1,"home=rent":0}` + "\n"} {
		f, err := Find(name)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := f.Write(&b, only, Options{Expand: true}); err != nil || b.String() != want {
			t.Errorf("%s: %v\n%s", name, err, b.String())
		}
	}
}

// A Parquet file is read again with the same columns, order, values and gaps.
func TestParquetReadsBack(t *testing.T) {
	const rows = 3000 // more than are handed over at once
	numbers, words := make([]float64, rows), make([]string, rows)
	for i := range rows {
		if numbers[i] = float64(i) / 8; i%7 == 0 {
			numbers[i] = math.NaN()
		} else {
			words[i] = string(rune('a' + i%5))
		}
	}
	in, err := table.New([]*table.Column{table.TextOf("z", words), table.NewNumber("a", numbers), table.TextOf("m", words)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "t.parquet")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(formatOf(t, path).Write(f, in, Options{}), f.Close()); err != nil {
		t.Fatal(err)
	}
	raw, err := collect.Read(context.Background(), path, nil, collect.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if got := raw.Table.Names(); len(got) != 3 || got[0] != "z" || got[1] != "a" || got[2] != "m" {
		t.Errorf("the columns are %v", got)
	}
	for i := range rows {
		for j := range 3 {
			if got, want := raw.Table.At(j).Cell(i), in.At(j).Cell(i); got != want {
				t.Fatalf("row %d, column %d: %q, want %q", i, j, got, want)
			}
		}
	}
}

func TestParquetKinds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.parquet")
	var b bytes.Buffer
	if err := formatOf(t, path).Write(&b, loans(t), Options{}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	raw, err := collect.Read(context.Background(), path, nil, collect.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if got := raw.Table.Column("born").Cell(2); got != "1970-01-02T00:00:00Z" && got != "1970-01-02" {
		t.Errorf("a day comes back as %q", got)
	}
	if got := raw.Table.Column("zip").Cell(0); got != "01234" {
		t.Errorf("a zip code comes back as %q", got)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestFullDisk(t *testing.T) {
	for _, f := range Formats() {
		if err := f.Write(full{}, loans(t), Options{}); err == nil {
			t.Errorf("%s: nothing is said of a full disk", f.Name)
		}
	}
}

func formatOf(t *testing.T, path string) Format {
	t.Helper()
	f, err := For(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFormatsByName(t *testing.T) {
	for path, want := range map[string]string{"a.csv": "csv", "a.PARQUET": "parquet", "-": "csv", "a.ndjson": "jsonl", "a.tab": "tsv"} {
		if got := formatOf(t, path).Name; got != want {
			t.Errorf("%s is written as %s", path, got)
		}
	}
	if _, err := For("a.foo"); err == nil || !strings.Contains(err.Error(), ".foo; the endings are .csv, ") {
		t.Errorf("a.foo: %v", err)
	}
	if _, err := Find("parket"); err == nil {
		t.Error("parket is a format")
	}
}
