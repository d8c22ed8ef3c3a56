// Package evaluate is the screen of its stage.
package evaluate

import (
	tea "charm.land/bubbletea/v2"

	"assay/ui/bench"
	"assay/ui/kit"
)

// Screen shows the stage.
type Screen struct{ bench *bench.Bench }

// New makes the screen on the shared bench.
func New(b *bench.Bench) *Screen { return &Screen{bench: b} }

// Init starts nothing.
func (s *Screen) Init() tea.Cmd { return nil }

// Update ignores everything.
func (s *Screen) Update(tea.Msg) (kit.Screen, tea.Cmd) { return s, nil }

// View is empty.
func (s *Screen) View(f kit.Frame) string { return kit.Fit("", f.W, f.H) }

// Actions are none.
func (s *Screen) Actions() []kit.Action { return nil }

// Typing is never.
func (s *Screen) Typing() bool { return false }
