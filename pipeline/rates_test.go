package pipeline_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/pipeline"
)

// A file of rates is read with every preparation, moves with the workflow, and ends up in the recipe.
func TestRatesFile(t *testing.T) {
	folder := t.TempDir()
	rates := filepath.Join(folder, "rates.csv")
	write := func(text string) {
		if err := os.WriteFile(rates, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	rows := []string{"price,when,late"}
	for i := range 40 {
		rows = append(rows, []string{"€10,2024-01-15,yes", "$20,2024-02-15,no"}[i%2])
	}
	w := pipeline.New(written(t, "sales.csv", []byte(strings.Join(rows, "\n"))))
	w.Collect.Target = "late"
	for _, set := range []string{"money.rates_file=" + rates, "money.date=when", "money.columns=price"} {
		if err := w.Set(set); err != nil {
			t.Fatal(err)
		}
	}
	for i := range w.Prepare {
		w.Prepare[i].Off = w.Prepare[i].Name == "duplicates"
	}
	price := func() string {
		c, err := pipeline.Collect(context.Background(), w, pipeline.NewSession(w).Env)
		if err != nil {
			t.Fatal(err)
		}
		p, err := pipeline.Prepare(context.Background(), w, c)
		if err != nil {
			t.Fatal(err)
		}
		return p.Cleaned.Column("price").Cell(0)
	}
	write("EUR,2024-01-01,1.5")
	if got := price(); got != "15" {
		t.Errorf("€10 is $%s, want 15", got)
	}
	write("EUR,2024-01-01,2")
	if got := price(); got != "20" {
		t.Errorf("€10 is $%s after the file was edited, want 20", got)
	}

	path := filepath.Join(folder, "work.yaml")
	if err := pipeline.WriteWorkflow(path, w); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(path); err != nil || !strings.Contains(string(text), "rates_file: rates.csv") || strings.Contains(string(text), "rates_table") {
		t.Errorf("%s %v", text, err)
	}
	if err := os.Remove(rates); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Steps(); err == nil || !strings.Contains(err.Error(), "prepare: money: rates_file: open ") || !strings.Contains(err.Error(), "lines of currency,date,rate") {
		t.Error(err)
	}
}
