package collect

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFileCutWhileMapped cuts a file after it was mapped: looking at what is gone must be an error, not the end.
func TestFileCutWhileMapped(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.csv")
	text := "a,b\n" + strings.Repeat("1,2\n", 1<<20)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	m := mapFile(path, int64(len(text)))
	if m == nil {
		t.Fatal("the file was not mapped")
	}
	defer m.close()
	if err := os.Truncate(path, 10); err != nil {
		t.Fatal(err)
	}
	_, err := guarded(path, func() (Raw, error) {
		return readFile(t.Context(), File{Name: path, Data: m.data, mapped: m}, nil, Env{})
	})
	if err == nil || !strings.Contains(err.Error(), "cut short while") {
		t.Errorf("got %v", err)
	}
}

// TestMappedFileReadsTheSame reads a large file through memory and from memory, with and without a byte order mark.
func TestMappedFileReadsTheSame(t *testing.T) {
	for name, start := range map[string]string{"plain": "", "marked": string(bom), "latin": "caf\xe9"} {
		data := append([]byte(start), messy(11, 100_000)...)
		if name == "latin" {
			data = append(messy(11, 100_000), []byte(start)...)
		}
		path := filepath.Join(t.TempDir(), "f.csv")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		raw, err := Read(t.Context(), path, nil, Env{})
		if err != nil {
			t.Fatal(err)
		}
		want, err := ReadBytes(path, data, *NewCSV())
		if err != nil || !sameTable(raw.Table, want.Table) || raw.Origin.SHA256 != want.Origin.SHA256 {
			t.Errorf("%s: another table through memory: %v", name, err)
		}
	}
}
