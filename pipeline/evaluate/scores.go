package evaluate

import "math"

// Score measures one side: the scores with their 95 % intervals, in the fixed order of Names. Decisions are taken at
// the threshold. Intervals are DeLong's for the AUC, Wilson's for accuracy and the seeded stratified bootstrap for the
// rest; the result depends neither on the order of the rows nor on the number of cores.
func (s Side) Score(threshold float64, seed uint64) Scores { return Rank(s).scores(threshold, seed) }

// Names returns the names of the scores in their order.
func Names() []string {
	return []string{"roc_auc", "average_precision", "log_loss", "brier", "accuracy", "balanced_accuracy", "f1", "mcc", "ece"}
}

func (r Ranking) scores(threshold float64, seed uint64) Scores {
	names := Names()
	if r.N() == 0 {
		out := make(Scores, len(names))
		for i, name := range names {
			out[i] = undefined(name)
		}
		return out
	}
	c := r.Confusion(threshold)
	drawn := r.bootstrap(threshold, seed)
	ceiling := -math.Log(clip)
	rarer := min(len(r.Pos), len(r.Neg))
	return Scores{
		r.aucScore(),
		interval(names[1], r.AveragePrecision(), drawn[ofAveragePrecision], rarer).within(0, 1),
		interval(names[2], r.LogLoss(), drawn[ofLogLoss], rarer).within(0, ceiling),
		interval(names[3], r.Brier(), drawn[ofBrier], rarer).within(0, 1),
		c.Accuracy().score(names[4]),
		interval(names[5], c.BalancedAccuracy(), drawn[ofBalancedAccuracy], rarer).within(0, 1),
		interval(names[6], c.F1(), drawn[ofF1], rarer).within(0, 1),
		interval(names[7], c.MCC(), drawn[ofMCC], rarer).within(-1, 1),
		reversed(interval(names[8], r.ECE(), drawn[ofECE], rarer)).within(0, 1),
	}
}

// reversed mirrors an interval at its value (the basic bootstrap): resampling pushes the calibration error up by as
// much as having few rows already did, and the mirror takes both out.
func reversed(s Score) Score {
	s.Low, s.High = 2*s.Value-s.High, 2*s.Value-s.Low
	return s
}
