package prepare

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"assay/pipeline/table"
)

// chain learns the regressions of a Chained on some of the training rows. Values are in deviations from the mean.
type chain struct {
	s     *IterativeImpute
	out   *Chained
	z     [][]float64 // by column; gaps hold what they are predicted to be
	known [][]int     // by column: the rows that have a value
	gaps  [][]int     // by column: the rows that have none, or one too large to count with
}

func newChain(s *IterativeImpute, out *Chained, columns []measure, rows int) *chain {
	all := make([]int, rows)
	for i := range all {
		all[i] = i
	}
	picked := table.Spread(all, s.Rows)
	c := &chain{s: s, out: out}
	for j, m := range columns {
		z, known, gaps := make([]float64, len(picked)), []int(nil), []int(nil)
		for k, i := range picked {
			if !isFinite(m.values[i]) {
				gaps = append(gaps, k)
				continue
			}
			z[k], known = out.Columns[j].standard(m.values[i]), append(known, k)
		}
		c.z, c.known, c.gaps = append(c.z, z), append(c.known, known), append(c.gaps, gaps)
	}
	return c
}

// learn goes round: the columns with the fewest gaps first, each predicted from all as they are by then. Columns
// without gaps come once, at the end: a row to predict may have a gap where no training row had one.
func (c *chain) learn() {
	var order []int
	for j := range c.z {
		c.choose(j)
		if len(c.gaps[j]) > 0 {
			order = append(order, j)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(c.gaps[a]), len(c.gaps[b])) })
	for range c.s.Rounds {
		for _, j := range order {
			c.regress(j)
			c.refill(j)
		}
	}
	for j := range c.z {
		if len(c.gaps[j]) == 0 {
			c.regress(j)
		}
	}
}

// choose picks the columns that predict column j: those most correlated with it over the rows that have a value.
func (c *chain) choose(j int) {
	strength := make([]float64, len(c.z))
	var of []int
	for k := range c.z {
		if k == j {
			continue
		}
		if strength[k] = math.Abs(correlation(c.z[j], c.z[k], c.known[j])); strength[k] > 1e-9 {
			of = append(of, k)
		}
	}
	slices.SortStableFunc(of, func(a, b int) int { return cmp.Compare(strength[b], strength[a]) })
	if len(of) > 0 {
		c.out.Columns[j].Of = slices.Sorted(slices.Values(of[:min(len(of), c.s.Predictors)]))
	}
}

// correlation is Pearson's over the given rows, 0 where one side does not vary.
func correlation(a, b []float64, rows []int) float64 {
	var ma, mb, ab, aa, bb float64
	for _, i := range rows {
		ma, mb = ma+a[i], mb+b[i]
	}
	n := float64(len(rows))
	ma, mb = ma/n, mb/n
	for _, i := range rows {
		da, db := a[i]-ma, b[i]-mb
		ab, aa, bb = ab+da*db, aa+da*da, bb+db*db
	}
	if r := ab / math.Sqrt(aa*bb); isFinite(r) {
		return r
	}
	return 0
}

// regress solves (X'X + ridge) w = X'y over the rows that have column j, X and y centred: the offset is free.
func (c *chain) regress(j int) {
	r := &c.out.Columns[j]
	p, rows := len(r.Of), c.known[j]
	r.Weights, r.Offset = nil, 0
	if len(rows) == 0 {
		return // none of the rows picked has one
	}
	centre := make([]float64, p+1) // of the predictors, then of column j
	columns := make([][]float64, p+1)
	for k := range columns {
		if columns[k] = c.z[j]; k < p {
			columns[k] = c.z[r.Of[k]]
		}
		for _, i := range rows {
			centre[k] += columns[k][i]
		}
		centre[k] /= float64(len(rows))
	}
	r.Offset = centre[p]
	if p == 0 {
		return
	}
	r.Weights = make([]float64, p)
	h, right := mat.NewSymDense(p, nil), mat.NewVecDense(p, nil)
	for a := range p {
		for b := a; b <= p; b++ {
			sum := 0.0
			for _, i := range rows {
				sum += (columns[a][i] - centre[a]) * (columns[b][i] - centre[b])
			}
			switch b {
			case p:
				right.SetVec(a, sum)
			case a:
				h.SetSym(a, a, sum+c.s.Ridge)
			default:
				h.SetSym(a, b, sum)
			}
		}
	}
	var cholesky mat.Cholesky
	w := mat.NewVecDense(p, nil)
	if !cholesky.Factorize(h) {
		return // not a number to learn from: the mean stays
	}
	_ = cholesky.SolveVecTo(w, right) // its only error warns of bad conditioning; the ridge bounds the weights
	for k := range p {
		r.Weights[k] = w.AtVec(k)
		r.Offset -= r.Weights[k] * centre[k]
	}
}

// refill predicts the gaps of column j.
func (c *chain) refill(j int) {
	row := make([]float64, len(c.z))
	r := &c.out.Columns[j]
	for _, i := range c.gaps[j] {
		for _, k := range r.Of {
			row[k] = c.z[k][i]
		}
		c.z[j][i] = r.predict(row)
	}
}
