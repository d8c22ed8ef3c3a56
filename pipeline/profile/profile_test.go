package profile

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"assay/pipeline/collect"
	"assay/pipeline/table"
)

func TestProfileOfNumbers(t *testing.T) {
	p := OfColumn(table.NewNumber("x", []float64{3, math.NaN(), 1, 2, 2, -4, 0}))
	n := p.Numbers
	if p.Rows != 7 || p.Missing != 1 || p.Distinct != 5 || p.Meaning != "number" {
		t.Errorf("%+v", p)
	}
	if n.Min != -4 || n.Max != 3 || math.Abs(n.Mean-4.0/6) > 1e-15 || n.Median() != 1.5 || n.Zeros != 1 || n.Negative != 1 || !n.Whole {
		t.Errorf("%+v", n)
	}
	// squares about the mean: 34 - 6 (4/6)^2, over 5
	if want := math.Sqrt((34 - 6*(16.0/36)) / 5); math.Abs(n.SD-want) > 1e-14 {
		t.Errorf("sd %v, want %v", n.SD, want)
	}
	if p.Top[0] != (table.ValueCount{Value: "2", Count: 2}) || len(p.Top) != 5 {
		t.Errorf("top %v", p.Top)
	}
}

func TestProfileNeverOverflows(t *testing.T) {
	for _, v := range [][]float64{{math.MaxFloat64, -math.MaxFloat64, 1}, {5e-324, 0}, {1e308, 1e308, 1.5e308}, {0, 0}, {1e-300, 2e-300}, {1e17, 1e17 + 16}} {
		p := OfColumn(table.NewNumber("x", v))
		all := append([]float64{p.Numbers.Mean, p.Numbers.SD}, p.Numbers.Histogram.Edges...)
		for _, x := range append(all, p.Numbers.Quantiles[:]...) {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				t.Errorf("%v: %+v", v, p.Numbers)
			}
		}
	}
	for _, c := range []*table.Column{table.NewNumber("x", nil), table.NewText("x", nil, nil), table.NewTime("x", []int64{table.NoTime}), table.NewNumber("x", []float64{math.NaN()})} {
		if p := OfColumn(c); p.Distinct != 0 || p.Numbers != nil || p.Length != nil {
			t.Errorf("nothing there: %+v", p)
		}
	}
}

func TestHistogramIsRoundAndComplete(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for k := range 300 {
		v := make([]float64, 1+r.IntN(200))
		scale, shift := math.Pow(10, float64(r.IntN(13)-6)), float64(r.IntN(5)-2)
		for i := range v {
			v[i] = (r.NormFloat64() + shift) * scale
			if k%3 == 0 {
				v[i] = math.Round(v[i])
			}
		}
		slices.Sort(v)
		h := histogram(v, k%3 == 0)
		sum := 0
		for i, n := range h.Counts {
			want := 0
			for _, x := range v {
				if x >= h.Edges[i] && (x < h.Edges[i+1] || i == len(h.Counts)-1 && x <= h.Edges[i+1]) {
					want++
				}
			}
			if n != want {
				t.Fatalf("bin %d of %v holds %d, want %d", i, h.Edges, n, want)
			}
			sum += n
		}
		if sum != len(v) || len(h.Counts) > mostBins || len(h.Edges) != len(h.Counts)+1 {
			t.Fatalf("%d of %d values in %d bins", sum, len(v), len(h.Counts))
		}
	}
	h := histogram([]float64{0.1, 0.25, 0.7}, false)
	for _, e := range h.Edges {
		if s := table.FormatNumber(e); len(s) > 5 {
			t.Errorf("edge %s is not round", s)
		}
	}
}

func TestProfileOfText(t *testing.T) {
	p := OfColumn(table.TextOf("x", []string{"b", "a", "", "b", "äöü"}))
	if p.Rows != 5 || p.Missing != 1 || p.Distinct != 3 || p.Top[0] != (table.ValueCount{Value: "b", Count: 2}) || *p.Length != (Lengths{1, 3, 1.5}) {
		t.Errorf("%+v %+v", p, p.Length)
	}
}

func TestMeanings(t *testing.T) {
	repeat := func(words ...string) []string {
		var out []string
		for range 10 {
			out = append(out, words...)
		}
		return out
	}
	ids := make([]string, 30)
	for i := range ids {
		ids[i] = fmt.Sprintf("A%03d", i)
	}
	prose := make([]string, 30)
	for i := range prose {
		prose[i] = fmt.Sprintf("applicant %d said that the car broke down again", i)
	}
	for _, c := range []struct {
		name, want string
		values     []string
	}{
		{"x", "category", repeat("car", "home", "debt")},
		{"x", "yes/no", repeat("yes", "no", "Y")},
		{"x", "date", repeat("2026-01-31", "31/01/2026", "Jan 31, 2026", "2026-01-31T10:00:00Z")},
		{"x", "money", repeat("$1,200.50", "EUR 300", "1'234 CHF", "£5")},
		{"x", "percent", repeat("12%", "3.5 %", "7")},
		{"zip", "code", repeat("00501", "10001")},
		{"x", "code", repeat("07093-5658", "10001-1234", "00501")},
		{"x", "number", repeat("8 years", "9 y", "3")},
		{"x", "number", repeat("12 mo", "5yrs", "3")},
		{"annual income", "money", repeat("1,200", "45,000")},
		{"application_id", "id", ids},
		{"notes", "free text", prose},
	} {
		if p := OfColumn(table.TextOf(c.name, c.values)); p.Meaning != c.want {
			t.Errorf("%v is %s, want %s", c.values[:2], p.Meaning, c.want)
		}
	}
	for _, c := range []struct {
		name, want string
		values     []float64
	}{
		{"flag", "yes/no", []float64{0, 1, 1}}, {"x", "number", []float64{1, 2, 3}}, {"loan_amount", "money", []float64{100, 250}},
		{"interest rate", "percent", []float64{3, 12}}, {"row id", "id", []float64{1, 2, 3}}, {"zip", "code", []float64{90210, 90211}},
	} {
		if p := OfColumn(table.NewNumber(c.name, c.values)); p.Meaning != c.want {
			t.Errorf("%s is %s, want %s", c.name, p.Meaning, c.want)
		}
	}
}

