package evaluate

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Duel is one fold of a cross-validation that two recipes took: the answers of the rows held back, and the scores that
// each recipe gave them.
type Duel struct{ Y, P, Q []float64 }

// MeanAUC is the AUC averaged over folds. Its variance is that of LeDell, Petersen and van der Laan, "Computationally
// efficient confidence intervals for cross-validated AUC estimates" (Electronic Journal of Statistics, 2015): DeLong's
// within each fold, added up, for the rows held back in different folds differ. Scores are never compared across folds,
// whose models need not agree on a scale.
func MeanAUC(folds []Side) Score {
	const name = "mean_auc"
	if len(folds) == 0 {
		return undefined(name)
	}
	if len(folds) == 1 {
		return AUC(folds[0])
	}
	mean, variance, k := 0.0, 0.0, float64(len(folds))
	for _, f := range folds {
		r := Rank(f)
		mean += r.AUC() / k
		variance += r.DeLongVariance() / k / k
	}
	if mean == 1 || mean == 0 || math.IsNaN(variance) {
		var all Side
		for _, f := range folds {
			all.Y, all.P = append(all.Y, f.Y...), append(all.P, f.P...)
		}
		s := Rank(all).aucScore() // a perfect ranking has no variance to measure
		return Score{name, mean, s.Low, s.High}.within(0, 1)
	}
	half := z95 * math.Sqrt(variance)
	return Score{name, mean, mean - half, mean + half}.within(0, 1)
}

// MeanLead is the AUC of P minus that of Q averaged over folds, with an interval from DeLong's paired variance within
// each fold, as in MeanAUC. The interval holds for all of so many comparisons together (Bonferroni), at 95 %.
func MeanLead(folds []Duel, comparisons int) Score {
	const name = "lead"
	if len(folds) == 0 {
		return undefined(name)
	}
	mean, variance, k := 0.0, 0.0, float64(len(folds))
	for _, f := range folds {
		a, b := Rank(Side{f.Y, f.P}), Rank(Side{f.Y, f.Q})
		mean += (a.AUC() - b.AUC()) / k
		variance += pairedVariance(f.Y, placements(f.Y, f.P, a), placements(f.Y, f.Q, b)) / k / k
	}
	if math.IsNaN(mean) || math.IsNaN(variance) {
		return undefined(name)
	}
	half := distuv.UnitNormal.Quantile(1-.025/float64(max(1, comparisons))) * math.Sqrt(variance)
	return Score{name, mean, mean - half, mean + half}.within(-1, 1)
}

// Enough says whether there are rows enough of both classes for a ranking of them to say anything.
func Enough(y []float64) bool {
	seen := [2]int{}
	for _, v := range y {
		seen[int(v)]++
	}
	return min(seen[0], seen[1]) >= fewestOfClass
}

// Minus is a - b where the two come from different rows, or are taken as if they did, which is the careful way.
func (s Score) Minus(name string, b Score) Score { return s.minus(name, b) }

// Undefined is a score that was not measured.
func Undefined(name string) Score { return undefined(name) }

// Flipped is the AUC of the scores turned around, when that is the higher one: how well they rank, whichever way.
func (s Score) Flipped() Score {
	if s.Value >= .5 || !s.Defined() {
		return s
	}
	return Score{s.Name, 1 - s.Value, 1 - s.High, 1 - s.Low}
}

// Words is the score with its interval, or that it is not defined.
func (s Score) Words() string { return s.words() }
