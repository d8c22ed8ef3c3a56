package collect

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"
)

// series gives many rows.
func (s server) series(t *testing.T, rows int) {
	t.Helper()
	if strings.HasPrefix(s.address, "postgres") {
		s.must(t, fmt.Sprintf("create table big as select i as a, i::text || repeat('x', 40) as b from generate_series(1, %d) i", rows), "analyze big")
	} else {
		s.must(t, fmt.Sprintf("create table big as select seq as a, concat(seq, repeat('x', 40)) as b from seq_1_to_%d", rows))
	}
}

// TestServerCancel ends readings that wait and that stream, and sees that neither the server nor the program goes on.
func TestServerCancel(t *testing.T) {
	servers(t, func(t *testing.T, s server) {
		s.series(t, 300_000)
		sleep, count := "select pg_sleep(30)", "select count(*)::text from pg_stat_activity where state = 'active' and query like '%pg_sleep(30)%' and pid <> pg_backend_pid()"
		if strings.HasPrefix(s.address, "mysql") {
			sleep, count = "select sleep(30)", "select count(*) from information_schema.processlist where info like '%sleep(30)%' and id <> connection_id()"
		}
		before := runtime.NumGoroutine()
		for _, q := range []string{sleep, "select * from big"} {
			ctx, cancel := context.WithCancel(t.Context())
			var m Monitor
			var ended time.Time
			go func() {
				for m.Preview() == nil && q != sleep {
					time.Sleep(time.Millisecond)
				}
				if q == sleep {
					time.Sleep(200 * time.Millisecond)
				}
				ended = time.Now()
				cancel()
			}()
			_, err := Read(ctx, s.address, databaseOptions("query", q), Env{Monitor: &m})
			if took := time.Since(ended); !errors.Is(err, context.Canceled) || took > time.Second {
				t.Errorf("%s: %v, %v after it was cancelled", q, err, took)
			}
		}
		noMoreGoroutines(t, before)
		for range 50 {
			if s.ask(count) == "0" {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
		t.Error("the server still runs the query")
	})
}

// TestServerKilled ends the connection in the middle, from the server's side.
func TestServerKilled(t *testing.T) {
	servers(t, func(t *testing.T, s server) {
		s.series(t, 500_000)
		kill := "select pg_terminate_backend(pid)::text from pg_stat_activity where query like 'select * from \"public\".\"big\"%' and pid <> pg_backend_pid()"
		if strings.HasPrefix(s.address, "mysql") {
			kill = ""
		}
		before := runtime.NumGoroutine()
		var m Monitor
		done := make(chan error)
		go func() {
			for m.Preview() == nil {
				time.Sleep(time.Millisecond)
			}
			if kill != "" {
				done <- s.exec(kill)
				return
			}
			id := s.ask("select id from information_schema.processlist where info like '%big%' and id <> connection_id()")
			done <- s.exec("kill connection " + id)
		}()
		_, err := Read(t.Context(), s.address, nil, Env{Monitor: &m})
		if e := <-done; e != nil {
			t.Error(e)
		}
		var refusal *Error
		if !errors.As(err, &refusal) {
			t.Fatalf("%v", err)
		}
		wantWords(t, err.Error(), "the connection was lost after ", " rows; nothing was kept; hint: ")
		noMoreGoroutines(t, before)
		if raw, err := Read(t.Context(), s.address, databaseOptions("limit", "10"), Env{}); err != nil || raw.Table.Rows() != 10 {
			t.Errorf("afterwards: %v", err)
		}
	})
}

func TestServerLimitAndSize(t *testing.T) {
	servers(t, func(t *testing.T, s server) {
		s.series(t, 100_000)
		before := runtime.NumGoroutine()
		start := time.Now()
		for _, o := range []Options{databaseOptions("limit", "20"), databaseOptions("limit", "20", "query", "select * from big")} {
			if raw, err := Read(t.Context(), s.address, o, Env{}); err != nil || raw.Table.Rows() != 20 {
				t.Errorf("%v: %v", o, err)
			}
		}
		if time.Since(start) > 2*time.Second {
			t.Errorf("a preview took %v", time.Since(start))
		}
		if _, err := Read(t.Context(), s.address, nil, Env{Memory: 1 << 20}); err == nil || !strings.Contains(err.Error(), "hint: set database.limit") || !strings.Contains(err.Error(), "about ") {
			t.Errorf("too large: %v", err)
		}
		if _, err := Read(t.Context(), s.address, databaseOptions("query", "select * from big"), Env{Memory: 1 << 20}); err == nil || !strings.Contains(err.Error(), "hint: set database.limit") {
			t.Errorf("a query too large: %v", err)
		}
		one, err := Read(t.Context(), s.address, nil, Env{})
		if err != nil || one.Table.Rows() != 100_000 {
			t.Fatal(err)
		}
		two, err := Read(t.Context(), s.address, databaseOptions("table", "big"), Env{})
		if err != nil || one.Origin.SHA256 != two.Origin.SHA256 || one.Origin.Bytes != two.Origin.Bytes {
			t.Errorf("the same rows have another hash: %v", err)
		}
		noMoreGoroutines(t, before)
	})
}

// fakeServer takes connections and does with each what act does.
func fakeServer(t *testing.T, act func(net.Conn)) string {
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
			t.Cleanup(func() { c.Close() })
			go act(c)
		}
	}()
	return l.Addr().String()
}

