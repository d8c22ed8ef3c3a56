package collect

import "time"

// kept is a message in the window.
type kept struct {
	received time.Time
	topic    string
	payload  []byte
	form     *form  // how the payload is read; nil when it cannot be
	why      string // it cannot be read
}

// window keeps the latest messages: at most so many, and at most so many bytes. It takes memory as it fills.
type window struct {
	most  int
	bytes int64
	room  int64
	ring  []kept
	first int // of the oldest, once the ring is full
	count int
}

const (
	mostWindowBytes = 256 << 20
	keptOverhead    = 128 // bytes a message takes beside its payload
)

func newWindow(most int, env Env) *window {
	w := &window{most: most, room: mostWindowBytes}
	if env.Memory > 0 {
		w.room = min(w.room, env.Memory/growth)
	}
	return w
}

func cost(m kept) int64 { return int64(len(m.payload)) + keptOverhead }

// add keeps a message and returns how many older ones that are rows had to go.
func (w *window) add(m kept) (dropped int64) {
	w.bytes += cost(m)
	for w.count > 0 && (w.count == w.most || w.bytes > w.room) {
		dropped += int64(w.drop())
	}
	if w.count == len(w.ring) {
		w.grow()
	}
	w.ring[(w.first+w.count)%len(w.ring)] = m
	w.count++
	return dropped
}

func (w *window) drop() (rows int) {
	old := &w.ring[w.first]
	w.bytes -= cost(*old)
	if old.form != nil {
		rows = 1
	}
	*old = kept{}
	w.first = (w.first + 1) % len(w.ring)
	w.count--
	return rows
}

func (w *window) grow() {
	ring := make([]kept, min(w.most, max(64, 2*len(w.ring))))
	for i := range w.count {
		ring[i] = w.at(i)
	}
	w.ring, w.first = ring, 0
}

// at is the i-th of the messages kept, 0 being the oldest.
func (w *window) at(i int) kept { return w.ring[(w.first+i)%len(w.ring)] }

// latest returns the messages from the one on that is the oldest of the last so many rows, and not before since; 0 and
// the zero time set no bound.
func (w *window) latest(rows int, since time.Time) []kept {
	from := w.count
	for found := 0; from > 0 && (rows == 0 || found < rows); from-- {
		m := w.at(from - 1)
		if m.received.Before(since) {
			break
		}
		if m.form != nil {
			found++
		}
	}
	out := make([]kept, w.count-from)
	for i := range out {
		out[i] = w.at(from + i)
	}
	return out
}
