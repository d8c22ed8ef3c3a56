package prepare

import (
	"fmt"
	"testing"
	"time"

	"assay/pipeline/table"
	"assay/ui/kit"
)

// A thousand columns are ticked without a wait.
func TestTickingAmongAThousandColumns(t *testing.T) {
	var columns []*table.Column
	for i := range 1000 {
		columns = append(columns, table.NewNumber(fmt.Sprintf("column %d", i), []float64{1}))
	}
	wide, err := table.New(columns, nil)
	if err != nil {
		t.Fatal(err)
	}
	list := &kit.Checklist{Boxes: &selecting{t: wide, can: wide.Columns()}}
	took := time.Hour
	for range 3 {
		start := time.Now()
		for _, key := range []string{"down", "space"} {
			list.Update(keyOf(key))
			list.View(frame(76, 20))
		}
		took = min(took, time.Since(start)/2)
	}
	t.Log(took)
	if took > 50*time.Millisecond {
		t.Errorf("a key takes %v", took)
	}
}

// A name with a comma cannot stand in a list of names; that is said before the list is accepted.
func TestNamesWithCommasAreNotListed(t *testing.T) {
	b := &naming{t: columnsOf(t)}
	for _, c := range b.Checks("") {
		b.names = nil
		b.Tick(c)
		if _, err := b.Sum(); (err != nil) != (c.Text == "!odd, one") {
			t.Errorf("%q alone is ticked: %v", c.Text, err)
		}
	}
}
