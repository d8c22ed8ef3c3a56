package collect

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// book is a server with numbered records that divides them in every way there is.
type book struct {
	records int
	size    int
	asked   []string
	*httptest.Server
}

func newBook(t *testing.T, records, size int) *book {
	b := &book{records: records, size: size}
	b.Server = serve(t, b.answer)
	return b
}

func (b *book) answer(w http.ResponseWriter, r *http.Request) {
	b.asked = append(b.asked, r.URL.RequestURI())
	q := r.URL.Query()
	number := func(name string, otherwise int) int {
		if n, err := strconv.Atoi(q.Get(name)); err == nil {
			return n
		}
		return otherwise
	}
	from := number("from", 0)
	if strings.HasPrefix(r.URL.Path, "/page") {
		from = (number("page", 1) - 1) * b.size
	}
	if strings.HasPrefix(r.URL.Path, "/offset") {
		from = number("offset", 0)
	}
	end := min(from+b.size, b.records)
	var list []string
	for i := from; i < end; i++ {
		list = append(list, strconv.Itoa(i))
	}
	more := end < b.records
	next := fmt.Sprintf("http://%s%s?from=%d", r.Host, r.URL.Path, end)
	switch r.URL.Path {
	case "/link.csv", "/page.csv", "/offset.csv":
		if more && r.URL.Path == "/link.csv" {
			w.Header().Set("Link", `<http://x.org/>; rel="prev", <`+next+`>; rel="next"`)
		}
		csvAnswer(w, "id\n"+strings.Join(append(list, ""), "\n"))
		return
	}
	for i := range list {
		list[i] = `{"id": ` + list[i] + `}`
	}
	data := "[" + strings.Join(list, ",\n") + "]"
	switch {
	case r.URL.Path == "/next" && more:
		jsonAnswer(w, `{"next": "`+strings.ReplaceAll(next, "/", `\/`)+`", "results": `+data+`}`)
	case r.URL.Path == "/next":
		jsonAnswer(w, `{"next": null, "results": `+data+`}`)
	case r.URL.Path == "/cursor" && more:
		jsonAnswer(w, fmt.Sprintf(`{"results": %s, "meta": {"after": %d}}`, data, end))
	case r.URL.Path == "/cursor":
		jsonAnswer(w, fmt.Sprintf(`{"results": %s, "meta": {}}`, data))
	case r.URL.Path == "/total":
		jsonAnswer(w, fmt.Sprintf(`{"results": %s, "total": %d}`, data, b.records))
	case r.URL.Path == "/more":
		jsonAnswer(w, fmt.Sprintf(`{"results": %s, "has_more": %t}`, data, more))
	default:
		jsonAnswer(w, data)
	}
}

// Every way of turning pages gives every record once, in order.
func TestAPIPages(t *testing.T) {
	withJSON(t)
	for _, c := range []struct {
		path  string
		o     Options
		pages int
		kind  string
	}{
		{"/link.csv", nil, 4, "csv"},
		{"/link.csv", Options{"api.pages": "link"}, 4, "csv"},
		{"/next", nil, 4, "json"},
		{"/next", Options{"api.pages": "link", "api.cursor": "next"}, 4, "json"},
		{"/next", Options{"api.pages": "cursor", "api.cursor": "next"}, 4, "json"},
		{"/page", Options{"api.pages": "page"}, 5, "json"},
		{"/page.csv", Options{"api.pages": "page"}, 5, "csv"},
		{"/page?x=1&page=1", Options{"api.pages": "page", "api.size": "3"}, 5, "json"},
		{"/offset", Options{"api.pages": "offset", "api.size": "3"}, 5, "json"},
		{"/offset.csv", Options{"api.pages": "offset"}, 5, "csv"},
		{"/cursor", Options{"api.pages": "cursor", "api.cursor": "meta.after", "api.cursor-parameter": "from"}, 4, "json"},
	} {
		b := newBook(t, 10, 3)
		raw := reading(t, b.URL+c.path, c.o, Env{})
		var want []float64
		for i := range 10 {
			want = append(want, float64(i))
		}
		if got := numbers(t, raw, "id"); !slices.Equal(got, want) || len(b.asked) != c.pages || raw.Origin.Kind != c.kind || len(raw.Origin.Warnings) > 0 {
			t.Errorf("%s %v: %v as %s, asked for %q, warned of %q", c.path, c.o, got, raw.Origin.Kind, b.asked, raw.Origin.Warnings)
		}
	}
}

