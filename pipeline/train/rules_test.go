package train

import (
	"math/rand/v2"
	"slices"
	"testing"

	"assay/pipeline/table"
)

// applicants makes rows with a planted rule: income above 80,000 and score above 720 repay with chance rule, others
// with chance base.
func applicants(n int, rule, base float64, seed uint64) (*table.Table, []float64) {
	rng := rand.New(rand.NewPCG(seed, 1))
	income, score, noise, y := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range n {
		income[i], score[i], noise[i] = 20000+100000*rng.Float64(), float64(500+rng.IntN(350)), rng.NormFloat64()
		p := base
		if income[i] > 80000 && score[i] > 720 {
			p = rule
		}
		if rng.Float64() < p {
			y[i] = 1
		}
	}
	t, err := table.New([]*table.Column{table.NewNumber("income", income), table.NewNumber("credit_score", score), table.NewNumber("noise", noise)}, nil)
	if err != nil {
		panic(err)
	}
	return t, y
}

func halves(n int) (a, b []int) {
	for i := range n {
		if i%2 == 0 {
			a = append(a, i)
		} else {
			b = append(b, i)
		}
	}
	return a, b
}

func TestPlantedRuleComesBack(t *testing.T) {
	data, y := applicants(10000, .98, .6, 3)
	train, held := halves(10000)
	rules := FindRules(data, y, train, held)
	i := slices.IndexFunc(rules, func(r Rule) bool { return r.Positive })
	if i < 0 {
		t.Fatal("no rule for the positive class")
	}
	r := rules[i]
	if len(r.Conditions) != 2 {
		t.Fatalf("want two conditions, got %s", r)
	}
	for _, c := range r.Conditions {
		want := map[string]float64{"income": 80000, "credit_score": 720}[c.Column]
		if want == 0 || !c.Above || c.Cut < .94*want || c.Cut > 1.06*want {
			t.Errorf("condition %+v is not the planted one; rule: %s", c, r)
		}
	}
	if share := r.Held.Share(); share < .95 {
		t.Errorf("the rule holds for %.3f of held-out rows, planted .98", share)
	}
}

func TestNoiseClaimsLittleOnHeldOutRows(t *testing.T) {
	over := 0
	for seed := range uint64(40) {
		data, y := applicants(4000, .5, .5, seed)
		train, held := halves(4000)
		for _, r := range FindRules(data, y, train, held) {
			if r.Held.N > 0 && (wilsonLow(r.Held.Positives, r.Held.N) > .5 || wilsonLow(r.Held.N-r.Held.Positives, r.Held.N) > .5) {
				over++
			}
		}
	}
	if over > 8 { // 80 two-sided 95 % intervals miss about 4 times
		t.Errorf("on pure noise %d of 80 held-out intervals exclude the base rate", over)
	}
}

// The largest numbers there are have a round one between them too, and looking for it ends.
func TestRoundBetweenTheLargest(t *testing.T) {
	for _, low := range []float64{9e306, 1.2e308, -1.7e308} {
		high := low + 5e305
		if got := roundBetween(low, high); !(got >= low && got <= high) {
			t.Errorf("roundBetween(%v, %v) = %v", low, high, got)
		}
	}
}

func TestRoundBetween(t *testing.T) {
	for _, c := range []struct{ low, high, want float64 }{
		{79941, 80500, 80000}, {718, 722, 720}, {.371, .42, .4}, {5, 5, 5}, {-12.7, -11.2, -12}, {0, 3, 0}, {6.71, 6.83, 6.8}, {-.4, .3, 0},
	} {
		if got := roundBetween(c.low, c.high); got < c.want-1e-9 || got > c.want+1e-9 {
			t.Errorf("roundBetween(%v, %v) = %v, want %v", c.low, c.high, got, c.want)
		}
	}
}
