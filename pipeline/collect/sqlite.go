package collect

import (
	"bytes"
	"context"

	"assay/models/param"
)

// Sqlite is an SQLite database file. It has the settings of databases.
type Sqlite struct{ Database }

var sqliteMagic = []byte("SQLite format 3\x00")

var sqliteFormat = Format{Name: "sqlite", Title: "Reading SQLite", Section: databaseSection.Name, Extensions: []string{".sqlite", ".sqlite3", ".db"},
	Knows: func(head []byte) bool { return bytes.HasPrefix(head, sqliteMagic) },
	New:   func() Reader { return &Sqlite{*NewDatabase()} }}

// Params lists the settings.
func (s *Sqlite) Params() []param.Param { return s.Database.Params() }

// ReadFile reads the table or query into columns.
func (s *Sqlite) ReadFile(ctx context.Context, f File, env Env) (Raw, error) {
	db, err := openSQLiteFile(ctx, f)
	if err != nil {
		return Raw{}, err
	}
	defer db.close()
	g := newGathering(f.Name, env)
	if _, err := s.read(ctx, db, f.Table, g); err != nil {
		return Raw{}, err
	}
	raw, err := g.raw()
	raw.Origin.Notes = append([]string{"read only by " + db.about()}, raw.Origin.Notes...)
	return raw, err
}

// Tables lists the tables and views in the file.
func (s *Sqlite) Tables(ctx context.Context, f File) ([]TableInfo, error) {
	db, err := openSQLiteFile(ctx, f)
	if err != nil {
		return nil, err
	}
	defer db.close()
	found, err := db.relations(ctx, true)
	return tableInfos(found), err
}

// sqliteSource is a file that is said to be an SQLite database.
type sqliteSource struct{ fileSource }

// openSQLite returns the source of a sqlite: address.
func openSQLite(a Address, o Options) (Source, error) {
	a.Place = a.Place[len(sqlitePrefix(a.Place)):]
	return &sqliteSource{fileSource{a, o}}, nil
}

// Read reads the file. One that turns out to be of another kind is refused.
func (s *sqliteSource) Read(ctx context.Context, env Env) (Raw, error) {
	raw, err := s.fileSource.Read(ctx, env)
	if err == nil && raw.Origin.Parts == nil && raw.Origin.Kind != sqliteFormat.Name {
		return Raw{}, s.another()
	}
	return raw, err
}

// Tables lists the tables in the file.
func (s *sqliteSource) Tables(ctx context.Context, env Env) ([]TableInfo, error) {
	all, err := s.fileSource.Tables(ctx, env)
	if err == nil && all == nil {
		return nil, s.another()
	}
	return all, err
}

func (s *sqliteSource) another() error {
	return &Error{File: s.address.Place, What: "this is no SQLite database", Hint: "leave out sqlite: to read the file as what it is"}
}
