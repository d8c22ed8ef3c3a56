package pipeline_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"assay/pipeline"
	"assay/pipeline/prepare"
)

func tries(t *testing.T, texts ...string) []pipeline.Alternative {
	t.Helper()
	var out []pipeline.Alternative
	for _, text := range texts {
		a, err := pipeline.ParseAlternative(text)
		if err != nil {
			t.Fatal(err)
		}
		if a.String() != text {
			t.Errorf("%q is read as %q", text, a)
		}
		out = append(out, a)
	}
	return out
}

func compared(t *testing.T, w pipeline.Workflow, texts ...string) *pipeline.Comparison {
	t.Helper()
	s := ran(t, w, pipeline.CollectStage)
	got, err := pipeline.WhatIf(context.Background(), w, s.Collected(), tries(t, texts...), pipeline.Watch{})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// marked is data whose answer is told by whether a number is there at all, and a little by the number.
func marked(n int) []byte {
	r := rand.New(rand.NewPCG(1, 1))
	var b bytes.Buffer
	b.WriteString("size,noise,kept\n")
	for range n {
		y := r.IntN(2)
		size := ""
		if r.Float64() < .15+.6*float64(y) {
			size = fmt.Sprintf("%.3f", 10+r.NormFloat64()+.3*float64(y))
		}
		fmt.Fprintf(&b, "%s,%.3f,%s\n", size, r.NormFloat64(), [...]string{"no", "yes"}[y])
	}
	return b.Bytes()
}

func TestWhatIfTellsBetterFromNoise(t *testing.T) {
	w := pipeline.New(written(t, "marked.csv", marked(1500)))
	w.Collect.Target = "kept"
	if err := w.Set("impute.indicator=false"); err != nil {
		t.Fatal(err)
	}
	got := compared(t, w, "impute.indicator=true,false", "rare=on,off")
	verdicts := map[string]string{}
	for _, v := range got.Recipes {
		verdicts[v.Name] = v.Verdict
		if v.Fault != nil || !v.AUC.Defined() {
			t.Errorf("%s: %v, AUC %v", v.Name, v.Fault, v.AUC)
		}
	}
	want := map[string]string{
		"impute.indicator=true rare=on": pipeline.Better, "impute.indicator=true rare=off": pipeline.Better,
		"impute.indicator=false rare=on": pipeline.Itself, "impute.indicator=false rare=off": pipeline.NoDifference,
	}
	if fmt.Sprint(verdicts) != fmt.Sprint(want) {
		t.Errorf("verdicts %v, wanted %v", verdicts, want)
	}
	best := got.Recipes[0]
	if best.Lead.Low <= 0 || best.AUC.Value < .7 || got.Recipes[got.Current].Verdict != pipeline.Itself {
		t.Errorf("%+v", best.Lead)
	}
	flips := got.Flips(got.Current, 0)
	if len(flips) == 0 || len(got.Flips(0, 0)) != 0 {
		t.Errorf("%d rows flip", len(flips))
	}
	for _, f := range flips {
		if (f.A >= .5) == (f.B >= .5) || f.Place == "" {
			t.Errorf("%+v is no flip", f)
		}
	}
	if back := got.Lead(got.Current, 0); math.Abs(back.Value+best.Lead.Value) > 1e-12 {
		t.Errorf("leads %v and %v", back, best.Lead)
	}
}

func TestWhatIfSaysWhenDataIsShort(t *testing.T) {
	w := pipeline.New(written(t, "marked.csv", marked(60)))
	w.Collect.Target = "kept"
	got := compared(t, w, "scale=on,off", "impute.numbers=median,mean")
	for _, v := range got.Recipes {
		if v.Verdict == pipeline.Better || v.Verdict == pipeline.Worse {
			t.Errorf("%s: %s with 48 rows: %v", v.Name, v.Verdict, v.Lead)
		}
	}
}

// A recipe that cannot be done says why, and the others go on.
func TestWhatIfGoesOnBesideAFault(t *testing.T) {
	got := compared(t, pipeline.New(pipeline.Sample), "onehot=on,off")
	if got.Recipes[1].Verdict != pipeline.Failed || got.Recipes[1].Fault == nil || got.Recipes[0].Fault != nil || len(got.Flips(0, 1)) != 0 {
		t.Errorf("%+v", got.Recipes[1].Fault)
	}
}

// The comparison sees no test row: other answers there change nothing. The order of work changes nothing either.
func TestWhatIfKeepsItsPromises(t *testing.T) {
	w := pipeline.New(pipeline.Sample)
	texts := []string{"impute.numbers=median,mean", "rare=on,off"}
	one := compared(t, w, texts...)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	alone := compared(t, w, texts...)
	same := func(a, b *pipeline.Comparison) bool {
		for r := range a.Recipes {
			for i := range a.Recipes[r].P {
				if math.Float64bits(a.Recipes[r].P[i]) != math.Float64bits(b.Recipes[r].P[i]) {
					return false
				}
			}
		}
		return len(a.Recipes) == len(b.Recipes)
	}
	if !same(one, alone) {
		t.Error("another number of cores gives other scores")
	}
	s := ran(t, w, pipeline.PrepareStage)
	p := s.Prepared()
	if one.Rows != len(p.Parts.Train)+len(p.Parts.Validation) || one.Of != one.Rows {
		t.Errorf("%d of %d rows looked at", one.Rows, one.Of)
	}
	spoilt := spoil(t, p)
	w.Collect.Data = written(t, "spoilt.csv", spoilt)
	if !same(one, compared(t, w, texts...)) {
		t.Error("test rows change the comparison")
	}
}

// spoil writes the sample with other numbers in its test rows.
func spoil(t *testing.T, p *pipeline.Prepared) []byte {
	t.Helper()
	lines := bytes.SplitAfter(sample(), []byte("\n"))
	header := strings.Split(strings.TrimSpace(string(lines[0])), ",")
	at := -1
	for j, name := range header {
		if name == "credit_score" {
			at = j
		}
	}
	if at < 0 {
		t.Skip("the sample has no credit_score")
	}
	for _, r := range p.Parts.Test {
		k := p.Raw.Line(r) - 1
		cells := strings.Split(string(lines[k]), ",")
		if len(cells) != len(header) {
			continue // quoted commas
		}
		cells[at] = "777"
		lines[k] = []byte(strings.Join(cells, ","))
	}
	return bytes.Join(lines, nil)
}

func TestWhatIfCanBeStopped(t *testing.T) {
	w := pipeline.New(pipeline.Sample)
	c := ran(t, w, pipeline.CollectStage).Collected()
	ctx, stop := context.WithCancel(context.Background())
	told := 0
	got, err := pipeline.WhatIf(ctx, w, c, tries(t, "impute.numbers=median,mean"), pipeline.Watch{Tell: func(done, total int) {
		if told++; done != told || total != 10 {
			t.Errorf("told %d of %d after %d", done, total, told)
		}
		stop()
	}})
	if !errors.Is(err, context.Canceled) || got != nil || told > runtime.GOMAXPROCS(0) {
		t.Errorf("%v after %d pieces of work", err, told)
	}
}

func TestWhatIfMeasuresTime(t *testing.T) {
	w := pipeline.New(written(t, "marked.csv", marked(300)))
	w.Collect.Target = "kept"
	c := ran(t, w, pipeline.CollectStage).Collected()
	got, err := pipeline.WhatIf(context.Background(), w, c, tries(t, "scale=on,off"), pipeline.Watch{Now: time.Now})
	if err != nil || got.Recipes[0].Seconds <= 0 {
		t.Errorf("%v, %v s", err, got.Recipes[0].Seconds)
	}
}

func TestAlternativesAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"impute":                "write it as step.setting=value",
		"impute.numbers=":       "write it as step.setting=value",
		"imput.numbers=median":  `imput.numbers=median: no preparation step is called "imput" (did you mean "impute"?)`,
		"impute.number=median":  "impute.number=median: no setting is called",
		"impute.numbers=meadan": "median",
		"scale=maybe":           "scale=maybe: it is neither on nor off, and",
		"logistic.c=1,2":        "no preparation step is called",
	} {
		if _, err := pipeline.ParseAlternative(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, wanted %q", text, err, want)
		}
	}
	w := pipeline.New(pipeline.Sample)
	c := ran(t, w, pipeline.CollectStage).Collected()
	var many []pipeline.Alternative
	for _, step := range []string{"tidy", "parse", "money", "dates", "duplicates", "rare", "scale"} {
		many = append(many, pipeline.Alternative{Step: step, Values: []string{"on", "off"}})
	}
	if _, err := pipeline.WhatIf(context.Background(), w, c, many, pipeline.Watch{}); err == nil || !strings.Contains(err.Error(), "more than 64") {
		t.Errorf("%v", err)
	}
}

