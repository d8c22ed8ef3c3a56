package evaluate

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// sample draws n rows whose positives, a share of them, score higher by about as many deviations as skill says.
func sample(rng *rand.Rand, n int, share, skill float64) Side {
	s := Side{make([]float64, n), make([]float64, n)}
	for i := range n {
		if rng.Float64() < share {
			s.Y[i] = 1
		}
		s.P[i] = 1 / (1 + math.Exp(-rng.NormFloat64()-skill*(s.Y[i]-.5)))
	}
	return s
}

func constant(n int, p float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = p
	}
	return out
}

// paper is an exam with a constant baseline and two groups at random.
func paper(seed uint64, n int, trainSkill, testSkill float64) Paper {
	rng := rand.New(rand.NewPCG(seed, 1))
	p := Paper{Train: sample(rng, 3*n, .5, trainSkill), Validation: sample(rng, n, .5, testSkill),
		Test: sample(rng, n, .5, testSkill), Threshold: .5, Seed: seed}
	p.Rivals = []Rival{{"majority", constant(n, .5)}}
	g := Grouping{Column: "sex", Names: []string{"female", "male"}, Codes: make([]int, n)}
	for i := range g.Codes {
		g.Codes[i] = rng.IntN(2)
	}
	p.Groups = []Grouping{g}
	return p
}

func TestMemoryVerdicts(t *testing.T) {
	perfect := paper(2, 200, 0, 0)
	copy(perfect.Train.P, perfect.Train.Y) // a full tree on random labels
	hard := paper(3, 200, 0, 0)
	copy(hard.Train.P, hard.Train.Y)
	for i := range hard.Test.P {
		hard.Test.P[i] = math.Round(hard.Test.P[i])
	}
	oneClass := paper(4, 200, 1.5, 1.5)
	copy(oneClass.Test.Y, constant(200, 1))
	empty := paper(5, 400, 1.5, 1.5)
	empty.Validation = Side{}
	noTrain := paper(6, 400, 1.5, 1.5)
	noTrain.Train = Side{}
	baseline := paper(7, 400, 1.5, 1.5)
	baseline.Rivals = append(baseline.Rivals, Rival{"best field", baseline.Test.P})
	for name, c := range map[string]struct {
		p    Paper
		want Verdict
	}{
		"learned":              {paper(1, 400, 1.5, 1.5), Learned},
		"full tree on noise":   {perfect, Memorised},
		"same, 0 or 1 on test": {hard, Memorised},
		"no skill anywhere":    {paper(8, 400, 0, 0), Underfit},
		"same as a baseline":   {baseline, Underfit},
		"tiny test set":        {paper(9, 12, 1.5, 1.5), CannotTell},
		"one class in test":    {oneClass, CannotTell},
		"no validation rows":   {empty, Learned},
		"no training rows":     {noTrain, CannotTell},
		"nothing":              {Paper{}, CannotTell},
	} {
		r := Take(c.p, NewCriteria())
		if r.Memory.Verdict != c.want || len(r.Memory.Evidence) == 0 {
			t.Errorf("%s: %s, want %s\n%s", name, r.Memory.Verdict, c.want, strings.Join(r.Memory.Evidence, "\n"))
		}
	}
}

func TestGate(t *testing.T) {
	good := Take(paper(1, 1000, 1.5, 1.5), NewCriteria())
	if !good.Gate.Passed || len(good.Gate.Blocking()) != 0 {
		t.Errorf("a good model is kept out: %+v", good.Gate)
	}
	tiny := paper(9, 12, 3, 3)
	unmeasured := paper(1, 1000, 1.5, 1.5)
	unmeasured.Groups, unmeasured.Validation = nil, Side{}
	noRivals := paper(1, 1000, 1.5, 1.5)
	noRivals.Rivals = nil
	strict, lax := NewCriteria(), Criteria{AUC: .5, ECE: 1}
	strict.AUC = .95
	for name, c := range map[string]struct {
		p        Paper
		c        Criteria
		passed   bool
		blocking Verdict
	}{
		"guessing":                 {paper(8, 400, 0, 0), NewCriteria(), false, Fail},
		"too few rows":             {tiny, NewCriteria(), false, CannotTell},
		"not measured is no fail":  {unmeasured, NewCriteria(), true, ""},
		"no baseline":              {noRivals, NewCriteria(), false, CannotTell},
		"asks too much":            {paper(1, 1000, 1.5, 1.5), strict, false, Fail},
		"asks for little":          {noRivals, lax, true, ""},
		"a paper that cannot be":   {Paper{Test: Side{Y: []float64{2}, P: []float64{.5}}}, NewCriteria(), false, CannotTell},
		"memorised, but ahead yet": {paper(1, 1000, 6, 1.5), NewCriteria(), false, Fail},
	} {
		g := Take(c.p, c.c).Gate
		if g.Passed != c.passed || !c.passed && g.Blocking()[0].Verdict != c.blocking {
			t.Errorf("%s: %+v", name, g)
		}
	}
}

