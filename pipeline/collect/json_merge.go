package collect

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
		if t.pad(o.column, rows); t.full != nil {
			return false
		}
		if t.rows == 0 {
			k.column = o.column
		} else if b := t.cell(k); t.full == nil {
			b.join(o.column)
		}
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
	to := make([]int32, len(o.lexicon.words))
	for i, w := range o.lexicon.words {
		to[i] = b.lexicon.string(w)
	}
	for _, code := range o.codes {
		if code >= 0 {
			code = to[code]
		}
		b.codes = append(b.codes, code)
	}
}
