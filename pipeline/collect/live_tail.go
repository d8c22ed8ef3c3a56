package collect

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// tailEvery is how often a file is looked at for more: well below what a person notices.
const tailEvery = 100 * time.Millisecond

// tailStream hears the lines of a file, from its first one on, as it grows. A line is heard when its end is there.
// A file cut short is read from its start again; a file put in the place of another is read after the rest of that.
// A named pipe is heard from one writer to the next.
type tailStream struct {
	path  string
	most  int
	every time.Duration
}

// Listen follows the file until ctx is cancelled.
func (s *tailStream) Listen(ctx context.Context, env Env, to func(Message)) error {
	f, info, err := openTail(s.path)
	if err != nil {
		return err
	}
	t := &tail{tailStream: s, ctx: ctx, env: env, to: to, out: newLineMessages(s.most, env, to), file: f, info: info, buf: make([]byte, 64<<10)}
	defer func() { t.file.Close() }()
	t.event(Connected, "")
	for {
		if err := t.drain(); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(s.every):
		}
		t.look()
	}
}

// openTail opens a file or pipe without waiting for somebody to write to it.
func openTail(path string) (*os.File, os.FileInfo, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return nil, nil, &Error{File: path, What: reason(err), Hint: "only a file that is there can be followed; check the path, or make it first: touch " + filepath.Base(path)}
		}
		return nil, nil, noFile(path, err)
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = &Error{File: path, What: "this is a folder", Hint: "name the file in it that grows"}
	}
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, info, nil
}

// tail is the state of following one path.
type tail struct {
	*tailStream
	ctx  context.Context
	env  Env
	to   func(Message)
	out  *lineMessages
	file *os.File
	info os.FileInfo
	read int64 // bytes of the file that were read
	gone bool  // nothing is at the path now
	buf  []byte
}

func (t *tail) event(e Event, why string) {
	t.to(Message{Event: e, Received: t.env.now(), Why: why})
}

// drain reads to the present end of the file. The reads of a pipe end by a deadline, so that ctx is looked at.
func (t *tail) drain() error {
	for t.ctx.Err() == nil {
		if !t.info.Mode().IsRegular() {
			_ = t.file.SetReadDeadline(time.Now().Add(t.every)) // where it is not kept, reads do not wait either
		}
		n, err := t.file.Read(t.buf)
		t.read += int64(n)
		t.out.take(t.buf[:n])
		switch {
		case err == io.EOF, errors.Is(err, os.ErrDeadlineExceeded):
			return nil
		case err != nil:
			return &Error{File: t.path, What: reason(err), Hint: "check the disk or share the file lies on"}
		case n == 0:
			return nil
		}
	}
	return nil
}

// look finds out whether the file at the path was cut short or is another one now.
func (t *tail) look() {
	if !t.info.Mode().IsRegular() {
		return
	}
	info, err := os.Stat(t.path)
	switch {
	case err != nil && t.gone:
	case err != nil:
		t.gone = true
		t.event(Lost, "the file is gone: "+reason(err))
	case !os.SameFile(info, t.info):
		t.swap()
	case info.Size() < t.read:
		t.shrink(info.Size())
	case t.gone: // moved away and back
		t.gone = false
		t.event(Connected, "the file is back")
	}
}

// swap reads what is left of the old file and goes on with the one that took its place.
func (t *tail) swap() {
	f, info, err := openTail(t.path)
	if err != nil {
		return // gone again; the next look tells
	}
	if t.drain() != nil || t.ctx.Err() != nil {
		f.Close()
		return
	}
	t.file.Close()
	t.file, t.info, t.read, t.gone = f, info, 0, false
	t.out.restart()
	t.event(Connected, "another file took its place")
}

// shrink starts over with a file that was cut short. A line that had no end yet is lost, which is told.
func (t *tail) shrink(size int64) {
	if _, err := t.file.Seek(0, io.SeekStart); err != nil {
		return
	}
	why := fmt.Sprintf("the file was cut from %s to %s", Size(t.read), Size(size))
	if n := t.out.pending(); n > 0 {
		why += fmt.Sprintf(" in the middle of a line; %s of it lost", plural(n, "byte"))
		t.out.drop()
	}
	t.read, t.out.begun = 0, false
	t.event(Connected, why)
}
