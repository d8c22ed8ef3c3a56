package collect

import "slices"

// deepest is how many objects may lie inside one another in a message.
const deepest = 32

// jsonRecord reads a payload that is one JSON object: a.b names what lies inside, lists stay as they are written.
func jsonRecord(payload []byte) ([]datum, error) {
	r := &jsonMessage{jsonScanner: jsonScanner{data: payload}}
	if r.blank() != '{' {
		return nil, fault("invalid JSON", "%q is not an object, a list of names with values", shorten(string(payload)))
	}
	if !r.object("") {
		if r.why == nil {
			r.why = fault("invalid JSON", "%s", r.fault.what)
		}
		return nil, r.why
	}
	switch r.blank(); {
	case r.pos < len(payload):
		return nil, fault("invalid JSON", "more follows the object: %q", shorten(string(payload[r.pos:])))
	case r.surrogates.count > 0:
		return nil, fault("invalid JSON", "half a character, of a surrogate pair")
	case r.zeros.count > 0:
		return nil, fault("invalid JSON", "a zero byte in a string")
	}
	return r.fields, nil
}

// jsonMessage is a payload that is being read.
type jsonMessage struct {
	jsonScanner
	fields []datum
	names  []string // of all members, those that hold objects too
	why    error    // it is refused although it is JSON
}

// object reads an object whose brace is at hand.
func (r *jsonMessage) object(prefix string) bool {
	if r.depth == deepest {
		return r.refuse(fault("invalid JSON", "more than %d objects inside one another", deepest))
	}
	return r.members(func(key []byte, _ int) bool {
		name := prefix + string(key)
		if name == "" {
			name = "unnamed"
		}
		switch {
		case slices.Contains(r.names, name):
			return r.refuse(fault("invalid JSON", "the name %q comes twice", shorten(name)))
		case len(r.names) == mostFields:
			return r.refuse(fault("too many fields", "more than %d", mostFields))
		}
		r.names = append(r.names, name)
		return r.value(name)
	})
}

func (r *jsonMessage) refuse(why error) bool {
	r.why = why
	return false
}

func (r *jsonMessage) value(name string) bool {
	f := datum{name: name}
	c := r.blank()
	switch {
	case c == '{':
		return r.object(name + ".")
	case c == '[':
		start := r.pos
		if !r.skip() {
			return false
		}
		f.text, f.kind = string(compact(r.data[start:r.pos])), textField
	case c == '"':
		text, ok := r.text()
		if !ok {
			return false
		}
		f.text, f.kind = string(text), textField
	case c == '-' && !r.infinite() || c-'0' <= 9:
		digits, ok := r.number()
		if !ok {
			return false
		}
		f.text = string(digits)
	default:
		nans := r.literals.count
		word, ok := r.word()
		switch {
		case !ok:
			return false
		case r.literals.count > nans:
			f.kind = nanField
		case word == "null":
			f.kind = missingField
		default:
			f.text, f.kind = word, textField
		}
	}
	r.fields = append(r.fields, f)
	return true
}
