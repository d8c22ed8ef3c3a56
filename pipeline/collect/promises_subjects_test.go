package collect

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"
)

// record is a row that every format can hold.
type record struct {
	ID     int64   `json:"id" parquet:"id"`
	Income float64 `json:"income" parquet:"income"`
	Job    string  `json:"job" parquet:"job"`
	Zip    string  `json:"zip" parquet:"zip"`
}

func records(n int) []record {
	out := make([]record, n)
	for i := range out {
		out[i] = record{int64(i), float64(i%997) + .25, []string{"baker", "nurse", "cook"}[i%3], fmt.Sprintf("%05d", i%90)}
	}
	return out
}

// delimited is the rows as text.
func delimited(rows []record, by string) []byte {
	var b bytes.Buffer
	fmt.Fprintln(&b, strings.Join([]string{"id", "income", "job", "zip"}, by))
	for _, r := range rows {
		fmt.Fprintf(&b, "%d%s%.2f%s%s%s%s\n", r.ID, by, r.Income, by, r.Job, by, r.Zip)
	}
	return b.Bytes()
}

// must ends the test on an error.
func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// subjects are one source of each kind. Another kind is another line.
func subjects(t *testing.T) []subject {
	rows := records(3000)
	csv := delimited(rows, ",")
	list := must[[]byte](t)(json.Marshal(rows))
	var out []subject
	file := func(name string, data []byte, lines bool) {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
		damaged := filepath.Join(t.TempDir(), name)
		cut := data[:len(data)*2/3]
		if lines && name != "x.json" {
			cut = append(bytes.Clone(cut), "\n\"never closed"...)
		}
		if err := os.WriteFile(damaged, cut, 0o644); err != nil {
			t.Fatal(err)
		}
		out = append(out, subject{name: name, folder: folder, lines: lines,
			open:   func() (Source, error) { return Open(filepath.Join(folder, name), nil) },
			broken: func() Source { return &fileSource{address: Address{Place: damaged}} }})
	}
	file("x.csv", csv, true)
	file("x.tsv", delimited(rows, "\t"), true)
	file("large.csv", delimited(records(60_000), ","), true)
	file("x.json", list, false)
	file("x.csv.gz", gzipBytes(t, csv), false)
	file("x.csv.zst", must[*zstd.Encoder](t)(zstd.NewWriter(nil)).EncodeAll(csv, nil), false)
	file("x.zip", zipBytes(t, csv), false)
	file("x.parquet", parquetBytes(t, rows), false)
	file("x.xlsx", workbookBytes(t, rows[:300]), false)
	file("x.sqlite", databaseBytes(t, rows[:300]), false)

	parts := t.TempDir()
	for k := range 3 {
		if err := os.WriteFile(filepath.Join(parts, fmt.Sprintf("%d.csv", k)), delimited(rows[k*1000:k*1000+1000], ","), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/csv")
		_, _ = w.Write(csv) // whoever stops asking is gone
	}))
	t.Cleanup(server.Close)
	return append(out,
		subject{name: "append", folder: parts, lines: true, open: func() (Source, error) { return Open(filepath.Join(parts, "*.csv"), nil) },
			broken: func() Source { return &fileSource{address: Address{Place: filepath.Join(parts, "*.tsv")}} }},
		subject{name: "standard input", lines: true, open: func() (Source, error) { return Open("-", nil) }, env: func() Env { return Env{Stdin: bytes.NewReader(csv)} }},
		subject{name: "sample", lines: true, open: func() (Source, error) { return Open(SampleName, nil) }, env: func() Env { return Env{Sample: func() []byte { return csv }} }},
		subject{name: "http", stays: true, open: func() (Source, error) { return Open(server.URL+"/x.csv", nil) }})
}

func gzipBytes(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	must[int](t)(w.Write(data))
	must[any](t)(nil, w.Close())
	return b.Bytes()
}

func zipBytes(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f := must[io.Writer](t)(w.Create("x.csv"))
	must[int](t)(f.Write(data))
	must[any](t)(nil, w.Close())
	return b.Bytes()
}

func parquetBytes(t testing.TB, rows []record) []byte {
	t.Helper()
	var b bytes.Buffer
	must[any](t)(nil, parquet.Write(&b, rows))
	return b.Bytes()
}

func workbookBytes(t testing.TB, rows []record) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must[any](t)(nil, f.SetSheetRow("Sheet1", "A1", &[]any{"id", "income", "job", "zip"}))
	for i, r := range rows {
		must[any](t)(nil, f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+2), &[]any{r.ID, r.Income, r.Job, r.Zip}))
	}
	return must[*bytes.Buffer](t)(f.WriteToBuffer()).Bytes()
}

func databaseBytes(t testing.TB, rows []record) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.sqlite")
	db := must[*sql.DB](t)(sql.Open("sqlite", path))
	must[sql.Result](t)(db.Exec("CREATE TABLE loans (id INTEGER, income REAL, job TEXT, zip TEXT)"))
	for _, r := range rows {
		must[sql.Result](t)(db.Exec("INSERT INTO loans VALUES (?, ?, ?, ?)", r.ID, r.Income, r.Job, r.Zip))
	}
	must[any](t)(nil, db.Close())
	return must[[]byte](t)(os.ReadFile(path))
}