func TestAPIPagesThatMayBeMore(t *testing.T) {
	withJSON(t)
	for _, c := range []struct {
		path string
		o    Options
		rows int
		say  string
	}{
		{"/next", Options{"api.max-pages": "2"}, 6, "stopped after 2 pages; there may be more"},
		{"/next", Options{"api.pages": "none"}, 3, ""},
		{"/total", nil, 3, "the server says there are 10 records, and 3 came"},
		{"/more", nil, 3, "there are more records than the 3 that came (has_more)"},
		{"/cursor", Options{"api.pages": "cursor", "api.cursor": "meta.after", "api.cursor-parameter": "wrong"}, 3, "page 2 is the same as page 1"},
		{"/cursor", Options{"api.pages": "cursor", "api.cursor": "meta.nothing"}, 3, `no cursor at "meta.nothing"`},
		{"/page", Options{"api.pages": "page", "api.page-parameter": "wrong"}, 3, "page 2 is the same as page 1"},
	} {
		raw := reading(t, newBook(t, 10, 3).URL+c.path, c.o, Env{})
		if said := strings.Join(raw.Origin.Warnings, "\n"); raw.Table.Rows() != c.rows || !strings.Contains(said, c.say) || c.say == "" && said != "" {
			t.Errorf("%s %v: %d rows, warned of %q", c.path, c.o, raw.Table.Rows(), said)
		}
	}
}

// Pages that lead in a circle, or on and on without records, come to an end.
func TestAPILoops(t *testing.T) {
	withJSON(t)
	n := 0
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		n++
		switch r.URL.Path {
		case "/self":
			w.Header().Set("Link", "</self>; rel=next")
		case "/circle":
			w.Header().Set("Link", "</circle?n="+strconv.Itoa(n%3)+">; rel=next")
		case "/empty":
			if r.URL.RawQuery != "" {
				w.Header().Set("Link", "</empty?"+strconv.Itoa(n)+">; rel=next")
				jsonAnswer(w, "[]")
				return
			}
			w.Header().Set("Link", "</empty?0>; rel=next")
		}
		jsonAnswer(w, fmt.Sprintf(`[{"id":%d}]`, n))
	})
	for path, say := range map[string]string{"/self": "page 1 points back to page 1", "/circle": "points back to page", "/empty": "3 pages without records"} {
		n = 0
		raw := reading(t, s.URL+path, nil, Env{})
		wants(t, strings.Join(raw.Origin.Warnings, "\n"), say)
	}
}

// A page that fails fails the reading, and the message says which page.
func TestAPIAPageFails(t *testing.T) {
	withJSON(t)
	var second http.HandlerFunc
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "" {
			second(w, r)
			return
		}
		w.Header().Set("Link", "<?2>; rel=next")
		if r.URL.Path == "/csv" {
			csvAnswer(w, "a,b\n1,2\n")
			return
		}
		jsonAnswer(w, `[{"a":1}]`)
	})
	for _, c := range []struct {
		path string
		do   http.HandlerFunc
		say  string
	}{
		{"/", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, "page 2: the server says 500"},
		{"/", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(429) }, "page 2: the server says 429"},
		{"/", func(w http.ResponseWriter, _ *http.Request) { jsonAnswer(w, "[{\"a\":1},\n {\"a\":x}]") }, ":2:7: page 2: this is no JSON"},
		{"/", func(w http.ResponseWriter, _ *http.Request) { jsonAnswer(w, "[{\"a\":1},\n") }, "page 2: this is no JSON: it ends in the middle"},
		{"/", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "50")
			jsonAnswer(w, `[{"a"`)
		}, "page 2: half a body: 5 of 50 bytes"},
		{"/", func(w http.ResponseWriter, _ *http.Request) { csvAnswer(w, "a\n1\n") }, "page 2: this page is csv, the first was json"},
		{"/csv", func(w http.ResponseWriter, _ *http.Request) { csvAnswer(w, "a,c\n1,2\n") }, "page 2: the header is not the one of the first page"},
		{"/", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Link", "<http://elsewhere.org/3>; rel=next")
			jsonAnswer(w, `[{"a":2}]`)
		}, `page 2: the next page lies on another server, "elsewhere.org"`},
	} {
		second = c.do
		wants(t, failing(t, s.URL+c.path, nil, newWaits().env()), c.say)
	}
	second = func(w http.ResponseWriter, _ *http.Request) { csvAnswer(w, "\xef\xbb\xbfa,b\r\n3,4") }
	if raw := reading(t, s.URL+"/csv", nil, Env{}); !slices.Equal(numbers(t, raw, "b"), []float64{2, 4}) {
		t.Errorf("the pages give %v", numbers(t, raw, "b"))
	}
}

