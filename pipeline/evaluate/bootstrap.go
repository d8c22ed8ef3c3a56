package evaluate

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"assay/pipeline/stats"
)

const (
	// resamples is how many times the rows are drawn again, enough for the 2.5 % points to settle.
	resamples = 1000
	// fewestResamples are enough for a standard deviation when there are too many rows for more.
	fewestResamples = 40
	// percentilesFrom is the number of resamples from which their percentiles are the interval. With fewer there are
	// so many rows that the normal interval, value -+ 1.96 standard deviations of the resamples, is as good.
	percentilesFrom = 400
	// drawBudget bounds resamples x rows, so that an exam on a million rows takes about a second.
	drawBudget = 40_000_000
)

// resampled are the metrics whose intervals come from the bootstrap, in the order of Scores.
const (
	ofAveragePrecision = iota
	ofLogLoss
	ofBrier
	ofBalancedAccuracy
	ofF1
	ofMCC
	ofECE
	resampled
)

// bootstrap draws positives and negatives again with replacement, each as many as there are (stratified; Efron and
// Tibshirani 1993), and returns every metric of every resample: metric by resample. Resample k depends on the seed and
// k alone, so the result is the same on any number of cores.
func (r Ranking) bootstrap(threshold float64, seed uint64) [resampled][]float64 {
	times := min(resamples, max(fewestResamples, drawBudget/max(1, r.N())))
	var out [resampled][]float64
	for m := range out {
		out[m] = make([]float64, times)
	}
	plan := r.plan(threshold)
	var group sync.WaitGroup
	workers := min(times, runtime.GOMAXPROCS(0))
	for w := range workers {
		group.Go(func() {
			pos, neg := make([]int32, len(r.Pos)), make([]int32, len(r.Neg))
			for k := w; k < times; k += workers {
				source := rand.NewPCG(seed, uint64(k))
				draw(pos, source)
				draw(neg, source)
				for m, v := range plan.measure(pos, neg) {
					out[m][k] = v
				}
			}
		})
	}
	group.Wait()
	return out
}

// draw fills times with how often each of its places comes up in as many draws with replacement.
func draw(times []int32, source *rand.PCG) {
	clear(times)
	n := uint64(len(times))
	for range times {
		times[(source.Uint64()>>32)*n>>32]++ // no class has 2^32 rows; the bias is below n / 2^32
	}
}

// plan is what the resamples of a ranking share.
type plan struct {
	ranking      Ranking
	loss, square [2][]float64 // per negative and per positive: log loss and squared distance
	cut          [2]int       // from this place on they are called positive
	edges        [2][Bins + 1]int
}

func (r Ranking) plan(threshold float64) *plan {
	p := &plan{ranking: r}
	for k, xs := range [2][]float64{r.Neg, r.Pos} {
		p.loss[k], p.square[k] = make([]float64, len(xs)), make([]float64, len(xs))
		for i, x := range xs {
			q := x // what the true class was given
			if k == 0 {
				q = 1 - x
			}
			p.loss[k][i], p.square[k][i] = logLoss(q), (1-q)*(1-q)
			p.edges[k][binOf(x)+1]++
		}
		for b := range Bins {
			p.edges[k][b+1] += p.edges[k][b]
		}
		p.cut[k], _ = slices.BinarySearch(xs, threshold)
	}
	return p
}

// measure computes the metrics of one resample from how often each positive and negative was drawn.
func (p *plan) measure(pos, neg []int32) (out [resampled]float64) {
	np, nn := float64(len(pos)), float64(len(neg))
	loss0, square0, _, sums0, above0 := p.sums(0, p.ranking.Neg, neg)
	loss1, square1, rows1, sums1, above1 := p.sums(1, p.ranking.Pos, pos)
	t := cells{tp: above1, fp: above0, fn: np - above1, tn: nn - above0}
	gaps := 0.0
	for b := range Bins {
		gaps += math.Abs(rows1[b] - sums0[b] - sums1[b]) // n_bin |mean y - mean score|
	}
	out[ofAveragePrecision] = p.averagePrecision(pos, neg)
	out[ofLogLoss] = (loss0 + loss1) / (np + nn)
	out[ofBrier] = (square0 + square1) / (np + nn)
	out[ofBalancedAccuracy], out[ofF1], out[ofMCC] = t.balancedAccuracy(), t.f1(), t.mcc()
	out[ofECE] = gaps / (np + nn)
	return out
}

// sums adds up one class of a resample: losses, squares, rows and scores by bin, and rows called positive.
func (p *plan) sums(class int, xs []float64, times []int32) (loss, square float64, rows, scores [Bins]float64, above float64) {
	losses, squares := p.loss[class], p.square[class]
	for b := range Bins {
		n, sum := 0.0, 0.0
		for i := p.edges[class][b]; i < p.edges[class][b+1]; i++ {
			w := float64(times[i])
			loss += w * losses[i]
			square += w * squares[i]
			n += w
			sum += w * xs[i]
		}
		rows[b], scores[b] = n, sum
	}
	drawn := 0
	for _, w := range times[p.cut[class]:] {
		drawn += int(w)
	}
	return loss, square, rows, scores, float64(drawn)
}

// averagePrecision is AveragePrecision with rows counted as often as they were drawn.
func (p *plan) averagePrecision(pos, neg []int32) float64 {
	xs, zs := p.ranking.Pos, p.ranking.Neg
	if len(xs) == 0 || len(zs) == 0 {
		return math.NaN()
	}
	sum, tp, fp := 0.0, 0, 0
	j := len(zs)
	for i := len(xs); i > 0; {
		t, step := xs[i-1], 0
		for ; i > 0 && !(xs[i-1] < t); i-- {
			step += int(pos[i-1])
		}
		if step == 0 {
			continue
		}
		for ; j > 0 && zs[j-1] >= t; j-- {
			fp += int(neg[j-1])
		}
		tp += step
		sum += float64(step) * float64(tp) / float64(tp+fp)
	}
	return sum / float64(len(xs))
}

// interval is the 95 % interval of a metric from its resamples: their 2.5 and 97.5 percentiles. Resamples that never
// differ (a handful of rows, or not one mistake among them) say nothing about how far off the value may be; it is then
// given the room that Wilson's interval leaves a share of all of the n rows of the rarer class.
func interval(name string, value float64, drawn []float64, n int) Score {
	if math.IsNaN(value) || slices.ContainsFunc(drawn, math.IsNaN) {
		return undefined(name)
	}
	if len(drawn) < percentilesFrom {
		half := z95 * deviation(drawn)
		return Score{name, value, value - half, value + half}
	}
	slices.Sort(drawn)
	if drawn[0] == drawn[len(drawn)-1] {
		room := 1 - Wilson(n, n).Low
		return Score{name, value, value - room, value + room}
	}
	return Score{name, value, stats.Quantile(drawn, .025), stats.Quantile(drawn, .975)}
}

// deviation is the standard deviation with n - 1.
func deviation(xs []float64) float64 {
	mean, squares := 0.0, 0.0
	for _, x := range xs {
		mean += x
	}
	mean /= float64(len(xs))
	for _, x := range xs {
		squares += (x - mean) * (x - mean)
	}
	return math.Sqrt(squares / float64(len(xs)-1))
}
