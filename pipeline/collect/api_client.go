package collect

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// client asks one server, within the limits of its settings. Secrets go to the server of the address only: not to
// another one it points to, and not over a connection that anybody can listen to when the first was private.
type client struct {
	public   string
	api      API
	env      Env
	base     *url.URL
	plain    []header
	private  []header
	secrets  []string
	http     *http.Client
	left     int64       // bytes that may still come
	capped   bool        // left is what memory allows, not the setting
	page     int         // the one being asked for, from 1
	found    *recordList // where the pages of JSON have their records
	warnings []string
}

// answer is a whole answer of the server.
type answer struct {
	url    *url.URL // where it came from after redirects
	status int
	header http.Header
	body   []byte

	doc   *document // the body as JSON; nil when it is something else
	fault error     // why it is no JSON although it says so
	list  []byte    // its records as they stand, nil when it is not known where they lie
	count int       // how many they are, -1 when that is not known
}

// client puts the secrets in place and opens nothing yet.
func (s *apiSource) client(env Env) (*client, error) {
	c := &client{public: s.public, api: s.api, env: env, page: 1}
	address, err := env.reveal(s.public, s.public, true)
	if err != nil {
		return nil, err
	}
	if c.base, err = checkURL(s.public, address); err != nil {
		return nil, err
	}
	var secrets []string
	if c.plain, c.private, secrets, err = s.reveal(env); err != nil {
		return nil, err
	}
	c.secrets = spellings(append(secrets, s.addressSecrets(env)...), c.base.User)
	c.left, c.capped = room(int64(s.api.Limit)*1e6, env)
	transport := s.transport
	if transport == nil {
		transport = &http.Transport{Proxy: http.ProxyFromEnvironment, DisableCompression: true, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: seconds(s.api.Stall), MaxResponseHeaderBytes: 1 << 20}
	}
	c.http = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if len(c.secrets) > 0 && c.base.Scheme == "http" && !loopback(c.base.Hostname()) {
		c.warnings = append(c.warnings, "a secret was sent over http, which anybody on the way can read; use https if the server has it")
	}
	return c, nil
}

// room is how many bytes of text may be read: what the setting says, or less when memory is short.
func room(limit int64, env Env) (most int64, capped bool) {
	free := env.Memory
	if free == 0 {
		free = memory()
	}
	if free > 0 && free/growth < limit {
		return free / growth, true
	}
	return limit, false
}

func loopback(host string) bool {
	return host == "localhost" || host == "::1" || strings.HasPrefix(host, "127.")
}

func (c *client) close() { c.http.CloseIdleConnections() }

// checkURL takes an address apart; public is how it may be shown.
func checkURL(public, address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Hostname() == "" {
		return nil, &Error{File: public, What: "this is no web address", Hint: "write it as https://host/path?name=value, blanks and signs escaped"}
	}
	u.Scheme = strings.ToLower(u.Scheme)
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// trusts reports whether secrets may go to an address: to the server they are meant for, never less private than it.
func (c *client) trusts(u *url.URL) bool {
	if !strings.EqualFold(u.Hostname(), c.base.Hostname()) {
		return false
	}
	if u.Scheme == c.base.Scheme {
		return port(u) == port(c.base)
	}
	return u.Scheme == "https" && port(u) == "443" && port(c.base) == "80"
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if u.Scheme == "https" {
		return "443"
	}
	return "80"
}

// agent is how assay introduces itself.
func agent() string {
	version := "devel"
	if info, ok := debug.ReadBuildInfo(); ok {
		if v := strings.Trim(info.Main.Version, "()"); v != "" {
			version = v
		}
	}
	return "assay/" + version
}

// request makes the question for an address.
func (c *client) request(ctx context.Context, u *url.URL) (*http.Request, error) {
	ask := *u
	ask.User = nil
	private := c.trusts(u)
	if private {
		ask.User = c.base.User
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, ask.String(), nil)
	if err != nil {
		return nil, c.fail("this is no web address", "check the address")
	}
	req.Header.Set("User-Agent", agent())
	req.Header.Set("Accept", "application/json, text/csv, */*;q=0.1")
	headers := c.plain
	if private {
		headers = slices.Concat(headers, c.private)
	}
	for _, h := range headers {
		req.Header.Set(h.name, h.value)
	}
	req.Header.Set("Accept-Encoding", "gzip")
	return req, nil
}

var errStall = errors.New("no byte came for too long")

// get asks once and reads the whole answer. A silent server ends it.
func (c *client) get(ctx context.Context, u *url.URL) (*answer, error) {
	inner, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stall := seconds(c.api.Stall)
	dog := time.AfterFunc(stall, func() { cancel(errStall) })
	defer dog.Stop()
	a, err := c.exchange(inner, u, func() { dog.Reset(stall) })
	switch {
	case err == nil:
		return a, nil
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case context.Cause(inner) == errStall:
		return nil, c.fail("the server sent nothing for "+plainSeconds(stall), "try again later, or raise api.stall if it needs longer to think")
	}
	return nil, err
}

func (c *client) exchange(ctx context.Context, u *url.URL, beat func()) (*answer, error) {
	req, err := c.request(ctx, u)
	if err != nil {
		return nil, err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, c.unreachable(u, err)
	}
	defer resp.Body.Close()
	beat()
	a := &answer{url: u, status: resp.StatusCode, header: resp.Header, count: -1}
	if redirects(a.status) {
		return a, nil
	}
	a.body, err = c.body(resp, beat)
	return a, err
}

// maxRedirects is how often a server may point elsewhere.
const maxRedirects = 5

func redirects(status int) bool {
	return slices.Contains([]int{301, 302, 303, 307, 308}, status)
}

// once asks for an address and goes where the server points.
func (c *client) once(ctx context.Context, u *url.URL) (*answer, error) {
	for hop := 0; ; hop++ {
		a, err := c.get(ctx, u)
		if err != nil {
			return nil, err
		}
		if !redirects(a.status) {
			return a, c.judge(a)
		}
		if hop == maxRedirects {
			return nil, c.fail("the server points from one address to the next, more than 5 times", "it may be asking for a login; check the address")
		}
		if u, err = c.redirect(u, a.header.Get("Location")); err != nil {
			return nil, err
		}
	}
}

func (c *client) redirect(from *url.URL, location string) (*url.URL, error) {
	to, err := from.Parse(location)
	if err != nil || location == "" {
		return nil, c.fail("the server points to another address that cannot be read", "check the address")
	}
	to.Scheme = strings.ToLower(to.Scheme)
	if to.Scheme != "http" && to.Scheme != "https" || to.Hostname() == "" {
		return nil, c.fail("the server points to an address of "+to.Scheme+", which is not followed", "only http and https are; check the address")
	}
	to.Fragment = ""
	return to, nil
}

// ask asks until there is an answer: what may pass is tried again after a while.
func (c *client) ask(ctx context.Context, u *url.URL) (*answer, error) {
	d := dice(c.public)
	for try := 0; ; try++ {
		c.env.Monitor.Phase(c.doing())
		a, err := c.once(ctx, u)
		if err == nil {
			return a, nil
		}
		var b *busy
		if !errors.As(err, &b) {
			return nil, err
		}
		if try >= c.api.Retries {
			return nil, b.err
		}
		wait, why := b.wait(try, d)
		c.env.Monitor.Phase("waiting " + plainSeconds(wait) + ": " + why)
		if err := c.env.wait(ctx, wait); err != nil {
			return nil, err
		}
	}
}
