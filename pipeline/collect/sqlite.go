package collect

import (
	"bytes"
	"context"

	"assay/models/param"
)

// Sqlite is an SQLite database file.
type Sqlite struct{}

var sqliteFormat = Format{Name: "sqlite", Title: "Reading SQLite", Extensions: []string{".sqlite", ".sqlite3", ".db"},
	Knows: func(head []byte) bool { return bytes.HasPrefix(head, []byte("SQLite format 3\x00")) }, New: func() Reader { return &Sqlite{} }}

// Params lists the settings.
func (s *Sqlite) Params() []param.Param { return nil }

// ReadFile reads the file into columns.
func (s *Sqlite) ReadFile(_ context.Context, f File, _ Env) (Raw, error) {
	return Raw{}, refuse(f.Name, f.Data)
}

// openSQLite returns the source of a sqlite: address.
func openSQLite(a Address, _ Options) (Source, error) { return nil, unread(a) }
