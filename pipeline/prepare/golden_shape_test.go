package prepare

import (
	"encoding/json"
	"math"
	"testing"

	"assay/models/param"
	"assay/pipeline/table"
)

// plainNumbers returns the numbers whose gaps hold the median, which most golden cases of shaping start from.
func plainNumbers(t *testing.T, g goldenFile) (train, test *table.Table) {
	t.Helper()
	return learn(t, "impute", map[string]string{"indicator": "false"}, numberTable(t, g.Numeric.Columns, g.Numeric.Train), numberTable(t, g.Numeric.Columns, g.Numeric.Test))
}

func TestGoldenShapes(t *testing.T) {
	g := readGolden(t)
	for _, c := range []struct {
		golden, step string
		settings     map[string]string
	}{
		{"normalize_l2", "normalize", nil},
		{"normalize_l1", "normalize", map[string]string{"norm": "l1"}},
		{"quantile_uniform_10", "quantile", map[string]string{"quantiles": "10"}},
		{"quantile_normal_10", "quantile", map[string]string{"quantiles": "10", "output": "normal"}},
		{"kbins4_ordinal_uniform", "bins", map[string]string{"bins": "4", "strategy": "uniform", "output": "number"}},
		{"kbins4_ordinal_quantile", "bins", map[string]string{"bins": "4", "output": "number"}},
		{"polynomial2", "interact", nil},
		{"polynomial2_interactions_only", "interact", map[string]string{"interactions": "true"}},
	} {
		t.Run(c.golden, func(t *testing.T) {
			var want goldenCase
			if err := json.Unmarshal(g.Cases[c.golden], &want); err != nil {
				t.Fatal(err)
			}
			in, later := plainNumbers(t, g)
			train, test := learn(t, c.step, c.settings, in, later)
			near(t, train, want.Train)
			near(t, test, want.Test)
		})
	}
}

func TestGoldenPower(t *testing.T) {
	g := readGolden(t)
	for name, settings := range map[string]map[string]string{
		"power_yeojohnson":             {"standardize": "false", "skewness": "0"},
		"power_yeojohnson_standardize": {"skewness": "0"},
		"power_boxcox_standardize":     {"method": "box-cox", "skewness": "0"},
	} {
		t.Run(name, func(t *testing.T) {
			var want struct {
				Train, Test [][]float64
				Lambdas     []float64
			}
			if err := json.Unmarshal(g.Cases[name], &want); err != nil {
				t.Fatal(err)
			}
			train, test := plainNumbers(t, g)
			if len(want.Lambdas) == 2 {
				train, test = train.Without("debt", "skewed"), test.Without("debt", "skewed")
			}
			s := NewPower()
			if err := param.Apply(s, settings); err != nil {
				t.Fatal(err)
			}
			f, err := s.Fit(train)
			if err != nil {
				t.Fatal(err)
			}
			for j, b := range f.(*Powers).Columns {
				if math.Abs(b.Lambda-want.Lambdas[j]) > 1e-5 {
					t.Errorf("%s: lambda %v, want %v", b.Column, b.Lambda, want.Lambdas[j])
				}
			}
			for _, half := range []struct {
				in   *table.Table
				want [][]float64
			}{{train, want.Train}, {test, want.Test}} {
				got, err := f.Apply(half.in)
				if err != nil {
					t.Fatal(err)
				}
				for i, row := range half.want {
					for j, w := range row {
						if v := got.At(j).Numbers()[i]; !(math.Abs(v-w) <= 1e-6*max(1, math.Abs(w))) {
							t.Errorf("row %d of %s is %v, want %v", i, got.At(j).Name, v, w)
						}
					}
				}
			}
		})
	}
}

func TestGoldenBinLevels(t *testing.T) {
	g := readGolden(t)
	var want goldenCase
	if err := json.Unmarshal(g.Cases["kbins3_onehot_uniform"], &want); err != nil {
		t.Fatal(err)
	}
	in, later := plainNumbers(t, g)
	train, test := learn(t, "bins", map[string]string{"bins": "3", "strategy": "uniform"}, in, later)
	near(t, spread(train), want.Train)
	near(t, spread(test), want.Test)
}

