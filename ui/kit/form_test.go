package kit

import (
	"errors"
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"

	"assay/models/param"
)

type settings struct {
	rate    float64
	rounds  int
	penalty string
	balance bool
	columns []string
}

func (s *settings) params() []param.Param {
	return []param.Param{
		param.OfFloat(&s.rate, "learning rate", 0, 1, "How far each round moves."),
		param.OfInt(&s.rounds, "rounds", 1, 500, "How often the data is seen."),
		param.OfChoice(&s.penalty, "penalty", []string{"none", "l1", "l2"}, "What keeps the weights small."),
		param.OfBool(&s.balance, "balance", "Give rare classes the same weight."),
		param.OfColumns(&s.columns, "columns", "Which columns."),
	}
}

func typeText(f *Form, text string) (last FormEvent) {
	for _, r := range text {
		last = f.Update(press(string(r)))
	}
	return last
}

func TestFormWritesSettings(t *testing.T) {
	s := &settings{rate: .1, rounds: 20, penalty: "l2"}
	f := FormOf(s.params())
	f.Update(press("backspace"))
	if typeText(f, "25") != Edited || s.rate != .25 {
		t.Errorf("typing gave rate %v", s.rate)
	}
	f.Update(press("down"))
	f.Update(press("right"))
	if s.rounds != 21 {
		t.Errorf("right gave %d rounds", s.rounds)
	}
	f.Update(press("tab"))
	f.Update(press("left"))
	if s.penalty != "l1" {
		t.Errorf("left gave penalty %q", s.penalty)
	}
	f.Update(press("n"))
	if s.penalty != "none" {
		t.Errorf("n gave penalty %q", s.penalty)
	}
	f.Update(press("tab"))
	f.Update(press("space"))
	if !s.balance {
		t.Error("space did not turn balance on")
	}
	f.Update(press("tab"))
	f.Update(tea.PasteMsg{Content: "income,\nage"})
	if fmt.Sprint(s.columns) != "[income age]" {
		t.Errorf("paste gave columns %q", s.columns)
	}
	f.Revert()
	if want := (settings{rate: .1, rounds: 20, penalty: "l2"}); s.rate != want.rate || s.rounds != 20 || s.penalty != "l2" || s.balance || len(s.columns) > 0 {
		t.Errorf("revert left %+v", *s)
	}
}

func TestFormRefusesWrongValues(t *testing.T) {
	s := &settings{rate: .1, rounds: 20, penalty: "l2"}
	f := FormOf(s.params())
	f.EnterSubmits = true
	typeText(f, "x")
	if s.rate != .1 || f.Fields[0].Error == "" {
		t.Errorf("rate %v, error %q", s.rate, f.Fields[0].Error)
	}
	f.Update(press("down"))
	if got := f.Update(press("enter")); got != Moved || f.Focus != 0 {
		t.Errorf("a wrong form was submitted: event %v, focus %d", got, f.Focus)
	}
	f.Update(press("backspace"))
	if got := f.Update(press("enter")); got != Submitted {
		t.Errorf("event %v instead of submitted", got)
	}
	if f.Update(press("esc")) != Left {
		t.Error("esc does not leave")
	}
}

func TestNumberSteps(t *testing.T) {
	for _, c := range []struct {
		value string
		d     int
		want  string
	}{{"0.1", 1, "0.11"}, {"0.3", -1, "0.29"}, {"5", 1, "5.1"}, {"40", 1, "41"}, {"1000", 1, "1100"}, {"0", -1, "0"}, {"999", 1, "1010"}} {
		f := Field{Kind: NumberField, Value: c.value, Min: 0, Max: 1e6}
		if f.step(c.d); f.Value != c.want {
			t.Errorf("%s stepped %+d is %s, want %s", c.value, c.d, f.Value, c.want)
		}
	}
}

// manyFields is a form as long as the one that describes an applicant.
func manyFields() *Form {
	var fields []Field
	for i := range 20 {
		p := Field{Name: fmt.Sprintf("field %d", i+1), Value: fmt.Sprint(i), Hint: "0 to 100", Help: "What this means, in a sentence.", Section: "person"}
		switch {
		case i >= 10:
			p.Section = "loan"
			p.Kind, p.Choices, p.Value = ChoiceField, []string{"car", "home"}, "car"
		case i == 3:
			p.Check = func(string) error { return errors.New("must be 18 or more") }
		case i == 5:
			p.Kind, p.Value = BoolField, "true"
		}
		fields = append(fields, p)
	}
	return NewForm(fields)
}

func TestFormGolden(t *testing.T) {
	for _, s := range sizes {
		f := manyFields()
		f.Check()
		drawn := f.View(plain(s[0], s[1]-4))
		exact(t, "form", drawn, s[0], s[1]-4)
		golden(t, fmt.Sprintf("form_%dx%d", s[0], s[1]), drawn)
	}
	golden(t, "form_columns", manyFields().View(plain(110, 16)))
}

func TestFormAlwaysShowsItsFocus(t *testing.T) {
	for _, w := range []int{1, 8, 40, 80, 130} {
		for _, h := range []int{1, 2, 3, 7, 15} {
			f := manyFields()
			for range 25 {
				f.Update(press("down"))
				exact(t, "form", f.View(plain(w, h)), w, h)
				shown := h == 1
				for _, p := range f.places {
					shown = shown || p.field == f.Focus
				}
				if !shown {
					t.Fatalf("%dx%d: field %d has the focus and is not drawn", w, h, f.Focus)
				}
			}
		}
	}
}

func TestInputEdits(t *testing.T) {
	var i Input
	i.SetValue("good morning")
	for _, k := range []string{"left", "left", "backspace", "home", "delete", "end"} {
		i.Update(press(k))
	}
	if i.Value() != "ood mornng" {
		t.Errorf("got %q", i.Value())
	}
	i.Update(tea.KeyPressMsg{Code: 'w', Mod: tea.ModCtrl})
	if i.Value() != "ood " {
		t.Errorf("ctrl+w left %q", i.Value())
	}
	for w := 1; w < 9; w++ {
		i.SetValue("wide 北京 \x1b[31m text\u202e")
		exact(t, "input", i.View(plain(w, 1), w, true), w, 1)
		i.Update(press("left"))
		i.Update(press("home"))
		exact(t, "input", i.View(plain(w, 1), w, true), w, 1)
	}
	i.Secret = true
	if got := i.View(plain(30, 1), 30, false); Width(got) != 30 || len(got) == 0 || got[0] == 'w' {
		t.Errorf("a secret was drawn: %q", got)
	}
}
