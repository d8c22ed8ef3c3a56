package prepare

import (
	"slices"
	"sort"
	"strconv"

	"assay/pipeline/stats"
	"assay/pipeline/table"
)

// binEdges cuts the range of sorted values that are not all the same. There may be fewer bins than asked for, never an
// empty range.
func binEdges(sorted []float64, bins int, strategy string) []float64 {
	low, high := sorted[0], sorted[len(sorted)-1]
	edges := stats.EqualWidth(low, high, bins)
	switch strategy {
	case "quantile":
		for i := range edges {
			edges[i] = quantile(sorted, float64(i)/float64(bins))
		}
	case "kmeans":
		edges = clusterEdges(sorted, edges)
	}
	slices.Sort(edges) // interpolation may round down
	if edges = slices.Compact(edges); len(edges) == 2 {
		return []float64{low, apart(sorted), high}
	}
	return edges
}

// apart is where values part when nearly all are the smallest, or the largest: at the first of the others.
func apart(sorted []float64) float64 {
	low, high := sorted[0], sorted[len(sorted)-1]
	if first := sorted[sort.Search(len(sorted), func(i int) bool { return sorted[i] > low })]; sorted[len(sorted)/2] == low {
		return first
	}
	return high
}

// clusterEdges puts edges midway between the means of clusters, which start at the middles of equally wide bins and
// move until no value changes its cluster (Lloyd, 1982). Sorted values make a cluster a slice, whose sum is a difference.
func clusterEdges(sorted, edges []float64) []float64 {
	sums := make([]float64, len(sorted)+1)
	for i, v := range sorted {
		sums[i+1] = sums[i] + v
	}
	centers := make([]float64, len(edges)-1)
	for k := range centers {
		centers[k] = edges[k]/2 + edges[k+1]/2
	}
	ends := make([]int, len(centers)) // the first value behind each cluster
	for range 300 {
		moved := false
		for k := range ends {
			end := len(sorted)
			if k+1 < len(centers) {
				end = sort.SearchFloat64s(sorted, centers[k]/2+centers[k+1]/2)
			}
			moved, ends[k] = moved || end != ends[k], end
		}
		if !moved {
			break
		}
		from := 0
		for k, end := range ends {
			if end > from { // a cluster without a value stays where it is
				centers[k] = (sums[end] - sums[from]) / float64(end-from)
			}
			from = end
		}
		slices.Sort(centers)
	}
	out := []float64{sorted[0]}
	for k := range centers[1:] {
		out = append(out, centers[k]/2+centers[k+1]/2)
	}
	return append(out, sorted[len(sorted)-1])
}

// rangeNames names the ranges between edges by numbers just long enough to tell the edges apart.
func rangeNames(edges []float64) []string {
	inner := edges[1 : len(edges)-1]
	if len(inner) == 0 {
		return []string{"any number"}
	}
	text := make([]string, len(inner))
	for digits := 3; digits <= 17; digits++ {
		for i, e := range inner {
			text[i] = shortNumber(e, digits)
		}
		if len(slices.Compact(slices.Clone(text))) == len(text) {
			break
		}
	}
	names := []string{"below " + text[0]}
	for i := range text[1:] {
		names = append(names, text[i]+" to "+text[i+1])
	}
	return append(names, text[len(text)-1]+" or more")
}

// shortNumber writes a number with that many digits, whole thousands in full.
func shortNumber(v float64, digits int) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', digits, 64), 64)
	if err != nil {
		return strconv.FormatFloat(v, 'g', digits, 64)
	}
	return table.FormatNumber(rounded)
}
