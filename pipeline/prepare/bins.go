package prepare

import (
	"fmt"
	"math"

	"assay/models/param"
	"assay/pipeline/stats"
	"assay/pipeline/table"
)

var binsEntry = Entry{
	Name:  "bins",
	Title: "Bins",
	About: "Cuts each number feature into ranges, and lets the model weigh each range on its own.",
	Why: "A linear model can only say more is better or more is worse. With ranges it can say that both ends are bad, " +
		"no value is too huge, and a gap is just one more range. With too many ranges each has too few rows to learn from.",
	Kind:    Learns,
	New:     func() param.Settings { return NewBins() },
	Restore: restoreAs[Ranges],
}

// Bins cuts number features into ranges.
type Bins struct {
	Bins     int
	Strategy string
	Output   string
	Gaps     string
}

// NewBins returns the default settings.
func NewBins() *Bins { return &Bins{Bins: 10, Strategy: "quantile", Output: "levels", Gaps: "level"} }

// Params lists the settings.
func (s *Bins) Params() []param.Param {
	return []param.Param{
		param.OfInt(&s.Bins, "bins", 2, 255, "how many ranges; more follow the numbers more closely and have fewer rows each"),
		param.OfChoice(&s.Strategy, "strategy", []string{"quantile", "uniform", "kmeans"}, "quantile: the same number of rows in each; uniform: the same width; kmeans: around clusters of values"),
		param.OfChoice(&s.Output, "output", []string{"levels", "number"}, "levels: a column of 0 and 1 per range, as one-hot makes them; number: ranges numbered from 0, in order"),
		param.OfChoice(&s.Gaps, "gaps", []string{"level", "gap"}, `level: with output levels a gap is a level of its own, if the training rows have gaps; gap: it is none of the levels. With output number it stays a gap`),
	}
}

// Ranges is what a Bins learned.
type Ranges struct {
	Output  string `json:"output"`
	Columns []Cuts `json:"columns"`
}

// Cuts holds the edges of one column's ranges, rising: range k is edges[k] <= x < edges[k+1], the last has its upper
// edge too, and the first and the last reach beyond. Gap is the name of the level for gaps, empty when they are none of
// the levels. Left says why a column is left as it is.
type Cuts struct {
	Column string    `json:"column"`
	Edges  []float64 `json:"edges,omitempty"`
	Rows   []int     `json:"rows,omitempty"` // training rows in each range
	Levels []string  `json:"levels,omitempty"`
	Gap    string    `json:"gap,omitempty"`
	Left   string    `json:"left,omitempty"`
}

// Fit finds the ranges of each number feature.
func (s *Bins) Fit(train *table.Table) (Fitted, error) {
	return &Ranges{Output: s.Output, Columns: learnNumbers(train, s.fit)}, nil
}

func (s *Bins) fit(c *table.Column) (cuts Cuts, ok bool) {
	sorted := sortedNumbers(c)
	cuts.Column = c.Name
	switch n := distinctNumbers(sorted, 3); {
	case n == 0:
		cuts.Left = "it has no value in any training row"
	case n < 3:
		cuts.Left = "it has only " + plural(n, "value")
	default:
		s.cut(&cuts, sorted, len(sorted) < c.Len())
	}
	return cuts, true
}

func (s *Bins) cut(cuts *Cuts, sorted []float64, gaps bool) {
	cuts.Edges = binEdges(sorted, s.Bins, s.Strategy)
	cuts.Rows = stats.Histogram(sorted, cuts.Edges)
	if s.Output == "number" {
		return
	}
	cuts.Levels = rangeNames(cuts.Edges)
	if gaps && s.Gaps == "level" {
		cuts.Gap = freeName("missing", cuts.Levels)
		cuts.Levels = append(cuts.Levels, cuts.Gap)
	}
}

// Apply replaces the columns it knows by the places or the levels of their ranges.
func (f *Ranges) Apply(t *table.Table) (*table.Table, error) {
	return reworkNumbers(t, "bins", len(f.Columns), func(k int) string { return f.Columns[k].Column }, func(k int, c *table.Column) *table.Column {
		cuts := &f.Columns[k]
		switch {
		case cuts.Left != "":
			return nil
		case f.Output == "number":
			return mapNumbers(c, func(v float64) float64 { return float64(stats.Bin(cuts.Edges, v)) })
		}
		return cuts.levels(c)
	})
}

// levels makes the column of codes; the 0 and 1 of one-hot are never built.
func (cuts *Cuts) levels(c *table.Column) *table.Column {
	gap := int32(-1)
	if cuts.Gap != "" {
		gap = int32(len(cuts.Levels) - 1)
	}
	codes := make([]int32, c.Len())
	for i, v := range c.Numbers() {
		if codes[i] = gap; !math.IsNaN(v) {
			codes[i] = int32(stats.Bin(cuts.Edges, v))
		}
	}
	return table.NewLevels(c.Name, codes, cuts.Levels).From(c)
}

// Explain lists the ranges of each column and how many training rows are in each.
func (f *Ranges) Explain() []string {
	var out []string
	for _, cuts := range f.Columns {
		if cuts.Left != "" {
			out = append(out, fmt.Sprintf("%s: stays as it is, %s", cuts.Column, cuts.Left))
			continue
		}
		line := cuts.Column + ":"
		for k, name := range rangeNames(cuts.Edges) {
			if k == 12 && len(cuts.Rows) > 13 {
				line += fmt.Sprintf("; and %d more", len(cuts.Rows)-k)
				break
			}
			if k > 0 {
				line += ";"
			}
			line += fmt.Sprintf(" %s (%s)", name, plural(cuts.Rows[k], "row"))
		}
		if cuts.Gap != "" {
			line += fmt.Sprintf("; gaps are the level %q", cuts.Gap)
		}
		out = append(out, line)
	}
	if len(out) == 0 {
		return []string{"there is no number feature"}
	}
	return out
}
