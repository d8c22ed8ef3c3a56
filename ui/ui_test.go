package ui

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"assay/ui/kit"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// fake is a screen with a grid, a form and an action of every kind.
type fake struct {
	name   string
	grid   kit.Grid
	form   *kit.Form
	busy   string
	done   int
	seen   []tea.Msg
	broken bool
}

type table struct{}

func (table) Rows() int { return 3000 }
func (table) Columns() []kit.GridColumn {
	return []kit.GridColumn{{Name: "id", Kind: "id"}, {Name: "income", Kind: "number", Right: true}, {Name: "purpose", Kind: "text"}}
}
func (table) Cell(i, j int) (string, kit.CellState) {
	if (i+j)%7 == 0 {
		return "", kit.Missing
	}
	return []string{fmt.Sprintf("A-%04d", i), fmt.Sprint(1000 + i*37), "car\x1b[2J "}[j], kit.Normal
}

func newFake(name string) *fake {
	s := &fake{name: name, form: kit.NewForm([]kit.Field{{Name: "income", Value: "1200"}, {Name: "purpose", Kind: kit.ChoiceField, Choices: []string{"car", "home"}, Value: "car"}})}
	s.form.Blurred = true
	s.grid.SetData(table{})
	return s
}

func (s *fake) Init() tea.Cmd { return nil }

func (s *fake) Update(msg tea.Msg) (kit.Screen, tea.Cmd) {
	s.seen = append(s.seen, msg)
	if s.broken {
		panic("the screen broke")
	}
	if s.Typing() {
		if s.form.Update(msg) == kit.Left {
			s.form.Blurred = true
		}
		return s, nil
	}
	s.grid.Update(msg)
	return s, nil
}

func (s *fake) View(f kit.Frame) string {
	if s.broken {
		panic("the screen broke")
	}
	r := f.Rect().Rows(2, 1)
	return kit.Stack(f.In(r[0]).Pane(s.name, true, s.grid.View), f.In(r[1]).Pane("applicant", false, s.form.View))
}

func (s *fake) Typing() bool { return s.form.Typing() }
func (s *fake) Busy() string { return s.busy }
func (s *fake) Terms() []kit.Term {
	return []kit.Term{{Word: "median", Meaning: "The middle value."}}
}

func (s *fake) Actions() []kit.Action {
	return append([]kit.Action{
		{Key: kit.On("t"), Name: "train", Help: "Learn from the training rows.", Do: func() tea.Cmd { s.done++; return nil }, Twin: "assay train"},
		{Key: kit.On("i"), Name: "edit", Help: "Type into the form.", Do: func() tea.Cmd { s.form.Blurred = false; return nil }},
		{Key: kit.On("u"), Name: "undo", Help: "Undo the last change.", Why: "nothing was changed yet"},
		{Key: kit.On("d"), Name: "delete", Help: "Delete the row.", Do: func() tea.Cmd {
			return kit.AskConfirm(kit.Confirm{Question: "delete the row?", Yes: "delete", Asked: kit.On("d")}, func() tea.Cmd { s.done += 100; return nil })
		}},
	}, s.grid.Actions()...)
}

// rig is a model with five fake screens; commands run at once.
type rig struct {
	*Model
	fakes []*fake
	quit  bool
}

func newRig(w, h int) *rig {
	b := &rig{}
	states := []State{Done, Stale, Ready, Ready, Locked}
	var stages []Stage
	for i, name := range []string{"Collect", "Prepare", "Train", "Evaluate", "Predict"} {
		s := newFake(name)
		b.fakes = append(b.fakes, s)
		stages = append(stages, Stage{name, s, func() (State, string) { return states[i], "train a model first" }})
	}
	b.Model = New(stages, Options{Theme: kit.Dark, Depth: kit.TrueColour, Mouse: true, Status: func() string { return "loans.csv" }})
	b.send(tea.WindowSizeMsg{Width: w, Height: h})
	return b
}

func (b *rig) send(msg tea.Msg) {
	_, cmd := b.Update(msg)
	b.run(cmd, 0)
}

// run does what bubbletea does with commands, at once. Ticks, which wait, are left out.
func (b *rig) run(cmd tea.Cmd, depth int) {
	if cmd == nil || depth > 8 || strings.Contains(runtimeName(cmd), "/v2.Tick.") {
		return
	}
	b.take(cmd(), depth)
}

func (b *rig) take(msg tea.Msg, depth int) {
	switch msg := msg.(type) {
	case nil:
	case tea.QuitMsg:
		b.quit = true
	case tea.BatchMsg:
		for _, c := range msg {
			b.run(c, depth+1)
		}
	default:
		if reflect.TypeOf(msg).PkgPath() == "charm.land/bubbletea/v2" {
			return // for the terminal
		}
		_, cmd := b.Update(msg)
		b.run(cmd, depth+1)
	}
}

