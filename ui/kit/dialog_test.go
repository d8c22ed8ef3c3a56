package kit

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// answer opens a dialog, presses keys and reports whether it ended and with what.
func answer(d Dialog, keys ...string) (result any, done bool) {
	for _, k := range keys {
		o, _ := d.Update(press(k))
		if o.Done {
			return o.Result, true
		}
	}
	return nil, false
}

func TestConfirmMeansNoUnlessSaidOtherwise(t *testing.T) {
	for _, c := range []struct {
		keys []string
		yes  bool
		done bool
	}{{[]string{"enter"}, false, true}, {[]string{"esc"}, false, true}, {[]string{"d"}, false, false}, {[]string{"y"}, true, true},
		{[]string{"tab", "enter"}, true, true}, {[]string{"tab", "tab", "enter"}, false, true}} {
		got, done := answer(&Confirm{Question: "delete?", Yes: "delete", Asked: On("d")}, c.keys...)
		if (got != nil) != c.yes || done != c.done {
			t.Errorf("%v: result %v, done %v", c.keys, got, done)
		}
	}
	if got, _ := answer(&Confirm{Yes: "accept", Asked: On("y")}, "y"); got != nil {
		t.Error("the key that asked must not answer")
	}
}

func TestConfirmButtonsAreClicked(t *testing.T) {
	for x, want := range map[int]any{1: nil, 9: true} {
		c := &Confirm{Question: "delete?", Yes: "delete"}
		w, h := c.Size(plain(80, 24))
		c.View(plain(w, h))
		o, _ := c.Update(tea.MouseClickMsg{X: x, Y: 2, Button: tea.MouseLeft})
		if !o.Done || o.Result != want {
			t.Errorf("a click at %d: done %v, result %v", x, o.Done, o.Result)
		}
	}
}

func TestPicker(t *testing.T) {
	items := []Item{{Text: "logistic regression"}, {Text: "decision tree"}, {Text: "forest", Detail: "many trees"}, {Text: "neural net", Why: "needs more rows"}}
	if got, _ := answer(&Picker{Items: items}, "down", "enter"); got != 1 {
		t.Errorf("down, enter chose %v", got)
	}
	if got, _ := answer(&Picker{Items: items}, "d", "t", "enter"); got != 1 {
		t.Errorf("dt chose %v", got)
	}
	if got, _ := answer(&Picker{Items: items}, "m", "a", "n", "y", "enter"); got != 2 {
		t.Errorf("many chose %v", got)
	}
	if _, done := answer(&Picker{Items: items}, "z", "z", "enter"); done {
		t.Error("nothing matches, yet something was chosen")
	}
	p := &Picker{Items: items}
	answer(p, "n", "e", "u")
	if _, cmd := p.Update(press("enter")); cmd == nil || !strings.Contains(cmd().(Toast).Text, "needs more rows") {
		t.Error("an item that cannot be chosen must say why")
	}
	if _, done := answer(&Picker{Items: items}, "x", "esc"); done {
		t.Error("the first esc takes the filter away")
	}
}

func TestDialogsGiveTheResultToTheOpener(t *testing.T) {
	var s Dialogs
	got := ""
	open := AskText(Prompt{Name: "name", Label: "new name", Value: "ab"}, func(text string) tea.Cmd { got = text; return nil })
	s.Push(open().(OpenDialog))
	for _, k := range []string{"c", "enter"} {
		s.Update(press(k))
	}
	if got != "abc" || s.Open() {
		t.Errorf("got %q, open %v", got, s.Open())
	}
}

func TestFormDialogRevertsOnEsc(t *testing.T) {
	set := &settings{rounds: 20, penalty: "l2"}
	d := &FormDialog{"settings", FormOf(set.params())}
	answer(d, "down", "right", "right")
	if set.rounds != 22 {
		t.Fatalf("rounds %d", set.rounds)
	}
	if _, done := answer(d, "esc"); !done || set.rounds != 20 {
		t.Errorf("after esc rounds are %d", set.rounds)
	}
}

