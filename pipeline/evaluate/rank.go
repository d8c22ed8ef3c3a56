package evaluate

import (
	"math"
	"slices"
)

// Ranking is a side put in order once, the start of every metric. Positives and negatives are sorted apart, so nothing
// computed from a Ranking can depend on the order of the rows, not even the last bit of a sum. Finding the place of
// equal scores is left to whoever walks the two lists together.
type Ranking struct {
	Pos, Neg []float64 // the scores of the positives and of the negatives, rising
}

// Rank orders the scores of a side. Metrics of scores that are NaN mean nothing; Check refuses them.
func Rank(s Side) Ranking {
	positives := 0
	for _, y := range s.Y {
		if y == 1 {
			positives++
		}
	}
	r := Ranking{make([]float64, 0, positives), make([]float64, 0, len(s.Y)-positives)}
	for i, y := range s.Y {
		if y == 1 {
			r.Pos = append(r.Pos, s.P[i])
		} else {
			r.Neg = append(r.Neg, s.P[i])
		}
	}
	sortFloats(r.Pos)
	sortFloats(r.Neg)
	return r
}

// N is the number of rows.
func (r Ranking) N() int { return len(r.Pos) + len(r.Neg) }

// both says whether both classes are there, without which no ranking metric is defined.
func (r Ranking) both() bool { return len(r.Pos) > 0 && len(r.Neg) > 0 }

// AUC is the area under the ROC curve: the share of pairs of a positive and a negative that are ranked right, where
// a tie counts half. NaN with one class only.
func (r Ranking) AUC() float64 {
	if !r.both() {
		return math.NaN()
	}
	below, upTo, sum := 0, 0, 0.0
	for _, p := range r.Pos {
		below, upTo = advance(r.Neg, p, below, upTo)
		sum += float64(below + upTo)
	}
	return sum / 2 / float64(len(r.Pos)) / float64(len(r.Neg))
}

// advance moves two places in the rising list xs: below counts the values under v, upTo those up to and including v.
func advance(xs []float64, v float64, below, upTo int) (int, int) {
	for below < len(xs) && xs[below] < v {
		below++
	}
	upTo = max(upTo, below)
	for upTo < len(xs) && xs[upTo] <= v {
		upTo++
	}
	return below, upTo
}

// AveragePrecision is the sum over distinct thresholds, high to low, of the step in recall times the precision there.
// NaN with one class only.
func (r Ranking) AveragePrecision() float64 {
	if !r.both() {
		return math.NaN()
	}
	sum := 0.0
	r.walk(func(_ float64, tp, fp, step int) {
		if step > 0 {
			sum += float64(step) * float64(tp) / float64(tp+fp)
		}
	})
	return sum / float64(len(r.Pos))
}

// KS is the Kolmogorov-Smirnov distance: the largest excess of the true over the false positive rate, and the highest
// threshold that attains it. The threshold is NaN when no threshold gives an excess, both are with one class only.
func (r Ranking) KS() (distance, threshold float64) {
	if !r.both() {
		return math.NaN(), math.NaN()
	}
	threshold = math.NaN()
	for _, p := range r.ROC() {
		if d := p.TPR - p.FPR; d > distance {
			distance, threshold = d, p.Threshold
		}
	}
	return distance, threshold
}

// Point is a point of the ROC curve: the rates when rows scoring Threshold or more are called positive.
type Point struct{ FPR, TPR, Threshold float64 }

// ROC returns the curve from (0, 0), whose threshold is +Inf, to (1, 1), a point per distinct score from high to low;
// nil with one class only.
func (r Ranking) ROC() []Point {
	if !r.both() {
		return nil
	}
	np, nn := float64(len(r.Pos)), float64(len(r.Neg))
	curve := []Point{{0, 0, math.Inf(1)}}
	r.walk(func(t float64, tp, fp, _ int) {
		curve = append(curve, Point{float64(fp) / nn, float64(tp) / np, t})
	})
	return curve
}

// walk visits the distinct scores from high to low with the positives and negatives at or above each, and how many of
// the positives score exactly that.
func (r Ranking) walk(visit func(threshold float64, tp, fp, step int)) {
	i, j := len(r.Pos), len(r.Neg)
	for i > 0 || j > 0 {
		t := math.Inf(-1)
		if i > 0 {
			t = r.Pos[i-1]
		}
		if j > 0 {
			t = max(t, r.Neg[j-1])
		}
		step := 0
		for i > 0 && !(r.Pos[i-1] < t) {
			i, step = i-1, step+1
		}
		for j > 0 && !(r.Neg[j-1] < t) {
			j--
		}
		visit(t, len(r.Pos)-i, len(r.Neg)-j, step)
	}
}

// Confusion counts the decisions when rows scoring threshold or more are called positive.
func (r Ranking) Confusion(threshold float64) Confusion {
	fn, _ := slices.BinarySearch(r.Pos, threshold)
	tn, _ := slices.BinarySearch(r.Neg, threshold)
	return Confusion{TP: len(r.Pos) - fn, FN: fn, FP: len(r.Neg) - tn, TN: tn}
}
