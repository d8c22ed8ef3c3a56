package prepare

import (
	"cmp"
	"fmt"
	"slices"
	"sort"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/pipeline/table"
	"assay/ui/kit"
)

// rowOf finds a row by its key; tables keep the order of the source, so keys grow.
func rowOf(t *table.Table, key int64) (row int, ok bool) {
	return sort.Find(t.Rows(), func(k int) int { return cmp.Compare(key, t.Key(k)) })
}

// path follows one column through the steps: its name before each effect and, last, after all; "" where it is not there.
func path(effects []prepare.Effect, at int, name string) []string {
	names := make([]string, len(effects)+1)
	names[at] = name
	for k := at - 1; k >= 0 && names[k+1] != ""; k-- {
		names[k] = parent(effects[k], names[k+1])
	}
	for k := at; k < len(effects) && names[k] != ""; k++ {
		names[k+1] = heir(effects[k], names[k])
	}
	return names
}

// parent is the column that one was made from in a step; "" when that is not a single one.
func parent(e prepare.Effect, name string) string {
	if e.Was.Column(name) != nil {
		return name
	}
	c := e.Is.Column(name)
	if c == nil || c.Field == name {
		return ""
	}
	for _, old := range e.Was.Columns() {
		if old.Name == c.Field || old.Field == c.Field {
			return old.Name
		}
	}
	return ""
}

// heir is the column that one became in a step; "" when it was left out.
func heir(e prepare.Effect, name string) string {
	if e.Is.Column(name) != nil {
		return name
	}
	c := e.Was.Column(name)
	for _, now := range e.Is.Columns() {
		if c != nil && now.Field == c.Field && e.Was.Column(now.Name) == nil {
			return now.Name
		}
	}
	return ""
}

// way shows the whole way of the value under the cursor: from the cell of the source to the number a learner gets.
func (s *Screen) way() tea.Cmd {
	column := max(0, s.grid.Col-1)
	if s.grid.Row >= s.sheet.Rows() {
		return nil
	}
	name := s.sheet.t.At(column).Name
	w := s.follows(s.grid.Row, name)
	return kit.ShowPairs(kit.Clean(name)+": the way of this value", w.head, w.stops)
}

// follows follows a value of the table shown through all steps.
func (s *Screen) follows(row int, name string) walk {
	p, e := s.bench.Prepared(), s.sheet.effect
	at := slices.IndexFunc(p.Effects, func(o prepare.Effect) bool { return o.Choice == e.Choice })
	if !s.sheet.before {
		at++
	}
	names := path(p.Effects, at, name)
	w := walk{s: s, p: p, key: s.sheet.t.Key(row), numbered: s.sheet.t.Line(row) > 0, row: row}
	w.start(names[0], s.sheet.t.Column(name).Field)
	for k := range p.Effects {
		if !w.step(p.Effects[k], names[k], names[k+1]) {
			return w
		}
	}
	w.end(names[len(names)-1])
	return w
}

// walk gathers the stops of a value.
type walk struct {
	s        *Screen
	p        *pipeline.Prepared
	key      int64
	numbered bool // rows have lines to be found by; if not, they are found by their place
	row      int
	head     string
	stops    [][2]string // where, and what the value was there
}

func (w *walk) add(where, text string) { w.stops = append(w.stops, [2]string{where, text}) }

// in finds the row in a table.
func (w *walk) in(t *table.Table) (row int, ok bool) {
	if !w.numbered {
		return w.row, w.row < t.Rows()
	}
	return rowOf(t, w.key)
}

// start is the cell as it was read.
func (w *walk) start(name, field string) {
	raw := w.p.Raw
	row, ok := w.in(raw)
	collected := w.s.bench.Collected()
	if !ok && collected != nil {
		raw = collected.Table
		row, ok = w.in(raw)
	}
	if !ok {
		return
	}
	w.head = "row " + raw.Place(row)
	if source := raw.Source(row); source != "" {
		w.head = fmt.Sprintf("%s:%d", source, raw.Line(row))
	} else if collected != nil && raw.Line(row) > 0 {
		w.head = fmt.Sprintf("%s:%d", collected.Origin.Path, raw.Line(row))
	}
	if name == "" {
		name = field
	}
	if c := raw.Column(name); c != nil {
		w.add("as it was read", whole(c.Cell(row)))
	}
}

// step is what one step made of it; false when the row goes no further.
func (w *walk) step(e prepare.Effect, was, is string) bool {
	where := fmt.Sprintf("%d %s", e.Choice+1, titleOf(prepare.Choice{Name: e.Name}))
	before, had := w.in(e.Was)
	after, has := w.in(e.Is)
	if !has && had {
		w.add(where, "drops the row")
		return false
	}
	switch {
	case !has || was == "" && is == "":
	case was != "" && is == "":
		w.add(where, "leaves the column out")
	case was == "":
		w.add(where, whole(e.Is.Column(is).Cell(after))+"  (makes the column)")
	case is != was:
		w.add(where, whole(e.Is.Column(is).Cell(after))+"  (as "+kit.Clean(is)+")")
	case e.Was.Column(was).Cell(before) != e.Is.Column(is).Cell(after):
		w.add(where, whole(e.Is.Column(is).Cell(after)))
	}
	return true
}

// end is what a learner gets, and which side of the wall the row is on.
func (w *walk) end(name string) {
	row, ok := w.in(w.p.Cleaned)
	if !ok {
		w.add("the learner", "does not see the row: it has no answer")
		return
	}
	w.head += ", " + w.side(row)
	if w.p.Fault != nil || name == "" {
		return
	}
	for _, c := range w.p.Matrix.Columns {
		if c.Name != name {
			continue
		}
		switch {
		case c.Levels == nil:
			w.add("the learner gets", table.FormatNumber(c.Values[row]))
		case c.Codes[row] < 0:
			w.add("the learner gets", fmt.Sprintf("0 for each of %d words: it is none of them", len(c.Levels)))
		default:
			w.add("the learner gets", fmt.Sprintf("1 for %q, 0 for %d other words", kit.CleanCell(c.Levels[c.Codes[row]]), len(c.Levels)-1))
		}
		return
	}
	if c := w.p.Encoded.Column(name); c != nil {
		w.add("the learner", "does not get it: its role is "+c.Role.String())
	}
}

func (w *walk) side(row int) string {
	for _, side := range []struct {
		rows []int
		text string
	}{{w.p.Parts.Train, "a training row"}, {w.p.Parts.Validation, "a validation row"}, {w.p.Parts.Test, "a test row"}} {
		if _, found := slices.BinarySearch(side.rows, row); found {
			return side.text
		}
	}
	return "on no side of the split"
}
