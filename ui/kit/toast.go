package kit

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Toasts are the notes now in the corner, the newest last.
type Toasts struct {
	notes []note
	next  int
}

type note struct {
	Toast
	id int
}

// toastGone says that a note has been up long enough.
type toastGone struct{ id int }

const (
	keptToasts  = 3
	toastLife   = 4 * time.Second
	warningLife = 8 * time.Second // there is something to read
	toastWidth  = 56
)

// Update adds notes and takes them away, and reports whether the message was its own.
func (t *Toasts) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case Toast:
		return t.add(msg), true
	case toastGone:
		for i, n := range t.notes {
			if n.id == msg.id {
				t.notes = append(t.notes[:i:i], t.notes[i+1:]...)
				break
			}
		}
		return nil, true
	}
	return nil, false
}

func (t *Toasts) add(toast Toast) tea.Cmd {
	if n := len(t.notes); n > 0 && t.notes[n-1].Toast == toast {
		t.notes = t.notes[:n-1] // said again: keep one
	}
	t.next++
	id := t.next
	t.notes = append(t.notes, note{toast, id})
	if over := len(t.notes) - keptToasts; over > 0 {
		t.notes = t.notes[over:]
	}
	life := toastLife
	if toast.Kind == Warn || toast.Kind == Bad {
		life = warningLife
	}
	return tea.Tick(life, func(time.Time) tea.Msg { return toastGone{id} })
}

// Clear takes all notes away and reports whether there were any.
func (t *Toasts) Clear() bool {
	had := len(t.notes) > 0
	t.notes = nil
	return had
}

// View draws the notes over a screen of the frame's size, the newest on top, below the tabs: what a screen says about the
// next thing to do stands at its foot and stays readable.
func (t *Toasts) View(f Frame, screen string) string {
	top := 2
	for i := len(t.notes) - 1; i >= 0; i-- {
		glyph, style := f.News(t.notes[i].Kind)
		lines := Wrap(Clean(t.notes[i].Text), max(1, min(toastWidth, f.W-8)))
		lines = lines[:min(4, len(lines))]
		w := 0
		for _, line := range lines {
			w = max(w, Width(line))
		}
		height := len(lines) + 2
		if top+height > f.H-1 {
			break
		}
		box := f.Sized(w+6, height)
		g := f.Glyphs
		var b strings.Builder
		b.WriteString(style.Render(g.TopLeft + strings.Repeat(g.Horizontal, box.W-2) + g.TopRight))
		for k, line := range lines {
			mark := " "
			if k == 0 {
				mark = style.Render(glyph)
			}
			b.WriteString("\n" + style.Render(g.Vertical) + " " + mark + " " + f.Text.Render(Pad(line, w)) + " " + style.Render(g.Vertical))
		}
		b.WriteString("\n" + style.Render(g.BottomLeft+strings.Repeat(g.Horizontal, box.W-2)+g.BottomRight))
		screen = Overlay(screen, f.W, b.String(), f.W-box.W-1, top)
		top += height
	}
	return screen
}
