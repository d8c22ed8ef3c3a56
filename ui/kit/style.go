package kit

import (
	"fmt"
	"strings"
)

// Style is one way to draw text: a colour sequence, nothing more, so that drawing a cell costs nanoseconds.
type Style struct{ on string }

// Render draws text in the style. Pieces inside that have their own style keep it, and the outer one goes on after them.
func (s Style) Render(text string) string {
	if s.on == "" || text == "" {
		return text
	}
	if strings.Contains(text, reset) {
		text = strings.ReplaceAll(text, reset, reset+s.on)
	}
	if strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\n", reset+"\n"+s.on)
	}
	return s.on + text + reset
}

// With returns the style with another laid over it.
func (s Style) With(other Style) Style { return Style{s.on + other.on} }

// Depth is how many colours a terminal shows.
type Depth int

// The colour depths.
const (
	NoColour Depth = iota
	Colours16
	Colours256
	TrueColour
)

// Theme is the choice of colours.
type Theme string

// The themes. Auto starts dark and turns light when the terminal says that its background is.
const (
	Auto  Theme = "auto"
	Dark  Theme = "dark"
	Light Theme = "light"
	Mono  Theme = "mono"
)

// Styles is every way anything is drawn, made from one theme. No meaning is carried by a style alone: beside each stands
// a glyph or a word.
type Styles struct {
	Theme  Theme
	Glyphs Glyphs

	Base   Style // the whole screen, under everything
	Text   Style // plain text
	Dim    Style // secondary text: labels, help
	Faint  Style // barely there: rules, empty tracks
	Strong Style // what to read first
	Accent Style // the one accent: focus, links, the current thing
	Badge  Style // text on the accent

	Good, Warn, Bad, Info Style // news and verdicts, always beside a glyph or a word

	Border, BorderFocus Style
	Title, TitleFocus   Style
	Key, KeyName        Style // footer: the key and what it does

	Select  Style // the row under the cursor
	Cursor  Style // the cell, field or item under the cursor
	Header  Style // column names
	Missing Style // the mark of a missing value
	Changed Style // a value that a step changed
	Number  Style // figures that matter
	Field   Style // where one can type
	Shadow  Style // the screen behind a dialog

	Series []Style // one per plotted line, in the order of Glyphs.Series
}

// NewStyles makes the styles of a theme for a terminal. Without colours every theme is mono; Auto is dark. With ascii
// only plain characters are used.
func NewStyles(theme Theme, depth Depth, ascii bool) *Styles {
	glyphs := unicodeGlyphs()
	if ascii {
		glyphs = asciiGlyphs()
	}
	switch {
	case theme == Mono || depth == NoColour:
		return monoStyles(glyphs)
	case theme == Light:
		return coloured(Light, light(), depth, glyphs)
	}
	return coloured(Dark, dark(), depth, glyphs)
}

// ink is one colour made by hand for each depth.
type ink struct {
	rgb  uint32 // true colour
	c256 int
	c16  int // 0..15, or terminal
}

// terminal is the terminal's own text or background. Light themes of 16 colours need it: what they call bright white is
// often grey.
const terminal = -1

type layer int

const (
	foreground layer = 38
	background layer = 48
)

func (c ink) sgr(l layer, depth Depth) string {
	switch depth {
	case TrueColour:
		return fmt.Sprintf("\x1b[%d;2;%d;%d;%dm", l, c.rgb>>16, c.rgb>>8&255, c.rgb&255)
	case Colours256:
		return fmt.Sprintf("\x1b[%d;5;%dm", l, c.c256)
	}
	if c.c16 == terminal {
		return fmt.Sprintf("\x1b[%dm", l+1)
	}
	code := int(l) - 8 + c.c16
	if c.c16 > 7 {
		code += 60 - 8
	}
	return fmt.Sprintf("\x1b[%dm", code)
}

const (
	bold      = "\x1b[1m"
	faint     = "\x1b[2m"
	underline = "\x1b[4m"
	reverse   = "\x1b[7m"
)

// coloured makes the styles from a palette. Pieces set only the foreground; the background is that of what they lie on.
func coloured(theme Theme, p palette, depth Depth, g Glyphs) *Styles {
	fg := func(c ink, more ...string) Style { return Style{strings.Join(more, "") + c.sgr(foreground, depth)} }
	on := func(c, under ink, more ...string) Style {
		return Style{strings.Join(more, "") + c.sgr(foreground, depth) + under.sgr(background, depth)}
	}
	chosen, field := on(p.text, p.chosen), on(p.text, p.field)
	if depth == Colours16 { // there are no quiet backgrounds among sixteen colours
		chosen, field = fg(p.strong, underline), fg(p.text, underline)
	}
	cursor := on(p.onCursor, p.cursor, bold)
	if depth == Colours16 && p.ground.c16 == terminal {
		cursor = Style{bold + reverse}
	}
	return &Styles{
		Theme: theme, Glyphs: g,
		Base: on(p.text, p.ground), Text: fg(p.text), Dim: fg(p.dim), Faint: fg(p.faint), Strong: fg(p.strong, bold),
		Accent: fg(p.accent), Badge: on(p.onAccent, p.accent, bold),
		Good: fg(p.good), Warn: fg(p.warn), Bad: fg(p.bad), Info: fg(p.info),
		Border: fg(p.border), BorderFocus: fg(p.accent), Title: fg(p.dim), TitleFocus: fg(p.strong, bold),
		Key: fg(p.accent, bold), KeyName: fg(p.dim),
		Select: chosen, Cursor: cursor, Header: fg(p.strong, bold),
		Missing: fg(p.faint), Changed: fg(p.changed), Number: fg(p.strong, bold), Field: field,
		Shadow: fg(p.faint),
		Series: []Style{fg(p.series[0]), fg(p.series[1]), fg(p.series[2]), fg(p.series[3])},
	}
}

// monoStyles uses weight, underline and reverse only.
func monoStyles(g Glyphs) *Styles {
	plain, strong, weak := Style{}, Style{bold}, Style{faint}
	return &Styles{
		Theme: Mono, Glyphs: g,
		Text: plain, Dim: plain, Faint: weak, Strong: strong, Accent: strong, Badge: Style{bold + reverse},
		Good: plain, Warn: strong, Bad: strong, Info: plain,
		Border: weak, BorderFocus: strong, Title: plain, TitleFocus: strong, Key: strong, KeyName: plain,
		Select: Style{underline}, Cursor: Style{reverse}, Header: strong,
		Missing: weak, Changed: Style{bold + underline}, Number: strong, Field: Style{underline}, Shadow: weak,
		Series: []Style{strong, plain, strong, plain},
	}
}

// News returns the glyph and the style of a kind of news.
func (s *Styles) News(k Kind) (glyph string, style Style) {
	switch k {
	case Good:
		return s.Glyphs.Check, s.Good
	case Warn:
		return s.Glyphs.Warn, s.Warn
	case Bad:
		return s.Glyphs.Cross, s.Bad
	}
	return s.Glyphs.Info, s.Info
}

// Mark draws text after the glyph of its kind, both in its style: "✓ done".
func (s *Styles) Mark(k Kind, text string) string {
	glyph, style := s.News(k)
	return style.Render(glyph + " " + text)
}

// Paint lays the base under a whole screen, so that no cell is left to the terminal's own colours.
func (s *Styles) Paint(screen string) string {
	if s.Glyphs.ASCII {
		screen = ASCII(screen)
	}
	return s.Base.Render(screen)
}
