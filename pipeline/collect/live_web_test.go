package collect

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// eventsOf reads an event stream in pieces of a size.
func eventsOf(text string, size int) (*events, *heard) {
	h := &heard{}
	e := &events{most: 50, now: time.Now, to: h.to}
	l := &lines{most: e.most + len("data: "), cr: true}
	for len(text) > 0 {
		n := min(size, len(text))
		l.feed([]byte(text[:n]), e.line)
		text = text[n:]
	}
	return e, h
}

func TestEventStream(t *testing.T) {
	for _, c := range []struct{ name, text, want, last string }{
		{"one", "data: {\"a\": 1}\n\n", `{"a": 1}`, ""},
		{"no blank", "data:x\n\ndata:  y\n\n", "x| y", ""},
		{"several lines", "data: {\ndata: \"a\": 1}\n\n", "{\n\"a\": 1}", ""},
		{"topics", "event: temp\ndata: 1\n\nevent: message\ndata: 2\n\ndata: 3\n\n", "temp1|2|3", ""},
		{"ids", "id: 7\ndata: 1\n\nid: 8\ndata: 2\n", "1", "7"},
		{"id stays", "id: 7\ndata: 1\n\ndata: 2\n\n", "1|2", "7"},
		{"id is taken back", "id: 7\ndata: 1\n\nid\ndata: 2\n\n", "1|2", ""},
		{"id with a zero byte", "id: a\x00b\ndata: 1\n\n", "1", ""},
		{"comments", ": hello\n\n:\ndata: 1\n: more\n\n", "1", ""},
		{"line ends", "data: 1\r\rdata: 2\r\n\r\ndata: 3\n\n", "1|2|3", ""},
		{"mark", "\xef\xbb\xbfdata: 1\n\n", "1", ""},
		{"no data", "event: x\n\ndata\n\n", "", ""},
		{"not ended", "data: 1\n\ndata: 2\n", "1", ""},
		{"other fields", "foo: bar\ndata: 1\nfoo\n\n", "1", ""},
		{"too long", "data: " + strings.Repeat("x", 51) + "\n\ndata: 1\n\n", "1", ""},
		{"too long together", "data: " + strings.Repeat("x", 30) + "\ndata: " + strings.Repeat("x", 30) + "\n\ndata: 1\n\n", "1", ""},
		{"just long enough", "data: " + strings.Repeat("x", 50) + "\n\n", strings.Repeat("x", 50), ""},
	} {
		for size := range len(c.text) {
			e, h := eventsOf(c.text, size+1)
			if h.said() != c.want || e.last != c.last {
				t.Errorf("%s in pieces of %d: %q, last %q; want %q, %q", c.name, size+1, h.said(), e.last, c.want, c.last)
				break
			}
			if strings.HasPrefix(c.name, "too long") && !strings.Contains(h.told(), " long, more than the 50 bytes") {
				t.Errorf("%s: not told: %s", c.name, h.told())
				break
			}
		}
	}
	if e, _ := eventsOf("retry: 250\nretry: x\nretry: -1\n", 99); e.retry != 250*time.Millisecond {
		t.Errorf("retry is %v", e.retry)
	}
	if e, _ := eventsOf("retry: 99999999\n", 99); e.retry != longestRetry {
		t.Errorf("retry is %v", e.retry)
	}
}

// FuzzSSE reads any event stream, the same in pieces of any size, in bounded memory.
func FuzzSSE(f *testing.F) {
	for _, s := range []string{"data: 1\n\n", "event: a\rid: 3\rdata: x\rdata\r\r", "retry: 5\n: c\r\n\r\ndata:\n\n", "\xef\xbb\xbfdata: " + strings.Repeat("y", 70) + "\n\n"} {
		f.Add(s, uint8(3))
	}
	f.Fuzz(func(t *testing.T, text string, size uint8) {
		one, whole := eventsOf(text, len(text)+1)
		two, pieces := eventsOf(text, int(size)+1)
		if !reflect.DeepEqual(whole.lines, pieces.lines) || !reflect.DeepEqual(whole.events, pieces.events) || one.last != two.last || one.retry != two.retry {
			t.Fatalf("in pieces of %d it reads differently: %q, %q", size+1, whole.lines, pieces.lines)
		}
		for _, l := range whole.lines {
			if len(l) > 50+shownBytes {
				t.Fatalf("%d bytes in one event", len(l))
			}
		}
	})
}

// liveServer answers each request in turn by a function, the last one from then on.
func liveServer(t *testing.T, turns ...http.HandlerFunc) (*httptest.Server, *atomic.Int32) {
	var n atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		k := int(n.Add(1)) - 1
		turns[min(k, len(turns)-1)](w, r)
	}))
	t.Cleanup(s.Close)
	return s, &n
}

func eventStream(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	fmt.Fprint(w, text)
	w.(http.Flusher).Flush()
}

