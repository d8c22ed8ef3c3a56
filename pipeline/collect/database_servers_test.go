package collect

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
)

// server is a real database server for the tests, and a second connection to it that may write.
type server struct {
	address string // with a database of its own
	exec    func(statement string) error
	ask     func(query string) string
}

// servers starts each test on a database of its own on PostgreSQL and on MySQL or MariaDB.
func servers(t *testing.T, test func(t *testing.T, s server)) {
	t.Run("postgres", func(t *testing.T) { test(t, postgresServer(t)) })
	t.Run("mysql", func(t *testing.T) { test(t, mysqlServer(t)) })
}

func databaseName(t *testing.T) string {
	return strings.ToLower(strings.NewReplacer("/", "_").Replace(t.Name()))
}

func postgresServer(t *testing.T) server {
	address := os.Getenv("ASSAY_POSTGRES")
	if address == "" {
		t.Skip("no PostgreSQL: set ASSAY_POSTGRES to a DSN; .ci/run starts one")
	}
	connect := func(address string) *pgx.Conn {
		c, err := pgx.Connect(context.Background(), address)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	u, _ := url.Parse(address)
	name := databaseName(t)
	root := connect(address)
	root.Exec(t.Context(), "drop database if exists "+name+" with (force)")
	if _, err := root.Exec(t.Context(), "create database "+name); err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	c := connect(u.String())
	t.Cleanup(func() {
		c.Close(context.Background())
		root.Exec(context.Background(), "drop database "+name+" with (force)")
		root.Close(context.Background())
	})
	return server{u.String(), func(s string) error { _, err := c.Exec(context.Background(), s); return err },
		func(q string) (out string) {
			if err := c.QueryRow(context.Background(), q).Scan(&out); err != nil {
				t.Fatal(err)
			}
			return out
		}}
}

func mysqlServer(t *testing.T) server {
	address := os.Getenv("ASSAY_MYSQL")
	if address == "" {
		t.Skip("no MySQL: set ASSAY_MYSQL to a DSN; .ci/run starts a MariaDB")
	}
	u, _ := url.Parse(address)
	config := mysql.NewConfig()
	config.Net, config.Addr, config.User = "tcp", u.Host, u.User.Username()
	config.Passwd, _ = u.User.Password()
	connector, err := mysql.NewConnector(config)
	if err != nil {
		t.Fatal(err)
	}
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(1)
	exec := func(s string) error { _, err := db.Exec(s); return err }
	name := databaseName(t)
	for _, s := range []string{"drop database if exists " + name, "create database " + name, "use " + name} {
		if err := exec(s); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { exec("drop database " + name); db.Close() })
	u.Path = "/" + name
	return server{u.String(), exec, func(q string) (out string) {
		if err := db.QueryRow(q).Scan(&out); err != nil {
			t.Fatal(err)
		}
		return out
	}}
}

func (s server) must(t *testing.T, statements ...string) {
	t.Helper()
	for _, q := range statements {
		if err := s.exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
}

func (s server) password() string {
	u, _ := url.Parse(s.address)
	p, _ := u.User.Password()
	return p
}

func wantCells(t *testing.T, raw Raw, want map[string][]string) {
	t.Helper()
	for name, cells := range want {
		if got := columnCells(t, raw, name); !slices.Equal(got, cells) {
			t.Errorf("%s is %q, want %q", name, got, cells)
		}
	}
}

func wantWords(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%q does not say %q", text, w)
		}
	}
}

