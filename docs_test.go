package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"assay/models"
	"assay/models/param"
	"assay/pipeline"
	"assay/pipeline/prepare"
)

var update = flag.Bool("update", false, "rewrite the generated docs")

// TestSettingsDoc keeps docs/settings.md equal to the settings as declared.
func TestSettingsDoc(t *testing.T) { generated(t, "docs/settings.md", settingsDoc()) }

func generated(t *testing.T, path, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.ReplaceAll(string(got), "\r\n", "\n") != want {
		t.Errorf("%s is not what the code says today; run `make golden` and look at the difference", path)
	}
}

func settingsDoc() string {
	var b strings.Builder
	b.WriteString("# Settings\n\nMade from the declarations in the code by `make golden`; do not edit.\n\n" +
		"Each setting is a field of a form in the workbench, the flag `--set section.setting=value`, and a line of the workflow file.\n")
	about := abouts()
	stage := pipeline.Stage(-1)
	for _, s := range pipeline.Sections() {
		if s.Stage != stage {
			stage = s.Stage
			fmt.Fprintf(&b, "\n## %d %s\n", int(stage)+1, stage)
		}
		fmt.Fprintf(&b, "\n### %s: %s\n", s.Name, s.Title)
		if text := about[s.Name]; text != "" {
			fmt.Fprintf(&b, "\n%s\n", text)
		}
		writeParams(&b, s.Settings.Params())
	}
	return b.String()
}

func abouts() map[string]string {
	out := map[string]string{}
	for _, e := range prepare.Catalogue() {
		out[e.Name] = e.About + " " + e.Why
	}
	for _, e := range models.Catalogue() {
		out[e.Name] = e.About
	}
	return out
}

func writeParams(b *strings.Builder, params []param.Param) {
	if len(params) == 0 {
		b.WriteString("\nNo settings.\n")
		return
	}
	b.WriteString("\n| setting | default | may be | what it does |\n|---|---|---|---|\n")
	cell := strings.NewReplacer("|", "\\|", "\n", " ")
	for _, p := range params {
		value := p.Get()
		if value == "" {
			value = "(empty)"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", p.Name, cell.Replace(value), cell.Replace(p.Legal()), cell.Replace(p.Help))
	}
}
