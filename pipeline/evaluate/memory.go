package evaluate

import (
	"fmt"
	"math"
)

const (
	// fewestOfClass is how many rows of each class a side needs before its ranking says anything.
	fewestOfClass = 10
	// A model has memorised when its AUC falls from training to unseen rows by more than leastGap or gapShare of the
	// training value, whichever is more.
	leastGap, gapShare = .03, .1
	// A model underfits when its lead over the best baseline is surely less than noLead, or less than faintLead while
	// shuffled labels do as well: at most a simple rule was learned.
	noLead, faintLead = .03, .1
	// gaveAway is a baseline's AUC from which one column all but gives the answer.
	gaveAway = .95
	// luck is the p-value from which shuffled labels do as well as the true ones too often.
	luck = .05
)

// evidence is what the verdict on learning rests on.
type evidence struct {
	train, validation, test Score
	small                   [3]bool // a side with too few of a class
	best                    Baseline
	p                       float64
}

// memory says whether the model learned something that holds on unseen rows or memorised its training rows.
func (e evidence) memory() Finding {
	f := Finding{Verdict: CannotTell}
	say := func(format string, args ...any) { f.Evidence = append(f.Evidence, fmt.Sprintf(format, args...)) }
	say("AUC is the chance that a positive row is ranked above a negative one; 0.5 is guessing, 1 is perfect.")
	say("Training rows %s; validation rows %s; test rows %s.", e.train.words(), e.validation.words(), e.test.words())
	if e.small[2] || !e.test.Defined() {
		say("The test rows hold fewer than %d of a class, so they do not settle it.", fewestOfClass)
		return f
	}
	say("%s", e.chance())
	say("%s", e.lead())
	if e.small[0] || !e.train.Defined() {
		say("The training rows were not measured or hold fewer than %d of a class, so a gap cannot be seen.", fewestOfClass)
		return f
	}
	gap, limit := e.gap()
	say("From training to unseen rows the AUC falls by %s; more than %.3f counts as memorising.", gap.words(), limit)
	verdict, because := e.decide(gap, limit)
	f.Verdict = verdict
	say("%s: %s.", verdict, because)
	return f
}

// gap is the fall in AUC from training to test rows, or to validation rows if that one is the more certain, and the
// limit it is held to.
func (e evidence) gap() (gap Score, limit float64) {
	gap = e.train.minus("gap", e.test).within(-1, 1)
	if e.validation.Defined() && !e.small[1] {
		if v := e.train.minus("gap", e.validation).within(-1, 1); v.Low > gap.Low && v.Value > gap.Value {
			gap = v
		}
	}
	return gap, max(leastGap, gapShare*e.train.Value)
}

func (e evidence) decide(gap Score, limit float64) (Verdict, string) {
	beats, lucky := e.best.Lead.Low > 0, e.p >= luck
	switch {
	case gap.Low > limit:
		if beats {
			return Memorised, "the whole interval of the gap is over the limit; what is left on unseen rows still beats the baselines"
		}
		return Memorised, "the whole interval of the gap is over the limit, and what is left does not beat the baselines"
	case gap.Value > limit && gap.Low > 0 && lucky:
		return Memorised, "the gap is over the limit, and on unseen rows shuffled labels do as well"
	case gap.Value > limit:
		return CannotTell, "the gap is over the limit, but its interval reaches below it"
	case gap.High > 2*limit:
		return CannotTell, "the gap's interval reaches past twice the limit"
	case beats && !lucky:
		return Learned, "it ranks unseen rows about as well as the rows it learned from, and better than every baseline"
	case e.best.AUC.Value >= gaveAway && !lucky:
		return CannotTell, "one column alone ranks nearly as well; is that column known before the outcome?"
	case e.best.Lead.Low <= 0 && (e.best.Lead.High < noLead || lucky && e.best.Lead.High < faintLead):
		return Underfit, "it does about as well on rows it learned from, but no better than the baselines"
	case lucky:
		return CannotTell, "what it does on unseen rows may be luck"
	}
	return CannotTell, "it holds on unseen rows, but the lead over the best baseline may be luck"
}

func (e evidence) chance() string {
	if e.p <= .001 {
		return "Shuffled labels would do as well in at most 1 of 1,000 tries."
	}
	return fmt.Sprintf("Shuffled labels would do as well in %.1f of 100 tries (p = %.3f).", 100*e.p, e.p)
}

func (e evidence) lead() string {
	return fmt.Sprintf("The best baseline, %s, has %s; the model's AUC minus that is %s.", e.best.Name, e.best.AUC.words(), e.best.Lead.words())
}

// best is the baseline with the highest AUC. Without any, the model is held against guessing, whose AUC is 0.5.
func best(baselines []Baseline, auc Score) Baseline {
	out := Baseline{Name: "guessing", AUC: Score{"roc_auc", .5, .5, .5}}
	out.Lead = auc.minus("lead", out.AUC)
	highest := math.Inf(-1)
	for _, b := range baselines {
		if b.AUC.Value > highest {
			highest, out = b.AUC.Value, b
		}
	}
	return out
}

// few says whether these counts hold too few rows of a class.
func (c Confusion) few() bool { return c.TP+c.FN < fewestOfClass || c.FP+c.TN < fewestOfClass }

// few says whether a side has too few rows of a class.
func (r Ranking) few() bool { return len(r.Pos) < fewestOfClass || len(r.Neg) < fewestOfClass }
