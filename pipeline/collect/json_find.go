package collect

import (
	"fmt"
	"strconv"
	"strings"
)

// jsonSurvey is what an object holds, looked through before anything is read: the arrays that may be records.
type jsonSurvey struct {
	lists   []jsonList
	members []jsonMember // of the object itself
	error   int          // where the value of its key error begins; 0 without one
	message int          // likewise of message or detail
	path    []string
}

// jsonList is an array that is not inside another.
type jsonList struct {
	path            string
	at              int
	length          int
	objects, arrays int // among its elements
}

// jsonMember is a key of the object.
type jsonMember struct {
	key  string
	at   int // where the value begins
	kind byte
	list int // of lists, when it is an array; -1 otherwise
}

const maxSurveyed = 10_000

// value looks through the value at hand.
func (v *jsonSurvey) value(s *jsonScanner) bool {
	switch s.blank() {
	case '{':
		return s.members(func(key []byte, _ int) bool {
			return v.member(s, string(key))
		})
	case '[':
		l := jsonList{path: jsonPath(v.path), at: s.pos}
		ok := s.elements(func() bool {
			l.length++
			switch s.data[s.pos] {
			case '{':
				l.objects++
			case '[':
				l.arrays++
			}
			return s.skip()
		})
		if len(v.lists) < maxSurveyed {
			v.lists = append(v.lists, l)
		}
		return ok
	}
	return s.skip()
}

func (v *jsonSurvey) member(s *jsonScanner, key string) bool {
	m := jsonMember{key: key, kind: s.blank(), at: s.pos, list: -1}
	lists := len(v.lists)
	v.path = append(v.path, key)
	var ok bool
	failed := len(v.path) == 1 && (key == "error" || key == "errors") && strings.IndexByte(`"{[t`, m.kind) >= 0
	if failed && v.error == 0 {
		v.error = m.at
	}
	if len(v.path) == 1 && (key == "message" || key == "detail") && m.kind == '"' {
		v.message = m.at
	}
	if ok = v.value(s); failed {
		v.lists = v.lists[:lists+first(m.kind == '[' && len(v.lists) > lists)]
	}
	v.path = v.path[:len(v.path)-1]
	if m.kind == '[' && len(v.lists) > lists {
		m.list = lists
	}
	if len(v.path) == 0 && len(v.members) < maxSurveyed {
		v.members = append(v.members, m)
	}
	return ok
}

// best is the largest array of objects, or of arrays when there is none; the first of equals.
func (v *jsonSurvey) best() (l jsonList, ok bool) {
	for _, count := range []func(jsonList) int{func(l jsonList) int { return l.objects }, func(l jsonList) int { return l.arrays }} {
		for _, c := range v.lists {
			if top, _, _ := strings.Cut(c.path, "."); top == "error" || top == "errors" {
				continue
			}
			if count(c) > count(l) && count(c)*2 >= c.length {
				l, ok = c, true
			}
		}
		if ok {
			return l, true
		}
	}
	return l, false
}

// others lists what else could have been read, "" when there is nothing.
func (v *jsonSurvey) others(taken jsonList) string {
	var words []string
	for _, l := range v.lists {
		if l.at != taken.at && l.objects > 0 {
			words = append(words, fmt.Sprintf("%s (%d)", l.path, l.length))
		}
	}
	if len(words) == 0 {
		return ""
	}
	return "; there are also " + some(words)
}

// jsonPath writes keys as a path: data.items, with keys that are no plain words as ["a b"].
func jsonPath(keys []string) string {
	var b strings.Builder
	for _, k := range keys {
		if k == "" || strings.ContainsAny(k, ".[]\"'$* /") || strings.TrimSpace(k) != k {
			b.WriteString("[" + strconv.Quote(k) + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(k)
	}
	if b.Len() == 0 {
		return "$"
	}
	return b.String()
}

// jsonSteps takes a path apart: data.items, $.data[0]["a b"] or /data/items. Stars and empty brackets at the end mean
// the elements, which are read anyway.
func jsonSteps(path string) []string {
	var steps []string
	path = strings.TrimPrefix(strings.TrimSpace(path), "$")
	if strings.HasPrefix(path, "/") {
		unescape := strings.NewReplacer("~1", "/", "~0", "~")
		for step := range strings.SplitSeq(path[1:], "/") {
			steps = append(steps, unescape.Replace(step))
		}
		return steps
	}
	for path = strings.TrimPrefix(path, "."); path != ""; path = strings.TrimPrefix(path, ".") {
		if path[0] != '[' {
			n := strings.IndexAny(path, ".[")
			if n < 0 {
				n = len(path)
			}
			steps, path = append(steps, path[:n]), path[n:]
			continue
		}
		if quoted, err := strconv.QuotedPrefix(path[1:]); err == nil && strings.HasPrefix(path[1+len(quoted):], "]") {
			key, _ := strconv.Unquote(quoted)
			steps, path = append(steps, key), path[len(quoted)+2:]
			continue
		}
		inside, rest, _ := strings.Cut(path[1:], "]")
		steps, path = append(steps, strings.Trim(inside, "'")), rest
	}
	for n := len(steps); n > 0 && (steps[n-1] == "*" || steps[n-1] == ""); n-- {
		steps = steps[:n-1]
	}
	return steps
}

// walk goes from the value at hand to the one that steps lead to.
func (s *jsonScanner) walk(steps []string) bool {
	for i, step := range steps {
		c, at, found := s.blank(), s.pos, false
		var keys []string
		look := *s
		switch n, err := strconv.Atoi(step); {
		case c == '{':
			look.members(func(key []byte, _ int) bool {
				if len(keys) < maxSurveyed {
					keys = append(keys, string(key))
				}
				found = string(key) == step
				return !found && look.skip()
			})
		case c == '[' && err == nil:
			look.elements(func() bool {
				found = n == 0
				n--
				return !found && look.skip()
			})
		}
		if !found {
			what := fmt.Sprintf("%s does not lead to records: %s has no %q", jsonPath(steps), "the document", step)
			if i > 0 {
				what = fmt.Sprintf("%s does not lead to records: %s has no %q", jsonPath(steps), jsonPath(steps[:i]), step)
			}
			if len(keys) > 0 {
				what += "; its keys are " + some(keys)
			}
			return s.fail(at, what, "")
		}
		s.pos = look.pos
	}
	return true
}
