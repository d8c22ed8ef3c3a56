package train

import (
	"fmt"
	"slices"

	"assay/pipeline/table"
)

// Fold is one turn of a cross-validation: the rows to learn from and the rows held back, both ascending.
type Fold struct{ Train, Held []int }

// foldSalt keeps the deal into folds apart from the split by the same seed.
const foldSalt = 0xf01d

// Folds deals the rows of t into k folds by the rules of a kind of split: rows of one id or group stay together, the
// strata are spread over all folds, and every row is held back exactly once. By time, fold i learns from the oldest
// rows and is held to those that come next, so the oldest block is never held and nothing later is learned from. Each
// side of each fold must have rows of both classes.
func Folds(t *table.Table, y []float64, k int, seed uint64, kind string) ([]Fold, error) {
	if k < 2 {
		return nil, fmt.Errorf("folds: %d is too few; at least 2 are needed", k)
	}
	kind, err := KindFor(t, kind)
	if err != nil {
		return nil, err
	}
	blocks := k
	if kind == Time {
		blocks++
	}
	block := make([]int, t.Rows())
	for _, deck := range decks(t, y, t.Rows(), seed^foldSalt, kind) {
		dealBlocks(deck, blocks, block)
	}
	out := make([]Fold, k)
	for i := range out {
		for r, b := range block {
			switch {
			case kind == Time && b == blocks-2-i, kind != Time && b == i: // the newest moments are dealt first
				out[i].Held = append(out[i].Held, r)
			case kind == Time && b < blocks-2-i: // later than what is held
			default:
				out[i].Train = append(out[i].Train, r)
			}
		}
		for _, rows := range [][]int{out[i].Train, out[i].Held} {
			if !bothClasses(y, rows) {
				return nil, fmt.Errorf("folds: of %d rows, fold %d of %d would have %d on one side, not of both classes; collect more rows of the rarer class", t.Rows(), i+1, k, len(rows))
			}
		}
	}
	return out, nil
}

// dealBlocks cuts a deck into blocks of about as many rows, a unit falling where its middle does.
func dealBlocks(deck []unit, blocks int, block []int) {
	total, dealt := 0, 0
	for _, u := range deck {
		if !u.aside {
			total += len(u.rows)
		}
	}
	for _, u := range deck {
		b := blocks - 1
		if !u.aside {
			b = min(b, (2*dealt+len(u.rows))*blocks/(2*total))
			dealt += len(u.rows)
		}
		for _, r := range u.rows {
			block[r] = b
		}
	}
}

func bothClasses(y []float64, rows []int) bool {
	return slices.ContainsFunc(rows, func(r int) bool { return y[r] == 0 }) && slices.ContainsFunc(rows, func(r int) bool { return y[r] == 1 })
}