// TestServersThatMisbehave meets servers that never answer, hang up, or speak another language.
func TestServersThatMisbehave(t *testing.T) {
	silent := fakeServer(t, func(net.Conn) {})
	rude := fakeServer(t, func(c net.Conn) {
		c.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		c.Read(make([]byte, 10))
		c.Close()
	})
	web := fakeServer(t, func(c net.Conn) { c.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n")); c.Close() })
	for _, scheme := range []string{"postgres", "mysql"} {
		for address, say := range map[string]string{silent: "did not answer within 1 seconds", rude: "no connection", web: "no connection"} {
			before := runtime.NumGoroutine()
			start := time.Now()
			_, err := Read(t.Context(), scheme+"://u:some-pw@"+address+"/x?"+map[string]string{"postgres": "sslmode=disable", "mysql": "tls=false"}[scheme], databaseOptions("timeout", "1"), Env{})
			if err == nil || !strings.Contains(err.Error(), say) || !strings.Contains(err.Error(), "hint: ") || strings.Contains(err.Error(), "some-pw") || time.Since(start) > 3*time.Second {
				t.Errorf("%s: %v after %v, want %s", scheme, err, time.Since(start), say)
			}
			noMoreGoroutines(t, before+2) // of the fake server
		}
	}
}

// TestServerStalls puts a wire between that stops carrying, or breaks, in the middle of the rows.
func TestServerStalls(t *testing.T) {
	servers(t, func(t *testing.T, s server) {
		s.series(t, 300_000)
		u, _ := url.Parse(s.address)
		real := u.Host
		for name, after := range map[string]func(net.Conn){"stall": func(net.Conn) { time.Sleep(3 * time.Second) }, "break": func(c net.Conn) { c.Close() }} {
			u.Host = fakeServer(t, func(c net.Conn) {
				server, err := net.Dial("tcp", real)
				if err != nil {
					return
				}
				defer server.Close()
				go func() {
					b := make([]byte, 4096)
					for {
						n, err := c.Read(b)
						if err != nil {
							return
						}
						server.Write(b[:n])
					}
				}()
				b := make([]byte, 4096)
				for sent := 0; sent < 1<<20; {
					n, err := server.Read(b)
					if err != nil {
						return
					}
					c.Write(b[:n])
					sent += n
				}
				after(c)
			})
			start := time.Now()
			_, err := Read(t.Context(), u.String(), databaseOptions("stall", "1", "table", "big"), Env{})
			want := map[string]string{"stall": "nothing came from the server for 1 seconds, after ", "break": "the connection was lost after "}[name]
			if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "nothing was kept; hint: ") || time.Since(start) > 4*time.Second {
				t.Errorf("%s: %v after %v", name, err, time.Since(start))
			}
		}
	})
}
