package sampledata

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// people draws the applicants of some settings.
func people(l Loans) []applicant {
	out := make([]applicant, l.Rows)
	for row := range out {
		out[row] = l.applicant(row)
	}
	return out
}

// features is what an honest model may see of an applicant: all but sex, and nothing from after the outcome.
func features(a applicant) []float64 {
	x := []float64{1, math.Log(float64(a.incomeUSD()) / 5e6), (float64(a.score) - midScore) / sdScore,
		math.Log(float64(a.loanUSD()) / 1.5e6), math.Log1p(float64(a.halfYears) / 2), float64(a.age)/10 - 4}
	x = append(x, make([]float64, len(jobs)+len(purposes))...)
	x[6+a.job], x[6+len(jobs)+a.purpose] = 1, 1
	return x
}

// fit is ridge logistic regression by Newton's method: the reference the planted effects are measured with.
func fit(t testing.TB, as []applicant) []float64 {
	width := len(features(as[0]))
	w := make([]float64, width)
	for range 12 {
		h, g := mat.NewSymDense(width, nil), mat.NewVecDense(width, nil)
		for j := range width {
			h.SetSym(j, j, 1)
			g.SetVec(j, -w[j])
		}
		for _, a := range as {
			x := features(a)
			p := score(w, x)
			y := 0.0
			if a.repaid {
				y = 1
			}
			for j, v := range x {
				if v == 0 {
					continue
				}
				g.SetVec(j, g.AtVec(j)+(y-p)*v)
				for k := j; k < width; k++ {
					h.SetSym(j, k, h.At(j, k)+p*(1-p)*v*x[k])
				}
			}
		}
		var step mat.VecDense
		if err := step.SolveVec(h, g); err != nil {
			t.Fatal(err)
		}
		for j := range w {
			w[j] += step.AtVec(j)
		}
	}
	return w
}

func score(w, x []float64) float64 {
	s := 0.0
	for j, v := range x {
		s += w[j] * v
	}
	return logistic(s)
}

// auc is the chance that someone who repaid scores above someone who did not.
func auc(as []applicant, score func(applicant) float64) float64 {
	type one struct {
		s float64
		y bool
	}
	all := make([]one, len(as))
	for i, a := range as {
		all[i] = one{score(a), a.repaid}
	}
	slices.SortFunc(all, func(a, b one) int {
		return cmp.Compare(a.s, b.s)
	})
	below, won, pos := 0.0, 0.0, 0.0
	for i := 0; i < len(all); {
		j, p, n := i, 0.0, 0.0
		for ; j < len(all) && all[j].s == all[i].s; j++ {
			if all[j].y {
				p++
			} else {
				n++
			}
		}
		won, below, pos, i = won+p*(below+n/2), below+n, pos+p, j
	}
	return won / (below * pos)
}

// share is how many of those who match also hold.
func share(as []applicant, match, hold func(applicant) bool) float64 {
	n, k := 0.0, 0.0
	for _, a := range as {
		if match(a) {
			n++
			if hold(a) {
				k++
			}
		}
	}
	return k / n
}

func everyone(applicant) bool { return true }
func women(a applicant) bool  { return a.female }
func men(a applicant) bool    { return !a.female }
func repays(a applicant) bool { return a.repaid }
func ruled(a applicant) bool  { return a.incomeUSD() > 80_000_00 && a.score > 720 }

// TestWorld holds the world to what sources.md says of it, on many more applicants than the sample has.
func TestWorld(t *testing.T) {
	l := NewLoans()
	l.Rows = 60_000
	biased := people(l)
	l.Bias = 0
	fair := people(l)
	generating := func(a applicant) float64 { return a.probability }
	for _, c := range []struct {
		name           string
		got, low, high float64
	}{
		{"applicants under the rule", share(biased, everyone, ruled), .08, .12},
		{"repaid under the rule", share(biased, ruled, repays), .975, .985},
		{"women", share(biased, everyone, women), .49, .51},
		{"repaid", share(biased, everyone, repays), .57, .61},
		{"women repaid", share(biased, women, repays), .38, .42},
		{"men repaid", share(biased, men, repays), .77, .80},
		{"AUC of the chance that decided", auc(biased, generating), .84, .87},
		{"women repaid without bias", share(fair, women, repays), .77, .80},
		{"men repaid without bias", share(fair, men, repays), .77, .80},
		{"AUC of that chance without bias", auc(fair, generating), .77, .80},
	} {
		if !(c.got >= c.low && c.got <= c.high) {
			t.Errorf("%s: %.3f is outside %v to %v", c.name, c.got, c.low, c.high)
		}
	}
	for i, a := range biased { // the bias touches what it is about and nothing else
		b := fair[i]
		if !a.female || ruled(a) {
			if a != b {
				t.Fatalf("the bias changed %+v", a)
			}
		} else if !(a.probability < b.probability) || a.fair != b.probability {
			t.Fatalf("a woman's chance of %v became %v", b.probability, a.probability)
		}
	}
}

// TestBiasShows fits a model that does not see sex on the first 2,400 applicants of the sample and audits it on the
// other 600: the planted bias must come back through the jobs, clearly beyond the four-fifths limit, and only when
// it is planted.
func TestBiasShows(t *testing.T) {
	for _, bias := range []float64{0, NewLoans().Bias} {
		l := NewLoans()
		l.Bias = bias
		as := people(l)
		train, test := as[:2400], as[2400:]
		w := fit(t, train)
		chance := func(a applicant) float64 { return score(w, features(a)) }
		chosen := func(a applicant) bool { return chance(a) >= .5 }
		f, m := share(test, women, chosen), share(test, men, chosen)
		n := float64(len(test)) / 2
		margin := 1.96 * math.Sqrt((1-f)/(n*f)+(1-m)/(n*m)) // of the log of the ratio (Katz et al. 1978)
		low, high := f/m*math.Exp(-margin), f/m*math.Exp(margin)
		t.Logf("bias %v: selected women %.3f, men %.3f, ratio %.3f [%.3f, %.3f], AUC %.3f", bias, f, m, f/m, low, high, auc(test, chance))
		if bias > 0 && high >= .8 {
			t.Errorf("the planted bias does not show: ratio up to %.3f", high)
		}
		if bias == 0 && low <= .8 {
			t.Errorf("bias shows where none is planted: ratio from %.3f", low)
		}
		if a := auc(test, chance); a < .75 {
			t.Errorf("bias %v: AUC %.3f; there is too little to learn", bias, a)
		}
	}
}

// TestDrift compares the first and the last of the four years.
func TestDrift(t *testing.T) {
	early := func(a applicant) bool { return a.day < 365 }
	late := func(a applicant) bool { return a.day >= 3*365 }
	for _, drift := range []float64{0, .5} {
		l := NewLoans()
		l.Rows, l.Drift = 20_000, drift
		as := people(l)
		fall := share(as, early, repays) - share(as, late, repays)
		if drift == 0 && math.Abs(fall) > .03 || drift > 0 && fall < .1 {
			t.Errorf("drift %v: the share repaid falls by %.3f", drift, fall)
		}
	}
}

// TestSharesAddUp guards the tables of the world.
func TestSharesAddUp(t *testing.T) {
	w, m, p := 0.0, 0.0, 0.0
	for _, j := range jobs {
		w, m = w+j.women, m+j.men
	}
	for _, x := range purposes {
		p += x.share
	}
	if w != 100 || m != 100 || p != 100 {
		t.Errorf("shares of women %v, men %v, purposes %v; each must be 100", w, m, p)
	}
}
