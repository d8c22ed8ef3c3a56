package collect

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"syscall"
)

// fail is an error about the page being asked for, without secrets.
func (c *client) fail(what, hint string) error {
	if c.page > 1 {
		what = fmt.Sprintf("page %d: %s", c.page, what)
	}
	return &Error{File: c.public, What: c.scrub(what), Hint: hint}
}

// doing says what is being done for the monitor.
func (c *client) doing() string {
	if c.page > 1 {
		return fmt.Sprintf("asking the server for page %d", c.page)
	}
	return "asking the server"
}

// unreachable says why there was no answer at all.
func (c *client) unreachable(u *url.URL, err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err // the wrapping repeats the address, secrets and all
	}
	host := u.Host
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return c.fail(fmt.Sprintf("there is no server called %q", shorten(u.Hostname())), "check the address")
	case errors.As(err, &certificate):
		return c.fail("the server's certificate is not to be trusted: "+reason(certificate.Err), "check the address and this machine's clock")
	case errors.As(err, &record), strings.Contains(err.Error(), "HTTP response to HTTPS client"):
		return c.fail("the server does not speak https there", "check the port, or use http:// if the network is yours")
	case errors.Is(err, syscall.ECONNREFUSED):
		return &busy{err: c.fail("nothing answers at "+host, "check the host and port, and that the server runs"), why: "nothing answers at " + host}
	case transient(err):
		return &busy{err: c.fail("the connection failed: "+reason(err), "check the network, then try again"), why: "the connection failed"}
	}
	return c.fail("the server could not be asked: "+reason(err), "check the address")
}

// transient reports whether a connection that failed may succeed next time.
func transient(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	return errors.As(err, &op) || errors.As(err, &dns) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, context.DeadlineExceeded)
}

// judge refuses answers that are not data.
func (c *client) judge(a *answer) error {
	switch {
	case a.status == http.StatusPartialContent:
		return c.fail("the server sent a part of its answer only", "check the address; a part is never read as the whole")
	case a.status >= 200 && a.status < 300:
		return c.refuseAnswer(a)
	}
	what := fmt.Sprintf("the server says %d %s", a.status, http.StatusText(a.status))
	if excuse := c.excuse(a); excuse != "" {
		what += fmt.Sprintf(": %q", excuse)
	}
	asked := retryAfter(a.header.Get("Retry-After"), c.env.now())
	if asked > 0 {
		what += "; it asks to wait " + plainSeconds(asked)
	}
	err := c.fail(what, statusHint(a.status))
	if slices.Contains([]int{429, 502, 503, 504}, a.status) {
		return &busy{err: err, why: fmt.Sprintf("the server says %d", a.status), asked: asked}
	}
	return err
}

func statusHint(status int) string {
	switch {
	case status == 401:
		return "it wants to know who asks: put a token into an environment variable and name it with --set api.token=NAME, or give a header: --set 'api.headers=X-API-Key: ${NAME}'"
	case status == 403:
		return "the token or key may be missing, wrong, or without the right to this; see api.token and api.headers"
	case status == 404 || status == 410:
		return "check the address"
	case status == 429:
		return "it was asked too often; try again later, or raise api.retries"
	case status >= 500:
		return "the fault is the server's; try again later"
	}
	return "check the address and its parameters"
}

// refuseAnswer refuses a good answer that holds no data.
func (c *client) refuseAnswer(a *answer) error {
	head := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(a.body[:min(len(a.body), 1024)], bom), " \t\r\n"))
	said := mediaType(a.header.Get("Content-Type"))
	if said == "text/html" || said == "application/xhtml+xml" || bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html")) {
		what := "the answer is a web page, not data"
		if title := clipped(c.scrub(pageTitle(a.body))); title != "" {
			what += fmt.Sprintf(" (%q)", title)
		}
		return c.fail(what, "it may be a login page: see api.token and api.headers; or find the address of the data itself")
	}
	if c.page == 1 && len(bytes.TrimSpace(head)) == 0 && len(a.body) <= len(head) {
		return c.fail("the answer is empty", "check the address and its parameters")
	}
	return nil
}

const maxQuoted = 200

// excuse is what the server says about its failure, in at most 200 characters.
func (c *client) excuse(a *answer) string {
	text := ""
	var doc map[string]json.RawMessage
	if json.Unmarshal(a.body, &doc) == nil {
		text = excuseIn(doc)
	}
	if text == "" {
		text = pageTitle(a.body)
	}
	if text == "" && !strings.Contains(mediaType(a.header.Get("Content-Type")), "html") {
		text = string(a.body)
	}
	return clipped(c.scrub(text))
}

// excuseIn finds the message in the usual places of an answer.
func excuseIn(doc map[string]json.RawMessage) string {
	for _, key := range []string{"message", "error_description", "detail", "error", "title", "errors"} {
		raw, ok := doc[key]
		if !ok {
			continue
		}
		var text string
		var inner map[string]json.RawMessage
		if json.Unmarshal(raw, &text) == nil && text != "" {
			return text
		}
		if json.Unmarshal(raw, &inner) == nil {
			if text := excuseIn(inner); text != "" {
				return text
			}
		}
	}
	return ""
}

var title = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)

// pageTitle is the title of a web page.
func pageTitle(body []byte) string {
	if m := title.FindSubmatch(body[:min(len(body), maxExcuse)]); m != nil {
		return string(m[1])
	}
	return ""
}

// clipped writes text on one line of at most 200 characters; messages quote it with %q.
func clipped(text string) string {
	text = strings.ToValidUTF8(strings.Join(strings.Fields(text), " "), "\uFFFD")
	if runes := []rune(text); len(runes) > maxQuoted {
		return string(runes[:maxQuoted]) + "..."
	}
	return text
}

// spellings are the secrets as they may turn up: plain, escaped, and in the header of a name and password.
func spellings(secrets []string, user *url.Userinfo) []string {
	var out []string
	if password, ok := user.Password(); ok {
		secrets = append(secrets, password, base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password)))
	}
	for _, s := range secrets {
		quoted, _ := json.Marshal(s) // a string always goes
		for _, form := range []string{s, url.QueryEscape(s), url.PathEscape(s), string(quoted[1 : len(quoted)-1]), strings.ReplaceAll(s, "/", `\/`)} {
			if form != "" && !slices.Contains(out, form) {
				out = append(out, form)
			}
		}
	}
	// The longest first, so that no rest of one is left by another.
	slices.SortFunc(out, func(a, b string) int { return len(b) - len(a) })
	return out
}

// scrub takes secrets out of a message.
func (c *client) scrub(text string) string {
	for _, s := range c.secrets {
		text = strings.ReplaceAll(text, s, hiddenToken)
	}
	return text
}

// scrubbed takes secrets that the server repeats out of its answer, before anything shows or keeps it. Short secrets and
// those of digits only may be data by chance and are left.
func (c *client) scrubbed(f File) File {
	found := 0
	for _, s := range c.secrets {
		if len(s) < 8 || strings.Trim(s, "0123456789") == "" {
			continue
		}
		if n := bytes.Count(f.Data, []byte(s)); n > 0 {
			f.Data = bytes.ReplaceAll(f.Data, []byte(s), []byte(hiddenToken))
			found += n
		}
	}
	if found > 0 {
		f.Warns = append(f.Warns, fmt.Sprintf("the answer repeats a secret %s; it reads %s in the table", times(found), hiddenToken))
	}
	return f
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
