package collect

import (
	"context"
	"fmt"
	"io"
	"time"
)

// pipedStream hears the lines of standard input until it ends.
type pipedStream struct{ most int }

// chunk is what one read gave.
type chunk struct {
	data []byte
	err  error
}

// Listen hears lines until the input ends or ctx is cancelled. A read that waits for input is ended by a deadline, or
// by closing the input; where the system can do neither, it ends with the input.
func (s *pipedStream) Listen(ctx context.Context, env Env, to func(Message)) error {
	if env.Stdin == nil {
		return &Error{File: StdinName, What: "there is nothing to listen to here", Hint: "pipe lines in: sensor | assay run - --set live.follow=true"}
	}
	out := newLineMessages(s.most, env, to)
	to(Message{Event: Connected, Received: env.now()})
	chunks := pump(ctx, env.Stdin)
	for {
		select {
		case <-ctx.Done():
			unblock(env.Stdin)
			return nil
		case c := <-chunks:
			out.take(c.data)
			if c.err == io.EOF {
				out.finish()
				return nil
			}
			if c.err != nil {
				return &Error{File: StdinName, What: reason(c.err), Hint: "write the data to a file and follow that"}
			}
		}
	}
}

// pump reads in the background, one chunk ahead at most. It ends with the input, or at the first read after ctx.
func pump(ctx context.Context, r io.Reader) <-chan chunk {
	chunks := make(chan chunk)
	go func() {
		for {
			c := readChunk(r)
			select {
			case chunks <- c:
			case <-ctx.Done():
				return
			}
			if c.err != nil {
				return
			}
		}
	}()
	return chunks
}

// readChunk reads once; a panic of the reader is an error of the read.
func readChunk(r io.Reader) (c chunk) {
	defer func() {
		if fault := recover(); fault != nil {
			c = chunk{err: fmt.Errorf("reading failed: %v", fault)}
		}
	}()
	buf := make([]byte, 32<<10)
	n, err := r.Read(buf)
	return chunk{buf[:n], err}
}

// unblock ends a read that waits.
func unblock(r io.Reader) {
	if d, ok := r.(interface{ SetReadDeadline(time.Time) error }); ok && d.SetReadDeadline(time.Unix(1, 0)) == nil {
		return
	}
	if c, ok := r.(io.Closer); ok {
		_ = c.Close() // nobody else reads it
	}
}
