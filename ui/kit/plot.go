package kit

import (
	"math"
	"strings"
)

// Series is one line of a plot. Y[i] belongs to X[i], or to i when X is nil. NaN and infinities are gaps.
type Series struct {
	Name string
	X, Y []float64
}

// Plot draws lines with round axes and a legend. The zero value is a plot without lines.
type Plot struct {
	Series         []Series
	XLabel, YLabel string
	MarkX          []float64  // vertical rules, such as the best round
	Empty          string     // said when there is nothing to draw
	Y              [2]float64 // fixed bounds of the y axis when they differ
	X              [2]float64 // fixed bounds of the x axis when they differ
}

const (
	plotMinW = 24
	plotMinH = 6
)

// View draws the plot. In a frame too small for axes it is a sentence per line.
func (p Plot) View(f Frame) string {
	if f.W <= 0 || f.H <= 0 {
		return ""
	}
	box, ok := p.bounds()
	if !ok {
		empty := p.Empty
		if empty == "" {
			empty = "nothing to plot yet"
		}
		return f.EmptyState(empty)
	}
	if f.W < plotMinW || f.H < plotMinH {
		return Fit(strings.Join(p.sentences(f), "\n"), f.W, f.H)
	}
	return p.draw(f, box)
}

// window is the part of the plane that is drawn.
type window struct{ x0, x1, y0, y1 float64 }

// bounds returns the window around all points that can be drawn.
func (p Plot) bounds() (window, bool) {
	box := window{math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)}
	for _, s := range p.Series {
		for i, y := range s.Y {
			x := s.x(i)
			if finite(x) && finite(y) {
				box.x0, box.x1 = min(box.x0, x), max(box.x1, x)
				box.y0, box.y1 = min(box.y0, y), max(box.y1, y)
			}
		}
	}
	if box.x0 > box.x1 {
		return box, false
	}
	box.x0, box.x1 = widenRange(box.x0, box.x1, p.X)
	box.y0, box.y1 = widenRange(box.y0, box.y1, p.Y)
	if p.Y[0] == p.Y[1] {
		pad := (box.y1 - box.y0) * .04
		if box.y0 < 0 || box.y0 > pad {
			box.y0 -= pad
		}
		box.y1 += pad
	}
	return box, finite(box.x1-box.x0) && finite(box.y1-box.y0)
}

func widenRange(low, high float64, fixed [2]float64) (float64, float64) {
	if fixed[0] != fixed[1] {
		return fixed[0], fixed[1]
	}
	if low == high {
		pad := max(math.Abs(low)*.1, .5)
		return low - pad, high + pad
	}
	return low, high
}

