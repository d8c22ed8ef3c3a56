package kit

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// CellState says how a cell is drawn.
type CellState int

// The states of a cell.
const (
	Normal  CellState = iota
	Missing           // drawn as a dim mark, never as nothing
	Changed           // a step changed it
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

	top     int    // first visible row
	left    int    // first visible column after the frozen one
	widths  []int  // by column; grow while scrolling, never shrink
	seen    [2]int // rows measured last
	columns []GridColumn
	page    int // rows visible at the last View
	head    int // header lines at the last View
	lanes   []lane
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
			text, _ := g.Data.Cell(i, j)
			if len(text) > g.widths[j] {
				g.widths[j] = min(maxCellWidth, max(g.widths[j], Width(CleanCell(text))))
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

// Update moves the cursor with keys and mouse and reports whether the message was its own. Mouse positions are
// relative to the grid's frame.
func (g *Grid) Update(msg tea.Msg) bool {
	g.measure()
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return g.key(msg.String())
	case tea.MouseWheelMsg:
		return g.wheel(msg)
	case tea.MouseClickMsg:
		return g.click(msg.X, msg.Y)
	case tea.MouseMotionMsg:
		return msg.Button == tea.MouseLeft && msg.X == g.barX && g.drag(msg.Y)
	}
	return false
}

func (g *Grid) key(name string) bool {
	page := max(1, g.page-1)
	switch name {
	case "up", "k":
		g.Move(g.Row-1, g.Col)
	case "down", "j":
		g.Move(g.Row+1, g.Col)
	case "left", "h":
		g.Move(g.Row, g.Col-1)
	case "right", "l":
		g.Move(g.Row, g.Col+1)
	case "pgup":
		g.top -= page
		g.Move(g.Row-page, g.Col)
	case "pgdown":
		g.top += page
		g.Move(g.Row+page, g.Col)
	case "g", "ctrl+home":
		g.Move(0, g.Col)
	case "G", "ctrl+end":
		g.Move(g.rows()-1, g.Col)
	case "home", "0", "^":
		g.Move(g.Row, 0)
	case "end", "$":
		g.Move(g.Row, len(g.columns)-1)
	default:
		return false
	}
	return true
}

func (g *Grid) wheel(msg tea.MouseWheelMsg) bool {
	step := 3
	switch {
	case msg.Button == tea.MouseWheelLeft, msg.Button == tea.MouseWheelUp && msg.Mod.Contains(tea.ModShift):
		g.Move(g.Row, g.Col-1)
		return true
	case msg.Button == tea.MouseWheelRight, msg.Button == tea.MouseWheelDown && msg.Mod.Contains(tea.ModShift):
		g.Move(g.Row, g.Col+1)
		return true
	case msg.Button == tea.MouseWheelUp:
		step = -3
	case msg.Button != tea.MouseWheelDown:
		return false
	}
	page := max(1, g.page)
	g.top = max(0, min(g.top+step, g.rows()-page))
	g.Row = max(g.top, min(g.Row, g.top+page-1))
	g.clamp()
	return true
}

func (g *Grid) click(x, y int) bool {
	if x == g.barX {
		return g.drag(y)
	}
	for _, l := range g.lanes {
		if x >= l.x && x <= l.x+l.w {
			g.Col = l.column
			if y >= g.head && y < g.head+g.page {
				g.Row = g.top + y - g.head
			}
			g.clamp()
			return true
		}
	}
	return false
}

// drag moves to the part of the data that the scroll bar shows at line y.
func (g *Grid) drag(y int) bool {
	if g.page > 1 && g.rows() > g.page {
		at := max(0, min(y-g.head, g.page-1))
		g.top = at * (g.rows() - g.page) / (g.page - 1)
		g.Row = g.top + at
		g.clamp()
	}
	return true
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

// Actions returns the keys of the grid for the help page; the grid itself answers them in Update.
func (g *Grid) Actions() []Action {
	press := func(name string) func() tea.Cmd { return func() tea.Cmd { g.key(name); return nil } }
	row := func(keys Keys, name, help string) Action {
		return Action{Key: keys, Name: name, Help: help, Do: press(keys[0]), Hide: true}
	}
	return []Action{
		row(On("down", "j"), "next row", "Move the cursor a row down."),
		row(On("up", "k"), "row above", "Move the cursor a row up."),
		row(On("right", "l"), "next column", "Move the cursor a column to the right; the table scrolls."),
		row(On("left", "h"), "column before", "Move the cursor a column to the left."),
		row(On("pgdown"), "page down", "Move a page down."),
		row(On("pgup"), "page up", "Move a page up."),
		row(On("g", "ctrl+home"), "first row", "Move to the first row."),
		row(On("G", "ctrl+end"), "last row", "Move to the last row."),
		row(On("home", "0"), "first column", "Move to the first column."),
		row(On("end", "$"), "last column", "Move to the last column."),
	}
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
