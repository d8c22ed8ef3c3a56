package kit

import "strings"

// CellState says how a cell is drawn.
type CellState int

// The states of a cell.
const (
	Normal  CellState = iota
	Missing           // drawn as a dim mark, never as nothing
	Changed           // a step changed it
	Variant           // another spelling of a more frequent value
	Faulty            // it breaks a rule
)

// GridColumn describes a column of a grid.
type GridColumn struct {
	Name  string
	Kind  string   // a word under the name, such as "number"; may be empty
	Right bool     // numbers stand on the right
	Lines []string // more lines under the kind: missing share, a small histogram
}

// GridData is what a grid shows. Only the visible rows are asked for, so it may be as long as it likes.
type GridData interface {
	Rows() int
	Columns() []GridColumn
	Cell(row, column int) (string, CellState)
}

// A Grid shows a table of any length: the header and the first column stay, the rest scrolls. Its cost depends on the
// cells on screen only. The zero value is an empty grid.
type Grid struct {
	Data  GridData
	Row   int    // the row under the cursor
	Col   int    // the column under the cursor
	Note  string // said after "row x of n", such as "showing first 1,000 of 10,000"
	Empty string // what to do when there are no columns
	// Pinned columns stay in sight beside the first one, in this order, as far as they leave room for others.
	Pinned []int

	top     int    // first visible row
	left    int    // first visible column after the frozen one
	widths  []int  // by column; grow while scrolling, never shrink
	seen    [2]int // rows measured last
	columns []GridColumn
	page    int // rows visible at the last View
	head    int // header lines at the last View
	lanes   []lane
	rule    int // where the frozen columns end, or -1
	barX    int // where the scroll bar was drawn, or -1
}

// lane is a visible column: where it starts and how wide it is.
type lane struct{ column, x, w int }

const (
	maxCellWidth = 28 // wider cells are shortened; the whole text is one key away
	minCellWidth = 4
	sampleRows   = 200 // rows measured when data is set
)

// SetData shows other data; the cursor stays where it can.
func (g *Grid) SetData(d GridData) {
	g.Data, g.widths, g.columns = d, nil, nil
	g.measure()
	g.clamp()
}

// Remeasure forgets the widths and the header, after the data changed in place.
func (g *Grid) Remeasure() {
	g.widths = nil
	g.measure()
	g.clamp()
}

func (g *Grid) rows() int {
	if g.Data == nil {
		return 0
	}
	return g.Data.Rows()
}

// measure sets the widths from the header and the first rows.
func (g *Grid) measure() {
	if g.Data == nil || g.widths != nil {
		return
	}
	g.columns = g.Data.Columns()
	g.widths = make([]int, len(g.columns))
	for j, c := range g.columns {
		w := max(minCellWidth, Width(Clean(c.Name)), Width(c.Kind))
		for _, line := range c.Lines {
			w = max(w, Width(line))
		}
		g.widths[j] = min(w, maxCellWidth)
	}
	g.seen = [2]int{}
	g.widen(g.top, min(g.top+sampleRows, g.rows()))
}

// widen grows the columns so that the given rows fit. Rows measured just before are left out.
func (g *Grid) widen(from, to int) {
	was := g.seen
	if from >= was[0] && to <= was[1] {
		return
	}
	g.seen = [2]int{from, to}
	for j := range g.columns {
		for i := from; i < to && g.widths[j] < maxCellWidth; i++ {
			if i >= was[0] && i < was[1] {
				continue
			}
			text, state := g.Data.Cell(i, j)
			mark := 0
			if state == Changed || state == Faulty || state == Variant {
				mark = 1
			}
			if len(text)+mark > g.widths[j] {
				g.widths[j] = min(maxCellWidth, max(g.widths[j], Width(CleanCell(text))+mark))
			}
		}
	}
}

func (g *Grid) clamp() {
	g.Row = max(0, min(g.Row, g.rows()-1))
	g.Col = max(0, min(g.Col, len(g.columns)-1))
	page := max(1, g.page)
	g.top = max(0, min(g.top, g.rows()-page))
	if g.Row < g.top {
		g.top = g.Row
	}
	if g.Row >= g.top+page {
		g.top = g.Row - page + 1
	}
}

// Move puts the cursor on a cell, as near as there is one.
func (g *Grid) Move(row, col int) {
	g.measure()
	g.Row, g.Col = row, col
	g.clamp()
}

// Text returns the whole text of the cell under the cursor.
func (g *Grid) Text() string {
	g.measure()
	if g.Row >= g.rows() || g.Col >= len(g.columns) {
		return ""
	}
	text, _ := g.Data.Cell(g.Row, g.Col)
	return text
}

var blanks = strings.Repeat(" ", 512)

// gap returns n blanks.
func gap(n int) string {
	if n <= 0 {
		return ""
	}
	if n <= len(blanks) {
		return blanks[:n]
	}
	return strings.Repeat(" ", n)
}
