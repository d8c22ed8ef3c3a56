package prepare

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"assay/models/param"
	"assay/pipeline/table"
)

type goldenCase struct{ Train, Test [][]*float64 }

type goldenFile struct {
	Numeric struct {
		Columns     []string
		Train, Test [][]*float64
	}
	Categorical struct {
		Columns     []string
		Train, Test [][]*string
	}
	Cases   map[string]json.RawMessage
	YBinary []float64 `json:"y_binary"`
}

func readGolden(t *testing.T) goldenFile {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "golden", "transformers.json"))
	if err != nil {
		t.Skipf("needs the golden numbers: %v", err)
	}
	var g goldenFile
	if err := json.Unmarshal(b, &g); err != nil {
		t.Fatal(err)
	}
	return g
}

func numberTable(t *testing.T, names []string, rows [][]*float64) *table.Table {
	t.Helper()
	var columns []*table.Column
	for j, name := range names {
		values := make([]float64, len(rows))
		for i := range rows {
			values[i] = math.NaN()
			if v := rows[i][j]; v != nil {
				values[i] = *v
			}
		}
		columns = append(columns, table.NewNumber(name, values))
	}
	out, err := table.New(columns, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func textTable(t *testing.T, names []string, rows [][]*string) *table.Table {
	t.Helper()
	var columns []*table.Column
	for j, name := range names {
		values := make([]string, len(rows))
		for i := range rows {
			if v := rows[i][j]; v != nil {
				values[i] = *v
			}
		}
		columns = append(columns, table.TextOf(name, values))
	}
	out, err := table.New(columns, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// learn fits the named step with settings to train and applies it to both tables.
func learn(t *testing.T, name string, settings map[string]string, train, test *table.Table) (a, b *table.Table) {
	t.Helper()
	e, err := Find(name)
	if err != nil {
		t.Fatal(err)
	}
	s := e.New().(Step)
	if err := param.Apply(s, settings); err != nil {
		t.Fatal(err)
	}
	f, err := s.Fit(train)
	if err != nil {
		t.Fatal(err)
	}
	if a, err = f.Apply(train); err == nil {
		b, err = f.Apply(test)
	}
	if err != nil {
		t.Fatal(err)
	}
	return a, b
}

func TestGoldenNumbers(t *testing.T) {
	g := readGolden(t)
	plain := map[string]string{"indicator": "false"}
	with := func(key, value string) map[string]string {
		return map[string]string{"indicator": "false", key: value}
	}
	constant := with("numbers", "constant")
	constant["fill"] = "-1"
	for _, c := range []struct {
		golden, step string
		settings     map[string]string
	}{
		{"impute_mean", "impute", with("numbers", "mean")},
		{"impute_median", "impute", plain},
		{"impute_most_frequent", "impute", with("numbers", "mode")},
		{"impute_constant_-1", "impute", constant},
		{"impute_median_with_indicator", "impute", nil},
		{"impute_knn3", "knn_impute", map[string]string{"neighbours": "3", "standardize": "false", "indicator": "false"}},
		{"standard", "scale", nil},
		{"robust_25_75", "scale", map[string]string{"method": "robust"}},
		{"minmax", "scale", map[string]string{"method": "minmax"}},
		{"minmax_clip", "scale", map[string]string{"method": "minmax", "clip": "true"}},
		{"maxabs", "scale", map[string]string{"method": "maxabs"}},
	} {
		t.Run(c.golden, func(t *testing.T) {
			var want goldenCase
			if err := json.Unmarshal(g.Cases[c.golden], &want); err != nil {
				t.Fatal(err)
			}
			train, test := learn(t, c.step, c.settings, numberTable(t, g.Numeric.Columns, g.Numeric.Train), numberTable(t, g.Numeric.Columns, g.Numeric.Test))
			near(t, train, want.Train)
			near(t, test, want.Test)
		})
	}
}

// Distances of standardized numbers are the same whether the step standardizes them again or not.
func TestGoldenNeighboursOfStandardized(t *testing.T) {
	g := readGolden(t)
	var want goldenCase
	if err := json.Unmarshal(g.Cases["standardize_then_impute_knn2_distance"], &want); err != nil {
		t.Fatal(err)
	}
	train, test := learn(t, "scale", nil, numberTable(t, g.Numeric.Columns, g.Numeric.Train), numberTable(t, g.Numeric.Columns, g.Numeric.Test))
	for _, again := range []string{"false", "true"} {
		a, b := learn(t, "knn_impute", map[string]string{"neighbours": "2", "weights": "distance", "indicator": "false", "standardize": again}, train, test)
		near(t, a, want.Train)
		near(t, b, want.Test)
	}
}

func near(t *testing.T, got *table.Table, want [][]*float64) {
	t.Helper()
	if got.Rows() != len(want) || got.Width() != len(want[0]) {
		t.Fatalf("%d rows of %d, want %d of %d", got.Rows(), got.Width(), len(want), len(want[0]))
	}
	for i, row := range want {
		for j, w := range row {
			v := got.At(j).Numbers()[i]
			if w == nil != math.IsNaN(v) || w != nil && math.Abs(v-*w) > 1e-9*max(1, math.Abs(*w)) {
				t.Errorf("row %d of %s is %v, want %v", i, got.At(j).Name, v, w)
			}
		}
	}
}

func TestGoldenText(t *testing.T) {
	g := readGolden(t)
	in, later := textTable(t, g.Categorical.Columns, g.Categorical.Train), textTable(t, g.Categorical.Columns, g.Categorical.Test)

	var filled struct{ Train, Test [][]string }
	if err := json.Unmarshal(g.Cases["impute_category_most_frequent"], &filled); err != nil {
		t.Fatal(err)
	}
	a, b := learn(t, "impute", map[string]string{"text": "mode", "indicator": "false"}, in, later)
	for _, half := range []struct {
		got  *table.Table
		want [][]string
	}{{a, filled.Train}, {b, filled.Test}} {
		for i, row := range half.want {
			for j, w := range row {
				if got := half.got.At(j).Cell(i); got != w {
					t.Errorf("row %d of %s filled with %q, want %q", i, half.got.At(j).Name, got, w)
				}
			}
		}
	}

	a, b = learn(t, "impute", nil, in, later) // gaps become the level "missing"
	for name, settings := range map[string]map[string]string{
		"onehot_unknown_zero":     nil,
		"onehot_drop_first":       {"first": "false"},
		"onehot_min_frequency_3":  {"least": "3"},
		"onehot_max_categories_3": {"most": "3"},
	} {
		t.Run(name, func(t *testing.T) {
			var want goldenCase
			if err := json.Unmarshal(g.Cases[name], &want); err != nil {
				t.Fatal(err)
			}
			train, test := learn(t, "onehot", settings, a, b)
			near(t, spread(train), want.Train)
			near(t, spread(test), want.Test)
		})
	}
}

// spread writes Levels columns out as columns of 0 and 1.
func spread(t *table.Table) *table.Table {
	var out []*table.Column
	for _, c := range t.Columns() {
		for k, level := range c.Dictionary() {
			v := make([]float64, c.Len())
			for i, code := range c.Codes() {
				if code == int32(k) {
					v[i] = 1
				}
			}
			out = append(out, table.NewNumber(c.Name+"="+level, v))
		}
	}
	all, _ := table.New(out, nil) // names differ, for levels do
	return all
}

func TestGoldenDates(t *testing.T) {
	var want struct {
		Dates  []string
		Parts  [][]float64  `json:"year_month_day_weekdayMon0_dayofyear_isoweek_unixday"`
		Circle [][]*float64 `json:"month_cyclic_sin_cos"`
	}
	if err := json.Unmarshal(readGolden(t).Cases["date_parts"], &want); err != nil {
		t.Fatal(err)
	}
	text := table.TextOf("on", want.Dates)
	in, err := table.New([]*table.Column{table.NewTime("on", convert(text, table.NoTime, DateFormat{}.read))}, nil)
	if err != nil {
		t.Fatal(err)
	}
	take := func(settings map[string]string) *table.Table {
		s := NewDateParts()
		if err := param.Apply(s, settings); err != nil {
			t.Fatal(err)
		}
		c, err := s.Survey(in)
		if err != nil {
			t.Fatal(err)
		}
		out, err := c.Apply(in)
		if err != nil {
			t.Fatal(err)
		}
		return out.Without("on")
	}
	var parts [][]*float64
	for i, row := range want.Parts {
		var cells []*float64
		for j := range row[:6] {
			cells = append(cells, &want.Parts[i][j])
		}
		parts = append(parts, cells)
		if day := floorDay(in.At(0).Times()[i]); float64(day) != row[6] {
			t.Errorf("%s is day %d, want %v", want.Dates[i], day, row[6])
		}
	}
	near(t, take(map[string]string{"parts": "year,month,day,weekday,dayofyear,week"}), parts)
	near(t, take(map[string]string{"parts": "month_circle"}), want.Circle)
}
