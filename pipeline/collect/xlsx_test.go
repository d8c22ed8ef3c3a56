package collect

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
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
