package collect

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"assay/pipeline/table"
)

// gathering is a result set on its way into a table. A session begins it with the columns, adds the values of a row
// from left to right, and ends the row; it stops when end says so.
type gathering struct {
	name    string // the source, for messages
	monitor *Monitor
	limit   int   // rows, 0 for all
	room    int64 // bytes it may take, 0 when nobody knows
	digest  *rowDigest
	columns []*dbField
	rows    int
	part    int   // values of the row that is coming, when it comes in parts
	taken   int64 // bytes of text held so far
	counted int   // rows the monitor knows of
	notes   []string
	warns   []string
}

// errEnough ends the reading of rows when the limit is reached.
var errEnough = errors.New("enough rows")

// mostRows ends what has no limit and no end, such as a view that calls itself.
const mostRows = 20_000_000

func newGathering(name string, env Env) *gathering {
	room := env.Memory
	if room == 0 {
		room = memory()
	}
	return &gathering{name: name, monitor: env.Monitor, room: room}
}

func (g *gathering) note(format string, values ...any) {
	g.notes = append(g.notes, fmt.Sprintf(format, values...))
}
func (g *gathering) warn(format string, values ...any) {
	g.warns = append(g.warns, fmt.Sprintf(format, values...))
}

// begin takes the columns. Names are made to differ.
func (g *gathering) begin(columns []*dbField) {
	g.columns = columns
	names := make([]string, len(columns))
	for j, c := range columns {
		c.g, names[j] = g, strings.ToValidUTF8(c.name, "\ufffd")
	}
	for j, name := range (&layout{}).unique(names, false) {
		switch old := strings.TrimSpace(names[j]); {
		case old == "":
			g.warn("column %d has no name; called %q", j+1, name)
		case old != name:
			g.warn("two columns are called %q; the second is now %q", shorten(old), shorten(name))
		}
		columns[j].name = name
		if why := columns[j].left; why != "" {
			g.warn("column %q left out: it holds %s", shorten(name), why)
		}
	}
	if g.digest != nil {
		for _, c := range columns {
			if c.left == "" {
				g.digest.text(c.name)
			}
		}
		g.digest.end()
	}
}

// end closes a row. It returns errEnough at the limit, and an error when what was gathered gets too large.
func (g *gathering) end() error {
	g.rows++
	if g.digest != nil {
		g.digest.end()
	}
	if g.limit > 0 && g.rows >= g.limit {
		return errEnough
	}
	if g.rows == previewRows {
		g.show()
	}
	if g.rows&1023 == 0 {
		return g.check()
	}
	return nil
}

func (g *gathering) check() error {
	g.count()
	used := g.taken + int64(g.rows)*int64(len(g.columns))*8
	if g.digest != nil {
		used += int64(g.digest.kept.Len())
	}
	if g.room > 0 && used*2 > g.room {
		return &Error{File: g.name, What: fmt.Sprintf("after %d rows more than half of the free memory (%s) was taken, and no end in sight", g.rows, Size(g.room)),
			Hint: "set database.limit to a number of rows, or database.query to a SELECT of the columns and rows you need"}
	}
	if g.limit == 0 && g.rows >= mostRows {
		return &Error{File: g.name, What: fmt.Sprintf("%d rows came and there was no end", g.rows), Hint: "set database.limit to the number of rows you need; more than this are read then"}
	}
	return nil
}

// count tells the monitor the rows that came since it was told last.
func (g *gathering) count() {
	g.monitor.Add(0, int64(g.rows-g.counted))
	g.counted = g.rows
}

// show hands out the rows so far.
func (g *gathering) show() {
	if g.monitor == nil {
		return
	}
	columns := make([]*table.Column, 0, len(g.columns))
	for _, c := range g.columns {
		if c.kept() {
			columns = append(columns, c.copy())
		}
	}
	if t, err := table.New(columns, nil); err == nil {
		g.monitor.Show(t)
	}
}

// raw is the table with what was found on the way.
func (g *gathering) raw() (Raw, error) {
	g.count()
	columns := make([]*table.Column, 0, len(g.columns))
	for _, c := range g.columns {
		notes, warnings := c.said()
		g.notes, g.warns = append(g.notes, notes...), append(g.warns, warnings...)
		if c.kept() {
			columns = append(columns, c.finish())
		}
	}
	if len(columns) == 0 {
		return Raw{}, &Error{File: g.name, What: "there is no column that can be read here: " + strings.Join(g.warns, "; "), Hint: "choose another table, or set database.query to a SELECT"}
	}
	if g.limit > 0 && g.rows >= g.limit {
		g.note("the first %s read (database.limit)", plural(g.rows, "row"))
	}
	t, err := table.New(columns, nil)
	return Raw{Table: t, Origin: Origin{Notes: slices.Clip(g.notes), Warnings: slices.Clip(g.warns)}}, err
}
