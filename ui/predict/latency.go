package predict

import (
	"fmt"
	"slices"
	"time"
)

// latency remembers how long the last decisions took.
type latency struct {
	last [window]time.Duration
	n    int // decisions so far
}

const window = 100

func (l *latency) add(d time.Duration) {
	l.last[l.n%window] = d
	l.n++
}

// at is the duration that a share q of the remembered decisions stayed within (the nearest rank).
func (l *latency) at(q float64) time.Duration {
	n := min(l.n, window)
	if n == 0 {
		return 0
	}
	sorted := slices.Clone(l.last[:n])
	slices.Sort(sorted)
	return sorted[min(n-1, int(q*float64(n)))]
}

// words say the newest decision's time and how it usually is.
func (l *latency) words() string {
	if l.n == 0 {
		return ""
	}
	out := "decided in " + millis(l.last[(l.n-1)%window])
	if l.n > 1 {
		out += fmt.Sprintf("; of the last %d half within %s, 99 %% within %s", min(l.n, window), millis(l.at(.5)), millis(l.at(.99)))
	}
	return out
}

func millis(d time.Duration) string {
	return fmt.Sprintf("%.2f ms", float64(d.Nanoseconds())/1e6)
}
