package pipeline

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"assay/pipeline/evaluate"
	"assay/pipeline/table"
)

// maxGroups is how many groups of a column are audited by name; rarer ones are put together as "other".
const maxGroups = 8

// grouping turns a protected column into groups of people: the labels of text, bands of numbers.
func grouping(c *table.Column, rows []int) evaluate.Grouping {
	if c.Kind == table.Number {
		return banded(c, rows)
	}
	counts := map[string]int{}
	for _, r := range rows {
		if !c.Missing(r) {
			counts[c.Cell(r)]++
		}
	}
	names := make([]string, 0, len(counts))
	for n := range counts {
		names = append(names, n)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	if len(names) > maxGroups {
		names = append(names[:maxGroups-1:maxGroups-1], rest(names[:maxGroups-1]))
	}
	g := evaluate.Grouping{Column: c.Name, Names: names}
	for _, r := range rows {
		code := -1
		if !c.Missing(r) {
			if code = slices.Index(names, c.Cell(r)); code < 0 {
				code = len(names) - 1
			}
		}
		g.Codes = append(g.Codes, code)
	}
	return g
}

// banded cuts a number into bands: ages at 25 and 60, the bounds lenders' fairness studies use; other numbers with few
// values into those values, with many at their thirds.
func banded(c *table.Column, rows []int) evaluate.Grouping {
	values := c.Numbers()
	known := []float64{}
	for _, r := range rows {
		if !math.IsNaN(values[r]) {
			known = append(known, values[r])
		}
	}
	slices.Sort(known)
	if distinct := slices.Compact(slices.Clone(known)); len(distinct) <= maxGroups {
		return valued(c, rows, distinct)
	}
	cuts := []float64{known[len(known)/3], known[2*len(known)/3]}
	if slices.Contains(strings.FieldsFunc(strings.ToLower(c.Name), func(r rune) bool { return !unicode.IsLetter(r) }), "age") {
		cuts = []float64{25, 60}
	}
	low, high := table.FormatNumber(cuts[0]), table.FormatNumber(cuts[1])
	g := evaluate.Grouping{Column: c.Name, Names: []string{"below " + low, low + " to below " + high, high + " and above"}}
	for _, r := range rows {
		switch v := values[r]; {
		case math.IsNaN(v):
			g.Codes = append(g.Codes, -1)
		case v < cuts[0]:
			g.Codes = append(g.Codes, 0)
		case v < cuts[1]:
			g.Codes = append(g.Codes, 1)
		default:
			g.Codes = append(g.Codes, 2)
		}
	}
	return g
}

// rest names the groups that are put together, apart from those that keep their names.
func rest(names []string) string {
	if slices.Contains(names, "other") {
		return "all others"
	}
	return "other"
}

func valued(c *table.Column, rows []int, distinct []float64) evaluate.Grouping {
	g := evaluate.Grouping{Column: c.Name}
	for _, v := range distinct {
		g.Names = append(g.Names, table.FormatNumber(v))
	}
	for _, r := range rows {
		code := -1
		if !c.Missing(r) {
			code, _ = slices.BinarySearch(distinct, c.Numbers()[r])
		}
		g.Codes = append(g.Codes, code)
	}
	return g
}