// TestEventsResume has a server that sends, drops the connection in the middle of an event, fails for a while, sends
// on from the event it is told, and stalls.
func TestEventsResume(t *testing.T) {
	before := runtime.NumGoroutine()
	var resumed atomic.Value
	s, asked := liveServer(t,
		func(w http.ResponseWriter, r *http.Request) {
			eventStream(w, "retry: 10\n\nid: 1\ndata: {\"n\": 1}\n\nid: 2\ndata: {\"n\": 2}\n\nid: 3\ndata: {\"n\"")
			panic(http.ErrAbortHandler)
		},
		func(w http.ResponseWriter, r *http.Request) { http.Error(w, "busy", http.StatusServiceUnavailable) },
		func(w http.ResponseWriter, r *http.Request) {
			resumed.Store(r.Header.Get("Last-Event-ID"))
			eventStream(w, "id: 3\ndata: {\"n\": 3}\n\n")
			<-r.Context().Done()
		})
	r, err := Listen(t.Context(), s.URL+"/feed", Options{"live.follow": "true"}, Env{})
	if err != nil {
		t.Fatal(err)
	}
	until(t, "three events", func() bool { return r.Stats().Received == 3 })
	st := r.Stats()
	if st.State != Listening || st.Reconnects != 1 || st.Gaps.Count != 1 || resumed.Load() != "2" || asked.Load() != 3 {
		t.Errorf("%v, %d reconnects, %+v, resumed after %v, %d requests", st.State, st.Reconnects, st.Gaps, resumed.Load(), asked.Load())
	}
	r.Stop()
	raw, err := r.Freeze(0, 0)
	if err != nil || raw.Table.Column("n").Cell(2) != "3" || !strings.Contains(strings.Join(raw.Origin.Warnings, "\n"), "lost and found again 1 time") {
		t.Errorf("%v: %v", err, raw.Origin.Warnings)
	}
	s.Close()
	goroutines(t, before)
}

func TestWebLines(t *testing.T) {
	s, _ := liveServer(t, func(w http.ResponseWriter, r *http.Request) {
		for i := range 5 {
			fmt.Fprintf(w, "{\"n\": %d}\n", i)
			w.(http.Flusher).Flush()
		}
		fmt.Fprint(w, `{"n": 5}`)
	})
	raw, err := Read(t.Context(), s.URL, Options{"live.follow": "true"}, Env{})
	if err != nil || raw.Table.Rows() != 6 || raw.Origin.Path != s.URL || raw.Origin.Kind != "live" {
		t.Errorf("%v: %+v", err, raw.Origin)
	}
}

func TestWebRefuses(t *testing.T) {
	gone := httptest.NewServer(nil)
	gone.Close()
	ending := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(code) }
	}
	away, _ := liveServer(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
	})
	round, _ := liveServer(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) })
	for _, c := range []struct {
		name, url string
		handler   http.HandlerFunc
		want      string
	}{
		{"refused", gone.URL, nil, "the connection was refused"},
		{"unknown host", "http://no-such-host.invalid/x", nil, `the host "no-such-host.invalid" is not known`},
		{"missing", "", ending(404), "the server answers 404"},
		{"not let in", "", ending(401), "check the user, password or token"},
		{"broken", "", ending(500), "the server answers 500"},
		{"no content", "", ending(204), "the stream ended and no message came"},
		{"away", away.URL, nil, "redirection away from https"},
		{"round", round.URL, nil, "more than 5 redirections"},
		{"secret", "http://127.0.0.1:1/?token=${NO_SUCH_TOKEN_HERE}", nil, "the value of ${NO_SUCH_TOKEN_HERE} is not known"},
		{"secret in the address", "http://127.0.0.1:1/?token=hunter22", nil, "token=${TOKEN}"},
	} {
		if c.handler != nil {
			s, _ := liveServer(t, c.handler)
			c.url = s.URL
		}
		secret := func(name string) (string, bool) { return "hunter22", name == "TOKEN" }
		_, err := Read(t.Context(), c.url, Options{"live.follow": "true"}, Env{Secret: secret})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "hint: ") || strings.Contains(err.Error(), "hunter22") {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestWebHeaders expects the headers of web APIs to be sent, with their secrets.
func TestWebHeaders(t *testing.T) {
	s, _ := liveServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Api-Key") != "hunter22" || r.Header.Get("Authorization") != "Bearer sesame" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		fmt.Fprintln(w, "1")
	})
	secret := func(name string) (string, bool) { return "sesame", name == "FEED_TOKEN" }
	o := Options{"live.follow": "true", "api.headers": "X-Api-Key: hunter22", "api.token": "FEED_TOKEN"}
	if _, err := Read(t.Context(), s.URL, o, Env{Secret: secret}); err != nil {
		t.Error(err)
	}
}

// TestRedirectKeepsSecrets expects another server not to be told the address asked first, nor private headers.
func TestRedirectKeepsSecrets(t *testing.T) {
	var referer atomic.Value
	other, _ := liveServer(t, func(w http.ResponseWriter, r *http.Request) {
		referer.Store(fmt.Sprint(r.Header))
		fmt.Fprintln(w, "1")
	})
	s, _ := liveServer(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL, http.StatusFound) })
	if _, err := Read(t.Context(), s.URL+"/?token=hunter22", Options{"live.follow": "true", "api.headers": "X-Api-Key: hunter22"}, Env{}); err != nil {
		t.Fatal(err)
	}
	if h := referer.Load().(string); strings.Contains(h, "hunter22") {
		t.Error("the other server was told: ", h)
	}
}
