package health

import (
	"context"
	"math/rand/v2"

	"assay/models"
	"assay/pipeline/evaluate"
	"assay/pipeline/table"
	"assay/pipeline/train"
)

const (
	// aloneRows bounds the rows a column is ranked on by itself.
	aloneRows = 50_000
	// dealFolds is how many folds texts and small models are scored over.
	dealFolds = 5
	// prior is how many rows of the overall share a level's own share is mixed with, so that rare levels say little.
	prior = 10
)

// sight is what a column alone tells about a yes or no.
type sight struct {
	score evaluate.Score
	how   string // by what it tells: its size, its values, whether it is missing
}

// alone measures how well a column by itself ranks the rows whose answers are y. Numbers and times rank by their size,
// whichever way; texts by the share of yes that rows of other folds with the same text have, so that a text of its own in
// every row tells nothing. Whether a value is missing is tried as well. Undefined where a class has too few rows.
func alone(c *table.Column, rows []int, y []float64, fold []int) sight {
	best := sight{evaluate.Undefined("auc"), ""}
	if !evaluate.Enough(y) {
		return best
	}
	try := func(s evaluate.Score, how string) {
		if s.Defined() && (!best.score.Defined() || s.Value > best.score.Value) {
			best = sight{s, how}
		}
	}
	if c.Kind != table.Number && c.Kind != table.Time {
		try(byLevel(c, rows, y, fold), "by its values")
		return best
	}
	there, gap := evaluate.Side{}, evaluate.Side{Y: y, P: make([]float64, len(y))}
	for i, r := range rows {
		if c.Missing(r) {
			gap.P[i] = 1
			continue
		}
		v := 0.0
		if c.Kind == table.Number {
			v = c.Numbers()[r]
		} else {
			v = float64(c.Times()[r])
		}
		there.Y, there.P = append(there.Y, y[i]), append(there.P, v)
	}
	if evaluate.Enough(there.Y) {
		try(evaluate.AUC(there).Flipped(), "by its size")
	}
	if len(there.Y) < len(y) {
		try(evaluate.AUC(gap).Flipped(), "by whether it is missing")
	}
	return best
}

// byLevel ranks rows by what the rows of the other folds with the same text teach.
func byLevel(c *table.Column, rows []int, y []float64, fold []int) evaluate.Score {
	place, levels := make([]int32, len(c.Dictionary())+1), 0 // the texts these rows have, from 1
	for _, r := range rows {
		if k := c.Codes()[r] + 1; place[k] == 0 {
			levels++
			place[k] = int32(levels)
		}
	}
	n, yes := make([]float64, dealFolds*levels), make([]float64, dealFolds*levels)
	total, share := make([]float64, levels), make([]float64, levels)
	positives := 0.0
	for i, r := range rows {
		code := int(place[c.Codes()[r]+1]) - 1
		n[fold[i]*levels+code]++
		yes[fold[i]*levels+code] += y[i]
		total[code]++
		share[code] += y[i]
		positives += y[i]
	}
	base := positives / float64(len(rows))
	sides := make([]evaluate.Side, dealFolds)
	for i, r := range rows {
		code, f := int(place[c.Codes()[r]+1])-1, fold[i]
		at := f*levels + code
		p := (share[code] - yes[at] + prior*base) / (total[code] - n[at] + prior)
		sides[f].Y, sides[f].P = append(sides[f].Y, y[i]), append(sides[f].P, p)
	}
	return evaluate.MeanAUC(sides)
}

// deal gives every row a fold, each class evenly.
func deal(y []float64, seed uint64) []int {
	out, next := make([]int, len(y)), [2]int{}
	for _, i := range rand.New(rand.NewPCG(seed, 0x4ea17)).Perm(len(y)) {
		k := int(y[i])
		out[i] = next[k] % dealFolds
		next[k]++
	}
	return out
}

// fit trains a default logistic regression on two classes.
func fit(ctx context.Context, x models.Matrix, y []float64, seed uint64) (models.Model, error) {
	return models.Learn(ctx, "logistic", models.Examples{X: x, Y: y, Classes: []string{"no", "yes"}}, seed)
}

// together measures how well a logistic regression on all columns ranks rows it did not learn from, over folds.
func together(ctx context.Context, x models.Matrix, y []float64, fold []int, seed uint64) evaluate.Score {
	sides := make([]evaluate.Side, dealFolds)
	for f := range sides {
		var learn, held []int
		for i, k := range fold {
			if k == f {
				held = append(held, i)
			} else {
				learn = append(learn, i)
			}
		}
		m, err := fit(ctx, x.Select(learn), pick(y, learn), seed)
		if err != nil {
			return evaluate.Undefined("auc")
		}
		sides[f] = evaluate.Side{Y: pick(y, held), P: train.Positive(m, x.Select(held))}
	}
	return evaluate.MeanAUC(sides)
}
