package collect

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"assay/pipeline/table"
)

// datum is one value of a message: its column and how it was written.
type datum struct {
	name string
	text string
	kind fieldKind
}

type fieldKind uint8

const (
	cellField    fieldKind = iota // a number when it reads as one
	textField                     // marked as text by its source
	missingField                  // marked as no value by its source
	nanField                      // NaN or infinite, which JSON does not have: read as missing, and told
)

// form is how the payloads of a topic are read, settled by the first of them that can be. JSON objects are read as
// such whatever came before.
type form struct {
	kind  formKind
	sep   byte     // between the cells of formCells
	names []string // of the cells
}

type formKind string

const (
	formJSON  formKind = "json"
	formCells formKind = "csv"
	formPairs formKind = "pairs"
	formValue formKind = "value" // the whole payload is one value
)

var (
	jsonForm  = &form{kind: formJSON}
	pairsForm = &form{kind: formPairs}
	valueForm = &form{kind: formValue}
)

// mostFields is how many values one message may have.
const mostFields = 1000

// forms remembers the form of each topic, of mostTopics at most; further ones share one.
type forms map[string]*form

const mostTopics = 10_000

// record reads a payload, settling the form of its topic when there is none. A line that names the columns has a form
// and no fields.
func (f forms) record(m Message) (*form, []datum, error) {
	topic := m.Topic
	if _, known := f[topic]; !known && len(f) >= mostTopics {
		topic = ""
	}
	was := f[topic]
	if m.First {
		was = nil
	}
	if err := legible(m.Payload); err != nil {
		return nil, nil, err
	}
	if was == nil {
		was = formOf(m.Payload, m.First)
		if m.First && was.kind == formCells {
			if names := headerNames(cellsOf(m.Payload, was.sep)); names != nil {
				f[topic] = &form{formCells, was.sep, names}
				return f[topic], nil, nil
			}
		}
	} else if startsJSON(m.Payload) {
		was = jsonForm
	}
	fields, err := was.record(m.Payload)
	if err != nil {
		return nil, nil, err
	}
	f[topic] = was
	return was, fields, nil
}

// legible refuses what is no text.
func legible(payload []byte) error {
	switch {
	case len(bytes.TrimSpace(payload)) == 0:
		return fault("empty", "")
	case !utf8.Valid(payload):
		return fault("not valid UTF-8 text", "")
	case bytes.IndexByte(payload, 0) >= 0:
		return fault("zero bytes in it", "")
	}
	return nil
}

// unreadable is why a message was rejected: a class of reasons to count by, and what it was this time.
type unreadable struct{ class, detail string }

func (u unreadable) Error() string {
	if u.detail == "" {
		return u.class
	}
	return u.class + ": " + u.detail
}

func fault(class, detail string, a ...any) error {
	if len(a) > 0 {
		detail = fmt.Sprintf(detail, a...)
	}
	return unreadable{class, detail}
}

func startsJSON(payload []byte) bool {
	start := bytes.TrimLeft(payload, " \t\r\n")
	return len(start) > 0 && (start[0] == '{' || start[0] == '[')
}

// pairsPattern is what name=value pairs look like from start to end.
var pairsPattern = regexp.MustCompile(`^[\pL_][\pL\pN_.\-/]*=("[^"]*"|[^\s,;&"=]*)([ \t]*[,;& \t][ \t]*[\pL_][\pL\pN_.\-/]*=("[^"]*"|[^\s,;&"=]*))*$`)

// formOf guesses the form from one payload. Cells without a number among them are none, but for names of columns in
// a first line.
func formOf(payload []byte, first bool) *form {
	if startsJSON(payload) {
		return jsonForm
	}
	text := bytes.TrimSpace(payload)
	if _, ok := number(text); ok || bytes.ContainsAny(text, "\r\n") {
		return valueForm
	}
	if pairsPattern.Match(text) {
		return pairsForm
	}
	for _, sep := range []byte("\t;|,") {
		cells := cellsOf(payload, sep)
		if len(cells) < 2 || len(cells) > mostFields {
			continue
		}
		numeric := slices.ContainsFunc(cells, func(c string) bool { _, ok := number([]byte(c)); return ok })
		if !numeric && (!first || headerNames(cells) == nil) {
			continue
		}
		names := make([]string, len(cells))
		for j := range names {
			names[j] = fmt.Sprintf("column_%d", j+1)
		}
		return &form{formCells, sep, names}
	}
	return valueForm
}

