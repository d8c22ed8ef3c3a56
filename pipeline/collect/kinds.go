package collect

import (
	"fmt"
	"maps"
	"slices"

	"assay/pipeline/table"
)

// WithKinds holds columns as another kind than was guessed: number or text, by column. Numbers become text in their
// shortest form; texts that are no plain numbers become missing, with a warning.
func (r Raw) WithKinds(kinds map[string]string) (Raw, error) {
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		c, err := r.Table.Need(name)
		if err != nil {
			return Raw{}, fmt.Errorf("kind %s: %w", kinds[name], err)
		}
		switch {
		case kinds[name] == table.Text.String() && c.Kind == table.Number:
			words := builder{name: name, text: true, lexicon: newLexicon()}
			words.take(c)
			r.keep(words.column(), "held as text, as chosen; numbers are written in their shortest form", &r.Origin.Notes)
		case kinds[name] == table.Number.String() && c.Kind == table.Text:
			numbers, lost := r.numbers(c)
			said, where := "held as numbers, as chosen", &r.Origin.Notes
			if lost.count > 0 {
				said = fmt.Sprintf("held as numbers, as chosen; %s no plain number and became missing (%s, the first is %q)", plural(lost.count, "cell")+wordFor(lost.count, " is", " are"), lost.where(), shorten(lost.first))
				where = &r.Origin.Warnings
			}
			r.keep(numbers, said, where)
		case kinds[name] != table.Text.String() && kinds[name] != table.Number.String():
			return Raw{}, fmt.Errorf("column %s cannot be of kind %q; it can be number or text", name, kinds[name])
		}
	}
	return r, nil
}

// keep puts a column in place of the one it was made from and says so.
func (r *Raw) keep(c *table.Column, said string, where *[]string) {
	r.Table = r.Table.With(c.From(r.Table.Column(c.Name)))
	*where = append(slices.Clip(*where), fmt.Sprintf("column %q: %s", shorten(c.Name), said))
}

// numbers reads the texts of a column as numbers and tells which cells are none.
func (r *Raw) numbers(c *table.Column) (*table.Column, tally) {
	read := make([]float64, len(c.Dictionary()))
	for k, s := range c.Dictionary() {
		v, ok := table.ParseNumber(s)
		if !ok {
			v = nan
		}
		read[k] = v
	}
	values := make([]float64, c.Len())
	var lost tally
	for i, k := range c.Codes() {
		if k < 0 {
			values[i] = nan
			continue
		}
		if values[i] = read[k]; read[k] != read[k] {
			lost.add(lineOrRow(r.Table, i), c.Dictionary()[k])
		}
	}
	return table.NewNumber(c.Name, values), lost
}
