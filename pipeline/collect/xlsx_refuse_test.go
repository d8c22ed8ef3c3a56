package collect

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"assay/pipeline/profile"
	"assay/pipeline/table"
)

// TestXlsxRefuses names what it does not read, and what would take more than its size allows.
func TestXlsxRefuses(t *testing.T) {
	good := writeXlsx(t, func(f *excelize.File) {
		setRow(f, "Loans", 1, "a", "b")
		setRow(f, "Loans", 2, "x", 1)
	}, "Loans")
	sheet := func(rows string) []byte {
		return rezip(t, good, "xl/worksheets/sheet1.xml", func(string) string {
			return `<?xml version="1.0"?><worksheet><sheetData>` + rows + `</sheetData></worksheet>`
		})
	}
	var binary bytes.Buffer
	z := zip.NewWriter(&binary)
	for _, name := range []string{"[Content_Types].xml", "xl/workbook.bin"} {
		if _, err := z.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	head := `<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c></row>`
	const ole, protected = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00"
	for what, c := range map[string]struct {
		name string
		data []byte
		says string
	}{
		"old":        {"l.xls", []byte(ole + strings.Repeat("\x00", 600)), "old Excel workbook"},
		"password":   {"l.dat", []byte(ole + strings.Repeat("\x00", 600) + protected), "a password protects"},
		"ods":        {"l.xlsx", []byte("PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"},
		"text":       {"l.xlsx", []byte("a,b\n1,2\n"), "no Excel workbook"},
		"cut":        {"l.xlsx", good[:len(good)/2], "Excel workbook cannot be read: damaged or cut short"},
		"binary":     {"l.xlsb", binary.Bytes(), "binary workbook (xlsb)"},
		"bomb":       {"l.xlsx", sheet(head + strings.Repeat(" ", 40<<20)), "more than memory or sense allows"},
		"doctype":    {"l.xlsx", rezip(t, good, "xl/workbook.xml", func(s string) string { return `<!DOCTYPE x [<!ENTITY a "b">]>` + s }), "document type"},
		"cut sheet":  {"l.xlsx", rezip(t, good, "xl/worksheets/sheet1.xml", func(s string) string { return s[:len(s)*2/3] }), `damaged: sheet "Loans": its XML ends`},
		"far column": {"l.xlsx", sheet(head + `<row r="2"><c r="XFE2"><v>1</v></c></row>`), `row 2 has a cell at "XFE2"`},
		"far row":    {"l.xlsx", sheet(head + `<row r="99999999999"><c><v>1</v></c></row>`), "row 99999999999 follows"},
		"shared":     {"l.xlsx", sheet(head + `<row r="2"><c r="A2" t="s"><v>77</v></c></row>`), `shared text "77"`},
		"order":      {"l.xlsx", sheet(head + `<row r="1"><c r="A1"><v>1</v></c></row>`), "row 1 follows row 1"},
		"sparse":     {"l.xlsx", sheet(head + `<row r="2"><c r="XFD2"><v>1</v></c></row>` + strings.Repeat(`<row><c><v>1</v></c></row>`, 5000)), "too large a table"},
		"no rows":    {"l.xlsx", sheet(head), "a header but no rows"},
		"empty":      {"l.xlsx", sheet(""), `sheet "Loans": the sheet is empty`},
	} {
		raw, err := readData(c.name, c.data)
		if err == nil {
			t.Errorf("%s: read as\n%s", what, show(raw.Table))
		} else if !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "; hint: ") || !strings.HasPrefix(err.Error(), c.name+":") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestXlsxEnds ends a reading in the middle, and shows the first rows before the end.
func TestXlsxEnds(t *testing.T) {
	data := writeXlsx(t, func(f *excelize.File) {
		setRow(f, "Loans", 1, "id", "v", "late")
		for i := range 600 {
			cells := []any{fmt.Sprint("a", i), i}
			if i > 300 {
				cells = append(cells, i)
			}
			setRow(f, "Loans", i+2, cells...)
		}
	}, "Loans")
	m := &Monitor{}
	raw, err := readFile(context.Background(), File{Name: "l.xlsx", Data: data}, nil, Env{Monitor: m})
	if err != nil || raw.Table.Rows() != 600 || raw.Table.Column("late").Kind != table.Number {
		t.Fatal(err)
	}
	if p := m.Preview(); p == nil || p.Rows() != previewRows || p.At(0).Cell(499) != "a499" || p.At(1).Kind != table.Number {
		t.Error("no preview, or a wrong one")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := readFile(ctx, File{Name: "l.xlsx", Data: data}, nil, Env{}); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
}

// TestDamagedXlsx reads damaged workbooks, in the zip and in the XML: each ends in a table or an error with a hint.
func TestDamagedXlsx(t *testing.T) {
	good := writeXlsx(t, func(f *excelize.File) {
		for i := range 10 {
			setRow(f, "Loans", i+1, fmt.Sprint("name ", i), i, 0.5, i%2 == 0)
		}
	}, "Loans")
	r := rand.New(rand.NewPCG(5, 6))
	parts := []string{"", "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"}
	read := 0
	for k := range 900 {
		data := good
		if part := parts[k%len(parts)]; part == "" {
			data = damage(r, data)
		} else {
			data = rezip(t, data, part, func(s string) string { return string(damage(r, []byte(s))) })
		}
		start := time.Now()
		_, err := readData("damaged.xlsx", data)
		if err == nil {
			read++
		} else if !strings.Contains(err.Error(), "hint: ") || strings.Contains(err.Error(), "runtime error") || time.Since(start) > 5*time.Second {
			t.Fatalf("case %d: %v", k, err)
		}
	}
	t.Logf("%d of 900 damaged workbooks could be read", read)
}

// FuzzXLSX reads anything as the XML of a sheet without panic, and any refusal has a hint.
func FuzzXLSX(f *testing.F) {
	good := writeXlsx(f, func(f *excelize.File) { setRow(f, "Loans", 1, "a", "b") }, "Loans")
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c t="str"><v>b</v></c></row><row><c><v>1</v></c><c s="1"><v>2.5</v></c></row></sheetData></worksheet>`))
	f.Add([]byte(`<x:worksheet xmlns:x="y"><x:sheetData><x:row><x:c t="b"><x:v>1</x:v></x:c><x:c t="e"><x:v>#REF!</x:v></x:c></x:row></x:sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></x:worksheet>`))
	f.Add([]byte(`<worksheet><!-- x --><row r="2"><c><f>A1</f></c><c t="str"><v><![CDATA[<&>]]></v></c><c t="str"><v>&#x41;&amp;_x000D_</v></c></row>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		raw, err := readData("f.xlsx", rezip(t, good, "xl/worksheets/sheet1.xml", func(string) string { return string(data) }))
		if err == nil {
			profile.Of(raw.Table)
		} else if !strings.Contains(err.Error(), "; hint: ") || strings.Contains(err.Error(), "runtime error") {
			t.Fatalf("no hint: %v", err)
		}
	})
}

// BenchmarkXLSX reads 20,000 rows.
func BenchmarkXLSX(b *testing.B) {
	data := writeXlsx(b, func(f *excelize.File) {
		w, err := f.NewStreamWriter("Loans")
		if err != nil {
			b.Fatal(err)
		}
		names := []any{"id", "income", "rate", "purpose", "zip"}
		for i := range 20_000 {
			row := []any{fmt.Sprintf("A%06d", i), i * 7 % 100_000, float64(i%1000) / 50, []string{"car", "home"}[i%2], fmt.Sprintf("%05d", i%4000)}
			if i == 0 {
				row = slices.Clone(names)
			}
			if err := w.SetRow(fmt.Sprint("A", i+1), row); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			b.Fatal(err)
		}
	}, "Loans")
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := readData("bench.xlsx", data); err != nil {
			b.Fatal(err)
		}
	}
}
