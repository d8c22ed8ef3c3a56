package ui

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"assay/pipeline"
	sampledata "assay/sample_data"
	"assay/ui/bench"
	"assay/ui/kit"
)

// play is the whole workbench under test: keys go in, commands run at once and in order.
type play struct {
	t     *testing.T
	m     *Model
	b     *bench.Bench
	keys  int
	twins []string
}

// curtain starts the workbench on some data in a terminal of 120x35.
func curtain(t *testing.T, data string) *play {
	t.Helper()
	b := bench.New(context.Background(), pipeline.New(data))
	b.Pace = nil
	p := &play{t: t, b: b, m: workbench(b, Options{Theme: kit.Dark, Depth: kit.TrueColour})}
	p.send(tea.WindowSizeMsg{Width: 120, Height: 35})
	p.run(p.m.Init())
	return p
}

// run runs a command and sends what comes of it.
func (p *play) run(cmd tea.Cmd) {
	if cmd != nil {
		p.send(cmd())
	}
}

// send gives the workbench a message. Toasts would start a clock that takes them away again; it is not waited for.
func (p *play) send(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil, tea.QuitMsg, tea.SuspendMsg:
		return
	case tea.BatchMsg:
		for _, cmd := range msg {
			p.run(cmd)
		}
		return
	case kit.Toast:
		p.m.Update(msg)
		return
	case kit.Log:
		p.twins = append(p.twins, msg.Twin)
	case kit.Crashed:
		p.t.Fatalf("after %d keys: %s\n%s", p.keys, msg.Reason, msg.Stack)
	}
	_, cmd := p.m.Update(msg)
	p.m.Content() // bubbletea draws after every message
	p.run(cmd)
}

// press presses keys by name.
func (p *play) press(names ...string) {
	for _, name := range names {
		p.keys++
		p.send(keyOf(name))
	}
}

// write types text.
func (p *play) write(text string) {
	for _, r := range text {
		p.press(string(r))
	}
}

func keyOf(name string) tea.KeyPressMsg {
	codes := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace, "up": tea.KeyUp,
		"down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "home": tea.KeyHome,
		"end": tea.KeyEnd, "backspace": tea.KeyBackspace, "delete": tea.KeyDelete, "f1": tea.KeyF1}
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(rest[0]), Mod: tea.ModCtrl}
	}
	if name == "shift+tab" {
		return tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
	}
	if code, ok := codes[name]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// see fails unless every text is on the screen.
func (p *play) see(texts ...string) {
	p.t.Helper()
	screen := ansi.Strip(p.m.Content())
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			p.t.Fatalf("after %d keys there is no %q on the screen:\n%s", p.keys, text, screen)
		}
	}
}

func (p *play) at(stage pipeline.Stage, states string) {
	p.t.Helper()
	var got []string
	for _, s := range pipeline.Stages() {
		got = append(got, p.b.State(s).String())
	}
	if p.m.Stage() != int(stage) || strings.Join(got, " ") != states {
		p.t.Fatalf("after %d keys at %s with %s, wanted %s with %s:\n%s", p.keys, pipeline.Stage(p.m.Stage()), strings.Join(got, " "), stage, states,
			ansi.Strip(p.m.Content()))
	}
}

// From the start to a denied loan with keys only, on defaults: what a newcomer does in the first minutes.
func TestAKeysOnlyRoadToADeniedLoan(t *testing.T) {
	const most = 40
	p := curtain(t, pipeline.Sample)
	p.at(pipeline.CollectStage, "done ready locked locked locked")
	p.see("Collect", "income", "credit_score")
	p.press("2")
	p.at(pipeline.PrepareStage, "done done ready locked locked")
	p.press("3", "space")
	p.at(pipeline.TrainStage, "done done done ready locked")
	p.press("enter")
	p.see("seal")
	p.press("enter", "y")
	p.at(pipeline.EvaluateStage, "done done done done ready")
	p.press("enter")
	p.at(pipeline.PredictStage, "done done done done done")
	p.see("did not pass the exam", "a new case", "the answer")
	p.write("18000")
	p.press("tab")
	p.write("520")
	p.see("repaid: no", "Why, compared with cases at the threshold", "credit_score 520", "speaks for no", "Together -")
	if p.keys > most {
		t.Errorf("%d keys, wanted at most %d", p.keys, most)
	}
	t.Logf("%d keys", p.keys)
	p.press("esc", "c")
	p.see("(missing)")
	p.press("1")
	p.at(pipeline.CollectStage, "done done done done done")
}

