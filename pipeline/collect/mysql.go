package collect

import (
	"context"
	"database/sql/driver"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
)

// mySQL is a session with a MySQL or MariaDB server: one read-only transaction that sees the data as they were at its
// beginning. The driver is spoken to directly, so that values come without copies.
type mySQL struct {
	conn      driver.Conn
	connector driver.Connector
	name      string
	version   string
	database  string // the one connected to, may be empty
	id        int64  // of the connection, to end its query
	grammar   grammar
	hide      func(string) string
}

// openMySQL connects. A password that the address leaves open is taken from MYSQL_PWD, as MySQL's own programs do.
func openMySQL(ctx context.Context, s *databaseSource, env Env) (dbSession, error) {
	l, err := loginOf(s.address, s.name, env)
	if err != nil {
		return nil, err
	}
	if !l.hasPassword {
		if v, ok := env.secret("MYSQL_PWD"); ok {
			l.password, l.secrets[v] = v, "MYSQL_PWD"
		}
	}
	config, err := l.mysqlConfig(s.name)
	if err != nil {
		return nil, err
	}
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return nil, &Error{File: s.name, What: "the address cannot be used: " + oneLine(l.scrub(err.Error())), Hint: "write mysql://USER@HOST:3306/DATABASE?tls=true#TABLE"}
	}
	conn, err := connector.Connect(ctx)
	if err != nil {
		return nil, mysqlConnecting(s.name, l, err)
	}
	m := &mySQL{conn: conn, connector: connector, name: s.name, database: l.database, grammar: mysqlGrammar, hide: l.scrub}
	if err := m.begin(ctx); err != nil {
		m.close()
		return nil, err
	}
	return m, nil
}

// mysqlConfig is the login in the driver's form. Times come in UTC, whatever the server's zone is.
func (l dbLogin) mysqlConfig(name string) (*mysql.Config, error) {
	c := mysql.NewConfig()
	c.User, c.Passwd, c.DBName, c.Net = l.user, l.password, l.database, "tcp"
	c.Logger, c.DialFunc, c.CheckConnLiveness = &mysql.NopLogger{}, dialWatched, false
	host, port := l.hosts[0][0], l.hosts[0][1]
	if host == "" {
		host = "127.0.0.1"
	}
	if port == "" {
		port = "3306"
	}
	c.Addr = net.JoinHostPort(host, port)
	for _, p := range l.params {
		switch p[0] {
		case "tls":
			c.TLSConfig = p[1]
		case "socket":
			c.Net, c.Addr = "unix", p[1]
		case "allowCleartextPasswords":
			c.AllowCleartextPasswords = p[1] == "true"
		default:
			return nil, &Error{File: name, What: "the address has a setting called " + quotedName(p[0]), Hint: "there are tls=true, tls=skip-verify, tls=preferred, socket=PATH and allowCleartextPasswords=true"}
		}
	}
	return c, nil
}

// begin fixes how values are written and opens the transaction.
func (m *mySQL) begin(ctx context.Context) error {
	for _, statement := range []string{"set names utf8mb4", "set session transaction read only, isolation level repeatable read",
		"set time_zone = '+00:00'", "start transaction with consistent snapshot, read only"} {
		if err := m.exec(ctx, statement); err != nil {
			return m.explain(ctx, 0, err)
		}
	}
	rows, err := m.all(ctx, "select connection_id(), version(), @@sql_mode")
	if err != nil || len(rows) != 1 {
		return m.explain(ctx, 0, err)
	}
	m.id, _ = strconv.ParseInt(rows[0][0], 10, 64)
	m.version = rows[0][1]
	m.grammar.backslash = !strings.Contains(rows[0][2], "NO_BACKSLASH_ESCAPES")
	return nil
}

func (m *mySQL) about() string {
	product := "MySQL "
	if strings.Contains(m.version, "MariaDB") {
		product = "MariaDB "
	}
	version, _, _ := strings.Cut(m.version, "-")
	return product + oneLine(version)
}

func (m *mySQL) close() { _ = m.conn.Close() }

func (m *mySQL) exec(ctx context.Context, statement string) error {
	_, err := m.conn.(driver.ExecerContext).ExecContext(ctx, statement, nil)
	return err
}

// query runs a statement by the binary protocol, in which numbers come as numbers. Being prepared, it cannot be more
// than one.
func (m *mySQL) query(ctx context.Context, statement string) (driver.Rows, error) {
	prepared, err := m.conn.(driver.ConnPrepareContext).PrepareContext(ctx, statement)
	if err != nil {
		return nil, err
	}
	if prepared.NumInput() > 0 {
		return nil, &Error{File: m.name, What: "the query has open parameters", Hint: "give one complete SELECT"}
	}
	return prepared.(driver.StmtQueryContext).QueryContext(ctx, nil)
}

// all reads a small result as text.
func (m *mySQL) all(ctx context.Context, statement string) ([][]string, error) {
	rows, err := m.query(ctx, statement)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // what is wrong with the rows Err says
	var out [][]string
	values := make([]driver.Value, len(rows.Columns()))
	for {
		if err := rows.Next(values); err != nil {
			if err == io.EOF {
				err = nil
			}
			return out, err
		}
		line := make([]string, len(values))
		for j, v := range values {
			switch v := v.(type) {
			case nil:
			case []byte:
				line[j] = string(v)
			default:
				line[j] = fmt.Sprint(v)
			}
		}
		out = append(out, line)
	}
}

