package prepare

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// dealStream tells the randomness of dealing from that of everything else which is made from the same seed.
const dealStream = 0x6465616c

// deal gives each row the number of a fold, every fold as many rows but for one. Only the seed decides: folds that
// looked at answers would let them shine through.
func deal(rows, folds int, seed uint64) []int {
	out := rand.New(rand.NewPCG(seed, dealStream)).Perm(rows)
	for i := range out {
		out[i] %= folds
	}
	return out
}

// everyRow is for tallies over all rows.
func everyRow(int) bool { return true }

// crossFit encodes the rows of each fold by what the rows of the other folds teach. It adds up the others anew for each
// fold instead of taking the fold's own rows from a total: what is subtracted again leaves a trace in the last digits.
func crossFit(r ranked, fold []int, folds int, teach func(in func(i int) bool) Scores) []float64 {
	out := make([]float64, len(fold))
	for f := range folds {
		s := teach(func(i int) bool { return fold[i] != f })
		for i, at := range r.at {
			switch {
			case fold[i] != f:
			case at == 0:
				out[i] = s.Gap
			default:
				out[i] = s.Levels[at-1]
			}
		}
	}
	return out
}

// known refuses answers that are no numbers.
func known(step string, y []float64) error {
	for i, v := range y {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("%s: training row %d has no answer; leave rows without one out", step, i+1)
		}
	}
	return nil
}

// ownSentence says how training rows were encoded.
func ownSentence(folds int) string {
	return fmt.Sprintf("no training row saw its own answer: the rows were dealt into %d folds, and each is encoded by the rows of the others", folds)
}
