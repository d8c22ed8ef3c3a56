package collect

import (
	"strings"
	"testing"

	"assay/pipeline"
)

func TestHowItIsReadCanBeCorrected(t *testing.T) {
	write(t, map[string]string{"odd.csv": "a;b;c\n1,5;2;x\n2,5;3;y\n4,5;3;z\n"})
	d := open(t, "odd.csv")
	d.shows("3 rows × 3 columns")
	d.press("i")
	d.asks("how it is read: csv", "found: delimiter ;", "read like this: 3 columns", "1.5", "delimiter")
	d.press("left right right") // auto, then the comma
	d.asks("read like this: 2 columns", "1", "5;2;x")
	d.press("enter")
	if got := d.b.Workflow.Collect.Set["csv.delimiter"]; got != "," || last(d.log) != "assay run odd.csv --set csv.delimiter=," {
		t.Errorf("the delimiter is %q, the twin %q", got, last(d.log))
	}
	d.shows("3 rows × 2 columns")
	d.do(d.b.Undo())
	d.shows("3 rows × 3 columns")
	if d.b.Workflow.Collect.Set != nil {
		t.Errorf("after undo %v is set", d.b.Workflow.Collect.Set)
	}
	d.press("i enter")
	if !strings.Contains(last(d.said), "nothing was changed") {
		t.Errorf("said %q", last(d.said))
	}
	d.press("i right esc i")
	d.asks("read like this: 3 columns")
}

func TestWhatCannotBeReadCanBeCorrected(t *testing.T) {
	write(t, map[string]string{"quote.csv": "a,b\n\"1,2\n3,4\n"})
	d := open(t, "quote.csv")
	d.shows("cannot be used", "quote")
	d.press("i")
	d.asks("what is on auto")
	d.press("down left enter") // no quotes
	d.shows("2 rows × 2 columns")
}

func TestTheSampleCanBeTried(t *testing.T) {
	d := open(t, pipeline.Sample)
	d.press("i")
	d.asks("read like this: 12 columns", "income")
}
