package prepare

import (
	tea "charm.land/bubbletea/v2"
)

// drag is a step that the mouse holds, and the step it is over; both are -1 when it holds none.
type drag struct{ from, over int }

var noDrag = drag{-1, -1}

// way says in which direction the held step would go when it is let go over step i: -1 up, 1 down, 0 when it is not.
func (d drag) way(i int) int {
	switch {
	case d.from < 0 || i != d.over || d.over == d.from:
		return 0
	case d.over < d.from:
		return -1
	}
	return 1
}

// stepAt is the step drawn on a line of the list, or -1.
func (s *Screen) stepAt(y int) int {
	if y < 0 || y >= len(s.options.rows) {
		return -1
	}
	return s.options.rows[y]
}

// drag follows the mouse while it holds a step and reports whether the message was for that.
func (s *Screen) drag(msg tea.Msg) bool {
	if s.dragged.from < 0 {
		return false
	}
	switch msg := msg.(type) {
	case tea.MouseMotionMsg:
		if i := s.stepAt(msg.Y); i >= 0 {
			s.dragged.over = i
		}
		return true
	case tea.MouseReleaseMsg:
		return true
	}
	s.dragged = noDrag
	return false
}

// drop puts the held step where the mouse let go of it.
func (s *Screen) drop(msg tea.Msg) tea.Cmd {
	if _, released := msg.(tea.MouseReleaseMsg); !released {
		return nil
	}
	d := s.dragged
	s.dragged = noDrag
	if d.way(d.over) == 0 || max(d.from, d.over) >= len(s.choices()) {
		return nil
	}
	return s.relocate(d.from, d.over)
}
