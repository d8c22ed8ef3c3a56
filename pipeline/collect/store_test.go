package collect

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// A replay gives the same table from the copy when the server is gone, whatever the way it came.
func TestReplayIsTheSameTable(t *testing.T) {
	withJSON(t)
	store := NewStore(t.TempDir())
	clock := newWaits()
	env := clock.env()
	env.Store = store
	gone := func(t *testing.T, path string) (data string, first Raw) {
		b := newBook(t, 10, 3)
		first = reading(t, b.URL+path, Options{"api.max-pages": "3"}, env)
		b.Close()
		return b.URL + path, first
	}
	for _, path := range []string{"/next", "/link.csv"} {
		data, first := gone(t, path)
		if !first.Origin.Kept || first.Origin.Copies()[data] != first.Origin.SHA256 {
			t.Fatalf("not kept: %+v", first.Origin)
		}
		failing(t, data, nil, env)
		env.Replay = map[string]string{data: first.Origin.SHA256}
		again := reading(t, data, nil, env)
		o := again.Origin
		if !sameTable(first.Table, again.Table) || o.SHA256 != first.Origin.SHA256 || !o.Kept || o.Data != data || o.Path != data || o.Kind != first.Origin.Kind {
			t.Errorf("%s: another table, or %+v", path, o)
		}
		wants(t, strings.Join(o.Warnings, "\n"), "stopped after 3 pages")
		wants(t, strings.Join(o.Notes, "\n"), "3 pages put together", "read again from the raw copy of 2026-01-31 10:00:0")
	}
	env.Stdin = strings.NewReader("a,b\n1,x\n")
	first := reading(t, "-", nil, env)
	env.Stdin, env.Replay = nil, first.Origin.Copies()
	if again := reading(t, "-", nil, env); env.Replay["-"] == "" || !sameTable(first.Table, again.Table) || again.Origin.Path != StdinName {
		t.Errorf("%v gives %+v", env.Replay, again.Origin)
	}
}

