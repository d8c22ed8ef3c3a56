package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"assay/pipeline/predict"
)

// bundleMagic is how a bundle file starts.
const bundleMagic = "ASSAYBDL"

// isBundle reports whether a file starts like a bundle.
func isBundle(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len(bundleMagic))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == bundleMagic
}

// mayWriteBundle is mayReplace for --out of a command that may write a workflow too.
func (c *choices) mayWriteBundle(out string) error {
	if c.saveTo != "" && sameFile(out, c.saveTo) {
		return usageErrorf("--out and --workflow both name %s; give each a file of its own", out)
	}
	return mayReplace(out, "bundle", isBundle)
}

// mayReplace lets a file be written where there is none, or one of the same kind: never over data. It is asked before
// the work, so that nobody waits for a refusal.
func mayReplace(path, kind string, same func(string) bool) error {
	if path == "" {
		return usageErrorf("name the file to write the %s to, for example %s", kind, "loans"+predict.Ext())
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return folderThere(path)
	case err != nil:
		return fileError(path, err)
	case info.IsDir():
		return fmt.Errorf("%s: this is a folder; name a file in it", path)
	case !info.Mode().IsRegular() || !same(path):
		return fmt.Errorf("%s is there already and is no assay %s, so it was left alone; choose another name or move it away", path, kind)
	}
	return nil
}

func folderThere(path string) error {
	folder := filepath.Dir(path)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return fmt.Errorf("%s: there is no folder %s; make it first", path, folder)
	}
	return nil
}

// output is a file being written: it takes its name only when all of it is there.
type output struct {
	*bufio.Writer
	file *os.File
	temp string // "" where writing goes straight to its place
	path string
}

// create starts a new file; it refuses to replace one that is there. "-" is the given stream. Writing ends with an
// error when ctx is done.
func create(ctx context.Context, path string, stream io.Writer) (*output, error) {
	if path == "-" {
		return &output{Writer: bufio.NewWriter(until{ctx, stream})}, nil
	}
	info, err := os.Stat(path)
	if err == nil && !info.IsDir() && !info.Mode().IsRegular() { // a pipe or a device
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return nil, fileError(path, err)
		}
		return &output{Writer: bufio.NewWriter(until{ctx, f}), file: f}, nil
	}
	if err == nil {
		return nil, fmt.Errorf("%s is there already and was left alone; remove it or choose another name", path)
	}
	if err := folderThere(path); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".assay-*.tmp")
	if err != nil {
		return nil, fileError(path, err)
	}
	return &output{Writer: bufio.NewWriterSize(until{ctx, f}, 1<<16), file: f, temp: f.Name(), path: path}, nil
}

// close finishes the file when the work went well, and otherwise leaves no trace of it. It returns the first error.
func (o *output) close(work error) error {
	if work == nil {
		work = o.Flush()
	}
	if o.file == nil {
		return work
	}
	if work == nil && o.temp != "" {
		work = firstOf(o.file.Chmod(0o644), o.file.Sync())
	}
	work = firstOf(work, o.file.Close())
	if o.temp == "" {
		return work
	}
	if work == nil {
		work = take(o.temp, o.path)
	}
	if work != nil {
		os.Remove(o.temp)
	}
	return work
}

// take gives a finished file its name, unless another took the name meanwhile.
func take(temp, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s came to be while it was written and was left alone; choose another name", path)
	}
	return os.Rename(temp, path)
}

// until is a writer that ends when its context does.
type until struct {
	ctx context.Context
	to  io.Writer
}

func (u until) Write(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.to.Write(p)
}

// sameFile reports whether two paths name one file.
func sameFile(a, b string) bool {
	x, errA := os.Stat(a)
	y, errB := os.Stat(b)
	if errA == nil && errB == nil {
		return os.SameFile(x, y)
	}
	return strings.EqualFold(filepath.Clean(a), filepath.Clean(b))
}
