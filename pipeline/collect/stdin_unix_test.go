//go:build unix

package collect

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A named pipe is read like a file, and waiting for somebody to write to it can be given up.
func TestPipeEndsWithItsWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe.csv")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip("no named pipes here: ", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err := Read(ctx, path, nil, Env{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	write := func() error {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		_, err = f.WriteString("a,b\n1,x\n")
		return errors.Join(err, f.Close())
	}
	if err := write(); err != nil { // whoever gave up takes this
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond)
	written := make(chan error, 1)
	go func() { written <- write() }()
	raw, err := Read(context.Background(), path, nil, Env{})
	if err != nil || gridOf(raw.Table) != "a,b\n1,x" {
		t.Errorf("got %v", err)
	}
	if err := <-written; err != nil {
		t.Error(err)
	}
}
