package ui

import (
	"fmt"
	"runtime/debug"

	tea "charm.land/bubbletea/v2"

	"assay/ui/kit"
)

// Options say how the workbench looks and behaves. The zero value is dark, without colours, in Unicode; Environment
// makes options for a real terminal.
type Options struct {
	Theme  kit.Theme
	Depth  kit.Depth
	ASCII  bool          // draw plain characters only
	Mouse  bool          // take the mouse at the start
	Start  int           // the stage shown first
	Title  string        // of the window; may be empty
	Status func() string // a few words at the right end of the tabs, such as the file; may be nil

	Before  func(tea.Msg) bool  // sees every message first; false drops it; may be nil
	Actions func() []kit.Action // what can be done on every screen, beside the shell's own; may be nil
}

// Model is the whole workbench as a bubbletea model. It is used through its pointer; after the program ended it still
// holds every screen.
type Model struct {
	stages  []Stage
	opts    Options
	styles  *kit.Styles
	w, h    int
	at      int
	mouse   bool
	leaving bool // ctrl+c was pressed and asked
	dialogs kit.Dialogs
	toasts  kit.Toasts
	log     kit.CommandLog
	body    kit.Rect   // where the screen was drawn
	tabs    []kit.Rect // where the tabs were drawn
	buttons []button   // where the footer's actions were drawn
	pace    pace
}

type button struct {
	kit.Rect
	action kit.Action
}

// New makes a workbench of stages.
func New(stages []Stage, opts Options) *Model {
	m := &Model{stages: stages, opts: opts, mouse: opts.Mouse}
	m.at = max(0, min(opts.Start, len(stages)-1))
	m.restyle()
	return m
}

func (m *Model) restyle() { m.styles = kit.NewStyles(m.opts.Theme, m.opts.Depth, m.opts.ASCII) }

// Stage returns the index of the visible stage.
func (m *Model) Stage() int { return m.at }

// Init starts every screen and, when the theme is to follow the terminal, asks for its background without waiting.
func (m *Model) Init() tea.Cmd {
	var cmds []tea.Cmd
	for i := range m.stages {
		cmds = append(cmds, m.stages[i].Screen.Init())
	}
	if m.opts.Theme == kit.Auto && m.opts.Depth != kit.NoColour {
		cmds = append(cmds, tea.RequestBackgroundColor)
	}
	return tea.Batch(append(cmds, kit.Send(kit.Shown{}))...)
}

// Update takes a message in and sees to it that the change is drawn, now or a moment later.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd, later := m.route(msg), m.pace.after(msg)
	if later != nil {
		cmd = tea.Batch(cmd, later)
	}
	return m, cmd
}

// route gives each message to whom it belongs: keys and mouse to the dialog on top, the shell or the visible screen,
// everything else to all screens.
func (m *Model) route(msg tea.Msg) tea.Cmd {
	if m.opts.Before != nil && !m.opts.Before(msg) {
		return nil
	}
	switch msg := msg.(type) {
	case redraw:
		return nil
	case tea.WindowSizeMsg:
		m.w, m.h = max(0, msg.Width), max(0, msg.Height)
		return nil
	case tea.ColorProfileMsg:
		m.deepen(msg)
		return nil
	case tea.BackgroundColorMsg:
		m.follow(msg)
		return nil
	case tea.KeyPressMsg:
		return m.key(msg)
	case tea.MouseMsg:
		return m.point(msg)
	case tea.PasteMsg:
		if m.dialogs.Open() {
			return m.dialogs.Update(msg)
		}
		return m.give(m.at, msg)
	case kit.OpenDialog:
		m.dialogs.Push(msg)
		return nil
	case kit.CloseDialog:
		m.dialogs.Pop()
		return nil
	case kit.Log:
		m.log.Add(msg.Twin)
		return nil
	case kit.Goto:
		return m.show(msg.Stage)
	case kit.Shown:
		return m.give(m.at, msg)
	case kit.Crashed:
		return m.crashed(msg)
	}
	if cmd, ok := m.toasts.Update(msg); ok {
		return cmd
	}
	return m.broadcast(msg)
}

// give lets one screen answer a message. A panic in it is shown and the screen stays as it was.
func (m *Model) give(stage int, msg tea.Msg) (cmd tea.Cmd) {
	if stage < 0 || stage >= len(m.stages) {
		return nil
	}
	defer m.rescue(&cmd)
	m.stages[stage].Screen, cmd = m.stages[stage].Screen.Update(msg)
	return cmd
}

func (m *Model) broadcast(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for i := range m.stages {
		if cmd := m.give(i, msg); cmd != nil {
			cmds = append(cmds, cmd)
		}
	}
	return tea.Batch(cmds...)
}

// rescue turns a panic into a Crashed message; to be deferred.
func (m *Model) rescue(cmd *tea.Cmd) {
	if r := recover(); r != nil {
		*cmd = kit.Send(kit.Crashed{Reason: fmt.Sprint(r), Stack: string(debug.Stack())})
	}
}

func (m *Model) crashed(c kit.Crashed) tea.Cmd {
	return kit.ShowText("something went wrong in here", "This is a fault of the program, not of your data. Your work is still there; "+
		"please save it and report this text.\n\n"+c.Reason+"\n\n"+c.Stack)
}

// show makes another stage visible, unless it is locked.
func (m *Model) show(stage int) tea.Cmd {
	if stage < 0 || stage >= len(m.stages) {
		return nil
	}
	s := m.stages[stage]
	if state, why := s.state(); state == Locked {
		if why == "" {
			why = "finish the stages before it first"
		}
		return kit.Say(kit.Warn, s.Title+" is locked: "+why)
	}
	if stage == m.at {
		return nil
	}
	m.at = stage
	return m.give(stage, kit.Shown{})
}

// deepen takes more colours when the terminal turns out to have them.
func (m *Model) deepen(msg tea.ColorProfileMsg) {
	if d := depthOf(msg.Profile); m.opts.Depth != kit.NoColour && d > m.opts.Depth {
		m.opts.Depth = d
		m.restyle()
	}
}

// follow turns light when the terminal's background is.
func (m *Model) follow(msg tea.BackgroundColorMsg) {
	if m.opts.Theme != kit.Auto || m.opts.Depth == kit.NoColour {
		return
	}
	theme := kit.Dark
	if !msg.IsDark() {
		theme = kit.Light
	}
	if m.styles.Theme != theme {
		m.styles = kit.NewStyles(theme, m.opts.Depth, m.opts.ASCII)
	}
}
