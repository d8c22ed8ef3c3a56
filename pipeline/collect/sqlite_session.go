package collect

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// sqliteSession reads a database file. SQLite hands every row to a function of ours, which it calls while it runs the
// statement: values come without copies, and a statement can be ended at any moment, even within a row that never
// comes.
type sqliteSession struct {
	conn    sqliteConn
	name    string
	version string
	most    int64 // rows that a file of this size can hold
	clean   func()
	row     func(values []driver.Value) error // what the function does with the values of a row, or a part of one
	err     error                             // why row ended the statement
}

// sqliteConn is what the driver's connection can do.
type sqliteConn interface {
	driver.Conn
	driver.ExecerContext
	driver.QueryerContext
	ColumnInfo(query string) ([]sqlite.ColumnInfo, error)
	Deserialize([]byte) error
}

const (
	rowFunction = "assay_row"
	// leastRow is how many bytes a row takes at least: its size, number, header and place in the page.
	leastRow = 4
	// rowWidth is how many values the function takes at once; SQLite allows a hundred by default.
	rowWidth = 100
)

// openSQLiteFile opens a database so that nothing beside or in the file is written.
func openSQLiteFile(ctx context.Context, f File) (*sqliteSession, error) {
	s := &sqliteSession{name: f.Name, most: int64(len(f.Data)) / leastRow, clean: func() {}}
	place, err := s.place(f)
	if err != nil {
		return nil, err
	}
	var d sqlite.Driver
	if err := d.RegisterFunction(rowFunction, &sqlite.FunctionImpl{NArgs: -1, VolatileArgs: true, Scalar: s.call}); err != nil {
		return nil, s.explain(ctx, err)
	}
	conn, err := d.Open(place)
	if err != nil {
		s.clean()
		return nil, s.explain(ctx, err)
	}
	s.conn = conn.(sqliteConn)
	if place == inMemory {
		err = s.conn.Deserialize(withoutLog(f.Data))
	}
	for _, pragma := range []string{"query_only = on", "trusted_schema = off", "cell_size_check = on", "temp_store = memory"} {
		if err == nil {
			_, err = s.conn.ExecContext(ctx, "pragma "+pragma, nil)
		}
	}
	var versions [][]driver.Value
	if err == nil {
		// The schema is read here, so that a damaged one is found before anything is asked of it.
		versions, err = s.all(ctx, "select sqlite_version(), count(*) from sqlite_schema")
	}
	if err != nil {
		s.close()
		return nil, s.explain(ctx, err)
	}
	s.version = fmt.Sprint("SQLite ", versions[0][0])
	return s, nil
}

func (s *sqliteSession) about() string { return s.version }

func (s *sqliteSession) close() {
	if s.conn != nil {
		_ = s.conn.Close()
	}
	s.clean()
}

// call is the function that SQLite calls. What row makes of the values ends the statement when it is an error.
func (s *sqliteSession) call(_ *sqlite.FunctionContext, values []driver.Value) (driver.Value, error) {
	if s.err = s.row(values); s.err != nil {
		return nil, s.err
	}
	return nil, nil
}

