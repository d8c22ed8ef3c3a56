package collect

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"assay/pipeline/table"
)

// show writes a table as names with kinds, then rows, | between cells, missing as empty.
func show(t *table.Table) string {
	var b strings.Builder
	for j, c := range t.Columns() {
		if j > 0 {
			b.WriteString("|")
		}
		b.WriteString(c.Name)
		if c.Kind == table.Number {
			b.WriteString("#")
		}
	}
	for i := range t.Rows() {
		b.WriteString("\n")
		for j, c := range t.Columns() {
			if j > 0 {
				b.WriteString("|")
			}
			b.WriteString(c.Cell(i))
		}
	}
	return b.String()
}

func TestReadBytes(t *testing.T) {
	rows := strings.Repeat("1,x\n", 6)
	for _, c := range []struct {
		name, text, want, warning string
	}{
		{"plain", "a,b\n1,x\n2,y\n", "a#|b\n1|x\n2|y", ""},
		{"byte order mark", "\ufeffa,b\n1,x\n", "a#|b\n1|x", ""},
		{"CRLF", "a,b\r\n1,x\r\n2,y\r\n", "a#|b\n1|x\n2|y", ""},
		{"CR only", "a,b\r1,x\r2,y\r", "a#|b\n1|x\n2|y", ""},
		{"CR CR LF", "a,b\r\r\n1,x\r\r\n", "a#|b\n1|x", "CR CR LF"},
		{"blank lines", "\n\na,b\n\n1,x\n   \n2,y\n\n", "a#|b\n1|x\n2|y", ""},
		{"quotes", "a,b\n1,\"x, \"\"y\"\"\nz\"\n", "a#|b\n1|x, \"y\"\nz", ""},
		{"semicolon", "a;b\n1;x,y\n2;z\n", "a#|b\n1|x,y\n2|z", ""},
		{"tab", "a\tb\n1\tx\n2\tz\n", "a#|b\n1|x\n2|z", ""},
		{"pipe", "a|b\n1|x\n2|z\n", "a#|b\n1|x\n2|z", ""},
		{"missing words", "a,b\n1,NA\n?,x\n", "a#|b\n1|\n|x", ""},
		{"codes stay text", "zip,b\n00501,1\n10001,2\n", "zip|b#\n00501|1\n10001|2", ""},
		{"one stray cell makes text", "a,b\n1,x\n2,x\n3,x\n12k,x\n", "a|b\n1|x\n2|x\n3|x\n12k|x", `first on line 5: "12k"`},
		{"nothing but missing", "a,b\nNA,1\n,2\n", "a|b#\n|1\n|2", ""},
		{"short row", "a,b\n1,x\n2\n3,z\n4,w\n", "a#|b\n1|x\n2|\n3|z\n4|w", "1 row with too few fields (line 3"},
		{"long row", "a,b\n1,x\n2,y,z\n3,z\n4,w\n", "a#|b\n1|x\n2|y\n3|z\n4|w", "1 row with too many fields (line 3"},
		{"empty extras", "a,b\n1,x\n2,y,,\n3,z\n", "a#|b\n1|x\n2|y\n3|z", "empty extra fields at the end (line 3)"},
		{"repeated header", "a,b\n1,x\na,b\n2,y\n", "a#|b\n1|x\n2|y", "1 repeated header line dropped (line 3)"},
		{"repeated header with an unnamed column", "a,,b\n1,p,x\na,,b\n2,q,y\n", "a#|column_2|b\n1|p|x\n2|q|y", "1 repeated header line dropped (line 3)"},
		{"duplicate name", "a,a,a_2\n1,2,x\n", "a#|a_3#|a_2\n1|2|x", "duplicate column names"},
		{"blank name", "a,,c\n1,2,x\n1,2,y\n", "a#|column_2#|c\n1|2|x\n1|2|y", "no name in the header"},
		{"trailing delimiter", "a,b,\n1,x,\n2,y,\n", "a#|b\n1|x\n2|y", "the empty column 3"},
		{"preamble", "Report\n\na,b,c\n1,x,y\n2,x,y\n", "a#|b|c\n1|x|y\n2|x|y", "the header is on line 3"},
		{"no header", rows, strings.TrimSuffix("column_1#|column_2\n"+strings.ReplaceAll(rows, ",", "|"), "\n"), "line 1 looks like data"},
		{"years are names", "who,2019,2020\nx,1,2\ny,3,4\n", "who|2019#|2020#\nx|1|2\ny|3|4", ""},
		{"two headers", "g,g,g\na,b,c\nx,1,2\ny,3,4\n", "a|b#|c#\nx|1|2\ny|3|4", "names are taken from line 2"},
		{"comments", "# hello\na,b\n1,x\n# bye\n2,y\n", "a#|b\n1|x\n2|y", "2 comment lines skipped (lines 1, 4)"},
		{"sep line", "sep=;\na;b\n1;x\n", "a#|b\n1|x", ""},
		{"decimal comma", "a;b\n1,5;x\n2,25;y\n", "a#|b\n1.5|x\n2.25|y", ""},
		{"bare quote", "a,b\n1,12\" tyre\n2,y\n", "a#|b\n1|12\" tyre\n2|y", "inside unquoted fields (line 2)"},
		{"text after quote", "a,b\n1,\"home\" loan\n2,y\n", "a#|b\n1|\"home\" loan\n2|y", "text after the closing quote (line 2)"},
		{"stray quotes", "a,b\n1,\"x\n2,y\n3,\"z\n4,w\n5,v\n", "a#|b\n1|\"x\n2|y\n3|\"z\n4|w\n5|v", ""},
		{"backslash", "a,b\n1,\"say \\\"hi\\\", go\"\n2,y\n", "a#|b\n1|say \"hi\", go\n2|y", "backslash"},
		{"backslash is told with its line", "a,b\n1,x\n2,\"say \\\"hi\\\", go\"\n", "a#|b\n1|x\n2|say \"hi\", go", "2 quotes inside fields written with a backslash (line 3)"},
		{"CR and line feeds in quotes", "a,b\r1,\"x\ny\"\r2,z\r", "a#|b\n1|x\ny\n2|z", "line ends"},
		{"comma, blank and commas in quotes", "a, b, c\n1, \"x,y\", \"p,q\"\n2, \"z,w\", r\n", "a#|b|c\n1|x,y|p,q\n2|z,w|r", ""},
		{"blanks between quoted texts with commas", "name \"full text\" n\nA1 \"one, two\" 1\nA2 \"three, four\" 2\nA3 \"five, six\" 3\n",
			"name|full text|n#\nA1|one, two|1\nA2|three, four|2\nA3|five, six|3", ""},
		{"apostrophes", "a,b\n1,'x, y'\n2,'z'\n3,'w'\n", "a#|b\n1|x, y\n2|z\n3|w", ""},
		{"windows-1252", "a,b\n1,caf\xe9 \x80\n2,y\n", "a#|b\n1|café €\n2|y", "line 2"},
		{"total", "a,b\nx,1\ny,2\nTotal,3\n", "a|b#\nx|1\ny|2\nTotal|3", "the last row (line 4)"},
		{"cut off", "a,b,c\n1,x,y\n2,z,w\n3,u", "a#|b|c\n1|x|y\n2|z|w\n3|u|", "the file ends in the middle of line 4"},
		{"one column", "a\nx\ny\n", "a\nx\ny", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			raw, err := ReadBytes("f.csv", []byte(c.text), *NewCSV())
			if c.name == "stray quotes" {
				if err == nil || !strings.HasPrefix(err.Error(), "f.csv:4:3: a quote opens here") {
					t.Fatalf("want the unclosed quote on line 4, got %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := show(raw.Table); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			warnings := strings.Join(raw.Origin.Warnings, "\n")
			if c.warning == "" && warnings != "" || !strings.Contains(warnings, c.warning) {
				t.Errorf("warnings %q, want one with %q", warnings, c.warning)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "f.csv: the file is empty; hint: "},
		{" \n\n ", "f.csv: the file is empty"},
		{"a,b\n", "f.csv:1: a header with 2 columns but no data rows; hint: "},
		{"a,b\n1,x\n2,\"y\n3,z\n", "f.csv:3:3: a quote opens here and never closes; hint: "},
		{"a,b\n1,é,\"y\n", "f.csv:2:5: a quote opens"},
		{"PK\x03\x04....xl/workbook", "Excel workbook (xlsx)"},
		{"PAR1....", "a Parquet file"},
		{"\x1f\x8b\x08", "gzip"},
		{"SQLite format 3\x00", "SQLite"},
		{"<!DOCTYPE html><html>", "HTML"},
		{`[{"a":1}]`, "JSON"},
		{strings.Repeat("\x01\x02abc", 50), "binary"},
		{"a||b||c\n1||2||3\n1||2||3\n", "two characters"},
		{"\xff\xfe\x00\x00a\x00\x00\x00", "UTF-32"},
		{"a,b,c,d\n" + strings.Repeat("1\n", 8), "of 8 rows do not have the 4 fields"},
	} {
		_, err := ReadBytes("f.csv", []byte(c.text), CSV{Delimiter: pick(c.text)})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.20q: got %v, want %q", c.text, err, c.want)
		}
		if err != nil && !strings.Contains(err.Error(), "; hint: ") {
			t.Errorf("%.20q: no hint in %v", c.text, err)
		}
	}
	if _, err := Read(context.Background(), "no/such\x1b.csv", nil, Env{}); err == nil || strings.Contains(err.Error(), "\x1b") {
		t.Errorf("a missing file must be an error that escapes its name: %v", err)
	}
	if _, err := Read(context.Background(), t.TempDir(), nil, Env{}); err == nil || !strings.Contains(err.Error(), "folder") {
		t.Errorf("a folder: %v", err)
	}
}

// pick fixes the delimiter for texts that are too odd to be guessed right.
func pick(text string) string {
	if strings.HasPrefix(text, "a,b,c,d") {
		return ","
	}
	return "auto"
}

func TestUnclosedQuoteIsBounded(t *testing.T) {
	text := "a,b\n1,\"" + strings.Repeat("x,y\n", 6<<20)
	_, err := ReadBytes("f.csv", []byte(text), *NewCSV())
	if err == nil || !strings.HasPrefix(err.Error(), "f.csv:2:3: the quoted field that opens here is longer than 16 MB") {
		t.Fatal(err)
	}
}

func TestSettingsOverrideGuesses(t *testing.T) {
	text := []byte("1;2,5|x\n3;4,5|y\n")
	raw, err := ReadBytes("f", text, CSV{Delimiter: "|", Header: "no", Quote: "none", Decimal: "point"})
	if err != nil || show(raw.Table) != "column_1|column_2\n1;2,5|x\n3;4,5|y" {
		t.Fatal(err, show(raw.Table))
	}
	raw, err = ReadBytes("f", text, CSV{Delimiter: ";", Header: "yes"})
	if err != nil || show(raw.Table) != "1|2,5|x\n3|4,5|y" && show(raw.Table) != "1#|2,5|x\n3|4,5|y" {
		t.Fatal(err, show(raw.Table))
	}
	raw, err = ReadBytes("f", []byte("a,b\nx,\xe9\n"), CSV{Encoding: "latin1"})
	if err != nil || show(raw.Table) != "a|b\nx|é" || len(raw.Origin.Warnings) != 0 {
		t.Fatal(err, raw.Origin.Warnings)
	}
	raw, err = ReadBytes("f", []byte("a,b\n%c\nx,1\n"), CSV{Comment: "%"})
	if err != nil || show(raw.Table) != "a|b#\nx|1" {
		t.Fatal(err)
	}
}

func TestIllegalSettingIsRefused(t *testing.T) {
	if _, err := ReadBytes("f", []byte("a%b\n1%2\n"), CSV{Delimiter: "%"}); err == nil || !strings.Contains(err.Error(), `delimiter cannot be "%"; hint: choose one of auto`) {
		t.Error(err)
	}
}

func TestUTF16(t *testing.T) {
	for _, order := range [][2]int{{0, 1}, {1, 0}} {
		data := []byte{0xff, 0xfe}
		if order[0] == 1 {
			data = []byte{0xfe, 0xff}
		}
		for _, r := range "a,b\n1,é\n" {
			pair := []byte{byte(r), byte(r >> 8)}
			data = append(data, pair[order[0]], pair[order[1]])
		}
		raw, err := ReadBytes("f", data, *NewCSV())
		if err != nil || show(raw.Table) != "a#|b\n1|é" {
			t.Fatal(err)
		}
	}
}

// messy makes text with quoted line ends, stray quotes, ragged rows and late text, so that guessed block starts are
// often wrong.
func messy(seed uint64, rows int) []byte {
	r := rand.New(rand.NewPCG(seed, 1))
	var b strings.Builder
	b.WriteString("id,n,late,text,end\n")
	for i := range rows {
		fmt.Fprintf(&b, "k%d,%d,", i, r.IntN(50))
		if i > rows*3/4 && r.IntN(100) == 0 {
			b.WriteString("oops")
		} else {
			fmt.Fprintf(&b, "%g", math.Round(r.NormFloat64()*1000)/100)
		}
		switch r.IntN(12) {
		case 0:
			b.WriteString(",\"two\nlines, \"\"quoted\"\"\n\n\",x")
		case 1:
			b.WriteString(",bare \" quote,NA")
		case 2:
			b.WriteString(",short")
		case 3:
			b.WriteString(",long,x,,")
		case 4:
			b.WriteString(",\"k,1,2,3,4\nk,1,2,3,4\nk,1,2\",y")
		default:
			b.WriteString(",plain,z")
		}
		b.WriteString([]string{"\n", "\r\n"}[r.IntN(2)])
	}
	return []byte(b.String())
}

// TestBlocksDoNotShow reads in blocks of many sizes; row by row is the truth.
func TestBlocksDoNotShow(t *testing.T) {
	for seed := range uint64(4) {
		data := messy(seed, 600)
		rows, err := NewCSV().OpenBytes(context.Background(), "f", data)
		if err != nil {
			t.Fatal(err)
		}
		want, err := FromRows(rows)
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range []int{1, 7, 64, 1000, 1 << 20} {
			l, err := NewCSV().layout("f", data)
			if err != nil {
				t.Fatal(err)
			}
			r := newReader(l, Env{})
			r.step = step
			if err := r.read(context.Background()); err != nil {
				t.Fatal(err)
			}
			got, err := r.table()
			if err != nil {
				t.Fatal(err)
			}
			if !sameTable(got, want.Table) {
				t.Fatalf("seed %d: blocks of %d bytes give another table", seed, step)
			}
			warnings := append(append(append([]string(nil), l.warnings...), r.checks.warnings(nil)...), mixed(got)...)
			if !reflect.DeepEqual(warnings, want.Origin.Warnings) {
				t.Fatalf("seed %d, blocks of %d: warnings\n%q\nwant\n%q", seed, step, warnings, want.Origin.Warnings)
			}
		}
	}
}

func sameTable(a, b *table.Table) bool {
	if a.Rows() != b.Rows() || a.Width() != b.Width() {
		return false
	}
	for j, c := range a.Columns() {
		d := b.At(j)
		if c.Name != d.Name || c.Kind != d.Kind || !reflect.DeepEqual(c.Codes(), d.Codes()) || len(c.Dictionary()) != len(d.Dictionary()) {
			return false
		}
		for i := range a.Rows() {
			if c.Cell(i) != d.Cell(i) || a.Line(i) != b.Line(i) {
				return false
			}
			if c.Kind == table.Number && math.Float64bits(c.Numbers()[i]) != math.Float64bits(d.Numbers()[i]) {
				return false
			}
		}
	}
	return true
}

func TestCoresDoNotShow(t *testing.T) {
	data := messy(9, 100_000) // more than one block
	if len(data) < blockBytes {
		t.Fatal("too small to matter")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one, err := ReadBytes("f", data, *NewCSV())
	if err != nil {
		t.Fatal(err)
	}
	runtime.GOMAXPROCS(4)
	four, err := ReadBytes("f", data, *NewCSV())
	if err != nil || !sameTable(one.Table, four.Table) || !reflect.DeepEqual(one.Origin, four.Origin) {
		t.Fatal("the number of cores shows", err)
	}
}

func TestOriginAndLines(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.csv")
	text := "a,b\n1,\"x\ny\"\n\n2,z\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	raw, err := Read(context.Background(), path, nil, Env{})
	if err != nil {
		t.Fatal(err)
	}
	if o := raw.Origin; o.Path != path || o.Bytes != int64(len(text)) || len(o.SHA256) != 64 {
		t.Errorf("origin %+v", o)
	}
	if raw.Table.Line(0) != 2 || raw.Table.Line(1) != 5 {
		t.Errorf("lines %d, %d, want 2, 5", raw.Table.Line(0), raw.Table.Line(1))
	}
	rows, err := NewCSV().OpenBytes(context.Background(), path, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	again, err := FromRows(rows)
	if err != nil || !sameTable(again.Table, raw.Table) || again.Origin.SHA256 != raw.Origin.SHA256 {
		t.Error("rows give another table", err)
	}
}

func TestCancelledReadStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	path := filepath.Join(t.TempDir(), "f.csv")
	if err := os.WriteFile(path, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(ctx, path, nil, Env{}); err != context.Canceled {
		t.Errorf("got %v", err)
	}
}

func TestNumberAgreesWithTable(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const letters = "0123456789012345678900..--+eE x"
	for range 200_000 {
		b := make([]byte, r.IntN(20))
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		got, ok := number(b)
		want, wantOK := table.ParseNumber(string(b))
		if ok != wantOK || ok && math.Float64bits(got) != math.Float64bits(want) {
			t.Fatalf("%q: %v %v, want %v %v", b, got, ok, want, wantOK)
		}
		if missing(b) != table.IsMissing(string(b)) {
			t.Fatalf("%q: missing differs", b)
		}
	}
}

// Blank lines at the end of a block lead to the first record of the next; it needs a place of its own.
func TestBlankLinesBetweenBlocks(t *testing.T) {
	data := []byte("a,b\n" + strings.Repeat("1,x\n\n\n\n\n\n\n\n\n\n", 300))
	for _, step := range []int{1, 5, 12, 1 << 20} {
		l, err := NewCSV().layout("f", data)
		if err != nil {
			t.Fatal(err)
		}
		r := newReader(l, Env{})
		r.step = step
		starts := r.starts()
		end := func(k int) int {
			if k+1 < len(starts) {
				return starts[k+1]
			}
			return len(l.text)
		}
		at, err := r.allot(starts, end)
		if err != nil {
			t.Fatal(err)
		}
		for k := range starts {
			if b := r.block(starts[k], end(k), at[k], nil); b.rows > at[k+1]-at[k] {
				t.Fatalf("block %d of %d bytes has %d rows in %d places", k, step, b.rows, at[k+1]-at[k])
			}
		}
	}
}
