package prepare

import (
	"fmt"
	"math"
	"slices"

	"assay/models/param"
	"assay/pipeline/table"
)

var logEntry = Entry{
	Name:  "log",
	Title: "Logarithm",
	About: "Takes the logarithm of one more than each number, so that ten times as much is always the same step.",
	Why: "Incomes and amounts grow by factors: from 1,000 to 2,000 is as far as from 10,000 to 20,000. " +
		"A few huge values otherwise stretch the scale until all others look the same to a linear model. Trees do not need it.",
	Kind:    Learns,
	New:     func() param.Settings { return NewLog() },
	Restore: restoreAs[Logs],
}

// Log takes logarithms of number features.
type Log struct{ Skewness float64 }

// NewLog returns the default settings.
func NewLog() *Log { return &Log{} }

// Params lists the settings.
func (s *Log) Params() []param.Param {
	return []param.Param{param.OfFloat(&s.Skewness, "skewness", 0, 100,
		"only columns at least this skewed in the training rows are changed (a normal distribution has 0, incomes often 2 and more); 0 changes all")}
}

// Logs is what a Log learned: which columns it changes.
type Logs struct {
	Columns []Logged `json:"columns"`
}

// Logged is a column that becomes sign(x) ln(1 + |x|). Negative says that the training rows have numbers below 0.
type Logged struct {
	Column   string  `json:"column"`
	Skewness float64 `json:"skewness"`
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
	Negative bool    `json:"negative,omitempty"`
	Left     string  `json:"left,omitempty"` // why the column is left as it is
}

// Fit measures the number features of the training rows.
func (s *Log) Fit(train *table.Table) (Fitted, error) {
	return &Logs{Columns: learnNumbers(train, s.fit)}, nil
}

func (s *Log) fit(c *table.Column) (g Logged, ok bool) {
	known := knownNumbers(c)
	if len(known) == 0 {
		return g, false
	}
	g = Logged{Column: c.Name, Low: slices.Min(known), High: slices.Max(known), Skewness: skewness(known)}
	g.Negative = g.Low < 0
	switch {
	case fewNumbers(known, 3) < 3:
		g.Left = "it has at most two values, which a logarithm tells apart no better"
	case !(math.Abs(g.Skewness) >= s.Skewness):
		g.Left = fmt.Sprintf("its skewness is %.2f", g.Skewness)
	}
	return g, true
}

// skewness is the third moment over the third power of the deviation; 0 for a constant column.
func skewness(values []float64) float64 {
	m := mean(values)
	d, cubes := deviation(values, m), 0.0
	if d == 0 {
		return 0
	}
	for _, v := range values {
		z := (v - m) / d
		cubes += z * z * z
	}
	return cubes / float64(len(values))
}

// signedLog is ln(1+x), and the same below 0 with the sign kept: it passes through 0 with slope 1.
func signedLog(x float64) float64 { return math.Copysign(math.Log1p(math.Abs(x)), x) }

// Apply takes the logarithms of the columns it knows.
func (f *Logs) Apply(t *table.Table) (*table.Table, error) {
	return reworkNumbers(t, "log", len(f.Columns), func(k int) string { return f.Columns[k].Column }, func(k int, c *table.Column) *table.Column {
		if f.Columns[k].Left != "" {
			return nil
		}
		return mapNumbers(c, signedLog)
	})
}

// Explain says what range became what, and how negative numbers were read.
func (f *Logs) Explain() []string {
	var out []string
	for _, g := range f.Columns {
		switch {
		case g.Left != "":
			out = append(out, fmt.Sprintf("%s: stays as it is, %s", g.Column, g.Left))
		case g.Negative:
			out = append(out, fmt.Sprintf("%s: %.6g to %.6g became %.3g to %.3g; it has negative numbers, whose size is taken and whose sign is kept", g.Column, g.Low, g.High, signedLog(g.Low), signedLog(g.High)))
		default:
			out = append(out, fmt.Sprintf("%s: %.6g to %.6g became %.3g to %.3g", g.Column, g.Low, g.High, signedLog(g.Low), signedLog(g.High)))
		}
	}
	if len(out) == 0 {
		return []string{"there is no number feature with a value"}
	}
	return out
}
