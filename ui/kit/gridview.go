package kit

import (
	"slices"
	"strconv"
	"strings"
)

// View draws the grid: header, rows, scroll bar and a status line.
func (g *Grid) View(f Frame) string {
	g.measure()
	if f.W <= 0 || f.H <= 0 {
		return ""
	}
	if len(g.columns) == 0 {
		empty := g.Empty
		if empty == "" {
			empty = "nothing to show yet"
		}
		g.lanes, g.barX = nil, -1
		return f.EmptyState(empty)
	}
	g.layout(f)
	var b strings.Builder
	b.Grow(f.W * f.H * 3)
	for i := range g.head {
		b.WriteString(g.header(f, i))
		b.WriteByte('\n')
	}
	from, size := g.thumb()
	for i := range g.page {
		g.row(&b, f, g.top+i)
		if g.barX >= 0 {
			if i >= from && i < from+size {
				b.WriteString(f.Dim.Render(f.Glyphs.Thumb))
			} else {
				b.WriteString(f.Border.Render(f.Glyphs.Track))
			}
		}
		b.WriteByte('\n')
	}
	b.WriteString(g.status(f))
	return b.String()
}

// layout decides what is visible: header lines, page size and lanes.
func (g *Grid) layout(f Frame) {
	g.head = 1
	for _, c := range g.columns {
		lines := 1 + len(c.Lines)
		if c.Kind != "" {
			lines++
		}
		g.head = max(g.head, lines)
	}
	g.head = min(g.head, max(0, f.H/3))
	g.page = max(0, f.H-g.head-1)
	g.clamp()
	g.widen(g.top, min(g.top+g.page, g.rows()))
	g.barX = -1
	room := f.W
	if g.rows() > g.page && room > 8 {
		room--
		g.barX = room
	}
	g.scroll(room)
	g.lanes = g.visible(g.left, room)
}

// frozen returns the pinned columns there is room for and the cells taken before the columns that scroll.
func (g *Grid) frozen(room int) (pins []int, taken int) {
	taken = min(g.widths[0], max(1, room/2), room) + 1
	for _, j := range g.Pinned {
		if j <= 0 || j >= len(g.columns) || slices.Contains(pins, j) {
			continue
		}
		if w := g.widths[j] + 1; taken+w <= room*2/3 {
			pins, taken = append(pins, j), taken+w
		}
	}
	return pins, taken
}

// scroll moves the first visible column so that the one under the cursor shows whole.
func (g *Grid) scroll(room int) {
	g.left = max(1, min(g.left, len(g.columns)-1))
	pins, taken := g.frozen(room)
	if g.Col == 0 || slices.Contains(pins, g.Col) {
		return
	}
	g.left = min(g.left, g.Col)
	need := 0
	for j := g.Col; j >= g.left; j-- { // how far left can we start and still show Col whole
		if slices.Contains(pins, j) {
			continue
		}
		need += g.widths[j] + 1
		if taken+need > room+1 && j < g.Col {
			g.left = j + 1
			return
		}
	}
}

// visible lays out the frozen columns and those from left on.
func (g *Grid) visible(left, room int) []lane {
	pins, taken := g.frozen(room)
	lanes := append(g.lanes[:0], lane{0, 0, min(g.widths[0], max(1, room/2), room)})
	x := lanes[0].w + 1
	for _, j := range pins {
		lanes = append(lanes, lane{j, x, g.widths[j]})
		x += g.widths[j] + 1
	}
	g.rule = -1
	if len(pins) > 0 {
		g.rule = taken - 1
	}
	for j := left; j < len(g.columns) && x < room && j > 0; j++ {
		if slices.Contains(pins, j) {
			continue
		}
		w := min(g.widths[j], room-x)
		if w < min(minCellWidth+2, g.widths[j]) && len(lanes) > 1+len(pins) {
			break // too narrow to read
		}
		lanes = append(lanes, lane{j, x, w})
		x += w + 1
	}
	return lanes
}

// between draws the blanks from one lane to the next, with the rule that ends the frozen columns.
func (g *Grid) between(f Frame, from, to int) string {
	if g.rule >= from && g.rule < to {
		return gap(g.rule-from) + f.Border.Render(f.Glyphs.Vertical) + gap(to-g.rule-1)
	}
	return gap(to - from)
}

