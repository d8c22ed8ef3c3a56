// Package collect brings data in: a Source is read into a Raw table whose column kinds were guessed once, with an
// Origin that says where it came from and what was found on the way. Sources are only ever read.
//
// Three nouns carry it. An Address says where data lies. A Source reads what lies there: files, databases, web APIs,
// live streams. A Format turns the bytes of a File into a table: csv, json, parquet and the like.
package collect

import (
	"context"
	"io"
	"os"
	"time"

	"assay/models/param"
	"assay/pipeline/table"
)

// Source is somewhere data comes from, its settings in place.
type Source interface {
	// Read reads all of it into a table and tells env.Monitor how it goes. Cancelling ctx ends it within a moment and
	// leaves nothing running.
	Read(ctx context.Context, env Env) (Raw, error)
}

// Shelf is a source that holds several tables: a database, a workbook, an archive.
type Shelf interface {
	Source
	// Tables lists what can be asked for by #NAME.
	Tables(ctx context.Context, env Env) ([]TableInfo, error)
}

// TableInfo describes one table of a Shelf.
type TableInfo struct {
	Name    string
	Kind    string   // table, view, sheet or file
	Rows    int64    // how many rows it has, -1 when counting would take long
	Columns []string // nil when not known without reading
}

// Env is what a reading may use beyond the settings of its source. The zero value reads files and the environment,
// keeps nothing and tells nobody.
type Env struct {
	Monitor *Monitor                         // told how the reading goes; may be nil
	Secret  func(name string) (string, bool) // the value of ${NAME}; nil asks the environment
	Stdin   io.Reader                        // what "-" reads; nil has nothing to read
	Store   *Store                           // where raw copies of what cannot be read twice are kept; nil keeps none
	Now     func() time.Time                 // nil is the system's clock
	Wait    waiter                           // waits for a while or until the context ends; nil waits by the system's clock
	Memory  int64                            // bytes a table may take; 0 asks the system
	Sample  func() []byte                    // the embedded sample
	Replay  map[string]string                // SHA-256 of the raw copy to read in place of the source, by DATA string
}

type waiter func(context.Context, time.Duration) error

func (e Env) wait(ctx context.Context, d time.Duration) error {
	if e.Wait != nil {
		return e.Wait(ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (e Env) secret(name string) (string, bool) {
	if e.Secret != nil {
		if v, ok := e.Secret(name); ok {
			return v, true
		}
	}
	return os.LookupEnv(name)
}

func (e Env) now() time.Time {
	if e.Now != nil {
		return e.Now()
	}
	return time.Now()
}

// Options are the settings of sources that differ from their defaults: a value by "section.setting".
type Options map[string]string

// Section is a group of settings that belong to one kind of source or format.
type Section struct {
	Name  string // as in --set NAME.setting=value; never changes, it is in saved files
	Title string
	New   func() param.Settings
}

// Raw is a table as its source has it, with where it came from.
type Raw struct {
	Table  *table.Table
	Origin Origin
}

// Origin tells where a table came from and proves it unchanged.
type Origin struct {
	Path     string                        // as the user gave it, without secrets; "sample" for the embedded one
	Data     string                        // the DATA string it was read by, without secrets; "" when it was put together
	Kind     string                        // the format or kind of source: csv, parquet, postgres
	Bytes    int64                         // size read
	SHA256   string                        // of the raw bytes, hex
	Read     time.Time                     // when
	Kept     bool                          // a raw copy is in the Store under its SHA256, since the source cannot be read twice
	Rows     int                           // rows it gave
	Notes    []string                      // what the reader decided: delimiter, character set, header line
	Warnings []string                      // what the user should know: ragged rows, replaced bytes, each with count and first lines
	Rejects  []Reject                      // records that could not be read and are not in the table, the first maxRejects
	Tokens   map[string][]table.ValueCount // by column, the words such as NA that were read as missing and their rows
	Parts    []Origin                      // the origins of what was appended or joined; nil for a single source
}

// Reject is a record that was left out of the table, and why.
type Reject struct {
	Line, Col int // from 1; 0 when not known
	Why       string
}

const maxRejects = 1000

// Rows are read one at a time, as text exactly as the source has it.
type Rows interface {
	Fields() []string
	// Next returns the next row, as long as Fields; the slice is reused by the following call. io.EOF ends it.
	Next() ([]string, error)
	// Line is the source line (from 1) of the row Next returned last; 0 when the source has no lines.
	Line() int
	Close() error
}
