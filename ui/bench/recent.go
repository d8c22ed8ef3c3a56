package bench

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"assay/pipeline/collect"
	"assay/pipeline/save"
)

// Recent is the list of what was collected before, kept in a file. The zero value keeps nothing.
type Recent struct{ path string }

// Opened is one entry of the list. Data holds no secrets: ${NAME} stands in their place.
type Opened struct {
	Data    string            `json:"data"`
	Set     map[string]string `json:"set,omitempty"` // how it was read, by section.setting
	Rows    int               `json:"rows"`
	Columns int               `json:"columns"`
	When    time.Time         `json:"when"`
}

const (
	mostRecent   = 20
	recentLimit  = 1 << 20 // bytes of the file; a larger one is none of ours
	recentFile   = "recent.json"
	statePrivate = 0o700
)

// RecentIn keeps the list in a folder, which is made when the first entry is written.
func RecentIn(folder string) Recent { return Recent{filepath.Join(folder, recentFile)} }

// Load returns the entries, the newest first. A list that cannot be read is empty: it is a convenience, and the next
// entry starts it anew.
func (r Recent) Load() []Opened {
	if r.path == "" {
		return nil
	}
	f, err := os.Open(r.path)
	if err != nil {
		return nil
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, recentLimit))
	if err != nil {
		return nil
	}
	var out []Opened
	if json.Unmarshal(data, &out) != nil {
		return nil
	}
	out = slices.DeleteFunc(out, func(o Opened) bool { return o.Data == "" })
	return out[:min(len(out), mostRecent)]
}

// Add puts an entry on top. A file is remembered by its whole path, so that it is found from every folder; what stands
// on the list already moves up.
func (r Recent) Add(o Opened) error {
	if r.path == "" {
		return nil
	}
	o.Data, _ = collect.HideSecrets(o.Data)
	if a := collect.ParseAddress(o.Data); a.Local() {
		if whole, err := filepath.Abs(o.Data); err == nil {
			o.Data = whole
		}
	}
	list := slices.DeleteFunc(r.Load(), func(old Opened) bool { return old.Data == o.Data })
	list = slices.Insert(list, 0, o)
	data, err := json.MarshalIndent(list[:min(len(list), mostRecent)], "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(r.path), statePrivate); err != nil {
		return err
	}
	return save.File(r.path, append(data, '\n'), 0o600)
}
