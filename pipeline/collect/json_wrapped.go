package collect

import (
	"fmt"
	"slices"
	"strings"
)

// wrapped reads a text that begins with an object. When more values follow, each is a record. Otherwise the object
// wraps the records: in an array somewhere inside, as columns, as an error in their place, or it is one itself.
func (r *jsonReading) wrapped(f *jsonFeed) {
	s, v := f.s, &jsonSurvey{}
	begin := s.pos
	look := &jsonScanner{data: r.text, pos: begin, ctx: r.ctx}
	if !v.value(look) {
		s.fault = look.fault
		return
	}
	if look.blank(); look.pos < len(look.data) {
		r.values(f, false)
		return
	}
	defer func() { // what follows the records was looked through already
		s.pos, s.depth = look.pos, 0
		r.tell(s, f)
	}()
	if l, ok := v.best(); ok && l.objects > 0 {
		r.note("records are the %s in %s%s", plural(l.length, "element"), l.path, v.others(l))
		if v.error > 0 {
			r.warn("beside the records there is an error: %q", r.errorText(v.error))
		}
		s.pos = l.at
		r.list(f)
		return
	}
	if r.columns(f, v) || r.indexed(f, v) {
		return
	}
	if l, ok := v.best(); ok {
		r.note("records are the %s in %s", plural(l.length, "row"), l.path)
		r.names(f, v, l)
		s.pos = l.at
		r.list(f)
		return
	}
	if at := max(v.error, v.message); at > 0 {
		s.fail(at, fmt.Sprintf("no records: the document is an error message: %q", r.errorText(at)),
			"correct what the message is about and ask for the data again, or set records to $ to read the object itself as a record")
		return
	}
	for _, m := range v.members {
		if m.list >= 0 && v.lists[m.list].length == 0 {
			s.fail(m.at, fmt.Sprintf("no records: the array %s is empty", v.lists[m.list].path), "choose a file with records, or set records to $ to read the object itself as a record")
			return
		}
	}
	r.warn("the document is a single object with no array of records in it; read as one record")
	f.take((*jsonTable).record)
}

// columns reads an object of arrays of single values, all equally long: each is a column.
func (r *jsonReading) columns(f *jsonFeed, v *jsonSurvey) bool {
	if len(v.members) == 0 || len(v.members) == 1 && v.error > 0 {
		return false
	}
	for _, m := range v.members {
		if m.kind != '[' || m.list < 0 || v.lists[m.list].arrays > 0 {
			return false
		}
	}
	shortest, longest := v.members[0], v.members[0]
	length := func(m jsonMember) int { return v.lists[m.list].length }
	for _, m := range v.members {
		if length(m) < length(shortest) {
			shortest = m
		}
		if length(m) > length(longest) {
			longest = m
		}
	}
	if length(longest) == 0 {
		return false
	}
	if length(shortest) != length(longest) {
		f.s.fail(shortest.at, fmt.Sprintf("the columns differ in length: %q has %s, %q has %d", shorten(shortest.key), plural(length(shortest), "value"), shorten(longest.key), length(longest)),
			"write null where a value is missing, or records: [{\"key\": value}]")
		return true
	}
	r.warn("the document is an object of arrays; each of the %d arrays was read as a column", len(v.members))
	r.upright(f, v, func(do func() bool) bool { return f.s.elements(do) })
	return true
}

// indexed reads an object of objects whose keys are 0, 1, 2 and so on: columns with row numbers.
func (r *jsonReading) indexed(f *jsonFeed, v *jsonSurvey) bool {
	if len(v.members) == 0 {
		return false
	}
	var rows []string
	for i, m := range v.members {
		if m.kind != '{' {
			return false
		}
		var keys []string
		look := jsonScanner{data: r.text, pos: m.at}
		look.members(func(key []byte, _ int) bool {
			c := key[:min(len(key), 1)]
			if len(c) == 0 || c[0]-'0' > 9 {
				return false
			}
			keys = append(keys, string(key))
			look.blank()
			return look.scalar(look.blank()) || look.fault == nil
		})
		if i == 0 {
			rows = keys
		}
		if look.depth != 0 || len(keys) == 0 || rows[0] != "0" || !slices.Equal(keys, rows) {
			return false
		}
	}
	r.warn("the document is an object of columns by row number; each of the %d objects was read as a column", len(v.members))
	r.upright(f, v, func(do func() bool) bool { return f.s.members(func([]byte, int) bool { return do() }) })
	return true
}

// upright reads the members of the surveyed object as columns; walk calls its argument for every value.
func (r *jsonReading) upright(f *jsonFeed, v *jsonSurvey, walk func(do func() bool) bool) {
	t, s := f.table, f.s
	rows := 0
	for j, m := range v.members {
		i := t.child(t.root, []byte(m.key), j)
		if i < 0 {
			s.fail(m.at, tooManyKeys, "write the table the other way round")
			return
		}
		k := t.root.children[i]
		if k.stamp > 0 {
			t.twice(s, []byte(m.key), m.at)
			s.fault.soft = false
			return
		}
		k.stamp, s.pos, s.depth, t.rows = 1, m.at, 0, 0
		ok := walk(func() bool {
			if s.blank(); j == 0 {
				t.end(s, s.pos)
				t.rows--
			}
			t.turn++
			if !t.value(s, k, t.levels) {
				return false
			}
			t.rows++
			return true
		})
		if !ok {
			return
		}
		rows = t.rows
	}
	t.rows = rows
}

// names takes the names of columns from an array of text beside the rows.
func (r *jsonReading) names(f *jsonFeed, v *jsonSurvey, rows jsonList) {
	for _, m := range v.members {
		if m.list < 0 || !slices.Contains([]string{"columns", "fields", "header", "headers", "names"}, strings.ToLower(m.key)) {
			continue
		}
		var names []string
		s := jsonScanner{data: r.text, pos: m.at}
		ok := s.elements(func() bool {
			if s.blank() != '"' {
				return false
			}
			name, ok := s.text()
			names = append(names, string(name))
			return ok
		})
		if ok && len(names) > 0 && len(names) <= maxKeys {
			r.note("the columns are named in %s", v.lists[m.list].path)
			f.table.header(names)
			return
		}
	}
}

// errorText is what the error at a byte says.
func (r *jsonReading) errorText(at int) string {
	s := jsonScanner{data: r.text, pos: at}
	s.skip()
	out := string(compact(r.text[at:s.pos]))
	s = jsonScanner{data: r.text, pos: at}
	if words := s.said(); words != "" {
		out = words
	}
	if runes := []rune(out); len(runes) > 200 {
		out = string(runes[:200]) + "..."
	}
	return out
}

// said is the first text under a key that tells people what went wrong, or the value itself when it is text.
func (s *jsonScanner) said() (words string) {
	switch s.blank() {
	case '"':
		v, _ := s.text()
		return string(v)
	case '[':
		s.elements(func() bool {
			words = s.said()
			return false
		})
	case '{':
		s.members(func(key []byte, _ int) bool {
			switch strings.ToLower(string(key)) {
			case "message", "msg", "detail", "description", "reason", "title", "error", "error_description":
				words = s.said()
				return words == ""
			}
			return s.skip()
		})
	}
	return words
}
