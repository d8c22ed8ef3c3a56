package kit

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Scroll shows lines that may be more than fit. The zero value stands at the top.
type Scroll struct{ top, page, lines int }

// Update scrolls with keys and wheel and reports whether the message was its own.
func (s *Scroll) Update(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return s.key(msg.String())
	case tea.MouseWheelMsg:
		switch msg.Button {
		case tea.MouseWheelUp:
			return s.To(s.top - 3)
		case tea.MouseWheelDown:
			return s.To(s.top + 3)
		}
	}
	return false
}

func (s *Scroll) key(name string) bool {
	switch name {
	case "up", "k":
		return s.To(s.top - 1)
	case "down", "j":
		return s.To(s.top + 1)
	case "pgup":
		return s.To(s.top - max(1, s.page-1))
	case "pgdown":
		return s.To(s.top + max(1, s.page-1))
	case "g", "home":
		return s.To(0)
	case "G", "end":
		return s.To(s.lines)
	}
	return false
}

// To shows the lines from a place on, as far as there are any.
func (s *Scroll) To(top int) bool {
	s.top = max(0, min(top, s.lines-s.page))
	return true
}

// Show keeps a line in sight, such as the one under a cursor.
func (s *Scroll) Show(line int) {
	if line < s.top {
		s.top = max(0, line)
	}
	if s.page > 0 && line >= s.top+s.page {
		s.top = line - s.page + 1
	}
}

// Top is the first line in sight.
func (s *Scroll) Top() int { return s.top }

// View draws the lines in sight, with a scroll bar when there are more.
func (s *Scroll) View(f Frame, lines []string) string {
	s.page, s.lines = f.H, len(lines)
	s.To(s.top)
	if len(lines) <= f.H || f.W < 3 {
		return Fit(strings.Join(lines, "\n"), f.W, f.H)
	}
	size := max(1, f.H*f.H/len(lines))
	from := s.top * (f.H - size) / (len(lines) - f.H)
	out := make([]string, f.H)
	for i := range out {
		bar := f.Border.Render(f.Glyphs.Track)
		if i >= from && i < from+size {
			bar = f.Dim.Render(f.Glyphs.Thumb)
		}
		out[i] = Pad(lines[s.top+i], f.W-1) + bar
	}
	return strings.Join(out, "\n")
}
