package collect

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// heard gathers what a stream says.
type heard struct {
	mu     sync.Mutex
	lines  []string
	events []string
}

func (h *heard) to(m Message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch m.Event {
	case Arrived:
		h.lines = append(h.lines, m.Topic+string(m.Payload))
	default:
		h.events = append(h.events, fmt.Sprint(m.Event, " ", m.Why))
	}
}

func (h *heard) said() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Join(h.lines, "|")
}

func (h *heard) told() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Join(h.events, "|")
}

// listening starts a stream and returns how to end it, with its error.
func listening(t *testing.T, s Stream, env Env) (*heard, func() error) {
	t.Helper()
	before := runtime.NumGoroutine()
	h := &heard{}
	ctx, cancel := context.WithCancel(t.Context())
	end := make(chan error, 1)
	go func() { end <- s.Listen(ctx, env, h.to) }()
	return h, func() error {
		cancel()
		err := <-end
		goroutines(t, before)
		return err
	}
}

func (h *heard) wants(t *testing.T, want string) {
	t.Helper()
	until(t, fmt.Sprintf("want %q", want), func() bool {
		if t.Failed() {
			t.Log(h.said())
		}
		return h.said() == want
	})
}

func write(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestTail(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.csv")
	write(t, path, "\xef\xbb\xbfa,b\r\n1,2\r\n")
	h, stop := listening(t, &tailStream{path, 100, time.Millisecond}, Env{})
	h.wants(t, "a,b|1,2")
	write(t, path, "3,")
	time.Sleep(20 * time.Millisecond)
	h.wants(t, "a,b|1,2") // a line is heard when it is whole
	write(t, path, "4\n5,6\n7,8 unfinished")
	h.wants(t, "a,b|1,2|3,4|5,6")

	// Rotation: the file moves on, and another takes its place. What the old one had is not lost.
	if err := os.Rename(path, path+".1"); err != nil {
		t.Fatal(err)
	}
	until(t, "the file is gone", func() bool { return strings.Contains(h.told(), "gone") })
	write(t, path+".1", " then\n9,9\n10,")
	h.wants(t, "a,b|1,2|3,4|5,6|7,8 unfinished then|9,9")
	write(t, path, "a,b\n11,12\n")
	h.wants(t, "a,b|1,2|3,4|5,6|7,8 unfinished then|9,9|10,|a,b|11,12")

	// Truncation: reading starts over.
	write(t, path, "13,1")
	until(t, "read", func() bool { return h.said() != "" })
	time.Sleep(20 * time.Millisecond)
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	until(t, "the cut is told", func() bool { return strings.Contains(h.told(), "in the middle of a line; 4 bytes of it lost") })
	write(t, path, "x\n"+strings.Repeat("y", 101)+"\n"+strings.Repeat("z", 100)+"\r\n")
	h.wants(t, "a,b|1,2|3,4|5,6|7,8 unfinished then|9,9|10,|a,b|11,12|x|"+strings.Repeat("z", 100))
	if !strings.Contains(h.told(), fmt.Sprint(TooLong, " 101 bytes long")) {
		t.Error("the long line is not told: ", h.told())
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// TestTailToTable follows a growing file that is rotated and expects the header to name the columns and no row twice.
func TestTailToTable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sensor.csv")
	write(t, path, "ts,sensor,value\n")
	go func() {
		for i := range 30 {
			time.Sleep(3 * time.Millisecond)
			if i == 15 {
				_ = os.Rename(path, path+".1")
				write(t, path, "ts,sensor,value\n")
			}
			write(t, path, fmt.Sprintf("%d,s%d,%d.5\n", i, i%2, i))
		}
	}()
	raw, err := Read(t.Context(), path, Options{"live.follow": "yes", "live.rows": "30"}, Env{Monitor: &Monitor{}})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(raw.Table.Names(), " "); got != "received ts sensor value" || raw.Table.Rows() != 30 {
		t.Fatalf("%s, %d rows", got, raw.Table.Rows())
	}
	for i := range 30 {
		if raw.Table.Column("ts").Cell(i) != fmt.Sprint(i) {
			t.Errorf("row %d is %s", i, raw.Table.Column("ts").Cell(i))
		}
	}
	if !strings.Contains(strings.Join(raw.Origin.Warnings, "\n"), "took its place") {
		t.Error("the rotation is not told: ", raw.Origin.Warnings)
	}
}

func TestTailRefuses(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct{ data, want string }{
		{filepath.Join(dir, "none.csv"), "no such file or directory; hint: only a file that is there"},
		{dir, "this is a folder; hint: name the file"},
		{filepath.Join(dir, "*.csv"), "only one file can be followed"},
		{"sample", "this cannot be followed"},
		{"sqlite:x.db#t", "this cannot be followed"},
	} {
		_, err := Read(t.Context(), c.data, Options{"live.follow": "true"}, Env{})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "hint: ") {
			t.Errorf("%s: %v", c.data, err)
		}
	}
	if _, err := Open(dir, Options{"live.follow": "true", "live.rows": "-1"}); err == nil {
		t.Error("a setting that is not legal passes")
	}
}

func TestPipedLines(t *testing.T) {
	in, out := io.Pipe()
	h, stop := listening(t, &pipedStream{100}, Env{Stdin: in})
	fmt.Fprint(out, "a\nb")
	h.wants(t, "a")
	fmt.Fprint(out, "c\nlast")
	_ = out.Close()
	h.wants(t, "a|bc|last") // the last line needs no end
	if err := stop(); err != nil {
		t.Error(err)
	}

	in, out = io.Pipe()
	h, stop = listening(t, &pipedStream{100}, Env{Stdin: in})
	fmt.Fprint(out, "a\n")
	h.wants(t, "a")
	if err := stop(); err != nil { // while a read waits
		t.Error(err)
	}

	if err := (&pipedStream{100}).Listen(t.Context(), Env{}, func(Message) {}); err == nil || !strings.Contains(err.Error(), "hint: ") {
		t.Errorf("no input: %v", err)
	}
}

// TestPipeOfTheSystem expects a read of a real pipe that waits to end with the context.
func TestPipeOfTheSystem(t *testing.T) {
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	h, stop := listening(t, &pipedStream{100}, Env{Stdin: in})
	fmt.Fprint(out, "a\n")
	h.wants(t, "a")
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// TestLinesHoweverCut feeds a text in pieces of every size and expects the same lines.
func TestLinesHoweverCut(t *testing.T) {
	text := []byte("one\r\ntwo\n\nthree\r\r\nfour\rfive\n" + strings.Repeat("x", 30) + "\nend")
	for _, cr := range []bool{false, true} {
		var want []string
		for size := len(text); size > 0; size-- {
			l := &lines{most: 20, cr: cr}
			var got []string
			out := func(line []byte, tooLong int) { got = append(got, fmt.Sprintf("%d:%s", tooLong, line)) }
			for at := 0; at < len(text); at += size {
				l.feed(text[at:min(at+size, len(text))], out)
			}
			if want == nil {
				want = got
				t.Logf("%q", want)
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("in pieces of %d: %q, want %q", size, got, want)
			}
		}
		n := map[bool]int{false: 6, true: 8}[cr]
		if len(want) != n {
			t.Errorf("%d lines, want %d: %q", len(want), n, want)
		}
	}
	l := &lines{most: 20}
	l.feed(bytes.Repeat([]byte("x"), 1<<20), func([]byte, int) {})
	if cap(l.buf) > 100 || l.pending() != 1<<20 {
		t.Errorf("a line too long is held: %d of %d", cap(l.buf), l.pending())
	}
}

func TestReadLive(t *testing.T) {
	follow := func(more ...string) Options {
		o := Options{"live.follow": "true"}
		for i := 0; i < len(more); i += 2 {
			o[more[i]] = more[i+1]
		}
		return o
	}
	t.Run("rows", func(t *testing.T) {
		raw, err := Read(t.Context(), "-", follow("live.rows", "3"), Env{Stdin: strings.NewReader("1\n2\n3\n4\n5\n")})
		if err != nil || raw.Table.Rows() != 3 || raw.Table.Column("value").Cell(2) != "3" || raw.Origin.Kind != "live" || raw.Origin.Path != StdinName {
			t.Errorf("%v %+v", err, raw.Origin)
		}
	})
	t.Run("default rows", func(t *testing.T) {
		raw, err := Read(t.Context(), "-", follow(), Env{Stdin: strings.NewReader(strings.Repeat("1\n", 2500))})
		if err != nil || raw.Table.Rows() != defaultRows {
			t.Errorf("%v", err)
		}
	})
	t.Run("all in the seconds", func(t *testing.T) {
		raw, err := Read(t.Context(), "-", follow("live.seconds", "60"), Env{Stdin: strings.NewReader(strings.Repeat("1\n", 2500))})
		if err != nil || raw.Table.Rows() != 2500 {
			t.Errorf("%v", err)
		}
	})
	t.Run("more rows than the window", func(t *testing.T) {
		raw, err := Read(t.Context(), "-", follow("live.rows", "50", "live.window", "10"), Env{Stdin: strings.NewReader(strings.Repeat("1\n", 2500))})
		if err != nil || raw.Table.Rows() != 50 {
			t.Errorf("%v", err)
		}
	})
	t.Run("seconds over", func(t *testing.T) {
		in, out := io.Pipe()
		go fmt.Fprint(out, "1\n2\n")
		m := &Monitor{}
		raw, err := Read(t.Context(), "-", follow("live.seconds", "0.5"), Env{Stdin: in, Monitor: m})
		if err != nil || raw.Table.Rows() != 2 || m.Progress().Rows != 2 {
			t.Errorf("%v %+v", err, m.Progress())
		}
	})
	t.Run("nothing", func(t *testing.T) {
		in, _ := io.Pipe()
		_, err := Read(t.Context(), "-", follow("live.seconds", "0.1"), Env{Stdin: in})
		if err == nil || !strings.Contains(err.Error(), "no message came within 100ms; hint: ") {
			t.Errorf("%v", err)
		}
		_, err = Read(t.Context(), "-", follow(), Env{Stdin: strings.NewReader("")})
		if err == nil || !strings.Contains(err.Error(), "the stream ended and no message came; hint: ") {
			t.Errorf("%v", err)
		}
	})
	t.Run("nothing readable", func(t *testing.T) {
		_, err := Read(t.Context(), "-", follow(), Env{Stdin: strings.NewReader("{\n{\n")})
		if err == nil || !strings.Contains(err.Error(), "none of 2 messages can be read; the first: invalid JSON") {
			t.Errorf("%v", err)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		before := runtime.NumGoroutine()
		in, _ := io.Pipe()
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if _, err := Read(ctx, "-", follow(), Env{Stdin: in}); err != ctx.Err() {
			t.Errorf("%v", err)
		}
		goroutines(t, before)
	})
	t.Run("not followed", func(t *testing.T) {
		raw, err := Read(t.Context(), "-", Options{"live.follow": "false"}, Env{Stdin: strings.NewReader("a,b\n1,2\n")})
		if err != nil || raw.Origin.Kind != "csv" {
			t.Errorf("%v %s", err, raw.Origin.Kind)
		}
		if IsLive("-", Options{"live.follow": "false"}) || !IsLive("-", Options{"live.follow": "on"}) || !IsLive("mqtt://h/t", nil) {
			t.Error("what is live is told wrongly")
		}
		if _, err := Listen(t.Context(), "-", nil, Env{}); err == nil || !strings.Contains(err.Error(), "live.follow") {
			t.Errorf("%v", err)
		}
	})
}
