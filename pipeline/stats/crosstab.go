package stats

import "math"

// Crosstab counts rows by two categories: Crosstab[i][j] rows have the i-th of the first and the j-th of the second.
type Crosstab [][]float64

// Cross counts the pairs of codes; a pair with a code below 0 is left out.
func Cross(a, b []int32, na, nb int) Crosstab {
	out := make(Crosstab, na)
	for i := range out {
		out[i] = make([]float64, nb)
	}
	for i, k := range a {
		if k >= 0 && b[i] >= 0 {
			out[k][b[i]]++
		}
	}
	return out
}

// margins adds up rows and columns and leaves out those without a count.
func (t Crosstab) margins() (rows, columns []float64, n float64) {
	rows = make([]float64, len(t))
	if len(t) > 0 {
		columns = make([]float64, len(t[0]))
	}
	for i, row := range t {
		for j, k := range row {
			rows[i], columns[j], n = rows[i]+k, columns[j]+k, n+k
		}
	}
	return rows, columns, n
}

// ChiSquare is Pearson's test that two categories are independent, without correction: the sum of
// (count - expected)² / expected, its p value, and its degrees of freedom.
func (t Crosstab) ChiSquare() (r Result, freedom int) {
	rows, columns, n := t.margins()
	freedom = (occupied(rows) - 1) * (occupied(columns) - 1)
	if freedom <= 0 {
		return undefined(), 0
	}
	for i, row := range t {
		for j, k := range row {
			if expected := rows[i] * columns[j] / n; expected > 0 {
				r.Value += (k - expected) * (k - expected) / expected
			}
		}
	}
	r.P = chiTail(r.Value, float64(freedom))
	return r, freedom
}

// CramersV scales chi-squared to 0 for independent and 1 for determined (Cramér, 1946), and once more with the part
// taken off that chance alone gives (Bergsma, 2013).
func (t Crosstab) CramersV() (plain, corrected float64) {
	rows, columns, n := t.margins()
	r, k := float64(occupied(rows)), float64(occupied(columns))
	chi, freedom := t.ChiSquare()
	if freedom == 0 {
		return math.NaN(), math.NaN()
	}
	phi := chi.Value / n
	plain = math.Sqrt(phi / min(r-1, k-1))
	phi = max(0, phi-(r-1)*(k-1)/(n-1))
	r, k = r-(r-1)*(r-1)/(n-1), k-(k-1)*(k-1)/(n-1)
	return plain, math.Sqrt(phi / min(r-1, k-1))
}

// MutualInformation is how much knowing one category tells about the other, in nats: the sum of p(a,b) ln(p(a,b) /
// (p(a) p(b))) with the shares of the table (Shannon, 1948).
func (t Crosstab) MutualInformation() float64 {
	rows, columns, n := t.margins()
	sum := 0.0
	for i, row := range t {
		for j, k := range row {
			if k > 0 {
				sum += k / n * math.Log(k*n/(rows[i]*columns[j]))
			}
		}
	}
	return max(0, sum)
}

// ChanceInformation is the mutual information that independent categories with these margins show on average, to first
// order: (rows-1)(columns-1) / 2n (Miller, 1955).
func (t Crosstab) ChanceInformation() float64 {
	rows, columns, n := t.margins()
	return float64((occupied(rows)-1)*(occupied(columns)-1)) / (2 * n)
}

// NMI is mutual information over the mean of the two entropies: 0 for independent, 1 for the same.
func (t Crosstab) NMI() float64 {
	rows, columns, _ := t.margins()
	return t.MutualInformation() / ((Entropy(rows) + Entropy(columns)) / 2)
}

// Entropies returns the entropy of each of the two categories.
func (t Crosstab) Entropies() (first, second float64) {
	rows, columns, _ := t.margins()
	return Entropy(rows), Entropy(columns)
}

// Entropy is the uncertainty of a category with these counts, -sum p ln p, in nats.
func Entropy(counts []float64) float64 {
	n, sum := total(counts), 0.0
	for _, k := range counts {
		if k > 0 {
			sum -= k / n * math.Log(k/n)
		}
	}
	return sum
}

// Gini is the impurity of a category with these counts: the probability 1 - sum p² that two rows differ.
func Gini(counts []float64) float64 {
	n, sum := total(counts), 0.0
	for _, k := range counts {
		sum += k / n * (k / n)
	}
	return 1 - sum
}

func total(counts []float64) float64 {
	n := 0.0
	for _, k := range counts {
		n += k
	}
	return n
}

func occupied(counts []float64) int {
	n := 0
	for _, k := range counts {
		if k > 0 {
			n++
		}
	}
	return n
}
