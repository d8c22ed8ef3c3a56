package collect

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/pipeline/table"

	"github.com/xuri/excelize/v2"
)

// writeXlsx makes a workbook: a sheet per name, filled by do.
func writeXlsx(t testing.TB, do func(f *excelize.File), sheets ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", sheets[0]); err != nil {
		t.Fatal(err)
	}
	for _, s := range sheets[1:] {
		if _, err := f.NewSheet(s); err != nil {
			t.Fatal(err)
		}
	}
	do(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func setRow(f *excelize.File, sheet string, row int, cells ...any) {
	if err := f.SetSheetRow(sheet, fmt.Sprint("A", row), &cells); err != nil {
		panic(err)
	}
}

func setStyle(f *excelize.File, cells string, style excelize.Style) {
	id, err := f.NewStyle(&style)
	if err != nil {
		panic(err)
	}
	from, to, _ := strings.Cut(cells, ":")
	if err := f.SetCellStyle("Loans", from, to, id); err != nil {
		panic(err)
	}
}

// TestXlsxCells reads every kind of cell.
func TestXlsxCells(t *testing.T) {
	data := writeXlsx(t, func(f *excelize.File) {
		setRow(f, "Loans", 1, "id", "amount", "day", "moment", "clock", "own", "rate", "ok", "sum", "bad", "note")
		day := time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)
		for i := range 3 {
			r := i + 2
			at := day.AddDate(0, 0, i)
			setRow(f, "Loans", r, fmt.Sprintf("0050%d", i), 10.5+float64(i), at, at.Add(10*time.Hour+30*time.Minute), 0.25, 46053+i, 0.05, i == 1, nil, i, "a & b\nc")
			if err := f.SetCellFormula("Loans", fmt.Sprint("I", r), fmt.Sprintf("B%d*2", r)); err != nil {
				t.Fatal(err)
			}
		}
		own, era := `[$-409]d\ mmm\ yyyy;@`, "hh:mm"
		setStyle(f, "C2:C4", excelize.Style{NumFmt: 14})
		setStyle(f, "D2:D4", excelize.Style{NumFmt: 22})
		setStyle(f, "E2:E4", excelize.Style{CustomNumFmt: &era})
		setStyle(f, "F2:F4", excelize.Style{CustomNumFmt: &own})
		setStyle(f, "G2:G4", excelize.Style{NumFmt: 10})
	}, "Loans")
	// excelize stores no results of formulas and writes no error cells, spreadsheets do.
	data = rezip(t, data, "xl/worksheets/sheet1.xml", func(s string) string {
		s = strings.Replace(s, `<f>B2*2</f>`, `<f>B2*2</f><v>21</v>`, 1)
		s = strings.Replace(s, `<f>B3*2</f>`, `<f>B3*2</f><v>23</v>`, 1)
		return strings.Replace(s, `<c r="J3"><v>1</v></c>`, `<c r="J3" t="e"><v>#DIV/0!</v></c>`, 1)
	})
	raw, err := readData("loans.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"00500", "10.5", "2026-01-31", "2026-01-31T10:30:00", "06:00:00", "2026-01-31", "0.05", "false", "21", "0", "a & b\nc"},
		{"00501", "11.5", "2026-02-01", "2026-02-01T10:30:00", "06:00:00", "2026-02-01", "0.05", "true", "23", "#DIV/0!", "a & b\nc"},
		{"00502", "12.5", "2026-02-02", "2026-02-02T10:30:00", "06:00:00", "2026-02-02", "0.05", "false", "", "2", "a & b\nc"}}
	if raw.Table.Rows() != 3 || raw.Table.Width() != 11 || raw.Origin.Kind != "xlsx" {
		t.Fatalf("%s\n%+v", show(raw.Table), raw.Origin)
	}
	for i, row := range want {
		for j, w := range row {
			if got := raw.Table.At(j).Cell(i); got != w {
				t.Errorf("row %d of %s is %q, want %q", i, raw.Table.At(j).Name, got, w)
			}
		}
	}
	if raw.Table.Line(2) != 4 || raw.Table.Column("amount").Kind != table.Number || raw.Table.Column("id").Kind != table.Text {
		t.Errorf("line %d, %s", raw.Table.Line(2), show(raw.Table))
	}
	said := strings.Join(append(raw.Origin.Notes, raw.Origin.Warnings...), "\n")
	for _, w := range []string{`sheet "Loans"`, "header in row 1", "1 column in percent", `1 error cell such as "#DIV/0!" (row 3)`, "1 formula without a stored result, read as missing (row 4, first I4)"} {
		if !strings.Contains(said, w) {
			t.Errorf("not said: %s in\n%s", w, said)
		}
	}
}

