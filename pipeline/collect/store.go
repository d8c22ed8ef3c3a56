package collect

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"assay/pipeline/save"
)

// Store is the raw layer: copies of what was read from places that cannot be read twice. A copy is named by the hash of
// its bytes, so it is never changed, only added or removed; beside it lies a note that says what it is. A nil Store
// keeps nothing.
type Store struct {
	dir     string
	most    int64             // bytes all copies may take together
	options map[string]string // of the reading under way, without secrets
}

// storeRoom is how much all raw copies may take: a hundred answers of the largest size that is read without asking.
const storeRoom = 20 << 30

// NewStore keeps raw copies in the folder raw of dir, which is made when it is first needed.
func NewStore(dir string) *Store { return &Store{dir: filepath.Join(dir, "raw"), most: storeRoom} }

// Copy is what the Store knows about a raw copy. It holds no secrets.
type Copy struct {
	SHA256   string            `json:"sha256"`
	Data     string            `json:"data"`              // where it was read, as it may be shown
	Kind     string            `json:"kind"`              // the format or kind of source
	Name     string            `json:"name,omitempty"`    // what its format is told by: a format's name, a file name or a media type
	Bytes    int64             `json:"bytes"`             //
	Read     time.Time         `json:"read"`              // when
	Options  map[string]string `json:"options,omitempty"` // the settings it was read with
	Notes    []string          `json:"notes,omitempty"`
	Warnings []string          `json:"warnings,omitempty"`
}

// noting returns the store with the settings of the reading that follows, for the notes beside copies.
func (s *Store) noting(o Options) *Store {
	if s == nil || len(o) == 0 {
		return s
	}
	with := *s
	with.options = map[string]string{}
	for name, value := range o {
		with.options[name], _ = HideOption(name, value)
	}
	return &with
}

// keep saves the bytes a table was read from and notes that in its origin. Name is what tells their format. A copy that
// cannot be kept is a warning: the reading itself went well.
func (s *Store) keep(o *Origin, name string, data []byte) error {
	if s == nil {
		return nil
	}
	sum := sha256.Sum256(data)
	o.SHA256 = hex.EncodeToString(sum[:])
	c := Copy{SHA256: o.SHA256, Data: o.Path, Kind: o.Kind, Name: name, Bytes: int64(len(data)), Read: o.Read.UTC(),
		Options: s.options, Notes: o.Notes, Warnings: o.Warnings}
	if err := s.write(c, data); err != nil {
		o.Warnings = append(slices.Clip(o.Warnings), "no raw copy was kept, so this reading cannot be repeated: "+err.Error())
		return nil
	}
	o.Kept = true
	return nil
}

// write puts the copy in place, then the note that makes it known. A copy that is there whole is not written again.
func (s *Store) write(c Copy, data []byte) error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	if s.whole(c.SHA256) {
		if _, err := s.note(c.SHA256); err == nil {
			return nil
		}
	} else {
		if taken := s.taken(); taken+c.Bytes > s.most {
			return fmt.Errorf("the copies in %s take %s already and may take %s; remove those no longer needed", s.dir, Size(taken), Size(s.most))
		}
		if err := save.File(s.path(c.SHA256), data, 0o600); err != nil {
			return err
		}
	}
	note, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	return save.File(s.path(c.SHA256)+".json", note, 0o600)
}

func (s *Store) path(sha string) string { return filepath.Join(s.dir, sha) }

// whole reports whether the copy is there and undamaged.
func (s *Store) whole(sha string) bool {
	data, err := os.ReadFile(s.path(sha))
	if err != nil {
		return false
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]) == sha
}

// taken is how many bytes the copies take.
func (s *Store) taken() int64 {
	var total int64
	entries, _ := os.ReadDir(s.dir) // a folder that cannot be read holds nothing of ours
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			total += info.Size()
		}
	}
	return total
}

var shaName = regexp.MustCompile(`^[0-9a-f]{64}$`)

// open returns the bytes of a copy and what tells their format. A copy that is missing or damaged is an error.
func (s *Store) open(sha string) (data []byte, name string, err error) {
	c, err := s.find(sha)
	if err != nil {
		return nil, "", err
	}
	data, err = os.ReadFile(s.path(sha))
	if err != nil {
		return nil, "", noCopy(sha, reason(err))
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != sha {
		return nil, "", noCopy(sha, "its bytes are not the ones that were kept")
	}
	return data, c.Name, nil
}

// find returns what is known about a copy that is there.
func (s *Store) find(sha string) (Copy, error) {
	if s == nil {
		return Copy{}, noCopy(sha, "no copies are kept here")
	}
	if !shaName.MatchString(sha) {
		return Copy{}, noCopy(sha, "this is not a SHA-256 in hexadecimal")
	}
	if _, err := os.Stat(s.path(sha)); err != nil {
		return Copy{}, noCopy(sha, "it is not in "+s.dir)
	}
	c, err := s.note(sha)
	if err != nil {
		c = Copy{SHA256: sha} // the bytes say enough
	}
	return c, nil
}

// maxNote is the largest note that is read.
const maxNote = 4 << 20

// note reads what was written beside a copy.
func (s *Store) note(sha string) (c Copy, err error) {
	path := s.path(sha) + ".json"
	info, err := os.Stat(path)
	if err != nil {
		return c, err
	}
	if info.Size() > maxNote {
		return c, fmt.Errorf("%s is too large for a note", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(text, &c); err != nil {
		return c, err
	}
	if c.SHA256 != sha {
		return c, fmt.Errorf("%s is about another copy", path)
	}
	return c, nil
}

// List returns the copies, the newest first.
func (s *Store) List() ([]Copy, error) {
	if s == nil {
		return nil, nil
	}
	entries, err := os.ReadDir(s.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, &Error{File: s.dir, What: reason(err), Hint: "check who may read this folder"}
	}
	var out []Copy
	for _, e := range entries {
		if !shaName.MatchString(e.Name()) {
			continue
		}
		c, err := s.note(e.Name())
		if info, broken := e.Info(); err == nil && broken == nil {
			c.Bytes = info.Size()
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Copy) int { return b.Read.Compare(a.Read) })
	return out, nil
}

// Remove deletes a copy. Workflows that replay it will say that it is gone.
func (s *Store) Remove(sha string) error {
	if _, err := s.find(sha); err != nil {
		return err
	}
	err := os.Remove(s.path(sha))
	if err == nil {
		err = os.Remove(s.path(sha) + ".json")
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &Error{File: s.path(sha), What: reason(err), Hint: "check who may change this folder"}
	}
	return nil
}

func noCopy(sha, why string) error {
	return &Error{File: "raw copy " + shorten(sha), What: "it cannot be read: " + why, Hint: "read the data anew without the replay line"}
}