func TestPostgresTypes(t *testing.T) {
	s := postgresServer(t)
	s.must(t, `create type mood as enum ('ok', 'bad')`, `create domain score as integer`,
		`create table t(i smallint, j integer, k bigint, f real, d double precision, n numeric, n2 numeric(12,2), m numeric(30,4), b boolean, day date, at timestamp, tz timestamptz,
		 clock time, span interval, id uuid, doc jsonb, mood mood, zip varchar(5), padded char(8), bytes bytea, list int[], s score, odd text)`,
		`insert into t values (-1, 2, 9007199254740993, 0.1, 1e300, 1.50, 12.30, 12345678901234567890.1234, true, '2026-01-31', '2026-01-31 10:00:00.25', '2026-01-31 10:00:00+02',
		 '10:11:12', '1 month 2 days', '123e4567-e89b-12d3-a456-426614174000', '{"a": 1}', 'bad', '00501', 'ab', '\x00ff', '{1,2}', 7, 'NA')`,
		`insert into t(i, d, f, n, day, at, zip) values (3, 'NaN', 'Infinity', 'NaN', 'infinity', '0999-12-31 23:59:59', '10001')`)
	raw, err := Read(t.Context(), s.address, nil, Env{})
	if err != nil {
		t.Fatal(err)
	}
	wantCells(t, raw, map[string][]string{"i": {"-1", "3"}, "j": {"2", ""}, "k": {"9007199254740993", ""}, "f": {"0.1", ""}, "d": {"1e+300", ""}, "n": {"1.5", ""}, "n2": {"12.3", ""}, "m": {"12345678901234567890.1234", ""},
		"b": {"true", ""}, "day": {"2026-01-31", ""}, "at": {"2026-01-31T10:00:00.25", "0999-12-31T23:59:59"}, "tz": {"2026-01-31T08:00:00Z", ""}, "clock": {"10:11:12", ""}, "span": {"1 mon 2 days", ""},
		"id": {"123e4567-e89b-12d3-a456-426614174000", ""}, "doc": {`{"a": 1}`, ""}, "mood": {"bad", ""}, "zip": {"00501", "10001"}, "padded": {"ab", ""}, "list": {"{1,2}", ""}, "s": {"7", ""}, "odd": {"", ""}})
	wantWords(t, strings.Join(raw.Origin.Warnings, "\n"), `"bytes" left out`, `"d": 1 value not finite`, `"f": 1 value not finite`, `"day": 1 value not finite`)
	wantWords(t, strings.Join(raw.Origin.Notes, "\n"), "read only from PostgreSQL ", `table "t"`, `"k": 1 number too long`, `"m": 1 number too long`, `"odd": 1 cell such as "NA" read as missing`)
	if o := raw.Origin; o.Kind != "postgres" || !strings.HasSuffix(o.Path, "/testpostgrestypes#t") || o.Bytes == 0 || len(o.SHA256) != 64 || strings.Contains(fmt.Sprintf("%+v", o), s.password()) {
		t.Errorf("origin %+v", o)
	}
}

