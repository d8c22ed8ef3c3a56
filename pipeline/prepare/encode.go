package prepare

import (
	"fmt"
	"math"
	"slices"

	"assay/pipeline/table"
)

// ranked is a column of levels as it stands in its rows, whatever else its dictionary knows and in which order.
type ranked struct {
	levels []string // those that occur, sorted
	at     []int32  // per row: 1 + the place of its level, 0 where it has none
}

func rank(c *table.Column) ranked {
	counts, _ := countOf(c)
	var order []int32
	for code, n := range counts {
		if n > 0 {
			order = append(order, int32(code))
		}
	}
	words := c.Dictionary()
	slices.SortFunc(order, func(a, b int32) int {
		if words[a] < words[b] {
			return -1
		}
		return 1 // levels differ from one another
	})
	r, place := ranked{at: make([]int32, c.Len())}, make([]int32, len(words))
	for i, code := range order {
		r.levels, place[code] = append(r.levels, words[code]), int32(i+1)
	}
	for i, code := range c.Codes() {
		if code >= 0 {
			r.at[i] = place[code]
		}
	}
	return r
}

// tally is the sum of values and the number of rows per level; place 0 is that of gaps.
type tally struct{ sums, rows []float64 }

func (r ranked) blank() tally {
	return tally{make([]float64, len(r.levels)+1), make([]float64, len(r.levels)+1)}
}

// tally adds up all rows.
func (r ranked) tally(values []float64) tally {
	t := r.blank()
	for i, at := range r.at {
		t.sums[at] += values[i]
		t.rows[at]++
	}
	return t
}

// Scores are the numbers of the levels of a column, in their order, of a gap, and of a level that was never seen.
type Scores struct {
	Levels []float64 `json:"levels,omitempty"`
	Gap    float64   `json:"gap"`
	Unseen float64   `json:"unseen"`
}

// scores takes a number per place, gaps first, as tally numbers them.
func scores(places []float64, unseen float64) Scores {
	s := Scores{Gap: places[0], Unseen: unseen}
	s.Levels = append(s.Levels, places[1:]...) // nil when there is none
	return s
}

// column turns levels into their numbers.
func (s Scores) column(c *table.Column, levels []string) []float64 {
	return convert(c, s.Gap, func(level string) float64 {
		if i, ok := slices.BinarySearch(levels, level); ok {
			return s.Levels[i]
		}
		return s.Unseen
	})
}

// span tells the lowest and the highest number and whose they are.
func (s Scores) span(levels []string) string {
	if len(levels) == 0 {
		return "no level occurs"
	}
	low, high := 0, 0
	for i, v := range s.Levels {
		if v < s.Levels[low] {
			low = i
		}
		if v > s.Levels[high] {
			high = i
		}
	}
	if s.Levels[low] == s.Levels[high] {
		return fmt.Sprintf("%s, all at %s", plural(len(levels), "level"), brief(s.Levels[low]))
	}
	return fmt.Sprintf("%s from %s (%s) to %s (%s)", plural(len(levels), "level"),
		brief(s.Levels[low]), quoteFew(levels[low:low+1], 1), brief(s.Levels[high]), quoteFew(levels[high:high+1], 1))
}

func (s Scores) finite() bool {
	bad := math.Abs(s.Gap) + math.Abs(s.Unseen)
	for _, v := range s.Levels {
		bad = max(bad, math.Abs(v)) // NaN stays
	}
	return !math.IsNaN(bad) && !math.IsInf(bad, 0)
}

// brief writes a number for a sentence.
func brief(v float64) string { return fmt.Sprintf("%.4g", v) }

// held refuses a column that holds something else than it did in training.
func held(step string, c *table.Column, kind string) error {
	if c.Kind.String() == kind {
		return nil
	}
	return fmt.Errorf("%s: column %s holds %s where the training rows had %s; clean it the same way first", step, c.Name, c.Kind, kind)
}
