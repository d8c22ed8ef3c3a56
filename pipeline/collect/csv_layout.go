package collect

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"assay/models/param"
)

// layout is a decoded text with its dialect settled and its header read.
type layout struct {
	dialect
	file       string
	text       []byte
	seen       census // of text
	names      []string
	heading    []string // the header's cells as written, trimmed; nil without a header
	width      int
	start      int // where the first record after the header begins
	startLine  int
	headerLine int // 0 without a header
	dropLast   bool
	openEnd    bool // the text does not end with a line end
	marks           // what was odd up to the header
	notes      []string
	warnings   []string
}

func (l *layout) note(format string, a ...any) { l.notes = append(l.notes, fmt.Sprintf(format, a...)) }
func (l *layout) warn(format string, a ...any) {
	l.warnings = append(l.warnings, fmt.Sprintf(format, a...))
}

func (l *layout) scanner() *scanner { return l.scannerAt(l.start, l.startLine) }

func (l *layout) scannerAt(pos, line int) *scanner {
	s := newScanner(l.file, l.text, l.dialect, pos, line)
	s.width = l.width
	if l.dropLast {
		s.width++
	}
	return s
}

// layout decodes data, settles what the settings leave open and finds the header.
func (c *CSV) layout(name string, data []byte) (*layout, error) {
	for _, p := range c.Params() {
		if v := p.Get(); v != "" && p.Kind == param.Choice && !slices.Contains(p.Choices, v) {
			return nil, &Error{File: name, What: fmt.Sprintf("%s cannot be %q", p.Name, v), Hint: "choose one of " + p.Legal()}
		}
	}
	if err := refuse(name, data); err != nil {
		return nil, err
	}
	d, err := decode(name, data, c.Encoding)
	if err != nil {
		return nil, err
	}
	l := &layout{file: name, text: d.text, seen: d.seen, notes: d.notes, warnings: d.warnings}
	if len(bytes.TrimSpace(l.text)) == 0 {
		return nil, &Error{File: name, What: "the file is empty: it holds nothing but blanks", Hint: "choose a file with a header line and rows"}
	}
	l.openEnd = !bytes.HasSuffix(l.text, []byte{'\n'}) && !bytes.HasSuffix(l.text, []byte{'\r'})
	settings, offset, line := c.separatorLine(l)
	t := settings.sniff(l.text[offset:], l.seen.backslashes)
	if err := l.refuseLayout(t); err != nil {
		return nil, err
	}
	l.dialect = t.dialect
	l.describe(t)
	if err := l.header(settings, t, offset, line); err != nil {
		return nil, err
	}
	switch c.Decimal {
	case "comma":
		l.comma = true
	case "", "auto":
		if l.delimiter != ',' && len(t.records) > 1 && commaDecimals(t.records[1:], t.width) {
			l.comma = true
			l.note("numbers have a decimal comma; read with a point")
		}
	}
	return l, nil
}

// separatorLine obeys the line sep=; that spreadsheets write before the header.
func (c *CSV) separatorLine(l *layout) (settings *CSV, offset, line int) {
	end := bytes.IndexAny(l.text, "\r\n")
	if end != 5 || !strings.EqualFold(string(l.text[:4]), "sep=") {
		return c, 0, 1
	}
	out := *c
	if c.Delimiter == "" || c.Delimiter == "auto" {
		out.Delimiter = delimiterName(l.text[4])
	}
	for end < len(l.text) && (l.text[end] == '\r' || l.text[end] == '\n') {
		end++
	}
	l.note("line 1 (%q) names the delimiter", l.text[:5])
	return &out, end, 2
}

// refuseLayout returns an error for arrangements that cannot be cut at one character.
func (l *layout) refuseLayout(t trial) error {
	if t.width > 2 && doubled(t.records) {
		return &Error{File: l.file, Line: 1, What: fmt.Sprintf("fields seem to be separated by the two characters %q", string([]byte{t.delimiter, t.delimiter})),
			Hint: fmt.Sprintf("replace them by a single %q in the file", string(t.delimiter))}
	}
	if (t.width == 1 || t.delimiter == ' ') && aligned(t, sample(l.text)) {
		return &Error{File: l.file, Line: 1, What: "fields seem to be aligned with blanks in columns of fixed width",
			Hint: "save the file with a delimiter: csv or tsv"}
	}
	return nil
}

// doubled reports whether every other field of all records is empty.
func doubled(records [][]string) bool {
	for _, r := range records {
		if len(r)%2 == 0 || len(r) < 3 {
			return false
		}
		for j := 1; j < len(r); j += 2 {
			if r[j] != "" {
				return false
			}
		}
	}
	return len(records) > 0
}

// aligned reports whether most lines have runs of blanks in their middle.
func aligned(t trial, head []byte) bool {
	runs, all := 0, 0
	for line := range bytes.Lines(head) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		all++
		if bytes.Contains(line, []byte("   ")) {
			runs++
		}
	}
	return all > 1 && runs*10 >= all*8 && !bytes.ContainsAny(head, "\"")
}

func (l *layout) describe(t trial) {
	words := "delimiter " + delimiterName(l.delimiter)
	if t.width < 2 {
		words = "one column, no delimiter"
	}
	if l.quote == '\'' {
		words += ", quote '"
	}
	if l.trim {
		words += ", blanks after it dropped"
	}
	l.note("%s", words)
	if t.loneCR && bytes.IndexByte(l.text, '\n') >= 0 {
		l.warn("line ends are mixed: some lines end with a carriage return alone; all were taken as line ends")
	}
	if l.seen.doubled {
		l.warn("lines end with CR CR LF, as after converting twice; each was taken as one line end")
	}
}

// origin puts together what is known of the source after reading.
func (l *layout) origin(raw []byte, c *checks, s *scanner) Origin {
	sum := sha256.Sum256(raw)
	o := Origin{Path: l.file, Bytes: int64(len(raw)), SHA256: hex.EncodeToString(sum[:])}
	o.Notes = append(o.Notes, l.notes...)
	o.Warnings = append(append(o.Warnings, l.warnings...), c.warnings(s)...)
	return o
}
