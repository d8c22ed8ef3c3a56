package collect

// marks are the oddities of quotes and comments that a scanner passed.
type marks struct {
	bare     tally // quotes in fields without quotes
	after    tally // fields with text after their closing quote
	open     tally // quotes that would swallow lines
	stray    tally // quotes inside quoted fields that are not doubled
	slashed  tally // quotes after a backslash
	comments tally // lines
}

func (m *marks) merge(later *marks, offset int) {
	m.bare.merge(later.bare, offset)
	m.after.merge(later.after, offset)
	m.open.merge(later.open, offset)
	m.stray.merge(later.stray, offset)
	m.slashed.merge(later.slashed, offset)
	m.comments.merge(later.comments, offset)
}

// record reads the record at pos by the rules. When its quotes break them, or it spans lines and has the wrong width,
// it is read again as one line; that holds only if it gives exactly the fields a record should have.
func (s *scanner) record() bool {
	after, open := s.after.count, s.open.count
	ok := s.strictly()
	if ok && (s.width == 0 || s.after.count == after && s.open.count == open && (s.line-s.at < 2 || len(s.cells) == s.width)) {
		return ok
	}
	strict := *s
	if s.beforePos == s.begin {
		s.marks = s.before
	}
	s.cells = s.spare[:0]
	s.pos, s.line, s.fault, s.endless = s.begin, s.at, nil, false
	if s.loosely() {
		s.spare = strict.cells
		return true
	}
	strict.spare = s.cells
	*s = strict
	return ok
}

// odd keeps what was counted before the record now read, which may have to be read again.
func (s *scanner) odd() {
	if s.beforePos != s.begin {
		s.before, s.beforePos = s.marks, s.begin
	}
}

// loosely reads the line at pos as a record in which a quote closes a field only before a delimiter or the end of the
// line. All other quotes inside are text, doubled or not: "a"b" is a"b. It reports whether the line is such a record.
func (s *scanner) loosely() bool {
	if s.quote == 0 || s.escape != 0 {
		return false
	}
	for d, i := s.data, s.pos; ; i++ {
		for s.trim && i < len(d) && d[i] == ' ' {
			i++
		}
		c := cell{start: i}
		if i < len(d) && d[i] == s.quote {
			if i, c = s.closing(i); i < 0 {
				return false
			}
		} else {
			i = s.plain(i)
			c.end = i
		}
		s.cells = append(s.cells, c)
		if i < len(d) && d[i] == s.delimiter {
			continue
		}
		if s.pos = i; i < len(d) {
			s.pos, s.line = i+s.eol(i), s.line+1
		}
		return s.width == 0 || len(s.cells) == s.width
	}
}

// closing finds the end of the field whose quote opens at i and returns what follows it; -1 when its line ends first.
func (s *scanner) closing(i int) (int, cell) {
	d, c := s.data, cell{start: i + 1}
	for j := i + 1; j < len(d) && s.eol(j) == 0; j++ {
		if d[j] != s.quote {
			continue
		}
		n := 1
		for j+1 < len(d) && d[j+1] == s.quote {
			j, n = j+1, n+1
		}
		c.coded = c.coded || n > 1
		k := j + 1
		for k < len(d) && d[k] == ' ' && s.delimiter != ' ' {
			k++
		}
		ends := k >= len(d) || d[k] == s.delimiter || s.eol(k) > 0
		if ends {
			n--
		}
		if n%2 == 1 {
			s.stray.add(s.at, "")
		}
		if ends {
			c.end = j
			return k, c
		}
	}
	return -1, c
}