func TestMySQLTypes(t *testing.T) {
	s := mysqlServer(t)
	s.must(t, `set sql_mode = ''`, `create table t(i smallint, tiny tinyint(1), k bigint, u bigint unsigned, f float, d double, n decimal(12,2), m decimal(30,4), day date, at datetime(3), ts timestamp null,
		clock time, y year, doc json, mood enum('ok','bad'), zip varchar(5), padded char(8), bytes blob, vb varbinary(3), bits bit(4), txt text) character set utf8mb4`,
		`insert into t values (-1, 1, 9007199254740993, 18446744073709551615, 0.1, 1e300, 12.30, 12345678901234567890.1234, '2026-01-31', '2026-01-31 10:00:00.250', '2026-01-31 10:00:00', '-10:11:12', 2026, '{"a": 1}', 'bad', '00501', 'ab', x'00ff', x'00', 5, 'é')`,
		`insert into t(i, day, at, zip) values (3, '0000-00-00', '0000-00-00 00:00:00', '10001')`)
	raw, err := Read(t.Context(), s.address, nil, Env{})
	if err != nil {
		t.Fatal(err)
	}
	at := s.ask("select date_format(convert_tz(ts, @@session.time_zone, '+00:00'), '%Y-%m-%dT%H:%i:%sZ') from t where i = -1")
	wantCells(t, raw, map[string][]string{"i": {"-1", "3"}, "tiny": {"1", ""}, "k": {"9007199254740993", ""}, "u": {"18446744073709551615", ""}, "f": {"0.1", ""}, "d": {"1e+300", ""}, "n": {"12.3", ""}, "m": {"12345678901234567890.1234", ""},
		"day": {"2026-01-31", ""}, "at": {"2026-01-31T10:00:00.25", ""}, "ts": {at, ""}, "clock": {"-10:11:12", ""}, "y": {"2026", ""}, "doc": {`{"a": 1}`, ""}, "mood": {"bad", ""}, "zip": {"00501", "10001"}, "padded": {"ab", ""},
		"bits": {"5", ""}, "txt": {"é", ""}})
	wantWords(t, strings.Join(raw.Origin.Warnings, "\n"), `"bytes" left out`, `"vb" left out`, `"day": 1 date that is none`, `"at": 1 date that is none`)
	wantWords(t, strings.Join(raw.Origin.Notes, "\n"), "read only from M", `table "t"`)
	if o := raw.Origin; o.Kind != "mysql" || !strings.HasSuffix(o.Path, "/testmysqltypes#t") || len(o.SHA256) != 64 || strings.Contains(fmt.Sprintf("%+v", o), s.password()) {
		t.Errorf("origin %+v", o)
	}
}

func TestServerTables(t *testing.T) {
	servers(t, func(t *testing.T, s server) {
		if _, err := Read(t.Context(), s.address, nil, Env{}); err == nil || !strings.Contains(err.Error(), "there is no table here; hint: ") {
			t.Errorf("empty: %v", err)
		}
		s.must(t, "create table loans(a int, b varchar(9))", "insert into loans values (1, 'x'), (2, 'y')", "create view small as select a from loans where a < 2")
		q := `"`
		if strings.HasPrefix(s.address, "mysql") {
			q = "`"
		}
		s.must(t, "create table "+q+"odd \x1b[31m;-- '"+q+"(a int)", "create table other(c int)")
		infos, err := Tables(t.Context(), s.address, nil, Env{})
		if err != nil || len(infos) != 4 || infos[0].Name != "loans" || !slices.Equal(infos[0].Columns, []string{"a", "b"}) || infos[3].Kind != "view" {
			t.Errorf("%+v, %v", infos, err)
		}
		for name, want := range map[string]string{"loans": "2", "small": "1", "odd%20%1b%5b31m;--%20'": "0", "loan": `did you mean "loans"?`, "zz": "there are loans", "": "4 tables here: loans, "} {
			raw, err := Read(t.Context(), s.address+"#"+name, nil, Env{})
			if err != nil && !strings.Contains(err.Error(), want) || err == nil && fmt.Sprint(raw.Table.Rows()) != want {
				t.Errorf("#%s: %v, want %s", name, err, want)
			}
			if err != nil && (strings.Contains(err.Error(), "\x1b") || !strings.Contains(err.Error(), "hint: ")) {
				t.Errorf("%q", err)
			}
		}
		if strings.HasPrefix(s.address, "postgres") {
			s.must(t, "create schema risk", "create table risk.scores(p real)")
			if raw, err := Read(t.Context(), s.address+"#risk.scores", nil, Env{}); err != nil || raw.Table.Names()[0] != "p" {
				t.Error(err)
			}
			if raw, err := Read(t.Context(), s.address+"#public.loans", nil, Env{}); err != nil || raw.Table.Rows() != 2 {
				t.Error(err)
			}
		}
	})
}

