package profile

import (
	"fmt"
	"math"
	"strings"

	"assay/pipeline/table"
)

// weighted is a number, the rows that have it, and how it is written where that matters.
type weighted struct {
	v    float64
	n    int
	text string
}

// ends is how many different numbers at either end of a column are looked at.
const ends = 64

// numberSuspects looks at the ends of a column of numbers, and at zero.
func numberSuspects(p *Column, sorted []float64) []Sentinel {
	if p.Kind != table.Number || p.Distinct < 3 {
		return nil
	}
	return sortSuspects(suspectsAmong(p, outermost(sorted)))
}

// outermost are the different numbers of a sorted slice with their counts: all of few, of many the outermost, and zero
// with its neighbours.
func outermost(sorted []float64) []weighted {
	var low, high []weighted
	i := 0
	for i < len(sorted) && len(low) < ends {
		from := i
		for i < len(sorted) && sorted[i] == sorted[from] {
			i++
		}
		low = append(low, weighted{v: sorted[from], n: i - from})
	}
	for j := len(sorted); j > i && len(high) < ends; {
		to := j
		for j > i && sorted[j-1] == sorted[to-1] {
			j--
		}
		high = append(high, weighted{v: sorted[to-1], n: to - j})
	}
	if middle := sorted[len(sorted)/2]; len(high) == ends && middle > low[len(low)-1].v && middle < high[ends-1].v {
		low = append(low, weighted{v: middle, n: max(1, len(sorted)/4)}) // keeps the middle in sight
	}
	for k := len(high) - 1; k >= 0; k-- {
		low = append(low, high[k])
	}
	return low
}

// suspectsAmong looks for numbers that mean missing among different numbers in ascending order: a usual one at an end
// of the range far from all others, and zero where nothing can be zero.
func suspectsAmong(p *Column, all []weighted) []Sentinel {
	var out []Sentinel
	add := func(w weighted, confidence float64, why string) {
		text := w.text
		if text == "" {
			text = table.FormatNumber(w.v)
		}
		out = append(out, Sentinel{Value: text, Count: w.n, Kind: numberSentinel, Why: why, Confidence: confidence, Fix: asMissing(p.Name, text)})
	}
	const far = "stands far from all other values; it may mean missing"
	low, high := 0, len(all)
	for high-low > 2 && all[low].v < 0 && standsIn(all[low].v) {
		middle := median(all[low+1 : high])
		if !apart(all[low].v, all[low+1].v, middle, all[high-1].v) {
			break
		}
		add(all[low], .8, far)
		low++
	}
	for high-low > 2 && all[high-1].v > 0 && standsIn(all[high-1].v) {
		middle := median(all[low : high-1])
		if !apart(-all[high-1].v, -all[high-2].v, -middle, -all[low].v) && !beyondLife(p.Name, all[high-1].v, all[high-2].v) {
			break
		}
		add(all[high-1], .8, far)
		high--
	}
	if high-low > 2 {
		zeroAmong(p, all[low:high], add)
	}
	return out
}

// median is the value in the middle of the rows.
func median(all []weighted) float64 {
	total := 0
	for _, w := range all {
		total += w.n
	}
	seen := 0
	for _, w := range all {
		if seen += w.n; 2*seen >= total {
			return w.v
		}
	}
	return math.NaN()
}

// standsIn reports a number people and machines write where there is none: -1, nines, or one too large to be real.
func standsIn(v float64) bool {
	if v == -1 || math.Abs(v) >= 1e20 {
		return true
	}
	digits := strings.Replace(strings.TrimPrefix(table.FormatNumber(v), "-"), ".", "", 1)
	return strings.Trim(digits, "9") == "" && (v < 0 || len(digits) > 1)
}

// apart reports whether v, below all others, is no part of them: they are not negative where it is, or it is further
// from the nearest than they spread.
func apart(v, nearest, middle, far float64) bool {
	if v < 0 && nearest >= 0 && far > 0 && (v <= -9 || nearest > 0) && (v != -1 || middle > 10) {
		return true
	}
	spreads := 1.0
	if math.Abs(v) < 100 { // small numbers are often real
		spreads = 3
	}
	return nearest-v > spreads*(far-nearest)
}

// beyondLife reports whether a value of nines lies above an age that people reach, or above all ages of the column by
// years.
func beyondLife(name string, v, next float64) bool {
	return protected(name) == "age" && v >= 99 && v-next >= 5 && !table.NameHas(name, "year", "date", "birth")
}

// neverZero are measures of living people and things that cannot be zero.
var neverZero = []string{"bmi", "glucose", "insulin", "cholesterol", "hemoglobin", "haemoglobin", "systolic", "diastolic", "pulse", "height", "weight"}

// zeroAmong reports zero where nothing can be zero: a measure of a living body, a year, or an income as a note.
func zeroAmong(p *Column, all []weighted, add func(weighted, float64, string)) {
	for k, w := range all {
		if w.v != 0 || k+1 == len(all) || k > 0 {
			continue
		}
		next, middle := all[k+1].v, median(all[k+1:])
		gap := next*5 >= middle
		blood := table.NameHas(p.Name, "blood") && table.NameHas(p.Name, "pressure") || table.NameHas(p.Name, neverZero...) && !table.NameHas(p.Name, "change", "loss", "gain", "delta", "diff", "sample", "class")
		switch {
		case blood && (gap || w.n >= 3):
			add(w, .8, fmt.Sprintf("%s cannot be 0; it may mean missing", strings.ToLower(table.Shorten(p.Name))))
		case p.Meaning == "year":
			add(w, .7, "0 is no year; it may mean missing or never")
		case table.NameHas(p.Name, "income", "salary", "einkommen", "gehalt", "salaire", "salario") && gap && w.n >= 3:
			add(w, .3, "nobody else earns less than "+table.FormatNumber(next)+"; 0 may mean none or not told")
		}
	}
}