// headerNames returns cells as names of columns, nil when they are none: numbers, or empty, long or the same.
func headerNames(cells []string) []string {
	seen := map[string]bool{}
	for _, c := range cells {
		if _, isNumber := number([]byte(c)); isNumber || table.IsMissing(c) || len(c) > 100 || seen[c] || table.LooksDate(c) || len(strings.Fields(c)) > 6 {
			return nil
		}
		seen[c] = true
	}
	return slices.Clone(cells)
}

// record reads a payload of this form.
func (f *form) record(payload []byte) ([]datum, error) {
	switch f.kind {
	case formJSON:
		return jsonRecord(payload)
	case formPairs:
		return pairsRecord(payload)
	case formCells:
		cells := cellsOf(payload, f.sep)
		if cells == nil {
			return nil, fault("invalid line", "a quote in %q is not closed", shorten(string(payload)))
		}
		if len(cells) != len(f.names) {
			return nil, fault("invalid line", "%s where the first line has %d: %q", plural(len(cells), "field"), len(f.names), shorten(string(payload)))
		}
		fields := make([]datum, len(cells))
		for j, c := range cells {
			fields[j] = datum{name: f.names[j], text: c}
		}
		return fields, nil
	}
	return []datum{{name: "value", text: strings.TrimSpace(string(payload))}}, nil
}

func pairsRecord(payload []byte) ([]datum, error) {
	text := bytes.TrimSpace(payload)
	if !pairsPattern.Match(text) {
		return nil, fault("invalid pairs", "%q is not name=value as the messages before", shorten(string(payload)))
	}
	var fields []datum
	seen := map[string]bool{}
	for len(text) > 0 {
		name, rest, _ := bytes.Cut(text, []byte{'='})
		value, kind := rest, cellField
		if len(rest) > 0 && rest[0] == '"' {
			value, rest, _ = bytes.Cut(rest[1:], []byte{'"'})
			kind = textField
		} else if end := bytes.IndexAny(rest, " \t,;&"); end >= 0 {
			value, rest = rest[:end], rest[end:]
		} else {
			rest = nil
		}
		if seen[string(name)] || len(fields) == mostFields {
			return nil, fault("invalid pairs", "the name %q comes twice, or there are too many", shorten(string(name)))
		}
		seen[string(name)] = true
		fields = append(fields, datum{string(name), string(value), kind})
		text = bytes.TrimLeft(rest, " \t,;&")
	}
	return fields, nil
}

// cellsOf cuts a line into cells without the blanks around them. Cells may stand in quotes, with a quote doubled inside.
// A quote that is not closed gives nil.
func cellsOf(line []byte, sep byte) []string {
	var cells []string
	blanks := " "
	if sep != '\t' {
		blanks = " \t"
	}
	for {
		line = bytes.TrimLeft(line, blanks)
		if len(line) == 0 || line[0] != '"' {
			cell, rest, more := bytes.Cut(line, []byte{sep})
			cells = append(cells, string(bytes.TrimRight(cell, blanks)))
			if line = rest; !more {
				return cells
			}
			continue
		}
		var cell []byte
		for line = line[1:]; ; {
			end := bytes.IndexByte(line, '"')
			if end < 0 {
				return nil
			}
			cell, line = append(cell, line[:end]...), line[end+1:]
			if len(line) == 0 || line[0] != '"' {
				break
			}
			cell, line = append(cell, '"'), line[1:]
		}
		cells = append(cells, string(cell))
		line = bytes.TrimLeft(line, blanks)
		if len(line) == 0 {
			return cells
		}
		if line[0] != sep {
			return nil
		}
		line = line[1:]
	}
}
