package collect

import (
	"slices"
	"strings"
)

// OutlineNode is a line of the outline of a JSON document: a value, or all values that lie under the same key in the
// elements of an array.
type OutlineNode struct {
	Path    string // what the setting records takes, "$" for the document; [*] stands for every element of an array
	Key     string // the last key of the path, "" for the document
	Depth   int    // how many lines up the tree the document is
	Kind    string // object, array, text, number, boolean, null, or mixed
	Length  int    // of an array, the longest where there are several; keys of an object
	Records bool   // it can be chosen as the records: an array of objects or of rows
	Sample  string // the first single value, shortened
}

const (
	outlineNodes  = 2000 // lines of an outline, at most
	outlineSample = 100  // elements of an array that are looked into; the rest is counted
	outlineDepth  = 32
)

// Outline tells what a JSON document holds, in the order of the document. Several values one after the other, as in
// JSON lines, are the elements of an array. An error says where the document is damaged.
func Outline(data []byte) ([]OutlineNode, error) {
	const name = "document"
	d, err := decode(name, data, "auto")
	if err != nil {
		return nil, err
	}
	s := &jsonScanner{data: d.text}
	o := &outliner{}
	root, n := &outlined{}, 0
	for s.fault == nil {
		if s.blank(); s.pos == len(s.data) {
			break
		}
		if n++; n > outlineSample {
			s.skip()
			continue
		}
		o.value(s, root, 0)
	}
	if s.fault != nil || n == 0 {
		s.fail(0, "the document is empty", "choose a document with records")
		line, col := place(s.data, s.fault.at)
		return nil, &Error{File: name, Line: line, Col: col, What: s.fault.what, Hint: s.fault.hint}
	}
	if n > 1 {
		root.kind, root.length, root.objects = "array", n, n
	}
	return root.list(nil, "", 0, n > 1, nil), nil
}

// outlined is what was seen at one place.
type outlined struct {
	kind     string
	length   int
	objects  int // elements that are objects or arrays
	sample   string
	keys     []string
	children []*outlined
	index    map[string]int
}

// outliner counts the lines.
type outliner struct{ nodes int }

func (o *outliner) child(n *outlined, key string) *outlined {
	if i, ok := n.index[key]; ok {
		return n.children[i]
	}
	if o.nodes++; o.nodes > outlineNodes {
		return nil
	}
	if n.index == nil {
		n.index = map[string]int{}
	}
	c := &outlined{}
	n.index[key] = len(n.children)
	n.keys, n.children = append(n.keys, key), append(n.children, c)
	return c
}

// value looks at the value at hand; what it finds goes to n.
func (o *outliner) value(s *jsonScanner, n *outlined, depth int) bool {
	c, at := s.blank(), s.pos
	n.see(kindOf(c))
	switch {
	case c == '{' && depth < outlineDepth:
		keys := 0
		ok := s.members(func(key []byte, _ int) bool {
			keys++
			if child := o.child(n, string(key)); child != nil {
				return o.value(s, child, depth+1)
			}
			return s.skip()
		})
		if n.kind == "object" {
			n.length = max(n.length, keys)
		}
		return ok
	case c == '[' && depth < outlineDepth:
		length, objects := 0, 0
		ok := s.elements(func() bool {
			length++
			if e := s.data[s.pos]; e == '{' || e == '[' {
				objects++
				if e == '{' && length <= outlineSample {
					return o.element(s, n, depth)
				}
			} else if n.sample == "" && e != 'n' {
				from := s.pos
				ok := s.skip()
				n.sample = sampleOf(s.data[from:s.pos])
				return ok
			}
			return s.skip()
		})
		n.length, n.objects = max(n.length, length), n.objects+objects
		return ok
	}
	ok := s.skip()
	if ok && n.sample == "" && c != '{' && c != '[' && c != 'n' {
		n.sample = sampleOf(s.data[at:s.pos])
	}
	return ok
}

// element looks at an object in an array: its keys belong to the array.
func (o *outliner) element(s *jsonScanner, n *outlined, depth int) bool {
	return s.members(func(key []byte, _ int) bool {
		if child := o.child(n, string(key)); child != nil {
			return o.value(s, child, depth+1)
		}
		return s.skip()
	})
}

// see joins another kind of value to those seen; null goes with any.
func (n *outlined) see(kind string) {
	switch {
	case n.kind == "" || n.kind == "null":
		n.kind = kind
	case kind != "null" && kind != n.kind:
		n.kind = "mixed"
	}
}

func kindOf(c byte) string {
	switch {
	case c == '{':
		return "object"
	case c == '[':
		return "array"
	case c == '"':
		return "text"
	case c == '-' || c-'0' <= 9:
		return "number"
	case c == 't' || c == 'f':
		return "boolean"
	}
	return "null"
}

// sampleOf is a single value as people read it.
func sampleOf(raw []byte) string {
	s := jsonScanner{data: raw}
	if s.blank() == '"' {
		raw, _ = s.text()
	}
	return shorten(strings.ToValidUTF8(string(raw), "\ufffd"))
}

// list writes the tree as lines. Loose elements belong to no array of the document: each is a document of its own.
func (n *outlined) list(keys []string, key string, depth int, loose bool, out []OutlineNode) []OutlineNode {
	out = append(out, OutlineNode{Path: jsonPath(keys), Key: key, Depth: depth, Kind: n.kind, Length: n.length,
		Records: n.kind == "array" && n.objects > 0, Sample: n.sample})
	if n.kind == "array" && !loose {
		keys = append(slices.Clip(keys), everyElement)
	}
	for i, c := range n.children {
		out = c.list(append(slices.Clip(keys), n.keys[i]), n.keys[i], depth+1, false, out)
	}
	return out
}
