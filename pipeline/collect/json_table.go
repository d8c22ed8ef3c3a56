package collect

import (
	"bytes"
	"fmt"
)

// maxKeys bounds how many different keys the records of a file may have. More are ids used as keys.
const maxKeys = 20_000

const (
	tooSparse   = "so many keys that only few records have that the table would not fit into memory"
	tooManyKeys = "more than 20000 different keys in the records, the limit"
	keysHint    = "if the keys are ids, write each object as a record that has its id in a field"
)

// jsonTable gathers records into columns, one for each path of keys that ends in a value: address.city. A key that
// a record does not have, or has as null, is missing there.
type jsonTable struct {
	levels int  // objects in objects become columns down to this depth, and stay JSON text below
	dry    bool // only look: nothing is gathered
	root   *jsonKey
	keys   int
	rows   int
	turn   int32 // number of the record being read, from 1; stamps the keys it has
	odd    bool  // the record being read differs in shape from the first

	lines      []int32 // of the rows
	line, mark int     // the line at byte mark

	shapes, lists, deep spots

	room int64      // how many missing values may be filled in
	full *jsonFault // why no more records can be taken
}

// jsonKey is a key at its place in the records.
type jsonKey struct {
	name     string
	children []*jsonKey
	index    map[string]int // of children, once there are many
	stamp    int32          // last record that had it
	width    int            // how many keys the first object here had; -1 before it
	first    bool           // the first object that its parent had has it
	column   *builder       // nil as long as there was no value
	last     int32          // code of the text seen last
}

func newJSONTable(levels int, room int64) *jsonTable {
	return &jsonTable{levels: levels, room: room, root: &jsonKey{width: -1}, line: 1}
}

// sketch is an empty table of the same settings that gathers nothing.
func (t *jsonTable) sketch() *jsonTable {
	return &jsonTable{levels: t.levels, root: &jsonKey{width: -1}, dry: true}
}

// like is an empty table that expects the keys of t.
func (t *jsonTable) like(from, line int) *jsonTable {
	return &jsonTable{levels: t.levels, room: t.room, root: t.root.clone(), keys: t.keys, mark: from, line: line}
}

func (k *jsonKey) clone() *jsonKey {
	c := &jsonKey{name: k.name, width: k.width, first: k.first, index: k.index}
	if k.index != nil {
		c.index = make(map[string]int, len(k.index))
		for name, i := range k.index {
			c.index[name] = i
		}
	}
	for _, child := range k.children {
		c.children = append(c.children, child.clone())
	}
	return c
}

// child returns the position of the key with that name among the children of k; -1 when there are too many keys.
// Records mostly have their keys in one order, so the one at guess is tried first.
func (t *jsonTable) child(k *jsonKey, name []byte, guess int) int {
	if guess < len(k.children) && k.children[guess].name == string(name) {
		return guess
	}
	if k.index == nil {
		for i, c := range k.children {
			if c.name == string(name) {
				return i
			}
		}
	} else if i, ok := k.index[string(name)]; ok {
		return i
	}
	return t.grow(k, string(name))
}

const fewKeys = 8

func (t *jsonTable) grow(k *jsonKey, name string) int {
	if t.keys++; t.keys > maxKeys {
		return -1
	}
	i := len(k.children)
	k.children = append(k.children, &jsonKey{name: name, width: -1})
	if k.index != nil {
		k.index[name] = i
	} else if i >= fewKeys {
		k.index = make(map[string]int, 2*i)
		for j, c := range k.children {
			k.index[c.name] = j
		}
	}
	return i
}

// record reads the value at hand as a record. False leaves a fault in the scanner and the table unfit for more.
func (t *jsonTable) record(s *jsonScanner) bool {
	at := s.pos
	if !t.look(s) {
		return false
	}
	return t.end(s, at)
}

// look reads the value at hand into the columns, and leaves the row open.
func (t *jsonTable) look(s *jsonScanner) bool {
	t.turn, t.odd = t.turn+1, false
	c, at := s.blank(), s.pos
	if c == '{' {
		return t.object(s, t.root, 1)
	}
	if s.skip() {
		s.fail(at, jsonKind(c)+" where a record has to come", `a record is an object: {"key": value}`)
		s.fault.soft = true
	}
	return false
}

// end closes the record that began at a byte.
func (t *jsonTable) end(s *jsonScanner, at int) bool {
	if t.dry {
		return true
	}
	if t.odd {
		t.shapes.add(at)
	}
	t.line += bytes.Count(s.data[t.mark:at], []byte{'\n'})
	t.mark = at
	t.lines = append(t.lines, int32(t.line))
	t.rows++
	if t.full != nil {
		s.fault = t.full
	}
	return t.full == nil
}

func (t *jsonTable) object(s *jsonScanner, k *jsonKey, level int) bool {
	n, firsts, guess := 0, 0, 0
	opens := k.width < 0
	ok := s.members(func(name []byte, at int) bool {
		i := t.child(k, name, guess)
		if i < 0 {
			t.full = &jsonFault{at: at, what: tooManyKeys, hint: keysHint}
			s.fault = t.full
			return false
		}
		c := k.children[i]
		if c.stamp == t.turn {
			return t.twice(s, name, at)
		}
		c.stamp, guess = t.turn, i+1
		if c.first = c.first || opens; c.first {
			firsts++
		}
		n++
		return t.value(s, c, level)
	})
	if opens && n > 0 {
		k.width = n
	}
	if n != firsts || n != max(k.width, 0) {
		t.odd = true
	}
	return ok
}

