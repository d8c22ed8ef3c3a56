package prepare

import (
	"fmt"
	"math"
	"slices"

	"assay/models/param"
	"assay/pipeline/table"
)

var targetEntry = Entry{
	Name:  "target",
	Title: "Target encoding",
	About: "Replaces every level by the mean answer of the training rows that have it.",
	Why: "A thousand towns become one column that says how loans went in each. A town with three loans says little, so its mean is drawn " +
		"towards the mean of all. A row that saw its own answer in its encoding would give it away: each training row is encoded by what other rows teach.",
	Kind:    Learns,
	New:     func() param.Settings { return NewTarget() },
	Restore: restoreAs[LevelMeans],
}

// Target turns features of text or levels into the mean answer of each level, shrunk towards the mean of all (Micci-
// Barreca, 2001). With several classes there is a column for each but the first: the share of the class. A gap counts
// as a level of its own.
type Target struct {
	M      float64
	Own    string
	Folds  int
	Answer string
}

// NewTarget returns the default settings.
func NewTarget() *Target { return &Target{M: 10, Own: "folds", Folds: 5, Answer: "auto"} }

// Params lists the settings.
func (s *Target) Params() []param.Param {
	return []param.Param{
		param.OfFloat(&s.M, "m", 0, 1e6, "how many rows with the mean of all are added to each level; higher trusts small levels less"),
		param.OfChoice(&s.Own, "own", []string{"folds", "one-out"}, "how training rows are encoded. folds: by the rows of other folds; one-out: by all other rows of the level, "+
			"which differ from row to row by the answer alone: a tree reads the answers back from it"),
		param.OfInt(&s.Folds, "folds", 2, 20, "into how many folds training rows are dealt; more let each row be encoded by more others"),
		param.OfChoice(&s.Answer, "answer", []string{"auto", "class", "number"}, "what answers are; auto takes whole numbers from 0 to 9 for classes"),
	}
}

// LevelMeans is what a Target learned.
type LevelMeans struct {
	M       float64     `json:"m"`
	Folds   int         `json:"folds,omitempty"` // 0 when training rows leave only themselves out
	Columns []LevelMean `json:"columns"`
}

// LevelMean holds the means of one column, a number per level in each of the columns it becomes.
type LevelMean struct {
	Column  string     `json:"column"`
	Kind    string     `json:"kind"`             // text or levels, as in the training rows
	Levels  []string   `json:"levels,omitempty"` // sorted
	Becomes []MeanOver `json:"becomes"`
}

// MeanOver is one column that is made: the mean of the answers, or the share of a class among them.
type MeanOver struct {
	Name   string `json:"name"`
	Scores Scores `json:"scores"`
}

// FitTarget learns the means; own are the training rows encoded without their own answers.
func (s *Target) FitTarget(train *table.Table, y []float64, seed uint64) (Fitted, *table.Table, error) {
	if err := known("target", y); err != nil {
		return nil, nil, err
	}
	out := &LevelMeans{M: s.M}
	var fold []uint8
	if s.Own == "folds" {
		out.Folds, fold = s.Folds, deal(len(y), s.Folds, seed)
	}
	views, err := s.views(y)
	if err != nil {
		return nil, nil, err
	}
	names := train.Names()
	var own []*table.Column
	for _, c := range train.ByRole(table.Feature) {
		if !leveled(c) {
			continue
		}
		r := rank(c)
		l := LevelMean{Column: c.Name, Kind: c.Kind.String(), Levels: r.levels}
		for _, v := range views {
			m := MeanOver{c.Name, s.teach(r.tally(v.values))}
			if v.class != "" {
				m.Name = freeName(c.Name+" "+v.class, names)
				names = append(names, m.Name)
			}
			if !m.Scores.finite() {
				return nil, nil, fmt.Errorf("target: the answers are too large to average; scale them or correct them")
			}
			l.Becomes = append(l.Becomes, m)
			own = append(own, table.NewNumber(m.Name, s.own(r, v.values, fold)).From(c))
		}
		out.Columns = append(out.Columns, l)
	}
	if len(own) == 0 {
		return out, nil, nil
	}
	t, err := table.New(own, nil)
	return out, t, err
}

