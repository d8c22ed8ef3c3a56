package collect

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"assay/pipeline/table"
)

// Recorder counts the messages of a stream, all of them, and keeps the latest. Every method may be called from any
// goroutine; none holds up the stream for longer than copying what is kept takes.
type Recorder struct {
	name, kind string
	live       Live
	env        Env

	hearing sync.Mutex // one message at a time is read
	forms   forms

	mu     sync.Mutex // guards what follows, held shortly
	stats  Stats
	window *window
	pace   pace
	skips  skips
	fields tracked
	topics map[string]string // as first seen, so that equal ones share memory
	up     bool              // the stream was there once
	paused bool
	err    error
	stop   context.CancelFunc
	done   chan struct{} // closed when listening is over; nil while nobody listens
}

// NewRecorder returns a recorder that is told of messages by Hear.
func NewRecorder(settings Live, env Env) *Recorder {
	r := &Recorder{name: "stream", kind: "live", live: settings, env: env, forms: forms{}, window: newWindow(settings.Window, env), topics: map[string]string{}}
	r.stats.Began = env.now()
	r.pace = pace{start: r.stats.Began, set: time.Duration(settings.Gap * float64(time.Second))}
	return r
}

// Hear takes a message.
func (r *Recorder) Hear(m Message) {
	r.hearing.Lock()
	defer r.hearing.Unlock()
	switch m.Event {
	case Connected, Lost:
		r.mu.Lock()
		r.turn(m)
		r.mu.Unlock()
		return
	case Arrived:
		if r.live.MaxBytes > 0 && len(m.Payload) > r.live.MaxBytes {
			m.Event, m.Why = TooLong, longer(int64(len(m.Payload)), r.live.MaxBytes)
		}
	}
	if m.Event == TooLong {
		r.mu.Lock()
		r.count(m, nil, nil, unreadable{"too long", m.Why})
		r.mu.Unlock()
		return
	}
	f, fields, err := r.forms.record(m)
	if err == nil && fields == nil && f.kind == formCells {
		return // the names of the columns
	}
	r.mu.Lock()
	r.count(m, f, fields, err)
	r.mu.Unlock()
}

// turn notes that the stream came or went.
func (r *Recorder) turn(m Message) {
	if m.Why != "" && m.Why != r.stats.Why && len(r.stats.Turns) < mostTurns {
		r.stats.Turns = append(r.stats.Turns, m.Received.UTC().Format(time.TimeOnly)+" "+m.Why)
	}
	r.stats.Why = m.Why
	if m.Event == Lost {
		r.stats.State = Away
		r.pace.lose()
		return
	}
	r.stats.State = Listening
	if r.up {
		r.stats.Reconnects++
	}
	r.up = true
}

// count takes a message into every number, and keeps it.
func (r *Recorder) count(m Message, f *form, fields []datum, err error) {
	r.pace.beat(m.Received)
	r.stats.Last = Message{Event: m.Event, Received: m.Received, Topic: m.Topic, Payload: m.Payload}
	if r.stats.State != Ended {
		r.stats.State = Listening
	}
	if r.paused {
		r.stats.Passed++
		return
	}
	r.stats.Received++
	r.stats.Bytes += int64(len(m.Payload))
	m.Topic = r.shared(m.Topic)
	why := ""
	if err != nil {
		class := err.Error()
		if u, ok := err.(unreadable); ok {
			class = u.class
		}
		why = err.Error()
		r.stats.Skipped++
		r.skips.add(class, Skipped{r.stats.Received, m.Topic, string(m.Payload[:min(len(m.Payload), shownBytes)]), why})
		if m.Event == TooLong {
			m.Payload = bytes.Clone(m.Payload[:min(len(m.Payload), shownBytes)])
		}
	} else {
		r.stats.Kept++
		r.fields.add(m.Topic, fields, m.Received)
	}
	dropped := r.window.add(kept{m.Received, m.Topic, m.Payload, f, why})
	r.stats.Dropped += dropped
	r.stats.Kept -= int(dropped)
}

