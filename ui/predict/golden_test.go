package predict

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"assay/pipeline"
	"assay/ui/bench"
	"assay/ui/kit"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares a drawing, without its colours, with a file in testdata.
func golden(t *testing.T, name, drawn string) {
	t.Helper()
	lines := strings.Split(ansi.Strip(drawn), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	got := strings.Join(lines, "\n") + "\n"
	path := filepath.Join("testdata", name+".golden")
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

// examined is a bench on the sample with everything done but the bundle; the clock of its screen stands still.
func examined(t *testing.T) (*Screen, *bench.Bench) {
	t.Helper()
	b := bench.New(context.Background(), pipeline.New(pipeline.Sample))
	if err := b.RunTo(context.Background(), pipeline.EvaluateStage); err != nil {
		t.Fatal(err)
	}
	s := New(b)
	s.now = func() time.Time { return time.Time{} }
	return s, b
}

// deployed is a screen that was shown and has its bundle.
func deployed(t *testing.T) (*Screen, *bench.Bench) {
	t.Helper()
	s, b := examined(t)
	send(s, b, kit.Shown{})
	if s.form == nil {
		t.Fatal("shown with the exam done, but no bundle was made")
	}
	return s, b
}

// send gives the screen a message and runs what comes of it, until nothing does. It returns what was meant for the
// shell.
func send(s *Screen, b *bench.Bench, msg tea.Msg) (out []tea.Msg) {
	_, cmd := s.Update(msg)
	return follow(s, b, cmd)
}

func follow(s *Screen, b *bench.Bench, cmd tea.Cmd) (out []tea.Msg) {
	if cmd == nil {
		return nil
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			out = append(out, follow(s, b, c)...)
		}
	case kit.Toast, kit.Log, kit.OpenDialog:
		out = append(out, msg)
	default:
		if b.Take(msg) {
			out = append(out, msg)
			out = append(out, send(s, b, msg)...)
		}
	}
	return out
}

// press gives keys the way the shell does: to the form while it has the focus, else to the actions.
func press(s *Screen, b *bench.Bench, keys ...string) (out []tea.Msg) {
	for _, name := range keys {
		msg := key(name)
		if !s.Typing() {
			if cmd, ok := kit.Press(s.Actions(), msg); ok {
				out = append(out, follow(s, b, cmd)...)
				continue
			}
		}
		out = append(out, send(s, b, msg)...)
	}
	return out
}

func key(name string) tea.KeyPressMsg {
	codes := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "left": tea.KeyLeft,
		"right": tea.KeyRight, "up": tea.KeyUp, "down": tea.KeyDown, "backspace": tea.KeyBackspace}
	if code, ok := codes[name]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(letter[0]), Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// focus enters the named field; typing then replaces its value.
func focus(t *testing.T, s *Screen, name string) {
	t.Helper()
	for i, f := range s.form.Fields {
		if f.Name == name {
			s.form.Focus, s.form.Blurred, s.fresh = i, false, true
			return
		}
	}
	t.Fatalf("no field %s", name)
}

func frame(w, h int) kit.Frame {
	return kit.Frame{W: w, H: h, Styles: kit.NewStyles(kit.Dark, kit.TrueColour, false)}
}

// The sizes are those of the terminal less the shell's own lines.
var sizes = [][2]int{{120, 32}, {80, 21}, {60, 15}, {40, 8}}

func TestGoldenScreens(t *testing.T) {
	s, b := deployed(t)
	check := func(name string) {
		for _, size := range sizes {
			drawn := s.View(frame(size[0], size[1]))
			exact(t, name, drawn, size[0], size[1])
			drawn = strings.ReplaceAll(drawn, short(s.deployed.Hash), "············") // every change of a bundle changes it
			golden(t, fmt.Sprintf("%s_%dx%d", name, size[0], size[1]), drawn)
		}
	}
	check("typical")
	focus(t, s, "credit_score")
	press(s, b, "9", "9", "0", "tab", "a", "s", "t", "r", "o", "n", "a", "u", "t")
	check("unusual")
	press(s, b, "esc", "n")
	check("sealed")
	press(s, b, "d")
	check("details")
	ascii := frame(80, 21)
	ascii.Styles = kit.NewStyles(kit.Mono, kit.NoColour, true)
	golden(t, "ascii_80x21", kit.ASCII(s.View(ascii)))
}

// exact fails unless a drawing has exactly w x h cells.
func exact(t *testing.T, what, drawn string, w, h int) {
	t.Helper()
	lines := strings.Split(drawn, "\n")
	if len(lines) != h {
		t.Fatalf("%s: %d lines instead of %d", what, len(lines), h)
	}
	for i, line := range lines {
		if got := ansi.StringWidth(line); got != w {
			t.Fatalf("%s: line %d has %d cells instead of %d: %q", what, i, got, w, line)
		}
	}
}
