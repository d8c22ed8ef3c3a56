package prepare

import (
	"context"
	"flag"
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

var update = flag.Bool("update", false, "rewrite the golden files")

// desk drives a screen the way the shell does, but runs every command at once.
type desk struct {
	t       *testing.T
	b       *bench.Bench
	s       *Screen
	dialogs kit.Dialogs
	said    []string
	log     []string
	stage   int // the stage asked for last, or -1
}

func open(t *testing.T, data string) *desk {
	t.Helper()
	b := bench.New(context.Background(), pipeline.New(data))
	d := &desk{t: t, b: b, s: New(b), stage: -1}
	if err := b.RunTo(context.Background(), pipeline.CollectStage); err != nil {
		t.Fatal(err)
	}
	d.do(d.s.Init())
	return d
}

func (d *desk) do(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			d.do(c)
		}
	case kit.OpenDialog:
		d.dialogs.Push(msg)
	case kit.Toast:
		d.said = append(d.said, msg.Text)
	case kit.Log:
		d.log = append(d.log, msg.Twin)
	case kit.Goto:
		d.stage = msg.Stage
	case kit.Crashed:
		d.t.Fatal(msg.Reason, msg.Stack)
	default:
		if d.b.Take(msg) {
			_, cmd := d.s.Update(msg)
			d.do(cmd)
		}
	}
}

// press presses keys by name; text between quotes is typed letter by letter.
func (d *desk) press(keys string) {
	d.t.Helper()
	for _, key := range strings.Fields(keys) {
		if text, ok := strings.CutPrefix(key, "'"); ok {
			for _, r := range text {
				d.key(tea.KeyPressMsg{Code: r, Text: string(r)})
			}
			continue
		}
		d.key(keyOf(key))
	}
}

func keyOf(name string) tea.KeyPressMsg {
	codes := map[string]rune{"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "enter": tea.KeyEnter,
		"esc": tea.KeyEscape, "tab": tea.KeyTab, "pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp, "space": tea.KeySpace}
	if c, ok := codes[name]; ok {
		return tea.KeyPressMsg{Code: c}
	}
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(letter[0]), Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

func (d *desk) key(msg tea.KeyPressMsg) {
	d.s.View(frame(120, 32))
	if d.dialogs.Open() {
		d.dialogs.View(frame(120, 35), "")
		d.do(d.dialogs.Update(msg))
		return
	}
	if cmd, ok := kit.Press(d.s.Actions(), msg); ok {
		d.do(cmd)
		return
	}
	_, cmd := d.s.Update(msg)
	d.do(cmd)
}

func frame(w, h int) kit.Frame {
	return kit.Frame{W: w, H: h, Styles: kit.NewStyles(kit.Dark, kit.TrueColour, false)}
}

func (d *desk) text(w, h int) string { return ansi.Strip(d.s.View(frame(w, h))) }

func (d *desk) shows(parts ...string) {
	d.t.Helper()
	text := d.text(120, 32)
	for _, p := range parts {
		if !strings.Contains(text, p) {
			d.t.Errorf("the screen does not say %q:\n%s", p, text)
		}
	}
}

// bodies are the sizes of the screen's own frame by the size of the terminal, in a fixed order since drawing scrolls.
var bodies = []struct {
	terminal string
	w, h     int
}{{"120x35", 120, 32}, {"80x24", 80, 21}, {"60x18", 60, 15}, {"40x10", 40, 8}}

func (d *desk) golden(name string) {
	d.t.Helper()
	for _, size := range bodies {
		drawn := d.s.View(frame(size.w, size.h))
		exact(d.t, name+" "+size.terminal, drawn, size.w, size.h)
		lines := strings.Split(ansi.Strip(drawn), "\n")
		for i := range lines {
			lines[i] = strings.TrimRight(lines[i], " ")
		}
		got := strings.Join(lines, "\n") + "\n"
		path := filepath.Join("testdata", name+"_"+size.terminal+".golden")
		if *update {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				d.t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				d.t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			d.t.Fatal(err)
		}
		if got != string(want) {
			d.t.Errorf("%s changed; look at it, then run go test -update\n%s", path, got)
		}
	}
}

// exact fails unless a drawing has exactly w x h cells, however cells are counted.
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

func (d *desk) states(want ...pipeline.State) {
	d.t.Helper()
	for i, state := range want {
		if got := d.b.State(pipeline.Stage(i)); got != state {
			d.t.Errorf("%s is %s instead of %s", pipeline.Stage(i), got, state)
		}
	}
}
