package collect

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// inMemory opens a database that exists in memory only.
const inMemory = "file::memory:?_defensive=1"

// place is what to open so that the file and its folder stay as they are. A file at rest is opened immutable: SQLite
// then neither locks it nor makes anything beside it. One with a log beside it, which holds what was written last, is
// copied with its log to a private folder and read there. What came out of a container is read from memory.
func (s *sqliteSession) place(f File) (string, error) {
	if want := statedSize(f.Data); int64(len(f.Data)) < want {
		return "", &Error{File: f.Name, What: fmt.Sprintf("the database is damaged: it is cut off after %d of %d bytes", len(f.Data), want), Hint: "copy or download the file again"}
	}
	if k := strayPage(f.Data); k > 0 {
		return "", &Error{File: f.Name, What: fmt.Sprintf("the database is damaged: page %d holds bytes where there can be none", k),
			Hint: "copy or download the file again, or save what can be saved: sqlite3 FILE .recover > FILE.sql"}
	}
	if f.Path == "" {
		return inMemory, nil
	}
	path, err := filepath.Abs(f.Path)
	if err != nil {
		return "", noFile(f.Path, err)
	}
	logged := false
	for _, end := range logs {
		info, err := os.Stat(path + end)
		logged = logged || err == nil && info.Size() > 0
	}
	if !logged {
		return uri(path) + "?mode=ro&immutable=1&_defensive=1", nil
	}
	folder, err := os.MkdirTemp("", "assay-sqlite-")
	if err != nil {
		return "", noFile(f.Path, err)
	}
	s.clean = func() { _ = os.RemoveAll(folder) }
	copied := filepath.Join(folder, "copy.db")
	if err := copyAtRest(path, copied); err != nil {
		s.clean()
		return "", &Error{File: f.Name, What: reason(err), Hint: "close the program that writes to it, or make a copy: sqlite3 FILE \".backup COPY\""}
	}
	return uri(copied) + "?mode=rw&_defensive=1", nil
}

// statedSize is how large the file says it is (https://www.sqlite.org/fileformat2.html, sections 1.3.2 and 1.3.8): the
// number of pages counts when it was written by the program that wrote last. The least is one page.
func statedSize(data []byte) int64 {
	page := statedPage(data)
	if len(data) < 100 || !bytes.Equal(data[24:28], data[92:96]) {
		return page
	}
	return max(page, page*int64(binary.BigEndian.Uint32(data[28:])))
}

// statedPage is how large the pages are.
func statedPage(data []byte) int64 {
	if len(data) < 18 {
		return 512
	}
	page := int64(binary.BigEndian.Uint16(data[16:]))
	if page == 1 { // 65536 does not fit
		page = 1 << 16
	}
	return max(page, 512)
}

// logs end the names of what SQLite keeps beside a database: the log of what is not in it yet, and the journal of what
// may have to be taken back.
var logs = []string{"-wal", "-journal"}

// uri is a path as SQLite's URIs have it.
func uri(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/data on Windows
	}
	return "file://" + (&url.URL{Path: path}).EscapedPath()
}

// copyAtRest copies a database with its logs, and once more when any of them changed meanwhile.
func copyAtRest(from, to string) error {
	for range 5 {
		before := state(from)
		for _, end := range append([]string{""}, logs...) {
			if err := copyFile(from+end, to+end); err != nil {
				return err
			}
		}
		if state(from) == before {
			return nil
		}
	}
	return fmt.Errorf("another program keeps writing to it")
}

// state tells whether files changed: their sizes, times and the heads of the logs.
func state(path string) string {
	var b strings.Builder
	for _, end := range append([]string{""}, logs...) {
		if info, err := os.Stat(path + end); err == nil {
			fmt.Fprintln(&b, end, info.Size(), info.ModTime().UnixNano())
		}
		if f, err := os.Open(path + end); err == nil {
			head, _ := io.ReadAll(io.LimitReader(f, 100))
			fmt.Fprintf(&b, "%x\n", head)
			_ = f.Close()
		}
	}
	return b.String()
}

// copyFile copies a file; one that is not there leaves none.
func copyFile(from, to string) error {
	src, err := os.Open(from)
	if os.IsNotExist(err) {
		if err = os.Remove(to); os.IsNotExist(err) {
			err = nil
		}
		return err
	}
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	if e := dst.Close(); err == nil {
		err = e
	}
	return err
}

// withoutLog marks a database as one that keeps no log. In memory there is none, and SQLite would not open it.
func withoutLog(data []byte) []byte {
	if data[18] != 2 && data[19] != 2 {
		return data
	}
	data = bytes.Clone(data)
	data[18], data[19] = 1, 1
	return data
}
