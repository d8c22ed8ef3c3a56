package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// breath is the shortest time between two drawings. bubbletea asks for one after every message; when messages come in a
// flood (a held key, text pasted into a terminal that does not bracket it), drawing each would keep the keyboard waiting.
const breath = 12 * time.Millisecond

// pace says when to draw: the first message after a pause at once, those that follow closely once together.
type pace struct {
	now   func() time.Time // nil is time.Now
	drawn time.Time
	due   bool // a redraw is on its way
	view  tea.View
	w, h  int
}

// redraw asks for the drawing that was put off.
type redraw struct{}

func (p *pace) clock() time.Time {
	if p.now != nil {
		return p.now()
	}
	return time.Now()
}

// after decides what follows a message: nothing when it may be drawn at once, else a redraw a little later.
func (p *pace) after(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(redraw); ok {
		p.due = false
		return nil
	}
	wait := breath - p.clock().Sub(p.drawn)
	if p.due || wait <= 0 {
		return nil
	}
	p.due = true
	return tea.Tick(wait, func(time.Time) tea.Msg { return redraw{} })
}

// draw returns the drawing for a terminal of w x h cells: a new one, or the last while a redraw is on its way.
func (p *pace) draw(w, h int, view func() tea.View) tea.View {
	if p.due && p.w == w && p.h == h {
		return p.view
	}
	p.view, p.w, p.h, p.drawn = view(), w, h, p.clock()
	return p.view
}
