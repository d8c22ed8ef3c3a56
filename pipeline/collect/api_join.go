package collect

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// typeOf tells what an answer's format is known by: the setting, else what the server says, else the name in the address.
func (a API) typeOf(of *answer) string {
	if a.Format != "auto" {
		return a.Format
	}
	said := mediaType(of.header.Get("Content-Type"))
	for _, f := range Formats() {
		if slices.Contains(f.Media, said) {
			return said
		}
	}
	if isJSON(said) {
		return jsonFormat.Name
	}
	return path.Base(of.url.Path)
}

func (a API) formatOf(of *answer) string {
	return formatOf(File{Type: a.typeOf(of), Data: of.body}).Name
}

// understand takes a page apart as far as turning pages needs: where its records are and how many.
func (c *client) understand(a *answer) error {
	if c.api.Pages == "none" {
		return nil
	}
	format := c.api.formatOf(a)
	if format == jsonFormat.Name || c.api.Format == "auto" && knowsJSON(bytes.TrimLeft(bytes.TrimPrefix(a.body, bom), " \t\r\n")) {
		a.doc, a.fault = readDocument(c.public, a.body)
		var e *Error
		if errors.As(a.fault, &e) && c.page > 1 {
			e.What = fmt.Sprintf("page %d: %s", c.page, e.What)
		}
		if a.fault != nil && (c.page > 1 || c.api.Pages != "auto") {
			return a.fault
		}
		return c.findRecords(a)
	}
	if format == csvFormat.Name {
		_, a.list = cutHeader(a.body)
		a.list = bytes.TrimSpace(a.list)
		a.count = bytes.Count(a.list, []byte("\n")) + first(len(a.list) > 0)
	}
	if len(bytes.TrimSpace(a.body)) == 0 {
		a.count = 0
	}
	return nil
}

// findRecords finds the records of a page of JSON. Where the first page had them, later ones have them too.
func (c *client) findRecords(a *answer) error {
	if a.doc == nil {
		return nil
	}
	found := a.doc.records(c.api.Records)
	if c.found != nil && c.found.count > 0 && c.found.keys != nil && a.doc.values == 1 {
		if found = a.doc.under(c.found.keys); found.count < 0 {
			return c.fail(fmt.Sprintf("there are no records at %s, where the pages before have them", strings.Join(c.found.keys, ".")), "say where they lie with api.records")
		}
	}
	if c.found != nil && c.found.lines && a.doc.values == 1 {
		found = recordList{list: a.doc.whole, count: 1, lines: true}
	}
	if c.found == nil || c.found.count <= 0 {
		c.found = &found
	}
	a.list, a.count = found.list, found.count
	return nil
}

// cutHeader parts delimited text after its first line; a quoted line end does not count.
func cutHeader(text []byte) (header string, rows []byte) {
	text = bytes.TrimPrefix(text, bom)
	quoted := false
	for i, b := range text {
		switch {
		case b == '"':
			quoted = !quoted
		case b == '\n' && !quoted:
			return string(bytes.TrimRight(text[:i], "\r")), text[i+1:]
		}
	}
	return string(text), nil
}

// join puts pages together into one file, in the order they came: the records of JSON in one document that has them where
// every page has them, or the pages as they are when a path leads to them; the rows of delimited text under the header
// they share.
func (s *apiSource) join(c *client, pages []*answer) (File, error) {
	first := pages[0]
	f := File{Name: s.public, Table: s.table, Type: s.api.typeOf(first), Data: first.body}
	if len(pages) == 1 {
		return f, nil
	}
	f.Type = s.api.formatOf(first)
	f.Notes = []string{strconv.Itoa(len(pages)) + " pages put together"}
	if f.Type == jsonFormat.Name && s.api.Records == "" && c.found.wraps(pages) {
		f.Data = c.found.wrap(pages)
		return f, nil
	}
	f.Data = slices.Clone(first.body)
	for i, a := range pages[1:] {
		c.page = i + 2
		rest, err := s.rest(c, first, a, f.Type)
		if err != nil {
			return f, err
		}
		if len(rest) > 0 && !bytes.HasSuffix(f.Data, []byte("\n")) {
			f.Data = append(f.Data, '\n')
		}
		f.Data = append(f.Data, rest...)
	}
	return f, nil
}

// rest is what a later page adds to the first.
func (s *apiSource) rest(c *client, first, a *answer, format string) ([]byte, error) {
	const alone = "set api.pages to none to read the first page only"
	if a.count == 0 {
		return nil, nil
	}
	if other := s.api.formatOf(a); other != format {
		return nil, c.fail(fmt.Sprintf("this page is %s, the first was %s", other, format), alone)
	}
	switch format {
	case jsonFormat.Name:
		if s.api.Records == "" && !c.found.lines {
			return nil, c.fail("it cannot be told where the pages have their records", "say so with api.records")
		}
		return bytes.TrimPrefix(a.body, bom), nil
	case csvFormat.Name:
		if s.options["csv.header"] == "no" {
			return bytes.TrimPrefix(a.body, bom), nil
		}
		header, rows := cutHeader(a.body)
		if want, _ := cutHeader(first.body); header != want {
			return nil, c.fail("the header is not the one of the first page", "set csv.header to no if pages have none; or "+alone)
		}
		return rows, nil
	}
	return nil, c.fail("pages of "+format+" cannot be put together", alone)
}
