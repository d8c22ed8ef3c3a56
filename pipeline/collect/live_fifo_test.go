//go:build unix

package collect

import (
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func TestNamedPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip("no named pipes here: ", err)
	}
	h, stop := listening(t, &tailStream{path, 100, time.Millisecond}, Env{})
	until(t, "open", func() bool { return h.told() != "" })
	write(t, path, "1\n2\n")
	h.wants(t, "1|2")
	write(t, path, "3\n") // the next writer
	h.wants(t, "1|2|3")
	if err := stop(); err != nil {
		t.Error(err)
	}
}
