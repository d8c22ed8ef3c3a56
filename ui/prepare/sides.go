package prepare

import (
	"assay/pipeline"
	"assay/pipeline/table"
)

// divided is what the sides of the split hold; it is counted once for each prepared table.
type divided struct {
	of    *pipeline.Prepared
	sides [3]facing
}

// facing is one side of the wall.
type facing struct {
	name     string
	rows     int
	classes  [2]int // rows of the negative and of the positive class
	from, to string // the first and last moment, where a column has the role time
	groups   int    // different groups, where a column has the role group
	share    float64
}

func (s *Screen) sides(p *pipeline.Prepared) [3]facing {
	if s.divided.of != p {
		s.divided.of = p
		for k, rows := range [3][]int{p.Parts.Train, p.Parts.Validation, p.Parts.Test} {
			s.divided.sides[k] = faceOf(p, [3]string{"training", "validation", "test"}[k], rows)
		}
	}
	return s.divided.sides
}

func faceOf(p *pipeline.Prepared, name string, rows []int) facing {
	f := facing{name: name, rows: len(rows), share: float64(len(rows)) / float64(max(1, p.Cleaned.Rows()))}
	for _, r := range rows {
		f.classes[int(p.Target.Y[r])]++
	}
	if c := p.Cleaned.OneByRole(table.Group); c != nil {
		seen := map[string]bool{}
		for _, r := range rows {
			seen[c.Cell(r)] = true
		}
		f.groups = len(seen)
	}
	if c := p.Cleaned.OneByRole(table.When); c != nil && c.Kind == table.Time {
		first, last := -1, -1
		for _, r := range rows {
			switch {
			case c.Missing(r):
				continue
			case first < 0 || c.Times()[r] < c.Times()[first]:
				first = r
			}
			if last < 0 || c.Times()[r] > c.Times()[last] {
				last = r
			}
		}
		if first >= 0 {
			f.from, f.to = c.Cell(first), c.Cell(last)
		}
	}
	return f
}
