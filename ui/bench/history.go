package bench

import (
	"reflect"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/ui/kit"
)

// Change makes a change to the workflow that can be undone. A change that is not legal is refused with a toast and
// nothing happens.
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
	b.past, b.future = append(b.past, b.Workflow), nil
	b.Workflow = next
	return kit.Send(Changed{})
}

// Undo takes the last change back.
func (b *Bench) Undo() tea.Cmd { return b.travel(&b.past, &b.future, "nothing to undo") }

// Redo makes the change again that Undo took back.
func (b *Bench) Redo() tea.Cmd { return b.travel(&b.future, &b.past, "nothing to redo") }

func (b *Bench) travel(from, to *[]pipeline.Workflow, empty string) tea.Cmd {
	if len(*from) == 0 {
		return kit.Say(kit.Info, empty)
	}
	last := len(*from) - 1
	*to = append(*to, b.Workflow)
	b.Workflow, *from = (*from)[last], (*from)[:last]
	return kit.Send(Changed{})
}

// CanUndo reports whether there is a change to take back.
func (b *Bench) CanUndo() bool { return len(b.past) > 0 }

// CanRedo reports whether there is a change to make again.
func (b *Bench) CanRedo() bool { return len(b.future) > 0 }
