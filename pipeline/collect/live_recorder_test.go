package collect

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// liveClock is a time that moves when it is told to.
type liveClock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *liveClock { return &liveClock{at: time.Date(2026, 1, 31, 10, 0, 0, 0, time.UTC)} }

func (c *liveClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *liveClock) pass(d time.Duration) {
	c.mu.Lock()
	c.at = c.at.Add(d)
	c.mu.Unlock()
}

func (c *liveClock) message(topic, payload string) Message {
	return Message{Received: c.now(), Topic: topic, Payload: []byte(payload)}
}

// generator is a stream of n messages as fast as they are taken; 0 is without end.
type generator struct {
	n    int
	make func(i int) Message
}

func (g generator) Listen(ctx context.Context, env Env, to func(Message)) error {
	to(Message{Event: Connected, Received: env.now()})
	for i := 0; g.n == 0 || i < g.n; i++ {
		if ctx.Err() != nil {
			return nil
		}
		m := g.make(i)
		m.Received = env.now()
		to(m)
	}
	return nil
}

func sensor(i int) Message {
	return Message{Topic: fmt.Sprint("s/", i%4), Payload: fmt.Appendf(nil, `{"n": %d, "value": %d.5, "unit": "C"}`, i, i%100)}
}

// goroutines waits until no more run than before, and says which do otherwise.
func goroutines(t *testing.T, before int) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			buf := make([]byte, 1<<16)
			t.Fatalf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), before, buf[:runtime.Stack(buf, true)])
		}
	}
}

// until waits for something to become so.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited in vain: " + what)
		}
	}
}

// TestCountsAreExact has several ask while messages come, pauses, and expects every message in exactly one count.
func TestCountsAreExact(t *testing.T) {
	before := runtime.NumGoroutine()
	const n = 60_000
	live := NewLive()
	live.Window = 5000
	r := NewRecorder(*live, Env{})
	r.listen(t.Context(), generator{n, func(i int) Message {
		if i%10 == 9 {
			return Message{Payload: []byte(`{"cut": `)}
		}
		return sensor(i)
	}})
	var wait sync.WaitGroup
	for range 3 {
		wait.Go(func() {
			for r.Stats().State != Ended {
				s := r.Stats()
				if s.Received-s.Skipped != int64(s.Kept)+s.Dropped || s.Kept > 5000 {
					t.Errorf("counts do not add up: %+v", s)
					return
				}
				_, _ = r.Freeze(10, 0)
				r.Pause()
				r.Resume()
			}
		})
	}
	wait.Wait()
	s := r.Stats()
	if s.Received+s.Passed != n {
		t.Errorf("%d received and %d passed by, of %d", s.Received, s.Passed, n)
	}
	if s.Passed == 0 && s.Skipped != n/10 {
		t.Errorf("%d skipped", s.Skipped)
	}
	var explained int64
	for _, k := range s.Skips {
		explained += k.Count
	}
	if explained != s.Skipped || len(s.Skips[0].Examples) != mostExamples {
		t.Errorf("%d of %d skips explained: %+v", explained, s.Skipped, s.Skips)
	}
	goroutines(t, before)
}

func TestWindowDropsTheOldest(t *testing.T) {
	c := newClock()
	live := NewLive()
	live.Window = 7
	r := NewRecorder(*live, Env{Now: c.now})
	for i := range 100 {
		c.pass(time.Second)
		r.Hear(c.message("", fmt.Sprint(i)))
	}
	for _, f := range []struct {
		rows    int
		seconds float64
		want    string
	}{{0, 0, "93 94 95 96 97 98 99"}, {3, 0, "97 98 99"}, {50, 0, "93 94 95 96 97 98 99"}, {0, 2.5, "97 98 99"}, {2, 4.5, "98 99"}, {6, 1.5, "98 99"}} {
		raw, err := r.Freeze(f.rows, f.seconds)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i := range raw.Table.Rows() {
			got = append(got, raw.Table.Column("value").Cell(i))
		}
		if strings.Join(got, " ") != f.want {
			t.Errorf("the last %d rows of %v s are %v, want %s", f.rows, f.seconds, got, f.want)
		}
	}
	if s := r.Stats(); s.Kept != 7 || s.Dropped != 93 {
		t.Errorf("%d kept, %d dropped", s.Kept, s.Dropped)
	}
	c.pass(time.Hour)
	if _, err := r.Freeze(0, 1); err == nil || !strings.Contains(err.Error(), "hint: ") {
		t.Errorf("nothing came in the last second: %v", err)
	}
}

