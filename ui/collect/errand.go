package collect

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"assay/ui/kit"
)

// errand is work a person waits for before the next question can be asked: a server is asked for its tables, a plan is
// made. There is one at a time; esc ends it.
type errand struct {
	what   string
	cancel context.CancelFunc
}

// back brings what follows an errand; it runs inside Update.
type back struct {
	errand *errand
	then   func() tea.Cmd
}

// send does work in the background and then what the work says.
func (s *Screen) send(what string, work func(context.Context) (then func() tea.Cmd)) tea.Cmd {
	s.drop()
	ctx, cancel := context.WithCancel(context.Background())
	e := &errand{what, cancel}
	s.errand = e
	return kit.Do(func() tea.Msg { return back{e, work(ctx)} })
}

// drop ends the errand; what it would have asked is not asked.
func (s *Screen) drop() {
	if s.errand != nil {
		s.errand.cancel()
		s.errand = nil
	}
}

// came goes on after an errand, unless it was dropped.
func (s *Screen) came(msg back) tea.Cmd {
	if msg.errand != s.errand {
		return nil
	}
	s.drop()
	if msg.then == nil {
		return nil
	}
	return msg.then()
}

// away is the action that ends an errand.
func (s *Screen) away() kit.Action {
	return kit.Action{Key: kit.On("esc"), Name: "stop waiting", Help: "Give up what is being asked.", Do: func() tea.Cmd { s.drop(); return nil }}
}

// failed is what follows an errand that went wrong.
func refused(err error) func() tea.Cmd {
	return func() tea.Cmd { return kit.Say(kit.Bad, err.Error()) }
}
