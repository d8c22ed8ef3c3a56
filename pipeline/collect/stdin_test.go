package collect

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

// Standard input can be asked for again, and gives the same.
func TestInputIsKept(t *testing.T) {
	env := Env{Stdin: NewInput(strings.NewReader("a,b\n1,x\n2,y\n"))}
	for range 3 {
		raw, err := Read(context.Background(), "-", nil, env)
		if err != nil {
			t.Fatal(err)
		}
		if got := gridOf(raw.Table); got != "a,b\n1,x\n2,y" || raw.Origin.Path != StdinName {
			t.Errorf("got\n%s\nfrom %s", got, raw.Origin.Path)
		}
	}
}

// Whoever stops waiting for data leaves at once; what comes later is there for whoever asks again.
func TestInputIsLeft(t *testing.T) {
	from, to := io.Pipe()
	env := Env{Stdin: NewInput(from), Monitor: &Monitor{}}
	ctx, cancel := context.WithCancel(context.Background())
	left := make(chan error)
	go func() {
		_, err := Read(ctx, "-", nil, env)
		left <- err
	}()
	if _, err := io.WriteString(to, "a,b\n1,x\n"); err != nil {
		t.Fatal(err)
	}
	for start := time.Now(); env.Monitor.Progress().Done == 0; time.Sleep(time.Millisecond) {
		if time.Since(start) > 5*time.Second {
			t.Fatal("nobody says that data came")
		}
	}
	cancel()
	select {
	case err := <-left:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	case <-time.After(time.Second):
		t.Fatal("reading goes on")
	}
	go func() {
		io.WriteString(to, "2,y\n") // a pipe fails only when it is closed
		to.Close()
	}()
	raw, err := Read(context.Background(), "-", nil, env)
	if err != nil || gridOf(raw.Table) != "a,b\n1,x\n2,y" {
		t.Errorf("later: %v", err)
	}
}

func TestInputThatBreaks(t *testing.T) {
	from, to := io.Pipe()
	to.CloseWithError(errors.New("the cable is cut"))
	_, err := Read(context.Background(), "-", nil, Env{Stdin: from})
	if err == nil || err.Error() != "standard input: the cable is cut; hint: write the data to a file and name that" {
		t.Errorf("got %v", err)
	}
	if _, err := Read(context.Background(), "-", nil, Env{}); err == nil || !strings.Contains(err.Error(), "pipe data in") {
		t.Errorf("got %v", err)
	}
}
