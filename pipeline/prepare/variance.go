package prepare

import (
	"fmt"

	"gonum.org/v1/gonum/stat"

	"assay/models/param"
	"assay/pipeline/table"
)

var varianceEntry = Entry{
	Name:  "variance",
	Title: "Leave out constant columns",
	About: "Leaves out features that are the same in nearly all training rows.",
	Why: "A column that says yes 999 times in 1,000 can teach a model only about one row, and that by chance. " +
		"It costs time and a place in every explanation. Keep a rare flag if you know that it matters, such as a bankruptcy.",
	Kind:    Learns,
	New:     func() param.Settings { return NewVariance() },
	Restore: restoreAs[Selected],
}

// Variance leaves out features that hardly vary.
type Variance struct {
	Share    float64
	Variance float64
}

// NewVariance returns the default settings.
func NewVariance() *Variance { return &Variance{Share: 0.995} }

// Params lists the settings.
func (s *Variance) Params() []param.Param {
	return []param.Param{
		param.OfFloat(&s.Share, "share", 0.5, 1, "a feature is left out when one value, or a gap, fills more than this share of the training rows; lower leaves out more"),
		param.OfFloat(&s.Variance, "variance", 0, 1e12, "numbers with a variance of this or less are left out too, which makes sense once they are on one scale; 0 looks at none"),
	}
}

// Fit looks at the features of the training rows.
func (s *Variance) Fit(train *table.Table) (Fitted, error) {
	out := &Selected{}
	for _, c := range train.ByRole(table.Feature) {
		out.Looked++
		most, what := commonest(c)
		switch {
		case most == 0:
		case most == c.Len():
			out.drop(c.Name, "it is %s in every training row", what)
		case float64(most) > s.Share*float64(c.Len()):
			out.drop(c.Name, "it is %s in %d of %d training rows", what, most, c.Len())
		case s.Variance > 0 && c.Kind == table.Number:
			if v := stat.Variance(knownNumbers(c), nil); v <= s.Variance {
				out.drop(c.Name, "its variance is %.3g", v)
			}
		}
	}
	return out, nil
}

// commonest finds how many rows have the value of a column, or the gap, that fills more than half of them, and which
// that is; if there is none, some other.
func commonest(c *table.Column) (most int, what string) {
	if c.Len() == 0 {
		return 0, ""
	}
	if c.Kind == table.Text || c.Kind == table.Levels {
		counts, present := countOf(c)
		most, what = c.Len()-present, "missing"
		for code, n := range counts {
			if l := fmt.Sprintf("%q", c.Dictionary()[code]); n > most || n == most && n > 0 && l < what {
				most, what = n, l
			}
		}
		return most, what
	}
	values := numbersOf(c)
	at := majority(values)
	for _, v := range values {
		if same(v, values[at]) {
			most++
		}
	}
	if what = c.Cell(at); what == "" {
		what = "missing"
	}
	return most, what
}

// majority is the place of the value, or gap, that fills more than half of values, if there is one: it outlasts all
// others when each of theirs takes one of its own away (Boyer and Moore, 1981).
func majority(values []float64) int {
	at, lead := 0, 0
	for i, v := range values {
		switch {
		case lead == 0:
			at, lead = i, 1
		case same(v, values[at]):
			lead++
		default:
			lead--
		}
	}
	return at
}

// same holds for equal numbers, and for two gaps.
func same(a, b float64) bool { return a == b || a != a && b != b }