func TestAlerts(t *testing.T) {
	many := func(word string, n int, rest ...string) []string {
		for range n {
			rest = append(rest, word)
		}
		return rest
	}
	numbers := func(v ...float64) *table.Column {
		for i := range 50 {
			v = append(v, float64(20+i%30))
		}
		return table.NewNumber("x", v)
	}
	for _, c := range []struct {
		kind   string
		count  int
		says   string
		column *table.Column
	}{
		{"constant", 5, `"a"`, table.TextOf("x", many("a", 5))},
		{"all missing", 3, "", table.TextOf("x", many("", 3))},
		{"mostly missing", 6, "60%", table.TextOf("x", many("", 6, "a", "b", "a", "b"))},
		{"dominant value", 98, `"a"`, table.TextOf("x", many("a", 98, "b", "c"))},
		{"spelling variants", 2, `"Car" and "car"`, table.TextOf("x", many("b", 4, "Car", "car", " CAR "))},
		{"currency", 2, `"$5"`, table.TextOf("x", []string{"$5", "€1,200", "7", "8"})},
		{"mixed types", 1, `"abc"`, table.TextOf("x", []string{"1", "2", "3", "abc"})},
		{"units", 1, `"12 mo"`, table.TextOf("x", []string{"1", "2", "3", "12 mo"})},
		{"number format", 1, `"1,200"`, table.TextOf("x", []string{"1", "2", "3", "1,200"})},
		{"dates", 3, "2 formats", table.TextOf("x", []string{"2026-01-31", "2026-02-01", "01/02/2026"})},
		{"spreadsheet errors", 1, "#REF!", table.TextOf("x", []string{"1", "2", "#REF!"})},
		{"not finite", 2, "1e999", table.TextOf("x", []string{"1", "2", "1e999", "-inf"})},
		{"long numbers", 1, "12345678901234567891", table.TextOf("x", []string{"1", "12345678901234567891"})},
		{"leading zeros", 1, "00501", table.TextOf("x", []string{"00501", "10001"})},
		{"hidden characters", 1, `\u200b`, table.TextOf("x", []string{"a\u200b", "b"})},
		{"unknown words", 1, `"unknown"`, table.TextOf("x", []string{"a", "b", "unknown"})},
		{"sentinel", 2, "-999", numbers(-999, -999)},
		{"sentinel", 1, "9999", numbers(9999)},
		{"sentinel", 1, "99999999", numbers(99999999)},
		{"some missing", 1, "1 value", numbers(math.NaN())},
	} {
		i := slices.IndexFunc(OfColumn(c.column).Alerts, func(a Alert) bool {
			return a.Kind == c.kind && a.Count == c.count && strings.Contains(a.Message, c.says)
		})
		if i < 0 {
			t.Errorf("no alert %q with %d rows saying %q, only %+v", c.kind, c.count, c.says, OfColumn(c.column).Alerts)
		}
	}
	for _, c := range []*table.Column{numbers(), numbers(99), numbers(-1, -2, -3), numbers(0), table.TextOf("x", many("a", 10, many("b", 10)...)), table.NewNumber("t", []float64{-1, 0, 1, 2, -1, 3})} {
		for _, a := range OfColumn(c).Alerts {
			if a.Severity > Note {
				t.Errorf("false alarm: %+v", a)
			}
		}
	}
}

// TestAlertsAreComplete wants a known kind and a hint in every alert that invented tables raise.
func TestAlertsAreComplete(t *testing.T) {
	n := 0
	for _, v := range inventions() {
		raw, err := collect.ReadBytes(v.name, v.csv(300), *collect.NewCSV())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range Of(raw.Table) {
			for i, a := range p.Alerts {
				n++
				if !slices.Contains(AlertKinds, a.Kind) || a.Hint == "" || a.Message == "" || a.Count < 1 {
					t.Errorf("%s: %+v", v.name, a)
				}
				if i > 0 && p.Alerts[i-1].Severity < a.Severity {
					t.Errorf("%s: alerts of %s are not in order of severity", v.name, p.Name)
				}
			}
		}
	}
	if n == 0 {
		t.Error("no alert at all")
	}
}

func TestLabels(t *testing.T) {
	labels, counts := Labels(table.TextOf("x", []string{"no", "yes", "", "yes"}))
	if !slices.Equal(labels, []string{"yes", "no"}) || !slices.Equal(counts, []int{2, 1}) {
		t.Error(labels, counts)
	}
	labels, counts = Labels(table.NewNumber("x", []float64{1, 0, math.NaN(), 0.5, 0}))
	if !slices.Equal(labels, []string{"0", "0.5", "1"}) || !slices.Equal(counts, []int{2, 1, 1}) {
		t.Error(labels, counts)
	}
}
