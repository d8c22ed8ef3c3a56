package collect

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

// askEvery is how often the monitor is told.
const askEvery = 200 * time.Millisecond

// Read listens until there are as many rows as are waited for, the seconds are over, or the stream ends, and makes a
// table of what came. Cancelling ctx gives nothing.
func (s *liveSource) Read(ctx context.Context, env Env) (Raw, error) {
	r := s.recorder(env)
	env.Monitor.Phase("connecting to " + s.name)
	r.listen(ctx, &limited{s.stream, r, int64(s.live.limit())})
	err := s.wait(ctx, r, env)
	r.Stop()
	if err != nil {
		return Raw{}, err
	}
	if r.Stats().Received == 0 {
		return Raw{}, s.nothing(r.Err())
	}
	env.Monitor.Phase("freezing what came")
	return r.Freeze(0, 0)
}

// why is what went wrong, without the name and the hint.
func why(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.What
	}
	return err.Error()
}

// limited hears as many rows as are waited for and not one more; 0 is no limit.
type limited struct {
	Stream
	recorder *Recorder
	rows     int64
}

// Listen ends the stream with the last row.
func (l *limited) Listen(ctx context.Context, env Env, to func(Message)) error {
	if l.rows == 0 {
		return l.Stream.Listen(ctx, env, to)
	}
	ctx, enough := context.WithCancel(ctx)
	defer enough()
	var over atomic.Bool
	return l.Stream.Listen(ctx, env, func(m Message) {
		if over.Load() {
			return
		}
		if to(m); l.recorder.rows() >= l.rows {
			over.Store(true)
			enough()
		}
	})
}

// rows is how many messages were rows.
func (r *Recorder) rows() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.stats.Received - r.stats.Skipped
}

// wait tells the monitor how it goes until listening is over.
func (s *liveSource) wait(ctx context.Context, r *Recorder, env Env) error {
	tick := time.NewTicker(askEvery)
	defer tick.Stop()
	var over <-chan time.Time
	if s.live.Seconds > 0 {
		over = time.After(time.Duration(s.live.Seconds * float64(time.Second)))
	}
	var told Stats
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-over:
			return nil
		case <-r.Done():
			return ctx.Err()
		case <-tick.C:
		}
		now := r.Stats()
		env.Monitor.Phase(s.phase(now))
		env.Monitor.Add(now.Bytes-told.Bytes, now.Received-now.Skipped-told.Received+told.Skipped)
		told = now
		if n%5 == 0 && now.Kept > 0 && env.Monitor != nil {
			if latest, err := r.Preview(previewRows); err == nil {
				env.Monitor.Show(latest)
			}
		}
	}
}

// phase says what is going on: listening: 532 of 1,000 messages, 12/s.
func (s *liveSource) phase(now Stats) string {
	text := now.State.String() + ": " + counted(now.Received-now.Skipped)
	if n := s.live.limit(); n > 0 {
		text += " of " + counted(int64(n))
	}
	text += " messages"
	switch {
	case now.State == Connecting:
		return "connecting to " + s.name
	case now.State == Away:
		return text + ", " + now.Why
	case now.Rate >= 10:
		text += fmt.Sprintf(", %.0f/s", now.Rate)
	case now.Rate > 0:
		text += fmt.Sprintf(", %.1f/s", now.Rate)
	}
	if now.Gaps.Open || now.Rate == 0 && now.Received > 0 {
		text += fmt.Sprintf(", none for %v", now.Now.Sub(now.Last.Received).Round(time.Second))
	}
	if now.Skipped > 0 {
		text += fmt.Sprintf(", %s skipped", counted(now.Skipped))
	}
	return text
}

// nothing is the error of a stream from which nothing came.
func (s *liveSource) nothing(fault error) error {
	switch {
	case fault != nil:
		return fault
	case s.live.Seconds > 0:
		return &Error{File: s.name, What: fmt.Sprintf("no message came within %v", time.Duration(s.live.Seconds*float64(time.Second))), Hint: s.hint}
	}
	return &Error{File: s.name, What: "the stream ended and no message came", Hint: s.hint}
}
