package collect

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// deepest is how many objects may lie inside one another in a message.
const deepest = 32

// jsonRecord reads a payload that is one JSON object: a.b names what lies inside, lists stay as they are written.
func jsonRecord(payload []byte) ([]field, error) {
	r := &jsonReader{text: payload, in: json.NewDecoder(bytes.NewReader(payload))}
	r.in.UseNumber()
	first, err := r.in.Token()
	if err != nil {
		return nil, r.fault(err)
	}
	if first != json.Delim('{') {
		return nil, fault("invalid JSON", "%q is not an object, a list of names with values", shorten(string(payload)))
	}
	if err := r.object("", 1); err != nil {
		return nil, err
	}
	if rest := bytes.TrimSpace(payload[r.in.InputOffset():]); len(rest) > 0 {
		return nil, fault("invalid JSON", "more follows the object: %q", shorten(string(rest)))
	}
	return r.fields, nil
}

type jsonReader struct {
	text   []byte
	in     *json.Decoder
	fields []field
	names  map[string]bool
}

// object reads the rest of an object whose brace was read.
func (r *jsonReader) object(prefix string, depth int) error {
	if depth > deepest {
		return fault("invalid JSON", "more than %d objects inside one another", deepest)
	}
	if r.names == nil {
		r.names = map[string]bool{}
	}
	for r.in.More() {
		key, err := r.in.Token()
		if err != nil {
			return r.fault(err)
		}
		name := prefix + key.(string)
		if name == "" {
			name = "unnamed"
		}
		if r.names[name] {
			return fault("invalid JSON", "the name %q comes twice", shorten(name))
		}
		r.names[name] = true
		if len(r.fields) >= mostFields {
			return fault("too many fields", "more than %d", mostFields)
		}
		if err := r.value(name, depth); err != nil {
			return err
		}
	}
	_, err := r.in.Token()
	if err != nil {
		return r.fault(err)
	}
	return nil
}

func (r *jsonReader) value(name string, depth int) error {
	// What follows is looked at before it is taken: a list is kept as it is written.
	start := bytes.TrimLeft(r.text[r.in.InputOffset():], " \t\r\n:")
	if len(start) > 0 && start[0] == '[' {
		var list json.RawMessage
		if err := r.in.Decode(&list); err != nil {
			return r.fault(err)
		}
		var short bytes.Buffer
		if err := json.Compact(&short, list); err != nil {
			return r.fault(err)
		}
		r.fields = append(r.fields, field{name, short.String(), textField})
		return nil
	}
	token, err := r.in.Token()
	if err != nil {
		return r.fault(err)
	}
	f := field{name: name}
	switch v := token.(type) {
	case json.Delim: // only a brace: brackets were seen above
		return r.object(name+".", depth+1)
	case json.Number:
		f.text = v.String()
	case string:
		if strings.ContainsRune(v, '\ufffd') && !bytes.Contains(r.text, []byte("\ufffd")) && !bytes.Contains(bytes.ToLower(r.text), []byte(`\ufffd`)) {
			return fault("invalid JSON", "half a character in the value of %q", shorten(name))
		}
		f.text, f.kind = v, textField
	case bool:
		f.text, f.kind = "false", textField
		if v {
			f.text = "true"
		}
	default:
		f.kind = missingField
	}
	r.fields = append(r.fields, f)
	return nil
}

// fault says why the text is not JSON.
func (r *jsonReader) fault(err error) error {
	rest := bytes.TrimLeft(r.text[min(int(r.in.InputOffset()), len(r.text)):], " \t\r\n:,[")
	for _, word := range []string{"NaN", "Infinity", "-Infinity"} {
		if bytes.HasPrefix(rest, []byte(word)) {
			return fault("invalid JSON", "%s is no JSON value", word)
		}
	}
	var wrong *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &wrong) && strings.HasPrefix(wrong.Error(), "unexpected end"):
		return fault("invalid JSON", "it is cut off after %q", tailOf(string(r.text)))
	case errors.As(err, &wrong):
		return fault("invalid JSON", "%s at byte %d", wrong.Error(), wrong.Offset)
	}
	return fault("invalid JSON", "%s", shorten(err.Error()))
}

// tailOf is the end of a text, for a message.
func tailOf(s string) string {
	if len(s) <= 20 {
		return s
	}
	return "..." + strings.ToValidUTF8(s[len(s)-20:], "")
}
