package collect

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestAPIReadsDelimitedText(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.UserAgent(), "assay/") || r.Method != http.MethodGet {
			t.Errorf("asked as %q with %s", r.UserAgent(), r.Method)
		}
		csvAnswer(w, "id,name\n1,Ann\n2,Bo\n")
	})
	m := &Monitor{}
	raw := reading(t, s.URL+"/loans", nil, Env{Monitor: m})
	o := raw.Origin
	if raw.Table.Rows() != 2 || o.Path != s.URL+"/loans" || o.Data != o.Path || o.Kind != "csv" || o.Bytes != 19 || o.Kept || len(o.Warnings) > 0 {
		t.Errorf("read %d rows, %+v", raw.Table.Rows(), o)
	}
	if p := m.Progress(); p.Total == 0 || p.Done != p.Total || p.Rows != 2 {
		t.Errorf("the monitor says %+v", p)
	}
}

// What an answer is, is what the server says, then what its first bytes and the address say.
func TestAPIFormats(t *testing.T) {
	withJSON(t)
	for _, c := range []struct{ media, path, set, body, kind string }{
		{"text/csv", "/a", "", "a,b\n1,2\n", "csv"},
		{"application/json", "/a", "", `[{"a":1}]`, "json"},
		{"application/vnd.api+json", "/a", "", `[{"a":1}]`, "json"},
		{"text/plain", "/a.csv", "", "a,b\n1,2\n", "csv"},
		{"application/octet-stream", "/a.json", "", `[{"a":1}]`, "json"},
		{"text/plain", "/a", "json", `[{"a":1}]`, "json"},
		{"application/json", "/a", "csv", "a,b\n1,2\n", "csv"},
	} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", c.media)
			_, _ = io.WriteString(w, c.body)
		})
		o := Options{}
		if c.set != "" {
			o["api.format"] = c.set
		}
		if raw := reading(t, s.URL+c.path, o, Env{}); raw.Origin.Kind != c.kind {
			t.Errorf("%+v was read as %s", c, raw.Origin.Kind)
		}
	}
}

func TestAPIStatusErrors(t *testing.T) {
	for _, c := range []struct {
		status int
		media  string
		body   string
		say    []string
	}{
		{401, "application/json", `{"error":{"message":"no \u001b[31mkey"}}`, []string{"401 Unauthorized", `no \x1b[31mkey`, "api.token"}},
		{403, "text/plain", "not for you", []string{"403 Forbidden", "not for you", "api.headers"}},
		{404, "text/html", "<html><title>Gone\nfishing</title>", []string{"404", "Gone fishing", "check the address"}},
		{500, "application/json", `{"detail":"it broke"}`, []string{"500", "it broke", "the server's"}},
		{400, "text/plain", strings.Repeat("x", 1000), []string{"400", strings.Repeat("x", 200) + "..."}},
		{206, "text/csv", "a\n1\n", []string{"a part"}},
	} {
		var asked atomic.Int64
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			asked.Add(1)
			w.Header().Set("Content-Type", c.media)
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, c.body)
		})
		text := failing(t, s.URL, nil, newWaits().env())
		wants(t, text, c.say...)
		if strings.Contains(text, strings.Repeat("x", 201)) || asked.Load() != 1 {
			t.Errorf("asked %d times: %s", asked.Load(), text)
		}
	}
}

func TestAPIRefusesWebPages(t *testing.T) {
	for _, media := range []string{"text/html; charset=utf-8", "text/csv"} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", media)
			_, _ = io.WriteString(w, "\n<!DOCTYPE html><html><title>Log in</title></html>")
		})
		wants(t, failing(t, s.URL, nil, Env{}), "a web page", "Log in", "login")
	}
	s := serve(t, func(http.ResponseWriter, *http.Request) {})
	wants(t, failing(t, s.URL, nil, Env{}), "the answer is empty")
}

