package train

import (
	"cmp"
	"math"
	"slices"
)

// knots bounds how many values lead the way back; they are taken evenly spaced.
const knots = 20_000

// unscaled finds how the numbers a learner sees lead back to those of the cleaned table, when the larger of two stays
// the larger: straight between the values that are known. Where several became one, as when they were drawn in to a
// fence or put in a range, it starts from the one nearest to what lies between: a fence leads back to the fence.
func unscaled(seen, cleaned []float64) (back func(float64) float64, ok bool) {
	type pair struct{ seen, cleaned float64 }
	var pairs []pair
	every := 1 + len(cleaned)/knots
	for i := 0; i < min(len(seen), len(cleaned)); i += every {
		if !math.IsNaN(cleaned[i]) {
			pairs = append(pairs, pair{seen[i], cleaned[i]})
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Or(cmp.Compare(a.seen, b.seen), cmp.Compare(a.cleaned, b.cleaned)) })
	if len(pairs) == 0 || pairs[0].seen == pairs[len(pairs)-1].seen {
		return nil, false
	}
	for i := 1; i < len(pairs); i++ {
		if pairs[i].cleaned < pairs[i-1].cleaned {
			return nil, false
		}
	}
	var first, last []pair // of each number seen
	for i, p := range pairs {
		if i == 0 || pairs[i-1].seen != p.seen {
			first, last = append(first, p), append(last, p)
		}
		last[len(last)-1] = p
	}
	return func(v float64) float64 {
		at, _ := slices.BinarySearchFunc(first, v, func(p pair, v float64) int { return cmp.Compare(p.seen, v) })
		at = max(1, min(at, len(first)-1))
		a, b := last[at-1], first[at]
		return a.cleaned + (v-a.seen)*(b.cleaned-a.cleaned)/(b.seen-a.seen)
	}, true
}