// Every report survives a bundle, whatever could not be measured.
func TestReportComesBackEqual(t *testing.T) {
	oneClass := paper(4, 40, 1.5, 1.5)
	copy(oneClass.Test.Y, constant(40, 0))
	oneClass.Groups[0].Names = append(oneClass.Groups[0].Names, "nobody")
	for _, p := range []Paper{{}, paper(1, 300, 1, 1), oneClass} {
		r := Take(p, NewCriteria())
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var back Report
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		if a, b := fmt.Sprintf("%#v", r), fmt.Sprintf("%#v", back); a != b { // NaN is printed, and not equal to itself
			t.Errorf("came back different:\n%s\n%s", a, b)
		}
		for _, s := range r.Sentences() {
			if strings.Contains(s, "NaN") || strings.Contains(s, "Inf") {
				t.Errorf("not in plain words: %s", s)
			}
		}
	}
}

// The order of the rows changes nothing, resampled intervals and shuffled labels included.
func TestRowOrder(t *testing.T) {
	a := paper(1, 300, 1, 1)
	for i := range a.Test.P {
		a.Test.P[i] = math.Round(a.Test.P[i]*20) / 20 // ties
	}
	b := a
	b.Test = Side{make([]float64, 300), make([]float64, 300)}
	b.Groups = []Grouping{{Column: "sex", Names: a.Groups[0].Names, Codes: make([]int, 300)}}
	for i, j := range rand.New(rand.NewPCG(1, 2)).Perm(300) {
		b.Test.Y[i], b.Test.P[i] = a.Test.Y[j], a.Test.P[j]
		b.Groups[0].Codes[i] = a.Groups[0].Codes[j]
	}
	ra, rb := Take(a, NewCriteria()), Take(b, NewCriteria())
	if math.Abs(ra.Baselines[0].Lead.Low-rb.Baselines[0].Lead.Low) > 1e-12 {
		t.Error("the lead depends on the order of rows")
	}
	ra.Baselines, rb.Baselines = nil, nil
	if !reflect.DeepEqual(ra, rb) {
		t.Errorf("the order of rows changes the report:\n%+v\n%+v", ra, rb)
	}
}

func TestCheck(t *testing.T) {
	ok := paper(1, 30, 1, 1)
	for want, spoil := range map[string]func(*Paper){
		"labels but":   func(p *Paper) { p.Test.P = p.Test.P[1:] },
		"diverge":      func(p *Paper) { p.Train.P = constant(90, math.NaN()) },
		"label 2":      func(p *Paper) { p.Validation.Y = constant(30, 2) },
		"baseline b":   func(p *Paper) { p.Rivals = []Rival{{"b", nil}} },
		"values for":   func(p *Paper) { p.Groups = []Grouping{{Column: "sex"}} },
		"threshold":    func(p *Paper) { p.Threshold = math.NaN() },
		"there are 2 ": func(p *Paper) { p.Groups[0].Codes[3] = 2 },
	} {
		p := paper(1, 30, 1, 1)
		spoil(&p)
		if err := p.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error on %q, got %v", want, err)
		}
	}
	if err := ok.Check(); err != nil {
		t.Error(err)
	}
}

// What the verdict on learning makes of gaps, leads and luck.
func TestDecide(t *testing.T) {
	at := func(v, half float64) Score { return Score{Value: v, Low: v - half, High: v + half} }
	for name, c := range map[string]struct {
		gap, lead Score
		p         float64
		want      Verdict
	}{
		"all well":                           {at(.02, .03), at(.2, .05), .001, Learned},
		"gap for certain":                    {at(.2, .05), at(-.1, .05), .5, Memorised},
		"gap for certain, ahead yet":         {at(.2, .05), at(.2, .05), .001, Memorised},
		"gap likely and no lead":             {at(.15, .1), at(.01, .05), .4, Memorised},
		"gap likely but a lead":              {at(.15, .1), at(.2, .05), .001, CannotTell},
		"gap over the limit, perhaps none":   {at(.15, .2), at(.01, .05), .4, CannotTell},
		"gap small but hardly measured":      {at(.05, .2), at(.2, .05), .001, CannotTell},
		"no lead":                            {at(.01, .05), at(.0, .05), .4, Underfit},
		"behind":                             {at(.01, .05), at(-.2, .05), .9, Underfit},
		"a lead that may be large, or none":  {at(.01, .05), at(.1, .15), .1, CannotTell},
		"surely no lead to speak of":         {at(.01, .05), at(.005, .02), .001, Underfit},
		"skill, but a lead unproven":         {at(.01, .05), at(.03, .04), .001, CannotTell},
		"gap likely, skill beyond luck":      {at(.15, .1), at(.04, .07), .001, CannotTell},
		"a lead though labels do not matter": {at(.01, .05), at(.1, .05), .2, CannotTell},
	} {
		e := evidence{best: Baseline{Lead: c.lead}, p: c.p}
		if got, why := e.decide(c.gap, .1); got != c.want || why == "" {
			t.Errorf("%s: %s (%s), want %s", name, got, why, c.want)
		}
	}
}

