package evaluate

import (
	"math"
	"math/rand/v2"
)

const (
	// shuffles is how often the labels are shuffled: enough to tell p below .001 from above.
	shuffles = 999
	// shuffleUpTo is the number of rows beyond which the shuffled AUC is so nearly normal that its exact mean and
	// variance say the same.
	shuffleUpTo = 20_000
)

// PValue is how often labels shuffled at random give an AUC as high as the true one: (1 + as high) / (1 + shuffles)
// (Phipson and Smyth 2010). Beyond 20,000 rows it is the normal limit with ties (Mann and Whitney 1947). NaN with one
// class only. The same seed gives the same value.
func (r Ranking) PValue(seed uint64) float64 {
	if !r.both() {
		return math.NaN()
	}
	if r.N() > shuffleUpTo {
		return r.normalPValue()
	}
	ranks, observed := r.midranks()
	few := min(len(r.Pos), len(r.Neg))
	if len(r.Neg) < len(r.Pos) { // shuffle the smaller class: its rank sum says as much
		all := float64(r.N()) * float64(r.N()+1) / 2
		observed = all - observed
	}
	rng := rand.New(rand.NewPCG(seed, 0x7065726d))
	asHigh := 0
	for range shuffles {
		sum := 0.0
		for i := range few {
			j := i + rng.IntN(len(ranks)-i)
			ranks[i], ranks[j] = ranks[j], ranks[i]
			sum += ranks[i]
		}
		if len(r.Neg) < len(r.Pos) && sum <= observed || len(r.Neg) >= len(r.Pos) && sum >= observed {
			asHigh++
		}
	}
	return float64(1+asHigh) / (1 + shuffles)
}

// midranks returns the rank of every row from 1, ties sharing their mean rank, and the sum of those of the positives.
func (r Ranking) midranks() (ranks []float64, positives float64) {
	n, above := r.N(), 0
	r.walk(func(_ float64, tp, fp, step int) {
		rank := float64(n-above+n-tp-fp+1) / 2
		for range tp + fp - above {
			ranks = append(ranks, rank)
		}
		positives += float64(step) * rank
		above = tp + fp
	})
	return ranks, positives
}

// normalPValue is the upper tail of the Mann-Whitney statistic under shuffling, with its variance corrected for ties.
func (r Ranking) normalPValue() float64 {
	n, np, nn := float64(r.N()), float64(len(r.Pos)), float64(len(r.Neg))
	ties, above := 0.0, 0
	r.walk(func(_ float64, tp, fp, _ int) {
		t := float64(tp + fp - above)
		ties += t * t * t / n / (n - 1)
		above = tp + fp
	})
	ties -= 1 / (n - 1) // the sum of t is n
	variance := (n + 1 - ties) / (12 * np * nn)
	if variance <= 1e-18 {
		return 1 // every score is the same
	}
	return math.Erfc((r.AUC()-.5)/math.Sqrt(variance)/math.Sqrt2) / 2
}
