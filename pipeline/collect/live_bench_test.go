package collect

import (
	"testing"
	"time"
)

// BenchmarkRecorder is what a message costs to hear while the window is full; 10,000 a second are a hundredth of a
// second's work when it is 1 µs.
func BenchmarkRecorder(b *testing.B) {
	live := NewLive()
	live.Window = 10_000
	r := NewRecorder(*live, Env{})
	messages := make([]Message, 1000)
	for i := range messages {
		messages[i] = sensor(i)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		m := messages[i%1000]
		m.Received = time.Now()
		r.Hear(m)
	}
	b.ReportMetric(float64(r.Stats().Held)/1e6, "MB-held")
}

// BenchmarkSoak hears 10,000 messages a second, a second for each round, while somebody looks twenty times a second and
// freezes once. It reports how long the looks took at most and how much memory the window took.
func BenchmarkSoak(b *testing.B) {
	r := NewRecorder(*NewLive(), Env{})
	var slowest time.Duration
	sent := 0
	for b.Loop() {
		began := time.Now()
		for tenth := range 100 {
			for range 100 {
				m := sensor(sent)
				m.Received = time.Now()
				r.Hear(m)
				sent++
			}
			if tenth%5 == 0 {
				before := time.Now()
				r.Stats()
				slowest = max(slowest, time.Since(before))
			}
			if tenth == 50 {
				if _, err := r.Freeze(1000, 0); err != nil {
					b.Fatal(err)
				}
			}
			time.Sleep(time.Until(began.Add(time.Duration(tenth+1) * 10 * time.Millisecond)))
		}
	}
	s := r.Stats()
	if s.Received != int64(sent) || s.Received != int64(s.Kept)+s.Dropped {
		b.Fatalf("%d received of %d, %d kept, %d dropped", s.Received, sent, s.Kept, s.Dropped)
	}
	b.ReportMetric(float64(slowest.Microseconds()), "µs-slowest-look")
	b.ReportMetric(float64(s.Held)/1e6, "MB-held")
}
