package ui

import (
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/ui/kit"
)

// The keys of the shell, which no screen may use for itself: 1..9 [ ] ? : m q L T, f1, ctrl+p, ctrl+c and ctrl+z.

// actions returns what the shell itself can do.
func (m *Model) actions() []kit.Action {
	out := []kit.Action{
		{Key: kit.On("?", "f1"), Name: "help", Help: "List every key and what it does; filter and run from there.",
			Do: func() tea.Cmd { m.dialogs.Push(kit.HelpPage(m.groups())); return nil }},
		{Key: kit.On("ctrl+p", ":"), Name: "commands", Help: "Find any command by name.",
			Do: func() tea.Cmd { m.dialogs.Push(kit.Palette(m.groups())); return nil }},
		{Key: kit.On("T"), Name: "words", Help: "Explain the terms on this screen.", Hide: true,
			Do: func() tea.Cmd { m.dialogs.Push(kit.GlossaryPage(m.terms())); return nil }},
		{Key: kit.On("L"), Name: "command log", Help: "Show the command lines that do what you did.", Hide: true,
			Do: func() tea.Cmd { m.dialogs.Push(m.log.Page()); return nil }},
		{Key: kit.On("]"), Name: "next stage", Help: "Show the next stage.", Hide: true,
			Do: func() tea.Cmd { return m.show(m.at + 1) }},
		{Key: kit.On("["), Name: "stage before", Help: "Show the stage before.", Hide: true,
			Do: func() tea.Cmd { return m.show(m.at - 1) }},
	}
	for i := range min(9, len(m.stages)) {
		out = append(out, kit.Action{Key: kit.On(strconv.Itoa(i + 1)), Name: "go to " + m.stages[i].Title,
			Help: "Show stage " + strconv.Itoa(i+1) + ".", Hide: true, Do: func() tea.Cmd { return m.show(i) }})
	}
	if m.opts.Actions != nil {
		out = append(out, m.opts.Actions()...)
	}
	return append(append(out, m.themes()...), m.system()...)
}

func (m *Model) themes() []kit.Action {
	var out []kit.Action
	for _, t := range []kit.Theme{kit.Dark, kit.Light, kit.Mono} {
		a := kit.Action{Name: string(t) + " theme", Help: "Draw with the " + string(t) + " theme.", Hide: true}
		if m.opts.Depth == kit.NoColour && t != kit.Mono {
			a.Why = "this terminal shows no colours, or NO_COLOR is set"
		}
		a.Do = func() tea.Cmd { m.opts.Theme = t; m.restyle(); return nil }
		out = append(out, a)
	}
	return out
}

func (m *Model) system() []kit.Action {
	mouse := "free the mouse, so that the terminal can select text"
	if !m.mouse {
		mouse = "take the mouse: click tabs, rows and keys; scroll with the wheel"
	}
	return []kit.Action{
		{Key: kit.On("m"), Name: "mouse", Help: strings.ToUpper(mouse[:1]) + mouse[1:] + ".", Hide: true, Do: m.toggleMouse},
		{Key: kit.On("ctrl+z"), Name: "suspend", Help: "Put the workbench in the background; fg brings it back.", Hide: true,
			Do: func() tea.Cmd { return tea.Suspend }},
		{Key: kit.On("q"), Name: "quit", Help: "Leave; asks first only while something is running.", Hide: true, Do: m.quit},
	}
}

func (m *Model) toggleMouse() tea.Cmd {
	m.mouse = !m.mouse
	if m.mouse {
		return kit.Say(kit.Info, "the mouse is mine: click and scroll; m frees it")
	}
	return kit.Say(kit.Info, "the mouse is free: select text with it; m takes it back")
}

// groups are all actions for the help page and the palette.
func (m *Model) groups() []kit.Group {
	return []kit.Group{{Name: m.title(), Actions: m.screenActions()}, {Name: "everywhere", Actions: m.actions()}}
}

func (m *Model) title() string {
	if len(m.stages) == 0 {
		return "nothing"
	}
	return m.stages[m.at].Title
}

