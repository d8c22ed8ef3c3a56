package pipeline

import (
	"bytes"
	"io"
	"maps"
	"os"
	"path/filepath"

	"assay/pipeline/collect"
	"assay/pipeline/save"
)

// WriteWorkflow saves a workflow to a file, old or new but never half. The data is named relative to the file, so the two
// can be moved together.
func WriteWorkflow(path string, w Workflow) error {
	w = w.Clone()
	w.Collect.Rename(func(data string) string {
		if collect.ParseAddress(data).Local() {
			return relativeTo(path, data)
		}
		return data
	})
	w.RenameRates(func(rates string) string { return relativeTo(path, rates) })
	data, err := w.YAML()
	if err != nil {
		return err
	}
	return save.File(path, data, 0o644)
}

// IsWorkflowFile reports whether a file begins the way WriteWorkflow begins one: it may be replaced by another.
func IsWorkflowFile(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	const start = "assay:"
	head := make([]byte, len(start))
	_, err = io.ReadFull(f, head)
	return err == nil && bytes.Equal(head, []byte(start))
}

// relativeTo names data as seen from the folder of file; where that cannot be said, by its whole path.
func relativeTo(file, data string) string {
	folder, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return data
	}
	whole, err := filepath.Abs(data)
	if err != nil {
		return data
	}
	rel, err := filepath.Rel(folder, whole)
	if err != nil {
		return whole
	}
	return filepath.ToSlash(rel)
}

// Pinned returns the workflow with the raw copies it was collected from in place of sources that cannot be read twice,
// so that running it again gives the same table. To read such a source anew, delete its line under replay. Copies of
// other data, or of readings with other settings, are left out.
func (w Workflow) Pinned(c *Collected) Workflow {
	if c == nil || !maps.Equal(c.set, w.Collect.Set) {
		return w
	}
	w = w.Clone()
	copies := c.Origin.Copies()
	if c.Exam != nil {
		maps.Copy(copies, c.Exam.Origin.Copies())
	}
	for _, data := range w.Collect.All() {
		if sha := copies[data]; sha != "" {
			if w.Collect.Replay == nil {
				w.Collect.Replay = Settings{}
			}
			w.Collect.Replay[data] = sha
		}
	}
	return w
}