// all reads a small result.
func (s *sqliteSession) all(ctx context.Context, statement string) ([][]driver.Value, error) {
	rows, err := s.conn.QueryContext(ctx, statement, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // what is wrong with the rows Err says
	var out [][]driver.Value
	for {
		values := make([]driver.Value, len(rows.Columns()))
		if err := rows.Next(values); err != nil {
			if err == io.EOF {
				err = nil
			}
			return out, err
		}
		out = append(out, values)
	}
}

// relations lists the tables and views. Rows are counted where that is a matter of a moment; else the highest row
// number is taken for their count.
func (s *sqliteSession) relations(ctx context.Context, count bool) ([]relation, error) {
	found, err := s.all(ctx, "select name, type from sqlite_schema where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\' order by rowid")
	if err != nil {
		return nil, s.explain(ctx, err)
	}
	counting, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	out := make([]relation, len(found))
	for i, f := range found {
		name, kind := fmt.Sprint(f[0]), fmt.Sprint(f[1])
		r := relation{full: "main." + name, quoted: "main." + quoteWith(`"`, name), near: true, TableInfo: TableInfo{Name: name, Kind: kind, Rows: -1}}
		columns, err := s.conn.ColumnInfo("select * from " + r.quoted)
		if err != nil && kind != "view" { // a view may name what is gone, which matters only when it is read
			return nil, s.explain(ctx, err)
		}
		for _, c := range columns {
			r.Columns = append(r.Columns, c.Name)
		}
		r.list = "*"
		if kind == "table" {
			what := "max(rowid)"
			if count {
				what = "count(*)"
			}
			if n, err := s.all(counting, "select "+what+" from "+r.quoted); err == nil && len(n) == 1 {
				if v, ok := n[0][0].(int64); ok || n[0][0] == nil {
					r.Rows = min(max(v, 0), s.most)
				}
			}
		}
		out[i] = r
	}
	return out, nil
}

// gather reads the rows of one statement. Its columns get names by position, for it may use one twice.
func (s *sqliteSession) gather(ctx context.Context, statement string, g *gathering) error {
	statement, err := selectOnly(s.name, statement, sqliteGrammar)
	if err != nil {
		return err
	}
	columns, err := s.conn.ColumnInfo(statement)
	if err != nil {
		return s.explain(ctx, err)
	}
	fields, names := make([]*dbField, len(columns)), make([]string, len(columns))
	adders := make([]func(*dbField, driver.Value), len(columns))
	for j, c := range columns {
		fields[j], names[j] = &dbField{builder: builder{name: c.Name}, loose: c.DeclType == "" && c.TableName != ""}, fmt.Sprintf("c%d", j)
		adders[j] = (*dbField).sqliteValue
		if t := strings.ToUpper(c.DeclType); t == "BOOLEAN" || t == "BOOL" {
			adders[j] = (*dbField).sqliteBoolean
		}
	}
	g.begin(fields)
	s.row = func(values []driver.Value) error {
		from := g.part
		for j, v := range values {
			adders[from+j](fields[from+j], v)
		}
		if g.part += len(values); g.part < len(fields) {
			return nil
		}
		g.part = 0
		return g.end()
	}
	var calls []string
	for from := 0; from < len(names); from += rowWidth {
		calls = append(calls, rowFunction+"("+strings.Join(names[from:min(from+rowWidth, len(names))], ", ")+")")
	}
	// The line end closes a comment at the end of the statement.
	_, err = s.conn.ExecContext(ctx, "with q("+strings.Join(names, ", ")+") as (\n"+statement+"\n) select "+strings.Join(calls, ", ")+" from q", nil)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(s.err, errEnough):
		return nil
	case s.err != nil:
		return s.err
	case err != nil:
		return s.explain(ctx, err)
	}
	return nil
}

// sqliteValue adds a value by its own type, for SQLite gives a type to every value and not to columns.
func (c *dbField) sqliteValue(v driver.Value) {
	switch v := v.(type) {
	case nil:
		c.null()
	case int64:
		c.integer(v)
	case float64:
		c.float(v)
	case string:
		c.string(v)
	default:
		c.binary()
	}
}

// sqliteBoolean adds a value of a column declared BOOLEAN, in which SQLite keeps 0 and 1.
func (c *dbField) sqliteBoolean(v driver.Value) {
	if n, ok := v.(int64); ok && (n == 0 || n == 1) {
		c.boolean(n == 1)
		return
	}
	c.sqliteValue(v)
}

// sqliteCode is the number behind the driver's messages.
var sqliteCode = regexp.MustCompile(` \(\d+\)$`)

// explain turns an error of SQLite into one for people.
func (s *sqliteSession) explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	what := oneLine(sqliteCode.ReplaceAllString(strings.TrimPrefix(err.Error(), "SQL logic error: "), ""))
	hint := "correct database.query"
	var e *sqlite.Error
	if errors.As(err, &e) {
		switch e.Code() & 0xff {
		case 11, 26: // corrupt, not a database
			what, hint = "the database is damaged: "+what, "restore it from a backup, or save what can be saved: sqlite3 FILE .recover > FILE.sql"
		case 10, 14: // i/o error, cannot open
			what, hint = "the database is damaged or cannot be opened: "+what, "check that the file is whole and may be read"
		case 8: // readonly
			what, hint = "the query would write, and was refused: "+what, "give one SELECT; assay only reads, and never writes to a source"
		case 7: // out of memory
			hint = "set database.limit to a number of rows, or database.query to a SELECT of what you need"
		}
	}
	return &Error{File: s.name, What: what, Hint: hint}
}
