package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/ui/kit"
)

// View draws the whole workbench, exactly as large as the terminal. While messages come in a flood it may be a moment
// behind.
func (m *Model) View() tea.View { return m.pace.draw(m.w, m.h, m.view) }

func (m *Model) view() tea.View {
	v := tea.NewView(m.Content())
	v.AltScreen = true
	v.WindowTitle = m.opts.Title
	if m.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

// Content draws the workbench as text: as many lines and cells as the last size said, nothing before there was one.
func (m *Model) Content() string {
	if m.w == 0 || m.h == 0 {
		return ""
	}
	f := kit.Frame{W: m.w, H: m.h, Styles: m.styles}
	if f.Tier() == kit.TooSmall {
		return f.Paint(f.EmptyState(fmt.Sprintf("%dx%d is too small\n40x10 is needed\nq quits", m.w, m.h)))
	}
	head := m.header(f)
	top := strings.Count(head, "\n") + 1
	m.body = kit.Rect{X: 0, Y: top, W: f.W, H: f.H - top - 1}
	screen := head + "\n" + m.draw(f.In(m.body)) + "\n" + m.footer(f)
	screen = m.dialogs.View(f, screen)
	screen = m.toasts.View(f, screen)
	return f.Paint(kit.Fit(screen, f.W, f.H))
}

// draw lets the visible screen draw itself. A panic in it becomes a message in its place.
func (m *Model) draw(f kit.Frame) (body string) {
	defer func() {
		if r := recover(); r != nil {
			body = f.EmptyState(fmt.Sprintf("this screen cannot be drawn\n%v\nThe rest still works; please report this.", r))
		}
	}()
	if len(m.stages) == 0 {
		return f.EmptyState("there are no stages")
	}
	return kit.Fit(m.stages[m.at].Screen.View(f), f.W, f.H)
}

// header draws the tabs and, where there is room, a rule that shows which is open.
func (m *Model) header(f kit.Frame) string {
	line := m.tabLine(f)
	if f.Tier() < kit.Small || len(m.tabs) == 0 {
		return line
	}
	open := m.tabs[m.at]
	thin, thick := "─", "━"
	if f.Glyphs.ASCII {
		thin, thick = "-", "="
	}
	return line + "\n" + f.Border.Render(strings.Repeat(thin, open.X)) + f.BorderFocus.Render(strings.Repeat(thick, open.W)) +
		f.Border.Render(strings.Repeat(thin, max(0, f.W-open.X-open.W)))
}

// tabLine draws the tabs as wide as fits: with the name of the program and state words, without, or only numbers.
func (m *Model) tabLine(f kit.Frame) string {
	for level := 0; ; level++ {
		line, tabs, width := m.tabsAt(f, level)
		if width <= f.W || level == 3 {
			m.tabs = tabs
			return m.withStatus(f, line, width)
		}
	}
}

// tabsAt draws the tabs at one level of detail: 0 everything, 1 no state words, 2 no program name, 3 only the open tab's
// name.
func (m *Model) tabsAt(f kit.Frame, level int) (line string, tabs []kit.Rect, width int) {
	if level < 2 {
		line = f.Accent.Render(" assay") + "  "
		width = kit.Width(line)
	}
	for i, s := range m.stages {
		state, _ := s.state()
		glyph, style := state.mark(m.styles)
		text, name := glyph, strconv.Itoa(i+1)+" "+s.Title
		if level == 3 && i != m.at {
			name = strconv.Itoa(i + 1)
		}
		label := f.Dim
		switch {
		case i == m.at:
			label = f.Strong
		case state == Locked:
			label = f.Faint
		}
		tab := " " + style.Render(text) + " " + label.Render(name)
		if level == 0 {
			tab += " " + style.Render(state.String())
		}
		if level != 2 {
			tab += " "
		}
		w := kit.Width(tab)
		tabs = append(tabs, kit.Rect{X: width, Y: 0, W: w, H: 1})
		line += tab
		width += w
	}
	return line, tabs, width
}

func (m *Model) withStatus(f kit.Frame, line string, width int) string {
	if m.opts.Status != nil {
		status := kit.Clean(m.opts.Status())
		if room := f.W - width - 3; room >= 12 && status != "" {
			status = kit.Truncate(status, room)
			return kit.Pad(line, f.W-kit.Width(status)-1) + f.Dim.Render(status) + " "
		}
	}
	return kit.Pad(line, f.W)
}

// everywhere is what the shell can do, with the keys that work now: while a text field has the focus, letters do not.
func (m *Model) everywhere() []kit.Action {
	actions := m.actions()
	if !m.typing() {
		return actions
	}
	for i := range actions {
		a := &actions[i]
		keys := slices.DeleteFunc(slices.Clone(a.Key), func(key string) bool { return !held(key) })
		a.Key, a.Hide = keys, a.Hide || len(keys) == 0
	}
	return actions
}

// held reports whether a key works while text is typed: one with ctrl, or a function key.
func held(key string) bool {
	return strings.HasPrefix(key, "ctrl+") || len(key) == 2 && key[0] == 'f'
}

// footer draws the keys of the screen and, at the right end, help and the palette.
func (m *Model) footer(f kit.Frame) string {
	m.buttons = m.buttons[:0]
	right := m.keysOf(f, m.everywhere(), f.W/2)
	left := m.keysOf(f, m.usable(), f.W-right.width-2)
	line := left.line + strings.Repeat(" ", max(0, f.W-left.width-right.width)) + right.line
	m.place(f, left, 0)
	m.place(f, right, f.W-right.width)
	return kit.Pad(line, f.W)
}

// usable are the screen's actions for the footer; while typing only those that are not letters.
func (m *Model) usable() []kit.Action {
	actions := m.screenActions()
	if !m.typing() {
		return actions
	}
	out := []kit.Action{{Key: kit.On("esc"), Name: "stop typing",
		Do: func() tea.Cmd { return m.give(m.at, tea.KeyPressMsg{Code: tea.KeyEscape}) }}}
	for _, a := range actions {
		if len(a.Key) > 0 && held(a.Key[0]) {
			out = append(out, a)
		}
	}
	return out
}

// hints are the drawn keys of some actions.
type hints struct {
	line   string
	width  int
	places []button
}

// keysOf draws as many actions as fit the room.
func (m *Model) keysOf(f kit.Frame, actions []kit.Action, room int) hints {
	out := hints{line: " ", width: 1}
	for _, a := range actions {
		if a.Hide || len(a.Key) == 0 {
			continue
		}
		key, name := a.Key.Label(), kit.Clean(a.Name)
		text := f.Key.Render(key) + " " + f.KeyName.Render(name)
		if a.Why != "" {
			text = f.Faint.Render("(" + key + " " + name + ")")
		}
		w := kit.Width(text)
		if out.width+w+2 > room {
			continue
		}
		out.places = append(out.places, button{kit.Rect{X: out.width, W: w, H: 1}, a})
		out.line += text + "  "
		out.width += w + 2
	}
	return out
}

func (m *Model) place(f kit.Frame, h hints, x int) {
	for _, b := range h.places {
		b.X, b.Y = b.X+x, f.H-1
		m.buttons = append(m.buttons, b)
	}
}
