package collect

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"assay/models/param"
)

// The raw copy of a frozen window is JSON lines, a message each, its payload exactly as it came:
//
//	{"received":"2026-01-31T10:00:00.000Z","topic":"sensors/1","payload":"{\"value\": 20.7}"}
//
// A line of another kind comes before the first message of a topic that is not read as JSON, and wherever that
// changes: it says how its payloads are read.

// messagesFormat is the format of raw copies, told by name only: other JSON lines may look like them.
var messagesFormat = Format{Name: "messages", Title: "Reading messages again", New: func() Reader { return messages{} }}

// messages reads raw copies.
type messages struct{}

// Params lists the settings, of which there are none.
func (messages) Params() []param.Param { return nil }

// ReadFile makes the table that the messages gave when they were frozen.
func (messages) ReadFile(_ context.Context, f File, _ Env) (Raw, error) {
	all, err := thaw(f.Name, f.Data)
	if err != nil {
		return Raw{}, err
	}
	again := freezer{name: f.Name, kind: messagesFormat.Name, messages: all}
	return again.raw(Env{})
}

// copied is one line of the raw copy.
type copied struct {
	Received string   `json:"received,omitempty"`
	Topic    string   `json:"topic,omitempty"`
	Payload  *string  `json:"payload,omitempty"`
	Bytes    []byte   `json:"bytes,omitempty"`   // a payload that is no text, in base64
	Skipped  string   `json:"skipped,omitempty"` // why it could not be read
	Form     formKind `json:"form,omitempty"`
	Sep      string   `json:"separator,omitempty"`
	Names    []string `json:"names,omitempty"`
}

// copier writes the raw copy.
type copier struct {
	data  []byte
	line  int
	forms map[string]*form // last written, by topic
}

// add writes a message and returns its line.
func (c *copier) add(m kept) int {
	if c.forms == nil {
		c.forms = map[string]*form{}
	}
	was := c.forms[m.topic]
	if m.form != nil && m.form != was && (was != nil || m.form != jsonForm) {
		l := copied{Topic: m.topic, Form: m.form.kind, Names: m.form.names}
		if m.form.sep != 0 {
			l.Sep = string(rune(m.form.sep))
		}
		c.write(l)
	}
	if m.form != nil {
		c.forms[m.topic] = m.form
	}
	l := copied{Received: m.received.UTC().Format(received), Topic: m.topic, Skipped: m.why}
	if utf8.Valid(m.payload) {
		text := string(m.payload)
		l.Payload = &text
	} else {
		l.Bytes = m.payload
	}
	c.write(l)
	return c.line
}

func (c *copier) write(l copied) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(l) // strings and bytes only: it cannot fail
	c.data = append(c.data, b.Bytes()...)
	c.line++
}

// thaw reads a raw copy back into the messages it was made of.
func thaw(name string, data []byte) ([]kept, error) {
	var out []kept
	forms := map[string]*form{}
	line := 0
	for text := range bytes.Lines(data) {
		line++
		var l copied
		bad := func(what string) ([]kept, error) {
			return nil, &Error{File: name, Line: line, What: "this raw copy cannot be read: " + what, Hint: "listen again"}
		}
		if err := json.Unmarshal(text, &l); err != nil {
			return bad(shorten(err.Error()))
		}
		if l.Form != "" {
			f, err := formAgain(l)
			if err != nil {
				return bad(err.Error())
			}
			forms[l.Topic] = f
			continue
		}
		at, err := time.Parse(received, l.Received)
		if err != nil {
			return bad("it has no time of receipt")
		}
		m := kept{received: at, topic: l.Topic, payload: l.Bytes, why: l.Skipped}
		if l.Payload != nil {
			m.payload = []byte(*l.Payload)
		}
		if m.why == "" {
			if m.form = forms[l.Topic]; m.form == nil {
				m.form = jsonForm
			}
		}
		out = append(out, m)
	}
	return out, nil
}

func formAgain(l copied) (*form, error) {
	switch l.Form {
	case formJSON:
		return jsonForm, nil
	case formPairs:
		return pairsForm, nil
	case formValue:
		return valueForm, nil
	case formCells:
		if len(l.Sep) == 1 && len(l.Names) > 0 && len(l.Names) <= mostFields {
			return &form{formCells, l.Sep[0], l.Names}, nil
		}
	}
	return nil, fmt.Errorf("it names a form %q that is not known", shorten(string(l.Form)))
}