// relations lists the tables and views of the database connected to, or of all when none was named. The server keeps
// an estimate of the rows; they are not counted.
func (m *mySQL) relations(ctx context.Context, _ bool) ([]relation, error) {
	where := "table_schema not in ('mysql', 'information_schema', 'performance_schema', 'sys')"
	if m.database != "" {
		where = "table_schema = database()"
	}
	tables, err := m.all(ctx, `select table_schema, table_name, table_type, coalesce(table_rows, -1), coalesce(data_length, 0)
from information_schema.tables where `+where+` order by table_schema, table_name`)
	if err != nil {
		return nil, m.explain(ctx, 0, err)
	}
	columns, err := m.all(ctx, `select table_schema, table_name, column_name
from information_schema.columns where `+where+` order by table_schema, table_name, ordinal_position`)
	if err != nil {
		return nil, m.explain(ctx, 0, err)
	}
	named := map[[2]string][]string{}
	for _, c := range columns {
		named[[2]string{c[0], c[1]}] = append(named[[2]string{c[0], c[1]}], c[2])
	}
	var out []relation
	for _, t := range tables {
		r := relation{full: t[0] + "." + t[1], quoted: quoteWith("`", t[0]) + "." + quoteWith("`", t[1]), list: "*", near: m.database != ""}
		r.TableInfo = TableInfo{Name: t[1], Kind: "table", Columns: named[[2]string{t[0], t[1]}]}
		if !r.near {
			r.Name = r.full
		}
		r.Rows, _ = strconv.ParseInt(t[3], 10, 64)
		r.bytes, _ = strconv.ParseInt(t[4], 10, 64)
		if strings.Contains(t[2], "VIEW") {
			r.Kind, r.Rows = "view", -1
		}
		out = append(out, r)
	}
	return out, nil
}

// gather reads the rows of one statement.
func (m *mySQL) gather(ctx context.Context, statement string, g *gathering) error {
	statement, err := selectOnly(m.name, statement, m.grammar)
	if err != nil {
		return err
	}
	rows, err := m.query(ctx, statement)
	if err != nil {
		return m.explain(ctx, 0, err)
	}
	names := rows.Columns()
	fields, adders := make([]*dbField, len(names)), make([]func(*dbField, driver.Value), len(names))
	for j, name := range names {
		fields[j] = &dbField{builder: builder{name: name}}
		adders[j], fields[j].left = mysqlType(rows.(driver.RowsColumnTypeDatabaseTypeName).ColumnTypeDatabaseTypeName(j))
	}
	g.begin(fields)
	values := make([]driver.Value, len(names))
	for {
		if err := rows.Next(values); err == io.EOF {
			return nil
		} else if err != nil {
			return m.explain(ctx, g.rows, err)
		}
		for j, v := range values {
			switch f := fields[j]; {
			case f.left != "":
			case v == nil:
				f.null()
			default:
				adders[j](f, v)
			}
		}
		if err := g.end(); err != nil {
			// The rest of the rows is not waited for: the connection ends with them.
			m.close()
			if err == errEnough {
				return nil
			}
			return err
		}
	}
}

// kill ends the query on the server, which would go on otherwise: it learns of a closed connection only when it writes.
func (m *mySQL) kill() {
	ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	if conn, err := m.connector.Connect(ctx); err == nil {
		other := mySQL{conn: conn}
		_ = other.exec(ctx, fmt.Sprintf("kill query %d", m.id))
		other.close()
	}
}

// mysqlType says what values of a type become, or why the column is left out. TINYINT(1) stays a number: BOOLEAN is
// another name for it in MySQL, but so many keep small counts in it that 2 must not become true.
func mysqlType(name string) (add func(*dbField, driver.Value), left string) {
	name = strings.TrimPrefix(name, "UNSIGNED ")
	switch {
	case strings.HasSuffix(name, "BLOB"), slices.Contains([]string{"BINARY", "VARBINARY", "GEOMETRY", "VECTOR"}, name):
		return nil, "bytes that are no text (" + strings.ToLower(name) + ")"
	case name == "DECIMAL":
		return func(c *dbField, v driver.Value) { c.decimal(v.([]byte)) }, ""
	case name == "DATE", name == "DATETIME":
		return func(c *dbField, v driver.Value) { c.mysqlTime(v, "") }, ""
	case name == "TIMESTAMP": // a point in time, where DATETIME is what a clock on some wall showed
		return func(c *dbField, v driver.Value) { c.mysqlTime(v, "Z") }, ""
	case name == "BIT":
		return func(c *dbField, v driver.Value) { c.integer(int64(bigEndian(v.([]byte)))) }, ""
	}
	return (*dbField).any, ""
}

// any adds a value by what the driver made of it.
func (c *dbField) any(v driver.Value) {
	switch v := v.(type) {
	case int64:
		c.integer(v)
	case float32:
		c.single(v)
	case float64:
		c.float(v)
	case string: // a whole number beyond int64
		c.decimal([]byte(v))
	case []byte:
		c.bytes(v)
	default:
		c.string(fmt.Sprint(v))
	}
}

// mysqlTime adds a date or time as the server writes it, in ISO form. A part of a date that is 00 makes it none.
func (c *dbField) mysqlTime(v driver.Value, zone string) {
	s, ok := v.([]byte)
	if !ok || len(s) < 10 {
		c.any(v)
		return
	}
	if string(s[5:7]) == "00" || string(s[8:10]) == "00" {
		c.zero()
		return
	}
	if len(s) == 10 {
		c.bytes(s)
		return
	}
	s[10] = 'T'
	if len(s) > 19 {
		s = []byte(strings.TrimRight(strings.TrimRight(string(s), "0"), "."))
	}
	c.bytes(append(s[:len(s):len(s)], zone...))
}
