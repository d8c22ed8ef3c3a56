package evaluate

import "math"

// N is the number of rows.
func (c Confusion) N() int { return c.TP + c.FP + c.FN + c.TN }

// Accuracy is the share of rows decided right.
func (c Confusion) Accuracy() Rate { return Wilson(c.TP+c.TN, c.N()) }

// Selection is the share of rows called positive.
func (c Confusion) Selection() Rate { return Wilson(c.TP+c.FP, c.N()) }

// BaseRate is the share of rows that are positive.
func (c Confusion) BaseRate() Rate { return Wilson(c.TP+c.FN, c.N()) }

// Precision is the share of the rows called positive that are (positive predictive value).
func (c Confusion) Precision() Rate { return Wilson(c.TP, c.TP+c.FP) }

// Recall is the share of the positive rows that were called so (true positive rate, sensitivity).
func (c Confusion) Recall() Rate { return Wilson(c.TP, c.TP+c.FN) }

// Specificity is the share of the negative rows that were called so (true negative rate).
func (c Confusion) Specificity() Rate { return Wilson(c.TN, c.TN+c.FP) }

// FPR is the share of the negative rows that were called positive.
func (c Confusion) FPR() Rate { return Wilson(c.FP, c.TN+c.FP) }

// NPV is the share of the rows called negative that are.
func (c Confusion) NPV() Rate { return Wilson(c.TN, c.TN+c.FN) }

// F1 is the harmonic mean of precision and recall; NaN when nothing is or was called positive.
func (c Confusion) F1() float64 { return c.floats().f1() }

// BalancedAccuracy is the mean of recall and specificity; NaN with one class only.
func (c Confusion) BalancedAccuracy() float64 { return c.floats().balancedAccuracy() }

// MCC is Matthews' correlation between truth and decision; 0 when a margin of the table is empty.
func (c Confusion) MCC() float64 { return c.floats().mcc() }

// Kappa is Cohen's agreement beyond chance between truth and decision; 0 when a margin of the table is empty.
func (c Confusion) Kappa() float64 {
	t := c.floats()
	if t.marginEmpty() {
		return 0
	}
	return 2 * (t.tp*t.tn - t.fp*t.fn) / ((t.tp+t.fp)*(t.fp+t.tn) + (t.tp+t.fn)*(t.fn+t.tn))
}

// cells are the four counts as floats, also those of a resample; products of counts do not overflow.
type cells struct{ tp, fp, fn, tn float64 }

func (c Confusion) floats() cells {
	return cells{float64(c.TP), float64(c.FP), float64(c.FN), float64(c.TN)}
}

func (t cells) f1() float64 { return 2 * t.tp / (2*t.tp + t.fp + t.fn) }

func (t cells) balancedAccuracy() float64 {
	return (t.tp/(t.tp+t.fn) + t.tn/(t.tn+t.fp)) / 2
}

func (t cells) marginEmpty() bool {
	return t.tp+t.fp == 0 || t.tp+t.fn == 0 || t.tn+t.fp == 0 || t.tn+t.fn == 0
}

func (t cells) mcc() float64 {
	if t.marginEmpty() {
		return 0
	}
	return (t.tp*t.tn - t.fp*t.fn) /
		(math.Sqrt(t.tp+t.fp) * math.Sqrt(t.tp+t.fn) * math.Sqrt(t.tn+t.fp) * math.Sqrt(t.tn+t.fn))
}