// TestServerOnlyReads tries to write in every way, past the check of the words too, and sees that nothing changed.
func TestServerOnlyReads(t *testing.T) {
	servers(t, func(t *testing.T, s server) {
		folder := t.TempDir()
		os.Chmod(folder, 0o777)
		out := filepath.Join(folder, "out")
		s.must(t, "create table loans(a int)", "insert into loans values (1)")
		queries := []string{"insert into loans values (2)", "drop table loans", "select 1; drop table loans", "update loans set a = 2", "truncate table loans", "create table n(a int)", "select 1 as a into made"}
		if strings.HasPrefix(s.address, "postgres") {
			s.must(t, "create sequence ids", "create function sneak() returns int language plpgsql as $$ begin insert into loans values (3); return 1; end $$")
			queries = append(queries, "with x as (insert into loans values (2) returning a) select * from x", "select sneak()", "select nextval('ids')", "select pg_sleep(0); drop table loans",
				"copy loans to program 'touch "+out+"'", "copy (select 1) to '"+out+"'", "select * from loans for update", "do $$ begin insert into loans values (3); end $$", "set transaction read write", "commit",
				"select set_config('transaction_read_only', 'off', false)", "explain analyze insert into loans values (2)")
		} else {
			s.must(t, "create function sneak() returns int begin insert into loans values (3); return 1; end")
			queries = append(queries, "select sneak()", "select 1 into outfile '"+out+"'", "select 1 /*!50000 into outfile '"+out+"'*/", "select 1 into @a", "load data infile '/etc/passwd' into table loans", "set global general_log = on", "commit", "call sneak()")
		}
		for _, q := range queries {
			if _, err := Read(t.Context(), s.address, databaseOptions("query", q), Env{}); err == nil {
				t.Errorf("%s: not refused", q)
			} else if !strings.Contains(err.Error(), "hint: ") {
				t.Errorf("%s: no hint: %v", q, err)
			}
			// The session must hold by itself, without the check of the words; what only that check stops is left out.
			if strings.Contains(q, "outfile") || strings.Contains(q, "@a") || strings.Contains(q, "general_log") || strings.HasPrefix(q, "copy") || strings.HasPrefix(q, "commit") {
				continue
			}
			if err := s.direct(t, q); err == nil && !strings.HasPrefix(q, "set ") {
				t.Errorf("%s: the session itself did not refuse", q)
			}
		}
		if got := s.ask("select concat(count(*), ' ', sum(a)) from loans"); got != "1 1" {
			t.Errorf("the table changed: %s", got)
		}
		if strings.HasPrefix(s.address, "postgres") {
			// Large objects may be made in a read-only transaction before version 16; it is never committed.
			_, _ = Read(t.Context(), s.address, databaseOptions("query", "select lo_create(0)"), Env{})
			if got := s.ask("select count(*)::text from pg_largeobject_metadata"); got != "0" {
				t.Errorf("%s large objects were made", got)
			}
		}
		if left, _ := os.ReadDir(folder); len(left) > 0 {
			t.Errorf("a file was written: %v", left)
		}
	})
}

