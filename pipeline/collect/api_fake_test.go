package collect

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// waits is a clock that goes forward by waiting only, and remembers the waits.
type waits struct {
	sync.Mutex
	now  time.Time
	list []time.Duration
}

func newWaits() *waits { return &waits{now: time.Date(2026, 1, 31, 10, 0, 0, 0, time.UTC)} }

func (w *waits) env() Env {
	return Env{
		Now: func() time.Time { w.Lock(); defer w.Unlock(); return w.now },
		Wait: func(ctx context.Context, d time.Duration) error {
			w.Lock()
			defer w.Unlock()
			w.now = w.now.Add(d)
			w.list = append(w.list, d)
			return ctx.Err()
		},
	}
}

func (w *waits) total() (d time.Duration) {
	for _, x := range w.list {
		d += x
	}
	return d
}

// serve starts a server for a test.
func serve(t *testing.T, handle http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(handle)
	t.Cleanup(s.Close)
	return s
}

// csvAnswer answers with delimited text.
func csvAnswer(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	_, _ = io.WriteString(w, text)
}

func jsonAnswer(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, text)
}

// failing reads what must not be readable and returns the message, which has a hint and none of the secrets.
func failing(t *testing.T, data string, o Options, env Env, secrets ...string) string {
	t.Helper()
	raw, err := Read(context.Background(), data, o, env)
	if err == nil {
		t.Fatalf("%s was read: %d rows", data, raw.Table.Rows())
	}
	if raw.Table != nil {
		t.Errorf("a part came along with the error %v", err)
	}
	text := err.Error()
	if !strings.Contains(text, "; hint: ") {
		t.Errorf("no hint: %s", text)
	}
	for _, s := range secrets {
		if strings.Contains(text, s) {
			t.Errorf("the message holds the secret %s: %s", s, text)
		}
	}
	return text
}

func reading(t *testing.T, data string, o Options, env Env) Raw {
	t.Helper()
	raw, err := Read(context.Background(), data, o, env)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func wants(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%q is missing in: %s", p, text)
		}
	}
}

// plainJSON reads records of numbers and texts, wherever a path says they are. It stands in for the format where that
// is not the matter of a test.
type plainJSON struct{ Json }

func (p *plainJSON) ReadFile(_ context.Context, f File, _ Env) (Raw, error) {
	a := newAssembly()
	for d := json.NewDecoder(strings.NewReader(string(f.Data))); d.More(); {
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return Raw{}, &Error{File: f.Name, What: err.Error(), Hint: "mend it"}
		}
		list := (&document{whole: value, values: 1}).records("").list
		var records []map[string]any
		if err := json.Unmarshal(list, &records); err != nil {
			return Raw{}, &Error{File: f.Name, What: err.Error(), Hint: "mend it"}
		}
		for _, r := range records {
			for _, name := range slices.Sorted(maps.Keys(r)) {
				switch v := r[name].(type) {
				case float64:
					a.column(name).number(v)
				case string:
					a.column(name).string(v)
				}
			}
			a.end(0)
		}
	}
	t, notes, err := a.table()
	return Raw{Table: t, Origin: Origin{Notes: notes}}, err
}

// withJSON makes sure that there is a reader of JSON.
func withJSON(t *testing.T) {
	t.Helper()
	if len((&Json{}).Params()) > 0 {
		return
	}
	before := jsonFormat
	jsonFormat.New = func() Reader { return &plainJSON{} }
	t.Cleanup(func() { jsonFormat = before })
}

// numbers are the values of a column.
func numbers(t *testing.T, raw Raw, column string) []float64 {
	t.Helper()
	c, err := raw.Table.Need(column)
	if err != nil {
		t.Fatal(err)
	}
	return c.Numbers()
}
