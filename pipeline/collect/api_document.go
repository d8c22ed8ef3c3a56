package collect

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
)

// document is a page of JSON, taken apart as far as finding the next page needs.
type document struct {
	whole  json.RawMessage // the value; of several, the first
	values int             // how many values follow one another
}

// isJSON reports whether a media type is one of JSON.
func isJSON(media string) bool {
	return media == "application/json" || media == "text/json" || strings.HasSuffix(media, "+json") || strings.Contains(media, "ndjson") || strings.Contains(media, "jsonl")
}

// readDocument takes JSON apart. What is no JSON is an error with its place.
func readDocument(name string, body []byte) (*document, error) {
	body = bytes.TrimPrefix(body, bom)
	d := &document{}
	stream := json.NewDecoder(bytes.NewReader(body))
	for {
		var value json.RawMessage
		at := stream.InputOffset()
		err := stream.Decode(&value)
		if err == io.EOF {
			return d, nil
		}
		if err != nil {
			return nil, jsonFault(name, body, int(at))
		}
		if d.values++; d.values == 1 {
			d.whole = value
		}
	}
}

// jsonFault says where text from a place on is no JSON.
func jsonFault(name string, body []byte, from int) error {
	at, why := len(body), "it ends in the middle"
	var value json.RawMessage
	if err, ok := json.Unmarshal(body[from:], &value).(*json.SyntaxError); ok && from+int(err.Offset) < len(body) {
		at, why = from+int(err.Offset), err.Error()
	}
	before := body[:max(0, at-1)]
	line := 1 + bytes.Count(before, []byte("\n"))
	col := 1 + characters(string(before[bytes.LastIndexByte(before, '\n')+1:]))
	return &Error{File: name, Line: line, Col: col, What: "this is no JSON: " + why, Hint: "try again; if it stays, the server's answer is at fault"}
}

// lookup follows a path of keys joined by points. A key may hold points itself: the longest that is there wins.
func lookup(value json.RawMessage, path string) (json.RawMessage, bool) {
	if path == "" || path == "$" {
		return value, true
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(value, &object) != nil {
		return nil, false
	}
	path = strings.TrimPrefix(path, "$.")
	if v, ok := object[path]; ok {
		return v, true
	}
	for at := len(path) - 1; at > 0; at-- {
		if path[at] != '.' {
			continue
		}
		if inner, ok := object[path[:at]]; ok {
			if v, ok := lookup(inner, path[at+1:]); ok {
				return v, true
			}
		}
	}
	return nil, false
}

// records are the records of a page as they stand, and how many there are; -1 when it is not known where they lie.
func (d *document) records(path string) (list json.RawMessage, count int) {
	if d.values != 1 {
		return d.whole, d.values
	}
	if path != "" {
		v, _ := lookup(d.whole, path)
		return v, elements(v)
	}
	if n := elements(d.whole); n >= 0 {
		return d.whole, n
	}
	return largest(d.whole, 2)
}

// elements is how many elements an array has, 0 for null, -1 for anything else.
func elements(value json.RawMessage) int {
	var list []json.RawMessage
	if len(value) == 0 || json.Unmarshal(value, &list) != nil {
		return -1
	}
	return len(list)
}

// largest finds the largest list of records in an object and the objects inside it; an empty list if there is no other.
func largest(object json.RawMessage, depth int) (list json.RawMessage, count int) {
	var members map[string]json.RawMessage
	if depth == 0 || json.Unmarshal(object, &members) != nil {
		return nil, -1
	}
	count = -1
	for _, v := range members {
		found, n := v, -1
		switch v[0] {
		case '[':
			n = elements(v)
			if inner := bytes.TrimLeft(v[1:], " \t\r\n"); n > 0 && inner[0] != '{' && inner[0] != '[' {
				n = -1
			}
		case '{':
			found, n = largest(v, depth-1)
		}
		if n > 0 && (count <= 0 || len(found) > len(list)) || n == 0 && count < 0 {
			list, count = found, n
		}
	}
	return list, count
}

// text is a JSON string or number as text, "" for everything else.
func plainText(value json.RawMessage) string {
	var s string
	if json.Unmarshal(value, &s) == nil {
		return s
	}
	var n json.Number
	if json.Unmarshal(value, &n) == nil {
		return n.String()
	}
	return ""
}
