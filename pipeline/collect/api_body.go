package collect

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// wire counts the bytes as they come and says that there was a sign of life.
type wire struct {
	from io.Reader
	beat func()
	tell *Monitor
	n    int64
	err  error // what ended it, io.EOF when all is well
}

func (w *wire) Read(p []byte) (int, error) {
	n, err := w.from.Read(p)
	if n > 0 {
		w.beat()
		w.tell.Add(int64(n), 0)
	}
	w.n += int64(n)
	if err != nil {
		w.err = err
	}
	return n, err
}

// maxBelieved is how much room is made at once because a server says so.
const maxBelieved = 64 << 20

// maxExcuse is how much of an answer that reports a failure is read.
const maxExcuse = 64 << 10

// body reads the whole body, unpacked. A body that is shorter than declared, breaks off or grows beyond the limit is an
// error.
func (c *client) body(resp *http.Response, beat func()) ([]byte, error) {
	good := resp.StatusCode >= 200 && resp.StatusCode < 300
	most := c.left
	if !good {
		most = maxExcuse
	}
	if good && resp.ContentLength > most {
		return nil, c.tooLarge("the answer has " + Size(resp.ContentLength))
	}
	if good && c.page == 1 {
		c.env.Monitor.Total(max(0, resp.ContentLength))
	}
	w := &wire{from: resp.Body, beat: beat, tell: c.env.Monitor}
	unpacked, packed, err := c.unpacked(resp, w)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if !packed && good && resp.ContentLength > 0 {
		out.Grow(int(min(resp.ContentLength, maxBelieved)) + bytes.MinRead)
	}
	_, err = out.ReadFrom(io.LimitReader(unpacked, most+1))
	switch {
	case !good:
		return out.Bytes()[:min(out.Len(), maxExcuse)], nil
	case int64(out.Len()) > most:
		return nil, c.tooLarge("the answer has more")
	case err != nil:
		return nil, c.broken(resp, w, err)
	}
	if packed {
		if _, err := io.Copy(io.Discard, w); err != nil {
			return nil, c.broken(resp, w, err)
		}
	} else if resp.ContentLength < 0 && len(resp.TransferEncoding) == 0 && resp.ProtoMajor == 1 {
		c.warn("the server did not say how long its answer is, so it cannot be told whether all of it came")
	}
	c.left -= int64(out.Len())
	return out.Bytes(), nil
}

// unpacked undoes the compression the server chose.
func (c *client) unpacked(resp *http.Response, w *wire) (r io.Reader, packed bool, err error) {
	switch how := strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding"))); how {
	case "", "identity":
		return w, false, nil
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(w)
		if err == io.EOF { // nothing at all, as with 204
			return w, true, nil
		}
		if err != nil {
			return nil, true, c.broken(resp, w, err)
		}
		return z, true, nil
	default:
		return nil, true, c.fail(fmt.Sprintf("the answer is compressed in a way that was not asked for (%q)", shorten(how)), "ask the server's keeper, or download the data another way")
	}
}

func (c *client) tooLarge(what string) error {
	hint := "raise api.limit, or ask for less"
	if c.capped {
		hint = "ask for less, or raise GOMEMLIMIT if more memory may be used"
	}
	if c.page > 1 {
		return c.fail(what+fmt.Sprintf(" than the %s that are left after %s", Size(c.left), plural(c.page-1, "page")), hint)
	}
	return c.fail(what+fmt.Sprintf("; at most %s are read", Size(c.left)), hint)
}

// broken says how a body ended before its end.
func (c *client) broken(resp *http.Response, w *wire, err error) error {
	const hint = "try again; nothing of it was used"
	if w.err == nil || w.err == io.EOF {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return c.fail(fmt.Sprintf("half a body: the compressed answer breaks off after %s", plural(int(w.n), "byte")), hint)
		}
		return c.fail("the compressed answer is damaged: "+reason(err), hint)
	}
	if resp.ContentLength >= 0 {
		return c.fail(fmt.Sprintf("half a body: %d of %d bytes came", w.n, resp.ContentLength), hint)
	}
	return c.fail(fmt.Sprintf("half a body: the answer breaks off after %s", plural(int(w.n), "byte")), hint)
}

// warn says something once.
func (c *client) warn(text string) {
	c.warnings = union(c.warnings, []string{text})
}