// A busy server is asked again after the time it asks for, or after pauses that grow.
func TestAPIRetries(t *testing.T) {
	for _, c := range []struct {
		status   int
		after    string
		least    time.Duration
		most     time.Duration
		failures int
	}{
		{429, "12", 12 * time.Second, 12 * time.Second, 1},
		{503, "Sat, 31 Jan 2026 10:00:07 GMT", 7 * time.Second, 7 * time.Second, 1},
		{429, "99999", longestWait, longestWait, 1},
		{429, "soon", time.Second / 4, time.Second / 2, 1},
		{503, "Sat, 31 Jan 2026 09:00:00 GMT", time.Second / 4, time.Second / 2, 1},
		{502, "", 15 * time.Second / 4, 15 * time.Second / 2, 4},
		{504, "", time.Second / 4, time.Second / 2, 1},
	} {
		var asked atomic.Int64
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			if asked.Add(1) <= int64(c.failures) {
				if c.after != "" {
					w.Header().Set("Retry-After", c.after)
				}
				w.WriteHeader(c.status)
				return
			}
			csvAnswer(w, "a\n1\n")
		})
		clock := newWaits()
		reading(t, s.URL, nil, clock.env())
		if d := clock.total(); d < c.least || d > c.most || int(asked.Load()) != c.failures+1 {
			t.Errorf("%+v: waited %v, asked %d times", c, d, asked.Load())
		}
	}
}

func TestAPIWaitsAreShownAndSeeded(t *testing.T) {
	m := &Monitor{}
	clock := newWaits()
	env := clock.env()
	env.Monitor = m
	wait := env.Wait
	var phases []string
	env.Wait = func(ctx context.Context, d time.Duration) error {
		phases = append(phases, m.Progress().Phase)
		return wait(ctx, d)
	}
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if len(phases) == 0 {
			w.Header().Set("Retry-After", "12")
		}
		w.WriteHeader(429)
	})
	text := failing(t, s.URL, Options{"api.retries": "3"}, env)
	wants(t, text, "429", "too often")
	if len(phases) != 3 || phases[0] != "waiting 12 s: the server asked for it" || !strings.HasSuffix(phases[2], ": the server says 429") {
		t.Errorf("phases %q", phases)
	}
	again := newWaits()
	phases = nil
	env.Wait = func(ctx context.Context, d time.Duration) error {
		phases = append(phases, "")
		again.list = append(again.list, d)
		return nil
	}
	failing(t, s.URL, Options{"api.retries": "3"}, env)
	if fmt.Sprint(clock.list) != fmt.Sprint(again.list) {
		t.Errorf("waited %v, then %v", clock.list, again.list)
	}
}

func TestAPIUnreachable(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	address := s.URL
	s.Close()
	clock := newWaits()
	wants(t, failing(t, address, nil, clock.env()), "nothing answers at 127.0.0.1:")
	if len(clock.list) != 4 {
		t.Errorf("waits %v", clock.list)
	}
	tls := httptest.NewTLSServer(http.NotFoundHandler())
	defer tls.Close()
	wants(t, failing(t, tls.URL, nil, clock.env()), "certificate")
	plain := serve(t, func(w http.ResponseWriter, _ *http.Request) { csvAnswer(w, "a\n1\n") })
	wants(t, failing(t, strings.Replace(plain.URL, "http:", "https:", 1), nil, clock.env()), "does not speak https")
}

// raw answers every connection with these bytes and closes it.
func rawServer(t *testing.T, text string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = c.Read(make([]byte, 4096))
			_, _ = io.WriteString(c, text)
			c.Close()
		}
	}()
	return "http://" + l.Addr().String() + "/x.csv"
}

// Half a body is never a table.
func TestAPIHalfABody(t *testing.T) {
	var z bytes.Buffer
	g := gzip.NewWriter(&z)
	_, _ = g.Write(bytes.Repeat([]byte("1,2,3\n"), 1000))
	_ = g.Close()
	packed := z.String()
	gz := func(body string) string {
		return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	}
	damaged := []byte(packed)
	damaged[len(damaged)-6] ^= 1
	for _, c := range []struct{ name, answer, say string }{
		{"a length that lies", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\na,b\n1,2\n", "half a body: 8 of 100 bytes came"},
		{"cut chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\na,b\n1,2\n\r\n8\r\n3,", "half a body: the answer breaks off after 10 bytes"},
		{"no last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\na,b\n1,2\n\r\n", "half a body: the answer breaks off after 8 bytes"},
		{"cut gzip", gz(packed[:len(packed)-12]), "half a body: the compressed answer breaks off"},
		{"damaged gzip", gz(string(damaged)), "the compressed answer is damaged"},
		{"no gzip", gz("a,b\n1,2\n33333333333333"), "the compressed answer is damaged"},
		{"cut while packed", strings.Replace(gz(packed[:20]), "Content-Length: 20", "Content-Length: 50", 1), "half a body: 20 of 50 bytes came"},
		{"strange packing", "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\nabc", "not asked for"},
	} {
		t.Run(c.name, func(t *testing.T) { wants(t, failing(t, rawServer(t, c.answer), nil, newWaits().env()), c.say) })
	}
	if raw := reading(t, rawServer(t, gz(packed)), nil, Env{}); raw.Table.Rows() < 999 {
		t.Errorf("the whole has %d rows", raw.Table.Rows())
	}
	raw := reading(t, rawServer(t, "HTTP/1.0 200 OK\r\n\r\na,b\n1,2\n"), nil, Env{})
	wants(t, strings.Join(raw.Origin.Warnings, "\n"), "did not say how long")
}

// A server that dies before any byte is asked again.
func TestAPIDiesBeforeTheAnswer(t *testing.T) {
	var asked atomic.Int64
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) < 3 {
			panic(http.ErrAbortHandler)
		}
		csvAnswer(w, "a\n1\n")
	})
	clock := newWaits()
	reading(t, s.URL, nil, clock.env())
	if asked.Load() < 3 || len(clock.list) == 0 {
		t.Errorf("asked %d times, waited %v", asked.Load(), clock.list)
	}
}

