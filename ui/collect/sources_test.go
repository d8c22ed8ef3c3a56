package collect

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"assay/pipeline"
	"assay/ui/bench"
	"assay/ui/kit"
)

// write makes files of a folder and goes there.
func write(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for path, text := range files {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// dialog is what the dialog on top says.
func (d *desk) dialog() string { return ansi.Strip(d.dialogs.View(frame(120, 35), "")) }

func (d *desk) asks(parts ...string) {
	d.t.Helper()
	text := d.dialog()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			d.t.Errorf("the dialog does not say %q:\n%s", p, text)
		}
	}
}

const small = "a,b,outcome\n1,2,yes\n3,4,no\n5,6,yes\n"

func TestSourcesAreFoundByTyping(t *testing.T) {
	write(t, map[string]string{"loans.csv": small, "data/2024/customers.tsv": strings.ReplaceAll(small, ",", "\t"), "notes.md": "", ".git/a.csv": small,
		"node_modules/b.csv": small, "evil\x1b[31m.csv": small})
	d := open(t, pipeline.Sample)
	d.press("o")
	d.asks("files here", "loans.csv", "data/2024/customers.tsv", "elsewhere", "database …", "web API …", "live …", "the sample", "typed …", "just now")
	if text := d.dialog(); strings.Contains(text, "notes.md") || strings.Contains(text, "a.csv") || strings.Contains(text, "b.csv") {
		t.Errorf("files are listed that cannot be data:\n%s", text)
	}
	d.press("'cust enter")
	if d.b.Workflow.Collect.Data != filepath.Join("data", "2024", "customers.tsv") || last(d.log) != "assay data/2024/customers.tsv" {
		t.Errorf("%s is open, the twin is %q", d.b.Workflow.Collect.Data, last(d.log))
	}
	d.shows("3 rows × 3 columns")
	d.press("o '*s.csv enter")
	if d.b.Workflow.Collect.Data != "*s.csv" {
		t.Errorf("a typed pattern opens %s", d.b.Workflow.Collect.Data)
	}
}

func TestWhatWasOpenedIsRemembered(t *testing.T) {
	write(t, map[string]string{"loans.csv": small, "broken.csv": ""})
	d := open(t, pipeline.Sample)
	d.b.Recent = bench.RecentIn("state")
	d.press("o './loans.csv enter o './broken.csv enter")
	d.shows("cannot be used")
	d.press("esc")
	got := d.b.Recent.Load()
	if len(got) != 1 || filepath.Base(got[0].Data) != "loans.csv" || got[0].Rows != 3 || got[0].Columns != 3 {
		t.Errorf("remembered: %+v", got)
	}
	if err := d.b.Recent.Add(bench.Opened{Data: "/nowhere/gone.csv"}); err != nil {
		t.Fatal(err)
	}
	d.press("o")
	d.asks("opened before", "loans.csv", "3 rows × 3")
	if strings.Contains(d.dialog(), "gone.csv") {
		t.Error("a file that is gone is offered")
	}
}

func TestManyFilesAreFoundInTheBackground(t *testing.T) {
	files := map[string]string{"near.csv": small, "a/b/c/d/e/f/g/deep.csv": small}
	for i := range 30 {
		files[fmt.Sprintf("data/part%02d.csv.gz", i)] = ""
	}
	write(t, files)
	var all []string
	for f, done := newFinder("."), false; !done; {
		var some []found
		some, done = f.look()
		for _, x := range some {
			all = append(all, filepath.ToSlash(x.path))
		}
	}
	if len(all) != 31 || all[0] != "near.csv" || slices.Contains(all, "a/b/c/d/e/f/g/deep.csv") {
		t.Errorf("%d files: %v", len(all), all)
	}
	d := open(t, pipeline.Sample)
	d.press("o")
	d.asks("files here: the first 9 of 31; type to find another", "live …")
	d.press("'part29 enter")
	if got := filepath.ToSlash(d.b.Workflow.Collect.Data); got != "data/part29.csv.gz" {
		t.Errorf("opened %s", got)
	}
}

func TestASecretIsAskedForAndNeverShown(t *testing.T) {
	d := open(t, pipeline.Sample)
	d.press("o 'postgres://ann:${ASSAY_TEST_PW}@host/bank#loans enter")
	d.asks("a secret is needed", "ASSAY_TEST_PW")
	d.press("'hunter2 enter")
	if strings.Contains(d.text(120, 32)+strings.Join(d.said, " ")+strings.Join(d.log, " "), "hunter2") {
		t.Error("the secret is shown")
	}
	d.press("o 'postgres://ann:hunter3@host/bank#loans")
	if strings.Contains(strings.SplitN(d.dialog(), "\n\n", 2)[0], "open postgres://ann:hunter3") {
		t.Errorf("the password is repeated:\n%s", d.dialog())
	}
	for _, line := range append(d.log, d.said...) {
		if strings.Contains(line, "hunter") {
			t.Errorf("%q", line)
		}
	}
}

func TestAddressesOfDatabases(t *testing.T) {
	for _, c := range []struct {
		values     map[string]string
		data, hint string
	}{
		{map[string]string{"host": "db", "database": "bank"}, "postgres://db/bank", ""},
		{map[string]string{"host": "db", "port": "99", "database": "my bank", "user": "ann", "kind": "mysql"}, "mysql://ann@db:99/my%20bank", ""},
		{map[string]string{"host": "db", "database": "bank", "user": "ann", "password": "p@ss/w:rd"}, "postgres://ann:p@ss%2Fw:rd@db/bank", ""},
		{map[string]string{"host": "db", "database": "bank", "user": "ann", "password": "x", "variable": "PW"}, "postgres://ann:${PW}@db/bank", ""},
		{map[string]string{"address": " postgres://x/y "}, "postgres://x/y", ""},
		{map[string]string{"address": "x.csv"}, "", "starts with postgres:"},
		{map[string]string{"host": "db"}, "", "name the host and the database"},
	} {
		var fields []kit.Field
		for _, name := range []string{"address", "kind", "host", "port", "database", "user", "password", "variable"} {
			fields = append(fields, kit.Field{Name: name, Value: c.values[name]})
			if name == "kind" && c.values[name] == "" {
				fields[1].Value = "postgres"
			}
		}
		got, err := databaseAddress(kit.NewForm(fields))
		if got != c.data || (err == nil) != (c.hint == "") || err != nil && !strings.Contains(err.Error(), c.hint) {
			t.Errorf("%v gives %q, %v", c.values, got, err)
		}
	}
}

func TestAgo(t *testing.T) {
	for d, want := range map[time.Duration]string{time.Second: "just now", time.Minute: "1 minute ago", 5 * time.Hour: "5 hours ago",
		47 * time.Hour: "47 hours ago", 72 * time.Hour: "3 days ago", 90 * 24 * time.Hour: "3 months ago", 800 * 24 * time.Hour: "2 years ago", -time.Hour: "just now"} {
		if got := ago(d); got != want {
			t.Errorf("%s is %q", d, got)
		}
	}
}
