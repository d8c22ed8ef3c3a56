// Package benchtest plays a screen on a real bench without a terminal: keys go in, commands run at once, one after the
// other, and what would be drawn can be compared with a file.
package benchtest

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"assay/pipeline"
	"assay/ui/bench"
	"assay/ui/kit"
)

// Play is a screen under test.
type Play struct {
	Bench   *bench.Bench
	Screen  kit.Screen
	Dialogs kit.Dialogs
	Toasts  []kit.Toast
	Twins   []string
	Stage   int  // the last stage asked for; -1 for none
	Hold    bool // commands are kept for Run instead of run at once

	held []tea.Cmd
	t    *testing.T
}

// New makes a bench on the sample, done up to and including a stage, without waiting between rounds.
func New(t *testing.T, done pipeline.Stage) *bench.Bench {
	t.Helper()
	b := bench.New(context.Background(), pipeline.New(pipeline.Sample))
	b.Pace = nil
	if err := b.RunTo(context.Background(), done); err != nil {
		t.Fatal(err)
	}
	return b
}

// Start shows a screen.
func Start(t *testing.T, b *bench.Bench, s kit.Screen) *Play {
	p := &Play{Bench: b, Screen: s, Stage: -1, t: t}
	p.Run(s.Init())
	p.Send(kit.Shown{})
	return p
}

// Send gives the screen a message, the bench first, and runs what follows from it.
func (p *Play) Send(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
		return
	case tea.BatchMsg:
		for _, c := range msg {
			p.Run(c)
		}
		return
	case kit.OpenDialog:
		p.Dialogs.Push(msg)
		return
	case kit.Toast:
		p.Toasts = append(p.Toasts, msg)
		return
	case kit.Log:
		p.Twins = append(p.Twins, msg.Twin)
		return
	case kit.Goto:
		p.Stage = msg.Stage
		return
	case kit.Crashed:
		p.t.Fatalf("crashed: %s\n%s", msg.Reason, msg.Stack)
	}
	if !p.Bench.Take(msg) {
		return
	}
	var cmd tea.Cmd
	p.Screen, cmd = p.Screen.Update(msg)
	p.Run(cmd)
}

// Run runs a command and sends what comes of it; while Hold is set it is kept.
func (p *Play) Run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if p.Hold {
		p.held = append(p.held, cmd)
		return
	}
	p.Send(cmd())
}

// Release runs the oldest command that was kept and reports whether there was one. What follows from it is kept too.
func (p *Play) Release() bool {
	if len(p.held) == 0 {
		return false
	}
	cmd := p.held[0]
	p.held = p.held[1:]
	p.Send(cmd())
	return true
}

// Press presses keys the way the shell does: the dialog on top, else an action, else the screen.
func (p *Play) Press(keys ...string) {
	p.t.Helper()
	for _, k := range keys {
		msg := Key(k)
		switch {
		case p.Dialogs.Open():
			p.Run(p.Dialogs.Update(msg))
		default:
			if cmd, ok := kit.Press(p.Screen.Actions(), msg); ok && !p.Screen.Typing() {
				p.Run(cmd)
				continue
			}
			p.Send(msg)
		}
	}
}

// Key makes a key message of its name.
func Key(name string) tea.KeyPressMsg {
	codes := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace, "up": tea.KeyUp,
		"down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
		"backspace": tea.KeyBackspace, "end": tea.KeyEnd, "home": tea.KeyHome}
	if name == "shift+tab" {
		return tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
	}
	if code, ok := codes[name]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// Sizes are the bodies the shell leaves in terminals of 120x35, 80x24, 60x18 and 40x10, by that name.
func Sizes() map[string][2]int {
	return map[string][2]int{"120x35": {120, 32}, "80x24": {80, 21}, "60x18": {60, 15}, "40x10": {40, 8}}
}

// Frame is a dark frame of a size.
func Frame(w, h int) kit.Frame {
	return kit.Frame{W: w, H: h, Styles: kit.NewStyles(kit.Dark, kit.TrueColour, false)}
}

// Plain draws the screen, without colours and without blanks at the ends of lines, and fails when it does not have
// exactly w x h cells.
func (p *Play) Plain(w, h int) string {
	p.t.Helper()
	lines := strings.Split(ansi.Strip(p.Screen.View(Frame(w, h))), "\n")
	if len(lines) != h {
		p.t.Errorf("%d lines instead of %d", len(lines), h)
	}
	for i, line := range lines {
		if n := ansi.StringWidth(line); n != w {
			p.t.Errorf("line %d of a %dx%d frame has %d cells: %q", i, w, h, n, line)
		}
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// Golden compares the screen at every size with testdata/NAME_SIZE.golden, and writes these files when update is set.
func (p *Play) Golden(name string, update bool) {
	p.t.Helper()
	for size, at := range Sizes() {
		got := p.Plain(at[0], at[1])
		path := filepath.Join("testdata", name+"_"+size+".golden")
		if update {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				p.t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				p.t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			p.t.Fatal(err)
		}
		if got != string(want) {
			p.t.Errorf("%s changed; look at it, then run go test -update\n%s", path, got)
		}
	}
}