func (g *Grid) header(f Frame, line int) string {
	var b strings.Builder
	x := 0
	for _, l := range g.lanes {
		c := g.columns[l.column]
		text, style := "", f.Dim
		switch k := line - 1; {
		case line == 0:
			text, style = Clean(c.Name), f.Header
			if l.column == g.Col {
				style = f.TitleFocus.With(f.Accent)
			}
		case c.Kind != "" && k == 0:
			text = c.Kind
		default:
			if c.Kind != "" {
				k--
			}
			if k < len(c.Lines) {
				text = c.Lines[k]
			}
		}
		b.WriteString(g.between(f, x, l.x))
		if c.Right {
			text = PadLeft(text, l.w)
		} else {
			text = Pad(text, l.w)
		}
		b.WriteString(style.Render(text))
		x = l.x + l.w
	}
	more := " "
	if last := g.lanes[len(g.lanes)-1].column; last < len(g.columns)-1 && !slices.Contains(g.Pinned, last) && line == 0 {
		more = f.Dim.Render(f.Glyphs.Right)
	}
	if x < f.W {
		b.WriteString(gap(f.W - x - 1))
		b.WriteString(more)
	}
	return b.String()
}

func (g *Grid) row(b *strings.Builder, f Frame, row int) {
	end := f.W
	if g.barX >= 0 {
		end--
	}
	if row >= g.rows() {
		b.WriteString(gap(end))
		return
	}
	on := ""
	if row == g.Row {
		on = f.Select.on
		b.WriteString(on)
	}
	x := 0
	for _, l := range g.lanes {
		b.WriteString(g.between(f, x, l.x))
		if on != "" && g.rule >= x && g.rule < l.x {
			b.WriteString(on)
		}
		mark, text, style := g.cell(f, row, l)
		if row == g.Row && l.column == g.Col {
			style = f.Cursor
		}
		b.WriteString(style.on)
		g.write(b, l, mark, text)
		if style.on != "" {
			b.WriteString(reset)
			b.WriteString(on)
		}
		x = l.x + l.w
	}
	b.WriteString(gap(end - x))
	if on != "" {
		b.WriteString(reset)
	}
}

// cell returns what stands in a cell: a mark of one cell or nothing, the text, and the style.
func (g *Grid) cell(f Frame, row int, l lane) (mark, text string, style Style) {
	text, state := g.Data.Cell(row, l.column)
	switch state {
	case Missing:
		return f.Glyphs.Missing, "", f.Missing
	case Changed:
		mark, style = f.Glyphs.Changed, f.Changed
	case Variant:
		mark, style = f.Glyphs.Variant, f.Warn
	case Faulty:
		mark, style = f.Glyphs.Cross, f.Bad
	}
	return mark, CleanCell(text), style
}

// write draws mark and text, exactly as wide as the lane.
func (g *Grid) write(b *strings.Builder, l lane, mark, text string) {
	w := len(text)
	if !printable(text) {
		w = Width(text)
	}
	room := l.w
	if mark != "" {
		room--
	}
	if w > room {
		b.WriteString(mark)
		b.WriteString(Pad(text, room))
		return
	}
	if g.columns[l.column].Right {
		b.WriteString(gap(room - w))
	}
	b.WriteString(mark)
	b.WriteString(text)
	if !g.columns[l.column].Right {
		b.WriteString(gap(room - w))
	}
}

// thumb returns where the scroll bar's thumb starts and how long it is.
func (g *Grid) thumb() (from, size int) {
	n := g.rows()
	if n <= g.page || g.page == 0 {
		return 0, 0
	}
	size = max(1, g.page*g.page/n)
	return g.top * (g.page - size) / (n - g.page), size
}

func (g *Grid) status(f Frame) string {
	text := "no rows"
	if n := g.rows(); n > 0 {
		text = "row " + Thousands(g.Row+1) + " of " + Thousands(n)
	}
	text += "  column " + strconv.Itoa(g.Col+1) + " of " + strconv.Itoa(len(g.columns))
	if g.Note != "" {
		text += "  " + Clean(g.Note)
	}
	return f.Dim.Render(Pad(text, f.W))
}

// Thousands writes a whole number with commas: 1,234,567.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	digits := strings.TrimPrefix(s, "-")
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if n < 0 {
		return "-" + digits
	}
	return digits
}

// EmptyState draws advice in the middle of the frame, for screens that have nothing to show yet.
func (f Frame) EmptyState(advice string) string {
	lines := Wrap(CleanLines(advice), max(1, min(60, f.W-4)))
	top := max(0, (f.H-len(lines))/2)
	var b strings.Builder
	for range top {
		b.WriteByte('\n')
	}
	for i, line := range lines {
		style := f.Dim
		if i == 0 {
			style = f.Text
		}
		b.WriteString(style.Render(Center(line, f.W)))
		b.WriteByte('\n')
	}
	return Fit(b.String(), f.W, f.H)
}
