package collect

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strings"

	"assay/models/param"
)

// File is the bytes of one file, or of what stands for one: standard input, an entry of an archive, a server's answer.
type File struct {
	Name  string   // for messages, without secrets
	Data  []byte   // all of it
	Path  string   // where it lies on disk, "" when it exists in memory only
	Table string   // which of its tables is asked for; "" leaves it open
	Type  string   // the format's name when it is settled, else the file name or media type it may be told by; may be empty
	Notes []string // what had to be done to get the bytes
	Warns []string // what the user should know about that

	mapped *mapped // the file Data is a view of, nil when Data is memory
}

// Reader turns the bytes of a file into a table. Its settings are those of its format.
type Reader interface {
	param.Settings
	ReadFile(ctx context.Context, f File, env Env) (Raw, error)
}

// tableLister is a Reader of files that hold several tables.
type tableLister interface {
	Tables(ctx context.Context, f File) ([]TableInfo, error)
}

// Format is a kind of file.
type Format struct {
	Name       string // section of its settings; never changes
	Title      string
	Section    string            // of its settings when that is not Name
	Extensions []string          // lower case, with the point
	Media      []string          // media types of answers over HTTP
	Knows      func([]byte) bool // tells the format by the first bytes; nil when they do not tell
	Holds      func([]byte) bool // tells it by all of the data, where the first bytes do not; may be nil
	New        func() Reader
}

// Formats lists the kinds of files, in the order they are tried. CSV, which anything might be, is last.
func Formats() []Format {
	return []Format{parquetFormat, sqliteFormat, xlsxFormat, jsonFormat, messagesFormat, csvFormat}
}

var csvFormat = Format{Name: "csv", Title: "Reading CSV", Extensions: []string{".csv", ".tsv", ".tab", ".txt", ".dat", ".data", ".psv"},
	Media: []string{"text/csv", "text/tab-separated-values"}, New: func() Reader { return NewCSV() }}

// formatOf tells the format of a file: the one it is settled to be, else by its first bytes when they are plain, else by
// its name or media type, else it is delimited text.
func formatOf(f File) Format {
	for _, format := range Formats() {
		if f.Type == format.Name {
			return format
		}
	}
	head := bytes.TrimPrefix(f.Data[:min(len(f.Data), 4096)], bom)
	for _, format := range Formats() {
		if format.Knows != nil && format.Knows(head) || format.Holds != nil && format.Holds(f.Data) {
			return format
		}
	}
	for _, hint := range []string{f.Type, f.Name} {
		ext, media := strings.ToLower(filepath.Ext(hint)), mediaType(hint)
		for _, format := range Formats() {
			if slices.Contains(format.Extensions, ext) || slices.Contains(format.Media, media) {
				return format
			}
		}
	}
	return csvFormat
}

// mediaType is "text/csv" of "text/CSV; charset=utf-8".
func mediaType(s string) string {
	s, _, _ = strings.Cut(s, ";")
	return strings.ToLower(strings.TrimSpace(s))
}
