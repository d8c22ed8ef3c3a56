package collect

import (
	"cmp"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"assay/pipeline/collect"
)

// found is a file that could be opened.
type found struct {
	path string // from the folder searched
	size int64
	when time.Time
}

// finder looks for files that can be read, the nearest first, a little at a time.
type finder struct {
	root    string
	folders []string // to be looked at, from root
	files   int
	seen    int
}

const (
	mostFiles   = 5000
	mostSeen    = 100_000 // entries of folders; a tree this large is not looked through
	deepest     = 6
	finderShift = 80 * time.Millisecond
)

func newFinder(root string) *finder { return &finder{root: root, folders: []string{"."}} }

// look returns the files of some more folders, and whether all were looked at.
func (f *finder) look() (files []found, done bool) {
	for start := time.Now(); len(f.folders) > 0 && time.Since(start) < finderShift; {
		folder := f.folders[0]
		f.folders = f.folders[1:]
		files = append(files, f.folder(folder)...)
		if f.files >= mostFiles || f.seen >= mostSeen {
			f.folders = nil
		}
	}
	return files, len(f.folders) == 0
}

// folder lists the files of one folder, the newest first, and remembers the folders in it.
func (f *finder) folder(folder string) []found {
	entries, err := os.ReadDir(filepath.Join(f.root, folder))
	if err != nil {
		return nil
	}
	var out []found
	for _, e := range entries {
		f.seen++
		name := e.Name()
		path := filepath.Join(folder, name)
		switch {
		case strings.HasPrefix(name, "."):
		case e.IsDir():
			if !skipped(name) && strings.Count(path, string(filepath.Separator)) < deepest {
				f.folders = append(f.folders, path)
			}
		case readable(name) && f.files < mostFiles:
			if info, err := os.Stat(filepath.Join(f.root, path)); err == nil && info.Mode().IsRegular() {
				out = append(out, found{path, info.Size(), info.ModTime()})
				f.files++
			}
		}
	}
	slices.SortFunc(out, func(a, b found) int {
		return cmp.Or(b.when.Truncate(time.Minute).Compare(a.when.Truncate(time.Minute)), cmp.Compare(a.path, b.path))
	})
	return out
}

// skipped reports whether a folder holds what programs made for themselves.
func skipped(name string) bool {
	switch name {
	case "node_modules", "vendor", "target", "build", "dist", "__pycache__", "venv", "env", "site-packages":
		return true
	}
	return false
}

// readable reports whether a name ends like one of a file that can be read, packed or not.
func readable(name string) bool {
	name = strings.ToLower(name)
	ext := filepath.Ext(name)
	switch ext {
	case ".zip":
		return true
	case ".gz", ".zst":
		ext = filepath.Ext(strings.TrimSuffix(name, ext))
	}
	for _, format := range collect.Formats() {
		if slices.Contains(format.Extensions, ext) {
			return true
		}
	}
	return false
}

// holdsTables reports whether a file may hold several tables, by its first bytes.
func holdsTables(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 4096)
	n, _ := io.ReadFull(f, head) // a short file is a short head
	head = head[:n]
	if strings.HasPrefix(string(head), "PK\x03\x04") { // a workbook, an archive
		return true
	}
	for _, format := range collect.Formats() {
		if format.Knows != nil && format.Knows(head) {
			_, several := format.New().(interface {
				Tables(context.Context, collect.File) ([]collect.TableInfo, error)
			})
			return several
		}
	}
	return false
}