// A step can stand in the place of another, and two ways to say the same recipe are one.
func TestAlternativesMakeRecipes(t *testing.T) {
	w := pipeline.New(written(t, "marked.csv", marked(300)))
	w.Collect.Target = "kept"
	got := compared(t, w, "rare=rare,scale,off")
	names := func(choices []prepare.Choice) (out []string) {
		for _, c := range choices {
			if !c.Off {
				out = append(out, c.Name)
			}
		}
		return out
	}
	if len(got.Recipes) != 3 || got.Current != 0 || got.Recipes[0].Name != "rare=rare" {
		t.Fatalf("%d recipes, the one that stands is %d", len(got.Recipes), got.Current)
	}
	if s := strings.Join(names(got.Recipes[1].Prepare), " "); s != "tidy parse money dates duplicates clip impute scale onehot power scale" {
		t.Errorf("in its place: %s", s)
	}
	if s := strings.Join(names(got.Recipes[2].Prepare), " "); strings.Contains(s, "rare") {
		t.Errorf("off: %s", s)
	}
	other := compared(t, w, "impute.numbers=mean")
	if len(other.Recipes) != 2 || other.Current != 0 || other.Recipes[0].Name != "the recipe as it stands" {
		t.Errorf("the recipe that stands is not beside the others: %+v", other.Current)
	}
}

// Where the recipe as it stands cannot be done, nothing leads or trails it.
func TestNothingIsHeldAgainstAFault(t *testing.T) {
	w := pipeline.New(pipeline.Sample)
	for i := range w.Prepare {
		w.Prepare[i].Off = w.Prepare[i].Off || w.Prepare[i].Name == "onehot"
	}
	got := compared(t, w, "onehot=on,off")
	for i, v := range got.Recipes {
		if v.Lead.Defined() {
			t.Errorf("recipe %d, %s, leads by %v", i, v.Verdict, v.Lead)
		}
		if v.AUC.Defined() == (i == got.Current) {
			t.Errorf("recipe %d, %s, has an AUC of %v", i, v.Verdict, v.AUC)
		}
	}
}
