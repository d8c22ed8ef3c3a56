package evaluate

import (
	"fmt"

	"assay/models/param"
)

// Criteria are what a model must show before it may go on to Predict. NewCriteria holds the defaults.
type Criteria struct {
	AUC       float64 // least AUC on unseen rows, interval and all
	Baselines bool    // beat the best baseline beyond the interval
	Memory    bool    // not have memorised
	ECE       float64 // largest expected calibration error; 1 asks for nothing
	Fair      bool    // no failed audit
}

var _ param.Settings = (*Criteria)(nil)

// tooFew says why a side with too few rows of a class settles nothing.
var tooFew = fmt.Sprintf("; fewer than %d test rows of a class", fewestOfClass)

// NewCriteria returns the criteria with their defaults.
func NewCriteria() Criteria {
	return Criteria{AUC: .6, Baselines: true, Memory: true, ECE: .1, Fair: true}
}

// Params declares the settings.
func (c *Criteria) Params() []param.Param {
	return []param.Param{
		param.OfFloat(&c.AUC, "auc", .5, 1, "least area under the ROC curve on unseen rows; the low end of its interval must reach it"),
		param.OfBool(&c.Baselines, "baselines", "the model must beat the best baseline beyond the interval"),
		param.OfBool(&c.Memory, "memory", "the model must not have memorised its training rows"),
		param.OfFloat(&c.ECE, "ece", 0, 1, "largest expected calibration error on unseen rows; 1 asks for nothing"),
		param.OfBool(&c.Fair, "fair", "no group of people may be treated worse beyond doubt"),
	}
}

// gate holds the report against the criteria. It passes when nothing failed and everything essential passed: what
// could not be measured does not count as a failure, but that it ranks well, beats the baselines and has not memorised
// must be shown.
func (c Criteria) gate(r *Report, few bool) Gate {
	auc := r.Test.Get("roc_auc")
	lines := []Criterion{c.auc(auc, few)}
	if c.Baselines {
		lines = append(lines, c.baselines(r.Baselines, auc, few))
	}
	if c.Memory {
		lines = append(lines, c.memory(r.Memory))
	}
	if c.ECE < 1 {
		lines = append(lines, c.calibration(r.Test.Get("ece"), few))
	}
	if c.Fair {
		lines = append(lines, c.fair(r.Audits))
	}
	g := Gate{Passed: true, Criteria: lines}
	for _, l := range lines {
		if l.blocks() {
			g.Passed = false
		}
	}
	return g
}

// Verdict is Pass when the gate is passed, Fail when something was shown to be wrong, and CannotTell when nothing was but
// something essential could not be shown.
func (g Gate) Verdict() Verdict {
	if g.Passed {
		return Pass
	}
	for _, c := range g.Criteria {
		if c.Verdict == Fail {
			return Fail
		}
	}
	return CannotTell
}

// blocks says whether the line keeps the gate shut.
func (c Criterion) blocks() bool { return c.Verdict == Fail || c.Essential && c.Verdict != Pass }

// Blocking returns the lines that keep the gate shut; none when it passed.
func (g Gate) Blocking() []Criterion {
	var out []Criterion
	for _, c := range g.Criteria {
		if c.blocks() {
			out = append(out, c)
		}
	}
	return out
}

func (c Criteria) auc(auc Score, few bool) Criterion {
	l := Criterion{Essential: true, Verdict: CannotTell, Measured: "AUC " + auc.words(),
		Name: fmt.Sprintf("ranks unseen rows well: AUC at least %.2f, low end of the interval included", c.AUC)}
	switch {
	case few || !auc.Defined():
		l.Measured += tooFew
	case auc.Low >= c.AUC:
		l.Verdict = Pass
	case auc.High < c.AUC:
		l.Verdict = Fail
	}
	return l
}

func (c Criteria) baselines(all []Baseline, auc Score, few bool) Criterion {
	l := Criterion{Name: "beats the best baseline beyond the interval", Essential: true, Verdict: CannotTell}
	b := best(all, auc)
	l.Measured = fmt.Sprintf("AUC minus that of %s: %s", b.Name, b.Lead.words())
	switch {
	case len(all) == 0:
		l.Measured = "no baseline was examined"
	case few || !b.Lead.Defined():
		l.Measured += tooFew
	case b.Lead.Low > 0:
		l.Verdict = Pass
	case b.Lead.High <= 0:
		l.Verdict = Fail
	}
	return l
}

func (c Criteria) memory(f Finding) Criterion {
	l := Criterion{Name: "has not memorised its training rows", Essential: true, Verdict: Pass, Measured: string(f.Verdict)}
	switch f.Verdict {
	case Memorised:
		l.Verdict = Fail
	case CannotTell:
		l.Verdict = CannotTell
	}
	return l
}

func (c Criteria) calibration(ece Score, few bool) Criterion {
	l := Criterion{Name: fmt.Sprintf("gives probabilities that can be taken at their word: calibration error at most %.2f", c.ECE),
		Verdict: CannotTell, Measured: "expected calibration error " + ece.words()}
	switch {
	case few:
		l.Measured += tooFew
	case ece.High <= c.ECE: // never true of NaN
		l.Verdict = Pass
	case ece.Low > c.ECE:
		l.Verdict = Fail
	}
	return l
}

func (c Criteria) fair(audits []Audit) Criterion {
	l := Criterion{Name: "treats no group worse beyond doubt", Verdict: Pass}
	for i, a := range audits {
		if i > 0 {
			l.Measured += ", "
		}
		l.Measured += a.Column + ": " + string(a.Finding.Verdict)
		if a.Finding.Verdict == Fail || l.Verdict == Pass {
			l.Verdict = a.Finding.Verdict
		}
	}
	if len(audits) == 0 {
		l.Verdict, l.Measured = CannotTell, "no protected column was named"
	}
	return l
}
