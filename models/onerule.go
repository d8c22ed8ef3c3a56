package models

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"

	"assay/models/param"
)

var oneRuleEntry = Entry{
	Name:  "onerule",
	Title: "One rule (baseline)",
	About: "Looks at one column only: the one whose ranges or levels foretell the class best.\n" +
		"A model that barely beats it rests on that one column.",
	New:     func() Learner { return NewOneRule() },
	Restore: restoreOneRule,
}

// OneRule predicts from the single best column. A number is cut into at most Bins ranges of equal weight, a category
// keeps its levels, and within a range or level v
//
//	p(class k | v) = (n_vk + m s_k) / (n_v + m)
//
// where n are weights of training rows, s_k is the share of class k among all of them and m the smoothing. The column
// with the smallest leave-one-out log loss wins (each row judged by the shares without itself), so a column of ids,
// perfect on the rows it was made from, does not. After Holte, Very Simple Classification Rules Perform Well on Most
// Commonly Used Datasets, Machine Learning 11 (1993), who counts errors where this takes the log loss.
type OneRule struct {
	Bins      int
	Support   int
	Smoothing float64
}

// NewOneRule returns the learner with its default settings.
func NewOneRule() *OneRule { return &OneRule{Bins: 10, Support: 20, Smoothing: 2} }

// Params declares the settings.
func (l *OneRule) Params() []param.Param {
	return []param.Param{
		param.OfInt(&l.Bins, "bins", 2, 100, "the most ranges a number is cut into; more follow the data closer and need more rows"),
		param.OfInt(&l.Support, "support", 1, 1_000_000, "the fewest rows in a range of numbers; more make ranges wider and steadier"),
		param.OfFloat(&l.Smoothing, "smoothing", 0.01, 1e6, "how many rows with the overall shares are added to every range or level; more pull rare ones to the average"),
	}
}

// Start refuses examples without rows, classes or columns, and columns that are not finite.
func (l *OneRule) Start(ex Examples, _ uint64) (Trainer, error) {
	if err := checkClassification("onerule", ex); err != nil {
		return nil, err
	}
	if len(ex.X.Columns) == 0 {
		return nil, fmt.Errorf("onerule: there are no columns to make a rule from; give at least one the role feature")
	}
	prior := shares(classWeights(ex))
	return &oneRuleTrainer{
		settings: *l, ex: ex, prior: prior, loss: math.Inf(1),
		model: &OneRuleModel{Columns: layoutOf(ex.X), Column: -1, Otherwise: uniform(len(prior))},
	}, nil
}

// oneRuleTrainer tries one column per round.
type oneRuleTrainer struct {
	settings OneRule
	ex       Examples
	prior    []float64
	next     int     // the column to try
	loss     float64 // leave-one-out log loss of the best so far
	model    *OneRuleModel
}

func (t *oneRuleTrainer) Step() (Round, error) {
	if t.next == len(t.ex.X.Columns) {
		return Round{}, io.EOF
	}
	j := t.next
	t.next++
	rule, loss := t.try(j)
	note := fmt.Sprintf("%s: %.4f, no better", t.ex.X.Columns[j].Name, loss)
	if loss < t.loss {
		t.model, t.loss = rule, loss
		note = fmt.Sprintf("%s: %.4f, the best so far", t.ex.X.Columns[j].Name, loss)
	}
	return Round{Number: t.next, Loss: t.loss, Note: note}, nil
}

func (t *oneRuleTrainer) Model() Model { return t.model }

// try makes the rule of column j and returns it with its leave-one-out log loss.
func (t *oneRuleTrainer) try(j int) (*OneRuleModel, float64) {
	c := t.ex.X.Columns[j]
	m := &OneRuleModel{Columns: t.model.Columns, Column: j, Name: c.Name, Field: c.Field, Otherwise: t.prior}
	parts := len(c.Levels)
	if c.Levels == nil {
		m.Edges = edges(c.Values, t.ex, t.settings.Bins, t.settings.Support)
		parts = len(m.Edges) + 1
	}
	counts := make([][]float64, parts+1) // the last is for rows of no level
	for v := range counts {
		counts[v] = make([]float64, len(t.prior))
	}
	part := make([]int, t.ex.X.Rows)
	for i := range part {
		if part[i] = m.part(c, i); part[i] < 0 {
			part[i] = parts
		}
		counts[part[i]][int(t.ex.Y[i])] += t.ex.Weight(i)
	}
	loss, total := 0.0, 0.0
	for i, v := range part {
		k, w := int(t.ex.Y[i]), t.ex.Weight(i)
		loss -= w * math.Log(t.withoutOne(counts[v], k, min(w, 1)))
		total += w
	}
	m.Shares = make([][]float64, parts)
	for v := range parts {
		m.Shares[v] = t.smooth(counts[v])
	}
	m.Otherwise = t.smooth(counts[parts])
	return m, loss / total
}

// smooth turns the class weights of one range or level into shares.
func (t *oneRuleTrainer) smooth(counts []float64) []float64 {
	out := make([]float64, len(counts))
	for k, n := range counts {
		out[k] = n + t.settings.Smoothing*t.prior[k]
	}
	return shares(out)
}

// withoutOne is the smoothed share of class k when one of its rows, of the given weight, is left out. A row of weight
// 2 stands for two rows of which one is left out.
func (t *oneRuleTrainer) withoutOne(counts []float64, k int, weight float64) float64 {
	n := 0.0
	for _, c := range counts {
		n += c
	}
	m := t.settings.Smoothing
	return (max(counts[k]-weight, 0) + m*t.prior[k]) / (max(n-weight, 0) + m)
}

// edges cuts values into at most bins ranges of about equal weight, none lighter than support. An edge lies midway
// between two neighbouring values; values up to an edge belong below it.
func edges(values []float64, ex Examples, bins, support int) []float64 {
	type weighted struct {
		value, weight float64
		row           int
	}
	order := make([]weighted, len(values))
	total := 0.0
	for i, v := range values {
		order[i] = weighted{v, ex.Weight(i), i}
		total += order[i].weight
	}
	slices.SortFunc(order, func(a, b weighted) int { return cmp.Or(cmp.Compare(a.value, b.value), a.row-b.row) })
	width := max(total/float64(bins), float64(support))
	var out []float64
	below, start := 0.0, 0.0 // weight of all rows so far, and where the open range started
	for r := range len(order) - 1 {
		below += order[r].weight
		low, high := order[r].value, order[r+1].value
		if low == high || below-start < width*(1-1e-9) || total-below < float64(support) {
			continue
		}
		middle := low/2 + high/2
		if !(middle >= low && middle < high) {
			middle = low
		}
		out = append(out, middle)
		start = below
	}
	return out
}
