package collect

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// Input is standard input that may be asked for more than once, as a screen does whenever a choice changes: what came is
// kept. A read that waits for data cannot be ended, so it goes on by itself when nobody waits for it any longer, and
// ends with the stream.
type Input struct {
	name string
	in   io.Reader
	once sync.Once
	done chan struct{} // closed when all has come
	data []byte
	err  error

	mu   sync.Mutex
	size int // bytes so far
}

// NewInput keeps what comes from in.
func NewInput(in io.Reader) *Input { return newInput(StdinName, in) }

func newInput(name string, in io.Reader) *Input {
	return &Input{name: name, in: in, done: make(chan struct{})}
}

// Read passes on what comes and keeps none of it.
func (i *Input) Read(p []byte) (int, error) { return i.in.Read(p) }

// watchEvery is how often the monitor is told how much has come.
const watchEvery = 50 * time.Millisecond

// all returns everything there is, as soon as the stream has ended.
func (i *Input) all(ctx context.Context, m *Monitor) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	i.once.Do(func() { go i.pump() })
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	told := 0
	tell := func() {
		i.mu.Lock()
		size := i.size
		i.mu.Unlock()
		m.Add(int64(size-told), 0)
		told = size
	}
	for {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-tick.C:
			tell()
		case <-i.done:
			tell()
			return i.data, i.err
		}
	}
}

func (i *Input) pump() {
	defer close(i.done)
	buffer := make([]byte, 1<<16)
	for {
		n, err := i.in.Read(buffer)
		i.data = append(i.data, buffer[:n]...)
		i.mu.Lock()
		i.size = len(i.data)
		i.mu.Unlock()
		switch {
		case err == io.EOF:
			return
		case err != nil:
			i.err = &Error{File: i.name, What: reason(err), Hint: "write the data to a file and name that"}
			return
		case len(i.data) > maxStream:
			i.data, i.err = nil, &Error{File: i.name, What: fmt.Sprintf("more than %d GB came and there was no end", maxStream>>30), Hint: "write the part you need to a file and name that"}
			return
		}
	}
}

// maxStream is how much is read from what does not tell its length: a pipe, a device.
const maxStream = 4 << 30

// pipe is a named pipe or a device. It is opened by the first read, since opening waits for somebody to write.
type pipe struct {
	path string
	file *os.File
}

func (p *pipe) Read(b []byte) (n int, err error) {
	if p.file == nil {
		if p.file, err = os.Open(p.path); err != nil {
			return 0, err
		}
	}
	if n, err = p.file.Read(b); err != nil {
		p.file.Close()
	}
	return n, err
}

// stdinSource reads standard input to its end.
type stdinSource struct{ options Options }

// StdinName is what standard input is called in messages.
const StdinName = "standard input"

// Read reads what comes, unpacks it and tells its format, as with a file. A raw copy is kept.
func (s *stdinSource) Read(ctx context.Context, env Env) (Raw, error) {
	f, err := s.file(ctx, env)
	if err != nil {
		return Raw{}, err
	}
	raw, err := readFile(ctx, f, s.options, env)
	if err == nil {
		err = env.Store.keep(&raw.Origin, raw.Origin.Kind, f.Data)
	}
	return raw, err
}

func (s *stdinSource) file(ctx context.Context, env Env) (File, error) {
	if env.Stdin == nil {
		return File{}, &Error{File: StdinName, What: "there is nothing to read here", Hint: "pipe data in: cat loans.csv | assay run -"}
	}
	env.Monitor.Phase("reading " + StdinName)
	in, kept := env.Stdin.(*Input)
	if !kept {
		in = NewInput(env.Stdin)
	}
	data, err := in.all(ctx, env.Monitor)
	return File{Name: StdinName, Data: data}, err
}
