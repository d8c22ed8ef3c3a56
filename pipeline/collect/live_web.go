package collect

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// webStream hears what a web server sends without end: an event stream, or lines. A connection that breaks is made
// again, and an event stream is told which event was the last. Lines that end as the server meant are the end.
type webStream struct {
	place string // with ${NAME} for secrets
	name  string // for messages
	most  int
	api   *apiSource // knows the headers to send
}

const (
	answerTimeout = 30 * time.Second
	usualRetry    = 3 * time.Second // as browsers do, before the server says otherwise
	givesUp       = 5 * time.Minute // without a connection
)

// Listen asks, and asks again when the connection breaks.
func (s *webStream) Listen(ctx context.Context, env Env, to func(Message)) error {
	target, err := s.target(env)
	if err != nil {
		return err
	}
	plain, private, _, err := s.api.reveal(s.api.knowing(env))
	if err != nil {
		return err
	}
	client, closeIdle := streamClient(private)
	defer closeIdle()
	w := &webListener{webStream: s, env: env, to: to, client: client, target: target, headers: slices.Concat(plain, private)}
	w.events = &events{most: s.most, now: env.now, to: to, retry: usualRetry}
	var up time.Time // when there was a connection last
	for wait := time.Duration(0); ; {
		ended, err := w.once(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case ended:
			return err
		case w.connected:
			up, wait, w.connected = env.now(), w.events.retry, false
			to(Message{Event: Lost, Received: env.now(), Why: s.trouble(err)})
		case up.IsZero():
			return s.fault(err)
		case env.now().Sub(up) > givesUp:
			return &Error{File: s.name, What: fmt.Sprintf("the connection was lost and did not come back within %v: %s", givesUp, s.trouble(err)), Hint: "start listening again when the server is back"}
		default:
			wait = min(max(2*wait, time.Second), longestRetry/2)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

// target is the address with its secrets in place.
func (s *webStream) target(env Env) (*url.URL, error) {
	text, err := env.reveal(s.name, s.place, true)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return nil, &Error{File: s.name, What: "this address cannot be read", Hint: "write it as https://HOST/PATH"}
	}
	return u, nil
}

// streamClient returns a client without a limit on how long an answer takes to end, for it does not end. The
// private headers go to the server they are meant for only.
func streamClient(private []header) (*http.Client, func()) {
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, ResponseHeaderTimeout: answerTimeout, TLSHandshakeTimeout: answerTimeout / 2,
		DialContext: (&net.Dialer{Timeout: answerTimeout / 2, KeepAlive: 15 * time.Second}).DialContext, ForceAttemptHTTP2: true, MaxResponseHeaderBytes: 64 << 10}
	redirect := func(r *http.Request, via []*http.Request) error {
		r.Header.Del("Referer") // which would tell the other server all of the address
		if r.URL.Host != via[0].URL.Host {
			for _, h := range private {
				r.Header.Del(h.name)
			}
		}
		switch {
		case len(via) > maxRedirects:
			return errors.New("more than 5 redirections")
		case r.URL.Scheme != "https" && (via[0].URL.Scheme == "https" || r.URL.Scheme != "http"):
			return errors.New("a redirection away from https")
		}
		return nil
	}
	return &http.Client{Transport: transport, CheckRedirect: redirect}, transport.CloseIdleConnections
}

// webListener is the state of listening to one address.
type webListener struct {
	*webStream
	env       Env
	to        func(Message)
	client    *http.Client
	target    *url.URL
	headers   []header
	events    *events
	connected bool
}

// once asks and hears the answer to its end. ended is set when asking again is of no use.
func (w *webListener) once(ctx context.Context) (ended bool, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, w.target.String(), nil)
	if err != nil {
		return true, &Error{File: w.name, What: "this address cannot be asked", Hint: "write it as https://HOST/PATH"}
	}
	r.Header.Set("Accept", "text/event-stream, application/x-ndjson;q=.9, */*;q=.8")
	r.Header.Set("Cache-Control", "no-store")
	r.Header.Set("User-Agent", agent())
	for _, h := range w.headers {
		r.Header.Set(h.name, h.value)
	}
	if w.events.last != "" {
		r.Header.Set("Last-Event-ID", w.events.last)
	}
	answer, err := w.client.Do(r)
	if err != nil {
		return false, err
	}
	defer answer.Body.Close()
	switch code := answer.StatusCode; {
	case code == http.StatusNoContent: // the server's way of saying that there will be no more
		return true, nil
	case code >= 500 || code == http.StatusTooManyRequests:
		return false, errors.New("the server answers " + answer.Status)
	case code != http.StatusOK:
		return true, &Error{File: w.name, What: "the server answers " + answer.Status, Hint: streamHint(code)}
	}
	w.connected = true
	w.to(Message{Event: Connected, Received: w.env.now()})
	if mediaType(answer.Header.Get("Content-Type")) == "text/event-stream" {
		w.events.forget()
		w.events.marked = false
		l := &lines{most: w.most + len("data: "), cr: true}
		err := drainBody(answer.Body, func(data []byte) { l.feed(data, w.events.line) })
		return false, err
	}
	out := newLineMessages(w.most, w.env, w.to)
	err = drainBody(answer.Body, out.take)
	if err == io.EOF {
		out.finish()
		return true, nil
	}
	return false, err
}

func streamHint(code int) string {
	switch code {
	case http.StatusUnauthorized, http.StatusForbidden:
		return "check the user, password or token of this address"
	case http.StatusNotFound:
		return "check the path of this address"
	}
	return "check the address and what it takes"
}

// drainBody hands out what comes until it ends; the error is never nil.
func drainBody(r io.Reader, take func([]byte)) error {
	buf := make([]byte, 32<<10)
	for {
		n, err := r.Read(buf)
		take(buf[:n])
		if err != nil {
			return err
		}
	}
}

// trouble says what went wrong, without the address that errors of requests repeat with all that is in it.
func (s *webStream) trouble(err error) string {
	var of *url.Error
	if errors.As(err, &of) {
		err = of.Err
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "the server ended the connection"
	}
	return netTrouble(err)
}

// fault is the error of a connection that never was.
func (s *webStream) fault(err error) error {
	return &Error{File: s.name, What: s.trouble(err), Hint: netHint(err)}
}

// netTrouble says in plain words why there is no connection.
func netTrouble(err error) string {
	var name *net.DNSError
	var op *net.OpError
	switch {
	case errors.As(err, &name):
		return fmt.Sprintf("the host %q is not known", name.Name)
	case errors.Is(err, context.DeadlineExceeded), isTimeout(err):
		return "there was no answer in time"
	case strings.Contains(err.Error(), "connection refused"):
		return "the connection was refused; nothing listens there"
	case errors.As(err, &op) && op.Err != nil:
		return strings.ToLower(op.Err.Error())
	}
	return err.Error()
}

func isTimeout(err error) bool {
	var t net.Error
	return errors.As(err, &t) && t.Timeout()
}

// netHint says what to do about it.
func netHint(err error) string {
	var name *net.DNSError
	switch {
	case errors.As(err, &name):
		return "check the host's name and the network"
	case strings.Contains(err.Error(), "x509"), strings.Contains(err.Error(), "tls:"):
		return "check the host's name and its certificate; SSL_CERT_FILE names a file of further certificates to trust"
	}
	return "check the host and port, and that the server runs"
}
