package collect

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"assay/pipeline/table"
)

// TestHostileDatabase reads the damaged and odd databases of the hostile files as they lie on disk, and again as they
// come out of a container.
func TestHostileDatabase(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(hostile, "manifest.json"))
	if err != nil {
		t.Skip("no hostile files beside the checkout: ", err)
	}
	var cases []hostileCase
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if c.Class != "database" {
			continue
		}
		path := filepath.Join(hostile, c.File)
		raw, err := Read(t.Context(), path, nil, Env{})
		if why := judgeDatabase(c, path, raw, err); why != "" {
			t.Errorf("%s (%s): %s", c.File, c.What, why)
		}
		data, _ := os.ReadFile(path)
		raw, err = (&Sqlite{*NewDatabase()}).ReadFile(t.Context(), File{Name: "data", Data: data}, Env{})
		if why := judgeDatabase(c, "data", raw, err); why != "" {
			t.Errorf("%s (%s) from memory: %s", c.File, c.What, why)
		}
	}
}

func judgeDatabase(c hostileCase, name string, raw Raw, err error) string {
	if err != nil {
		said := strings.TrimPrefix(err.Error(), name)
		switch {
		case c.Outcome != "error" && c.Outcome != "no_crash":
			return "refused: " + said
		case !strings.Contains(said, "hint: "):
			return "no hint: " + said
		}
		return unsaid(c, said)
	}
	if c.Outcome == "error" {
		return "not refused"
	}
	if c.Outcome == "warn" {
		if len(raw.Origin.Warnings) == 0 {
			return "no warning"
		}
		if why := unsaid(c, strings.Join(raw.Origin.Warnings, "\n")); why != "" {
			return why
		}
	}
	return wrongTable(c, raw.Table)
}

// makeDatabase makes an SQLite file of statements.
func makeDatabase(t testing.TB, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	return path
}

func databaseOptions(pairs ...string) Options {
	o := Options{}
	for i := 0; i < len(pairs); i += 2 {
		o["database."+pairs[i]] = pairs[i+1]
	}
	return o
}

// columnCells is a column as text.
func columnCells(t *testing.T, raw Raw, name string) []string {
	t.Helper()
	c := raw.Table.Column(name)
	if c == nil {
		t.Fatalf("no column %q among %q", name, raw.Table.Names())
	}
	var out []string
	for i := range c.Len() {
		out = append(out, c.Cell(i))
	}
	return out
}

