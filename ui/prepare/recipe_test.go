package prepare

import (
	"testing"

	"assay/pipeline"
	"assay/pipeline/prepare"
)

// The proposal is taken over as it is ticked, and undone like any change.
func TestAProposalIsTakenOver(t *testing.T) {
	d := shown(t)
	d.press("P")
	if !d.dialogs.Open() {
		t.Fatal("no proposal is shown")
	}
	d.press("'gaps space enter") // without filling gaps
	for _, c := range d.s.choices() {
		if c.Name == "impute" {
			t.Error("a step that was not ticked is in the recipe")
		}
	}
	if got := len(d.s.choices()); got < len(prepare.Default())-1 {
		t.Errorf("%d steps", got)
	}
	d.do(d.b.Undo())
	if d.choice("impute").Off {
		t.Error("undo leaves gaps unfilled")
	}
	d.states(pipeline.Done, pipeline.Done)
}
