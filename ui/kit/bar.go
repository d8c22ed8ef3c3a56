package kit

import (
	"math"
	"strings"
)

// Bar is one line of a bar chart.
type Bar struct {
	Label string
	Value float64
	Text  string // drawn after the bar; the number when empty
	Kind  Kind   // Info draws in the accent
}

// Bars draws horizontal bars from a common zero; negative values grow to the left. What does not fit the frame is
// counted in the last line.
func Bars(f Frame, bars []Bar) string {
	if f.W <= 0 || f.H <= 0 {
		return ""
	}
	if len(bars) == 0 {
		return f.EmptyState("nothing to show")
	}
	shown := bars
	if len(bars) > f.H {
		shown = bars[:max(0, f.H-1)]
	}
	label, text, low, high := 0, 0, 0., 0.
	for _, b := range shown {
		label = max(label, Width(Clean(b.Label)))
		text = max(text, Width(b.caption()))
		if finite(b.Value) {
			low, high = min(low, b.Value), max(high, b.Value)
		}
	}
	label = min(label, f.W/3)
	text = min(text, f.W/3)
	room := f.W - label - text - 2
	lines := make([]string, 0, f.H)
	for _, b := range shown {
		line := f.Text.Render(Pad(Clean(b.Label), label)) + " "
		if room > 2 {
			line += b.draw(f, low, high, room) + " "
		}
		lines = append(lines, line+f.Dim.Render(PadLeft(b.caption(), text)))
	}
	if len(shown) < len(bars) {
		lines = append(lines, f.Dim.Render("and "+Thousands(len(bars)-len(shown))+" more"))
	}
	return Fit(strings.Join(lines, "\n"), f.W, f.H)
}

func (b Bar) caption() string {
	if b.Text != "" {
		return Clean(b.Text)
	}
	return Num(b.Value)
}

func (b Bar) style(f Frame) Style {
	switch b.Kind {
	case Good:
		return f.Good
	case Warn:
		return f.Warn
	case Bad:
		return f.Bad
	}
	return f.Accent
}

func (b Bar) draw(f Frame, low, high float64, room int) string {
	if !finite(b.Value) || high-low <= 0 || math.IsInf(high-low, 0) {
		return gap(room)
	}
	zero := int(math.Round(-low / (high - low) * float64(room)))
	if b.Value < 0 {
		n := min(zero, int(math.Round(-b.Value/(high-low)*float64(room))))
		return gap(zero-n) + b.style(f).Render(strings.Repeat(f.Glyphs.Full, n)) + gap(room-zero)
	}
	return gap(zero) + b.style(f).Render(f.Glyphs.bar(b.Value/(high-low)*float64(room), room-zero)) +
		gap(room-zero-cells(b.Value/(high-low)*float64(room), room-zero, f.Glyphs.ASCII))
}

// bar draws a bar of so many cells, to half a cell where the glyphs allow. Bars are thin lines, so that those below each
// other stay apart.
func (g Glyphs) bar(length float64, room int) string {
	length = min(max(length, 0), float64(room))
	if g.ASCII {
		return strings.Repeat(g.Full, int(math.Round(length)))
	}
	n := int(math.Round(length * 2))
	return strings.Repeat(g.Full, n/2) + strings.Repeat(g.Half, n%2)
}

// cells returns how many cells bar draws.
func cells(length float64, room int, ascii bool) int {
	length = min(max(length, 0), float64(room))
	if ascii {
		return int(math.Round(length))
	}
	return (int(math.Round(length*2)) + 1) / 2
}

// Meter draws a share from 0 to 1 as a bar of exactly w cells with its empty part.
func (f Frame) Meter(share float64, w int, kind Kind) string {
	if math.IsNaN(share) {
		share = 0
	}
	n := min(w, max(0, int(math.Round(share*float64(w)))))
	style := Bar{Kind: kind}.style(f)
	return style.Render(strings.Repeat(f.Glyphs.Full, n)) + f.Faint.Render(strings.Repeat(f.Glyphs.Shade, max(0, w-n)))
}

// Sparkline draws values as rising blocks, at most w of them; more values are averaged in runs, gaps stay blank.
func (g Glyphs) Sparkline(values []float64, w int) string {
	if w <= 0 || len(values) == 0 {
		return ""
	}
	n := min(w, len(values))
	means := make([]float64, n)
	low, high := math.Inf(1), math.Inf(-1)
	for i := range n {
		sum, count := 0., 0
		for _, v := range values[i*len(values)/n : (i+1)*len(values)/n] {
			if finite(v) {
				sum, count = sum+v, count+1
			}
		}
		means[i] = sum / float64(count) // NaN in a run without values
		if count > 0 {
			low, high = min(low, means[i]), max(high, means[i])
		}
	}
	low = min(low, 0)
	var b strings.Builder
	for _, v := range means {
		switch {
		case !finite(v):
			b.WriteByte(' ')
		case high <= low:
			b.WriteString(g.Bars[0])
		default:
			b.WriteString(g.Bars[min(len(g.Bars)-1, int((v-low)/(high-low)*float64(len(g.Bars))))])
		}
	}
	return b.String()
}

// Histogram draws counts as columns that fill the frame, with the value range under them. edges has one value more than
// counts and may be nil.
func Histogram(f Frame, counts, edges []float64) string {
	if f.W <= 0 || f.H <= 0 {
		return ""
	}
	if len(counts) == 0 || f.H < 2 {
		return Fit(f.Accent.Render(f.Glyphs.Sparkline(counts, f.W)), f.W, f.H)
	}
	high := 0.
	for _, v := range counts {
		if finite(v) {
			high = max(high, v)
		}
	}
	rows := f.H - 1
	width := max(1, min(6, f.W/len(counts)))
	n := min(len(counts), f.W/width)
	var b strings.Builder
	for y := range rows {
		line := ""
		for _, v := range counts[:n] {
			line += strings.Repeat(f.Glyphs.level(v/high*float64(rows)-float64(rows-1-y)), width)
		}
		b.WriteString(f.Accent.Render(line) + "\n")
	}
	if len(edges) > n {
		low, top := Num(edges[0]), Num(edges[n])
		b.WriteString(f.Dim.Render(low + gap(n*width-Width(low)-Width(top)) + " " + top))
	}
	return Fit(b.String(), f.W, f.H)
}

// level is the glyph of a cell that is filled to a height of at most 1.
func (g Glyphs) level(height float64) string {
	if !(height > 0) {
		return " "
	}
	return g.Bars[min(len(g.Bars)-1, max(0, int(math.Ceil(height*float64(len(g.Bars))))-1))]
}
