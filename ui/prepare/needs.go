package prepare

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline/prepare"
	"assay/ui/kit"
)

// broken lists the steps that could not be done.
func (s *Screen) broken() []int {
	var out []int
	for i := range s.choices() {
		if e := s.effect(i); e != nil && e.Fault != nil {
			out = append(out, i)
		}
	}
	return out
}

// reason says why a step could not be done, without its name.
func reason(e *prepare.Effect) string {
	return strings.TrimPrefix(strings.TrimPrefix(kit.CleanLines(e.Fault.Error()), "prepare: "), e.Name+": ")
}

// needs says what keeps the table from being prepared, in a line.
func (s *Screen) needs(w int) string {
	broken := s.broken()
	if len(broken) == 0 {
		return "not prepared: u takes the last change back, ! says why"
	}
	text := fmt.Sprintf("%d steps need you", len(broken))
	if len(broken) == 1 {
		text = "1 step needs you"
	}
	if w < 60 {
		return text + ": ! goes there"
	}
	first := broken[0]
	return fmt.Sprintf("%s: %d %s: %s", text, first+1, titleOf(s.choices()[first]), reason(s.effect(first)))
}

// help goes to the next step that could not be done, or says in full why there is no table.
func (s *Screen) help() tea.Cmd {
	broken := s.broken()
	if len(broken) == 0 {
		return kit.ShowText("why the table is not prepared", s.fault())
	}
	to := broken[0]
	for _, i := range broken {
		if i > s.at {
			to = i
			break
		}
	}
	s.move(to)
	return nil
}
