package kit

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares a drawing, without its colours, with a file in testdata.
func golden(t *testing.T, name, drawn string) {
	t.Helper()
	lines := strings.Split(ansi.Strip(drawn), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	got := strings.Join(lines, "\n") + "\n"
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s changed; look at it, then run go test -update\n%s", path, got)
	}
}

// exact fails unless a drawing has exactly w x h cells, however cells are counted.
func exact(t *testing.T, what, drawn string, w, h int) {
	t.Helper()
	lines := strings.Split(drawn, "\n")
	if len(lines) != h {
		t.Fatalf("%s: %d lines instead of %d", what, len(lines), h)
	}
	for i, line := range lines {
		if a, b := ansi.StringWidth(line), ansi.StringWidthWc(line); a != w || b != w {
			t.Fatalf("%s: line %d has %d or %d cells instead of %d: %q", what, i, a, b, w, line)
		}
	}
}

func plain(w, h int) Frame { return Frame{W: w, H: h, Styles: NewStyles(Dark, TrueColour, false)} }

var sizes = [][2]int{{120, 35}, {80, 24}, {60, 18}, {40, 10}}
