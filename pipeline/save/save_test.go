package save

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestFileReplacesWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.txt")
	for _, text := range []string{"first, and long", "second", ""} {
		if err := File(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != text {
			t.Errorf("wrote %q, read %q, %v", text, got, err)
		}
	}
	alone(t, filepath.Dir(path), 1)
}

// alone checks that no temporary file was left behind.
func alone(t *testing.T, folder string, want int) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != want {
		t.Errorf("%d files in the folder, wanted %d: %v", len(entries), want, entries)
	}
}

func TestFileMode(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("windows keeps no mode bits")
	}
	path := filepath.Join(t.TempDir(), "secret")
	if err := File(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestFailureLeavesTheOldFile(t *testing.T) {
	folder := t.TempDir()
	taken := filepath.Join(folder, "taken") // a folder cannot be replaced by a file
	if err := os.MkdirAll(filepath.Join(taken, "inside"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := File(taken, []byte("x"), 0o644); err == nil || !strings.Contains(err.Error(), taken) {
		t.Errorf("replacing a folder: %v", err)
	}
	alone(t, folder, 1)
	if _, err := os.Stat(filepath.Join(taken, "inside")); err != nil {
		t.Errorf("what was there is gone: %v", err)
	}
}

func TestMissingFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "no", "such", "a.txt")
	if err := File(path, nil, 0o644); err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "folder") {
		t.Errorf("says %v", err)
	}
}
