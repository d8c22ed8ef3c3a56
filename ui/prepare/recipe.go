package prepare

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/ui/kit"
)

// proposeRecipe shows a recipe made for this table, a reason beside each step, and takes over what stays ticked.
func (s *Screen) proposeRecipe() tea.Cmd {
	c := s.bench.Collected()
	if c == nil {
		return nil
	}
	boxes := &proposing{all: prepare.Propose(c.Profiles), off: map[string]bool{}}
	for _, p := range boxes.all {
		boxes.off[p.Choice.Name] = p.Doubt
	}
	return kit.Tick("a recipe for this table", boxes, func() tea.Cmd {
		cmd := s.changeAnd(func(w *pipeline.Workflow) error {
			w.Prepare = boxes.recipe()
			return nil
		}, kit.Good, "the recipe is taken over; u brings the old one back")
		s.move(0)
		if cmd == nil {
			return kit.Say(kit.Info, "this is the recipe as it stands")
		}
		return cmd
	})
}

// proposing ticks the steps of a proposal; no name stands twice in it.
type proposing struct {
	all []prepare.Proposal
	off map[string]bool
}

func (b *proposing) recipe() []prepare.Choice {
	var out []prepare.Choice
	for _, p := range b.all {
		if !b.off[p.Choice.Name] {
			out = append(out, p.Choice)
		}
	}
	return out
}

// Checks lists the steps in their order.
func (b *proposing) Checks(string) []kit.Check {
	out := make([]kit.Check, len(b.all))
	for i, p := range b.all {
		out[i] = kit.Check{Text: titleOf(p.Choice), Detail: kit.Clean(p.Reason), On: !b.off[p.Choice.Name]}
	}
	return out
}

// Tick takes a step in or out.
func (b *proposing) Tick(c kit.Check) {
	for _, p := range b.all {
		if titleOf(p.Choice) == c.Text {
			b.off[p.Choice.Name] = !b.off[p.Choice.Name]
		}
	}
}

// Sum says what the recipe comes to.
func (b *proposing) Sum() (string, error) {
	var doubts []string
	for _, p := range b.all {
		if p.Doubt {
			doubts = append(doubts, titleOf(p.Choice))
		}
	}
	text := fmt.Sprintf("%d of %d steps", len(b.recipe()), len(b.all))
	if len(doubts) > 0 {
		text += "; think before ticking " + strings.Join(doubts, ", ")
	}
	return text, prepare.Check(b.recipe())
}