func TestAPILimits(t *testing.T) {
	var z bytes.Buffer
	g := gzip.NewWriter(&z)
	_, _ = g.Write(make([]byte, 20_000_000))
	_ = g.Close()
	bomb := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(z.Bytes())
	})
	wants(t, failing(t, bomb.URL, Options{"api.limit": "2"}, Env{}), "at most 2 MB", "api.limit")
	wants(t, failing(t, bomb.URL, nil, Env{Memory: 4_000_000}), "at most 1 MB", "GOMEMLIMIT")
	wants(t, failing(t, rawServer(t, "HTTP/1.1 200 OK\r\nContent-Length: 900000000000\r\n\r\na"), nil, Env{}), "the answer has 900 GB")
	pages := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Link", "<"+r.URL.Path+"x>; rel=next")
		csvAnswer(w, "a\n"+strings.Repeat("1\n", 300_000))
	})
	wants(t, failing(t, pages.URL, Options{"api.limit": "1"}, Env{}), "page 2", "left after 1 page")
}

// A silent server is noticed, before and inside an answer, and a slow one that goes on is not.
func TestAPIStall(t *testing.T) {
	var late atomic.Bool
	stop := make(chan struct{})
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if late.Load() {
			csvAnswer(w, "a\n1\n")
			w.(http.Flusher).Flush()
		}
		select {
		case <-stop:
		case <-r.Context().Done():
		}
	})
	defer close(stop)
	for range 2 {
		begin := time.Now()
		wants(t, failing(t, s.URL, Options{"api.stall": "0.05"}, newWaits().env()), "the server sent nothing for 0.05 s", "api.stall")
		if d := time.Since(begin); d > 5*time.Second {
			t.Errorf("told after %v", d)
		}
		late.Store(true)
	}
	wants(t, failing(t, s.URL, Options{"api.timeout": "0.05"}, newWaits().env()), "not read after 0.05 s", "api.timeout")
	slow := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		for range 8 {
			csvAnswer(w, "1\n")
			w.(http.Flusher).Flush()
			time.Sleep(30 * time.Millisecond)
		}
	})
	reading(t, slow.URL, Options{"api.stall": "0.2", "csv.header": "no"}, Env{})
}

// Cancelling ends a wait and an answer at once, and leaves nothing running.
func TestAPICancel(t *testing.T) {
	before := runtime.NumGoroutine()
	for _, status := range []int{429, 200} {
		ctx, cancel := context.WithCancel(context.Background())
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "50")
			w.WriteHeader(status)
			w.(http.Flusher).Flush()
			time.AfterFunc(20*time.Millisecond, cancel)
			if status == 200 {
				<-r.Context().Done()
			}
		}))
		begin := time.Now()
		if _, err := Read(ctx, s.URL, nil, Env{}); !errors.Is(err, context.Canceled) {
			t.Errorf("status %d: %v", status, err)
		}
		if d := time.Since(begin); d > 5*time.Second {
			t.Errorf("took %v", d)
		}
		s.Close()
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines before, %d after", before, runtime.NumGoroutine())
}

func TestAPIAddresses(t *testing.T) {
	for _, data := range []string{"http://", "http:///x", "https://:80", "http://a b/", "http:x"} {
		if _, err := Open(data, nil); err == nil || !strings.Contains(err.Error(), "web address") {
			t.Errorf("%s: %v", data, err)
		}
	}
	for _, o := range []Options{{"api.pages": "all"}, {"api.headers": "nonsense"}, {"api.headers": "Host: x"}, {"api.limit": "0"}} {
		if _, err := Open("http://a/", o); err == nil {
			t.Errorf("%v is taken", o)
		}
	}
}
