package prepare

import (
	"fmt"
	"math"

	"assay/models/param"
	"assay/pipeline/table"
)

var woeEntry = Entry{
	Name:  "woe",
	Title: "Weight of evidence",
	About: "Replaces every level by how much it speaks for one of two answers: the logarithm of its share of the yes rows over its share of the no rows.",
	Why: "It is the currency of credit scoring: 0 says nothing, above 0 speaks for yes, and evidence adds up in a logistic model. The information value of a " +
		"feature says how well its levels tell the answers apart. Each training row is weighed by what other rows teach, or it would see its own answer.",
	Kind:    Learns,
	New:     func() param.Settings { return NewWOE() },
	Restore: restoreAs[Evidence],
}

// WOE turns features of text or levels into weights of evidence (Good, 1950). A gap counts as a level of its own.
type WOE struct {
	Smooth float64
	Folds  int
}

// NewWOE returns the default settings.
func NewWOE() *WOE { return &WOE{Smooth: 0.5, Folds: 5} }

// Params lists the settings.
func (s *WOE) Params() []param.Param {
	return []param.Param{
		param.OfFloat(&s.Smooth, "smooth", 0.01, 1000, "rows of each answer added to every level, so that a level with one answer only is no proof; higher trusts small levels less"),
		param.OfInt(&s.Folds, "folds", 2, 20, "into how many folds training rows are dealt; each is weighed by the rows of the others"),
	}
}

// Evidence is what a WOE learned.
type Evidence struct {
	Folds   int       `json:"folds"`
	Columns []Weights `json:"columns"`
}

// Weights holds the weights of evidence of one column and its information value.
type Weights struct {
	Column      string   `json:"column"`
	Kind        string   `json:"kind"`             // text or levels, as in the training rows
	Levels      []string `json:"levels,omitempty"` // sorted
	Scores      Scores   `json:"scores"`
	Information float64  `json:"information"`
}

// FitTarget learns the weights; own are the training rows weighed without their own answers.
func (s *WOE) FitTarget(train *table.Table, y []float64, seed uint64) (Fitted, *table.Table, error) {
	for _, v := range y {
		if v != 0 && v != 1 {
			return nil, nil, fmt.Errorf("woe: evidence weighs two answers against each other, and here there are others; use the target step")
		}
	}
	out, fold := &Evidence{Folds: s.Folds}, deal(len(y), s.Folds, seed)
	var own []*table.Column
	for _, c := range train.ByRole(table.Feature) {
		if !leveled(c) {
			continue
		}
		r := rank(c)
		weights, information := s.weigh(r.tally(y))
		out.Columns = append(out.Columns, Weights{c.Name, c.Kind.String(), r.levels, weights, information})
		own = append(own, table.NewNumber(c.Name, crossFit(r, y, fold, s.Folds, func(others tally) Scores {
			weights, _ := s.weigh(others)
			return weights
		})).From(c))
	}
	if len(own) == 0 {
		return out, nil, nil
	}
	t, err := table.New(own, nil)
	return out, t, err
}

// weigh returns the weight of every level and the information value: with k levels, of which this one has n1 of the N1
// yes rows and n0 of the N0 no rows,
//
//	weight = ln( (n1+s)/(N1+ks) / (n0+s)/(N0+ks) )
//
// and the value adds up the difference of the two shares times the weight. A level without a row weighs nothing.
func (s *WOE) weigh(t tally) (weights Scores, information float64) {
	yes, rows := t.sums, t.rows
	k, ones, all := 0.0, 0.0, 0.0
	for at, n := range rows {
		if n > 0 {
			k++
		}
		ones, all = ones+yes[at], all+n
	}
	for at, n := range rows {
		if n == 0 {
			continue // yes is 0 there
		}
		share1, share0 := (yes[at]+s.Smooth)/(ones+k*s.Smooth), (n-yes[at]+s.Smooth)/(all-ones+k*s.Smooth)
		yes[at] = math.Log(share1 / share0)
		information += (share1 - share0) * yes[at]
	}
	return scores(yes, 0), information
}

// Apply replaces the levels of the columns it knows.
func (f *Evidence) Apply(t *table.Table) (*table.Table, error) {
	for _, w := range f.Columns {
		c := t.Column(w.Column)
		if c == nil {
			continue
		}
		if err := held("woe", c, w.Kind); err != nil {
			return nil, err
		}
		t = t.With(table.NewNumber(c.Name, w.Scores.column(c, w.Levels)).From(c))
	}
	return t, nil
}

// Explain lists the information value of each column, in the words of Siddiqi (2006), and its strongest levels.
func (f *Evidence) Explain() []string {
	if len(f.Columns) == 0 {
		return []string{noText}
	}
	var out []string
	for _, w := range f.Columns {
		word := "too good to be true: look for a leak"
		for _, step := range []struct {
			below float64
			word  string
		}{{0.02, "useless"}, {0.1, "weak"}, {0.3, "medium"}, {0.5, "strong"}} {
			if w.Information < step.below {
				word = step.word
				break
			}
		}
		out = append(out, fmt.Sprintf("%s: information value %.3f, by rule of thumb %s; %s", w.Column, w.Information, word, w.Scores.span(w.Levels)))
	}
	return append(out, "above 0 speaks for the positive answer, below against it; 0 for a level never seen", ownSentence(f.Folds))
}