func (m *Model) screenActions() []kit.Action {
	if len(m.stages) == 0 {
		return nil
	}
	return m.stages[m.at].Screen.Actions()
}

func (m *Model) typing() bool { return len(m.stages) > 0 && m.stages[m.at].Screen.Typing() }

func (m *Model) terms() []kit.Term {
	if len(m.stages) == 0 {
		return nil
	}
	if g, ok := m.stages[m.at].Screen.(kit.Glossed); ok {
		return g.Terms()
	}
	return nil
}

// key gives a key to the dialog on top, else to the shell, else to the action of the screen it belongs to, else to the
// screen. While a text field has the focus everything that edits text is the screen's.
func (m *Model) key(msg tea.KeyPressMsg) (cmd tea.Cmd) {
	defer m.rescue(&cmd)
	name := msg.String()
	if name == "ctrl+c" {
		return m.interrupt()
	}
	m.leaving = false
	if kit.TierOf(m.w, m.h) == kit.TooSmall && m.w > 0 {
		if name == "q" {
			return m.quit()
		}
		return nil
	}
	if m.dialogs.Open() {
		return m.dialogs.Update(msg)
	}
	if m.typing() && edits(name, msg) {
		return m.give(m.at, msg)
	}
	if cmd, ok := kit.Press(m.actions(), msg); ok {
		return cmd
	}
	if cmd, ok := kit.Press(m.screenActions(), msg); ok {
		return cmd
	}
	if name == "esc" && m.toasts.Clear() {
		return nil
	}
	return m.give(m.at, msg)
}

// edits reports whether a key means something to a text field.
func edits(name string, msg tea.KeyPressMsg) bool {
	if msg.Key().Text != "" {
		return true
	}
	switch name {
	case "space", "enter", "tab", "shift+tab", "esc", "left", "right", "up", "down", "home", "end", "backspace", "delete",
		"pgup", "pgdown", "ctrl+a", "ctrl+e", "ctrl+u", "ctrl+k", "ctrl+w", "ctrl+d":
		return true
	}
	return false
}

// running says what would be cut short by leaving, or "".
func (m *Model) running() string {
	for _, s := range m.stages {
		if b, ok := s.Screen.(kit.Busy); ok {
			if what := b.Busy(); what != "" {
				return what
			}
		}
	}
	return ""
}

func (m *Model) quit() tea.Cmd {
	what := m.running()
	if what == "" {
		return tea.Quit
	}
	return kit.AskConfirm(kit.Confirm{Question: "leave now?", Detail: fmt.Sprintf("still running: %s. It stops when you leave.", what),
		Yes: "leave", Asked: kit.On("q")}, func() tea.Cmd { return tea.Quit })
}

// interrupt answers ctrl+c: the first asks while something runs, the second leaves at once.
func (m *Model) interrupt() tea.Cmd {
	if m.leaving || m.running() == "" {
		return tea.Quit
	}
	m.leaving = true
	return m.quit()
}

// point gives a mouse message to the dialog on top, the tabs, the footer or the screen under it.
func (m *Model) point(msg tea.MouseMsg) (cmd tea.Cmd) {
	defer m.rescue(&cmd)
	if kit.TierOf(m.w, m.h) == kit.TooSmall {
		return nil
	}
	if m.dialogs.Open() {
		return m.dialogs.Update(msg)
	}
	if click, ok := msg.(tea.MouseClickMsg); ok {
		for i, tab := range m.tabs {
			if tab.Has(click.X, click.Y) {
				return m.show(i)
			}
		}
		for _, b := range m.buttons {
			if b.Has(click.X, click.Y) {
				return b.action.Run()
			}
		}
	}
	if moved, inside := m.body.Mouse(msg); inside {
		return m.give(m.at, moved)
	}
	return nil
}

// Manual returns every action of every stage and of the shell, for the generated list of keys.
func (m *Model) Manual() []kit.Group {
	var out []kit.Group
	for i, s := range m.stages {
		out = append(out, kit.Group{Name: strconv.Itoa(i+1) + " " + s.Title, Actions: s.Screen.Actions()})
	}
	return append(out, kit.Group{Name: "Everywhere", Actions: m.actions()})
}
