package prepare

import (
	"fmt"
	"math"

	"assay/models/param"
	"assay/pipeline/table"
)

var knnImputeEntry = Entry{
	Name:  "knn_impute",
	Title: "Fill gaps from neighbours",
	About: "Fills a gap in a number feature with the mean of the training rows that are most alike in the other numbers.",
	Why: "The median gives every applicant without an income the same one; rows that are alike in all else say more. " +
		"It is slower, and the training rows it asks are kept in the model file. Text and columns without any value are left to the next step.",
	Kind:    Learns,
	New:     func() param.Settings { return NewKNNImpute() },
	Restore: restoreAs[Donors],
}

// KNNImpute fills gaps in number features from the nearest training rows, the donors (Troyanskaya and others, 2001).
type KNNImpute struct {
	Neighbours  int
	Weights     string
	Standardize bool
	Donors      int
	Indicator   bool
}

// NewKNNImpute returns the default settings.
func NewKNNImpute() *KNNImpute {
	return &KNNImpute{Neighbours: 5, Weights: "uniform", Standardize: true, Donors: 1000, Indicator: true}
}

// Params lists the settings.
func (s *KNNImpute) Params() []param.Param {
	return []param.Param{
		param.OfInt(&s.Neighbours, "neighbours", 1, 100, "how many rows a gap is filled from; more is smoother"),
		param.OfChoice(&s.Weights, "weights", []string{"uniform", "distance"}, "uniform: neighbours count the same; distance: nearer ones count more, as 1/distance"),
		param.OfBool(&s.Standardize, "standardize", "measure distances in standard deviations, so that no column counts more for its unit"),
		param.OfInt(&s.Donors, "donors", 1, 100_000, "at most this many training rows are asked, evenly spread; they are kept in the model, and more is slower"),
		param.OfBool(&s.Indicator, "indicator", "add a column of 0 and 1 that tells the model where a gap was filled"),
	}
}

// Donors is what a KNNImpute learned: the training rows that gaps are filled from, column by column.
type Donors struct {
	Neighbours int       `json:"neighbours"`
	Weights    string    `json:"weights"`
	Rows       int       `json:"rows"` // training rows
	Kept       int       `json:"kept"` // of which donors
	Columns    []Donated `json:"columns"`
}

// Donated holds the values of one column in the donors, 0 at the places that Gaps lists. Mean is that of all training
// rows; distances in this column count in Widths. Indicator names the column that marks gaps, empty when there is none.
type Donated struct {
	Column    string    `json:"column"`
	Missing   int       `json:"missing"`
	Mean      float64   `json:"mean"`
	Width     float64   `json:"width"`
	Values    []float64 `json:"values"`
	Gaps      []int     `json:"gaps,omitempty"`
	Indicator string    `json:"indicator,omitempty"`
}

// Fit keeps the donors: training rows that have a number, evenly spread over their order.
func (s *KNNImpute) Fit(train *table.Table) (Fitted, error) {
	columns, err := measured(train, "knn_impute")
	if err != nil {
		return nil, err
	}
	var known []int // rows that have a number at all
	for i := range train.Rows() {
		for _, m := range columns {
			if isFinite(m.values[i]) {
				known = append(known, i)
				break
			}
		}
	}
	rows := table.Spread(known, s.Donors)
	out := &Donors{Neighbours: s.Neighbours, Weights: s.Weights, Rows: train.Rows(), Kept: len(rows)}
	names := train.Names()
	for _, m := range columns {
		d := Donated{Column: m.name, Missing: m.missing, Mean: m.mean, Width: 1, Values: make([]float64, len(rows))}
		if s.Standardize && m.deviation > 0 {
			d.Width = m.deviation
		}
		for k, r := range rows {
			if d.Values[k] = m.values[r]; !isFinite(m.values[r]) {
				d.Values[k], d.Gaps = 0, append(d.Gaps, k)
			}
		}
		if s.Indicator && m.missing > 0 {
			d.Indicator = freeName(m.name+" missing", names)
			names = append(names, d.Indicator)
		}
		out.Columns = append(out.Columns, d)
	}
	return out, nil
}

