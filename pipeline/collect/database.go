package collect

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"assay/models/param"
)

// Database reads a table or a query of a database: of a server, or of an SQLite file. It never writes. The session
// itself is read only, so that even a statement that would slip through could change nothing.
type Database struct {
	Table   string
	Query   string
	Limit   int
	Timeout int // seconds
	Stall   int // seconds
}

var databaseSection = Section{"database", "Reading databases", func() param.Settings { return NewDatabase() }}

// NewDatabase returns the defaults: the only table there is, all of its rows.
func NewDatabase() *Database { return &Database{Timeout: 10, Stall: 25} }

// Params lists the settings.
func (d *Database) Params() []param.Param {
	return []param.Param{
		param.OfText(&d.Table, "table", "which table or view to read, the same as #NAME behind the address; empty takes the only one there is"),
		param.OfText(&d.Query, "query", "a SELECT of your own instead of a table; it can only read"),
		param.OfInt(&d.Limit, "limit", 0, 1_000_000_000, "how many rows to read at most; 0 reads all"),
		param.OfInt(&d.Timeout, "timeout", 1, 600, "seconds to wait for a server to answer at first"),
		param.OfInt(&d.Stall, "stall", 1, 86400, "seconds without a byte from the server after which reading is given up; more for a query that thinks long before its first row"),
	}
}

// dbSession is a connection to a database. Its laws: nothing is written; cancelling ctx ends what goes on within a
// moment; every error is an *Error with a hint and without a password; close leaves nothing behind.
type dbSession interface {
	// about names the product and version.
	about() string
	// relations lists what can be read. Rows are counted only when count is set, and estimated else.
	relations(ctx context.Context, count bool) ([]relation, error)
	// gather reads the rows of a statement.
	gather(ctx context.Context, statement string, g *gathering) error
	close()
}

// databaseSource is a table or query of a server.
type databaseSource struct {
	Database
	address Address
	name    string // the address for messages, without secrets
	connect func(ctx context.Context, s *databaseSource, env Env) (dbSession, error)
}

// openDatabase returns the source of a postgres: or mysql: address.
func openDatabase(a Address, o Options) (Source, error) {
	public, _ := HideSecrets(a.Place)
	s := &databaseSource{Database: *NewDatabase(), address: a, name: public, connect: openPostgres}
	if a.Scheme == "mysql" {
		s.connect = openMySQL
	}
	if err := o.apply(databaseSection.Name, &s.Database); err != nil {
		return nil, err
	}
	if splitURL(a.Place, a.Scheme).user == 0 {
		return nil, &Error{File: public, What: "this is no address of a database", Hint: "write " + a.Scheme + "://USER@HOST/DATABASE#TABLE"}
	}
	return s, nil
}

// Tables lists the tables and views of the database.
func (s *databaseSource) Tables(ctx context.Context, env Env) ([]TableInfo, error) {
	ctx, watch := watchStall(ctx, time.Duration(s.Stall)*time.Second)
	defer watch.stop()
	db, err := s.open(ctx, env)
	if err != nil {
		return nil, err
	}
	defer db.close()
	found, err := db.relations(ctx, true)
	if err != nil {
		return nil, watch.explain(s.name, 0, err)
	}
	return tableInfos(found), nil
}

// Read reads the table or query.
func (s *databaseSource) Read(ctx context.Context, env Env) (Raw, error) {
	ctx, watch := watchStall(ctx, time.Duration(s.Stall)*time.Second)
	defer watch.stop()
	env.Monitor.Phase("connecting to " + s.name)
	db, err := s.open(ctx, env)
	if err != nil {
		return Raw{}, err
	}
	defer db.close()
	g := newGathering(s.name, env)
	g.digest = newDigest(env.Store != nil)
	chosen, err := s.Database.read(ctx, db, s.address.Table, g)
	if err != nil {
		return Raw{}, watch.explain(s.name, g.rows, err)
	}
	raw, err := g.raw()
	if err != nil {
		return Raw{}, err
	}
	o := &raw.Origin
	o.Path, o.Kind, o.Read, o.Rows = s.name, s.address.Scheme, env.now(), g.rows
	if chosen != "" {
		o.Path += "#" + url.PathEscape(chosen)
	}
	o.Bytes, o.SHA256 = g.digest.sum()
	o.Notes = append([]string{"read only from " + db.about()}, o.Notes...)
	if env.Store != nil {
		err = env.Store.keep(o, csvFormat.Name, g.digest.copied())
	}
	return raw, err
}

// open connects within the timeout.
func (s *databaseSource) open(ctx context.Context, env Env) (dbSession, error) {
	limited, cancel := context.WithTimeout(ctx, time.Duration(s.Timeout)*time.Second)
	defer cancel()
	db, err := s.connect(limited, s, env)
	if err == nil {
		return db, nil
	}
	if ctx.Err() != nil && !stalled(ctx) {
		return nil, ctx.Err()
	}
	if limited.Err() != nil {
		return nil, &Error{File: s.name, What: fmt.Sprintf("the server did not answer within %d seconds", s.Timeout),
			Hint: "check host and port, and that nothing between here and there shuts the port; or raise database.timeout"}
	}
	return nil, err
}

// read gathers the rows that the settings and the #table of the address ask for. It tells which table was chosen, ""
// for a query.
func (d *Database) read(ctx context.Context, db dbSession, table string, g *gathering) (chosen string, err error) {
	if table == "" {
		table = d.Table
	}
	g.limit = d.Limit
	if d.Query != "" {
		if table != "" {
			return "", &Error{File: g.name, What: "both a table and a query are asked for", Hint: "leave out #" + shorten(table) + " or database.query"}
		}
		g.note("query: %s", oneLine(d.Query))
		return "", db.gather(ctx, d.Query, g)
	}
	g.monitor.Phase("looking for the table")
	all, err := db.relations(ctx, false)
	if err != nil {
		return "", err
	}
	r, err := chooseRelation(g, all, table)
	if err != nil {
		return "", err
	}
	if err := d.fits(r, g); err != nil {
		return "", err
	}
	statement := "select " + r.list + " from " + r.quoted
	if d.Limit > 0 {
		statement += fmt.Sprintf(" limit %d", d.Limit)
	}
	g.note("%s %q", r.Kind, r.Name)
	g.monitor.Phase("reading " + plainName(r.Name))
	return r.Name, db.gather(ctx, statement, g)
}
