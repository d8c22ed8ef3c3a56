package collect

import (
	"bytes"
	"context"
	"fmt"
	"testing"
)

// A long text shows its first records before the rest is read, and they are those of the whole table.
func TestPreviewIsTheStartOfTheTable(t *testing.T) {
	var text bytes.Buffer
	text.WriteString("# a remark\nid,name,late\n")
	for i := range 200_000 {
		late := "1"
		if i == 150_000 {
			late = "word"
		}
		fmt.Fprintf(&text, "%d,\"n %d\",%s\n", i, i%7, late)
	}
	m := &Monitor{}
	raw, err := NewCSV().ReadFile(context.Background(), File{Name: "long.csv", Data: text.Bytes()}, Env{Monitor: m})
	if err != nil {
		t.Fatal(err)
	}
	first := m.Preview()
	if first == nil || first.Rows() != previewRecords {
		t.Fatalf("the preview is %v", first)
	}
	for j, c := range first.Columns() {
		for i := range first.Rows() {
			if c.Cell(i) != raw.Table.At(j).Cell(i) || first.Line(i) != raw.Table.Line(i) {
				t.Fatalf("row %d of %s is %q on line %d, and %q on line %d", i, c.Name, c.Cell(i), first.Line(i), raw.Table.At(j).Cell(i), raw.Table.Line(i))
			}
		}
	}
	if p := m.Progress(); p.Rows != int64(raw.Table.Rows()) || p.Done == 0 || p.Done != p.Total {
		t.Errorf("at the end the monitor says %+v of %d rows", p, raw.Table.Rows())
	}
}

func TestAShortTextHasNoPreview(t *testing.T) {
	m := &Monitor{}
	if _, err := NewCSV().ReadFile(context.Background(), File{Name: "short.csv", Data: []byte("a,b\n1,2\n")}, Env{Monitor: m}); err != nil || m.Preview() != nil {
		t.Errorf("err %v, preview %v", err, m.Preview())
	}
}
