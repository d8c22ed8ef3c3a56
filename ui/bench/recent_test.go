package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestRecentKeepsTheNewestFirst(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "state", "assay")
	r := RecentIn(folder)
	if r.Load() != nil {
		t.Error("there is something before the first entry")
	}
	for i := range 25 {
		if err := r.Add(Opened{Data: fmt.Sprintf("/data/%d.csv", i), Rows: i, When: time.Unix(int64(i), 0)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Add(Opened{Data: "/data/20.csv", Rows: 7, Set: map[string]string{"csv.delimiter": ";"}}); err != nil {
		t.Fatal(err)
	}
	got := r.Load()
	if len(got) != mostRecent || got[0].Data != "/data/20.csv" || got[0].Rows != 7 || got[0].Set["csv.delimiter"] != ";" || got[1].Data != "/data/24.csv" {
		t.Errorf("%d entries: %+v", len(got), got[:2])
	}
	seen := map[string]bool{}
	for _, o := range got {
		if seen[o.Data] {
			t.Errorf("%s stands twice", o.Data)
		}
		seen[o.Data] = true
	}
}

func TestRecentHidesSecretsAndKnowsWholePaths(t *testing.T) {
	t.Chdir(t.TempDir())
	r := RecentIn("state")
	for _, data := range []string{"loans.csv", "postgres://ann:hunter2@host/bank#loans", "https://x.org/a?token=hunter2"} {
		if err := r.Add(Opened{Data: data}); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(filepath.Join("state", recentFile))
	if err != nil || strings.Contains(string(raw), "hunter2") {
		t.Errorf("%v; the file holds %s", err, raw)
	}
	if got := r.Load()[2].Data; !filepath.IsAbs(got) || filepath.Base(got) != "loans.csv" {
		t.Errorf("the file is remembered as %q", got)
	}
	if info, err := os.Stat(filepath.Join("state", recentFile)); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may read it: %v %v", info.Mode(), err)
	}
}

func TestRecentSurvivesADamagedFile(t *testing.T) {
	folder := t.TempDir()
	for _, text := range []string{"", "{", `{"data": 1}`, `[{"data": ""}]`, "null"} {
		if err := os.WriteFile(filepath.Join(folder, recentFile), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := RecentIn(folder).Load(); len(got) != 0 {
			t.Errorf("%q is read as %+v", text, got)
		}
		if err := RecentIn(folder).Add(Opened{Data: "/a.csv"}); err != nil || len(RecentIn(folder).Load()) != 1 {
			t.Errorf("after %q nothing can be added: %v", text, err)
		}
	}
	if err := (Recent{}).Add(Opened{Data: "a"}); err != nil || (Recent{}).Load() != nil {
		t.Error("a list without a file is no error and is empty")
	}
}
