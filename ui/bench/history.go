package bench

import (
	"fmt"
	"reflect"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/ui/kit"
)

// Change makes a change to the workflow that can be undone. A change that is not legal is refused with a toast and
// nothing happens. What was undone before is set aside then, not forgotten: Timeline lists it.
func (b *Bench) Change(change func(*pipeline.Workflow) error) tea.Cmd {
	next := b.Workflow.Clone()
	if err := change(&next); err != nil {
		return kit.Say(kit.Bad, err.Error())
	}
	if err := next.Check(); err != nil {
		return kit.Say(kit.Bad, err.Error())
	}
	if reflect.DeepEqual(next, b.Workflow) {
		return nil
	}
	said := b.setAside()
	b.past = append(b.past, b.Workflow)
	b.Workflow = next
	return with(said, kit.Send(Changed{}))
}

// with adds a command to another, if there is one.
func with(more, cmd tea.Cmd) tea.Cmd {
	if more == nil {
		return cmd
	}
	return tea.Batch(more, cmd)
}

// setAside keeps what was undone, since a change leads elsewhere from here.
func (b *Bench) setAside() tea.Cmd {
	n := len(b.future)
	if n == 0 {
		return nil
	}
	was := b.Workflow
	for i := n - 1; i >= 0; i-- {
		b.aside = append(b.aside, Moment{Words: Words(was, b.future[i]), When: SetAside, workflow: b.future[i]})
		was = b.future[i]
	}
	b.future = nil
	text := "the change you undid is set aside"
	if n > 1 {
		text = fmt.Sprintf("the %d changes you undid are set aside", n)
	}
	return kit.Say(kit.Info, text+"; ctrl+y lists the history")
}

// Undo takes the last change back.
func (b *Bench) Undo() tea.Cmd {
	if !b.CanUndo() {
		return kit.Say(kit.Info, "nothing to undo")
	}
	b.travel(&b.past, &b.future)
	return kit.Send(Changed{})
}

// Redo makes the change again that Undo took back.
func (b *Bench) Redo() tea.Cmd {
	if !b.CanRedo() {
		return kit.Say(kit.Info, "nothing to redo")
	}
	b.travel(&b.future, &b.past)
	return kit.Send(Changed{})
}

func (b *Bench) travel(from, to *[]pipeline.Workflow) {
	last := len(*from) - 1
	*to = append(*to, b.Workflow)
	b.Workflow, *from = (*from)[last], (*from)[:last]
}

// CanUndo reports whether there is a change to take back.
func (b *Bench) CanUndo() bool { return len(b.past) > 0 }

// CanRedo reports whether there is a change to make again.
func (b *Bench) CanRedo() bool { return len(b.future) > 0 }

// Tense says how a moment of the history lies to now.
type Tense int

// The tenses.
const (
	Undone Tense = iota
	Now
	Before
	SetAside
)

// String heads the moments of a tense.
func (t Tense) String() string {
	return [...]string{"undone: U makes it again", "now", "before: u goes back", "set aside by a later change"}[t]
}

// Moment is the workflow as it was at some time, and the change that led to it.
type Moment struct {
	Words string
	When  Tense

	workflow pipeline.Workflow
	steps    int // from now, up or down
}

// Timeline lists every workflow there was, the newest first.
func (b *Bench) Timeline() []Moment {
	states := append(append([]pipeline.Workflow{}, b.past...), b.Workflow)
	for i := len(b.future) - 1; i >= 0; i-- {
		states = append(states, b.future[i])
	}
	now := len(b.past)
	var out []Moment
	for i := len(states) - 1; i >= 0; i-- {
		m := Moment{Words: "the start", When: Now, workflow: states[i], steps: i - now}
		if i > 0 {
			m.Words = Words(states[i-1], states[i])
		}
		if i < now {
			m.When = Before
		} else if i > now {
			m.When = Undone
		}
		out = append(out, m)
	}
	for i := len(b.aside) - 1; i >= 0; i-- {
		out = append(out, b.aside[i])
	}
	return out
}

// GoTo makes the workflow what it was at a moment of the timeline. Nothing is forgotten on the way: what lies between
// can be redone or undone, and going to what was set aside is a change like any other.
func (b *Bench) GoTo(m Moment) tea.Cmd {
	if m.When == SetAside {
		return b.Change(func(w *pipeline.Workflow) error { *w = m.workflow.Clone(); return nil })
	}
	if m.steps == 0 {
		return nil
	}
	for ; m.steps < 0 && b.CanUndo(); m.steps++ {
		b.travel(&b.past, &b.future)
	}
	for ; m.steps > 0 && b.CanRedo(); m.steps-- {
		b.travel(&b.future, &b.past)
	}
	return kit.Send(Changed{})
}
