package prepare

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"assay/models/param"
	"assay/pipeline/table"
)

var iterativeImputeEntry = Entry{
	Name:  "iterative_impute",
	Title: "Fill gaps by regression",
	About: "Fills a gap in a number feature with what a regression on the other numbers expects, round after round until gaps agree.",
	Why: "Where numbers go together, as income and loan amount do, one says much about the other and the median says nothing. " +
		"A filled value is a good guess, not a fact: the mark beside it lets the model tell. Text and columns without any value are left to the next step.",
	Kind:    Learns,
	New:     func() param.Settings { return NewIterativeImpute() },
	Restore: restoreAs[Chained],
}

// IterativeImpute fills gaps in number features by chained ridge regressions: gaps start at the mean, then column after
// column is predicted from the others, over and over (van Buuren and Groothuis-Oudshoorn, 2011, without the noise).
type IterativeImpute struct {
	Rounds     int
	Ridge      float64
	Predictors int
	Rows       int
	Indicator  bool
}

// NewIterativeImpute returns the default settings.
func NewIterativeImpute() *IterativeImpute {
	return &IterativeImpute{Rounds: 10, Ridge: 1, Predictors: 20, Rows: 10_000, Indicator: true}
}

// Params lists the settings.
func (s *IterativeImpute) Params() []param.Param {
	return []param.Param{
		param.OfInt(&s.Rounds, "rounds", 1, 100, "how often every gap is predicted anew; more lets the gaps of one row agree better"),
		param.OfFloat(&s.Ridge, "ridge", 1e-6, 1e6, "how strongly weights are held small, in rows of the training table; more pulls filled values to the mean"),
		param.OfInt(&s.Predictors, "predictors", 1, 200, "at most this many columns, those most correlated with it, predict a column; more is slower"),
		param.OfInt(&s.Rows, "rows", 1, 1_000_000, "at most this many training rows are learned from, evenly spread; more is slower"),
		param.OfBool(&s.Indicator, "indicator", "add a column of 0 and 1 that tells the model where a gap was filled"),
	}
}

// Chained is what an IterativeImpute learned: a regression for each column on others.
type Chained struct {
	Rounds  int          `json:"rounds"`
	Rows    int          `json:"rows"` // training rows
	Columns []Regression `json:"columns"`
}

// Regression predicts one column: its value, in deviations from the mean, is Offset plus the weighted values of the
// columns at the places Of, in theirs. Values outside what training rows have, given or predicted, count as the
// nearest that they do have. Indicator names the column that marks gaps, empty when there is none.
type Regression struct {
	Column    string    `json:"column"`
	Missing   int       `json:"missing"`
	Mean      float64   `json:"mean"`
	Width     float64   `json:"width"`
	Low       float64   `json:"low"`
	High      float64   `json:"high"`
	Of        []int     `json:"of,omitempty"`
	Weights   []float64 `json:"weights,omitempty"`
	Offset    float64   `json:"offset"`
	Indicator string    `json:"indicator,omitempty"`
}

// Fit learns the regressions from the training rows, taking turns with filling their gaps.
func (s *IterativeImpute) Fit(train *table.Table) (Fitted, error) {
	columns, err := measured(train, "iterative_impute")
	if err != nil {
		return nil, err
	}
	out, names := &Chained{Rounds: s.Rounds, Rows: train.Rows()}, train.Names()
	for _, m := range columns {
		r := Regression{Column: m.name, Missing: m.missing, Mean: m.mean, Width: m.deviation, Low: m.low, High: m.high}
		if r.Width == 0 {
			r.Width = 1
		}
		if s.Indicator && m.missing > 0 {
			r.Indicator = freeName(m.name+" missing", names)
			names = append(names, r.Indicator)
		}
		out.Columns = append(out.Columns, r)
	}
	newChain(s, out, columns, train.Rows()).learn()
	return out, nil
}

// Apply fills the gaps of the columns it knows; in a row without any value they get the mean.
func (f *Chained) Apply(t *table.Table) (*table.Table, error) {
	in, err := numberColumns(t, "iterative_impute", len(f.Columns), func(j int) string { return f.Columns[j].Column })
	if err != nil {
		return nil, err
	}
	out, row, gaps := make([][]float64, len(in)), make([]float64, len(in)), make([]int, 0, len(in))
	for i := range t.Rows() {
		gaps = gaps[:0]
		for j, c := range in {
			row[j] = 0
			switch {
			case c == nil || c.Missing(i):
				gaps = append(gaps, j)
			default:
				row[j] = f.Columns[j].standard(c.Numbers()[i])
			}
		}
		if len(gaps) == 0 {
			continue
		}
		f.settle(row, gaps)
		for _, j := range gaps {
			if in[j] == nil {
				continue
			}
			if out[j] == nil {
				out[j] = slices.Clone(in[j].Numbers())
			}
			out[j][i] = f.Columns[j].plain(row[j])
		}
	}
	for j, c := range in {
		if c != nil {
			t = filled(t, c, out[j], f.Columns[j].Indicator)
		}
	}
	return t, nil
}

// settle predicts the gaps of a row again and again, each from what the others are by then.
func (f *Chained) settle(row []float64, gaps []int) {
	if len(gaps) == len(row) {
		return // nothing is known: the means stay
	}
	rounds := f.Rounds
	if len(gaps) == 1 {
		rounds = 1 // what is known does not change
	}
	for range rounds {
		for _, j := range gaps {
			row[j] = f.Columns[j].predict(row)
		}
	}
}

func (r *Regression) predict(row []float64) float64 {
	y := r.Offset
	for k, w := range r.Weights {
		y += w * row[r.Of[k]]
	}
	return r.standard(r.plain(y))
}

// standard measures a value from the mean in deviations, within what training rows have.
func (r *Regression) standard(v float64) float64 {
	return (min(max(v, r.Low), r.High) - r.Mean) / r.Width
}

func (r *Regression) plain(z float64) float64 { return min(max(r.Mean+z*r.Width, r.Low), r.High) }

// Explain says what predicts each column that had gaps.
func (f *Chained) Explain() []string {
	if len(f.Columns) == 0 {
		return []string{"there is no number feature with a value"}
	}
	var out []string
	for i := range f.Columns {
		if r := &f.Columns[i]; r.Missing > 0 {
			out = append(out, fmt.Sprintf("%s: %s of %d filled with %s, between %s and %s", r.Column, plural(r.Missing, "gap"), f.Rows, f.reason(r), table.FormatNumber(r.Low), table.FormatNumber(r.High)))
		}
	}
	if len(out) == 0 {
		return []string{"the training numbers have no gaps; a later gap gets what the other numbers of its row say"}
	}
	return append(out, "in brackets: by how many deviations the value moves when the other number moves by one")
}

// reason names the three columns that weigh most.
func (f *Chained) reason(r *Regression) string {
	order := make([]int, len(r.Weights))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(math.Abs(r.Weights[b]), math.Abs(r.Weights[a])) })
	var parts []string
	for _, k := range order[:min(3, len(order))] {
		parts = append(parts, fmt.Sprintf("%s (%+.2f)", f.Columns[r.Of[k]].Column, r.Weights[k]))
	}
	switch {
	case len(parts) == 0:
		return fmt.Sprintf("the mean %.6g, for no other number says anything", r.Mean)
	case len(order) > 3:
		return fmt.Sprintf("a regression on %s and %d more", strings.Join(parts, ", "), len(order)-3)
	}
	return "a regression on " + strings.Join(parts, ", ")
}
