package collect

import (
	"slices"

	"assay/pipeline/cores"
	"assay/pipeline/table"
)

// table closes the columns up, and joins the words of the blocks.
func (r *reader) table() (*table.Table, error) {
	columns := make([]*table.Column, r.layout.width)
	cores.Each(len(columns), func(j int) {
		if r.kinds[j] == table.Number {
			columns[j] = table.NewNumber(r.layout.names[j], closed(r, r.columns[j].numbers))
		} else {
			columns[j] = r.words(j)
		}
		r.columns[j] = places{}
	})
	return table.New(columns, closed(r, r.lines))
}

// closed moves the rows of all blocks together.
func closed[T any](r *reader, all []T) []T {
	n := 0
	for _, b := range r.blocks {
		if b.at != n {
			copy(all[n:], all[b.at:b.at+b.rows])
		}
		n += b.rows
	}
	return slices.Clip(all[:n])
}

// words gives the words of all blocks common codes, in the order in which they first appear in the text.
func (r *reader) words(j int) *table.Column {
	codes := r.columns[j].codes
	all := newLexicon()
	for _, b := range r.blocks {
		c := &b.columns[j]
		same := true
		to := make([]int32, len(c.lexicon.words))
		for k, w := range c.lexicon.words {
			to[k] = all.string(w)
			same = same && to[k] == int32(k)
		}
		if same {
			c.lexicon = nil
			continue
		}
		rows := codes[b.at : b.at+b.rows]
		for i, code := range rows {
			if code >= 0 {
				rows[i] = to[code]
			}
		}
		c.lexicon = nil
	}
	return table.NewText(r.layout.names[j], closed(r, codes), all.words)
}

// tokens says which words were read as missing, by column, in sentences and counted.
func (r *reader) tokens() (notes []string, counted map[string][]table.ValueCount) {
	counted = map[string][]table.ValueCount{}
	for j, name := range r.layout.names {
		var all markers
		for _, b := range r.blocks {
			all.merge(b.columns[j].markers)
		}
		if notes = append(notes, all.say(name)...); all.count > 0 {
			counted[name] = all.words
		}
	}
	return notes, counted
}
