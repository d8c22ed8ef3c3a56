package prepare

import (
	"strings"
	"testing"

	"assay/pipeline"
)

func TestGroupsOfRows(t *testing.T) {
	d := shown(t)
	d.choice("duplicates")
	d.press("o")
	d.asks("Drop duplicates: ", "groups", "lines ", " stays: ")
	d.press("enter")
	d.asks("rows of one group", "application_id", " stays: ")
	d.press("esc")
	d.choice("scale")
	d.press("o")
	if !strings.Contains(last(d.said), "no groups of rows or spellings") {
		t.Errorf("a step that found none says %q", last(d.said))
	}
}

func TestSpellingsAreTicked(t *testing.T) {
	d := shown(t)
	d.choice("tidy")
	d.press("a 'spellings enter")
	d.states(pipeline.Done, pipeline.Done)
	at := d.s.at
	d.press("o")
	d.asks("which spellings are one?", " = ", "by ")
	boxes := d.s.choices()[at].Set["merge"]
	if boxes != "" {
		t.Errorf("merged before anything was ticked: %q", boxes)
	}
	d.press("space down space enter")
	set := d.s.choices()[at].Set["merge"]
	if strings.Count(set, "=") != 2 {
		t.Fatalf("two ticks give %q", set)
	}
	d.states(pipeline.Done, pipeline.Done)
	if e := d.s.effect(at); e == nil || e.Changed == 0 {
		t.Error("nothing was merged")
	}
	d.s.move(at)
	d.press("o")
	d.asks("merged now", "2 of ")
	d.press("space enter")
	if got := d.s.choices()[at].Set["merge"]; strings.Count(got, "=") != 1 {
		t.Errorf("unticking one gives %q", got)
	}
	d.do(d.b.Undo())
	if got := d.s.choices()[at].Set["merge"]; got != set {
		t.Errorf("after undo: %q, wanted %q", got, set)
	}
}

// What was looked for while the person went on to another step does not come up over it.
func TestSpellingsFoundTooLate(t *testing.T) {
	d := shown(t)
	d.choice("tidy")
	d.press("a 'spellings enter")
	msg := d.s.openFound()()
	d.s.move(0)
	d.send(msg)
	if d.dialogs.Open() {
		t.Error("the spellings of another step are asked for")
	}
}
