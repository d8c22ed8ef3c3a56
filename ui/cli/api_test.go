package cli

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// loanServer answers with generated loans, two pages of them, to who has the key.
func loanServer(t *testing.T) *httptest.Server {
	t.Helper()
	path := filepath.Join(t.TempDir(), "loans.csv")
	assay(t, exitDone, "generate", "--rows", "400", "--out", path)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer hush-hush" {
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprintf(w, `{"message":"who are you? not %s"}`, r.Header.Get("Authorization"))
			return
		}
		w.Header().Set("Content-Type", "text/csv")
		rows := lines[1:200]
		if r.URL.Query().Get("page") == "2" {
			rows = lines[200:]
		} else {
			w.Header().Set("Link", `</loans?page=2>; rel="next"`)
		}
		fmt.Fprint(w, lines[0]+strings.Join(rows, ""))
	}))
	t.Cleanup(s.Close)
	return s
}

// TestWebAPI: a web address is data like any other, refusals are told, and a workflow saved from it gives the same result
// when the server is gone.
func TestWebAPI(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	t.Setenv("LOANS_TOKEN", "hush-hush")
	s := loanServer(t)
	data := s.URL + "/loans"
	out, _ := assay(t, exitDone, "profile", data, "--set", "api.token=LOANS_TOKEN")
	if !strings.HasPrefix(out, data+": ") || !strings.Contains(out, "2 pages put together") {
		t.Errorf("says %.200s", out)
	}
	for _, c := range []struct {
		code int
		args []string
		say  string
	}{
		{exitFailed, []string{"profile", data}, "401"},
		{exitFailed, []string{"profile", data, "--set", "api.headers=Authorization: Bearer wrong-one"}, "401"},
		{exitFailed, []string{"profile", data, "--set", "api.token=NOBODY_SET_THIS"}, "NOBODY_SET_THIS"},
		{exitUsage, []string{"profile", data, "--set", "api.token=wrong-one"}, "not the name of an environment variable"},
		{exitUsage, []string{"profile", data, "--set", "api.pages=some"}, "link"},
		{exitUsage, []string{"profile", "http://"}, "web address"},
	} {
		_, errs := assay(t, c.code, c.args...)
		if !strings.Contains(errs, c.say) || strings.Contains(errs, "wrong-one") || strings.Count(errs, "\n") > 2 {
			t.Errorf("%q says %s", c.args, errs)
		}
	}
	file := filepath.Join(t.TempDir(), "loans.yaml")
	digest := func(args ...string) string {
		out, _ := assay(t, exitDone, append([]string{"profile", "--json"}, args...)...)
		var doc struct {
			Columns json.RawMessage
			Source  struct{ Path, SHA256 string }
		}
		if err := json.Unmarshal([]byte(out), &doc); err != nil {
			t.Fatal(err)
		}
		return doc.Source.Path + doc.Source.SHA256 + string(doc.Columns)
	}
	first := digest(data, "--set", "api.token=LOANS_TOKEN", "--workflow", file)
	s.Close()
	if again := digest(file); again != first {
		t.Error("the replay is another table")
	}
	if text, _ := os.ReadFile(file); !strings.Contains(string(text), "replay:") || strings.Contains(string(text), "hush") {
		t.Errorf("saved\n%s", text)
	}
}