// TestWindowIsBoundedInBytes expects large messages to push older ones out before the count does.
func TestWindowIsBoundedInBytes(t *testing.T) {
	r := NewRecorder(*NewLive(), Env{Memory: growth << 20})
	for range 1000 {
		r.Hear(Message{Received: time.Now(), Payload: []byte(strings.Repeat("x", 10_000))})
	}
	if s := r.Stats(); s.Held > 1<<20 || s.Kept < 90 || int64(s.Kept)+s.Dropped != 1000 {
		t.Errorf("%d bytes held in %d rows, %d dropped", s.Held, s.Kept, s.Dropped)
	}
}

func TestRateAndSeconds(t *testing.T) {
	c := newClock()
	r := NewRecorder(*NewLive(), Env{Now: c.now})
	for range 20 * 10 {
		c.pass(100 * time.Millisecond)
		r.Hear(c.message("", "1"))
	}
	s := r.Stats()
	if s.Rate != 10 || s.Average != 10 || s.Seconds[58] != 10 || s.Seconds[59] != 1 {
		t.Errorf("rate %v, average %v, seconds %v", s.Rate, s.Average, s.Seconds)
	}
	c.pass(20 * time.Second)
	if s = r.Stats(); s.Rate != 0 || s.Average != 5 || s.Seconds[38] != 10 || s.Seconds[59] != 0 {
		t.Errorf("after a while: rate %v, average %v, seconds %v", s.Rate, s.Average, s.Seconds)
	}
	c.pass(time.Hour)
	if s = r.Stats(); s.Seconds != [60]int{} {
		t.Errorf("after an hour: %v", s.Seconds)
	}
	c.pass(-time.Hour) // a liveClock put back must not harm
	r.Hear(c.message("", "1"))
	if s = r.Stats(); s.Received != 201 {
		t.Errorf("%d received", s.Received)
	}
}

