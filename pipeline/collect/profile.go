package collect

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"assay/pipeline/table"
)

// ColumnProfile is what a look at one column tells.
type ColumnProfile struct {
	Name     string
	Kind     table.Kind
	Role     table.Role
	Rows     int
	Missing  int
	Distinct int          // different values that occur
	Top      []ValueCount // the most frequent values, at most topValues, most frequent first
	Meaning  string       // one of Meanings
	Numbers  *NumberProfile
	Length   *LengthProfile
	Suspects []Sentinel // values that may mean missing, the surest first; Sentinels adds the words read as missing
	Alerts   []Alert    // most severe first
}

// ValueCount is a value and the number of rows that have it.
type ValueCount struct {
	Value string
	Count int
}

// NumberProfile sums up the values of a Number or Time column that are not missing; times in seconds since 1970 UTC.
type NumberProfile struct {
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
func (n *NumberProfile) Median() float64 { return n.Quantiles[3] }

// LengthProfile tells how long texts are, in characters, over rows.
type LengthProfile struct {
	Min, Max int
	Mean     float64
}

const topValues = 10

// Profile looks at every column.
func Profile(t *table.Table) []ColumnProfile {
	out := make([]ColumnProfile, t.Width())
	each(t.Width(), func(j int) { out[j] = ProfileColumn(t.At(j)) })
	return out
}

// ProfileColumn looks at one column. Text costs work per different value, numbers are sorted once.
func ProfileColumn(c *table.Column) ColumnProfile {
	p := ColumnProfile{Name: c.Name, Kind: c.Kind, Role: c.Role, Rows: c.Len()}
	switch c.Kind {
	case table.Number, table.Time:
		values := present(c)
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

// present returns the values that are not missing, in ascending order.
func present(c *table.Column) []float64 {
	out := make([]float64, 0, c.Len())
	if c.Kind == table.Time {
		for _, s := range c.Times() {
			if s != table.NoTime {
				out = append(out, float64(s))
			}
		}
	} else {
		for _, v := range c.Numbers() {
			if !math.IsNaN(v) {
				out = append(out, v)
			}
		}
	}
	sortNumbers(out)
	return out
}

func (p *ColumnProfile) numbers(sorted []float64, c *table.Column) {
	if len(sorted) == 0 {
		return
	}
	write := table.FormatNumber
	if c.Kind == table.Time {
		write = func(v float64) string { return table.FormatTime(int64(v)) }
	}
	n := &NumberProfile{Min: sorted[0], Max: sorted[len(sorted)-1], Whole: true}
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
			p.Top = keepTop(p.Top, ValueCount{write(v), i - from})
		}
	}
	n.Mean, n.SD = moments(sorted)
	n.Skew = skew(sorted, n.Mean, n.SD)
	for k, q := range QuantileLevels {
		n.Quantiles[k] = quantile(sorted, q)
	}
	n.Far = far(sorted, n.Quantiles[2], n.Quantiles[4])
	n.Histogram = histogram(sorted, n.Whole)
	p.Numbers = n
}

// keepTop puts v in its place among at most topValues, most frequent first, earlier ones first among equals.
func keepTop(top []ValueCount, v ValueCount) []ValueCount {
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

// quantile interpolates between order statistics (definition 7 of Hyndman and Fan, "Sample quantiles in statistical
// packages", 1996).
func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	k := int(at)
	if k+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	f := at - float64(k)
	return sorted[k]*(1-f) + sorted[k+1]*f
}

func (p *ColumnProfile) texts(levels []string, counts []int) {
	length := &LengthProfile{Min: math.MaxInt}
	rows, sum := 0, 0
	for k, s := range levels {
		n := counts[k]
		if n == 0 {
			continue
		}
		p.Distinct++
		rows += n
		if room := len(p.Top) < topValues; room || n > p.Top[len(p.Top)-1].Count {
			p.Top = keepTop(p.Top, ValueCount{s, n})
		}
		size := characters(s)
		length.Min, length.Max = min(length.Min, size), max(length.Max, size)
		sum += size * n
	}
	p.Missing = p.Rows - rows
	if rows > 0 {
		length.Mean = float64(sum) / float64(rows)
		p.Length = length
	}
}
