package collect

import (
	"os"
	"strings"
	"testing"
	"time"

	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/pipeline/table"
)

// reads starts to read other data and holds the result back.
func (d *desk) reads(data string) {
	d.t.Helper()
	if d.b.Change(func(w *pipeline.Workflow) error { w.Collect = pipeline.Named(data); return nil }) == nil {
		d.t.Fatal("nothing changed")
	}
	d.s.follow()
}

func other(t *testing.T) string {
	t.Helper()
	t.Chdir(t.TempDir())
	path := "other.csv"
	if err := os.WriteFile(path, []byte("a,b,outcome\n1,2,yes\n3,4,no\n5,6,yes\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRowsAreShownWhileTheRestIsRead(t *testing.T) {
	d := open(t, pipeline.Sample)
	d.reads(other(t))
	d.shows("other.csv", "opening", "esc stops")
	first, err := table.New([]*table.Column{table.TextOf("word", []string{"one", "two", "three"})}, []int32{2, 3, 4})
	if err != nil {
		t.Fatal(err)
	}
	m := d.b.Reading
	m.Phase("reading")
	m.Total(2_000_000)
	m.Add(860_000, 1234)
	m.Show(first)
	if d.s.ticked(tick{d.s.watched}) == nil {
		t.Error("nobody asks again how the reading goes")
	}
	d.shows("reading 43 %", "860 kB of 2 MB", "1,234 rows", "first 3 rows, still reading: 43 %", "esc stops", "three")
	d.golden("reading")
	d.press("down down")
	d.shows("row 3 · first 3 rows")
	d.press("esc")
	d.shows("3,117 rows × 12 columns")
	if d.b.Workflow.Collect.Data != pipeline.Sample || !strings.Contains(last(d.said), "sample is still open") {
		t.Errorf("after esc the data is %s, and %q was said", d.b.Workflow.Collect.Data, last(d.said))
	}
	if d.s.ticked(tick{d.s.watched}) != nil {
		t.Error("ticks go on after the reading")
	}
	d.states(pipeline.Done)
}

func TestTheCursorStaysWhenTheRestComes(t *testing.T) {
	d := open(t, pipeline.Sample)
	path := other(t)
	d.b.Change(func(w *pipeline.Workflow) error { w.Collect = pipeline.Named(path); return nil })
	d.s.watch()
	rest := d.b.Run(pipeline.CollectStage)
	first, err := collect.ReadBytes(path, []byte("a,b,outcome\n1,2,yes\n3,4,no\n"), *collect.NewCSV())
	if err != nil {
		t.Fatal(err)
	}
	d.b.Reading.Show(first.Table)
	d.s.ticked(tick{d.s.watched})
	d.press("down right")
	d.do(rest)
	d.shows("3 rows × 3 columns")
	if d.s.grid.Row != 1 || d.s.grid.Col != 2 {
		t.Errorf("the cursor is at %d, %d", d.s.grid.Row, d.s.grid.Col)
	}
}

func TestAFailedReadingCanBeLeft(t *testing.T) {
	d := open(t, pipeline.Sample)
	d.reads("nosuch.csv")
	d.do(d.s.follow())
	d.shows("cannot be used", "esc goes back to sample")
	d.press("esc")
	d.shows("3,117 rows × 12 columns", "will be predicted")
	d.do(d.b.Undo())
	d.shows("cannot be used")
}

func TestProgressWords(t *testing.T) {
	for _, c := range []struct {
		p    collect.Progress
		took time.Duration
		want string
	}{
		{collect.Progress{}, 0, "opening"},
		{collect.Progress{Phase: "reading", Total: 2_000_000}, time.Second, "reading · 2 MB"},
		{collect.Progress{Phase: "asking the server", Rows: 1}, time.Second, "asking the server · 1 row"},
		{collect.Progress{Phase: "reading", Done: 500, Total: 1000, Rows: 12000}, 30 * time.Second, "reading 50 % · 500 bytes of 1 kB · 12,000 rows · about 30 s left"},
		{collect.Progress{Phase: "reading", Done: 100, Total: 1000}, 60 * time.Second, "reading 10 % · 100 bytes of 1 kB · about 9 min left"},
		{collect.Progress{Phase: "reading", Done: 2000, Total: 1000}, time.Minute, "reading 100 % · 2 kB of 1 kB"},
		{collect.Progress{Phase: "listening", Done: 70}, time.Minute, "listening · 70 bytes"},
	} {
		if got := strings.Join(progressWords(c.p, c.took), " · "); got != c.want {
			t.Errorf("%+v is %q instead of %q", c.p, got, c.want)
		}
	}
}