func (b *rig) press(keys ...string) {
	for _, k := range keys {
		b.send(key(k))
	}
}

func key(name string) tea.KeyPressMsg {
	codes := map[string]rune{"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "enter": tea.KeyEnter,
		"esc": tea.KeyEscape, "tab": tea.KeyTab, "pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp, "home": tea.KeyHome, "end": tea.KeyEnd,
		"backspace": tea.KeyBackspace, "f1": tea.KeyF1}
	if c, ok := codes[name]; ok {
		return tea.KeyPressMsg{Code: c}
	}
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(letter[0]), Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

func (b *rig) text() string { return ansi.Strip(b.Content()) }

func exact(t *testing.T, what, drawn string, w, h int) {
	t.Helper()
	lines := strings.Split(drawn, "\n")
	if len(lines) != h {
		t.Fatalf("%s: %d lines instead of %d", what, len(lines), h)
	}
	for i, line := range lines {
		if a, b := ansi.StringWidth(line), ansi.StringWidthWc(line); a != w || b != w {
			t.Fatalf("%s: line %d has %d or %d cells instead of %d: %q", what, i, a, b, w, line)
		}
	}
}

func golden(t *testing.T, name, drawn string) {
	t.Helper()
	lines := strings.Split(ansi.Strip(drawn), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	got := strings.Join(lines, "\n") + "\n"
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s changed; look at it, then run go test -update\n%s", path, got)
	}
}

func TestShellGolden(t *testing.T) {
	for _, s := range [][2]int{{120, 35}, {80, 24}, {60, 18}, {40, 10}, {30, 8}} {
		size := fmt.Sprintf("%dx%d", s[0], s[1])
		b := newRig(s[0], s[1])
		b.press("3", "down", "right")
		exact(t, size, b.Content(), s[0], s[1])
		golden(t, "shell_"+size, b.Content())
		if s[0] >= 40 {
			b.press("?")
			exact(t, size, b.Content(), s[0], s[1])
			golden(t, "help_"+size, b.Content())
		}
	}
	b := newRig(80, 24)
	b.opts.ASCII = true
	b.restyle()
	b.press("5", "d")
	for _, r := range b.text() {
		if r > 126 {
			t.Fatalf("%q was drawn in a plain terminal", r)
		}
	}
	golden(t, "confirm_ascii", b.Content())
}

func TestKeysGoWhereTheyBelong(t *testing.T) {
	b := newRig(120, 35)
	b.press("t")
	if b.fakes[0].done != 1 || b.log.Last() != "assay train" {
		t.Errorf("done %d, log %q", b.fakes[0].done, b.log.Last())
	}
	b.press("u")
	if !strings.Contains(b.text(), "undo: nothing was changed yet") {
		t.Error("the reason is not shown")
	}
	b.press("]")
	if b.Stage() != 1 {
		t.Errorf("] went to stage %d", b.Stage())
	}
	b.press("i", "3", "q", "t", "?")
	if b.Stage() != 1 || b.quit || b.fakes[1].form.Value("income") != "12003qt?" {
		t.Errorf("while typing: stage %d, quit %v, text %q", b.Stage(), b.quit, b.fakes[1].form.Value("income"))
	}
	b.press("esc", "3")
	if b.Stage() != 2 {
		t.Errorf("after typing: stage %d", b.Stage())
	}
	b.press("esc", "esc", "esc")
	if b.quit {
		t.Error("esc must never quit")
	}
	b.press("5")
	if b.Stage() != 2 || !strings.Contains(b.text(), "Predict is locked: train a model first") {
		t.Error("a locked stage opened, or did not say why")
	}
}

func TestHelpAndPaletteRunActions(t *testing.T) {
	for _, open := range []string{"?", "f1", ":", "ctrl+p"} {
		b := newRig(120, 35)
		b.press(open, "t", "r", "a", "i", "n", "enter")
		if b.fakes[0].done != 1 {
			t.Errorf("%s: train ran %d times", open, b.fakes[0].done)
		}
	}
	b := newRig(120, 35)
	b.press("T")
	if !strings.Contains(b.text(), "The middle value.") {
		t.Error("the glossary does not show the screen's terms")
	}
}

func TestConfirmDefaultsToNo(t *testing.T) {
	b := newRig(80, 24)
	b.press("d", "enter", "d", "d", "esc")
	if b.fakes[0].done != 0 {
		t.Error("deleted without a yes")
	}
	b.press("d", "y")
	if b.fakes[0].done != 100 {
		t.Error("y did not delete")
	}
}

func TestLeaving(t *testing.T) {
	b := newRig(80, 24)
	if b.press("q"); !b.quit {
		t.Error("q does not leave")
	}
	b = newRig(80, 24)
	b.fakes[2].busy = "training, round 12 of 200"
	b.press("q")
	if b.quit || !strings.Contains(b.text(), "round 12 of 200") {
		t.Error("q does not ask while something runs")
	}
	b.press("esc", "ctrl+c")
	if b.quit {
		t.Error("the first ctrl+c does not ask")
	}
	if b.press("ctrl+c"); !b.quit {
		t.Error("the second ctrl+c does not leave")
	}
	b = newRig(30, 8)
	if b.press("q"); !b.quit {
		t.Error("q does not leave when the terminal is too small")
	}
}

func TestMouse(t *testing.T) {
	b := newRig(120, 35)
	b.Content()
	tab := b.tabs[2]
	b.send(tea.MouseClickMsg{X: tab.X + 2, Y: 0, Button: tea.MouseLeft})
	if b.Stage() != 2 {
		t.Errorf("a click on the third tab went to stage %d", b.Stage())
	}
	b.Content()
	b.send(tea.MouseClickMsg{X: b.buttons[0].X, Y: 34, Button: tea.MouseLeft})
	if b.fakes[2].done != 1 {
		t.Error("a click on the footer did nothing")
	}
	b.send(tea.MouseClickMsg{X: 5, Y: 4, Button: tea.MouseLeft})
	last := b.fakes[2].seen[len(b.fakes[2].seen)-1].(tea.MouseClickMsg)
	if last.X != 5 || last.Y != 2 {
		t.Errorf("the screen got the click at %d,%d", last.X, last.Y)
	}
	if b.view().MouseMode != tea.MouseModeCellMotion {
		t.Error("the mouse is not taken")
	}
	if b.press("m"); b.view().MouseMode != tea.MouseModeNone {
		t.Error("m does not free the mouse")
	}
}

type other struct{}

func TestOtherMessagesReachEveryScreen(t *testing.T) {
	b := newRig(80, 24)
	b.send(other{})
	for _, s := range b.fakes {
		if len(s.seen) == 0 || s.seen[len(s.seen)-1] != (other{}) {
			t.Errorf("%s did not get it", s.name)
		}
	}
}

func TestABrokenScreenDoesNotEndTheProgram(t *testing.T) {
	b := newRig(80, 24)
	b.fakes[0].broken = true
	b.send(other{})
	if text := b.text(); !strings.Contains(text, "something went wrong") {
		t.Errorf("the fault is not shown\n%s", text)
	}
	b.press("esc", "2")
	if b.Stage() != 1 {
		t.Error("the other screens do not work any more")
	}
}

// TestRandomMessages sends keys, sizes and mouse events in random order: nothing may panic, and every drawing has the
// size of the terminal.
func TestRandomMessages(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 11))
	keys := strings.Split("up down left right enter esc tab pgup pgdown home end backspace f1 ctrl+p ctrl+u ctrl+w 1 2 3 4 5 [ ] ? : m T L t i u d y n g G j k x ö 北", " ")
	b := newRig(80, 24)
	w, h := 80, 24
	for i := range 10_000 {
		var msg tea.Msg
		switch rng.IntN(20) {
		case 0:
			w, h = 1+rng.IntN(150), 1+rng.IntN(50)
			msg = tea.WindowSizeMsg{Width: w, Height: h}
		case 1:
			msg = tea.MouseClickMsg{X: rng.IntN(150), Y: rng.IntN(50), Button: tea.MouseLeft}
		case 2:
			msg = tea.MouseWheelMsg{X: rng.IntN(150), Y: rng.IntN(50), Button: tea.MouseWheelUp + tea.MouseButton(rng.IntN(4))}
		case 3:
			msg = tea.PasteMsg{Content: "a\nb\x1b[31m\u202e北京👨‍👩‍👧"}
		case 4:
			msg = kit.Toast{Text: "note \u202e " + strings.Repeat("x ", rng.IntN(80)), Kind: kit.Kind(rng.IntN(4))}
		default:
			msg = key(keys[rng.IntN(len(keys))])
		}
		b.send(msg)
		exact(t, fmt.Sprintf("message %d, %T %v", i, msg, msg), b.Content(), w, h)
	}
}

func BenchmarkShell(b *testing.B) {
	s := newRig(120, 35)
	b.ReportAllocs()
	for b.Loop() {
		s.Update(key("down"))
		s.Content()
	}
}
