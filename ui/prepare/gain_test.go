package prepare

import (
	"math"
	"strings"
	"testing"

	"assay/pipeline"
	"assay/pipeline/evaluate"
)

func TestInWords(t *testing.T) {
	for _, c := range []struct {
		naive, prepared evaluate.Score
		want            string
	}{
		{evaluate.Score{Value: .64, Low: .6, High: .68}, evaluate.Score{Value: .81, Low: .77, High: .84}, "more than chance"},
		{evaluate.Score{Value: .64, Low: .6, High: .7}, evaluate.Score{Value: .7, Low: .65, High: .75}, "may be chance"},
		{evaluate.Score{Value: .75, Low: .7, High: .8}, evaluate.Score{Value: .752, Low: .7, High: .8}, "changes little"},
		{evaluate.Score{Value: .8, Low: .77, High: .83}, evaluate.Score{Value: .7, Low: .65, High: .75}, "worse"},
		{evaluate.Score{Value: 1, Low: .98, High: 1}, evaluate.Score{Value: 1, Low: .98, High: 1}, "gives the answer away"},
		{evaluate.Score{Value: math.NaN()}, evaluate.Score{Value: .7}, "too few"},
	} {
		for _, long := range []bool{true, false} {
			got := inWords(&pipeline.Gain{Naive: c.naive, Prepared: c.prepared, Rows: 100}, long)
			if !strings.Contains(got, c.want) {
				t.Errorf("%v to %v: %q does not say %q", c.naive.Value, c.prepared.Value, got, c.want)
			}
			if !long && len(got) > 78 {
				t.Errorf("%d letters are too many for a line: %q", len(got), got)
			}
		}
	}
}

// A bar fills its room exactly, whatever the score.
func TestGaugeFillsItsRoom(t *testing.T) {
	f := frame(80, 24)
	for _, g := range []gauge{{value: .5, low: .4, high: .6}, {value: .8, low: .79, high: .81}, {value: 1, low: 1, high: 1},
		{value: .99, low: .9, high: 1}, {value: .3, low: .2, high: .4}, {value: math.NaN(), low: math.NaN(), high: math.NaN()}} {
		for room := range 61 {
			exact(t, "gauge", g.bar(f, room), room, 1)
		}
	}
}
