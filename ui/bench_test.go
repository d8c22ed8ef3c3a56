package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/ui/kit"
)

// BenchmarkFirstFrame makes the workbench and draws it once, before any work has come back: what stands between the
// command and the first picture. The goal is 100 ms with the process start; this is the part that is ours.
func BenchmarkFirstFrame(b *testing.B) {
	for b.Loop() {
		m := Workbench(b.Context(), pipeline.New(pipeline.Sample), Options{Theme: kit.Dark, Depth: kit.TrueColour})
		_ = m.Init()
		m.Update(tea.WindowSizeMsg{Width: 120, Height: 35})
		if m.Content() == "" {
			b.Fatal("nothing was drawn")
		}
	}
}