func TestGaps(t *testing.T) {
	for _, c := range []struct {
		name  string
		gap   float64
		waits []time.Duration // before each message
		want  Gaps
	}{
		{"steady", 0, repeat(time.Second, 20), Gaps{After: 5 * time.Second}},
		{"one", 0, append(repeat(time.Second, 20), 7*time.Second, time.Second), Gaps{Count: 1, Longest: 7 * time.Second, After: 5 * time.Second}},
		{"fast streams have hiccups", 0, append(repeat(time.Millisecond, 20), 900*time.Millisecond), Gaps{After: time.Second}},
		{"too early to judge", 0, []time.Duration{time.Second, time.Second, time.Hour, time.Second}, Gaps{}},
		{"said", 3, []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 5 * time.Second}, Gaps{Count: 2, Longest: 5 * time.Second, After: 3 * time.Second}},
	} {
		liveClock := newClock()
		live := NewLive()
		live.Gap = c.gap
		r := NewRecorder(*live, Env{Now: liveClock.now})
		for _, w := range c.waits {
			liveClock.pass(w)
			r.Hear(liveClock.message("", "1"))
		}
		got := r.Stats().Gaps
		got.Last = time.Time{}
		if got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func repeat(d time.Duration, n int) []time.Duration {
	out := make([]time.Duration, n)
	for i := range out {
		out[i] = d
	}
	return out
}

// TestOpenGap expects a gap to show while it lasts and to be counted once, and the times a stream was lost with it.
func TestOpenGap(t *testing.T) {
	c := newClock()
	r := NewRecorder(*NewLive(), Env{Now: c.now})
	r.Hear(Message{Event: Connected, Received: c.now()})
	for range 10 {
		c.pass(time.Second)
		r.Hear(c.message("", "1"))
	}
	began := c.now()
	c.pass(10 * time.Second)
	if g := r.Stats().Gaps; !g.Open || g.Count != 1 || g.Longest != 10*time.Second || !g.Last.Equal(began) {
		t.Errorf("open: %+v", g)
	}
	r.Hear(c.message("", "1"))
	if g := r.Stats().Gaps; g.Open || g.Count != 1 {
		t.Errorf("over: %+v", g)
	}
	r.Hear(Message{Event: Lost, Received: c.now(), Why: "gone"})
	if s := r.Stats(); s.State != Away || s.Why != "gone" || !s.Gaps.Open {
		t.Errorf("lost: %v %q %+v", s.State, s.Why, s.Gaps)
	}
	c.pass(100 * time.Millisecond)
	r.Hear(Message{Event: Connected, Received: c.now()})
	r.Hear(c.message("", "1"))
	if s := r.Stats(); s.State != Listening || s.Reconnects != 1 || s.Gaps.Count != 2 {
		t.Errorf("back: %v %d %+v", s.State, s.Reconnects, s.Gaps)
	}
	raw, err := r.Freeze(0, 0)
	said := strings.Join(raw.Origin.Warnings, "\n")
	if err != nil || !strings.Contains(said, "2 gaps") || !strings.Contains(said, "lost and found again 1 time") || !strings.Contains(said, "gone") {
		t.Errorf("%v: %s", err, said)
	}
}

func TestFieldsAreTracked(t *testing.T) {
	c := newClock()
	r := NewRecorder(*NewLive(), Env{Now: c.now})
	for i := range 200 {
		c.pass(time.Second)
		r.Hear(c.message("t", fmt.Sprintf(`{"a": %d, "b": "word"}`, i)))
	}
	r.Hear(c.message("t", `{"a": 1000, "b": "last"}`)) // within half a second: the last point moves
	f := r.Stats().Fields
	if len(f) != 2 || f[0].Last != "1000" || f[0].Count != 201 || len(f[0].History) != historySize || f[0].History[59] != 1000 || f[0].History[58] != 198 {
		t.Errorf("a: %+v", f)
	}
	if f[1].Last != "last" || f[1].History != nil {
		t.Errorf("b: %+v", f[1])
	}
	for i := range 10_000 {
		r.Hear(c.message(fmt.Sprint("topic", i), `{"x": 1}`))
	}
	if f := r.Stats().Fields; len(f) != mostTracked {
		t.Errorf("%d fields are tracked", len(f))
	}
}

func TestPause(t *testing.T) {
	r := NewRecorder(*NewLive(), Env{})
	r.Hear(Message{Event: Connected, Received: time.Now()})
	one := func() { r.Hear(Message{Received: time.Now(), Payload: []byte("1")}) }
	one()
	r.Pause()
	one()
	one()
	if s := r.Stats(); s.State != Paused || s.Received != 1 || s.Passed != 2 || s.Kept != 1 {
		t.Errorf("paused: %+v", s)
	}
	r.Resume()
	one()
	if s := r.Stats(); s.State != Listening || s.Received != 2 || s.Passed != 2 {
		t.Errorf("resumed: %+v", s)
	}
}

type brokenStream struct{}

func (brokenStream) Listen(context.Context, Env, func(Message)) error { panic("odd") }

// TestStreamFaultEnds expects a panic in a stream to end it and nothing else.
func TestStreamFaultEnds(t *testing.T) {
	r := NewRecorder(*NewLive(), Env{})
	r.listen(t.Context(), brokenStream{})
	<-r.Done()
	var e *Error
	if !errors.As(r.Err(), &e) || !strings.Contains(e.Error(), "odd") || r.Stats().State != Ended {
		t.Errorf("%v, %v", r.Err(), r.Stats().State)
	}
	r.Stop()
}
