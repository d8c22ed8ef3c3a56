package evaluate

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// goldenAttribute is a protected column of metrics_fairness.json.
type goldenAttribute struct {
	Labels []string
	Codes  string
	Groups map[string]map[string]*float64

	DPDifference float64 `json:"demographic_parity_difference"`
	DPRatio      float64 `json:"demographic_parity_ratio"`
	EODifference float64 `json:"equal_opportunity_difference"`
	OddsDiff     float64 `json:"equalized_odds_difference"`
	PPDifference float64 `json:"predictive_parity_difference"`
}

func TestGoldenFairness(t *testing.T) {
	var file map[string]struct {
		Threshold  float64
		Attributes map[string]goldenAttribute
	}
	golden(t, "metrics_fairness.json", &file)
	cases := goldenCases(t)
	for set, f := range file {
		for column, want := range f.Attributes {
			g := Grouping{Column: column, Names: want.Labels}
			for _, d := range want.Codes {
				g.Codes = append(g.Codes, int(d-'0'))
			}
			a := audit(g, cases[set].side(), f.Threshold)
			checkAudit(t, set+" "+column, a, want)
		}
	}
}

func checkAudit(t *testing.T, where string, a Audit, want goldenAttribute) {
	for _, g := range a.Groups {
		for rate, got := range map[string]float64{"n": float64(g.N), "base_rate": g.BaseRate.Value,
			"selection_rate": g.SelectionRate.Value, "tpr": g.TPR.Value, "fpr": g.FPR.Value, "ppv": g.PPV.Value} {
			w := math.NaN()
			if p := want.Groups[g.Name][rate]; p != nil {
				w = *p
			}
			if !near(got, w) {
				t.Errorf("%s, %s: %s = %v, want %v", where, g.Name, rate, got, w)
			}
		}
	}
	for _, c := range []struct {
		got  Score
		want float64
	}{{a.DemographicParityDifference, want.DPDifference}, {a.DemographicParityRatio, want.DPRatio},
		{a.EqualOpportunityDifference, want.EODifference}, {a.EqualizedOddsDifference, want.OddsDiff},
		{a.PredictiveParityDifference, want.PPDifference}} {
		if !near(c.got.Value, c.want) || c.got.Low > c.got.Value || c.got.High < c.got.Value {
			t.Errorf("%s: %+v, want %v", where, c.got, c.want)
		}
	}
}

// people draws rows of groups: rows says how many of each, selected how likely a member is called positive. Half of
// each group are positive.
func people(seed uint64, rows []int, selected []float64) (Grouping, Side) {
	rng := rand.New(rand.NewPCG(seed, 7))
	g, s := Grouping{Column: "sex"}, Side{}
	for k, n := range rows {
		g.Names = append(g.Names, string(rune('a'+k)))
		for range n {
			g.Codes = append(g.Codes, k)
			s.Y = append(s.Y, float64(rng.IntN(2)))
			p := .1
			if rng.Float64() < selected[k] {
				p = .9
			}
			s.P = append(s.P, p)
		}
	}
	return g, s
}

func TestAuditVerdicts(t *testing.T) {
	for name, c := range map[string]struct {
		rows     []int
		selected []float64
		want     Verdict
	}{
		"fair and many":            {[]int{3000, 3000}, []float64{.6, .6}, Pass},
		"planted bias":             {[]int{400, 400}, []float64{.6, .3}, Fail},
		"planted in one of three":  {[]int{400, 400, 200}, []float64{.6, .6, .2}, Fail},
		"fair but few":             {[]int{60, 60}, []float64{.6, .6}, CannotTell},
		"twenty rows":              {[]int{3000, 20}, []float64{.6, .0}, CannotTell},
		"fair beside twenty rows":  {[]int{3000, 3000, 20}, []float64{.6, .6, .6}, CannotTell},
		"bias beside twenty rows":  {[]int{400, 400, 20}, []float64{.6, .3, .6}, Fail},
		"nobody selected":          {[]int{400, 400}, []float64{0, 0}, CannotTell},
		"one group":                {[]int{400}, []float64{.5}, CannotTell},
		"a name without any rows":  {[]int{3000, 3000, 0}, []float64{.6, .6, 0}, Pass},
		"nobody of one selected":   {[]int{200, 200}, []float64{.5, 0}, Fail},
		"everybody of both passes": {[]int{200, 200}, []float64{1, 1}, Pass},
	} {
		g, s := people(1, c.rows, c.selected)
		a := audit(g, s, .5)
		if a.Finding.Verdict != c.want {
			t.Errorf("%s: %s, want %s\n%s", name, a.Finding.Verdict, c.want, strings.Join(a.Finding.Evidence, "\n"))
		}
	}
}

