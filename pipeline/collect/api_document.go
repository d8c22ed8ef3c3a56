package collect

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
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
			return nil, pageFault(name, body, int(at))
		}
		if d.values++; d.values == 1 {
			d.whole = value
		}
	}
}

// pageFault says where text from a place on is no JSON.
func pageFault(name string, body []byte, from int) error {
	at, why := len(body), "it ends in the middle"
	var value json.RawMessage
	if err, ok := json.Unmarshal(body[from:], &value).(*json.SyntaxError); ok && from+int(err.Offset) < len(body) {
		at, why = from+int(err.Offset), err.Error()
	}
	before := body[:max(0, at-1)]
	line := 1 + bytes.Count(before, []byte("\n"))
	col := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return &Error{File: name, Line: line, Col: col, What: "this is no JSON: " + why, Hint: "try again; if it stays, the server's answer is at fault"}
}

// lookup follows a path such as data.items, $.data[0] or /data/items. A key may hold points itself: the longest that is
// there wins.
func lookup(value json.RawMessage, path string) (json.RawMessage, bool) {
	if pointer, ok := strings.CutPrefix(path, "/"); ok {
		path = strings.ReplaceAll(pointer, "/", ".")
	}
	path = strings.TrimPrefix(strings.TrimPrefix(path, "$"), ".")
	if path == "" {
		return value, true
	}
	if path[0] == '[' {
		inside, rest, _ := strings.Cut(path[1:], "]")
		return lookupStep(value, inside, rest)
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(value, &object) != nil {
		return nil, false
	}
	if v, ok := object[path]; ok {
		return v, true
	}
	for at := len(path) - 1; at > 0; at-- {
		if path[at] != '.' && path[at] != '[' {
			continue
		}
		if inner, ok := object[path[:at]]; ok {
			if v, ok := lookup(inner, path[at:]); ok {
				return v, true
			}
		}
	}
	return nil, false
}

// lookupStep goes into the element of an array, or to a key in quotes, and on from there.
func lookupStep(value json.RawMessage, step, rest string) (json.RawMessage, bool) {
	if n, err := strconv.Atoi(step); err == nil {
		var list []json.RawMessage
		if json.Unmarshal(value, &list) != nil || n < 0 || n >= len(list) {
			return nil, false
		}
		return lookup(list[n], rest)
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(value, &object) != nil {
		return nil, false
	}
	inner, ok := object[strings.Trim(step, `"'`)]
	if !ok {
		return nil, false
	}
	return lookup(inner, rest)
}

// plainText is a JSON string or number as text, "" for everything else.
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
