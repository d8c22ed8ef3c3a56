package collect

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
)

// postgres is a session with a PostgreSQL server: one read-only transaction that sees the data as they were at its
// beginning.
type postgres struct {
	conn    *pgconn.PgConn
	name    string
	version string
	hide    func(string) string
}

// openPostgres connects. What the address leaves open comes from where PostgreSQL's own programs look: PGHOST,
// PGPASSWORD, ~/.pgpass and so on.
func openPostgres(ctx context.Context, s *databaseSource, env Env) (dbSession, error) {
	l, err := loginOf(s.address, s.name, env)
	if err != nil {
		return nil, err
	}
	config, err := pgconn.ParseConfig(l.keywords())
	if err != nil {
		return nil, &Error{File: s.name, What: "the address cannot be used: " + oneLine(l.scrub(err.Error())), Hint: "write postgres://USER@HOST:5432/DATABASE?sslmode=require#TABLE"}
	}
	config.DialFunc = dialWatched
	config.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: 500 * time.Millisecond}
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "assay"
	}
	conn, err := pgconn.ConnectConfig(ctx, config)
	if err != nil {
		return nil, postgresConnecting(s.name, l, config, err)
	}
	p := &postgres{conn: conn, name: s.name, hide: l.scrub}
	if err := p.begin(ctx); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

// keywords writes the login as PostgreSQL's keyword='value' pairs.
func (l dbLogin) keywords() string {
	var b strings.Builder
	add := func(key, value string) {
		b.WriteString(key + "='" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(value) + "' ")
	}
	var hosts, ports []string
	some := [2]bool{}
	for _, h := range l.hosts {
		hosts, ports = append(hosts, h[0]), append(ports, h[1])
		some = [2]bool{some[0] || h[0] != "", some[1] || h[1] != ""}
	}
	if some[0] {
		add("host", strings.Join(hosts, ","))
	}
	if some[1] {
		add("port", strings.Join(ports, ","))
	}
	if l.user != "" {
		add("user", l.user)
	}
	if l.hasPassword {
		add("password", l.password)
	}
	if l.database != "" {
		add("dbname", l.database)
	}
	for _, p := range l.params {
		add(p[0], p[1])
	}
	return b.String()
}

// begin fixes how values are written and opens the transaction.
func (p *postgres) begin(ctx context.Context) error {
	results, err := p.conn.Exec(ctx, "set default_transaction_read_only = on; set timezone = 'UTC'; set datestyle = 'ISO'; "+
		"set intervalstyle = 'postgres'; set bytea_output = 'hex'; set client_encoding = 'UTF8'").ReadAll()
	if err == nil {
		_, err = p.conn.Exec(ctx, "begin isolation level repeatable read read only").ReadAll()
	}
	if err == nil {
		results, err = p.conn.Exec(ctx, "select current_setting('server_version')").ReadAll()
	}
	if err != nil {
		return p.explain(0, err)
	}
	p.version, _, _ = strings.Cut(string(results[0].Rows[0][0]), " ")
	return nil
}

func (p *postgres) about() string { return "PostgreSQL " + oneLine(p.version) }

// close ends the session, and waits until nothing of it is left.
func (p *postgres) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = p.conn.Close(ctx)
	select {
	case <-p.conn.CleanupDone():
	case <-ctx.Done():
	}
}

// postgresTables lists every column of what the user may read, in order. Parts of a partitioned table are read through
// the whole.
const postgresTables = `select n.nspname, c.relname, c.relkind in ('v'), c.reltuples::int8,
  case when c.relkind in ('r', 'm') then pg_relation_size(c.oid) else 0 end, pg_table_is_visible(c.oid), a.attname
from pg_class c join pg_namespace n on n.oid = c.relnamespace
  left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition and has_table_privilege(c.oid, 'select')
  and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
order by pg_table_is_visible(c.oid) desc, n.nspname, c.relname, a.attnum`

// relations lists the tables and views. The server keeps an estimate of the rows; it is not counted.
func (p *postgres) relations(ctx context.Context, _ bool) ([]relation, error) {
	read := p.conn.ExecParams(ctx, postgresTables, nil, nil, nil, nil)
	var out []relation
	for read.NextRow() {
		v := read.Values()
		schema, name := string(v[0]), string(v[1])
		full := schema + "." + name
		if len(out) == 0 || out[len(out)-1].full != full {
			r := relation{full: full, quoted: quoteWith(`"`, schema) + "." + quoteWith(`"`, name), list: "*", near: string(v[5]) == "t"}
			r.TableInfo = TableInfo{Name: name, Kind: "table", Rows: -1}
			if !r.near {
				r.Name = full
			}
			r.bytes, _ = strconv.ParseInt(string(v[4]), 10, 64)
			if string(v[2]) == "t" {
				r.Kind = "view"
			} else if n, err := strconv.ParseInt(string(v[3]), 10, 64); err == nil && (n > 0 || r.bytes == 0) {
				r.Rows = n
			}
			out = append(out, r)
		}
		if v[6] != nil {
			last := &out[len(out)-1]
			last.Columns = append(last.Columns, string(v[6]))
		}
	}
	if _, err := read.Close(); err != nil {
		return nil, p.explain(0, err)
	}
	return out, nil
}

// gather reads the rows of one statement. The extended protocol takes one statement only, and tells its columns
// before it runs: one without columns is not run, so that COPY TO PROGRAM and DO never are.
func (p *postgres) gather(ctx context.Context, statement string, g *gathering) error {
	statement, err := selectOnly(p.name, statement, postgresGrammar)
	if err != nil {
		return err
	}
	described, err := p.conn.Prepare(ctx, "", statement, nil)
	if err != nil {
		return p.explain(0, err)
	}
	if len(described.Fields) == 0 || len(described.ParamOIDs) > 0 {
		return &Error{File: p.name, What: "the query has no columns, or open parameters", Hint: "give one complete SELECT that names its columns"}
	}
	fields, formats, adders := make([]*dbField, len(described.Fields)), make([]int16, len(described.Fields)), make([]func(*dbField, []byte), len(described.Fields))
	for j, f := range described.Fields {
		t := postgresTypes[f.DataTypeOID]
		if t.add == nil {
			t.add = (*dbField).bytes
		}
		fields[j] = &dbField{builder: builder{name: f.Name}, left: t.left}
		adders[j] = t.add
		if t.binary {
			formats[j] = 1
		}
	}
	g.begin(fields)
	read := p.conn.ExecPrepared(ctx, "", nil, nil, formats)
	var stop error
	for stop == nil && read.NextRow() {
		for j, v := range read.Values() {
			switch f := fields[j]; {
			case f.left != "":
			case v == nil:
				f.null()
			default:
				adders[j](f, v)
			}
		}
		stop = g.end()
	}
	if stop != nil {
		// The rest of the rows is not waited for: the connection ends with them.
		ended, cancel := context.WithCancel(context.Background())
		cancel()
		_ = p.conn.Close(ended)
		if stop == errEnough {
			return nil
		}
		return stop
	}
	if _, err := read.Close(); err != nil {
		return p.explain(g.rows, err)
	}
	return nil
}

// postgresPosition says where in the query an error is.
func postgresPosition(at int32) string {
	if at <= 0 {
		return ""
	}
	return fmt.Sprintf(" at character %d of the query", at)
}
