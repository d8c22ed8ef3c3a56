package health

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/pipeline/evaluate"
	"assay/pipeline/table"
)

// fewUnread is the share of a column's cells from which unreadable ones must be looked at.
const fewUnread = .01

// gaps finds columns that are mostly missing, cells that say something no number or date was read from, and what keeps
// the preparation from ending in numbers.
func gaps(c *check) {
	if c.Fault != nil {
		f := Finding{Severity: Serious, Counter: Gaps, Kind: "not prepared", Text: why(c.Fault)}
		if strings.Contains(f.Text, "has a gap") && !c.on("impute") {
			f.Fix = &Fix{Verb: "step", Value: "impute"}
		}
		c.add(f)
	}
	for _, col := range c.features {
		missing := 0
		for i := range col.Len() {
			if col.Missing(i) {
				missing++
			}
		}
		if missing*2 > col.Len() {
			share := evaluate.Wilson(missing, col.Len())
			f := Finding{Severity: Warning, Counter: Gaps, Kind: "mostly missing", Columns: []string{col.Name}, Count: missing, Fix: c.ignore(col),
				Score: evaluate.Score{Name: "share", Value: share.Value, Low: share.Low, High: share.High}}
			f.Text = fmt.Sprintf("%s is missing in %d of %d rows (%s); keep it only if being missing means something", col.Name, missing, col.Len(), percent(f.Score))
			c.add(f)
		}
		c.unread(col)
	}
}

// unread tells of cells that say something, no word for missing, and were read as nothing.
func (c *check) unread(col *table.Column) {
	raw := c.Raw.Column(col.Field)
	if raw == nil || raw.Kind != table.Text || col.Kind != table.Number && col.Kind != table.Time || col.Name != col.Field {
		return
	}
	counts, n := map[string]int{}, 0
	var rows []int
	for i := range col.Len() {
		if raw.Missing(i) {
			continue
		}
		n++
		if text := raw.Cell(i); col.Missing(i) && !c.marked(col.Field, text) {
			counts[text]++
			rows = append(rows, i)
		}
	}
	if len(rows) == 0 {
		return
	}
	texts := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	var said []string
	for _, t := range texts[:min(3, len(texts))] {
		said = append(said, fmt.Sprintf("%q %d times", short(t), counts[t]))
	}
	share := evaluate.Wilson(len(rows), n)
	f := Finding{Severity: Note, Counter: Gaps, Kind: "unreadable", Columns: []string{col.Name}, Rows: first(rows), Count: len(rows),
		Score: evaluate.Score{Name: "share", Value: share.Value, Low: share.Low, High: share.High}}
	f.Text = fmt.Sprintf("%d of %d cells of %s (%s) say something that no %s was read from, and count as missing: %s (%s)", len(rows), n, col.Name, percent(f.Score), col.Kind, strings.Join(said, ", "), c.places(rows))
	if share.Value > fewUnread {
		f.Severity = Warning
	}
	c.add(f)
}

// marked says whether a text is known to mean missing in a column.
func (c *check) marked(column, text string) bool {
	if table.IsMissing(text) {
		return true
	}
	v, number := table.ParseNumber(strings.TrimSpace(text))
	return slices.ContainsFunc(c.Marks[column], func(mark string) bool {
		w, same := table.ParseNumber(mark)
		return strings.EqualFold(strings.TrimSpace(text), mark) || number && same && v == w
	})
}

// short cuts a cell to what a sentence can hold.
func short(s string) string {
	if r := []rune(s); len(r) > 24 {
		return string(r[:24]) + "…"
	}
	return s
}