// Apply fills the gaps of the columns it knows. The values a row has are not changed.
func (f *Donors) Apply(t *table.Table) (*table.Table, error) {
	in, err := numberColumns(t, "knn_impute", len(f.Columns), func(j int) string { return f.Columns[j].Column })
	if err != nil {
		return nil, err
	}
	n, out := newNeighbourhood(f), make([][]float64, len(in))
	for i := range t.Rows() {
		measured := false
		for j, c := range in {
			if c == nil || !c.Missing(i) {
				continue
			}
			if !measured {
				n.measure(in, i)
				measured = true
			}
			if out[j] == nil {
				out[j] = append([]float64(nil), c.Numbers()...)
			}
			out[j][i] = n.fill(j)
		}
	}
	for j, c := range in {
		if c != nil {
			t = filled(t, c, out[j], f.Columns[j].Indicator)
		}
	}
	return t, nil
}

// Explain says who fills the gaps of each column.
func (f *Donors) Explain() []string {
	if len(f.Columns) == 0 {
		return []string{"there is no number feature with a value"}
	}
	out := []string{fmt.Sprintf("%d of %s are kept in the model; a gap gets the mean of the %s nearest to its row, distances taken over %s",
		f.Kept, plural(f.Rows, "training row"), plural(f.Neighbours, "row"), plural(len(f.Columns), "number column"))}
	for _, d := range f.Columns {
		if d.Missing > 0 {
			out = append(out, fmt.Sprintf("%s: %s of %d filled from neighbours; from the mean %.6g where a row has no neighbour", d.Column, plural(d.Missing, "gap"), f.Rows, d.Mean))
		}
	}
	return out
}

// neighbourhood measures how far the donors are from one row after another.
type neighbourhood struct {
	f        *Donors
	donors   [][]float64 // by column, in Widths, NaN where missing
	sum      []float64   // of squared differences, by donor
	both     []float64   // how many columns both rows know, by donor
	distance []float64   // by donor; +Inf without a column in common
	nearest  []int
}

func newNeighbourhood(f *Donors) *neighbourhood {
	n := &neighbourhood{f: f, sum: make([]float64, f.Kept), both: make([]float64, f.Kept), distance: make([]float64, f.Kept)}
	for _, d := range f.Columns {
		values := make([]float64, len(d.Values))
		for k, v := range d.Values {
			values[k] = v / d.Width
		}
		for _, k := range d.Gaps {
			values[k] = math.NaN()
		}
		n.donors = append(n.donors, values)
	}
	return n
}

// measure sets the distance of every donor to row i: over the columns both know, scaled up for those they do not.
func (n *neighbourhood) measure(in []*table.Column, i int) {
	clear(n.sum)
	clear(n.both)
	whole := 0.0 // columns that the row and all donors know
	for j, c := range in {
		if c == nil || !isFinite(c.Numbers()[i]) {
			continue
		}
		x, donors, sum := c.Numbers()[i]/n.f.Columns[j].Width, n.donors[j], n.sum
		if len(n.f.Columns[j].Gaps) == 0 {
			whole++
			for k, v := range donors {
				sum[k] += (x - v) * (x - v)
			}
			continue
		}
		for k, v := range donors {
			if v == v {
				sum[k] += (x - v) * (x - v)
				n.both[k]++
			}
		}
	}
	for k := range n.distance {
		n.distance[k] = math.Inf(1)
		if both := n.both[k] + whole; both > 0 {
			n.distance[k] = min(math.Sqrt(n.sum[k]*float64(len(in))/both), math.MaxFloat64)
		}
	}
}

// fill returns what the nearest donors that know column j have there, on average.
func (n *neighbourhood) fill(j int) float64 {
	n.nearest = n.nearest[:0]
	for k, v := range n.donors[j] {
		if v != v || math.IsInf(n.distance[k], 1) {
			continue
		}
		at := len(n.nearest)
		for at > 0 && n.distance[n.nearest[at-1]] > n.distance[k] {
			at--
		}
		switch {
		case at == n.f.Neighbours:
			continue
		case len(n.nearest) < n.f.Neighbours:
			n.nearest = append(n.nearest, 0)
		}
		copy(n.nearest[at+1:], n.nearest[at:])
		n.nearest[at] = k
	}
	if len(n.nearest) == 0 {
		return n.f.Columns[j].Mean
	}
	return n.average(j)
}

// average weighs the nearest donors. Rows at distance 0 leave no say to others.
func (n *neighbourhood) average(j int) float64 {
	first, total := n.distance[n.nearest[0]], 0.0
	weight := func(k int) float64 {
		switch d := n.distance[k]; {
		case n.f.Weights != "distance" || d == first:
			return 1
		default:
			return first / d
		}
	}
	for _, k := range n.nearest {
		total += weight(k)
	}
	out := 0.0
	for _, k := range n.nearest {
		out += n.f.Columns[j].Values[k] * (weight(k) / total)
	}
	return out
}
