package ui

import "assay/ui/kit"

// State is how far a stage is.
type State int

// The states of a stage.
const (
	Locked State = iota // an earlier stage has to come first
	Ready               // it can be done now
	Stale               // it was done, but something before it changed since
	Done                // its result is current
)

// String returns the word that stands beside the glyph.
func (s State) String() string {
	switch s {
	case Ready:
		return "ready"
	case Stale:
		return "stale"
	case Done:
		return "done"
	}
	return "locked"
}

// mark returns the glyph and the style of a state.
func (s State) mark(st *kit.Styles) (string, kit.Style) {
	switch s {
	case Ready:
		return st.Glyphs.Ring, st.Accent
	case Stale:
		return st.Glyphs.Warn, st.Warn
	case Done:
		return st.Glyphs.Check, st.Good
	}
	return st.Glyphs.Lock, st.Faint
}

// A Stage is a tab of the workbench.
type Stage struct {
	Title  string
	Screen kit.Screen
	// State says how far the stage is and, when it is locked or stale, why and what to do. It is asked at every drawing,
	// so it must be cheap. Nil means always ready.
	State func() (State, string)
}

func (s Stage) state() (State, string) {
	if s.State == nil {
		return Ready, ""
	}
	return s.State()
}
