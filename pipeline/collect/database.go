package collect

import "assay/models/param"

// Database is a table or a query of a database server.
type Database struct{}

var databaseSection = Section{"database", "Reading databases", func() param.Settings { return &Database{} }}

// Params lists the settings.
func (d *Database) Params() []param.Param { return nil }

// openDatabase returns the source of a postgres: or mysql: address.
func openDatabase(a Address, _ Options) (Source, error) { return nil, unread(a) }

func unread(a Address) error {
	return &Error{File: a.Place, What: "addresses of " + a.Scheme + " are not read yet", Hint: "name a file"}
}
