package collect

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"net/http"
	"time"

	"assay/models/param"
)

// API is a web service asked over HTTP. An answer is read whole or not at all: a page that fails, a body that ends early
// or a server that falls silent fails the reading.
type API struct {
	Records  string   // where the records lie in a JSON answer; "" is found out
	Format   string   // auto or the name of a format
	Headers  []string // Name: value
	Token    string   // the environment variable that holds a bearer token
	Pages    string   // how the server divides a long answer
	Page     string   // the query parameter that says which page, or from which record on
	SizeName string   // the query parameter that says how many records a page has
	Size     int      // records a page; 0 leaves it to the server
	Cursor   string   // where the next cursor or address lies in a JSON answer
	CursorIn string   // the query parameter a cursor goes into
	MaxPages int      //
	Timeout  float64  // seconds for everything
	Stall    float64  // seconds without a byte
	Retries  int      // after answers that may pass
	Limit    int      // megabytes after decompression
}

var apiSection = Section{"api", "Asking web APIs", func() param.Settings { return NewAPI() }}

// NewAPI returns the defaults.
func NewAPI() *API {
	return &API{Format: "auto", Pages: "auto", MaxPages: 1000, Timeout: 600, Stall: 20, Retries: 4, Limit: 1000}
}

// Params lists the settings.
func (a *API) Params() []param.Param {
	formats := []string{"auto"}
	for _, f := range Formats() {
		if f.Name != messagesFormat.Name { // no server answers in the format of our own copies
			formats = append(formats, f.Name)
		}
	}
	return []param.Param{
		param.OfText(&a.Records, "records", "where the records lie in a JSON answer, as in data.items; empty finds them"),
		param.OfChoice(&a.Format, "format", formats, "what the answer is; auto goes by what the server says and by the first bytes"),
		param.OfList(&a.Headers, "headers", "headers to send, each as Name: value; a secret is written ${NAME} and taken from the environment"),
		param.OfText(&a.Token, "token", "the name of the environment variable that holds a bearer token; the token itself is not taken"),
		param.OfChoice(&a.Pages, "pages", []string{"auto", "none", "link", "page", "offset", "cursor"},
			"how a long answer is divided: auto follows next links; page counts pages; offset counts records; cursor passes on a mark from each answer"),
		param.OfText(&a.Page, "page-parameter", "query parameter of the page number or offset; empty is page or offset"),
		param.OfText(&a.SizeName, "size-parameter", "query parameter of the page size; empty is per_page, or limit beside an offset"),
		param.OfInt(&a.Size, "size", 0, 1_000_000, "records to ask for at a time; 0 leaves it to the server"),
		param.OfText(&a.Cursor, "cursor", "where the next cursor or address lies in a JSON answer, as in meta.next; empty looks in the usual places"),
		param.OfText(&a.CursorIn, "cursor-parameter", "query parameter the cursor goes into; empty is cursor"),
		param.OfInt(&a.MaxPages, "max-pages", 1, 100_000, "pages to read at most; a warning says when there may be more"),
		param.OfFloat(&a.Timeout, "timeout", .01, 86_400, "seconds for the whole reading, waits included"),
		param.OfFloat(&a.Stall, "stall", .01, 3600, "seconds without a byte after which the server counts as silent"),
		param.OfInt(&a.Retries, "retries", 0, 20, "how often a busy or unreachable server is asked again"),
		param.OfInt(&a.Limit, "limit", 1, 100_000, "megabytes to read at most, after decompression"),
	}
}

// apiSource reads what a web address answers.
type apiSource struct {
	public    string            // the address as it may be shown
	table     string            // which table of the answer
	secrets   map[string]string // taken out of the address and the headers
	headers   []header
	api       API
	options   Options
	transport http.RoundTripper // nil makes one for the reading
}

// openAPI returns the source of an http: or https: address.
func openAPI(a Address, o Options) (Source, error) { return newAPISource(a, o) }