func TestSQLiteTypes(t *testing.T) {
	path := makeDatabase(t, `create table loans(n integer, f real, zip text, loose, mix, huge integer, yes boolean, d date, b blob, some blob, gone)`,
		`insert into loans values (1, 0.1, '00501', '7', 1, 9007199254740993, 1, '2026-01-31', x'00ff', x'00', null)`,
		`insert into loans values (-3, 9e307, '10001', '1.50', 'two', 5, 0, '2026-01-31 10:00:00', x'01', 'text', null)`,
		`insert into loans values (null, 9e999, 'NA', '-2', 2.5, null, null, 'soon', null, null, null)`)
	raw, err := Read(t.Context(), path, nil, Env{})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{
		"n": {"1", "-3", ""}, "f": {"0.1", "9" + "e+307", ""}, "zip": {"00501", "10001", ""}, "loose": {"7", "1.5", "-2"}, "mix": {"1", "two", "2.5"},
		"huge": {"9007199254740993", "5", ""}, "yes": {"true", "false", ""}, "d": {"2026-01-31", "2026-01-31 10:00:00", "soon"}, "some": {"", "text", ""}, "gone": {"", "", ""},
	} {
		if got := columnCells(t, raw, name); !slices.Equal(got, want) {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]table.Kind{"n": table.Number, "f": table.Number, "zip": table.Text, "loose": table.Number, "mix": table.Text, "huge": table.Text} {
		if got := raw.Table.Column(name).Kind; got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	said := strings.Join(raw.Origin.Warnings, "\n")
	for _, want := range []string{`"b" left out`, `"some": 1 value of bytes`, `"mix": values of different types, 2 numbers and 1 text (the first text in row 2)`, `"f": 1 value not finite`} {
		if !strings.Contains(said, want) {
			t.Errorf("no warning %s in\n%s", want, said)
		}
	}
	if raw.Table.Column("b") != nil {
		t.Error("the column of bytes is in the table")
	}
	if o := raw.Origin; o.Kind != "sqlite" || o.Rows != 3 || len(o.SHA256) != 64 || !strings.HasPrefix(o.Notes[0], "read only by SQLite 3.") {
		t.Errorf("origin %+v", o)
	}
}

func TestSQLiteChoosing(t *testing.T) {
	path := makeDatabase(t, `create table loans(a)`, `insert into loans values (1), (2)`, `create table "odd;"(a)`, `create view v as select a from loans`, `create table "x#y"(b)`)
	for _, c := range []struct {
		table string
		want  string // rows, or a word of the error
	}{{"", "2"}, {"loans", "2"}, {"LOANS", "2"}, {"v", "2"}, {"main.loans", "2"}, {"odd;", "0"}, {"loan", `did you mean "loans"?`}, {"zzz", "there are loans"}} {
		s := &Sqlite{*NewDatabase()}
		data, _ := os.ReadFile(path)
		raw, err := s.ReadFile(t.Context(), File{Name: "d.db", Data: data, Path: path, Table: c.table}, Env{})
		if err != nil && !strings.Contains(err.Error(), c.want) || err == nil && fmt.Sprint(raw.Table.Rows()) != c.want {
			t.Errorf("#%s: %v, %v, want %s", c.table, raw.Table, err, c.want)
		}
		if c.table == "" && !strings.Contains(strings.Join(raw.Origin.Warnings, ""), `"loans" was read; there are also`) {
			t.Errorf("passing over tables is not told: %q", raw.Origin.Warnings)
		}
	}
	raw, err := Read(t.Context(), "sqlite:"+path+"#x#y", nil, Env{})
	if err == nil {
		t.Errorf("a table with # in its name needs %%23: %v", raw.Table.Names())
	}
	if _, err := Read(t.Context(), "sqlite:"+path+"#x%23y", nil, Env{}); err != nil {
		t.Error(err)
	}
	two := makeDatabase(t, `create table a(x)`, `create table b(x)`)
	if _, err := Read(t.Context(), two, nil, Env{}); err == nil || !strings.Contains(err.Error(), "2 tables here: a, b; hint: choose one: add #NAME") {
		t.Errorf("several tables: %v", err)
	}
	infos, err := Tables(t.Context(), "sqlite:"+path, nil, Env{})
	if err != nil || len(infos) != 4 || infos[0].Name != "loans" || infos[0].Rows != 2 || infos[2].Kind != "view" || infos[2].Rows != -1 || infos[2].Columns[0] != "a" {
		t.Errorf("%+v, %v", infos, err)
	}
}

func TestSQLiteQueryLimitAndDuplicates(t *testing.T) {
	path := makeDatabase(t, `create table loans(a integer, b text)`, `insert into loans with recursive n(i) as (select 1 union all select i+1 from n where i < 3000) select i, 'w' || i from n`)
	raw, err := Read(t.Context(), path, databaseOptions("query", "select a, a, b as \"\" from loans order by a desc -- the end", "limit", "7"), Env{})
	if err != nil {
		t.Fatal(err)
	}
	if raw.Table.Rows() != 7 || raw.Table.At(0).Cell(0) != "3000" || raw.Table.At(2).Cell(6) != "w2994" || !slices.Equal(raw.Table.Names(), []string{"a", "a_2", "column_3"}) {
		t.Errorf("%d rows, %q, first %s", raw.Table.Rows(), raw.Table.Names(), raw.Table.At(0).Cell(0))
	}
	if len(raw.Origin.Warnings) != 2 {
		t.Errorf("%q", raw.Origin.Warnings)
	}
	if raw, err := Read(t.Context(), path, databaseOptions("limit", "5"), Env{}); err != nil || raw.Table.Rows() != 5 {
		t.Errorf("limit: %v %v", raw.Table, err)
	}
	if _, err := Read(t.Context(), path+"#loans", databaseOptions("query", "select 1"), Env{}); err == nil || !strings.Contains(err.Error(), "both a table and a query") {
		t.Errorf("table and query: %v", err)
	}
	if _, err := Read(t.Context(), path, databaseOptions("query", "select nosuch from loans"), Env{}); err == nil || !strings.Contains(err.Error(), "no such column: nosuch; hint: ") {
		t.Errorf("wrong column: %v", err)
	}
	var m Monitor
	if _, err := Read(t.Context(), path, nil, Env{Monitor: &m}); err != nil || m.Preview() == nil || m.Preview().Rows() != previewRows || m.Progress().Rows != 3000 {
		t.Errorf("preview %v, progress %+v, %v", m.Preview(), m.Progress(), err)
	}
}

func TestSQLiteWideTable(t *testing.T) {
	var names, values []string
	for j := range 230 {
		names, values = append(names, fmt.Sprintf("c%d", j)), append(values, fmt.Sprint(j))
	}
	path := makeDatabase(t, "create table w("+strings.Join(names, ",")+")", "insert into w values ("+strings.Join(values, ",")+")", "insert into w select * from w")
	raw, err := Read(t.Context(), path, nil, Env{})
	if err != nil || raw.Table.Width() != 230 || raw.Table.Rows() != 2 || raw.Table.At(229).Cell(1) != "229" {
		t.Fatalf("%v %v", raw.Table, err)
	}
}

// TestSQLiteNeverWrites tries to write in every way and compares the folder before and after.
func TestSQLiteNeverWrites(t *testing.T) {
	path := makeDatabase(t, `create table loans(a)`, `insert into loans values (1)`, `create table other(a)`)
	folder := filepath.Dir(path)
	before := folderState(t, folder)
	for _, query := range []string{"insert into loans values (2)", "drop table loans", "select 1; drop table loans", "with x as (select 1) delete from loans", "with x as (select 1) insert into loans select * from x",
		"vacuum", "vacuum into 'copy.db'", "attach 'new.db' as n", "pragma journal_mode = wal", "select * into new from loans", "create table n(a)", "select writefile('x', 'y')", "select load_extension('x')",
		"select 1) select 1; delete from loans; --", "", ";", "/* only */", "select 'open", "select * from loans returning *"} {
		raw, err := Read(t.Context(), path, databaseOptions("query", query, "table", ""), Env{})
		if query == "" || query == ";" {
			continue
		}
		if err == nil {
			t.Errorf("%s: not refused, gave %d rows", query, raw.Table.Rows())
		} else if !strings.Contains(err.Error(), "hint: ") {
			t.Errorf("%s: no hint: %v", query, err)
		}
	}
	if _, err := Read(t.Context(), path+"#loans", nil, Env{}); err != nil {
		t.Error(err)
	}
	if after := folderState(t, folder); after != before {
		t.Errorf("the folder changed from\n%s\nto\n%s", before, after)
	}
}

// folderState is everything about the files in a folder.
func folderState(t *testing.T, folder string) string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, e := range entries {
		info, _ := e.Info()
		data, _ := os.ReadFile(filepath.Join(folder, e.Name()))
		fmt.Fprintf(&b, "%s %d %v %x\n", e.Name(), info.Size(), info.ModTime(), data[:min(len(data), 200)])
	}
	info, _ := os.Stat(folder)
	fmt.Fprintln(&b, info.ModTime())
	return b.String()
}

// TestSQLiteWithLog reads what another program has written but not yet moved from its log into the file.
func TestSQLiteWithLog(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	folder := t.TempDir()
	path := filepath.Join(folder, "live.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range []string{"pragma journal_mode = wal", "create table t(a)", "insert into t values (1), (2)", "pragma wal_checkpoint", "insert into t values (3)"} {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	before := folderState(t, folder)
	raw, err := Read(t.Context(), path, nil, Env{})
	if err != nil || raw.Table.Rows() != 3 {
		t.Fatalf("%v, %v", raw.Table, err)
	}
	if after := folderState(t, folder); after != before {
		t.Errorf("the folder changed from\n%s\nto\n%s", before, after)
	}
	if left, _ := os.ReadDir(os.Getenv("TMPDIR")); len(left) > 0 {
		t.Errorf("the private copy was left: %v", left)
	}
	data, _ := os.ReadFile(path)
	raw, err = (&Sqlite{*NewDatabase()}).ReadFile(t.Context(), File{Name: "d", Data: data}, Env{})
	if err != nil || raw.Table.Rows() != 2 {
		t.Errorf("in memory, without its log: %v, %v", raw.Table, err)
	}
}

// TestSQLiteEndless stops what has no end: by its context, even while no row comes, and by memory and count.
func TestSQLiteEndless(t *testing.T) {
	path := makeDatabase(t, `create table a(x)`, `create view forever as with recursive n(i) as (select 1 union all select i+1 from n) select i from n`,
		`create view silent as select i from forever where i < 10`)
	before := runtime.NumGoroutine()
	for _, name := range []string{"forever", "silent"} {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		start := time.Now()
		_, err := Read(ctx, path+"#"+name, nil, Env{})
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 2*time.Second {
			t.Errorf("%s ended with %v after %v", name, err, time.Since(start))
		}
		cancel()
	}
	if _, err := Read(t.Context(), path+"#forever", nil, Env{Memory: 1 << 22}); err == nil || !strings.Contains(err.Error(), "hint: set database.limit") {
		t.Errorf("memory: %v", err)
	}
	if raw, err := Read(t.Context(), path+"#forever", databaseOptions("limit", "20"), Env{}); err != nil || raw.Table.Rows() != 20 {
		t.Errorf("limit: %v", err)
	}
	noMoreGoroutines(t, before)
}

func noMoreGoroutines(t *testing.T, before int) {
	t.Helper()
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	stack := make([]byte, 1<<16)
	t.Errorf("%d goroutines, before %d\n%s", runtime.NumGoroutine(), before, stack[:runtime.Stack(stack, true)])
}

func TestDatabaseTooLarge(t *testing.T) {
	g := newGathering("db", Env{Memory: 1 << 20})
	r := relation{TableInfo: TableInfo{Name: "loans", Rows: 10_000_000, Columns: make([]string, 10)}}
	if err := NewDatabase().fits(r, g); err == nil || !strings.Contains(err.Error(), "about 10000000 rows") || !strings.Contains(err.Error(), "hint: set database.limit") {
		t.Errorf("%v", err)
	}
	if err := (&Database{Limit: 100}).fits(r, g); err != nil {
		t.Errorf("with a limit: %v", err)
	}
	r.Rows, r.bytes = -1, 1<<30
	if err := NewDatabase().fits(r, g); err == nil {
		t.Error("a table of a size known only in bytes passed")
	}
}

func TestSelectOnly(t *testing.T) {
	escaped := mysqlGrammar
	escaped.backslash = true
	for _, c := range []struct {
		query string
		g     grammar
		want  string // a word of the refusal, "" when it passes
	}{
		{"select 1", sqliteGrammar, ""}, {"  SELECT 1 ; -- end", postgresGrammar, ""}, {"(select 1) union (select 2)", mysqlGrammar, ""}, {"with a as (select 1) select * from a", postgresGrammar, ""},
		{"values (1)", postgresGrammar, ""}, {"table loans", postgresGrammar, ""}, {"select 'a;b into', \"into\", `into`", mysqlGrammar, ""}, {"select [into] from t", sqliteGrammar, ""},
		{"select $a$ ; into $a$", postgresGrammar, ""}, {"select $1into", postgresGrammar, "INTO"}, {"select /* a /* ; */ into */ 1", postgresGrammar, ""}, {"select 1 # ; into\n", mysqlGrammar, ""},
		{`select 'it\'s into'`, escaped, ""}, {`select 'it\' into outfile "x"`, mysqlGrammar, "INTO"}, {`select 'a\' , ' into outfile '/x' -- '`, escaped, "INTO"}, {"select 1--1", mysqlGrammar, ""},
		{"select e'\\' ; drop table a --'", postgresGrammar, ""}, {"select '\\' ; drop table a --'", postgresGrammar, "second statement"},
		{"insert into t values (1)", sqliteGrammar, `begins with "insert"`}, {"select 1; drop table t", postgresGrammar, "character 11: a second statement"}, {"copy t to program 'x'", postgresGrammar, "copy"},
		{"select * into x from t", postgresGrammar, "INTO"}, {"select 1 into outfile '/tmp/x'", mysqlGrammar, "INTO"}, {"select 1into outfile '/tmp/x'", mysqlGrammar, "INTO"},
		{"select 1 /*!50000 into outfile '/tmp/x' */", mysqlGrammar, "inside a comment"}, {"select 1 /*M! into @x */", mysqlGrammar, "inside a comment"}, {"", sqliteGrammar, "no statement"}, {"-- nothing", sqliteGrammar, "no statement"},
		{"select 'a", sqliteGrammar, "never closed"}, {"/* a", sqliteGrammar, "never closed"}, {"explain select 1", sqliteGrammar, "explain"}, {"select 1 # into", postgresGrammar, "INTO"},
	} {
		_, err := selectOnly("db", c.query, c.g)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", c.query, err, c.want)
		}
	}
}

// TestStrayBytes finds bytes that came from outside, and leaves alone what SQLite itself leaves behind.
func TestStrayBytes(t *testing.T) {
	for name, statements := range map[string][]string{
		"deleted": {"create table t(a)", "begin; insert into t with recursive n(i) as (select 1 union all select i+1 from n where i < 50) select zeroblob(40) || i from n; delete from t where a > '' and rowid % 2 = 0; delete from t where rowid > 30; commit"},
		"updated": {"create table t(a)", "begin; insert into t with recursive n(i) as (select 1 union all select i+1 from n where i < 500) select 'row ' || i from n; update t set a = a || a; update t set a = null; commit"},
		"emptied": {"create table t(a)", "begin; insert into t values (zeroblob(3000)), (1); delete from t; insert into t values (2); commit"},
	} {
		data, err := os.ReadFile(makeDatabase(t, statements...))
		if err != nil {
			t.Fatal(err)
		}
		if k := strayPage(data); k != 0 {
			t.Errorf("%s: page %d", name, k)
		}
	}
	data, err := os.ReadFile(makeDatabase(t, "create table t(a)", "insert into t values (1), (2)"))
	if err != nil {
		t.Fatal(err)
	}
	data[4096+300] = 7
	if k := strayPage(data); k != 2 {
		t.Errorf("page %d, want 2", k)
	}
}
