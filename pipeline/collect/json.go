package collect

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"assay/models/param"
)

// Json is JSON: a list of records, a record a line, or a document that has the records somewhere inside.
type Json struct {
	Records string // auto, or the path of the records in the document
	Depth   int    // how deep objects in records become columns
}

// NewJson returns the format with everything guessed.
func NewJson() *Json { return &Json{Records: "auto", Depth: 8} }

var jsonFormat = Format{Name: "json", Title: "Reading JSON", Extensions: []string{".json", ".jsonl", ".ndjson", ".geojson"},
	Media: []string{"application/json", "text/json", "application/x-ndjson", "application/jsonl", "application/x-jsonlines", "application/geo+json", "application/problem+json"},
	Knows: knowsJSON, New: func() Reader { return NewJson() }}

// Params lists the settings.
func (j *Json) Params() []param.Param {
	return []param.Param{
		param.OfText(&j.Records, "records", "where the records are in the document, such as data.items; $ is the document itself, auto the largest array of objects"),
		param.OfInt(&j.Depth, "depth", 1, 32, "how deep objects in a record become columns such as address.city; what lies deeper is kept as JSON text"),
	}
}

// ReadFile reads records into columns, a column for every key.
func (j *Json) ReadFile(ctx context.Context, f File, env Env) (Raw, error) {
	if len(bytes.TrimSpace(f.Data)) == 0 {
		return Raw{}, &Error{File: f.Name, What: "the file is empty", Hint: "choose a file with records"}
	}
	if err := refuseForeign(f.Name, f.Data); err != nil {
		return Raw{}, err
	}
	d, err := decode(f.Name, f.Data, "auto")
	if err != nil {
		return Raw{}, err
	}
	r := &jsonReading{ctx: ctx, env: env, file: f.Name, text: d.text, path: j.Records, fresh: newJSONTable(j.Depth, roomFor(env))}
	r.origin.Notes, r.origin.Warnings = d.notes, d.warnings
	if ext := f.extension(); ext != "" && !slices.Contains(jsonFormat.Extensions, ext) && knownExtension(ext) {
		r.warn("the file is called %s but holds JSON, and was read as such", ext)
	}
	if r.path = strings.TrimSpace(r.path); r.path == "" {
		r.path = "auto"
	}
	feed, err := r.read()
	if err != nil {
		return Raw{}, err
	}
	return r.finish(feed)
}

// roomFor is how many missing values may be filled in: an eighth of the memory there is.
func roomFor(env Env) int64 {
	room := env.Memory
	if room == 0 {
		room = memory()
	}
	if room <= 0 {
		room = 8 << 30
	}
	return room / 64
}

// jsonReading is one reading of a text.
type jsonReading struct {
	ctx    context.Context
	env    Env
	file   string
	text   []byte
	path   string
	fresh  *jsonTable // empty, with the settings in place
	origin Origin

	toldBytes, toldRows int // what the monitor knows of
}

func (r *jsonReading) note(format string, a ...any) {
	r.origin.Notes = append(r.origin.Notes, fmt.Sprintf(format, a...))
}

func (r *jsonReading) warn(format string, a ...any) {
	r.origin.Warnings = append(r.origin.Warnings, fmt.Sprintf(format, a...))
}

// refuse is a fault as an error.
func (r *jsonReading) refuse(f *jsonFault) error {
	line, col := place(r.text, f.at)
	return &Error{File: r.file, Line: line, Col: col, What: f.what, Hint: f.hint}
}

