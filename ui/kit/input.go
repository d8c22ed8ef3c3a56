package kit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// Input is one line of text being edited. It holds whatever was typed or pasted; only drawing makes it safe.
type Input struct {
	Secret bool // drawn as dots
	text   []rune
	at     int // the cursor, 0..len(text)
}

const maxInput = 4096 // characters; a paste beyond it is cut

// Value returns the text.
func (i *Input) Value() string { return string(i.text) }

// SetValue replaces the text and puts the cursor at its end.
func (i *Input) SetValue(s string) {
	i.text = nil
	i.at = 0
	i.insert(s)
}

func (i *Input) insert(s string) {
	s = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(s)
	add := []rune(s)
	add = add[:min(len(add), maxInput-len(i.text))]
	i.text = append(i.text[:i.at], append(add, i.text[i.at:]...)...)
	i.at += len(add)
}

// Update edits the text and reports whether the message was for it.
func (i *Input) Update(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		i.insert(msg.Content)
		return true
	case tea.KeyPressMsg:
		return i.key(msg)
	}
	return false
}

func (i *Input) key(msg tea.KeyPressMsg) bool {
	switch msg.String() {
	case "left":
		i.at = max(0, i.at-1)
	case "right":
		i.at = min(len(i.text), i.at+1)
	case "home", "ctrl+a":
		i.at = 0
	case "end", "ctrl+e":
		i.at = len(i.text)
	case "backspace":
		i.remove(i.at-1, i.at)
	case "delete", "ctrl+d":
		i.remove(i.at, i.at+1)
	case "ctrl+u":
		i.remove(0, i.at)
	case "ctrl+k":
		i.remove(i.at, len(i.text))
	case "ctrl+w":
		i.remove(i.wordStart(), i.at)
	case "space":
		i.insert(" ")
	default:
		text := msg.Key().Text
		if r, _ := utf8.DecodeRuneInString(text); text == "" || unicode.IsControl(r) {
			return false
		}
		i.insert(text)
	}
	return true
}

func (i *Input) remove(from, to int) {
	from, to = max(0, from), min(to, len(i.text))
	if from < to {
		i.text = append(i.text[:from], i.text[to:]...)
		i.at = from
	}
}

func (i *Input) wordStart() int {
	at := i.at
	for at > 0 && i.text[at-1] == ' ' {
		at--
	}
	for at > 0 && i.text[at-1] != ' ' {
		at--
	}
	return at
}

// View draws the text in w cells, scrolled so that the cursor shows; the cursor only with focus.
func (i *Input) View(f Frame, w int, focus bool) string {
	if w <= 0 {
		return ""
	}
	drawn := func(r []rune) string {
		if i.Secret {
			return strings.Repeat("•", len(r))
		}
		return Clean(string(r))
	}
	if !focus {
		return f.Field.Render(Pad(drawn(i.text), w))
	}
	before, under, after := drawn(i.text[:i.at]), " ", ""
	if i.at < len(i.text) {
		under, after = drawn(i.text[i.at:i.at+1]), drawn(i.text[i.at+1:])
		if Width(under) == 0 {
			under = hidden
		}
	}
	if over := Width(before) + Width(under) - w; over > 0 {
		before = Cut(before, over, Width(before))
	}
	line := f.Field.Render(before) + f.Cursor.Render(under) + f.Field.Render(after)
	return f.Field.Render(Cut(line, 0, w))
}
