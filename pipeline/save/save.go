// Package save writes files so that a reader finds the old one or the new one, whole, whatever happens in between.
package save

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// File replaces the file at path by data. The bytes go to a temporary file in the same folder, reach the disk, and
// only then take the name. A failure leaves the old file as it was.
func File(path string, data []byte, mode os.FileMode) (err error) {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".assay-*.tmp")
	if err != nil {
		return fmt.Errorf("save %s: %w; is the folder there and writable?", path, err)
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
			err = fmt.Errorf("save %s: %w", path, err)
		}
	}()
	if _, err = f.Write(data); err != nil {
		return err
	}
	if err = f.Chmod(mode); err != nil && runtime.GOOS != "windows" {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(dir)
}

// syncFolder makes the new name durable. Windows has no such call and needs none.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
