package collect

import (
	"fmt"
	"slices"
)

// document reads a text that is one value, or several one after the other. Records that are damaged but end where they
// should are left out; any other fault ends the reading.
func (r *jsonReading) document() (*jsonFeed, error) {
	said := r.origin
	feed, fault := r.gather(false)
	if fault != nil && fault.soft {
		r.origin = said
		feed, fault = r.gather(true)
	}
	if err := r.ctx.Err(); err != nil {
		return nil, err
	}
	if fault != nil {
		return nil, r.refuse(fault)
	}
	return feed, nil
}

func (r *jsonReading) gather(careful bool) (*jsonFeed, *jsonFault) {
	s := &jsonScanner{data: r.text, ctx: r.ctx}
	f := newFeed(r.fresh.like(0, 1), s, careful)
	switch c := s.blank(); {
	case r.path != "auto":
		r.asked(f)
	case c == '[':
		r.values(f, r.rowByRow(*s))
	case c == '{':
		r.wrapped(f)
	default:
		if s.skip() {
			s.fail(0, "the document is "+jsonKind(c)+", not an array or object with records", "choose a file with records")
		}
	}
	return f, s.fault
}

// values reads one value after the other, up to the end: objects are records, arrays hold records.
func (r *jsonReading) values(f *jsonFeed, rows bool) bool {
	s, n := f.s, 0
	for ; s.fault == nil; n++ {
		c := s.blank()
		switch {
		case s.pos == len(s.data):
			if n > 1 {
				r.note("%d JSON values one after the other", n)
			}
			return true
		case c == '[' && rows:
			if n > 0 || !r.heading(f) {
				f.take((*jsonTable).row)
			}
		case c == '[':
			r.list(f)
		case c == '{':
			f.take((*jsonTable).record)
		default:
			s.fail(s.pos, "text after the end of the document", "take it out, or write one record on each line")
		}
		r.tell(s, f)
	}
	return false
}

// tell says how far the reading is.
func (r *jsonReading) tell(s *jsonScanner, f *jsonFeed) {
	r.env.Monitor.Add(int64(s.pos-r.toldBytes), int64(f.table.rows-r.toldRows))
	r.toldBytes, r.toldRows = s.pos, f.table.rows
}

// rowByRow reports whether the text is arrays of single values one after the other: rows.
func (r *jsonReading) rowByRow(s jsonScanner) bool {
	c := s.firstElement()
	return c != '{' && c != '[' && c != 0 && s.skip() && s.blank() == '['
}

// firstElement is the first byte of the first element of the array at hand that is not null, 0 when there is none.
func (s jsonScanner) firstElement() byte {
	var c byte
	s.elements(func() bool {
		if c = s.blank(); c != 'n' {
			return false
		}
		c = 0
		return s.skip()
	})
	return c
}

// list reads the array at hand: records, rows of values, or single values.
func (r *jsonReading) list(f *jsonFeed) bool {
	read, n := (*jsonTable).record, 0
	switch c := f.s.firstElement(); c {
	case '{', 0:
	case '[':
		read = (*jsonTable).row
	default:
		r.warn("the array holds single values, not records; they are in the column %q", "value")
		f.table.header([]string{"value"})
		read = (*jsonTable).single
	}
	return f.s.elements(func() bool {
		if n++; n&0xfff == 0 {
			r.tell(f.s, f)
		}
		if n == 1 && f.s.data[f.s.pos] == '[' && r.heading(f) {
			return f.s.fault == nil
		}
		return f.take(read)
	})
}

// heading reads the row at hand as names of columns, when it is all text and none are known.
func (r *jsonReading) heading(f *jsonFeed) bool {
	s := *f.s
	if len(f.table.root.children) > 0 {
		return false
	}
	var names []string
	ok := s.elements(func() bool {
		if s.blank() != '"' {
			return false
		}
		v, ok := s.text()
		names = append(names, string(v))
		return ok && len(names) <= maxKeys
	})
	if c := s.blank(); !ok || len(names) == 0 || c != ',' && c != '[' {
		r.warn("the first row does not name the columns; they are called column_1, column_2 and so on")
		return false
	}
	r.note("the first row names the columns")
	f.table.header(names)
	return f.s.skip()
}

// single reads the value at hand as a record of one value.
func (t *jsonTable) single(s *jsonScanner) bool {
	at := s.pos
	t.turn, t.odd = t.turn+1, false
	if len(t.root.children) == 0 {
		t.header([]string{"value"})
	}
	return t.value(s, t.root.children[0], 1) && t.end(s, at)
}

// asked reads what lies at the path that was asked for, in every value of the text.
func (r *jsonReading) asked(f *jsonFeed) {
	steps, s := jsonSteps(r.path), f.s
	for s.fault == nil {
		if s.blank(); s.pos == len(s.data) {
			return
		}
		whole := *s
		if !whole.skip() {
			s.fault = whole.fault
			return
		}
		top := s.pos
		if !s.walk(steps) {
			s.fault.hint = r.candidates(top)
			return
		}
		s.depth = 0
		switch c := s.blank(); c {
		case '[':
			r.list(f)
		case '{':
			f.take((*jsonTable).record)
		default:
			s.fail(s.pos, fmt.Sprintf("%s at %s, where records have to be", jsonKind(c), r.path), r.candidates(top))
		}
		s.pos, s.depth = whole.pos, 0
	}
}

// candidates is a hint that names the arrays in the value at a byte.
func (r *jsonReading) candidates(at int) string {
	s := &jsonScanner{data: r.text, pos: at}
	v := &jsonSurvey{}
	v.value(s)
	slices.SortStableFunc(v.lists, func(a, b jsonList) int { return b.objects - a.objects })
	var words []string
	for _, l := range v.lists {
		words = append(words, fmt.Sprintf("%s (%s)", l.path, plural(l.length, "element")))
	}
	if len(words) == 0 {
		return "the document has no array; set records to $ to read the object itself"
	}
	return "set records to the path of an array; there are " + some(words)
}
