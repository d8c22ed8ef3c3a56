package pipeline_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"assay/pipeline"
	"assay/pipeline/collect"
)

// TestPinned: a saved workflow reads the raw copy of what cannot be read twice, until the data or its settings change.
func TestPinned(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Api-Key") != "hush-hush" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "text/csv")
		_, _ = w.Write([]byte("id,repaid\n1,yes\n2,no\n"))
	}))
	env := collect.Env{Store: collect.NewStore(t.TempDir())}
	w := pipeline.New(server.URL + "/loans?token=first-secret")
	if err := w.Set("api.headers=X-Api-Key: hush-hush"); err != nil {
		t.Fatal(err)
	}
	first, err := pipeline.Collect(context.Background(), w, env)
	if err != nil {
		t.Fatal(err)
	}
	pinned := w.Pinned(first)
	if len(w.Collect.Replay) > 0 || pinned.Collect.Replay[w.Collect.Data] != first.Origin.SHA256 {
		t.Fatalf("replay %v, in the original %v", pinned.Collect.Replay, w.Collect.Replay)
	}
	path := filepath.Join(t.TempDir(), "loans.yaml")
	if err := pipeline.WriteWorkflow(path, pinned); err != nil {
		t.Fatal(err)
	}
	server.Close()
	text, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(text), "hush") || strings.Contains(string(text), "first-secret") {
		t.Fatalf("%v, saved:\n%s", err, text)
	}
	read, err := pipeline.ReadWorkflow(text)
	if err != nil {
		t.Fatal(err)
	}
	again, err := pipeline.Collect(context.Background(), read, env)
	if err != nil || again.Origin.SHA256 != first.Origin.SHA256 || again.Table.Rows() != 2 {
		t.Fatalf("%v, %+v", err, again)
	}
	other := w.Clone()
	if err := other.Set("api.max-pages=3"); err != nil {
		t.Fatal(err)
	}
	elsewhere := pipeline.New(server.URL + "/other")
	for _, p := range []pipeline.Workflow{other.Pinned(first), elsewhere.Pinned(first), w.Pinned(nil)} {
		if len(p.Collect.Replay) > 0 {
			t.Errorf("%s replays %v", p.Collect.Data, p.Collect.Replay)
		}
	}
}

// TestSecretsInChoicesStayInMemory: whatever way a secret comes in, what is written has ${NAME}.
func TestSecretsInChoicesStayInMemory(t *testing.T) {
	w, err := pipeline.ReadWorkflow([]byte("assay: 1\nseed: 1\ncollect:\n  data: https://a.org/x?api_key=hush-1\n  append: ['https://ann:hush-2@a.org/']\n" +
		"  set:\n    api.headers: 'Authorization: Bearer hush-3'\n  replay:\n    'https://a.org/x?api_key=hush-1': abc\nprepare: []\ntrain:\n  learner: logistic\nevaluate:\n  threshold: 0.5\n"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := w.YAML()
	if err != nil || strings.Contains(string(text), "hush") || len(w.Collect.Secrets) != 3 || w.Collect.Replay["https://a.org/x?api_key=${API_KEY}"] != "abc" {
		t.Errorf("%v, %v, written:\n%s", err, w.Collect.Secrets, text)
	}
	if err := w.Set("api.token=hush-4!"); err != nil && strings.Contains(err.Error(), "hush") {
		t.Error(err)
	}
	if err := w.Check(); err == nil || strings.Contains(err.Error(), "hush") {
		t.Errorf("a token is taken for a name: %v", err)
	}
}