func newAPISource(a Address, o Options) (*apiSource, error) {
	s := &apiSource{table: a.Table, api: *NewAPI(), options: o}
	s.public, s.secrets = HideSecrets(a.Place)
	if err := o.apply(apiSection.Name, &s.api); err != nil {
		return nil, err
	}
	headers, secrets := HideOption("api.headers", o["api.headers"])
	var err error
	if s.headers, err = parseHeaders(param.SplitList(headers)); err != nil {
		return nil, err
	}
	maps.Copy(s.secrets, secrets)
	if s.api.Records = cmp.Or(s.api.Records, o["json.records"]); s.api.Records == "auto" {
		s.api.Records = ""
	}
	if s.api.Records != "" {
		s.options = Options{}
		maps.Copy(s.options, o)
		s.options["json.records"] = s.api.Records
	}
	if _, err := checkURL(s.public, placeholder.ReplaceAllString(s.public, "x")); err != nil {
		return nil, err
	}
	return s, nil
}

// Read asks for the address and every page after it, puts the pages together and reads them as one file, of which a raw
// copy is kept.
func (s *apiSource) Read(ctx context.Context, env Env) (Raw, error) {
	f, err := s.file(ctx, env, s.api.MaxPages)
	if err != nil {
		return Raw{}, err
	}
	env.Monitor.Total(int64(len(f.Data)))
	raw, err := readFile(ctx, f, s.options, env)
	if err == nil {
		err = env.Store.keep(&raw.Origin, raw.Origin.Kind, f.Data)
	}
	return raw, err
}

// Tables lists the tables in the answer.
func (s *apiSource) Tables(ctx context.Context, env Env) ([]TableInfo, error) {
	f, err := s.file(ctx, env, s.api.MaxPages)
	if err != nil {
		return nil, err
	}
	return tablesIn(ctx, f, env)
}

// PreviewAPI asks for the first page at a web address and returns it as it came, for choosing the path of the records.
func PreviewAPI(ctx context.Context, data string, o Options, env Env) (File, error) {
	a := ParseAddress(data)
	if a.Scheme != "http" && a.Scheme != "https" {
		return File{}, &Error{File: data, What: "this is no web address", Hint: "it starts with https://"}
	}
	s, err := newAPISource(a, o)
	if err != nil {
		return File{}, err
	}
	f, err := s.file(ctx, env, 1)
	f.Warns = nil // what comes after the first page is not asked yet
	return f, err
}

var errTimeout = errors.New("the time for the whole reading is over")

// file asks for at most that many pages and puts them together.
func (s *apiSource) file(ctx context.Context, env Env, most int) (File, error) {
	env = s.knowing(env)
	within, cancel := context.WithTimeoutCause(ctx, seconds(s.api.Timeout), errTimeout)
	defer cancel()
	c, err := s.client(env)
	if err != nil {
		return File{}, err
	}
	defer c.close()
	pages, err := s.pages(within, c, most)
	if err == nil {
		var f File
		if f, err = s.join(c, pages); err == nil {
			c.complete(pages)
			f.Warns = c.warnings
			return c.scrubbed(f), nil
		}
	}
	if ctx.Err() != nil {
		return File{}, ctx.Err()
	}
	if context.Cause(within) == errTimeout {
		return File{}, &Error{File: s.public, What: fmt.Sprintf("not read after %s", c.api.within()), Hint: "raise api.timeout, or ask for less"}
	}
	return File{}, err
}

// knowing returns env with the secrets that stood in the address and the headers.
func (s *apiSource) knowing(env Env) Env {
	inner := env.Secret
	env.Secret = func(name string) (string, bool) {
		if v, ok := s.secrets[name]; ok {
			return v, true
		}
		return Env{Secret: inner}.secret(name)
	}
	return env
}

func (a API) within() string { return plainSeconds(seconds(a.Timeout)) }

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// plainSeconds is "12 s".
func plainSeconds(d time.Duration) string {
	return fmt.Sprintf("%.3g s", d.Seconds())
}

// dice are the seeded jitter of an address: the same address waits the same way every time.
func dice(address string) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(address)) // a hash takes everything
	return rand.New(rand.NewPCG(h.Sum64(), 1))
}
