package collect

import (
	"fmt"
	"slices"
	"strings"

	"assay/pipeline/table"
)

// AppendReport says what Append makes of its parts, before it does.
type AppendReport struct {
	Parts   []AppendPart
	Columns []AppendColumn
	Clashes []KindClash
	Repeats [][2]string // parts that hold the same bytes: the earlier and the later
}

// AppendPart is what becomes of one part.
type AppendPart struct {
	Name    string // short enough for a list
	Rows    int
	Renamed []Renamed // columns matched though they are written otherwise
	Missing []string  // columns of the whole that this part lacks: missing in its rows
	New     []string  // columns no part before it has
}

// Renamed is a column that goes by another name in the result.
type Renamed struct{ From, To string }

// AppendColumn is a column of the whole.
type AppendColumn struct {
	Name string
	Kind table.Kind
	at   []int // its position in each part, -1 where it is absent
}

// KindClash is a column that holds numbers in some parts and text in others: it is held as text.
type KindClash struct {
	Column  string
	Numbers []string // the parts that hold numbers
	Texts   []string // the parts that hold text
	Where   string   // the first lines of the first of Texts that hold no number
	First   string   // what stands on the first of them
}

// PlanAppend matches the columns of parts and says what appending them would do. Columns belong together when their
// names are equal; failing that, when they are equal but for case, blanks, hyphens and underscores and nothing else in
// the part could be meant.
func PlanAppend(parts []Raw) AppendReport {
	var r AppendReport
	for k, p := range parts {
		r.match(k, p)
	}
	paths := make([]string, len(parts))
	for k, p := range parts {
		paths[k] = p.Origin.Path
	}
	for k, name := range shortNames(paths) {
		r.Parts[k].Name = name
	}
	for j := range r.Columns {
		c := &r.Columns[j]
		for k := len(c.at); k < len(parts); k++ {
			c.at = append(c.at, -1)
		}
		for k := range parts {
			if c.at[k] < 0 {
				r.Parts[k].Missing = append(r.Parts[k].Missing, c.Name)
			}
		}
		r.settle(c, parts)
	}
	r.repeats(parts)
	return r
}

// match finds the columns of part k among those of the parts before it.
func (r *AppendReport) match(k int, raw Raw) {
	part := AppendPart{Rows: raw.Table.Rows()}
	names := raw.Table.Names()
	place := func(j, column int) {
		c := &r.Columns[column]
		for len(c.at) < k {
			c.at = append(c.at, -1)
		}
		c.at = append(c.at, j)
	}
	known, alike := map[string]int{}, map[string][]int{} // columns of the whole by name, and by folded name
	for i, c := range r.Columns {
		known[c.Name] = i
		alike[foldName(c.Name)] = append(alike[foldName(c.Name)], i)
	}
	taken, folds := map[int]bool{}, map[string]int{}
	var rest []int
	for j, name := range names {
		if i, ok := known[name]; ok {
			place(j, i)
			taken[i] = true
			continue
		}
		rest = append(rest, j)
		folds[foldName(name)]++
	}
	for _, j := range rest {
		fold := foldName(names[j])
		meant := slices.DeleteFunc(alike[fold], func(i int) bool { return taken[i] })
		if len(meant) == 1 && folds[fold] == 1 {
			place(j, meant[0])
			part.Renamed = append(part.Renamed, Renamed{names[j], r.Columns[meant[0]].Name})
			continue
		}
		r.Columns = append(r.Columns, AppendColumn{Name: names[j]})
		place(j, len(r.Columns)-1)
		if k > 0 {
			part.New = append(part.New, names[j])
		}
	}
	r.Parts = append(r.Parts, part)
}

// settle decides the kind of a column of the whole.
func (r *AppendReport) settle(c *AppendColumn, parts []Raw) {
	clash := KindClash{Column: c.Name}
	for k, p := range parts {
		if c.at[k] < 0 {
			continue
		}
		col := p.Table.At(c.at[k])
		switch {
		case col.Kind == table.Number:
			clash.Numbers = append(clash.Numbers, r.Parts[k].Name)
		case slices.ContainsFunc(col.Codes(), func(code int32) bool { return code >= 0 }):
			if clash.Texts = append(clash.Texts, r.Parts[k].Name); len(clash.Texts) == 1 {
				t := notNumbers(p.Table, col)
				clash.Where, clash.First = t.where(), t.first
			}
		}
	}
	c.Kind = table.Number
	if len(clash.Numbers) == 0 || len(clash.Texts) > 0 {
		c.Kind = table.Text
	}
	if len(clash.Numbers) > 0 && len(clash.Texts) > 0 {
		r.Clashes = append(r.Clashes, clash)
	}
}