// read chooses between lines and a document. Lines of which most are damaged may be records that go over several
// lines, so they get a second chance as a document.
func (r *jsonReading) read() (*jsonFeed, error) {
	if r.path != "auto" || !byLine(r.text) {
		return r.document()
	}
	feed, err := readLines(r.ctx, r.text, r.fresh, r.env.Monitor)
	if err != nil {
		return nil, err
	}
	if fault := feed.table.full; fault != nil {
		return nil, r.refuse(fault)
	}
	if feed.rejected > feed.table.rows {
		said := r.origin
		if whole, err := r.document(); err == nil && whole.table.rows > whole.rejected {
			return whole, nil
		}
		r.origin = said
		first := feed.rejects[0]
		if feed.rejected+feed.table.rows > 1 {
			first.what += fmt.Sprintf("; %d of %d lines are damaged", feed.rejected, feed.rejected+feed.table.rows)
		}
		return nil, r.refuse(&first)
	}
	r.note("JSON lines: a record on each line")
	return feed, nil
}

// byLine reports whether the text has a value on each line: the first line is a whole object and there are more, or
// half of the first lines are whole objects.
func byLine(text []byte) bool {
	lines, whole := 0, 0
	for line := range bytes.Lines(text[:len(bytes.TrimRight(text, " \t\r\n"))]) {
		s := &jsonScanner{data: line}
		c := s.blank()
		if s.pos == len(line) {
			continue
		}
		lines++
		if c == '{' && s.skip() {
			if s.blank(); s.pos == len(line) {
				whole++
			}
		}
		if lines == 20 {
			break
		}
	}
	return lines > 1 && whole*2 >= lines
}

// finish makes the table and tells what was found on the way.
func (r *jsonReading) finish(f *jsonFeed) (Raw, error) {
	if f.table.rows == 0 {
		what := "the document holds no records: it is empty"
		if f.rejected > 0 {
			return Raw{}, r.refuse(&f.rejects[0])
		}
		return Raw{}, &Error{File: r.file, Line: 1, What: what, Hint: "choose a file with records, or check what was asked for"}
	}
	r.warnings(f)
	t, fault := f.table.table(&r.origin)
	if fault != nil {
		return Raw{}, r.refuse(fault)
	}
	if t.Width() == 0 {
		return Raw{}, &Error{File: r.file, Line: 1, What: "the records are empty: no keys in any of them", Hint: "choose a file whose records have fields"}
	}
	r.origin.Rejects = rejectsOf(r.text, f.rejects)
	r.origin.Warnings = append(r.origin.Warnings, mixed(t)...)
	return Raw{Table: t, Origin: r.origin}, nil
}

// rejectsOf gives faults, which are in the order of the text, their places.
func rejectsOf(text []byte, faults []jsonFault) []Reject {
	var out []Reject
	line, mark := 1, 0
	for _, f := range faults {
		at := max(f.at, mark)
		line += bytes.Count(text[mark:at], []byte{'\n'})
		mark = at
		start := bytes.LastIndexByte(text[:at], '\n') + 1
		out = append(out, Reject{Line: line, Col: 1 + utf8.RuneCount(text[start:at]), Why: f.what})
	}
	return out
}

// knowsJSON reports whether the first bytes are JSON. A header line may start with a bracket too, so what follows it
// must be JSON as well: {" or [{" or [[" or ["x", or an array of numbers with nothing else in it.
func knowsJSON(head []byte) bool {
	s := &jsonScanner{data: head}
	switch s.blank() {
	case '{':
		s.pos++
		if s.blank() == '}' {
			return true
		}
		if s.blank() != '"' {
			return false
		}
		_, _, ok := s.quoted()
		return !ok || s.blank() == ':' || s.pos == len(head)
	case '[':
		s.pos++
		switch c := s.blank(); {
		case c == '{' || c == '[':
			return knowsJSON(head[s.pos:])
		case c == ']':
			return len(bytes.TrimSpace(head[s.pos+1:])) == 0
		case c == '"':
			_, _, ok := s.quoted()
			return !ok || s.blank() == ',' || s.blank() == ']' || s.pos == len(head)
		case c == '-' || c-'0' <= 9 || c == 'n' || c == 't' || c == 'f' || c == 'N':
			s.pos = 0
			return s.skip() && (s.blank() == 0 || head[s.pos] == '[') || s.fault != nil && s.fault.at >= len(head)
		}
	}
	return false
}
