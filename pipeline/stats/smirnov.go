package stats

import (
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// KS is the largest distance between the distribution functions of two sorted samples (Smirnov, 1939). The p value is
// that of one sample with the effective size n m / (n + m), rounded; it is good when both samples are not small.
func KS(a, b []float64) Result {
	if len(a) == 0 || len(b) == 0 {
		return undefined()
	}
	d := stat.KolmogorovSmirnov(a, nil, b, nil)
	n, m := float64(len(a)), float64(len(b))
	return Result{d, kolmogorovTail(math.Round(n*m/(n+m)), d)}
}

// mostExact bounds the work of the exact tail, which grows with the cube of size times distance.
const mostExact = 200

// kolmogorovTail is the probability that the distribution function of n values is d or more away from the true one: by
// powers of a matrix (Durbin; Marsaglia, Tsang and Wang, 2003) for up to mostExact values, else by Kolmogorov's limit
// with the correction of Stephens (1970).
func kolmogorovTail(n, d float64) float64 {
	if d <= 0 {
		return 1
	}
	if d >= 1 {
		return 0
	}
	if n > mostExact {
		root := math.Sqrt(n)
		return kolmogorovLimit((root + 0.12 + 0.11/root) * d)
	}
	k := int(n*d) + 1
	m, h := 2*k-1, float64(k)-n*d
	step := mat.NewDense(m, m, nil)
	for i := range m {
		for j := range min(m, i+2) {
			step.Set(i, j, 1)
		}
	}
	for i := range m {
		step.Set(i, 0, step.At(i, 0)-math.Pow(h, float64(i+1)))
		step.Set(m-1, i, step.At(m-1, i)-math.Pow(h, float64(m-i)))
	}
	if 2*h-1 > 0 {
		step.Set(m-1, 0, step.At(m-1, 0)+math.Pow(2*h-1, float64(m)))
	}
	for i := range m {
		for j := range min(m, i+2) {
			for g := 1; g <= i-j+1; g++ {
				step.Set(i, j, step.At(i, j)/float64(g))
			}
		}
	}
	row := mat.NewDense(1, m, nil) // row k-1 of the power, a step at a time, so that nothing overflows
	row.Set(0, k-1, 1)
	for i := 1.0; i <= n; i++ {
		var next mat.Dense
		next.Mul(row, step)
		next.Scale(i/n, &next)
		row = &next
	}
	return min(max(0, 1-row.At(0, k-1)), 1)
}

// kolmogorovLimit is 2 sum (-1)^(k-1) exp(-2 k² x²) (Kolmogorov, 1933).
func kolmogorovLimit(x float64) float64 {
	sum := 0.0
	for k := 1.0; k <= 100; k++ {
		term := math.Exp(-2 * k * k * x * x)
		if int(k)%2 == 0 {
			term = -term
		}
		sum += term
	}
	return min(max(0, 2*sum), 1)
}

// KSExact is the exact probability that two samples of n and m values from one continuous distribution are d or more
// apart: the share of lattice paths that leave the band, counted cell by cell (Hodges, 1958). It takes n m steps.
func KSExact(d float64, n, m int) float64 {
	a, b := float64(n), float64(m)
	band := (0.5 + math.Floor(d*a*b-1e-7)) / (a * b) // between the distances that can occur, below d
	inside := make([]float64, m+1)
	for i := range n + 1 {
		weight := float64(i) / (float64(i) + b)
		for j := range m + 1 {
			switch {
			case math.Abs(float64(i)/a-float64(j)/b) > band:
				inside[j] = 0
			case i == 0:
				inside[j] = 1
			case j == 0:
				inside[j] *= weight
			default:
				inside[j] = weight*inside[j] + inside[j-1]
			}
		}
	}
	return min(max(0, 1-inside[m]), 1)
}