func (s Series) x(i int) float64 {
	if s.X == nil {
		return float64(i)
	}
	if i < len(s.X) {
		return s.X[i]
	}
	return math.NaN()
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// draw lays out legend, axes and canvas.
func (p Plot) draw(f Frame, box window) string {
	legend := p.legend(f)
	rows := f.H - 2 // the x axis and its numbers
	if legend != "" {
		rows--
	}
	ticks, decimals := Ticks(box.y0, box.y1, max(2, rows/3))
	gutter := 1
	for _, v := range ticks {
		gutter = max(gutter, Width(tickLabel(v, decimals)))
	}
	cols := f.W - gutter - 1
	c := newCanvas(cols, rows, f.Glyphs.ASCII)
	for _, x := range p.MarkX {
		c.rule(scale(x, box.x0, box.x1, cols*2))
	}
	for i, s := range p.Series {
		c.line(s, box, i, f.Theme == Mono && len(p.Series) > 1)
	}
	labels := make([]string, rows)
	for _, v := range ticks {
		if y := rows - 1 - scale(v, box.y0, box.y1, rows); y >= 0 && y < rows {
			labels[y] = tickLabel(v, decimals)
		}
	}
	var b strings.Builder
	if legend != "" {
		b.WriteString(legend + "\n")
	}
	for y := range rows {
		edge := f.Glyphs.axis("│", "|")
		if labels[y] != "" {
			edge = f.Glyphs.axis("┤", "+")
		}
		b.WriteString(f.Dim.Render(PadLeft(labels[y], gutter)) + f.Border.Render(edge))
		c.row(&b, f, y)
		b.WriteByte('\n')
	}
	b.WriteString(p.xAxis(f, box, gutter, cols))
	return Fit(b.String(), f.W, f.H)
}

func (g Glyphs) axis(fine, plain string) string {
	if g.ASCII {
		return plain
	}
	return fine
}

// legend names each line beside its mark, and the y axis.
func (p Plot) legend(f Frame) string {
	var parts []string
	if p.YLabel != "" {
		parts = append(parts, f.Dim.Render(Clean(p.YLabel)))
	}
	for i, s := range p.Series {
		if s.Name != "" {
			mark := f.Glyphs.Series[i%len(f.Glyphs.Series)]
			parts = append(parts, f.Series[i%len(f.Series)].Render(mark+" "+Clean(s.Name))+f.Dim.Render(last(s)))
		}
	}
	return strings.Join(parts, "  ")
}

func last(s Series) string {
	for i := len(s.Y) - 1; i >= 0; i-- {
		if finite(s.Y[i]) {
			return " " + Num(s.Y[i])
		}
	}
	return ""
}

// xAxis draws the line below the canvas and the numbers under it.
func (p Plot) xAxis(f Frame, box window, gutter, cols int) string {
	g := f.Glyphs
	rule := []rune(strings.Repeat(g.axis("─", "-"), cols))
	numbers := []rune(gap(cols))
	ticks, decimals := Ticks(box.x0, box.x1, max(2, cols/12))
	label := Clean(p.XLabel)
	room := cols
	if label != "" && Width(label)+12 < cols {
		room -= Width(label) + 1
	} else {
		label = ""
	}
	free := 0
	for _, v := range ticks {
		at := scale(v, box.x0, box.x1, cols)
		text := []rune(tickLabel(v, decimals))
		start := min(max(0, at-len(text)/2), cols-len(text))
		if at < 0 || at >= cols || start < free || start+len(text) > room {
			continue
		}
		rule[at] = []rune(g.axis("┬", "+"))[0]
		copy(numbers[start:], text)
		free = start + len(text) + 1
	}
	line := f.Border.Render(g.axis("└", "+") + string(rule))
	under := string(numbers[:room]) + gap(cols-room-Width(label)) + label
	return gap(gutter) + line + "\n" + gap(gutter+1) + f.Dim.Render(under)
}

// sentences says what the lines do, for frames too small to draw in and for readers who do not see plots.
func (p Plot) sentences(f Frame) []string {
	var out []string
	for _, s := range p.Series {
		out = append(out, Wrap(s.Sentence(), max(1, f.W))...)
	}
	return out
}

// Sentence says in words what the line does: "loss fell 0.52 to 0.41, lowest 0.4 at 23".
func (s Series) Sentence() string {
	first, final, low, high := -1, -1, -1, -1
	for i, y := range s.Y {
		if !finite(y) || !finite(s.x(i)) {
			continue
		}
		if first < 0 {
			first, low, high = i, i, i
		}
		final = i
		if y < s.Y[low] {
			low = i
		}
		if y > s.Y[high] {
			high = i
		}
	}
	name := Clean(s.Name)
	if first < 0 {
		return strings.TrimSpace(name + " has no values yet")
	}
	a, b := Num(s.Y[first]), Num(s.Y[final])
	text := name
	switch {
	case first == final || a == b:
		text += " is " + b
	case s.Y[final] < s.Y[first]:
		text += " fell " + a + " to " + b
	default:
		text += " rose " + a + " to " + b
	}
	if low != final && low != first {
		text += ", lowest " + Num(s.Y[low]) + " at " + Num(s.x(low))
	}
	if high != final && high != first {
		text += ", highest " + Num(s.Y[high]) + " at " + Num(s.x(high))
	}
	return strings.TrimSpace(text)
}
