package collect

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"time"
)

// errStalled is the cause that ends a reading when the server falls silent.
var errStalled = errors.New("stalled")

func stalled(ctx context.Context) bool { return errors.Is(context.Cause(ctx), errStalled) }

// stallWatch ends a context when no byte has come from a server for a while.
type stallWatch struct {
	limit  time.Duration
	last   atomic.Int64
	timer  *time.Timer
	ctx    context.Context
	cancel context.CancelCauseFunc
}

type stallKey struct{}

// watchStall returns a context that ends when its connections are silent for longer than limit. Until stop is called
// there is a timer, and never a goroutine that waits.
func watchStall(ctx context.Context, limit time.Duration) (context.Context, *stallWatch) {
	w := &stallWatch{limit: limit}
	ctx, w.cancel = context.WithCancelCause(ctx)
	w.ctx = context.WithValue(ctx, stallKey{}, w)
	w.seen()
	w.timer = time.AfterFunc(limit, w.look)
	return w.ctx, w
}

func (w *stallWatch) seen() { w.last.Store(time.Now().UnixNano()) }

func (w *stallWatch) look() {
	silent := time.Duration(time.Now().UnixNano() - w.last.Load())
	if silent >= w.limit {
		w.cancel(errStalled)
		return
	}
	w.timer.Reset(w.limit - silent)
}

func (w *stallWatch) stop() {
	w.timer.Stop()
	w.cancel(nil)
}

// explain turns what ended a reading into its reason: a cancelled context, a stall, or the error itself.
func (w *stallWatch) explain(name string, rows int, err error) error {
	switch {
	case stalled(w.ctx):
		return &Error{File: name, What: fmt.Sprintf("nothing came from the server for %d seconds, after %s; nothing was kept", int(w.limit.Seconds()), plural(rows, "row")),
			Hint: "try again; for a query that thinks long before its first row raise database.stall"}
	case w.ctx.Err() != nil:
		return context.Cause(w.ctx)
	}
	return err
}

// watchedConn is a connection that tells its watch of every byte.
type watchedConn struct {
	net.Conn
	watch *stallWatch
}

// Read reads and tells.
func (c *watchedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 {
		c.watch.seen()
	}
	return n, err
}

// dialWatched opens a connection that the watch of ctx looks after.
func dialWatched(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{KeepAlive: 15 * time.Second}).DialContext(ctx, network, address)
	w, ok := ctx.Value(stallKey{}).(*stallWatch)
	if err != nil || !ok {
		return conn, err
	}
	w.seen()
	return &watchedConn{conn, w}, nil
}

// lostConnection says that a connection broke.
func lostConnection(name string, rows int) error {
	return &Error{File: name, What: fmt.Sprintf("the connection was lost after %s; nothing was kept", plural(rows, "row")),
		Hint: "try again; if it happens again, ask for less with database.limit or database.query, or see the server's log"}
}
