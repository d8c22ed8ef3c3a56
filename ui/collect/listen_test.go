package collect

import (
	"os"
	"strings"
	"testing"
	"time"

	"assay/pipeline"
	"assay/pipeline/collect"

	tea "charm.land/bubbletea/v2"
)

func TestALiveSourceIsListenedToAndFrozen(t *testing.T) {
	write(t, map[string]string{"grow.csv": "t,v\n1,10\n2,20\n3,30\n"})
	d := open(t, pipeline.Sample)
	d.b.Env.Store = collect.NewStore(t.TempDir())
	e := &ear{name: "grow.csv"}
	c := choiceOf("grow.csv").with("live.follow", "true")
	rec, err := collect.Listen(t.Context(), c.data, collect.Options(c.set), d.b.Env)
	if err != nil {
		t.Fatal(err)
	}
	e.rec = rec
	d.do(d.s.hear(c, e))
	f, err := os.OpenFile("grow.csv", os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for start := time.Now(); rec.Stats().Kept < 3 && time.Since(start) < 10*time.Second; time.Sleep(20 * time.Millisecond) {
		if _, err := f.WriteString("4,40\n"); err != nil {
			t.Fatal(err)
		}
	}
	d.asks("listening to grow.csv", "rows kept", "latest values", "space pause")
	d.press("space")
	d.asks("paused")
	d.press("space p 'x")
	d.asks("write a number of rows")
	d.press("ctrl+u '2 enter")
	d.shows("2 rows ×")
	if w := d.b.Workflow.Collect; w.Data != "grow.csv" || len(w.Replay) != 1 {
		t.Errorf("the choices are %+v", w)
	}
	if s := rec.Stats().State; s != collect.Ended || !e.over {
		t.Errorf("after freezing the recorder is %s", s)
	}
	if _, cmd := d.s.Update(heard{e}); cmd != nil {
		t.Error("it is asked on and on")
	}
	d.do(d.b.Undo())
	d.shows("3,117 rows")
}

func TestListeningIsStopped(t *testing.T) {
	write(t, map[string]string{"grow.csv": "t,v\n"})
	d := open(t, pipeline.Sample)
	rec, err := collect.Listen(t.Context(), "grow.csv", collect.Options{"live.follow": "true"}, d.b.Env)
	if err != nil {
		t.Fatal(err)
	}
	e := &ear{name: "grow.csv", rec: rec}
	out, cmd := e.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
	if !out.Done || !e.over {
		t.Error("esc does not close it")
	}
	d.do(cmd)
	if s := rec.Stats().State; s != collect.Ended || !strings.Contains(last(d.said), "stopped") {
		t.Errorf("the recorder is %s, said %q", s, last(d.said))
	}
	e2 := &ear{name: "x", rec: rec}
	for w := 1; w < 100; w += 13 {
		exact(t, "ear", e2.View(frame(w, 1+w/6)), w, 1+w/6)
	}
}