func TestGoldenBinEdges(t *testing.T) {
	g := readGolden(t)
	in, _ := plainNumbers(t, g)
	for name, strategy := range map[string]string{"kbins4_ordinal_uniform": "uniform", "kbins4_ordinal_quantile": "quantile"} {
		var want struct{ Edges [][]float64 }
		if err := json.Unmarshal(g.Cases[name], &want); err != nil {
			t.Fatal(err)
		}
		s := NewBins()
		s.Bins, s.Strategy = 4, strategy
		f, err := s.Fit(in)
		if err != nil {
			t.Fatal(err)
		}
		for j, cuts := range f.(*Ranges).Columns {
			closeTo(t, name+" "+cuts.Column, cuts.Edges, want.Edges[j])
		}
	}
}

func closeTo(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
		return
	}
	for i, w := range want {
		if !(math.Abs(got[i]-w) <= 1e-9*max(1, math.Abs(w))) {
			t.Errorf("%s, number %d: %v, want %v", what, i, got[i], w)
		}
	}
}

// The golden outliers say where fences stand, which rows they catch, and how far out each value is.
func TestGoldenOutliers(t *testing.T) {
	g := readGolden(t)
	in, _ := plainNumbers(t, g)
	var want struct {
		Fences   [2][]float64 `json:"iqr_fences"`
		Flags    [][]float64  `json:"iqr_flag"`
		Z        [][]float64  `json:"zscore_ddof1"`
		Modified [][]float64  `json:"modified_zscore"`
		MAD      []float64    `json:"mad"`
		Winsor   [][]float64  `json:"winsorized_5_95"`
		Log      []float64    `json:"log1p_of_skewed"`
	}
	if err := json.Unmarshal(g.Cases["outliers"], &want); err != nil {
		t.Fatal(err)
	}
	fences := func(set map[string]string) []Fence {
		s := NewClip()
		if err := param.Apply(s, set); err != nil {
			t.Fatal(err)
		}
		f, err := s.Fit(in)
		if err != nil {
			t.Fatal(err)
		}
		return f.(*Fences).Columns
	}
	for j, f := range fences(map[string]string{"rule": "iqr"}) {
		closeTo(t, "fences of "+f.Column, []float64{f.Low, f.High}, []float64{want.Fences[0][j], want.Fences[1][j]})
		for i, v := range in.At(j).Numbers() {
			if out := v < f.Low || v > f.High; out != (want.Flags[i][j] == 1) {
				t.Errorf("row %d of %s is far out: %v", i, f.Column, out)
			}
		}
	}
	// A fence of limit 1 is one z away from the centre, so both scores can be read off it.
	for rule, scores := range map[string][][]float64{"z": want.Z, "mad": want.Modified} {
		for j, f := range fences(map[string]string{"rule": rule, "limit": "1"}) {
			center, unit := (f.Low+f.High)/2, (f.High-f.Low)/2
			for i, v := range in.At(j).Numbers() {
				closeTo(t, rule+" of "+f.Column, []float64{(v - center) / unit}, []float64{scores[i][j]})
			}
		}
	}
	clipped, _ := learn(t, "clip", map[string]string{"share": "0.05"}, in, in)
	for j, c := range clipped.Columns() {
		for i, v := range c.Numbers() {
			closeTo(t, "clipped "+c.Name, []float64{v}, []float64{want.Winsor[i][j]})
		}
	}
	logs, _ := learn(t, "log", nil, in, in)
	closeTo(t, "logarithms", logs.Column("skewed").Numbers(), want.Log)
	for j, f := range fences(map[string]string{"rule": "mad", "limit": "0.6744897501960817"}) {
		closeTo(t, "median distance of "+f.Column, []float64{(f.High - f.Low) / 2}, []float64{want.MAD[j]})
	}
}
