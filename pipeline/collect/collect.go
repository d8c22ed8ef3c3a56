// Package collect brings data in: a Source is opened and yields Rows, and rows become a table.Table whose column kinds
// were guessed once and written down as a table.Schema. Sources are only ever read.
package collect

import (
	"context"

	"assay/models/param"
)

// Source is somewhere rows come from, with its settings.
type Source interface {
	param.Settings
	// Open starts reading. Cancelling ctx ends it.
	Open(ctx context.Context) (Rows, error)
}

// Rows are read one at a time, as text exactly as the source has it.
type Rows interface {
	Fields() []string
	// Next returns the next row, as long as Fields; the slice is reused by the following call. io.EOF ends it.
	Next() ([]string, error)
	// Line is the source line (from 1) of the row Next returned last; 0 when the source has no lines.
	Line() int
	Close() error
}

// Origin tells where a table came from and proves it unchanged.
type Origin struct {
	Path     string   // as the user gave it, without secrets; "sample" for the embedded one
	Bytes    int64    // size read
	SHA256   string   // of the raw bytes, hex
	Notes    []string // what the reader decided: delimiter, character set, header line
	Warnings []string // what the user should know: ragged rows, replaced bytes, each with count and first lines
}
