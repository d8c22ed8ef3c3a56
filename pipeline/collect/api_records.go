package collect

import (
	"bytes"
	"encoding/json"
	"slices"
)

// recordList is where the records of a page lie, and what lies there.
type recordList struct {
	keys  []string
	list  json.RawMessage
	count int  // of records; -1 when they were not found
	lines bool // each value of the page is a record
}

// records finds the records of a page: at a path, or the largest array of objects, or of arrays when there is none.
func (d *document) records(path string) recordList {
	if d.values != 1 {
		return recordList{list: d.whole, count: d.values, lines: true}
	}
	if path != "" {
		v, _ := lookup(d.whole, path)
		return recordList{list: v, count: elements(v)}
	}
	if n := elements(d.whole); n >= 0 {
		return recordList{list: d.whole, count: n}
	}
	best := recordList{count: -1}
	if best.search(d.whole, nil, '{'); best.count <= 0 {
		best.search(d.whole, nil, '[')
	}
	return best
}

// under are the records that lie under the keys they had on an earlier page.
func (d *document) under(keys []string) recordList {
	v := d.whole
	for _, k := range keys {
		var object map[string]json.RawMessage
		if json.Unmarshal(v, &object) != nil {
			return recordList{count: -1}
		}
		v = object[k]
	}
	return recordList{keys: keys, list: v, count: elements(v)}
}

// deepestRecords is how deep records are looked for.
const deepestRecords = 32

// search looks for a longer array of a kind of values in an object and those inside it; of equals the first wins, and an
// empty array is better than none.
func (best *recordList) search(object json.RawMessage, keys []string, kind byte) {
	if len(keys) == deepestRecords {
		return
	}
	eachMember(object, func(key string, v json.RawMessage) {
		if len(keys) == 0 && (key == "error" || key == "errors") {
			return
		}
		inside := append(slices.Clip(keys), key)
		switch v[0] {
		case '{':
			best.search(v, inside, kind)
		case '[':
			if n, ok := arrayOf(v, kind); ok && n > best.count {
				*best = recordList{keys: inside, list: v, count: n}
			}
		}
	})
}

// arrayOf is how many elements an array has; ok says that at least half of them are of a kind.
func arrayOf(array json.RawMessage, kind byte) (count int, ok bool) {
	var list []json.RawMessage
	if json.Unmarshal(array, &list) != nil {
		return 0, false
	}
	n := 0
	for _, v := range list {
		n += first(v[0] == kind)
	}
	return len(list), n*2 >= len(list)
}

// eachMember goes through an object in the order it is written.
func eachMember(object json.RawMessage, do func(key string, value json.RawMessage)) {
	stream := json.NewDecoder(bytes.NewReader(object))
	if open, err := stream.Token(); err != nil || open != json.Delim('{') {
		return
	}
	for stream.More() {
		key, err := stream.Token()
		name, ok := key.(string)
		var value json.RawMessage
		if err != nil || !ok || stream.Decode(&value) != nil {
			return
		}
		do(name, value)
	}
}

// elements is how many elements an array has, 0 for null, -1 for anything else.
func elements(value json.RawMessage) int {
	var list []json.RawMessage
	if len(value) == 0 || json.Unmarshal(value, &list) != nil {
		return -1
	}
	return len(list)
}

// wraps reports whether the records of all pages can be put into one document: each page is one value that has them.
func (r *recordList) wraps(pages []*answer) bool {
	return r != nil && r.count >= 0 && !slices.ContainsFunc(pages, func(a *answer) bool { return a.doc == nil || a.doc.values != 1 || a.count < 0 })
}

// wrap writes the records of all pages as they stand, under the keys that every page has them under.
func (r *recordList) wrap(pages []*answer) []byte {
	var out bytes.Buffer
	for _, k := range r.keys {
		name, _ := json.Marshal(k) // a string always goes
		out.WriteString("{" + string(name) + ":")
	}
	out.WriteString("[\n")
	some := false
	for _, a := range pages {
		if a.count == 0 {
			continue
		}
		if some {
			out.WriteString(",\n")
		}
		some = true
		list := bytes.TrimSpace(a.list)
		out.Write(bytes.TrimSpace(list[1 : len(list)-1]))
	}
	out.WriteString("\n]")
	for range r.keys {
		out.WriteString("}")
	}
	out.WriteString("\n")
	return out.Bytes()
}
