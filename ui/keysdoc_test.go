package ui

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"assay/pipeline"
)

// TestKeysDoc keeps docs/keys.md equal to the actions as declared, taken when every stage is done.
func TestKeysDoc(t *testing.T) {
	p := curtain(t, pipeline.Sample)
	p.press("2", "3", "space", "enter", "enter", "y", "enter", "esc")
	var b strings.Builder
	b.WriteString("# Keys\n\nMade from the actions in the code by `make golden`; do not edit. `?` shows those of the screen you are on, and runs\nthem.\n")
	for _, g := range p.m.Manual() {
		fmt.Fprintf(&b, "\n## %s\n\n| key | what | |\n|---|---|---|\n", g.Name)
		for _, a := range g.Actions {
			keys := "`" + strings.Join(a.Key, "` `") + "`"
			if len(a.Key) == 0 {
				keys = "palette"
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", strings.ReplaceAll(keys, "|", "\\|"), a.Name, a.Help)
		}
	}
	const path = "../docs/keys.md"
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.ReplaceAll(string(got), "\r\n", "\n") != b.String() {
		t.Errorf("%s is not what the code says today; run `make golden` and look at the difference", path)
	}
}