func TestReplayNeedsTheCopy(t *testing.T) {
	store := NewStore(t.TempDir())
	env := Env{Store: store, Stdin: strings.NewReader("a\n1\n")}
	sha := reading(t, "-", nil, env).Origin.SHA256
	replays := func(sha string) Env { return Env{Store: store, Replay: map[string]string{"-": sha}} }
	for _, bad := range []string{strings.Repeat("0", 64), "../../etc/passwd", "\x1b[31m"} {
		wants(t, failing(t, "-", nil, replays(bad)), "read the data anew without the replay line")
	}
	wants(t, failing(t, "-", nil, Env{Replay: map[string]string{"-": sha}}), "no copies are kept here")
	if err := os.WriteFile(filepath.Join(store.dir, sha), []byte("a\n2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	wants(t, failing(t, "-", nil, replays(sha)), "not the ones that were kept", "without the replay line")
	env.Stdin = strings.NewReader("a\n1\n")
	reading(t, "-", nil, env) // what is damaged is written anew
	reading(t, "-", nil, replays(sha))
	if err := os.WriteFile(filepath.Join(store.dir, sha+".json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	reading(t, "-", nil, replays(sha)) // the bytes say enough
}

func TestStoreListsAndRemoves(t *testing.T) {
	if list, err := NewStore(filepath.Join(t.TempDir(), "none")).List(); err != nil || list != nil {
		t.Errorf("an empty store lists %v, %v", list, err)
	}
	dir := t.TempDir()
	store := NewStore(dir)
	for i := range 3 {
		at := time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC)
		env := Env{Store: store, Stdin: strings.NewReader(fmt.Sprintf("a\n%d\n", i)), Now: func() time.Time { return at }}
		reading(t, "-", Options{"csv.header": "yes", "api.headers": "Authorization: Bearer " + apiSecret}, env)
	}
	list, err := store.List()
	if err != nil || len(list) != 3 || list[0].Read.Day() != 3 || list[2].Bytes != 4 || list[0].Data != StdinName || list[0].Kind != "csv" || list[0].Options["csv.header"] != "yes" {
		t.Fatalf("%+v, %v", list, err)
	}
	if runtime.GOOS != "windows" {
		for name, mode := range map[string]os.FileMode{"": 0o700, list[0].SHA256: 0o600, list[0].SHA256 + ".json": 0o600} {
			if info, err := os.Stat(filepath.Join(dir, "raw", name)); err != nil || info.Mode().Perm() != mode {
				t.Errorf("%q: %v, %v", name, info.Mode(), err)
			}
		}
	}
	err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if data, _ := os.ReadFile(path); bytes.Contains(data, []byte(apiSecret)) {
			t.Errorf("%s holds the secret", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Remove(list[1].SHA256); err != nil {
		t.Fatal(err)
	}
	if left, _ := store.List(); len(left) != 2 {
		t.Errorf("left %v", left)
	}
	if err := store.Remove(list[1].SHA256); err == nil {
		t.Error("removed twice")
	}
	if entries, _ := os.ReadDir(store.dir); len(entries) != 4 {
		t.Errorf("%d files left", len(entries))
	}
}

// A copy that cannot be kept is a warning; the table is there all the same.
func TestKeepingMayFail(t *testing.T) {
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	full := NewStore(t.TempDir())
	full.most = 3
	for _, store := range []*Store{NewStore(blocked), full} {
		raw := reading(t, "-", nil, Env{Store: store, Stdin: strings.NewReader("a\n1\n")})
		if raw.Origin.Kept || raw.Table.Rows() != 1 || len(raw.Origin.Copies()) > 0 {
			t.Errorf("%+v", raw.Origin)
		}
		wants(t, strings.Join(raw.Origin.Warnings, "\n"), "no raw copy was kept")
	}
}

func TestCopiesOfParts(t *testing.T) {
	o := Origin{Path: "all", Parts: []Origin{{Path: "a.csv", SHA256: "1"}, {Data: "http://x/", SHA256: "2", Kept: true}, {Parts: []Origin{{Path: StdinName, SHA256: "3", Kept: true}}}}}
	if got := fmt.Sprint(o.Copies()); got != "map[-:3 http://x/:2]" {
		t.Error(got)
	}
}

// FuzzLink reads any header: without panic, and a target is a piece of it.
func FuzzLink(f *testing.F) {
	for _, s := range []string{`<a>; rel="next"`, `<a>;rel=next, <b>`, `<a>; title="x\"; rel=next`, `<a> ;;=, <`, `<a>; rel = next`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got := nextLink([]string{text}); !strings.Contains(text, got) {
			t.Errorf("%q gives %q", text, got)
		}
	})
}

// FuzzRetryAfter reads any header: a wait is never negative, and never longer than a year but for a date.
func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{"12", "Sat, 31 Jan 2026 10:00:07 GMT", "-1", "99999999999999999999", "1e3", " 5 "} {
		f.Add(s)
	}
	now := time.Date(2026, 1, 31, 10, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		if d := retryAfter(text, now); d < 0 || d > 365*24*time.Hour && !strings.ContainsAny(text, ":") {
			t.Errorf("%q gives %v", text, d)
		}
	})
}

// FuzzAPIPage takes any answer apart: without panic, the records a piece of it, a fault with its place.
func FuzzAPIPage(f *testing.F) {
	for _, s := range []string{`{"data":{"items":[{"a":1}]},"next":"/x"}`, `[1,2]`, "{}\n{}", `{"a":[`, `{"a.b":{"c":[[]]}}`, "null", "\xef\xbb\xbf[]", `{"data":[],"x":["y"]}`} {
		f.Add([]byte(s), "data.items")
	}
	f.Fuzz(func(t *testing.T, body []byte, path string) {
		d, err := readDocument("x", body)
		if err != nil {
			if e := err.(*Error); e.Line < 1 || e.Col < 1 || e.Hint == "" {
				t.Errorf("%q: %v", body, err)
			}
			return
		}
		found := d.records(path)
		list, n := found.list, found.count
		if n > len(body) || n < -1 || !bytes.Contains(body, list) {
			t.Errorf("%q at %q: %d in %q", body, path, n, list)
		}
		a := &answer{doc: d, header: http.Header{}}
		a.total()
		for _, p := range nextPlaces {
			a.at(p)
		}
	})
}

// FuzzHideOption hides any headers: without panic, and hiding again changes nothing and finds no more.
func FuzzHideOption(f *testing.F) {
	for _, s := range []string{"Authorization: Bearer abc", "X-Key: 1, Accept: a, b", "Cookie: a=${B}; c=d", "x", "A:", ",,", "Token: ${A} a1b2c3d4e5f6a7b8c9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		public, _ := HideOption("api.headers", text)
		again, more := HideOption("api.headers", public)
		if again != public || len(more) > 0 {
			t.Errorf("%q: %q, then %q and %v", text, public, again, more)
		}
	})
}