// Through what Collect asks with keys only: data is found, corrected, put together and typed, and every step taken back.
func TestAKeysOnlyRoadThroughCollect(t *testing.T) {
	t.Chdir(t.TempDir())
	lines := bytes.SplitAfterN(sampledata.Sample(), []byte("\n"), 403)
	for name, data := range map[string][]byte{"loans.csv": bytes.Join(lines[:201], nil), "more.csv": append(lines[0], bytes.Join(lines[201:402], nil)...)} {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p := curtain(t, pipeline.Sample)
	p.press("o")
	p.see("files here", "loans.csv", "elsewhere")
	p.write("loan")
	p.press("enter")
	p.see("200 rows × 12 columns")
	p.press("A")
	p.write("more")
	p.press("enter")
	p.see("to go below the 200 rows that are open", "Nothing differs")
	p.press("enter")
	p.see("401 rows × 13 columns")
	p.press("a")
	p.see("a row of your own")
	p.write("X1")
	p.press("enter")
	p.see("402 rows", "you")
	p.press("d")
	p.see("401 rows")
	p.press("u", "u", "u")
	p.see("200 rows × 12 columns")
	p.press("i")
	p.see("how it is read: csv", "read like this: 12 columns")
	p.press("esc", "C")
	p.write("repaid")
	p.press("enter", "#")
	p.write("50")
	p.press("enter")
	p.see("row 50 of 200 · column 12 of 12")
	p.press("u")
	p.see("3,117 rows × 12 columns")
	p.at(pipeline.CollectStage, "done ready locked locked locked")
}

// A choice made on the way back makes what follows stale, and Predict says that its answers are old.
func TestAChangeIsSaidOnThePredictScreen(t *testing.T) {
	p := curtain(t, pipeline.Sample)
	p.press("2", "3", "space", "enter", "enter", "y", "5", "esc", "4", "+", "5")
	p.see("come from an older model")
	p.press("r")
	p.see("do Evaluate first")
	p.press("u")
	p.at(pipeline.PredictStage, "done done done done done")
	if strings.Contains(ansi.Strip(p.m.Content()), "older model") {
		t.Error("the change was undone, but the answers are still called old")
	}
}

var randomKeys = flag.Int("keys", 2400, "how many random keys to press")

// Random keys at changing sizes never crash, hang or garble the screen, from a fresh start or with everything done.
func TestRandomKeys(t *testing.T) {
	presses := *randomKeys / 2
	if testing.Short() {
		presses /= 4
	}
	lines := bytes.SplitAfterN(sampledata.Sample(), []byte("\n"), 402)
	for seed, start := range []string{"fresh", "done"} {
		t.Run(start, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if err := os.WriteFile("loans.csv", bytes.Join(lines[:401], nil), 0o644); err != nil {
				t.Fatal(err)
			}
			r := rand.New(rand.NewPCG(20, uint64(seed)))
			p := curtain(t, "loans.csv")
			if start == "done" {
				p.press("2", "3", "space", "enter", "enter", "y", "5", "esc")
				p.at(pipeline.PredictStage, "done done done done done")
			}
			for range presses {
				if r.IntN(25) == 0 {
					p.send(tea.WindowSizeMsg{Width: r.IntN(180) + 1, Height: r.IntN(50) + 1})
				}
				p.tumble(r)
				p.whole()
			}
		})
	}
}

var keysOfAll = strings.Fields(`enter enter enter esc esc tab tab shift+tab space space up down left right up down left right pgup pgdown home
	end backspace delete ctrl+u ctrl+k ctrl+p ctrl+s f1 1 2 3 4 5 1 2 3 4 5 [ ] ? : / L T m u U y q a b c d e f g h i j k l n N o p r s S t w v x z G J K A C D H W X i # ! ctrl+g ctrl+y ctrl+o + - 0 6 7 8 9 . , € ß 漢`)

// tumble presses a random key, clicks, turns the wheel or pastes. A slash is not typed into dialogs: some ask where to
// write a file.
func (p *play) tumble(r *rand.Rand) {
	p.keys++
	at := tea.Mouse{X: r.IntN(max(1, p.m.w)), Y: r.IntN(max(1, p.m.h)), Button: tea.MouseLeft}
	switch n := r.IntN(100); {
	case n < 4:
		p.send(tea.MouseClickMsg(at))
	case n < 6:
		at.Button = tea.MouseWheelDown
		p.send(tea.MouseWheelMsg(at))
	case n < 7:
		p.send(tea.PasteMsg{Content: "12.345,67\t\x1b[31m\u202e\n"})
	default:
		name := keysOfAll[r.IntN(len(keysOfAll))]
		if name == "/" && p.m.dialogs.Open() {
			name = "esc"
		}
		p.send(keyOf(name))
	}
}

// whole checks that the screen has exactly the size of the terminal.
func (p *play) whole() {
	p.t.Helper()
	screen := p.m.Content()
	lines := strings.Split(screen, "\n")
	fault := ""
	if len(lines) != p.m.h {
		fault = fmt.Sprintf("%d lines", len(lines))
	}
	for i, line := range lines {
		if n := ansi.StringWidth(line); n != p.m.w {
			fault = fmt.Sprintf("line %d has %d cells: %q", i, n, line)
		}
	}
	if strings.Contains(screen, "cannot be drawn") {
		fault = "a screen could not draw itself"
	}
	if fault != "" {
		p.t.Fatalf("after %d keys at %dx%d on %s: %s\n%s", p.keys, p.m.w, p.m.h, pipeline.Stage(p.m.Stage()), fault, ansi.Strip(screen))
	}
}

// What was undone is set aside by a change on another screen, listed in words, and had again from the list.
func TestAKeysOnlyRoadThroughHistory(t *testing.T) {
	p := curtain(t, pipeline.Sample)
	p.press("2", "G", "space", "u")
	p.at(pipeline.PrepareStage, "done done ready locked locked")
	p.press("1", "down", "right", "right", "c", "ctrl+y")
	p.see("history", "set aside by a later change", "Scale numbers off", "the start")
	p.write("scale numbers off")
	p.press("enter", "2")
	p.see("this step is off")
	p.press("u", "ctrl+y")
	p.see("undone: U makes it again")
	p.press("esc")
}