// twice handles a key that the record has already: which of the values is meant, nobody knows.
func (t *jsonTable) twice(s *jsonScanner, name []byte, at int) bool {
	s.fail(at, fmt.Sprintf("the key %q a second time in one object (duplicate key)", shorten(string(name))), "keep the value that is meant")
	s.fault.soft = true
	return false
}

// value reads the value of a key.
func (t *jsonTable) value(s *jsonScanner, k *jsonKey, level int) bool {
	switch c := s.blank(); {
	case c == '"':
		v, ok := s.text()
		if ok && !t.dry {
			t.text(k, v)
		}
		return ok
	case c-'0' <= 9, c == '-' && !s.infinite():
		v, ok := s.number()
		if ok && !t.dry {
			t.number(s, k, v)
		}
		return ok
	case c == '{' && level < t.levels:
		t.odd = t.odd || k.column != nil
		return t.object(s, k, level+1)
	case c == '{', c == '[':
		return t.nested(s, k, c)
	}
	w, ok := s.word()
	if ok && w != "null" && !t.dry {
		t.text(k, []byte(w))
	}
	return ok
}

// nested keeps a value that is no single value as JSON text.
func (t *jsonTable) nested(s *jsonScanner, k *jsonKey, c byte) bool {
	from, objects := s.pos, false
	if c == '{' {
		t.deep.add(from)
		if !s.skip() {
			return false
		}
	} else if !s.elements(func() bool {
		objects = objects || s.data[s.pos] == '{'
		return s.skip()
	}) {
		return false
	}
	if objects {
		t.lists.add(from)
	}
	if !t.dry {
		t.text(k, compact(s.data[from:s.pos]))
	}
	return true
}

// cell is the builder of a key, ready for the value of the record being read.
func (t *jsonTable) cell(k *jsonKey) *builder {
	b := k.column
	if b == nil {
		b = &builder{}
		k.column = b
	}
	t.odd = t.odd || len(k.children) > 0
	t.pad(b, t.rows)
	return b
}

// pad fills a column up with missing values, as long as there is room: many keys that few records have would take
// far more memory than the text.
func (t *jsonTable) pad(b *builder, rows int) {
	if n := int64(rows - b.len()); n > 0 && t.full == nil {
		if t.room -= n; t.room < 0 {
			t.full = &jsonFault{at: t.mark, what: tooSparse, hint: keysHint}
			return
		}
		b.pad(rows)
	}
}

func (t *jsonTable) number(s *jsonScanner, k *jsonKey, v []byte) {
	b := t.cell(k)
	x, ok := number(v)
	if ok {
		b.number(x)
		return
	}
	if bytes.ContainsAny(v, ".eE") {
		s.ranges.add(s.pos - len(v))
	}
	t.text(k, v)
}

// text adds text as builder.string does, without a string for words that are known.
func (t *jsonTable) text(k *jsonKey, v []byte) {
	b := t.cell(k)
	if missing(v) {
		b.string(string(v))
		return
	}
	if !b.text {
		b.toText()
	}
	if int(k.last) < len(b.words) && b.words[k.last] == string(v) {
		b.codes = append(b.codes, k.last)
		return
	}
	code, ok := b.index[string(v)]
	if !ok {
		b.word(string(v))
		k.last = int32(len(b.words)) - 1
		return
	}
	k.last = code
	b.codes = append(b.codes, code)
}

// merge appends the rows that a later part of the text gave.
func (t *jsonTable) merge(o *jsonTable) bool {
	if t.full = o.full; t.full != nil || !t.join(t.root, o.root, o.rows) {
		return false
	}
	t.rows += o.rows
	t.lines = append(t.lines, o.lines...)
	t.shapes.merge(o.shapes)
	t.lists.merge(o.lists)
	t.deep.merge(o.deep)
	return true
}

func (t *jsonTable) join(k, o *jsonKey, rows int) bool {
	if o.column != nil && t.full == nil {
		b := t.cell(k)
		if t.pad(o.column, rows); t.full != nil {
			return false
		}
		b.join(o.column)
		o.column = nil
	}
	for j, c := range o.children {
		i := t.child(k, []byte(c.name), j)
		if i < 0 {
			t.full = &jsonFault{at: t.mark, what: tooManyKeys, hint: keysHint}
			return false
		}
		if !t.join(k.children[i], c, rows) {
			return false
		}
	}
	return true
}

// join appends the values of a later builder.
func (b *builder) join(o *builder) {
	b.markers.merge(o.markers)
	if !b.text && !o.text {
		b.some = b.some || o.some
		b.numbers = append(b.numbers, o.numbers...)
		return
	}
	b.toText()
	o.toText()
	to := make([]int32, len(o.words))
	for i, w := range o.words {
		code, ok := b.index[w]
		if !ok {
			code = int32(len(b.words))
			b.words, b.index[w] = append(b.words, w), code
		}
		to[i] = code
	}
	for _, code := range o.codes {
		if code >= 0 {
			code = to[code]
		}
		b.codes = append(b.codes, code)
	}
}

// merge adds the markers of later cells.
func (m *markers) merge(later markers) {
	if m.count == 0 {
		m.first = later.first
	}
	m.count += later.count
}
