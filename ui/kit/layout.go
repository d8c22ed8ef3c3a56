package kit

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Tier is a size class of the terminal.
type Tier int

// The tiers, smallest first. Below Tiny nothing useful fits.
const (
	TooSmall Tier = iota // under 40x10: a message
	Tiny                 // from 40x10: the essentials
	Small                // from 60x18: one pane
	Medium               // from 80x24: two panes
	Wide                 // from 120x30: three panes
)

// TierOf returns the size class of w x h cells.
func TierOf(w, h int) Tier {
	switch {
	case w >= 120 && h >= 30:
		return Wide
	case w >= 80 && h >= 24:
		return Medium
	case w >= 60 && h >= 18:
		return Small
	case w >= 40 && h >= 10:
		return Tiny
	}
	return TooSmall
}

// Rect is a place on the screen in cells.
type Rect struct{ X, Y, W, H int }

// Has reports whether a cell lies inside.
func (r Rect) Has(x, y int) bool { return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H }

// Inside returns the place within a one-cell border.
func (r Rect) Inside() Rect { return Rect{r.X + 1, r.Y + 1, max(0, r.W-2), max(0, r.H-2)} }

// Mouse turns a mouse message into one whose (0,0) is the rectangle's corner and reports whether it lies inside. Other
// messages are returned as they are, with false.
func (r Rect) Mouse(msg tea.Msg) (tea.Msg, bool) {
	m, ok := msg.(tea.MouseMsg)
	if !ok {
		return msg, false
	}
	at := m.Mouse()
	inside := r.Has(at.X, at.Y)
	at.X, at.Y = at.X-r.X, at.Y-r.Y
	switch msg.(type) {
	case tea.MouseClickMsg:
		return tea.MouseClickMsg(at), inside
	case tea.MouseReleaseMsg:
		return tea.MouseReleaseMsg(at), inside
	case tea.MouseWheelMsg:
		return tea.MouseWheelMsg(at), inside
	case tea.MouseMotionMsg:
		return tea.MouseMotionMsg(at), inside
	}
	return msg, false
}

// Shares cuts total into parts in proportion to the weights; a negative weight asks for exactly that many cells. The
// parts always add up to total.
func Shares(total int, weights ...int) []int {
	out := make([]int, len(weights))
	free, sum := max(0, total), 0
	for i, w := range weights {
		if w < 0 {
			out[i] = min(-w, free)
			free -= out[i]
		} else {
			sum += w
		}
	}
	for i, w := range weights {
		if w > 0 {
			out[i] = free * w / sum
			free -= out[i]
			sum -= w
		}
	}
	if free > 0 && len(out) > 0 {
		out[len(out)-1] += free
	}
	return out
}

// Columns cuts a rectangle into parts from left to right; weights are those of Shares.
func (r Rect) Columns(weights ...int) []Rect {
	out := make([]Rect, len(weights))
	x := r.X
	for i, w := range Shares(r.W, weights...) {
		out[i] = Rect{x, r.Y, w, r.H}
		x += w
	}
	return out
}

// Rows cuts a rectangle into parts from top to bottom; weights are those of Shares.
func (r Rect) Rows(weights ...int) []Rect {
	out := make([]Rect, len(weights))
	y := r.Y
	for i, h := range Shares(r.H, weights...) {
		out[i] = Rect{r.X, y, r.W, h}
		y += h
	}
	return out
}

// Rect returns the frame as a rectangle at the origin.
func (f Frame) Rect() Rect { return Rect{0, 0, f.W, f.H} }

// In returns a frame of the rectangle's size.
func (f Frame) In(r Rect) Frame { return f.Sized(r.W, r.H) }

// Pane draws body inside a titled border that fills the frame exactly; below 4x3 cells only the body is drawn. The body
// is drawn by a function that gets the inner frame.
func (f Frame) Pane(title string, focus bool, body func(Frame) string) string {
	if f.W < 4 || f.H < 3 {
		return Fit(body(f), f.W, f.H)
	}
	line, head := f.Border, f.Title
	if focus {
		line, head = f.BorderFocus, f.TitleFocus
	}
	g := f.Glyphs
	inner := f.Sized(f.W-2, f.H-2)
	var b strings.Builder
	title = Truncate(title, f.W-6)
	rest := f.W - 2
	b.WriteString(line.Render(g.TopLeft))
	if title != "" {
		rest -= Width(title) + 3
		b.WriteString(line.Render(g.Horizontal) + head.Render(" "+title+" "))
	}
	b.WriteString(line.Render(strings.Repeat(g.Horizontal, max(0, rest)) + g.TopRight))
	side := line.Render(g.Vertical)
	for row := range strings.SplitSeq(Fit(body(inner), inner.W, inner.H), "\n") {
		b.WriteString("\n" + side + row + side)
	}
	b.WriteString("\n" + line.Render(g.BottomLeft+strings.Repeat(g.Horizontal, f.W-2)+g.BottomRight))
	return b.String()
}

// Beside puts blocks next to each other; each block must have lines of equal width. Shorter blocks are filled up.
func Beside(blocks ...string) string {
	var rows [][]string
	height := 0
	for _, block := range blocks {
		if block == "" {
			continue
		}
		lines := strings.Split(block, "\n")
		rows = append(rows, lines)
		height = max(height, len(lines))
	}
	var b strings.Builder
	for i := range height {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, lines := range rows {
			if i < len(lines) {
				b.WriteString(lines[i])
			} else {
				b.WriteString(strings.Repeat(" ", Width(lines[0])))
			}
		}
	}
	return b.String()
}

// Stack puts blocks below each other and leaves empty ones out.
func Stack(blocks ...string) string {
	kept := blocks[:0:0]
	for _, block := range blocks {
		if block != "" {
			kept = append(kept, block)
		}
	}
	return strings.Join(kept, "\n")
}
