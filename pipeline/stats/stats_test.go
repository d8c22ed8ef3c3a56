package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// draw makes n whole numbers below k, so that ties are common.
func draw(rng *rand.Rand, n, k int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(rng.IntN(k))
	}
	return out
}

// Kendall's sorting must count what its definition does, pair by pair.
func TestKendallByPairs(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		n := 2 + rng.IntN(30)
		x, y := draw(rng, n, 6), draw(rng, n, 5)
		score, px, py := 0.0, 0.0, 0.0
		for i := range n {
			for j := range i {
				dx, dy := sign(x[i]-x[j]), sign(y[i]-y[j])
				score, px, py = score+dx*dy, px+dx*dx, py+dy*dy
			}
		}
		got, want := Kendall(x, y).Value, score/math.Sqrt(px*py)
		if math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > 1e-12 {
			t.Fatalf("%v of %v %v, want %v", got, x, y, want)
		}
	}
}

func sign(v float64) float64 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// The exact p value must be the share of all ways to deal the ranks that lie as far apart.
func TestKSExactByDealing(t *testing.T) {
	const n, m = 4, 5
	far := map[float64]int{}
	all := 0
	for deal := range 1 << (n + m) {
		var a, b []float64
		for i := range n + m {
			if deal>>i&1 == 1 {
				a = append(a, float64(i))
			} else {
				b = append(b, float64(i))
			}
		}
		if len(a) == n {
			far[math.Round(KS(a, b).Value*n*m)]++
			all++
		}
	}
	for d := range far {
		share := 0
		for other, k := range far {
			if other >= d {
				share += k
			}
		}
		if got, want := KSExact(d/(n*m), n, m), float64(share)/float64(all); math.Abs(got-want) > 1e-12 {
			t.Errorf("distance %v/20: %v, want %v", d, got, want)
		}
	}
}

// The exact tail and the limit must agree where one takes over from the other.
func TestKolmogorovTails(t *testing.T) {
	for _, x := range []float64{0.6, 1, 1.36, 2} {
		root := math.Sqrt(mostExact)
		exact, limit := kolmogorovTail(mostExact, x/root), kolmogorovLimit((root+0.12+0.11/root)*x/root)
		if math.Abs(exact-limit) > 0.02*exact+1e-4 {
			t.Errorf("at %v: %v exactly, %v in the limit", x, exact, limit)
		}
	}
}

// A shift that every pair shows is an AUC of 1; the same sample twice is half.
func TestMannWhitneyIsAUC(t *testing.T) {
	a, b := []float64{5, 6, 7}, []float64{1, 2, 5}
	if u := MannWhitney(a, b).Value / 9; math.Abs(u-8.5/9) > 1e-12 {
		t.Errorf("AUC %v", u)
	}
	if r := MannWhitney(b, b); r.Value != 4.5 || r.P != 1 {
		t.Errorf("twice the same: %v", r)
	}
}

func TestVIF(t *testing.T) {
	a, b := []float64{1, 2, 3, 4, 5, 6}, []float64{1, -1, 2, -2, 3, -1}
	sum := make([]float64, len(a))
	for i := range sum {
		sum[i] = a[i] + b[i]
	}
	for _, v := range VIF([][]float64{a, b, sum}) {
		if !math.IsInf(v, 1) {
			t.Errorf("a column that is the sum of others: %v", v)
		}
	}
	if v := VIF([][]float64{a}); v[0] != 1 {
		t.Errorf("alone: %v", v)
	}
}

// Independent categories show about as much information as ChanceInformation says.
func TestChanceInformation(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	seen, said := 0.0, 0.0
	for range 300 {
		a, b := make([]int32, 400), make([]int32, 400)
		for i := range a {
			a[i], b[i] = rng.Int32N(5), rng.Int32N(4)
		}
		table := Cross(a, b, 6, 4) // one row stays empty
		seen, said = seen+table.MutualInformation(), said+table.ChanceInformation()
	}
	if math.Abs(seen/said-1) > 0.05 {
		t.Errorf("%v seen where %v is said", seen/300, said/300)
	}
}

func TestBins(t *testing.T) {
	edges := []float64{0, 1, 2, 4}
	for v, want := range map[float64]int{-1: 0, 0: 0, 0.5: 0, 1: 1, 1.5: 1, 2: 2, 4: 2, 9: 2, math.Inf(1): 2} {
		if got := Bin(edges, v); got != want {
			t.Errorf("%v in bin %d, want %d", v, got, want)
		}
	}
	if got := Histogram([]float64{-1, 0, 1, 4, 5}, edges); !slices.Equal(got, []int{1, 1, 1}) {
		t.Errorf("counts %v", got)
	}
	if got := FreedmanDiaconis([]float64{0, 5, 5, 5, 5, 9}, 100); !slices.Equal(got, []float64{0, 9}) {
		t.Errorf("no middle half: %v", got)
	}
}

// Short, empty and constant input has answers or NaN, never a panic, and what comes in is left alone.
func TestDegenerate(t *testing.T) {
	for _, x := range [][]float64{nil, {1}, {1, 1}, {1, 2}, {3, 3, 3, 3}, {1, 2, 3}} {
		before := slices.Clone(x)
		codes := make([]int32, len(x))
		for i, v := range x {
			codes[i] = int32(v)
		}
		d, table := Describe(x), Cross(codes, codes, 4, 4)
		d.Quantile(0.3)
		anova, _ := ANOVA([][]float64{x, nil, x})
		chi, _ := table.ChiSquare()
		for _, r := range []Result{Pearson(x, x), Spearman(x, x), Kendall(x, x), Welch(x, x), MannWhitney(x, x), KS(x, x), Kruskal([][]float64{x, x}), anova, chi} {
			if r.P < 0 || r.P > 1+1e-12 {
				t.Errorf("%v has the p value %v", x, r)
			}
		}
		table.CramersV()
		table.NMI()
		Silverman(x)
		if w := Wasserstein(x, x); w != 0 && len(x) > 0 {
			t.Errorf("%v is %v away from itself", x, w)
		}
		FreedmanDiaconis(x, 10)
		VIF([][]float64{x, x})
		if !slices.Equal(before, x) {
			t.Errorf("%v became %v", before, x)
		}
	}
	if _, p := McNemar(0, 0); p != 1 {
		t.Error("no row on which they differ")
	}
	if VIF(nil) == nil {
		t.Error("no column has no factors, not nil")
	}
}

// The edges of bins are numbers however far apart the values are.
func TestBinsOfEverything(t *testing.T) {
	const far = math.MaxFloat64
	for _, values := range [][]float64{{-far, -far, far, far}, {-far, -2, -1, 1, 2, far}} {
		edges := FreedmanDiaconis(values, 20)
		if len(edges) < 2 || edges[0] != -far || edges[len(edges)-1] != far || !slices.IsSorted(edges) || slices.ContainsFunc(edges, math.IsNaN) {
			t.Errorf("%v are cut at %v", values, edges)
		}
	}
}
