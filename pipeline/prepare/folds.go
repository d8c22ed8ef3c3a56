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
func deal(rows, folds int, seed uint64) []uint8 {
	out := make([]uint8, rows)
	for i, at := range rand.New(rand.NewPCG(seed, dealStream)).Perm(rows) {
		out[i] = uint8(at % folds)
	}
	return out
}

// crossFit encodes the rows of each fold by what the rows of the other folds teach. It adds up the tallies of the others
// instead of taking the fold's own from the tally of all: what is subtracted again leaves a trace in the last digits.
func crossFit(r ranked, values []float64, fold []uint8, folds int, teach func(others tally) Scores) []float64 {
	parts, taught := make([]tally, folds), make([]Scores, folds)
	for f := range parts {
		parts[f] = r.blank()
	}
	for i, at := range r.at {
		part := parts[fold[i]]
		part.sums[at] += values[i]
		part.rows[at]++
	}
	for f := range parts {
		others := r.blank()
		for g, part := range parts {
			if g != f {
				others.add(part)
			}
		}
		taught[f] = teach(others)
	}
	out := make([]float64, len(fold))
	for i, at := range r.at {
		if s := &taught[fold[i]]; at == 0 {
			out[i] = s.Gap
		} else {
			out[i] = s.Levels[at-1]
		}
	}
	return out
}

func (t tally) add(part tally) {
	for k := range t.sums {
		t.sums[k] += part.sums[k]
		t.rows[k] += part.rows[k]
	}
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
