package kit

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// A Dialog is a question over the screen. It returns its result and never reaches out: whoever opened it says what
// happens then.
type Dialog interface {
	Title() string
	Size(screen Frame) (w, h int) // the inner size it would like; the shell gives it at most what fits
	Update(tea.Msg) (Outcome, tea.Cmd)
	View(Frame) string
	Keys() string // one line: which keys do what
}

// Outcome is what a dialog says after a message. The zero value keeps it open; Done without a Result dismisses it.
type Outcome struct {
	Done   bool
	Result any
}

// OpenDialog puts a dialog on top. Then runs inside Update with the result; a dismissed dialog runs nothing.
type OpenDialog struct {
	Dialog Dialog
	Then   func(result any) tea.Cmd
}

// CloseDialog dismisses the dialog on top.
type CloseDialog struct{}

// Open makes a command that puts a dialog on top; then may be nil.
func Open(d Dialog, then func(result any) tea.Cmd) tea.Cmd { return Send(OpenDialog{d, then}) }

// Dialogs are the open dialogs, the last on top. The zero value has none.
type Dialogs struct {
	open  []OpenDialog
	place Rect // of the top dialog's body at the last View
}

// Open reports whether a dialog is open.
func (s *Dialogs) Open() bool { return len(s.open) > 0 }

// Push puts a dialog on top.
func (s *Dialogs) Push(o OpenDialog) {
	if o.Dialog != nil {
		s.open = append(s.open, o)
	}
}

// Pop dismisses the top dialog.
func (s *Dialogs) Pop() {
	if len(s.open) > 0 {
		s.open = s.open[:len(s.open)-1]
	}
}

// Update gives a message to the top dialog, and its result to whoever opened it.
func (s *Dialogs) Update(msg tea.Msg) tea.Cmd {
	if len(s.open) == 0 {
		return nil
	}
	if _, ok := msg.(tea.MouseMsg); ok {
		moved, inside := s.place.Mouse(msg)
		if _, click := msg.(tea.MouseClickMsg); click && !inside {
			return nil
		}
		msg = moved
	}
	top := s.open[len(s.open)-1]
	outcome, cmd := top.Dialog.Update(msg)
	if !outcome.Done {
		return cmd
	}
	s.Pop()
	if outcome.Result != nil && top.Then != nil {
		return tea.Batch(cmd, top.Then(outcome.Result))
	}
	return cmd
}

// View draws the open dialogs over a screen of the frame's size; without any it returns the screen.
func (s *Dialogs) View(f Frame, screen string) string {
	if len(s.open) == 0 {
		return screen
	}
	screen = Fit(f.Shadow.Render(ansi.Strip(screen)), f.W, f.H)
	for i, o := range s.open {
		w, h := o.Dialog.Size(f)
		w = max(1, min(w, f.W-6))
		keys := Wrap(o.Dialog.Keys(), w)
		h = max(1, min(h, f.H-3-len(keys)))
		box := f.Sized(w+4, h+2+len(keys))
		body := box.Pane(o.Dialog.Title(), true, func(in Frame) string {
			lines := strings.Split(Fit(o.Dialog.View(f.Sized(w, h)), w, h), "\n")
			for _, line := range keys {
				lines = append(lines, f.Dim.Render(line))
			}
			return " " + strings.Join(lines, " \n ") + " "
		})
		x, y := (f.W-box.W)/2, max(0, (f.H-box.H)/3)
		screen = Overlay(screen, f.W, body, x, y)
		if i == len(s.open)-1 {
			s.place = Rect{x + 2, y + 1, w, h}
		}
	}
	return screen
}

// Overlay lays a block over a screen w cells wide with its top left cell at (x, y). What sticks out is cut off.
func Overlay(screen string, w int, block string, x, y int) string {
	lines := strings.Split(screen, "\n")
	for i, over := range strings.Split(block, "\n") {
		if y+i < 0 || y+i >= len(lines) {
			continue
		}
		under := lines[y+i]
		from, to := max(0, x), min(w, x+Width(over))
		if from >= to {
			continue
		}
		lines[y+i] = Cut(under, 0, from) + Cut(over, from-x, to-x) + Cut(under, to, w)
	}
	return strings.Join(lines, "\n")
}