// view is the answers as one column averages them: as they are, or 1 where they are a class.
type view struct {
	class  string
	values []float64
}

// Answers that nobody called classes are numbers when one is beyond autoClass; beyond mostClasses nobody means classes.
const (
	autoClass   = 9
	mostClasses = 100
)

func (s *Target) views(y []float64) ([]view, error) {
	classes := distinct(y, mostClasses+1)
	n := len(classes)
	whole := !slices.ContainsFunc(y, func(v float64) bool { return v != math.Trunc(v) || v < 0 })
	switch {
	case s.Answer == "number", n < 2, whole && classes[n-1] == 1:
		return []view{{"", y}}, nil
	case s.Answer == "auto" && !(whole && slices.Max(y) <= autoClass):
		return []view{{"", y}}, nil
	case !whole || n > mostClasses:
		return nil, fmt.Errorf("target: the answers are no classes, or more than %d of them; set answer to number", mostClasses)
	}
	var out []view
	for _, class := range classes[1:] {
		is := make([]float64, len(y))
		for i, v := range y {
			if v == class {
				is[i] = 1
			}
		}
		out = append(out, view{fmt.Sprintf("class %g", class), is})
	}
	return out, nil
}

// distinct returns the different values, sorted, and no more of them than most.
func distinct(values []float64, most int) []float64 {
	var out []float64
	for _, v := range values {
		if i, found := slices.BinarySearch(out, v); !found {
			if out = slices.Insert(out, i, v); len(out) == most {
				break
			}
		}
	}
	return out
}

// teach returns (sum + m·prior) / (n + m) of every level; prior is the mean of all rows of the tally.
func (s *Target) teach(t tally) Scores {
	sum, n := 0.0, 0.0
	for k := range t.sums {
		sum, n = sum+t.sums[k], n+t.rows[k]
	}
	prior, means := sum/max(n, 1), make([]float64, len(t.sums))
	for k := range means {
		means[k] = shrunk(t.sums[k], t.rows[k], s.M, prior)
	}
	return scores(means, prior)
}

func shrunk(sum, n, m, prior float64) float64 {
	if n+m <= 0 {
		return prior
	}
	return (sum + m*prior) / (n + m)
}

// own encodes the training rows; without folds each by the other rows of its level and the mean of all.
func (s *Target) own(r ranked, values []float64, fold []uint8) []float64 {
	if fold != nil {
		return crossFit(r, values, fold, s.Folds, s.teach)
	}
	all := r.tally(values)
	prior, out := s.teach(all).Unseen, make([]float64, len(values))
	for i, at := range r.at {
		out[i] = shrunk(all.sums[at]-values[i], all.rows[at]-1, s.M, prior)
	}
	return out
}

// leveled reports whether a column holds levels: text, or what was cut into levels before.
func leveled(c *table.Column) bool { return c.Kind == table.Text || c.Kind == table.Levels }

// Apply replaces the levels of the columns it knows.
func (f *LevelMeans) Apply(t *table.Table) (*table.Table, error) {
	for _, l := range f.Columns {
		c := t.Column(l.Column)
		if c == nil {
			continue
		}
		if err := held("target", c, l.Kind); err != nil {
			return nil, err
		}
		var made []*table.Column
		for _, m := range l.Becomes {
			made = append(made, table.NewNumber(m.Name, m.Scores.column(c, l.Levels)).From(c))
		}
		if l.Becomes[0].Name != l.Column {
			t = t.Without(l.Column)
		}
		t = t.With(made...)
	}
	return t, nil
}

// Explain names the lowest and the highest mean of each column.
func (f *LevelMeans) Explain() []string {
	if len(f.Columns) == 0 {
		return []string{noText}
	}
	var out []string
	for _, l := range f.Columns {
		for _, m := range l.Becomes {
			out = append(out, fmt.Sprintf("%s: the mean answer, %s; %s for a level never seen", m.Name, m.Scores.span(l.Levels), brief(m.Scores.Unseen)))
		}
	}
	if f.Folds == 0 {
		return append(out, "each training row is encoded by the other rows of its level; a tree can read the answers back from that")
	}
	return append(out, ownSentence(f.Folds))
}
