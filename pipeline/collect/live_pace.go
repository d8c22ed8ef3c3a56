package collect

import (
	"slices"
	"time"
)

// pace knows how fast messages come, and where there were none for long.
type pace struct {
	start   time.Time
	last    time.Time // of the last message; zero before the first
	seconds [paceSeconds]int32
	upTo    int64 // second since start that seconds were counted up to
	total   int64

	set       time.Duration // what counts as a gap; 0 is judged by the intervals
	intervals [64]time.Duration
	known     int // intervals seen
	usual     time.Duration
	gaps      Gaps
	away      bool // the stream was lost since the last message
}

const (
	paceSeconds = 60
	rateSeconds = 5
	leastGap    = time.Second
	fewest      = 8 // intervals, before any is called usual
)

// Gaps are times in which nothing came, though it should have.
type Gaps struct {
	Count   int
	Longest time.Duration
	Last    time.Time     // when the latest one began
	Open    bool          // one is going on
	After   time.Duration // how long without a message counts as a gap; 0 while nobody knows
}

func (p *pace) second(at time.Time) int64 { return max(p.upTo, int64(at.Sub(p.start)/time.Second)) }

// turn moves the counts on to a second.
func (p *pace) turn(to int64) {
	for n := 0; p.upTo < to && n < paceSeconds; n++ {
		p.upTo++
		p.seconds[p.upTo%paceSeconds] = 0
	}
	p.upTo = max(p.upTo, to)
}

// beat counts a message.
func (p *pace) beat(at time.Time) {
	p.turn(p.second(at))
	p.seconds[p.upTo%paceSeconds]++
	p.total++
	if !p.last.IsZero() {
		p.interval(at.Sub(p.last))
	}
	p.last, p.away = at, false
}

// interval judges the time between two messages.
func (p *pace) interval(d time.Duration) {
	d = max(d, 0)
	if after := p.after(); p.away || after > 0 && d > after {
		p.gaps.Count++
		p.gaps.Longest, p.gaps.Last = max(p.gaps.Longest, d), p.last
		return
	}
	p.intervals[p.known%len(p.intervals)] = d
	p.known++
	if p.known < len(p.intervals) || p.known%16 == 0 {
		sorted := p.intervals
		some := sorted[:min(p.known, len(sorted))]
		slices.Sort(some)
		p.usual = some[len(some)/2]
	}
}

// after is how long without a message is a gap, 0 while nobody knows.
func (p *pace) after() time.Duration {
	switch {
	case p.set > 0:
		return p.set
	case p.known < fewest:
		return 0
	}
	return max(5*p.usual, leastGap)
}

// lose notes that the stream is away: whatever comes next comes after a gap.
func (p *pace) lose() { p.away = !p.last.IsZero() }

// at returns the gaps as they are at a moment, an open one included.
func (p *pace) at(now time.Time) Gaps {
	g := p.gaps
	g.After = p.after()
	if p.last.IsZero() {
		return g
	}
	if d := now.Sub(p.last); p.away || g.After > 0 && d > g.After {
		g.Count, g.Longest, g.Last, g.Open = g.Count+1, max(g.Longest, d), p.last, true
	}
	return g
}

// counts returns the messages of the last seconds, the present one last.
func (p *pace) counts(now time.Time) [paceSeconds]int {
	var out [paceSeconds]int
	to := p.second(now)
	for i := range out {
		s := to - int64(paceSeconds-1-i)
		if s >= 0 && s <= p.upTo && s > p.upTo-paceSeconds {
			out[i] = int(p.seconds[s%paceSeconds])
		}
	}
	return out
}

// rate returns messages a second now, and on average since the start.
func (p *pace) rate(now time.Time) (current, average float64) {
	passed := now.Sub(p.start).Seconds()
	if passed <= 0 || p.total == 0 {
		return 0, 0
	}
	average = float64(p.total) / max(passed, 1)
	if passed <= rateSeconds {
		return average, average
	}
	counts := p.counts(now)
	sum := 0
	for _, n := range counts[paceSeconds-1-rateSeconds : paceSeconds-1] { // the present second is not over
		sum += n
	}
	return float64(sum) / rateSeconds, average
}
