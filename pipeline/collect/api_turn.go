package collect

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// turner knows how to turn pages: first is the address of the first one, next that of the one after an answer, nil when
// it was the last.
type turner struct {
	first *url.URL
	next  func(a *answer) (*url.URL, error)
	// counted says that the server goes on for ever: only a page without records, or the same again, is the end.
	counted bool
}

// turner returns the way of turning pages that the settings name.
func (c *client) turner() *turner {
	switch c.api.Pages {
	case "page":
		return c.counting(or(c.api.Page, "page"), or(c.api.SizeName, "per_page"), 1, func(*answer) int { return 1 })
	case "offset":
		return c.counting(or(c.api.Page, "offset"), or(c.api.SizeName, "limit"), 0, func(a *answer) int { return a.count })
	case "cursor":
		return &turner{first: c.sized(c.base), next: c.byCursor}
	case "auto", "link":
		return &turner{first: c.sized(c.base), next: c.byLink}
	}
	return &turner{first: c.sized(c.base), next: func(*answer) (*url.URL, error) { return nil, nil }}
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// with returns the address with a query parameter set; the others stay as they are written.
func with(u *url.URL, name, value string) *url.URL {
	var parts []string
	set := url.QueryEscape(name) + "=" + url.QueryEscape(value)
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		key, _, _ := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(key); err == nil && plain == name {
			part, set = set, ""
		}
		if part != "" {
			parts = append(parts, part)
		}
	}
	if set != "" {
		parts = append(parts, set)
	}
	out := *u
	out.RawQuery = strings.Join(parts, "&")
	return &out
}

// sized asks for the size of pages that the settings name.
func (c *client) sized(u *url.URL) *url.URL {
	if c.api.Size == 0 {
		return u
	}
	return with(u, or(c.api.SizeName, "per_page"), strconv.Itoa(c.api.Size))
}

// counting turns pages by a number in the address, which starts where the address says.
func (c *client) counting(name, sizeName string, start int, step func(*answer) int) *turner {
	at := start
	if n, err := strconv.Atoi(c.base.Query().Get(name)); err == nil {
		at = n
	}
	c.api.SizeName = sizeName
	first := with(c.sized(c.base), name, strconv.Itoa(at))
	return &turner{first: first, counted: true, next: func(a *answer) (*url.URL, error) {
		if a.count < 0 {
			return nil, c.fail("it cannot be told how many records the page has", "say where they lie with api.records")
		}
		at += step(a)
		return with(first, name, strconv.Itoa(at)), nil
	}}
}

// nextPlaces are where answers usually hold the address of the next page.
var nextPlaces = []string{"next", "links.next", "links.next.href", "_links.next.href", "_links.next", "@odata.nextLink", "paging.next", "pagination.next", "meta.next"}

// byLink goes to the next page that the Link header or the answer itself points to.
func (c *client) byLink(a *answer) (*url.URL, error) {
	if to := nextLink(a.header.Values("Link")); to != "" {
		return c.follow(a, to)
	}
	places := nextPlaces
	if c.api.Cursor != "" {
		places = []string{c.api.Cursor}
	}
	for _, place := range places {
		if to := a.at(place); isAddress(to) {
			return c.follow(a, to)
		}
	}
	return nil, nil
}

// cursorPlaces are where answers usually hold the next cursor.
var cursorPlaces = []string{"next_cursor", "nextCursor", "next_page_token", "nextPageToken", "cursor", "meta.next_cursor", "meta.nextCursor",
	"pagination.next_cursor", "paging.cursors.after", "response_metadata.next_cursor", "next"}

// byCursor passes the mark from an answer on to the next question. A mark that is an address is followed.
func (c *client) byCursor(a *answer) (*url.URL, error) {
	places := cursorPlaces
	if c.api.Cursor != "" {
		places = []string{c.api.Cursor}
	}
	if a.doc == nil {
		return nil, c.fail("there is no cursor to be found, since the answer is no JSON", "set api.pages to none, link, page or offset")
	}
	for _, place := range places {
		mark := a.at(place)
		switch {
		case strings.HasPrefix(mark, "http://"), strings.HasPrefix(mark, "https://"):
			return c.follow(a, mark)
		case mark != "":
			return with(c.sized(c.base), or(c.api.CursorIn, "cursor"), mark), nil
		}
	}
	if _, found := lookup(a.doc.whole, c.api.Cursor); c.page == 1 && !found {
		c.warn(fmt.Sprintf("the answer has no cursor at %q, so it was taken for all there is", c.api.Cursor))
	}
	return nil, nil
}

// at is the text at a path of the answer.
func (a *answer) at(path string) string {
	if a.doc == nil || a.doc.values != 1 {
		return ""
	}
	v, ok := lookup(a.doc.whole, path)
	if !ok {
		return ""
	}
	return plainText(v)
}

func isAddress(s string) bool {
	for _, start := range []string{"http://", "https://", "/", "?"} {
		if strings.HasPrefix(s, start) {
			return true
		}
	}
	return false
}

// follow resolves the address of a next page. It lies on the server that was asked; one that forgot https or the secrets
// of the query gets them back.
func (c *client) follow(a *answer, to string) (*url.URL, error) {
	u, err := a.url.Parse(to)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil, c.fail("the address of the next page cannot be read", "set api.pages to none to read this page only")
	}
	if u.Scheme == "http" && c.base.Scheme == "https" && strings.EqualFold(u.Hostname(), c.base.Hostname()) && (u.Port() == "" || u.Port() == c.base.Port()) {
		u.Scheme = "https"
		u.Host = c.base.Host
	}
	if !c.trusts(u) && u.Host != a.url.Host {
		return nil, c.fail(fmt.Sprintf("the next page lies on another server, %q", shorten(u.Host)), "set api.pages to none to read this page only")
	}
	if !c.trusts(u) {
		return u, nil
	}
	u.Fragment = ""
	return c.withSecrets(u), nil
}

// withSecrets gives an address the secret parameters that the first one has.
func (c *client) withSecrets(u *url.URL) *url.URL {
	_, query, _ := strings.Cut(c.public, "?")
	for part := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(part, "=")
		if placeholder.MatchString(value) && !u.Query().Has(name) {
			u = with(u, name, c.base.Query().Get(name))
		}
	}
	return u
}