func TestAuditEvidence(t *testing.T) {
	g, s := people(1, []int{400, 20}, []float64{.6, .6})
	g.Codes[0] = -1
	a := audit(g, s, .5)
	if !strings.HasPrefix(a.Finding.Evidence[0], "Positives among") {
		t.Errorf("base rates come first: %q", a.Finding.Evidence[0])
	}
	all := strings.Join(a.Finding.Evidence, "\n")
	for _, want := range []string{"US employment", "cannot all hold at once", "b: 20 rows", "1 row without a known sex"} {
		if !strings.Contains(all, want) {
			t.Errorf("the evidence lacks %q:\n%s", want, all)
		}
	}
}

// Groups treated alike raise an alarm in fewer than 5 of 100 data sets, small and uneven ones included.
func TestFairDataRaisesNoAlarm(t *testing.T) {
	for _, rows := range [][]int{{30, 30}, {40, 400}, {200, 200}, {50, 50, 50, 50}} {
		selected := slices.Repeat([]float64{.3}, len(rows))
		alarms := 0
		for seed := range uint64(200) {
			g, s := people(seed, rows, selected)
			if audit(g, s, .5).Finding.Verdict == Fail {
				alarms++
			}
		}
		if alarms >= 10 {
			t.Errorf("groups of %v: %d false alarms in 200", rows, alarms)
		}
	}
}

// The intervals of the largest gap and the smallest ratio cover the truth.
func TestGapCoverage(t *testing.T) {
	rows, shares := []int{80, 50, 120}, []float64{.5, .3, .45}
	rng := rand.New(rand.NewPCG(5, 5))
	gaps, ratios := 0, 0
	const times = 1000
	for range times {
		var rates []Rate
		for k, n := range rows {
			hits := 0
			for range n {
				if rng.Float64() < shares[k] {
					hits++
				}
			}
			rates = append(rates, Wilson(hits, n))
		}
		if d := largestGap("", rates, 1); d.Low <= .2 && .2 <= d.High {
			gaps++
		}
		if r := smallestRatio("", rates); r.Low <= .6 && .6 <= r.High {
			ratios++
		}
	}
	if gaps < times*94/100 || ratios < times*94/100 {
		t.Errorf("of %d intervals %d cover the gap and %d the ratio", times, gaps, ratios)
	}
}

// A group with hardly any positives has a true positive rate that says little; it is listed as too small.
func TestFewPositivesLeaveItOpen(t *testing.T) {
	g, s := people(1, []int{3000, 3000, 200}, []float64{.6, .6, .6})
	for i, code := range g.Codes {
		if code == 2 {
			s.Y[i], s.P[i] = 0, .9
			if i%2 == 0 {
				s.P[i] = .1
			}
		}
	}
	for i := 6000; i < 6009; i++ { // nine positives, none of them found: a gap beyond any interval
		s.Y[i], s.P[i] = 1, .1
	}
	for i := 6009; i < 6060; i++ {
		s.P[i] = .9
	}
	a := audit(g, s, .5)
	if gap := a.EqualOpportunityDifference; gap.Low <= largestTPRGap {
		t.Fatalf("the case is too easy: %+v", gap)
	}
	if a.Finding.Verdict != CannotTell || !strings.Contains(strings.Join(a.Finding.Evidence, " "), "c: 200 rows, 9 positive") {
		t.Errorf("%+v", a.Finding)
	}
}
