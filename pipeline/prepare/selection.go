package prepare

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"assay/models/param"
	"assay/pipeline/stats"
	"assay/pipeline/table"
)

var selectEntry = Entry{
	Name:  "select",
	Title: "Select features",
	About: "Leaves out features that, each by itself, say next to nothing about the answer.",
	Why: "Noise columns give a model chances to be right by accident, the more the fewer rows there are. " +
		"Each feature is judged alone: one that matters only together with another looks like noise here, so cut with care.",
	Kind:    Learns,
	New:     func() param.Settings { return NewSelect() },
	Restore: restoreAs[Selected],
}

// Select keeps the features that tell most about the answer.
type Select struct {
	Keep  int
	Least float64
}

// NewSelect returns the default settings.
func NewSelect() *Select { return &Select{Least: 0.001} }

// Params lists the settings.
func (s *Select) Params() []param.Param {
	return []param.Param{
		param.OfInt(&s.Keep, "keep", 0, 100000, "keep only this many, the most telling; 0 keeps all that tell enough"),
		param.OfFloat(&s.Least, "least", 0, 1, "the share of the uncertainty about the answer that a feature must take away, 0 to 1; higher leaves out more"),
	}
}

// telling is a feature and the share of the uncertainty about the answer that it takes away.
type telling struct {
	name  string
	share float64
}

// FitTarget measures each feature of the training rows against their answers. Selection takes whole columns away and
// encodes nothing, so the training rows are as Apply makes them.
func (s *Select) FitTarget(train *table.Table, y []float64, _ uint64) (Fitted, *table.Table, error) {
	answers, kinds := answerCodes(y)
	var all []telling
	for _, c := range train.ByRole(table.Feature) {
		codes, n := informationCodes(c)
		cross := stats.Cross(codes, answers, n, kinds)
		if _, unsure := cross.Entropies(); unsure > 0 {
			// What independent columns show by chance is taken off, or those with many ranges would win.
			all = append(all, telling{c.Name, max(0, cross.MutualInformation()-cross.ChanceInformation()) / unsure})
		} else {
			return nil, nil, errors.New("select: the answers of the training rows are all the same, so nothing can tell about them")
		}
	}
	out := s.choose(all)
	if len(all) > 0 && len(out.Dropped) == len(all) {
		return nil, nil, fmt.Errorf("select: no feature takes away %g of the uncertainty about the answer; lower least, or keep all", s.Least)
	}
	return out, nil, nil
}

// choose goes from the most to the least telling.
func (s *Select) choose(all []telling) *Selected {
	out := &Selected{Looked: len(all)}
	slices.SortStableFunc(all, func(a, b telling) int {
		switch {
		case a.share > b.share:
			return -1
		case a.share < b.share:
			return 1
		}
		return 0
	})
	for rank, f := range all {
		percent := 100 * f.share
		switch {
		case f.share < s.Least:
			out.drop(f.name, "it takes away %.2g %% of the uncertainty about the answer", percent)
		case s.Keep > 0 && rank >= s.Keep:
			out.drop(f.name, "%d others tell more; it takes away %.2g %% of the uncertainty about the answer", rank, percent)
		default:
			out.Notes = append(out.Notes, fmt.Sprintf("%s: takes away %.2g %% of the uncertainty about the answer", f.name, percent))
		}
	}
	return out
}

const (
	informationBins   = 10 // ranges of equally many rows for numbers
	informationLevels = 20 // the most frequent levels; the others count together,
	informationRows   = 10 // as do those with fewer rows: what a level of one row knows of the answer is that row
)

// answerCodes are the answers as categories: as they are when they are few, as classes are, else in ranges.
func answerCodes(y []float64) (codes []int32, n int) {
	column := table.NewNumber("", y)
	sorted := sortedNumbers(column)
	if distinctNumbers(sorted, informationLevels+1) > informationLevels {
		return rangeCodes(y, sorted)
	}
	distinct := slices.Compact(sorted)
	codes = make([]int32, len(y))
	for i, v := range y {
		k, ok := slices.BinarySearch(distinct, bounded(v))
		if codes[i] = int32(k); !ok || math.IsNaN(v) {
			codes[i] = -1
		}
	}
	return codes, len(distinct)
}

// informationCodes are the values of a feature as categories: ranges of numbers and times, the frequent levels, and one
// for gaps.
func informationCodes(c *table.Column) (codes []int32, n int) {
	if c.Kind == table.Number || c.Kind == table.Time {
		values := numbersOf(c)
		return rangeCodes(values, sortedNumbers(table.NewNumber("", values)))
	}
	counts, _ := countOf(c)
	order := make([]int, len(counts))
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, func(a, b int) int {
		if d := counts[b] - counts[a]; d != 0 {
			return d
		}
		if c.Dictionary()[a] < c.Dictionary()[b] {
			return -1
		}
		return 1
	})
	place := make([]int32, len(counts))
	for rank, k := range order {
		if place[k] = informationLevels; rank < informationLevels && counts[k] >= informationRows {
			place[k] = int32(rank)
		}
	}
	codes = make([]int32, c.Len())
	for i, k := range c.Codes() {
		if codes[i] = informationLevels + 1; k >= 0 {
			codes[i] = place[k]
		}
	}
	return codes, informationLevels + 2
}

// rangeCodes cuts numbers into ranges of equally many rows, with one more for gaps.
func rangeCodes(values, sorted []float64) (codes []int32, n int) {
	edges := []float64{0, 0}
	if distinctNumbers(sorted, 2) > 1 {
		edges = binEdges(sorted, informationBins, "quantile")
	}
	n = len(edges)
	codes = make([]int32, len(values))
	for i, v := range values {
		if codes[i] = int32(n - 1); !math.IsNaN(v) {
			codes[i] = int32(stats.Bin(edges, v))
		}
	}
	return codes, n
}
