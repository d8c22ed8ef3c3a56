package collect

import (
	"context"
	"fmt"
	"io"

	"assay/models/param"
)

// CSV is delimited text: fields between commas or the like, a record per line. Whatever is left on auto is guessed
// from the file itself and told in the Origin.
type CSV struct {
	Delimiter string // auto or one character by name or itself
	Quote     string // auto, ", ' or none
	Encoding  string
	Header    string // auto, yes, no
	Comment   string // auto, none or one character
	Decimal   string // auto, point, comma
}

// NewCSV returns the format with everything guessed.
func NewCSV() *CSV {
	return &CSV{Delimiter: "auto", Quote: "auto", Encoding: "auto", Header: "auto", Comment: "auto", Decimal: "auto"}
}

// delimiters are the names of field separators, in the order they are tried; the first wins a tie.
var delimiters = []struct {
	name string
	char byte
}{{",", ','}, {";", ';'}, {"tab", '\t'}, {"|", '|'}, {"^", '^'}, {"unit", 0x1f}, {"space", ' '}, {":", ':'}}

func delimiterNames() []string {
	names := []string{"auto"}
	for _, d := range delimiters {
		names = append(names, d.name)
	}
	return names
}

func delimiterName(char byte) string {
	for _, d := range delimiters {
		if d.char == char {
			return d.name
		}
	}
	return string(rune(char))
}

// Params lists the settings.
func (c *CSV) Params() []param.Param {
	return []param.Param{
		param.OfChoice(&c.Delimiter, "delimiter", delimiterNames(), "what separates fields; unit is the control character 0x1f"),
		param.OfChoice(&c.Quote, "quote", []string{"auto", `"`, "'", "none"}, "what surrounds fields that hold delimiters or line ends"),
		param.OfChoice(&c.Encoding, "encoding", []string{"auto", "utf-8", "windows-1252", "latin1", "utf-16"}, "how letters are stored"),
		param.OfChoice(&c.Header, "header", []string{"auto", "yes", "no"}, "whether the first line names the columns"),
		param.OfChoice(&c.Comment, "comment", []string{"auto", "none", "#", "%", "!"}, "what starts a line that is not data"),
		param.OfChoice(&c.Decimal, "decimal", []string{"auto", "point", "comma"}, "what separates the whole part of a number from its fraction"),
	}
}

// OpenBytes yields the rows of data; name stands for it in messages. Notes and warnings are complete only after the last
// row; RowsOrigin tells them.
func (c *CSV) OpenBytes(ctx context.Context, name string, data []byte) (Rows, error) {
	return c.rows(ctx, name, data)
}

func (c *CSV) rows(ctx context.Context, name string, data []byte) (Rows, error) {
	l, err := c.layout(name, data)
	if err != nil {
		return nil, err
	}
	return &csvRows{ctx: ctx, layout: l, scanner: l.scanner(), checks: checks{layout: l}, row: make([]string, l.width), raw: data}, nil
}

// csvRows walks the records one by one.
type csvRows struct {
	ctx     context.Context
	layout  *layout
	scanner *scanner
	checks  checks
	row     []string
	raw     []byte
	n       int
	done    bool
}

func (r *csvRows) Fields() []string { return r.layout.names }
func (r *csvRows) Line() int        { return r.scanner.at }
func (r *csvRows) Close() error     { r.done = true; return nil }

func (r *csvRows) Next() ([]string, error) {
	s := r.scanner
	for !r.done {
		if r.n&1023 == 0 && r.ctx.Err() != nil {
			return nil, r.ctx.Err()
		}
		if !s.next() {
			r.done = true
			if s.fault != nil {
				return nil, s.fault
			}
			break
		}
		if !r.checks.record(s) {
			continue
		}
		r.n++
		text := string(s.data[s.begin:s.pos])
		for j := range r.row {
			r.row[j] = ""
			if j >= len(s.cells) {
				continue
			}
			if c := s.cells[j]; c.coded || s.comma {
				r.row[j] = string(s.value(j))
			} else {
				r.row[j] = text[c.start-s.begin : c.end-s.begin]
			}
		}
		return r.row, nil
	}
	if r.n == 0 {
		return nil, r.layout.noRows()
	}
	return nil, io.EOF
}

// Origin tells what the reader decided and found so far.
func (r *csvRows) Origin() Origin { return r.layout.origin(r.raw, &r.checks, r.scanner) }

// RowsOrigin returns where rows came from, with the warnings gathered so far, when their source keeps that.
func RowsOrigin(r Rows) (Origin, bool) {
	o, ok := r.(interface{ Origin() Origin })
	if !ok {
		return Origin{}, false
	}
	return o.Origin(), true
}

func (l *layout) noRows() error {
	return &Error{File: l.file, Line: max(l.headerLine, 1), What: fmt.Sprintf("a header with %s but no data rows", plural(l.width, "column")),
		Hint: "add rows below the header, or set header to no if this line is data"}
}
