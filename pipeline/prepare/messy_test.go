package prepare

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"assay/pipeline/table"
)

// readRaw reads a CSV file the way a collector does: columns that are plain numbers throughout are Number, others Text.
func readRaw(t *testing.T, path string, delim rune, roles map[string]table.Role) *table.Table {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("needs the reference data: %v", err)
	}
	if !utf8.Valid(b) { // Latin-1: a byte is a code point
		runes := make([]rune, len(b))
		for i, c := range b {
			runes[i] = rune(c)
		}
		b = []byte(string(runes))
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord, r.Comma = -1, delim
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	head := all[0]
	head[0] = strings.TrimPrefix(head[0], "\ufeff")
	var records [][]string
	for _, rec := range all[1:] {
		if len(rec) >= len(head) && strings.TrimSpace(rec[1]) != head[1] && rec[1] != "" { // no repeated header, no footer
			records = append(records, rec[:len(head)])
		}
	}
	schema := make(table.Schema, len(head))
	for j, name := range head {
		kind := table.Number
		for _, rec := range records {
			if _, ok := table.ParseNumber(rec[j]); !ok && !table.IsMissing(rec[j]) {
				kind = table.Text
				break
			}
		}
		if name = strings.TrimSpace(name); name == "" {
			name = "unnamed"
		}
		schema[j] = table.Field{Name: name, Kind: kind, Role: roles[name]}
	}
	out, _, err := schema.Table(records)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The made-up dirty loan file has a clean twin. Generic rules, without a word about that file, must bring nearly all
// cells back. The scorer that comes with the file judges.
func TestMessyLoans(t *testing.T) {
	for _, c := range []struct {
		file  string
		delim rune
	}{{"messy_loans.csv", ','}, {"messy_loans_semicolon_latin1.csv", ';'}} {
		t.Run(c.file, func(t *testing.T) { scoreMessy(t, c.file, c.delim) })
	}
}

func scoreMessy(t *testing.T, file string, delim rune) {
	dir := filepath.Join("..", "..", "..", "shared")
	raw := readRaw(t, filepath.Join(dir, "data", file), delim, map[string]table.Role{"Application ID": table.ID, "Outcome": table.Target})
	clean := raw
	for _, e := range Default() {
		_, settings, err := e.Settings()
		if err != nil {
			t.Fatal(err)
		}
		switch s := settings.(type) {
		case Cleaner:
			c, err := s.Survey(clean)
			if err != nil {
				t.Fatalf("%s: %v", e.Name, err)
			}
			if clean, err = c.Apply(clean); err != nil {
				t.Fatalf("%s: %v", e.Name, err)
			}
			t.Log(e.Name, "\n\t", strings.Join(c.Explain(), "\n\t "))
		case Sieve:
			rows, notes, err := s.Keep(clean)
			if err != nil {
				t.Fatalf("%s: %v", e.Name, err)
			}
			clean = clean.Select(rows)
			t.Log(e.Name, "\n\t", strings.Join(notes, "\n\t "))
		}
	}
	if clean.Rows() != 3000 {
		t.Errorf("%d rows after dropping duplicates, want the 3000 applications", clean.Rows())
	}
	out := filepath.Join(t.TempDir(), "clean.csv")
	f, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	w := csv.NewWriter(f)
	w.Write(clean.Names())
	for i := range clean.Rows() {
		row := make([]string, clean.Width())
		for j := range row {
			row[j] = clean.At(j).Cell(i)
		}
		w.Write(row)
	}
	w.Flush()
	f.Close()
	score := filepath.Join(dir, "tools", "score_cleaning.py")
	b, err := exec.Command("python3", score, filepath.Join(dir, "data", "messy_loans_truth.csv"), filepath.Join(dir, "data", "messy_loans_truth.json"), out).CombinedOutput()
	if err != nil {
		t.Skipf("cannot run the scorer: %v %s", err, b)
	}
	var report struct {
		Cell float64 `json:"cell_score"`
		Row  float64 `json:"row_score"`
	}
	if err := json.Unmarshal(b, &report); err != nil {
		t.Fatal(err)
	}
	t.Logf("cell score %.4f, row score %.4f", report.Cell, report.Row)
	if report.Cell < 0.99 || report.Row < 1 {
		t.Errorf("%.4f of the cells and %.4f of the rows are right, want 0.99 and 1:\n%s", report.Cell, report.Row, b)
	}
}
