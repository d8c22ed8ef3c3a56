package profile

import (
	"fmt"
	"math"
	"sort"

	"assay/pipeline/cores"
	"assay/pipeline/table"
)

// A column that tells the target by itself was most likely written down after it. The look is cheap: at most
// leakRows rows, evenly spaced.
const leakRows = 20_000

// The bounds below which a column only predicts well.
const (
	leakPurity = .98  // share of rows whose label the value settles, or the other way round
	leakArea   = .995 // area under the ROC curve of a number for a target of two labels
	leakLine   = .9999
	leakLevels = 50
)

// tellingTarget finds features whose values settle the target.
func tellingTarget(t *table.Table, target *table.Column) []Alert {
	rows := spaced(t.Rows(), leakRows)
	label, labels := coarse(target, rows, leakLevels)
	if label != nil && labels < 2 || len(rows) < 50 {
		return nil
	}
	found := make([]string, t.Width())
	cores.Each(t.Width(), func(j int) {
		c := t.At(j)
		if c.Role != table.Feature {
			return
		}
		switch value, values := coarse(c, rows, leakLevels); {
		case label == nil:
			if c.Kind == table.Number && target.Kind == table.Number {
				if r := correlation(c.Numbers(), target.Numbers(), rows); math.Abs(r) >= leakLine {
					found[j] = fmt.Sprintf("its correlation with %q is %.5f", table.Shorten(target.Name), r)
				}
			}
		case value != nil && values > 1:
			found[j] = settles(label, labels, value, values, target.Name)
		case c.Kind == table.Number && labels == 2:
			if a := area(c.Numbers(), label, rows); max(a, 1-a) >= leakArea {
				found[j] = fmt.Sprintf("by itself it ranks %q with an area under the curve of %.3f", table.Shorten(target.Name), max(a, 1-a))
			}
		}
	})
	var out []Alert
	for j, what := range found {
		if what != "" {
			out = append(out, Alert{Warning, "tells the target", what, len(rows), "ask when it was written down; if that is after the outcome, set its role to ignored", t.At(j).Name, ignore(t.At(j).Name)})
		}
	}
	return out
}

// spaced are at most n row numbers, evenly spaced.
func spaced(rows, n int) []int {
	out := make([]int, min(rows, n))
	for i := range out {
		out[i] = i * rows / len(out)
	}
	return out
}

// coarse numbers the different values of a column in some rows, -1 where it is missing; nil when there are too many.
func coarse(c *table.Column, rows []int, most int) (codes []int, distinct int) {
	codes = make([]int, len(rows))
	if c.Kind != table.Number && c.Kind != table.Time {
		index := map[int32]int{}
		for i, r := range rows {
			code := c.Codes()[r]
			k, ok := index[code]
			switch {
			case code < 0:
				k = -1
			case !ok:
				k = len(index)
				index[code] = k
			}
			if codes[i] = k; len(index) > most {
				return nil, 0
			}
		}
		return codes, len(index)
	}
	if c.Kind == table.Time {
		return nil, 0
	}
	index := map[float64]int{}
	for i, r := range rows {
		v := c.Numbers()[r]
		k, ok := index[v]
		switch {
		case math.IsNaN(v):
			k = -1
		case !ok:
			k = len(index)
			index[v] = k
		}
		if codes[i] = k; len(index) > most {
			return nil, 0
		}
	}
	return codes, len(index)
}

// settles says that the value settles the label, or the label the value, in nearly all rows, and far more than the
// most frequent one does without. Values or labels that are rare settle nothing.
func settles(label []int, labels int, value []int, values int, target string) string {
	pairs := make([]int, labels*values)
	byLabel, byValue := make([]int, labels), make([]int, values)
	total := 0
	for i := range label {
		if label[i] < 0 || value[i] < 0 {
			continue
		}
		pairs[label[i]*values+value[i]]++
		byLabel[label[i]]++
		byValue[value[i]]++
		total++
	}
	if total < 50 {
		return ""
	}
	ofValue, ofLabel := 0, 0
	for v := range values {
		best := 0
		for l := range labels {
			best = max(best, pairs[l*values+v])
		}
		ofValue += best
	}
	for l := range labels {
		best := 0
		for v := range values {
			best = max(best, pairs[l*values+v])
		}
		ofLabel += best
	}
	telling := func(pure int, counts []int, kinds int) bool {
		most := 0
		for _, n := range counts {
			most = max(most, n)
		}
		return float64(pure) >= leakPurity*float64(total) && (total-pure)*5 <= total-most && kinds*10 <= total && total-most >= 10
	}
	switch {
	case telling(ofValue, byLabel, values):
		return fmt.Sprintf("its values settle %q in %.1f%% of rows", table.Shorten(target), 100*float64(ofValue)/float64(total))
	case telling(ofLabel, byValue, labels):
		return fmt.Sprintf("%q settles its value in %.1f%% of rows, as if it were written from it", table.Shorten(target), 100*float64(ofLabel)/float64(total))
	}
	return ""
}

// area is the area under the ROC curve of a number for label 1 against label 0, ties counted half (Mann and Whitney,
// "On a test of whether one of two random variables is stochastically larger than the other", 1947).
func area(values []float64, label []int, rows []int) float64 {
	type pair struct {
		v float64
		l int
	}
	var all []pair
	ones := 0
	for i, r := range rows {
		if v := values[r]; !math.IsNaN(v) && label[i] >= 0 {
			all = append(all, pair{v, label[i]})
			ones += label[i]
		}
	}
	zeros := len(all) - ones
	if ones < 20 || zeros < 20 {
		return .5
	}
	sort.Slice(all, func(i, j int) bool { return all[i].v < all[j].v })
	below, wins := 0, 0.0
	for i := 0; i < len(all); {
		from, up := i, 0
		for i < len(all) && all[i].v == all[from].v {
			up += all[i].l
			i++
		}
		down := i - from - up
		wins += float64(up) * (float64(below) + float64(down)/2)
		below += down
	}
	return wins / float64(ones) / float64(zeros)
}

// correlation is Pearson's, over the rows where both are known.
func correlation(a, b []float64, rows []int) float64 {
	n, ma, mb := 0.0, 0.0, 0.0
	for _, r := range rows {
		if x, y := a[r], b[r]; !math.IsNaN(x) && !math.IsNaN(y) {
			n++
			ma += (x - ma) / n
			mb += (y - mb) / n
		}
	}
	var aa, bb, ab float64
	for _, r := range rows {
		if x, y := a[r]-ma, b[r]-mb; !math.IsNaN(x) && !math.IsNaN(y) {
			aa, bb, ab = aa+x*x, bb+y*y, ab+x*y
		}
	}
	if d := math.Sqrt(aa) * math.Sqrt(bb); n >= 50 && d > 0 && !math.IsInf(d, 0) {
		return ab / d
	}
	return 0
}
