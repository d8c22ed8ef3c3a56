package stats

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat"
)

// goldenData are the columns of the golden numbers; goldenResults the numbers, each under a name that says what it is.
type goldenData struct {
	A, B, C, Ties []float64
	G, H, Y       []int32
}

func readGolden(t *testing.T) (d goldenData, results map[string]json.RawMessage) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "golden", "stats.json"))
	if err != nil {
		t.Skipf("needs the golden numbers: %v", err)
	}
	file := struct {
		Data    *goldenData
		Results *map[string]json.RawMessage
	}{&d, &results}
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	return d, results
}

// flat reads numbers out of whatever JSON they are wrapped in, objects by their keys in order; null is left out.
func flat(t *testing.T, raw json.RawMessage) []float64 {
	t.Helper()
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	var out []float64
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case float64:
			out = append(out, v)
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			var keys []string
			for k := range v {
				keys = append(keys, k)
			}
			slices.Sort(keys)
			for _, k := range keys {
				walk(v[k])
			}
		}
	}
	walk(v)
	return out
}

func pair(r Result) []float64 { return []float64{r.Value, r.P} }

// by parts values by group.
func by(values []float64, group []int32, n int) [][]float64 {
	out := make([][]float64, n)
	for i, g := range group {
		out[g] = append(out[g], values[i])
	}
	return out
}

func floats(codes []int32) []float64 {
	out := make([]float64, len(codes))
	for i, k := range codes {
		out[i] = float64(k)
	}
	return out
}

func counts(codes []int32, n int) []float64 {
	out := make([]float64, n)
	for _, k := range codes {
		out[k]++
	}
	return out
}

// TestGolden reproduces every number of the file, and fails on one it does not know.
func TestGolden(t *testing.T) {
	d, results := readGolden(t)
	sa, sc := slices.Sorted(slices.Values(d.A)), slices.Sorted(slices.Values(d.C))
	a := Describe(d.A)
	ea := make([]float64, len(d.A))
	for i, v := range d.A {
		ea[i] = math.Exp(v)
	}
	cross := Cross(d.G, d.H, 3, 4)
	chi, freedom := cross.ChiSquare()
	v, corrected := cross.CramersV()
	groups := by(d.B, d.G, 3)
	anova, eta := ANOVA(groups)
	ks := KS(sa, sc)
	mw := MannWhitney(d.A, d.C)
	mcnemar, exact := McNemar(10, 4)
	edges := []float64{math.Inf(-1), a.Quantile(.2), a.Quantile(.4), a.Quantile(.6), a.Quantile(.8), math.Inf(1)}
	expected, actual := sharesOf(Histogram(d.A, edges)), sharesOf(Histogram(d.C, edges))
	fd := FreedmanDiaconis(sa, 1000)
	five := EqualWidth(sa[0], sa[len(sa)-1], 5)

	var table []float64
	for _, row := range cross {
		table = append(table, row...)
	}
	var bins []float64
	for _, k := range Histogram(d.A, five) {
		bins = append(bins, float64(k))
	}
	got := map[string][]float64{
		"describe_a": {GeometricMean(ea), a.Kurtosis, a.KurtosisU, a.MAD, a.Max, a.Mean, a.Median, a.Min, float64(a.N),
			a.Quantile(.05), a.Quantile(.25), a.Quantile(.75), a.Quantile(.95), a.Skewness, a.SkewnessU, a.Std, stat.Moment(2, d.A, nil)},
		"pearson_ab":                  pair(Pearson(d.A, d.B)),
		"spearman_ab":                 pair(Spearman(d.A, d.B)),
		"spearman_a_ties":             pair(Spearman(d.A, d.Ties)),
		"kendall_taub_a_ties":         pair(Kendall(d.A, d.Ties)),
		"kendall_taub_ab":             {Kendall(d.A, d.B).Value},
		"point_biserial_y_b":          {Pearson(floats(d.Y), d.B).Value},
		"chi2_g_h":                    append([]float64{chi.Value, v, corrected, float64(freedom), chi.P}, table...),
		"anova_b_by_g":                pair(anova),
		"eta_squared_b_by_g":          {eta},
		"kruskal_b_by_g":              pair(Kruskal(groups)),
		"ks_2sample_a_c":              {ks.P, KSExact(ks.Value, len(sa), len(sc)), ks.Value},
		"mannwhitney_a_c":             {mw.P, mw.Value},
		"welch_t_a_c":                 pair(Welch(d.A, d.C)),
		"psi_a_c":                     slices.Concat(actual, edges[1:5], expected, []float64{1e-4, PSI(expected, actual)}),
		"wasserstein_a_c":             {Wasserstein(sa, sc)},
		"histogram_a_5_equal_width":   append(bins, five...),
		"freedman_diaconis_edges_a":   fd,
		"mutual_information_g_h_nats": {cross.MutualInformation()},
		"entropy_g_nats":              {Entropy(counts(d.G, 3))},
		"normalized_mutual_information_arithmetic": {cross.NMI()},
		"gini_impurity_g":                          {Gini(counts(d.G, 3))},
		"jensen_shannon_distance_base2":            {JensenShannon(expected, actual)},
		"vif":                                      VIF([][]float64{d.A, d.B, d.Ties}),
		"normal_cdf_quantile":                      {NormalCDF(1.5), NormalQuantile(0.975)},
		"silverman_bandwidth_a":                    {Silverman(d.A)},
		"mcnemar_b10_c4":                           {mcnemar.Value, mcnemar.P, exact},
	}
	for name, raw := range results {
		want, have := flat(t, raw), got[name]
		if len(want) != len(have) {
			t.Errorf("%s: %v, want %v", name, have, want)
			continue
		}
		for i, w := range want {
			if !(math.Abs(have[i]-w) <= 1e-9*max(1, math.Abs(w))) {
				t.Errorf("%s, number %d: %v, want %v", name, i, have[i], w)
			}
		}
	}
}

func sharesOf(counts []int) []float64 {
	n, out := 0.0, make([]float64, len(counts))
	for _, k := range counts {
		n += float64(k)
	}
	for i, k := range counts {
		out[i] = float64(k) / n
	}
	return out
}
