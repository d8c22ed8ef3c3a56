package stats

import (
	"math"
	"slices"
	"sort"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// Pearson is the correlation of two equally long columns, with the two-sided p value of Student's t with n-2 degrees of
// freedom. With a column of 0 and 1 it is the point-biserial correlation.
func Pearson(x, y []float64) Result {
	if len(x) < 2 || constant(x) || constant(y) {
		return undefined()
	}
	r := min(max(stat.Correlation(x, y, nil), -1), 1)
	freedom := float64(len(x) - 2)
	if freedom == 0 {
		return Result{r, 1}
	}
	return Result{r, studentTails(r*math.Sqrt(freedom/((1-r)*(1+r))), freedom)}
}

// Spearman is Pearson's correlation of the ranks, ties sharing their mean rank.
func Spearman(x, y []float64) Result {
	rx, _ := Ranks(x)
	ry, _ := Ranks(y)
	return Pearson(rx, ry)
}

// Ranks returns the rank of each value from 1, ties sharing their mean rank, and the size of each group of ties.
func Ranks(values []float64) (ranks []float64, ties []int) {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(a, b int) bool { return values[order[a]] < values[order[b]] })
	ranks = make([]float64, len(values))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && values[order[j]] == values[order[i]] {
			j++
		}
		for _, row := range order[i:j] {
			ranks[row] = float64(i+j+1) / 2
		}
		if j-i > 1 {
			ties = append(ties, j-i)
		}
		i = j
	}
	return ranks, ties
}

// Kendall is tau-b, pairs in order less pairs out of order over the geometric mean of the pairs untied in x and in y,
// with the two-sided p value of the normal approximation that allows for ties (Kendall, 1970). Pairs are counted by
// sorting (Knight, 1966), in n log n.
func Kendall(x, y []float64) Result {
	n := len(x)
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(a, b int) bool {
		i, j := order[a], order[b]
		return x[i] < x[j] || x[i] == x[j] && y[i] < y[j]
	})
	sorted, both := make([]float64, n), 0.0
	run := 1.0
	for k, i := range order {
		sorted[k] = y[i]
		if k > 0 && x[i] == x[order[k-1]] && y[i] == y[order[k-1]] {
			both += run // pairs tied in both
			run++
		} else {
			run = 1
		}
	}
	swaps := float64(exchanges(sorted, make([]float64, n)))
	_, tx := Ranks(x)
	_, ty := Ranks(y)
	pairs := float64(n) * float64(n-1) / 2
	ax, bx, cx := tieSums(tx)
	ay, by, cy := tieSums(ty)
	score := pairs - ax/2 - ay/2 + both - 2*swaps
	tau := score / math.Sqrt((pairs-ax/2)*(pairs-ay/2))
	if math.IsNaN(tau) || math.IsInf(tau, 0) {
		return undefined()
	}
	m := float64(n) * float64(n-1)
	variance := (m*float64(2*n+5)-cx-cy)/18 + ax*ay/(2*m)
	if n > 2 {
		variance += bx * by / (9 * m * float64(n-2))
	}
	return Result{min(max(tau, -1), 1), bothTails(score / math.Sqrt(variance))}
}

// tieSums adds t(t-1), t(t-1)(t-2) and t(t-1)(2t+5) over groups of ties.
func tieSums(ties []int) (a, b, c float64) {
	for _, k := range ties {
		t := float64(k)
		a, b, c = a+t*(t-1), b+t*(t-1)*(t-2), c+t*(t-1)*(2*t+5)
	}
	return a, b, c
}

// exchanges sorts values by merging and counts the pairs that were out of order.
func exchanges(values, spare []float64) int {
	n := len(values)
	if n < 2 {
		return 0
	}
	left, right := values[:n/2], values[n/2:]
	count := exchanges(left, spare[:n/2]) + exchanges(right, spare[n/2:])
	i, j := 0, 0
	for k := range spare {
		if j == len(right) || i < len(left) && left[i] <= right[j] {
			spare[k], i = left[i], i+1
		} else {
			spare[k], j = right[j], j+1
			count += len(left) - i
		}
	}
	copy(values, spare)
	return count
}

// VIF returns the variance inflation factor of each column, 1 / (1 - R²) of its regression on the others: the diagonal
// of the inverse correlation matrix. Columns that follow from one another have +Inf.
func VIF(columns [][]float64) []float64 {
	p := len(columns)
	if p == 0 {
		return []float64{}
	}
	out, r := make([]float64, p), mat.NewSymDense(p, nil)
	for i := range columns {
		out[i] = math.Inf(1)
		for j := range i + 1 {
			if constant(columns[i]) || constant(columns[j]) {
				return slices.Repeat([]float64{math.NaN()}, p)
			}
			r.SetSym(i, j, stat.Correlation(columns[i], columns[j], nil))
		}
	}
	var chol mat.Cholesky
	if !chol.Factorize(r) || chol.Cond() > 1e14 {
		return out
	}
	var inverse mat.SymDense
	if chol.InverseTo(&inverse) != nil {
		return out
	}
	for i := range out {
		out[i] = inverse.At(i, i)
	}
	return out
}

// constant reports whether all values are the same.
func constant(values []float64) bool {
	for _, v := range values {
		if v != values[0] {
			return false
		}
	}
	return true
}
