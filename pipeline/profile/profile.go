// Package profile understands a table: what each of its columns is about, what is odd about it, what role it should
// have, and the contract another table must keep to be read the same way. It only looks; a Fix says as data what
// somebody else may do.
package profile

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"unicode/utf8"

	"assay/pipeline/cores"
	"assay/pipeline/table"
)

// Column is what a look at one column tells.
type Column struct {
	Name     string
	Kind     table.Kind
	Role     table.Role
	Rows     int
	Missing  int
	Distinct int                // different values that occur
	Top      []table.ValueCount // the most frequent values, at most topValues, most frequent first
	Meaning  string             // one of Meanings
	Numbers  *Numbers
	Length   *Lengths
	Suspects []Sentinel // values that may mean missing, the surest first; Sentinels adds the words read as missing
	Alerts   []Alert    // most severe first
}

// Numbers sums up the values of a Number or Time column that are not missing; times in seconds since 1970 UTC.
type Numbers struct {
	Min, Max, Mean float64
	SD             float64 // sample standard deviation; 0 for a single value
	Quantiles      [len(QuantileLevels)]float64
	Zeros          int
	Negative       int
	Whole          bool    // all are whole numbers
	Skew           float64 // third standardised moment: above 0 a long tail of high values, below of low ones
	Far            int     // values further than three times the middle half's width outside it; 0 when that half has no width
	Histogram      Histogram
}

// QuantileLevels are the shares of rows at which quantiles are taken.
var QuantileLevels = [...]float64{.01, .05, .25, .5, .75, .95, .99}

// Median is the value half of the rows lie below.
func (n *Numbers) Median() float64 { return n.Quantiles[3] }

// Lengths tells how long texts are, in characters, over rows.
type Lengths struct {
	Min, Max int
	Mean     float64
}

const topValues = 10

// Of looks at every column of a table.
func Of(t *table.Table) []Column {
	out := make([]Column, t.Width())
	cores.Each(t.Width(), func(j int) { out[j] = OfColumn(t.At(j)) })
	return out
}

// OfColumn looks at one column. Text costs work per different value, numbers are sorted once.
func OfColumn(c *table.Column) Column {
	p := Column{Name: c.Name, Kind: c.Kind, Role: c.Role, Rows: c.Len()}
	switch c.Kind {
	case table.Number, table.Time:
		values := c.Sorted()
		p.Missing = p.Rows - len(values)
		p.numbers(values, c)
		p.Meaning = numberMeaning(&p, c)
		p.Suspects = numberSuspects(&p, values)
		p.Alerts = numberAlerts(&p)
	default:
		counts := c.Counts()
		p.texts(c.Dictionary(), counts)
		s := survey(c.Dictionary(), counts)
		p.Meaning = textMeaning(&p, s)
		p.Suspects = textSuspects(&p, s, c.Dictionary(), counts)
		p.Alerts = textAlerts(&p, c, s)
	}
	p.Alerts = append(p.Alerts, commonAlerts(&p)...)
	slices.SortStableFunc(p.Alerts, func(a, b Alert) int { return cmp.Compare(b.Severity, a.Severity) })
	return p
}

func (p *Column) numbers(sorted []float64, c *table.Column) {
	if len(sorted) == 0 {
		return
	}
	write := table.FormatNumber
	if c.Kind == table.Time {
		write = func(v float64) string { return table.FormatTime(int64(v)) }
	}
	n := &Numbers{Min: sorted[0], Max: sorted[len(sorted)-1], Whole: true}
	for i := 0; i < len(sorted); {
		v, from := sorted[i], i
		for i < len(sorted) && sorted[i] == v {
			i++
		}
		p.Distinct++
		n.Whole = n.Whole && v == math.Trunc(v)
		if v == 0 {
			n.Zeros = i - from
		}
		if v < 0 {
			n.Negative += i - from
		}
		if room := len(p.Top) < topValues; room || i-from > p.Top[len(p.Top)-1].Count {
			p.Top = keepTop(p.Top, table.ValueCount{Value: write(v), Count: i - from})
		}
	}
	n.Mean, n.SD = moments(sorted)
	n.Skew = skew(sorted, n.Mean, n.SD)
	for k, q := range QuantileLevels {
		n.Quantiles[k] = table.Quantile(sorted, q)
	}
	n.Far = far(sorted, n.Quantiles[2], n.Quantiles[4])
	n.Histogram = histogram(sorted, n.Whole)
	p.Numbers = n
}

// keepTop puts v in its place among at most topValues, most frequent first, earlier ones first among equals.
func keepTop(top []table.ValueCount, v table.ValueCount) []table.ValueCount {
	i := len(top)
	for i > 0 && top[i-1].Count < v.Count {
		i--
	}
	top = slices.Insert(top, i, v)
	return top[:min(len(top), topValues)]
}

// moments are mean and sample standard deviation, scaled so that the largest float64s do not overflow.
func moments(sorted []float64) (mean, sd float64) {
	scale := max(math.Abs(sorted[0]), math.Abs(sorted[len(sorted)-1]))
	if scale == 0 {
		return 0, 0
	}
	sum := 0.0
	for _, v := range sorted {
		sum += v / scale
	}
	m := sum / float64(len(sorted))
	squares := 0.0
	for _, v := range sorted {
		d := v/scale - m
		squares += d * d
	}
	if len(sorted) > 1 {
		sd = math.Sqrt(squares/float64(len(sorted)-1)) * scale
	}
	return m * scale, min(sd, math.MaxFloat64)
}

// skew is the mean cube of the distances from the mean in standard deviations.
func skew(sorted []float64, mean, sd float64) float64 {
	if sd == 0 {
		return 0
	}
	cubes := 0.0
	for _, v := range sorted {
		d := (v/sd - mean/sd)
		cubes += d * d * d
	}
	if s := cubes / float64(len(sorted)); !math.IsNaN(s) && !math.IsInf(s, 0) {
		return s
	}
	return 0
}

// far counts values beyond the outer fences: three times the width of the middle half outside it (Tukey, "Exploratory
// Data Analysis", 1977).
func far(sorted []float64, q1, q3 float64) int {
	reach := 3 * (q3 - q1)
	if !(reach > 0) || math.IsInf(reach, 0) {
		return 0
	}
	low := sort.SearchFloat64s(sorted, q1-reach)
	high := sort.Search(len(sorted), func(i int) bool { return sorted[i] > q3+reach })
	return low + len(sorted) - high
}

func (p *Column) texts(levels []string, counts []int) {
	length := &Lengths{Min: math.MaxInt}
	rows, sum := 0, 0
	for k, s := range levels {
		n := counts[k]
		if n == 0 {
			continue
		}
		p.Distinct++
		rows += n
		if room := len(p.Top) < topValues; room || n > p.Top[len(p.Top)-1].Count {
			p.Top = keepTop(p.Top, table.ValueCount{Value: s, Count: n})
		}
		size := utf8.RuneCountInString(s)
		length.Min, length.Max = min(length.Min, size), max(length.Max, size)
		sum += size * n
	}
	p.Missing = p.Rows - rows
	if rows > 0 {
		length.Mean = float64(sum) / float64(rows)
		p.Length = length
	}
}
