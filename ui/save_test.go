package ui

import (
	"os"
	"path/filepath"
	"testing"

	"assay/pipeline"
)

// ctrl+s writes the choices, writes them again over themselves when asked twice, and never over anything else.
func TestSaveWorkflow(t *testing.T) {
	t.Chdir(t.TempDir())
	p := curtain(t, pipeline.Sample)
	read := func() pipeline.Workflow {
		text, err := os.ReadFile("workflow.yaml")
		if err != nil {
			t.Fatal(err)
		}
		w, err := pipeline.ReadWorkflow(text)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	p.press("ctrl+s", "enter")
	if w := read(); w.Evaluate.Threshold != .5 {
		t.Fatalf("threshold %v", w.Evaluate.Threshold)
	}
	p.b.Workflow.Evaluate.Threshold = .4
	p.press("ctrl+s", "enter")
	p.see("replace workflow.yaml?")
	p.press("n")
	if w := read(); w.Evaluate.Threshold != .5 {
		t.Error("replaced though the answer was no")
	}
	p.press("ctrl+s", "enter", "y")
	if w := read(); w.Evaluate.Threshold != .4 {
		t.Error("not replaced though the answer was yes")
	}
	notes := filepath.Join(t.TempDir(), "notes.yaml")
	if err := os.WriteFile(notes, []byte("buy milk\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(notes, "workflow.yaml"); err != nil {
		t.Fatal(err)
	}
	p.press("ctrl+s", "enter")
	p.see("is no workflow")
	if text, err := os.ReadFile("workflow.yaml"); err != nil || string(text) != "buy milk\n" {
		t.Errorf("the notes are %q, %v", text, err)
	}
}
