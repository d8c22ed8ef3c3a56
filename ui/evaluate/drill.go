package evaluate

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/table"
	"assay/ui/kit"
)

// drill is the rows of one cell of the confusion matrix, the most mistaken or most certain first.
type drill struct {
	cell  cell
	of    *pipeline.Examined
	title string
	rows  []int // positions in Parts.Test
	raw   *table.Table
	grid  kit.Grid
}

// drill shows the rows of the cell under the cursor.
func (s *Screen) drill() tea.Cmd {
	x := s.exam()
	if s.cell.count(x.Report.Confusion) == 0 {
		return kit.Say(kit.Info, "no test row is in this cell")
	}
	p := x.Trained.Prepared
	d := &drill{cell: s.cell, of: x, title: s.words(s.cell), raw: p.Raw}
	for i, r := range p.Parts.Test {
		c := cell{1, 1}
		if p.Target.Y[r] == 1 {
			c.truth = 0
		}
		if x.TestP[i] >= x.Report.Threshold {
			c.decided = 0
		}
		if c == s.cell {
			d.rows = append(d.rows, i)
		}
	}
	far := func(i int) float64 { return math.Abs(x.TestP[i] - x.Report.Threshold) }
	slices.SortStableFunc(d.rows, func(a, b int) int { return cmp.Compare(far(b), far(a)) })
	d.grid.Note = "farthest from the threshold first"
	d.grid.SetData(d)
	s.rows = d
	return nil
}

// Rows is how many rows the cell holds.
func (d *drill) Rows() int { return len(d.rows) }

// Columns are the probability, the source line, then the columns as they were read.
func (d *drill) Columns() []kit.GridColumn {
	out := []kit.GridColumn{{Name: "probability", Right: true}, {Name: "line", Right: true}}
	for _, c := range d.raw.Columns() {
		out = append(out, kit.GridColumn{Name: c.Name, Kind: c.Role.String(), Right: c.Kind == table.Number})
	}
	return out
}

// Cell returns a cell of a row.
func (d *drill) Cell(row, column int) (string, kit.CellState) {
	i := d.rows[row]
	r := d.of.Trained.Prepared.Parts.Test[i]
	switch column {
	case 0:
		return fmt.Sprintf("%.3f", d.of.TestP[i]), kit.Normal
	case 1:
		return strconv.Itoa(d.raw.Line(r)), kit.Normal
	}
	c := d.raw.At(column - 2)
	if c.Missing(r) {
		return "", kit.Missing
	}
	return c.Cell(r), kit.Normal
}

// rowActions are what can be done with the rows.
func (s *Screen) rowActions() []kit.Action {
	out := []kit.Action{
		{Key: kit.On("esc", "backspace"), Name: "back", Help: "Go back to the report.", Do: func() tea.Cmd { s.rows = nil; return nil }},
		{Key: kit.On("enter"), Name: "whole cell", Help: "Show the whole text of the cell under the cursor.",
			Do: func() tea.Cmd { return kit.ShowText("cell", s.rows.grid.Text()) }},
		{Key: kit.On("y"), Name: "copy", Help: "Copy the cell under the cursor.", Do: func() tea.Cmd { return kit.Copy(s.rows.grid.Text()) }},
	}
	return append(out, s.rows.grid.Actions()...)
}

// drillView draws the rows.
func (s *Screen) drillView(f kit.Frame) string {
	head := fmt.Sprintf(" %s rows %s", kit.Thousands(len(s.rows.rows)), s.rows.title)
	line := f.Strong.Render(kit.Pad(head, f.W))
	return kit.Fit(line+"\n"+s.rows.grid.View(f.Sized(f.W, f.H-1)), f.W, f.H)
}
