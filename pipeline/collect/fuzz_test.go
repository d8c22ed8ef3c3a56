package collect

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"assay/pipeline/profile"
	"assay/pipeline/table"
)

// FuzzCSV reads anything: without panic, the same by blocks and by rows, and its own output the same again.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,x\n", "a;b\n1,5;\"x\ny\"\n", "'a'\t'b'\r\n1\t2\r\n", "# c\na|b\r1|\"\"\"\r", "sep=;\na;a\n;\n", "\xff\xfea\x00,\x00", "a,b\n\"x\"y,\"z\n\"w\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		raw, err := ReadBytes("f", data, *NewCSV())
		rows, err2 := NewCSV().OpenBytes(context.Background(), "f", data)
		if err2 == nil {
			var other Raw
			other, err2 = FromRows(rows)
			if err == nil && (err2 != nil || !sameTable(raw.Table, other.Table)) {
				t.Fatalf("by rows it is another table: %v", err2)
			}
		}
		if err != nil {
			if !strings.Contains(err.Error(), "; hint: ") {
				t.Fatalf("no hint: %v", err)
			}
			return
		}
		profile.Of(raw.Table)
		profile.ProposeRoles(raw.Table)
		if bytes.Contains(data, bom) || bytes.ContainsAny(data, "\x00\x7f") {
			return // reported and changed while decoding
		}
		if headerAmong(raw.Table) {
			return // a row like the header is dropped
		}
		again, err := ReadBytes("f", written(raw.Table), CSV{Delimiter: ",", Quote: `"`, Encoding: "utf-8", Header: "yes", Comment: "none", Decimal: "point"})
		if err != nil {
			if strings.Contains(err.Error(), "binary") {
				return
			}
			t.Fatalf("own output refused: %v", err)
		}
		for j, c := range raw.Table.Columns() {
			for i := range raw.Table.Rows() {
				if again.Table.Rows() != raw.Table.Rows() || again.Table.At(j).Cell(i) != c.Cell(i) {
					t.Fatalf("own output reads differently:\n%q\n%s\n%s", written(raw.Table), show(raw.Table), show(again.Table))
				}
			}
		}
	})
}

// written is a table as text, everything in quotes.
func written(t *table.Table) []byte {
	var b bytes.Buffer
	line := func(cell func(*table.Column) string) {
		for j, c := range t.Columns() {
			if j > 0 {
				b.WriteByte(',')
			}
			b.WriteString(`"` + strings.ReplaceAll(cell(c), `"`, `""`) + `"`)
		}
		b.WriteByte('\n')
	}
	line(func(c *table.Column) string { return c.Name })
	for i := range t.Rows() {
		line(func(c *table.Column) string { return c.Cell(i) })
	}
	return b.Bytes()
}

func headerAmong(t *table.Table) bool {
	for i := range t.Rows() {
		same := true
		for _, c := range t.Columns() {
			same = same && strings.TrimSpace(c.Cell(i)) == c.Name
		}
		if same {
			return true
		}
	}
	return false
}
