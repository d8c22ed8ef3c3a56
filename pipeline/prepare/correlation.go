package prepare

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"assay/models/param"
	"assay/pipeline/stats"
	"assay/pipeline/table"
)

var correlationEntry = Entry{
	Name:  "correlation",
	Title: "Leave out twin columns",
	About: "Of two number features that say nearly the same, leaves out the later one.",
	Why: "Income per month and per year are one fact told twice. A linear model shares its weight between the two at random, " +
		"so that neither weight can be read, and a rule that splits on one hides the other.",
	Kind:    Learns,
	New:     func() param.Settings { return NewCorrelation() },
	Restore: restoreAs[Selected],
}

// Correlation leaves out number features that follow others.
type Correlation struct {
	Limit  float64
	Method string
}

// NewCorrelation returns the default settings.
func NewCorrelation() *Correlation { return &Correlation{Limit: 0.95, Method: "pearson"} }

// Params lists the settings.
func (s *Correlation) Params() []param.Param {
	return []param.Param{
		param.OfFloat(&s.Limit, "limit", 0.1, 1, "two columns are twins from this correlation on, whatever its sign; lower leaves out more"),
		param.OfChoice(&s.Method, "method", []string{"pearson", "spearman"}, "pearson: along a straight line; spearman: along any line that only rises or only falls"),
	}
}

// pairsBudget bounds pairs of columns times rows, so that a thousand columns take seconds; with more, every so many-th
// row is measured.
const pairsBudget = 2_000_000_000

// Fit compares each number feature with those before it that stay, on the training rows that know both.
func (s *Correlation) Fit(train *table.Table) (Fitted, error) {
	columns := numberFeatures(train)
	out := &Selected{Looked: len(columns)}
	every := 1 + len(columns)*(len(columns)-1)/2*train.Rows()/pairsBudget
	if every > 1 {
		out.Notes = append(out.Notes, fmt.Sprintf("measured on every %dth training row", every))
	}
	var kept []compared
	for _, c := range columns {
		m := s.measure(c, every)
		if m.flat {
			continue // it follows nothing
		}
		twin := false
		for _, k := range kept {
			if r := m.with(k); math.Abs(r) >= s.Limit {
				out.drop(c.Name, "its correlation with %s is %.3f", k.name, r)
				twin = true
				break
			}
		}
		if !twin {
			kept = append(kept, m)
		}
	}
	return out, nil
}

// compared is a column ready to be compared: less its mean and of length 1 when it has no gap.
type compared struct {
	name   string
	values []float64
	gaps   bool
	flat   bool
}

func (s *Correlation) measure(c *table.Column, every int) compared {
	m := compared{name: c.Name, values: make([]float64, 0, c.Len()/every+1)}
	for i := 0; i < c.Len(); i += every {
		v := bounded(c.Numbers()[i])
		m.values, m.gaps = append(m.values, v), m.gaps || math.IsNaN(v)
	}
	if s.Method == "spearman" {
		m.rank()
	}
	if m.gaps {
		return m
	}
	if len(m.values) < 3 || floats.Max(m.values) == floats.Min(m.values) {
		m.flat = true
		return m
	}
	floats.AddConst(-mean(m.values), m.values)
	floats.Scale(1/floats.Norm(m.values, 2), m.values)
	return m
}

// rank replaces the known values by their ranks among themselves.
func (m *compared) rank() {
	var known []float64
	for _, v := range m.values {
		if !math.IsNaN(v) {
			known = append(known, v)
		}
	}
	ranks, _ := stats.Ranks(known)
	for i, v := range m.values {
		if !math.IsNaN(v) {
			m.values[i], ranks = ranks[0], ranks[1:]
		}
	}
}

// with is the correlation of two columns on the rows that know both; 0 when they are fewer than three, or one of them
// is constant there.
func (m compared) with(k compared) float64 {
	if !m.gaps && !k.gaps {
		return min(max(floats.Dot(m.values, k.values), -1), 1)
	}
	n, x0, y0, mx, my := 0.0, 0.0, 0.0, 0.0, 0.0 // counted from the first, so that a constant has no trace of rounding
	for i, v := range m.values {
		if w := k.values[i]; v == v && w == w { // neither is NaN
			if n == 0 {
				x0, y0 = v, w
			}
			n, mx, my = n+1, mx+(v-x0), my+(w-y0)
		}
	}
	mx, my = x0+mx/n, y0+my/n
	xx, xy, yy := 0.0, 0.0, 0.0
	for i, v := range m.values {
		if w := k.values[i]; v == v && w == w {
			xx, xy, yy = xx+(v-mx)*(v-mx), xy+(v-mx)*(w-my), yy+(w-my)*(w-my)
		}
	}
	if r := xy / (math.Sqrt(xx) * math.Sqrt(yy)); n > 2 && !math.IsNaN(r) {
		return min(max(r, -1), 1)
	}
	return 0
}
