package kit

import "strings"

// Glyphs are the few characters the chrome is drawn with, all one cell wide.
type Glyphs struct {
	ASCII                                      bool
	Check, Cross, Warn, Info, Dot, Ring, Lock  string // states
	Missing, Changed, Variant                  string // marks in the grid
	Cursor, Left, Right                        string
	Up, Down                                   string
	TopLeft, TopRight, BottomLeft, BottomRight string
	Horizontal, Vertical                       string
	Track, Thumb                               string   // scroll bar
	Bars                                       []string // rising blocks, lowest first
	Full, Half, Shade                          string   // a bar, its last half cell, and its empty part
	Series                                     []string // one mark per plotted line
}

func unicodeGlyphs() Glyphs {
	return Glyphs{
		Check: "✓", Cross: "✗", Warn: "▲", Info: "•", Dot: "●", Ring: "○", Lock: "◌",
		Missing: "∅", Changed: "△", Variant: "≈", Cursor: "▸", Left: "‹", Right: "›", Up: "▴", Down: "▾",
		TopLeft: "╭", TopRight: "╮", BottomLeft: "╰", BottomRight: "╯", Horizontal: "─", Vertical: "│",
		Track: "│", Thumb: "┃", Bars: strings.Split("▁▂▃▄▅▆▇█", ""), Full: "━", Half: "╸", Shade: "─",
		Series: []string{"●", "◆", "▲", "■"},
	}
}

func asciiGlyphs() Glyphs {
	return Glyphs{ASCII: true,
		Check: "v", Cross: "x", Warn: "!", Info: "-", Dot: "*", Ring: "o", Lock: ".",
		Missing: "-", Changed: "~", Variant: "=", Cursor: ">", Left: "<", Right: ">", Up: "^", Down: "v",
		TopLeft: "+", TopRight: "+", BottomLeft: "+", BottomRight: "+", Horizontal: "-", Vertical: "|",
		Track: "|", Thumb: "#", Bars: strings.Split("._-=+*%#", ""), Full: "#", Half: "#", Shade: ".",
		Series: []string{"*", "o", "+", "x"},
	}
}

// asciiOf says which plain character stands for a drawn one of the same width.
var asciiOf = strings.NewReplacer("…", "~", "·", ".", "∅", "-", "–", "-", "—", "-", "−", "-", "→", ">", "←", "<", "↑", "^",
	"↓", "v", "✓", "v", "✗", "x", "×", "x", "±", "~", "≤", "<", "≥", ">", "≈", "=", "•", "-", "●", "*", "○", "o", "◆", "#", "▸", ">",
	"▁", ".", "▂", "_", "▃", "-", "▄", "=", "▅", "+", "▆", "*", "▇", "%", "△", "~", "▲", "!", "◌", ".", "⋯", ".", "‹", "<", "›", ">",
	"━", "=", "╸", "=", "┃", "#", "┤", "+", "┬", "+", "└", "+", "▾", "v", "▴", "^", "─", "-", "│", "|", "╭", "+", "╮", "+", "╰", "+", "╯", "+", "█", "#", "░", ".", "’", "'", "“", "\"", "”", "\"")

// ASCII replaces everything outside ASCII by plain characters of the same width, for terminals whose locale is not
// UTF-8.
func ASCII(s string) string {
	s = asciiOf.Replace(s)
	var b strings.Builder
	for len(s) > 0 {
		piece, w, n := next(s, true)
		if n == 1 || w == 0 && piece[0] == 0x1b {
			b.WriteString(s[:n])
		} else {
			b.WriteString(strings.Repeat("?", w))
		}
		s = s[n:]
	}
	return b.String()
}