// notNumbers finds the cells of a text column that are no plain numbers; all of them when all are.
func notNumbers(t *table.Table, c *table.Column) tally {
	plain, all := make([]bool, len(c.Dictionary())), true
	for k, s := range c.Dictionary() {
		_, plain[k] = table.ParseNumber(s)
		all = all && plain[k]
	}
	var out tally
	for i, code := range c.Codes() {
		if code >= 0 && (all || !plain[code]) {
			out.add(lineOrRow(t, i), c.Dictionary()[code])
		}
	}
	return out
}

func lineOrRow(t *table.Table, i int) int {
	if n := t.Line(i); n > 0 {
		return n
	}
	return i + 1
}

// repeats finds parts with the same bytes. Two tables of one database are no repeat.
func (r *AppendReport) repeats(parts []Raw) {
	first := map[string]int{}
	for k, p := range parts {
		if p.Origin.SHA256 == "" {
			continue
		}
		what := p.Origin.SHA256 + "#" + ParseAddress(p.Origin.Path).Table
		if earlier, ok := first[what]; ok {
			r.Repeats = append(r.Repeats, [2]string{r.Parts[earlier].Name, r.Parts[k].Name})
			continue
		}
		first[what] = k
	}
}

// Err refuses a part that has no column in common with those before it: it is not the same kind of table.
func (r AppendReport) Err() error {
	for k, p := range r.Parts {
		if k == 0 || slices.ContainsFunc(r.Columns, func(c AppendColumn) bool { return c.at[k] >= 0 && slices.Max(c.at[:k]) >= 0 }) {
			continue
		}
		return &Error{File: p.Name, What: "no column is called as in " + r.Parts[0].Name + "; it has " + several(p.New),
			Hint: "append tables of the same kind; to put columns beside one another by a key, join"}
	}
	return nil
}

// Warnings say what is not plain about the appending.
func (r AppendReport) Warnings() []string {
	var out []string
	for _, pair := range r.Repeats {
		out = append(out, fmt.Sprintf("%s and %s hold the same bytes: their rows are in the table twice", pair[0], pair[1]))
	}
	for _, p := range r.Parts {
		var pairs []string
		for _, m := range p.Renamed {
			pairs = append(pairs, fmt.Sprintf("%q as %q", shorten(m.From), shorten(m.To)))
		}
		if len(pairs) > 0 {
			out = append(out, fmt.Sprintf("%s: %s though written otherwise: %s", p.Name, plural(len(pairs), "column")+wordFor(len(pairs), " was", " were")+" matched", several(pairs)))
		}
	}
	return append(append(out, r.lacking()...), r.clashing()...)
}

// lacking tells which columns some parts do not have; columns that the same parts lack are told together.
func (r AppendReport) lacking() []string {
	var order []string
	columns := map[string][]string{}
	for _, c := range r.Columns {
		var names []string
		rows := 0
		for k, at := range c.at {
			if at < 0 {
				names = append(names, r.Parts[k].Name)
				rows += r.Parts[k].Rows
			}
		}
		if len(names) == 0 {
			continue
		}
		where := fmt.Sprintf("missing in the %s of %s, which %s no such column", plural(rows, "row"), several(names), wordFor(len(names), "has", "have"))
		if columns[where] == nil {
			order = append(order, where)
		}
		columns[where] = append(columns[where], c.Name)
	}
	var out []string
	for _, where := range order {
		out = append(out, wordFor(len(columns[where]), "column ", "columns ")+several(columns[where])+": "+where)
	}
	return out
}

func (r AppendReport) clashing() []string {
	var out []string
	for _, c := range r.Clashes {
		out = append(out, fmt.Sprintf("column %s: numbers in %s, text in %s (%s, the first is %q); held as text until it is parsed",
			shorten(c.Column), several(c.Numbers), several(c.Texts), c.Where, shorten(c.First)))
	}
	return out
}

// foldName is a column name without what people write differently: case, blanks, hyphens, underscores.
func foldName(name string) string { return foldings.Replace(strings.ToLower(name)) }

var foldings = strings.NewReplacer(" ", "", "_", "", "-", "", "\t", "", "\u00a0", "")

// listed is how many names a message lists.
const listed = 5

// several is "a, b and c" with the first few of many.
func several(names []string) string {
	short := make([]string, 0, listed)
	for _, n := range names[:min(len(names), listed)] {
		short = append(short, shorten(n))
	}
	if more := len(names) - listed; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(short, ", "), more)
	}
	if len(short) < 2 {
		return strings.Join(short, "")
	}
	return strings.Join(short[:len(short)-1], ", ") + " and " + short[len(short)-1]
}
