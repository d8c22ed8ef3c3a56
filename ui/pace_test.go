package ui

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// A flood of messages is drawn a few times only, a single one at once, and the last drawing shows everything.
func TestPace(t *testing.T) {
	now, drawings := time.Unix(0, 0), 0
	p := pace{now: func() time.Time { return now }}
	draw := func(w int) {
		p.draw(w, 24, func() tea.View { drawings++; return tea.View{} })
	}
	now = now.Add(time.Second)
	if p.after("key") != nil {
		t.Error("a key after a pause is put off")
	}
	draw(80)
	redraws := 0
	for range 100 {
		now = now.Add(100 * time.Microsecond)
		if p.after("key") != nil {
			redraws++
		}
		draw(80)
	}
	if drawings != 1 || redraws != 1 {
		t.Errorf("a flood makes %d drawings and %d redraws at first", drawings, redraws)
	}
	if draw(100); drawings != 2 {
		t.Error("another size is not drawn at once")
	}
	p.after(redraw{})
	if draw(80); drawings != 3 {
		t.Error("what was put off is never drawn")
	}
}
