package collect

import (
	"fmt"
	"strconv"

	"assay/pipeline/collect"
	"assay/pipeline/profile"
	"assay/pipeline/table"
	"assay/ui/kit"
)

// sheet is the raw table as the grid shows it: the source line first, then the columns. rows are the table rows shown,
// in the order shown; nil shows all as they come.
type sheet struct {
	t        *table.Table
	rows     []int32
	profiles []*known // by column; nil until looked at
	glyphs   *kit.Glyphs
}

const sparkWidth = 10

// Rows is how many rows are shown.
func (d *sheet) Rows() int {
	if d.rows != nil {
		return len(d.rows)
	}
	return d.t.Rows()
}

// row is the table row behind a shown row.
func (d *sheet) row(i int) int {
	if d.rows != nil {
		return int(d.rows[i])
	}
	return i
}

// Columns heads each column with its meaning, its role where it is no plain input, the missing share and a small
// histogram. What is not known yet keeps its place, so nothing jumps when it comes.
func (d *sheet) Columns() []kit.GridColumn {
	out := []kit.GridColumn{{Name: "line", Right: true}}
	for j, c := range d.t.Columns() {
		g := kit.GridColumn{Name: c.Name, Kind: c.Kind.String(), Right: c.Kind == table.Number}
		role := ""
		if c.Role != table.Feature {
			role = "role " + c.Role.String()
		}
		lines := []string{role, pad("", sparkWidth), pad("", sparkWidth)}
		if p := d.profiles[j]; p != nil {
			g.Kind = p.Meaning
			g.Right = g.Right || p.read != nil && p.read.Kind == table.Number
			lines[1] = d.missing(p.Column)
			lines[2] = d.glyphs.Sparkline(shape(p), sparkWidth)
		}
		g.Lines = lines
		out = append(out, g)
	}
	return out
}

func pad(s string, w int) string { return fmt.Sprintf("%-*s", w, s) }

func (d *sheet) missing(p *profile.Column) string {
	if p.Missing == 0 {
		return "no gaps"
	}
	return d.glyphs.Missing + " " + percent(p.Missing, p.Rows)
}

// percent writes a share so that a small one is not 0 and a large one not 100.
func percent(n, of int) string {
	share := 100 * float64(n) / float64(max(1, of))
	switch {
	case n > 0 && share < .1:
		return "<0.1 %"
	case n < of && share > 99.9:
		return ">99.9 %"
	case share < 10 && n > 0:
		return fmt.Sprintf("%.1f %%", share)
	}
	return fmt.Sprintf("%.0f %%", share)
}

// shape is the histogram of a column: of numbers by value, of words by how often the most frequent ones occur.
func shape(k *known) []float64 {
	var out []float64
	p := k.Column
	if k.read != nil {
		p = k.read
	}
	if p.Numbers != nil {
		for _, n := range p.Numbers.Histogram.Counts {
			out = append(out, float64(n))
		}
		return out
	}
	if scattered(p) {
		return nil
	}
	for _, v := range p.Top {
		out = append(out, float64(v.Count))
	}
	return out
}

// scattered reports whether hardly any value of a column occurs often, so that counting them tells nothing.
func scattered(p *profile.Column) bool {
	return p.Distinct > 30 && p.Top[0].Count*50 < p.Rows-p.Missing
}

// Cell is one value as the source has it.
func (d *sheet) Cell(i, j int) (string, kit.CellState) {
	r := d.row(i)
	if j == 0 && d.t.Source(r) == collect.UserSource {
		return "you", kit.Normal
	}
	if j == 0 {
		if line := d.t.Line(r); line > 0 {
			return strconv.Itoa(line), kit.Normal
		}
		return strconv.Itoa(r + 1), kit.Normal
	}
	c := d.t.At(j - 1)
	if c.Missing(r) {
		return "", kit.Missing
	}
	if p := d.profiles[j-1]; p != nil && p.rare != nil && p.rare[c.Codes()[r]] {
		return c.Cell(r), kit.Variant
	}
	return c.Cell(r), kit.Normal
}
