package collect

import (
	"fmt"
	"strconv"

	"assay/pipeline/table"
)

// row reads the array at hand as a record whose keys are known by position.
func (t *jsonTable) row(s *jsonScanner) bool {
	at, n := s.pos, 0
	t.turn, t.odd = t.turn+1, false
	if c := s.blank(); c != '[' {
		if s.skip() {
			s.fail(at, jsonKind(c)+" where a row has to come", "a row is an array like the ones before it")
			s.fault.soft = true
		}
		return false
	}
	ok := s.elements(func() bool {
		if n == len(t.root.children) && t.grow(t.root, "column_"+strconv.Itoa(n+1)) < 0 {
			t.full = &jsonFault{at: s.pos, what: tooManyKeys, hint: "write the table the other way round"}
			s.fault = t.full
			return false
		}
		n++
		return t.value(s, t.root.children[n-1], 1)
	})
	if !ok {
		return false
	}
	if t.root.width < 0 {
		t.root.width = n
	}
	t.odd = t.odd || n != t.root.width
	return t.end(s, at)
}

// header names the columns of rows to come.
func (t *jsonTable) header(names []string) {
	t.root.width = len(names)
	for _, name := range names {
		t.grow(t.root, name)
	}
}

// table is what was gathered, the columns in the order in which their keys first came, those of one object together.
func (t *jsonTable) table(o *Origin) (*table.Table, *jsonFault) {
	var keys []*jsonKey
	var paths []string
	t.root.each("", func(path string, k *jsonKey) {
		keys, paths = append(keys, k), append(paths, path)
	})
	names := (&layout{}).unique(paths, false)
	columns := make([]*table.Column, len(keys))
	for j, k := range keys {
		b := t.cell(k)
		if b.name = names[j]; t.full != nil {
			return nil, t.full
		}
		columns[j], k.column = b.column(), nil
		o.Notes = append(o.Notes, b.markers.say(b.name)...)
		if b.name != paths[j] {
			o.Warnings = append(o.Warnings, fmt.Sprintf("the key %q is called %q in the table, where every column has a name of its own", shorten(paths[j]), shorten(b.name)))
		}
	}
	out, err := table.New(columns, t.lines)
	if err != nil {
		return nil, &jsonFault{what: err.Error(), hint: jsonHint}
	}
	return out, nil
}

// width is how many columns there are.
func (t *jsonTable) width() int {
	n := 0
	t.root.each("", func(string, *jsonKey) { n++ })
	return n
}

// each calls do for every key that is a column: it has values, or no keys below it.
func (k *jsonKey) each(prefix string, do func(path string, k *jsonKey)) {
	for _, c := range k.children {
		if c.column != nil || len(c.children) == 0 {
			do(prefix+c.name, c)
		}
		c.each(prefix+c.name+".", do)
	}
}

// jsonKind names a value by its first byte.
func jsonKind(c byte) string {
	switch {
	case c == '{':
		return "an object"
	case c == '[':
		return "an array"
	case c == '"':
		return "a string"
	case c == '-' || c-'0' <= 9:
		return "a number"
	case c == 't' || c == 'f':
		return "true or false"
	case c == 0:
		return "nothing"
	}
	return "null"
}
