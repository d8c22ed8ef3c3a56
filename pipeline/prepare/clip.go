package prepare

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat"

	"assay/models/param"
	"assay/pipeline/stats"
	"assay/pipeline/table"
)

var clipEntry = Entry{
	Name:  "clip",
	Title: "Outliers",
	About: "Brings numbers that are far out back to a fence, or marks them, or takes them for missing.",
	Why: "One income typed with three zeros too many can outweigh a thousand honest ones. " +
		"But far out is not wrong: a rule only says that a value is unusual, so look at what it catches before it is lost.",
	Kind:    Learns,
	New:     func() param.Settings { return NewClip() },
	Restore: restoreAs[Fences],
}

// Clip deals with numbers that are far from the others of their column.
type Clip struct {
	Rule   string
	Limit  float64
	Share  float64
	Action string
}

// NewClip returns the default settings.
func NewClip() *Clip { return &Clip{Rule: "percentiles", Share: 0.01, Action: "clip"} }

// usualLimits are the distances that the rules are known with: Tukey's fences (1977), three deviations, and the 3.5 of
// Iglewicz and Hoaglin (1993).
var usualLimits = map[string]float64{"iqr": 1.5, "z": 3, "mad": 3.5}

// Params lists the settings.
func (s *Clip) Params() []param.Param {
	return []param.Param{
		param.OfChoice(&s.Rule, "rule", []string{"percentiles", "iqr", "z", "mad"},
			"percentiles: the outermost shares of the training rows; iqr: beyond the middle half by a multiple of its width; z: from the mean by a multiple of the deviation; mad: from the median by a multiple of the median distance (modified z), which outliers do not move"),
		param.OfFloat(&s.Limit, "limit", 0, 1000, "the multiple for iqr, z and mad; higher catches less; 0 takes the usual 1.5, 3 and 3.5"),
		param.OfFloat(&s.Share, "share", 0, 0.49, "for percentiles: the share of rows at each end; higher catches more"),
		param.OfChoice(&s.Action, "action", []string{"clip", "missing", "mark"}, "clip: the value becomes the fence; missing: it becomes a gap; mark: it stays, and a column of 0 and 1 tells the model"),
	}
}

// Fences is what a Clip learned.
type Fences struct {
	Action  string  `json:"action"`
	Columns []Fence `json:"columns"`
}

// Fence holds how low and how high the numbers of a column may be. Mark names the column that marks those outside,
// empty when there is none. Left says why a column is left as it is.
type Fence struct {
	Column string  `json:"column"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
	Below  int     `json:"below"` // training rows
	Above  int     `json:"above"`
	Mark   string  `json:"mark,omitempty"`
	Left   string  `json:"left,omitempty"`
}

// Fit puts up the fences of each number feature.
func (s *Clip) Fit(train *table.Table) (Fitted, error) {
	out, names := &Fences{Action: s.Action, Columns: learnNumbers(train, s.fit)}, train.Names()
	for k := range out.Columns {
		if f := &out.Columns[k]; s.Action == "mark" && f.Below+f.Above > 0 {
			f.Mark = freeName(f.Column+" outlier", names)
			names = append(names, f.Mark)
		}
	}
	return out, nil
}

func (s *Clip) fit(c *table.Column) (f Fence, ok bool) {
	known := knownNumbers(c)
	f.Column = c.Name
	if fewNumbers(known, 3) < 3 {
		f.Left = "it has at most two values"
		return f, true
	}
	if f.Low, f.High = s.fence(known); !(f.Low < f.High) {
		return Fence{Column: c.Name, Left: "nearly all of it is one number, so every other would be far out"}, true
	}
	for _, v := range known {
		if v < f.Low {
			f.Below++
		} else if v > f.High {
			f.Above++
		}
	}
	return f, true
}

// fence finds how low and how high values may be. It puts them into another order.
func (s *Clip) fence(values []float64) (low, high float64) {
	limit := s.Limit
	if limit == 0 {
		limit = usualLimits[s.Rule]
	}
	center, reach := 0.0, 0.0
	switch s.Rule {
	case "percentiles":
		return selected(values, s.Share), selected(values, 1-s.Share)
	case "iqr":
		q1, q3 := selected(values, 0.25), selected(values, 0.75)
		if q1 == q3 {
			return 0, 0
		}
		return q1 - limit*(q3-q1), q3 + limit*(q3-q1)
	case "z":
		mean, deviation := stat.MeanStdDev(values, nil)
		center, reach = mean, limit*deviation
	case "mad":
		const normal = 0.6744897501960817 // the median distance of a normal distribution, in deviations
		slices.Sort(values)
		center, reach = quantile(values, 0.5), limit*stats.MAD(values)/normal
	}
	return center - reach, center + reach
}

// Apply clips, removes or marks what is outside the fences of the columns it knows.
func (f *Fences) Apply(t *table.Table) (*table.Table, error) {
	return reworkNumbers(t, "clip", len(f.Columns), func(k int) string { return f.Columns[k].Column }, func(k int, c *table.Column) *table.Column {
		fence := f.Columns[k]
		switch {
		case fence.Left != "" || f.Action == "mark" && fence.Mark == "":
			return nil
		case f.Action == "mark":
			return fence.marks(c)
		case f.Action == "missing":
			return mapNumbers(c, func(v float64) float64 {
				if v < fence.Low || v > fence.High {
					return math.NaN()
				}
				return v
			})
		}
		return mapNumbers(c, func(v float64) float64 { return min(max(v, fence.Low), fence.High) })
	})
}

// marks is a column that is 1 where c is outside the fence. A gap is not.
func (f Fence) marks(c *table.Column) *table.Column {
	out := make([]float64, c.Len())
	for i, v := range c.Numbers() {
		if v < f.Low || v > f.High {
			out[i] = 1
		}
	}
	return table.NewNumber(f.Mark, out).From(c)
}

// Explain says where the fences are and how many training rows were outside.
func (f *Fences) Explain() []string {
	verb := map[string]string{"clip": "became the fence", "missing": "became gaps", "mark": "are marked"}[f.Action]
	var out []string
	quiet := 0
	for _, fence := range f.Columns {
		switch {
		case fence.Left != "":
			out = append(out, fmt.Sprintf("%s: stays as it is, %s", fence.Column, fence.Left))
		case fence.Below+fence.Above == 0:
			quiet++
		default:
			out = append(out, fmt.Sprintf("%s: %s below %.6g and %d above %.6g %s", fence.Column, plural(fence.Below, "training row"), fence.Low, fence.Above, fence.High, verb))
		}
	}
	if quiet > 0 {
		out = append(out, plural(quiet, "column")+" had nothing far out in the training rows")
	}
	if len(out) == 0 {
		return []string{"there is no number feature"}
	}
	return out
}
