package collect

import (
	"strings"
	"testing"
)

// TestProbe refuses large texts that are no table by their beginning, and reads those that are.
func TestProbe(t *testing.T) {
	rows := strings.Repeat("row,of,text\n", probeBytes/10)
	for _, c := range []struct {
		what, text, want string
	}{
		{"no line end", strings.Repeat("x", probeBytes+1), "f:1: no line ends in the first 32 MB"},
		{"an open quote", "a,b\n1,\"" + rows, "f:2:3: the quoted field that opens here is longer than 16 MB"},
		{"an open quote in lines that end with CR", "a,b\r1,\"" + strings.ReplaceAll(rows, "\n", "\r"), "f:2:3: the quoted field"},
		{"one long line below the header", "a,b\n" + strings.Repeat("x", probeBytes+1), "f:2: a field of this line is longer than 16 MB"},
	} {
		_, err := ReadBytes("f", []byte(c.text), *NewCSV())
		if err == nil || !strings.HasPrefix(err.Error(), c.want) || !strings.Contains(err.Error(), "hint: ") {
			t.Errorf("%s: got %v, want %s", c.what, err, c.want)
		}
	}
	long := "id,text\n1,\"" + strings.Repeat("line\n", maxField/5-5) + "\"\n2,b\n"
	raw, err := ReadBytes("f", []byte(long+strings.Repeat("3,"+strings.Repeat("c", 1000)+"\n", maxField/1000)), *NewCSV())
	if err != nil || raw.Table.Rows() != 2+maxField/1000 {
		t.Errorf("a long field: %v", err)
	}
}
