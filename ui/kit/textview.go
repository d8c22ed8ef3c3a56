package kit

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// TextDialog shows text that scrolls: a message, a whole cell, a log.
type TextDialog struct {
	Name string
	Text string // may be styled by the caller, who then cleaned what came from outside
	// Pairs stand under the text: a label and what it says, in two columns.
	Pairs [][2]string

	top, page, lines int
}

// ShowText makes a command that shows text. The text is cleaned; wrap it nowhere.
func ShowText(title, text string) tea.Cmd {
	return Open(&TextDialog{Name: title, Text: CleanLines(text)}, nil)
}

// ShowPairs makes a command that shows text and, under it, labels with what they say. All is cleaned.
func ShowPairs(title, text string, pairs [][2]string) tea.Cmd {
	clean := make([][2]string, len(pairs))
	for i, p := range pairs {
		clean[i] = [2]string{Clean(p[0]), Clean(p[1])}
	}
	return Open(&TextDialog{Name: title, Text: CleanLines(text), Pairs: clean}, nil)
}

// Title names the dialog.
func (d *TextDialog) Title() string { return d.Name }

// Keys says which keys do what.
func (d *TextDialog) Keys() string { return "↑↓ scroll · y copy · esc close" }

// Size asks for the text, at most most of the screen.
func (d *TextDialog) Size(f Frame) (w, h int) {
	w = min(90, f.W-6)
	widest := 24
	lines := d.wrapped(w)
	for _, line := range lines {
		widest = max(widest, Width(line))
	}
	return min(w, max(widest, Width(d.Keys()))), len(lines)
}

func (d *TextDialog) wrapped(w int) []string {
	if strings.Contains(d.Text, "\x1b") {
		return strings.Split(d.Text, "\n")
	}
	return append(Wrap(d.Text, max(1, w)), d.pairs(w)...)
}

// pairs lays the pairs out in two columns.
func (d *TextDialog) pairs(w int) []string {
	label := 0
	for _, p := range d.Pairs {
		label = max(label, Width(p[0]))
	}
	label = min(label, w*2/3)
	var out []string
	for i, p := range d.Pairs {
		if i == 0 {
			out = append(out, "")
		}
		for k, line := range Wrap(p[1], max(1, w-label-2)) {
			if k == 0 {
				out = append(out, Pad(p[0], label)+"  "+line)
			} else {
				out = append(out, gap(label+2)+line)
			}
		}
	}
	return out
}

// all is what copying takes.
func (d *TextDialog) all() string {
	out := d.Text
	for _, p := range d.Pairs {
		out += "\n" + p[0] + "\t" + p[1]
	}
	return out
}

// Update scrolls or closes.
func (d *TextDialog) Update(msg tea.Msg) (Outcome, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		if msg.Button == tea.MouseWheelUp {
			d.top -= 3
		} else {
			d.top += 3
		}
	case tea.KeyPressMsg:
		switch msg.String() {
		case "esc", "q", "enter":
			return Outcome{Done: true}, nil
		case "up", "k":
			d.top--
		case "down", "j":
			d.top++
		case "pgup":
			d.top -= d.page
		case "pgdown", "space":
			d.top += d.page
		case "g", "home":
			d.top = 0
		case "G", "end":
			d.top = d.lines
		case "y":
			return Outcome{}, Copy(d.all())
		}
	}
	return Outcome{}, nil
}

// View draws the lines in sight.
func (d *TextDialog) View(f Frame) string {
	lines := d.wrapped(f.W)
	d.page, d.lines = max(1, f.H), len(lines)
	d.top = max(0, min(d.top, len(lines)-f.H))
	return Fit(strings.Join(lines[d.top:], "\n"), f.W, f.H)
}

// Copy makes a command that puts text on the clipboard through the terminal (OSC 52) and says so.
func Copy(text string) tea.Cmd {
	return tea.Batch(tea.SetClipboard(text), Say(Good, "copied"))
}
