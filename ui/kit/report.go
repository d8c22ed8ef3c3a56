package kit

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Report says what something would do and asks which way to do it. Its result is the index of the answer. It is for
// what can be undone; Confirm asks before what cannot.
type Report struct {
	Name    string
	Text    string
	Answers []string // verbs: "append"; the first is meant by enter

	at      int
	scroll  Scroll
	buttons []Rect
}

// AskReport makes a command that shows a report, and runs then with the answer chosen.
func AskReport(r Report, then func(answer int) tea.Cmd) tea.Cmd {
	return Open(&r, func(result any) tea.Cmd { return then(result.(int)) })
}

// Title names the dialog.
func (r *Report) Title() string { return r.Name }

// Keys says which keys do what.
func (r *Report) Keys() string {
	keys := "enter " + r.Answers[r.at] + " · ↑↓ scroll · esc cancel"
	if len(r.Answers) > 1 {
		keys = "tab other answer · " + keys
	}
	return keys
}

// Size asks for the text and a line of answers.
func (r *Report) Size(f Frame) (w, h int) {
	w = min(84, f.W-6)
	return w, len(r.lines(w)) + 2
}

func (r *Report) lines(w int) []string {
	var out []string
	for line := range strings.SplitSeq(CleanLines(r.Text), "\n") {
		indent := ""
		if strings.HasPrefix(line, "• ") {
			indent = "  "
		}
		for i, piece := range Wrap(line, max(1, w-1-len(indent))) { // the last cell is the scroll bar's
			if i > 0 {
				piece = indent + piece
			}
			out = append(out, piece)
		}
	}
	return out
}

// Update scrolls, moves between the answers and gives one.
func (r *Report) Update(msg tea.Msg) (Outcome, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseClickMsg:
		for i, b := range r.buttons {
			if b.Has(msg.X, msg.Y) {
				return Outcome{Done: true, Result: i}, nil
			}
		}
	case tea.MouseWheelMsg:
		r.scroll.Update(msg)
	case tea.KeyPressMsg:
		n := len(r.Answers)
		switch msg.String() {
		case "enter":
			return Outcome{Done: true, Result: r.at}, nil
		case "esc", "q":
			return Outcome{Done: true}, nil
		case "tab", "right", "l":
			r.at = (r.at + 1) % n
		case "shift+tab", "left", "h":
			r.at = (r.at + n - 1) % n
		default:
			r.scroll.Update(msg)
		}
	}
	return Outcome{}, nil
}

// View draws the text and, under it, the answers.
func (r *Report) View(f Frame) string {
	lines := r.lines(f.W)
	for i := range lines {
		lines[i] = f.Text.Render(lines[i])
	}
	text := f.Sized(f.W, max(0, f.H-2))
	r.buttons = r.buttons[:0]
	x, buttons := 0, ""
	for i, answer := range r.Answers {
		style := f.Field
		if i == r.at {
			style = f.Cursor
		}
		label := "  " + answer + "  "
		r.buttons = append(r.buttons, Rect{X: x, Y: f.H - 1, W: Width(label), H: 1})
		buttons += style.Render(label) + "  "
		x += Width(label) + 2
	}
	return Fit(r.scroll.View(text, lines)+"\n\n"+buttons, f.W, f.H)
}
