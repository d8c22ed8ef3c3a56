// Package export writes tables for other programs: delimited text, JSON lines, Parquet.
package export

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"assay/models/param"
	"assay/pipeline/table"
)

// Format is how a table is written.
type Format struct {
	Name    string   // csv, tsv, jsonl, parquet
	Endings []string // of file names that ask for it
	write   func(w io.Writer, fields []field, rows int, o Options) error
}

// Options of writing.
type Options struct {
	Raw    bool // text cells as they are, even those a spreadsheet would run as formulas
	Expand bool // columns of levels as columns of 0 and 1, one for each level
}

// Formats lists what can be written; the first is the default.
func Formats() []Format {
	return []Format{
		{"csv", []string{".csv"}, delimited(',')},
		{"tsv", []string{".tsv", ".tab"}, delimited('\t')},
		{"jsonl", []string{".jsonl", ".ndjson"}, jsonLines},
		{"parquet", []string{".parquet"}, parquetFile},
	}
}

// Find returns the format of that name.
func Find(name string) (Format, error) {
	var names []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("tables cannot be written as %q%s; there are %s", name, param.DidYouMean(name, names), strings.Join(names, ", "))
}

// For returns the format the ending of a file name asks for: CSV when it has none. An ending that means something else
// is an error that lists those that are known.
func For(path string) (Format, error) {
	ending, known := strings.ToLower(filepath.Ext(path)), []string{}
	for _, f := range Formats() {
		if slices.Contains(f.Endings, ending) {
			return f, nil
		}
		known = append(known, f.Endings...)
	}
	if ending != "" {
		return Format{}, fmt.Errorf("tables cannot be written as %s; the endings are %s", ending, strings.Join(known, ", "))
	}
	return Formats()[0], nil
}

// Write writes the columns and rows of a table in their order. A missing value is an empty cell, null, or absent,
// whatever the format has for it.
func (f Format) Write(w io.Writer, t *table.Table, o Options) error {
	if err := f.write(w, fields(t, o.Expand), t.Rows(), o); err != nil {
		return fmt.Errorf("writing %s: %w", f.Name, err)
	}
	return nil
}

// Defused puts an apostrophe before the cells of a row that a spreadsheet would run as formulas, in place.
func Defused(row []string) []string {
	for j, cell := range row {
		if cell == "" || strings.IndexByte("=+-@\t\r", cell[0]) < 0 || table.IsMissing(cell) {
			continue
		}
		if _, number := table.ParseNumber(cell); !number {
			row[j] = "'" + cell
		}
	}
	return row
}