// shared is the topic as first seen.
func (r *Recorder) shared(topic string) string {
	if t, ok := r.topics[topic]; ok {
		return t
	}
	if len(r.topics) < mostTopics {
		topic = strings.Clone(topic)
		r.topics[topic] = topic
	}
	return topic
}

// Stats tells where things stand.
func (r *Recorder) Stats() Stats {
	now := r.env.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.stats
	s.Now, s.Held = now, r.window.bytes
	if s.State == Ended {
		s.Now = r.stats.Now
	}
	s.Rate, s.Average = r.pace.rate(s.Now)
	s.Seconds, s.Gaps = r.pace.counts(s.Now), r.pace.at(s.Now)
	s.Skips, s.Fields, s.Topics, s.Turns = r.skips.list(), r.fields.list(), len(r.topics), slices.Clone(r.stats.Turns)
	if n := len(s.Last.Payload); n > shownBytes {
		s.Last.Payload = []byte(shownText(string(s.Last.Payload[:shownBytes+1])))
	}
	switch {
	case s.State == Ended:
		s.Rate, s.Gaps.Open = 0, false
	case r.paused && s.State == Listening:
		s.State = Paused
	}
	return s
}

// Pause lets messages pass by: they are counted as passed and nothing more.
func (r *Recorder) Pause() { r.setPaused(true) }

// Resume keeps messages again.
func (r *Recorder) Resume() { r.setPaused(false) }

func (r *Recorder) setPaused(paused bool) {
	r.mu.Lock()
	r.paused = paused
	r.mu.Unlock()
}

// listen hears a stream in the background until it ends, ctx is cancelled, or Stop.
func (r *Recorder) listen(ctx context.Context, s Stream) {
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	r.mu.Lock()
	r.stop, r.done = stop, done
	r.mu.Unlock()
	go func() {
		defer close(done)
		defer stop()
		err := r.hearOut(ctx, s)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.err = err
		r.stats.State, r.stats.Now, r.stats.Why = Ended, r.env.now(), "the stream ended"
		switch {
		case err != nil:
			r.stats.Why = err.Error()
		case ctx.Err() != nil:
			r.stats.Why = "stopped"
		}
	}()
}

// hearOut listens; a panic of the stream is an error.
func (r *Recorder) hearOut(ctx context.Context, s Stream) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = &Error{File: r.name, What: fmt.Sprintf("listening failed: %v", fault), Hint: "this is a fault in assay; please report it"}
		}
	}()
	return s.Listen(ctx, r.env, r.Hear)
}

// Stop ends listening and waits until nothing runs any more. What is kept can still be frozen.
func (r *Recorder) Stop() {
	r.mu.Lock()
	stop, done := r.stop, r.done
	r.mu.Unlock()
	if done != nil {
		stop()
		<-done
	}
}

// Done is closed when listening is over; it is nil when nobody listens.
func (r *Recorder) Done() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.done
}

// Err is why listening ended, nil when it ended well or goes on.
func (r *Recorder) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// Freeze makes a table of the last so many rows, or of those of the last so many seconds; 0 sets no bound, so that
// Freeze(0, 0) takes all that is kept. Listening goes on.
func (r *Recorder) Freeze(rows int, seconds float64) (Raw, error) {
	now := r.env.now()
	var since time.Time
	if seconds > 0 {
		since = now.Add(-time.Duration(seconds * float64(time.Second)))
	}
	r.mu.Lock()
	messages := r.window.latest(rows, since)
	r.mu.Unlock()
	f := freezer{name: r.name, kind: r.kind, now: now, messages: messages, stats: r.Stats(), fault: r.Err()}
	return f.raw(r.env)
}

// Preview makes a table of the last so many rows, to look at only.
func (r *Recorder) Preview(rows int) (*table.Table, error) {
	r.mu.Lock()
	messages := r.window.latest(rows, time.Time{})
	r.mu.Unlock()
	env := r.env
	env.Store = nil
	raw, err := (&freezer{name: r.name, kind: r.kind, messages: messages}).raw(env)
	return raw.Table, err
}