// Where the records lie is settled by the first page that has some, and told when it cannot be.
func TestAPIPagesOfJSON(t *testing.T) {
	withJSON(t)
	for _, c := range []struct {
		name  string
		o     Options
		pages []string
		want  []float64
		say   string
	}{
		{"a longer list elsewhere", nil, []string{`{"d":{"rows":[{"id":1},{"id":2}]},"facets":[{"id":7}]}`, `{"facets":[{"id":7},{"id":8}],"d":{"rows":[{"id":3}]}}`}, []float64{1, 2, 3}, ""},
		{"an empty first page", nil, []string{`{"notes":[],"rows":[]}`, `{"notes":[],"rows":[{"id":1}]}`}, []float64{1}, ""},
		{"null for none", nil, []string{`{"rows":[{"id":1}]}`, `{"rows":null}`}, []float64{1}, ""},
		{"a list without records", nil, []string{`{"rows":[{"id":1}]}`, `{"other":[{"id":2}]}`}, nil, "page 2: there are no records at rows"},
		{"lines", nil, []string{"{\"id\":1}\n{\"id\":2}", "{\"id\":3}\n"}, []float64{1, 2, 3}, ""},
		{"a path", Options{"api.records": "a.rows"}, []string{`{"a":{"rows":[{"id":1}]},"b":[{"id":5},{"id":6}]}`, `{"a":{"rows":[{"id":2}]}}`}, []float64{1, 2}, ""},
		{"the reader's path", Options{"json.records": "a.rows"}, []string{`{"a":{"rows":[{"id":1}]},"b":[{"id":5},{"id":6}]}`, `{"a":{"rows":[{"id":2}]}}`}, []float64{1, 2}, ""},
		{"objects without a list", nil, []string{`{"id":1}`, `{"id":2}`}, nil, "page 2: it cannot be told where the pages have their records"},
	} {
		if (c.o != nil || c.name == "lines") && len(jsonFormat.New().Params()) == 0 {
			continue
		}
		n := 0
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if n++; n < len(c.pages) {
				w.Header().Set("Link", fmt.Sprintf("<?%d>; rel=next", n))
			}
			jsonAnswer(w, c.pages[n-1])
		})
		if c.say != "" {
			wants(t, failing(t, s.URL, c.o, Env{}), c.say)
			continue
		}
		store := NewStore(t.TempDir())
		raw := reading(t, s.URL, c.o, Env{Store: store})
		s.Close()
		again := reading(t, s.URL, c.o, Env{Store: store, Replay: raw.Origin.Copies()})
		if got := numbers(t, raw, "id"); !slices.Equal(got, c.want) || !sameTable(raw.Table, again.Table) || raw.Table.Width() != 1 {
			t.Errorf("%s: %v, again %v", c.name, got, numbers(t, again, "id"))
		}
	}
}

func TestLookup(t *testing.T) {
	const text = `{"a":{"b":[{"c":1},{"c.d":2}]},"@odata.next":"x","a.b":3,"e f":{"g":4}}`
	for path, want := range map[string]string{"a.b[1].c.d": "2", "$.a.b[0].c": "1", "@odata.next": `"x"`, "a.b": "3", "/e f/g": "4", `["e f"].g`: "4",
		"$": text, "": text, "a.x": "", "a.b[7]": "", "a.b[-1]": "", "[0]": "", "a.b[*].c": ""} {
		if got, ok := lookup([]byte(text), path); string(got) != want || ok != (want != "") {
			t.Errorf("%s gives %s", path, got)
		}
	}
}

// The next page of a private address is asked with its secrets, whatever the link forgot.
func TestAPINextKeepsSecrets(t *testing.T) {
	withJSON(t)
	var asked []string
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Query().Get("api_key")+r.Header.Get("Authorization"))
		if r.URL.Query().Get("page") == "" {
			w.Header().Set("Link", `<?page=2>; rel="next"`)
		}
		jsonAnswer(w, fmt.Sprintf(`[{"a":%d}]`, len(asked)))
	})
	raw := reading(t, s.URL+"?api_key="+apiSecret, Options{"api.token": "LOANS_TOKEN"}, secretEnv(Env{}))
	if len(asked) != 2 || asked[0] != asked[1] || raw.Table.Rows() != 2 {
		t.Errorf("asked with %q", asked)
	}
}

func TestPreviewAPI(t *testing.T) {
	b := newBook(t, 10, 3)
	f, err := PreviewAPI(context.Background(), b.URL+"/next", nil, Env{})
	if err != nil || len(b.asked) != 1 || f.Type != "application/json" && f.Type != "json" || !strings.Contains(string(f.Data), "results") || f.Name != b.URL+"/next" {
		t.Errorf("asked for %q: %+v, %v", b.asked, f, err)
	}
	if _, err := PreviewAPI(context.Background(), "loans.csv", nil, Env{}); err == nil {
		t.Error("a file is previewed")
	}
}

func TestNextLink(t *testing.T) {
	for header, want := range map[string]string{
		`<a>; rel="next"`:                             "a",
		`<a>;rel=next`:                                "a",
		`<a>; REL = "prev Next" ; title="x"`:          "a",
		`<a>; rel=prev, <b,c;d>; rel="next"; x`:       "b,c;d",
		`<a>; title="x; rel=next, <z>", <b>;rel=next`: "b",
		`<a>; title="a\"b"; rel=next`:                 "a",
		`<a>; rel=last; rel=next`:                     "",
		`<a>`:                                         "",
		`<a; rel=next`:                                "",
		`a; rel=next`:                                 "",
		`<>; rel=next`:                                "",
		`<a> x, <b>; rel=next`:                        "b",
	} {
		if got := nextLink([]string{header}); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
	if got := nextLink([]string{"<a>; rel=prev", "<b>; rel=next"}); got != "b" {
		t.Errorf("two headers give %q", got)
	}
}
