package kit

import tea "charm.land/bubbletea/v2"

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