// rezip changes one part of a workbook.
func rezip(t testing.TB, data []byte, part string, change func(string) string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		_, _ = text.ReadFrom(r)
		w, _ := out.Create(f.Name)
		s := text.String()
		if f.Name == part {
			s = change(s)
		}
		_, _ = w.Write([]byte(s))
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestXlsxLayout finds the table in sheets that people made.
func TestXlsxLayout(t *testing.T) {
	for name, c := range map[string]struct {
		fill  func(f *excelize.File)
		names string
		rows  int
		line  int // of the first row
		says  []string
	}{
		"title and gaps": {func(f *excelize.File) {
			setRow(f, "Loans", 2, "Loans of the year 2026")
			setRow(f, "Loans", 4, nil, "id", "amount", "city")
			setRow(f, "Loans", 5, nil, "a", 1, "Bern")
			setRow(f, "Loans", 8, nil, "b", 2, "Basel")
			setRow(f, "Loans", 9, "", "", "", "", "")
		}, "id amount city", 2, 5, []string{`1 row before the header left out: "Loans of the year 2026"; the header is in row 4`, "empty rows inside the table left out (row 6)"}},
		"no header": {func(f *excelize.File) {
			for i := range 5 {
				setRow(f, "Loans", i+1, i, float64(i)/2, "x")
			}
		}, "column_1 column_2 column_3", 5, 1, []string{"row 1 looks like data, so there is no header"}},
		"names": {func(f *excelize.File) {
			setRow(f, "Loans", 1, "a", "", "a", "b ")
			setRow(f, "Loans", 2, 1, 2, 3, 4, "beyond")
			setRow(f, "Loans", 3, 1, 2, 3, 4)
		}, "a column_2 a_2 b column_5", 2, 2, []string{"2 columns have no name: called column_2, column_5", `the second "a" is now "a_2"`}},
		"merged": {func(f *excelize.File) {
			setRow(f, "Loans", 1, "group", "v")
			setRow(f, "Loans", 2, "x", 1)
			setRow(f, "Loans", 3, nil, 2)
			if err := f.MergeCell("Loans", "A2", "A3"); err != nil {
				panic(err)
			}
		}, "group v", 2, 2, []string{"1 merged area: only the first cell of each holds a value, the others are read as missing (row 2, first A2:A3)"}},
		"other sheets": {func(f *excelize.File) {
			setRow(f, "Loans", 1, "a", "b")
			setRow(f, "Loans", 2, "x", 1)
			setRow(f, "Notes", 1, "made by hand")
		}, "a b", 1, 2, []string{`the first of 2 sheets with data is read, "Loans"; others are "Notes"`}},
	} {
		raw, err := readData("l.xlsx", writeXlsx(t, c.fill, "Loans", "Notes", "Empty"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := strings.Join(raw.Table.Names(), " "); got != c.names || raw.Table.Rows() != c.rows || raw.Table.Line(0) != c.line {
			t.Errorf("%s: columns %s, %d rows from line %d; %v", name, got, raw.Table.Rows(), raw.Table.Line(0), raw.Origin.Warnings)
		}
		said := strings.Join(raw.Origin.Warnings, "\n")
		for _, w := range c.says {
			if !strings.Contains(said, w) {
				t.Errorf("%s: not said: %s in\n%s", name, w, said)
			}
		}
		if len(c.says) != len(raw.Origin.Warnings) {
			t.Errorf("%s: warned %q", name, raw.Origin.Warnings)
		}
	}
}

// TestXlsxSheets chooses a sheet by the address or the setting, and lists them.
func TestXlsxSheets(t *testing.T) {
	data := writeXlsx(t, func(f *excelize.File) {
		setRow(f, "Notes", 1, "a", "b")
		setRow(f, "Notes", 2, "x", 1)
		setRow(f, "My Loans", 1, "id", "v")
		setRow(f, "My Loans", 2, "y", 2)
	}, "Notes", "My Loans", "Empty")
	path := filepath.Join(t.TempDir(), "book.txt") // told by its content
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	for address, o := range map[string]Options{path + "#My Loans": nil, path: {"xlsx.sheet": "my loans"}} {
		raw, err := Read(ctx, address, o, Env{})
		if err != nil || raw.Table.Names()[0] != "id" || len(raw.Origin.Warnings) > 0 {
			t.Errorf("%s: %v, %v", address, err, raw.Origin.Warnings)
		}
	}
	if _, err := Read(ctx, path+"#My Loan", nil, Env{}); err == nil || !strings.Contains(err.Error(), `"Notes", "My Loans", "Empty"`) {
		t.Errorf("a sheet that is not there: %v", err)
	}
	if _, err := Read(ctx, path+"#Empty", nil, Env{}); err == nil || !strings.Contains(err.Error(), "the sheet is empty; hint: ") {
		t.Errorf("an empty sheet: %v", err)
	}
	list, err := Tables(ctx, path, nil, Env{})
	if err != nil || len(list) != 3 || list[1].Name != "My Loans" || list[1].Kind != "sheet" {
		t.Errorf("%v, %v", list, err)
	}
}

func TestDates(t *testing.T) {
	for code, want := range map[string]numberFormat{"General": plainFormat, "0.00": plainFormat, "0%": percentFormat, "yyyy-mm-dd": dateFormat,
		"m/d/yy h:mm": momentFormat, "[h]:mm:ss": elapsedFormat, "mm:ss.0": clockFormat, `#,##0 "days"`: plainFormat, "[Red]0;[Blue]-0": plainFormat,
		`[$-F800]dddd\,\ mmmm\ dd\,\ yyyy`: dateFormat, "0.00E+00": plainFormat, "mmm": dateFormat, `_($* #,##0.00_)`: plainFormat, `0\d`: plainFormat} {
		if got := formatCode(code); got != want {
			t.Errorf("%q is %d, want %d", code, got, want)
		}
	}
	for _, c := range []struct {
		serial float64
		f      numberFormat
		from   int64
		want   string
	}{{1, dateFormat, 0, "1900-01-01"}, {59, dateFormat, 0, "1900-02-28"}, {61, dateFormat, 0, "1900-03-01"}, {46053, dateFormat, 0, "2026-01-31"},
		{44591, dateFormat, 1, "2026-01-31"}, {46053.5, dateFormat, 0, "2026-01-31T12:00:00"}, {46053, momentFormat, 0, "2026-01-31T00:00:00"},
		{0.75, clockFormat, 0, "18:00:00"}, {1.5, elapsedFormat, 0, "36:00:00"}, {2958465, dateFormat, 0, "9999-12-31"}, {-1, dateFormat, 0, ""}, {3e6, dateFormat, 0, ""}} {
		if got, _ := (&workbook{from: c.from}).dateText(c.serial, c.f); got != c.want {
			t.Errorf("%v is %q, want %q", c.serial, got, c.want)
		}
	}
	for place, want := range map[string][2]int{"A1": {0, 1}, "XFD1048576": {16383, 1048576}, "aa10": {26, 10}, "XFE1": {-1, 0}, "A0": {-1, 0}, "1": {-1, 0}, "A": {-1, 0}} {
		if col, row := cellPlace([]byte(place)); col != want[0] || row != want[1] {
			t.Errorf("%s is %d, %d", place, col, row)
		}
	}
	if columnLetters(0) != "A" || columnLetters(26) != "AA" || columnLetters(16383) != "XFD" {
		t.Error("letters of columns are wrong")
	}
}

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
	for what, c := range map[string]struct {
		name string
		data []byte
		says string
	}{
		"old":        {"l.xls", []byte(oleMagic + strings.Repeat("\x00", 600)), "old Excel workbook"},
		"password":   {"l.xlsx", []byte(oleMagic + strings.Repeat("\x00", 600) + string(oleEncrypted)), "a password protects"},
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
	if p := m.Preview(); p == nil || p.Rows() != previewRows || p.At(0).Cell(199) != "a199" || p.At(1).Kind != table.Number {
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
		} else if !strings.Contains(err.Error(), "hint: ") || strings.Contains(err.Error(), "runtime error") || time.Since(start) > 2*time.Second {
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
			Profile(raw.Table)
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