func TestDialogsFitEverySize(t *testing.T) {
	long := strings.Repeat("a long text with several words and a\x1b[31m trap ", 40)
	dialogs := []Dialog{&Confirm{Question: long, Yes: "go"}, &TextDialog{Name: long, Text: CleanLines(long)},
		&Picker{Name: "pick", Items: make([]Item, 60)}, &FormDialog{"form", manyFields()}, &Picker{Items: nil}}
	for _, size := range append(sizes, [2]int{41, 11}) {
		f := plain(size[0], size[1])
		screen := Fit(strings.Repeat("北京 background\n", 40), f.W, f.H)
		var s Dialogs
		for _, d := range dialogs {
			s.Push(OpenDialog{Dialog: d})
			exact(t, d.Title(), s.View(f, screen), f.W, f.H)
		}
		var notes Toasts
		for _, k := range []Kind{Info, Good, Warn, Bad} {
			notes.Update(Toast{long, k})
			exact(t, "toast", notes.View(f, screen), f.W, f.H)
		}
	}
}

func TestPressSaysWhyNot(t *testing.T) {
	done := false
	actions := []Action{{Key: On("t", "enter"), Name: "train", Do: func() tea.Cmd { done = true; return nil }},
		{Key: On("u"), Name: "undo", Why: "nothing was changed yet", Do: func() tea.Cmd { t.Error("done in spite of Why"); return nil }}}
	if _, ok := Press(actions, press("enter")); !ok || !done {
		t.Error("the second key did not work")
	}
	cmd, ok := Press(actions, press("u"))
	if !ok || cmd().(Toast).Text != "undo: nothing was changed yet" {
		t.Error("the reason was not shown")
	}
	if _, ok := Press(actions, press("x")); ok {
		t.Error("x belongs to nobody")
	}
}

func TestDoCatchesPanics(t *testing.T) {
	msg := Do(func() tea.Msg { panic("ouch") })()
	if c, ok := msg.(Crashed); !ok || c.Reason != "ouch" {
		t.Errorf("got %v", msg)
	}
	caught := make(chan Crashed)
	Go(func() { panic("again") }, func(c Crashed) { caught <- c })
	if c := <-caught; c.Reason != "again" {
		t.Errorf("got %v", c)
	}
}

func TestPaneAndShares(t *testing.T) {
	for w := 0; w < 30; w++ {
		for h := 1; h < 6; h++ {
			f := plain(w, h)
			if w > 0 {
				exact(t, "pane", f.Pane("a title 北京", true, func(in Frame) string { return "body\nmore\nlines" }), w, h)
			}
			sum := 0
			for _, n := range Shares(w, 1, -8, 2) {
				sum += n
			}
			if sum != w {
				t.Fatalf("shares of %d add up to %d", w, sum)
			}
		}
	}
}

func TestReportGivesTheAnswerChosen(t *testing.T) {
	r := func() *Report {
		return &Report{Name: "r", Text: "what differs\n• " + strings.Repeat("a long line ", 40), Answers: []string{"one way", "another"}}
	}
	if got, _ := answer(r(), "enter"); got != 0 {
		t.Errorf("enter gives %v", got)
	}
	if got, _ := answer(r(), "tab", "enter"); got != 1 {
		t.Errorf("tab, enter gives %v", got)
	}
	if got, done := answer(r(), "left", "esc"); got != nil || !done {
		t.Errorf("esc gives %v", got)
	}
	d := r()
	for _, size := range [][2]int{{80, 12}, {40, 5}, {10, 3}, {1, 1}} {
		Fit(d.View(plain(size[0], size[1])), size[0], size[1])
	}
	d.View(plain(80, 12))
	if out, _ := d.Update(tea.MouseClickMsg{X: 16, Y: 11}); out.Result != 1 {
		t.Errorf("a click on the second answer gives %v", out.Result)
	}
}