// direct runs a statement in a session as it is, without the check of its words.
func (s server) direct(t *testing.T, query string) error {
	t.Helper()
	src, err := Open(s.address, nil)
	if err != nil {
		t.Fatal(err)
	}
	db, err := src.(*databaseSource).open(t.Context(), Env{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.close()
	switch db := db.(type) {
	case *postgres:
		_, err = db.conn.ExecParams(t.Context(), query, nil, nil, nil, nil).Close()
	case *mySQL:
		err = db.exec(t.Context(), query)
	}
	return err
}

func TestServerErrors(t *testing.T) {
	servers(t, func(t *testing.T, s server) {
		u, _ := url.Parse(s.address)
		scheme := u.Scheme
		port := u.Port()
		for _, c := range []struct{ address, query, say string }{
			{scheme + "://" + u.User.Username() + ":wrong-pw@127.0.0.1:" + port + u.Path, "", "hint: check user and password"},
			{scheme + "://" + u.User.Username() + ":" + s.password() + "@127.0.0.1:" + port + "/nowhere", "", "hint: check the name of the database"},
			{scheme + "://u:some-pw@127.0.0.1:1/x", "", "connection refused"},
			{scheme + "://u:some-pw@no-such-host.invalid/x", "", "there is no host called no-such-host.invalid"},
			{s.address, "select nosuch", "hint: correct database.query"},
			{s.address, "select * from nosuch", "nosuch"},
			{s.address, "select from where", "hint: "},
		} {
			_, err := Read(t.Context(), c.address, databaseOptions("query", cmp.Or(c.query, "select 1")), Env{})
			if err == nil || !strings.Contains(err.Error(), c.say) || !strings.Contains(err.Error(), "hint: ") {
				t.Errorf("%s %s: %v, want %s", c.address, c.query, err, c.say)
			} else if strings.Contains(err.Error(), "-pw") || strings.Contains(err.Error(), s.password()) {
				t.Errorf("the password is in the message: %v", err)
			}
		}
		public, secrets := HideSecrets(s.address)
		if _, err := Read(t.Context(), public, databaseOptions("query", "select 1"), Env{Secret: func(string) (string, bool) { return "", false }}); err == nil || !strings.Contains(err.Error(), "is not known") {
			t.Errorf("without the secret: %v", err)
		}
		if _, err := Read(t.Context(), public, databaseOptions("query", "select 1"), Env{Secret: func(n string) (string, bool) { v, ok := secrets[n]; return v, ok }}); err != nil {
			t.Error(err)
		}
	})
}

// TestPostgresPasswordFromEnvironment finds the password where PostgreSQL's own programs do.
func TestPostgresPasswordFromEnvironment(t *testing.T) {
	s := postgresServer(t)
	u, _ := url.Parse(s.address)
	bare := "postgres://" + u.User.Username() + "@" + u.Host + u.Path
	t.Setenv("PGPASSFILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("PGPASSWORD", "")
	if _, err := Read(t.Context(), bare, databaseOptions("query", "select 1"), Env{}); err == nil {
		t.Skip("this server asks for no password")
	}
	t.Setenv("PGPASSWORD", s.password())
	if _, err := Read(t.Context(), bare, databaseOptions("query", "select 1"), Env{}); err != nil {
		t.Error(err)
	}
}

// TestStrangePasswords logs in with passwords that hold what separates the parts of an address.
func TestStrangePasswords(t *testing.T) {
	servers(t, func(t *testing.T, s server) {
		u, _ := url.Parse(s.address)
		for i, password := range []string{`p@ss/w?r#d:%+ '"\`, "${HOME}x", "p%40s"} {
			name := fmt.Sprintf("stranger%d", i)
			if strings.HasPrefix(s.address, "postgres") {
				s.exec("drop role if exists " + name)
				s.must(t, "create role "+name+" login password '"+strings.ReplaceAll(password, "'", "''")+"'")
				t.Cleanup(func() { s.exec("drop role " + name) })
			} else {
				s.must(t, "create or replace user "+name+"@'127.0.0.1' identified by '"+strings.NewReplacer(`\`, `\\`, `'`, `''`).Replace(password)+"'", "grant select on *.* to "+name+"@'127.0.0.1'")
				t.Cleanup(func() { s.exec("drop user " + name + "@'127.0.0.1'") })
			}
			address := u.Scheme + "://" + name + ":${PW}@" + u.Host + u.Path
			if _, err := Read(t.Context(), address, databaseOptions("query", "select 1"), Env{Secret: func(n string) (string, bool) { return password, n == "PW" }}); err != nil {
				t.Errorf("%q: %v", password, err)
			}
			typed := u.Scheme + "://" + name + ":" + password + "@" + u.Host + u.Path
			if i == 0 { // as typed, nothing escaped
				if _, err := Read(t.Context(), typed, databaseOptions("query", "select 1"), Env{}); err != nil {
					t.Errorf("typed %q: %v", password, err)
				}
			}
		}
	})
}