func TestCriteria(t *testing.T) {
	at := func(v, half float64) Score { return Score{Value: v, Low: v - half, High: v + half} }
	ahead := func(s Score) []Baseline { return []Baseline{{Name: "a", AUC: at(.5, 0), Lead: s}} }
	audits := func(vs ...Verdict) (out []Audit) {
		for _, v := range vs {
			out = append(out, Audit{Finding: Finding{Verdict: v}})
		}
		return out
	}
	c := NewCriteria()
	for name, x := range map[string]struct {
		got  Criterion
		want Verdict
	}{
		"auc above":          {c.auc(at(.7, .05), false), Pass},
		"auc above, few":     {c.auc(at(.7, .05), true), CannotTell},
		"auc around":         {c.auc(at(.62, .05), false), CannotTell},
		"auc below":          {c.auc(at(.5, .05), false), Fail},
		"auc not measured":   {c.auc(undefined(""), false), CannotTell},
		"ahead":              {c.baselines(ahead(at(.1, .05)), at(.6, .1), false), Pass},
		"ahead, few":         {c.baselines(ahead(at(.1, .05)), at(.6, .1), true), CannotTell},
		"perhaps ahead":      {c.baselines(ahead(at(.1, .15)), at(.6, .1), false), CannotTell},
		"behind":             {c.baselines(ahead(at(-.1, .05)), at(.6, .1), false), Fail},
		"calibrated":         {c.calibration(at(.05, .04), false), Pass},
		"perhaps calibrated": {c.calibration(at(.11, .04), false), CannotTell},
		"not calibrated":     {c.calibration(at(.2, .04), false), Fail},
		"the same, few":      {c.calibration(at(.2, .04), true), CannotTell},
		"calibration unseen": {c.calibration(undefined(""), false), CannotTell},
		"one audit fails":    {c.fair(audits(Pass, Fail, CannotTell)), Fail},
		"one cannot tell":    {c.fair(audits(Pass, CannotTell, Pass)), CannotTell},
		"all pass":           {c.fair(audits(Pass, Pass)), Pass},
		"no audit":           {c.fair(nil), CannotTell},
	} {
		if x.got.Verdict != x.want || x.got.Measured == "" {
			t.Errorf("%s: %+v, want %s", name, x.got, x.want)
		}
	}
}

// Nothing is called better on a handful of rows, nor when the interval leaves it open.
func TestSentencesClaimNothingUnshown(t *testing.T) {
	for name, c := range map[string]struct {
		p    Paper
		want bool
	}{"good": {paper(1, 400, 1.5, 1.5), true}, "tiny": {paper(9, 12, 1.5, 1.5), false}, "guessing": {paper(8, 400, 0, 0), false}} {
		all := strings.Join(Take(c.p, NewCriteria()).Sentences(), "\n")
		if strings.Contains(all, "better beyond chance") != c.want || strings.Contains(all, "gate is open") != c.want {
			t.Errorf("%s:\n%s", name, all)
		}
	}
}

// A gate is passed, failed, or undecided: what could not be shown is no failure.
func TestGateVerdict(t *testing.T) {
	line := func(v Verdict, essential bool) Criterion { return Criterion{Verdict: v, Essential: essential} }
	for name, c := range map[string]struct {
		gate Gate
		want Verdict
	}{
		"passed":           {Gate{Passed: true, Criteria: []Criterion{line(Pass, true), line(CannotTell, false)}}, Pass},
		"one failed":       {Gate{Criteria: []Criterion{line(CannotTell, true), line(Fail, false)}}, Fail},
		"nothing is shown": {Gate{Criteria: []Criterion{line(CannotTell, true), line(Pass, false)}}, CannotTell},
	} {
		if got := c.gate.Verdict(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
