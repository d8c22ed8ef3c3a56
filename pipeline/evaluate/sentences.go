package evaluate

import (
	"fmt"
	"math"
)

// Sentences tells the result in plain words, most important first: for learners, screen readers and logs. Terms are
// explained where they occur.
func (r Report) Sentences() []string {
	n := r.Confusion.N()
	if n == 0 {
		return append([]string{"Nothing could be measured: there are no test rows."}, r.Gate.sentences()...)
	}
	out := []string{
		fmt.Sprintf("The exam was taken on %s the model never saw; %s of them are positive.", count(n, "row"), percent(r.BaseRate.Value)),
		r.accuracySentence(),
	}
	out = append(out, r.Confusion.sentences()...)
	out = append(out, r.rankingSentences()...)
	out = append(out, r.calibrationSentence(), r.memorySentence())
	for _, a := range r.Audits {
		out = append(out, a.sentence())
	}
	return append(out, r.Gate.sentences()...)
}

// accuracySentence never lets accuracy stand alone: the larger class is what it is held against.
func (r Report) accuracySentence() string {
	a := r.Confusion.Accuracy()
	larger := max(r.BaseRate.Value, 1-r.BaseRate.Value)
	return fmt.Sprintf("It decided %d of %d right: %s, and between %s and %s on rows like these. Always saying the more common answer would be right in %s.",
		a.Hits, a.N, percent(a.Value), percent(a.Low), percent(a.High), percent(larger))
}

// sentences puts the confusion matrix as counts out of ten.
func (c Confusion) sentences() []string {
	var out []string
	if r := c.Recall(); r.N > 0 {
		out = append(out, fmt.Sprintf("Of 10 rows that are positive it finds %s (%d of %d).", ofTen(r), r.Hits, r.N))
	}
	if r := c.Specificity(); r.N > 0 {
		out = append(out, fmt.Sprintf("Of 10 rows that are negative it recognises %s (%d of %d).", ofTen(r), r.Hits, r.N))
	}
	if r := c.Precision(); r.N > 0 {
		out = append(out, fmt.Sprintf("Of 10 rows it calls positive %s are (%d of %d).", ofTen(r), r.Hits, r.N))
	} else {
		out = append(out, "It calls no row positive at this threshold.")
	}
	return out
}

// ofTen rounds a share to a count out of ten without turning nearly into all or none.
func ofTen(r Rate) string {
	tens := int(math.Round(10 * r.Value))
	switch {
	case tens == 10 && r.Hits < r.N:
		return "nearly all"
	case tens == 0 && r.Hits > 0:
		return "hardly any"
	case tens == 0:
		return "none"
	case r.Hits*10 == tens*r.N:
		return fmt.Sprint(tens)
	}
	return fmt.Sprintf("about %d", tens)
}

func (r Report) rankingSentences() []string {
	auc := r.Test.Get("roc_auc")
	if !auc.Defined() {
		return []string{"How well it ranks could not be measured: the test rows hold one class only."}
	}
	out := []string{fmt.Sprintf("Given a positive and a negative row, it scores the positive one higher in %.0f of 100 such pairs, and between %.0f and %.0f on rows like these (this is the AUC; 50 is guessing).",
		100*auc.Value, 100*auc.Low, 100*auc.High)}
	if len(r.Baselines) == 0 {
		return append(out, "It was held against no baseline, so this cannot be called good or bad.")
	}
	b := best(r.Baselines, auc)
	said := fmt.Sprintf("The best simple baseline, %s, manages %.0f of 100; ", b.Name, 100*b.AUC.Value)
	switch {
	case r.Confusion.few():
		said += fmt.Sprintf("with fewer than %d test rows of a class nothing follows from that.", fewestOfClass)
	case !b.Lead.Defined():
		said += "the two could not be compared."
	case b.Lead.Low > 0:
		said += "the model is better beyond chance."
	case b.Lead.High < 0:
		said += "the model is worse beyond chance."
	default:
		said += "the difference may be chance, so the model is not shown to be any better."
	}
	return append(out, said)
}

func (r Report) calibrationSentence() string {
	ece := r.Test.Get("ece")
	if !ece.Defined() {
		return "Whether its probabilities can be taken at their word could not be measured."
	}
	return fmt.Sprintf("When it says 70 of 100, count on 70 give or take %.0f: its probabilities are off by %.1f points of 100 on average (calibration error), likely between %.1f and %.1f.",
		100*ece.Value, 100*ece.Value, 100*ece.Low, 100*ece.High)
}

func (r Report) memorySentence() string {
	switch r.Memory.Verdict {
	case Learned:
		return "Learned: it does about as well on unseen rows as on those it learned from, and better than the baselines."
	case Memorised:
		return "Memorised: it does much better on the rows it learned from than on unseen ones, so its training score promises too much."
	case Underfit:
		return "Underfit: it does no better than the simple baselines, on unseen rows or on those it learned from."
	}
	return "Learned or memorised? There is not enough data to tell."
}

func (a Audit) sentence() string {
	switch a.Finding.Verdict {
	case Fail:
		return fmt.Sprintf("By %s, groups of people are treated differently, by more than chance explains: look at the audit before using this model.", a.Column)
	case Pass:
		return fmt.Sprintf("By %s, groups are selected, and the positive ones among them found, at rates within the limits of the audit.", a.Column)
	}
	return fmt.Sprintf("By %s, there is not enough data to say whether groups are treated alike.", a.Column)
}

func (g Gate) sentences() []string {
	if g.Passed {
		out := []string{"The gate is open: nothing failed and everything essential was shown."}
		for _, c := range g.Criteria {
			if c.Verdict == CannotTell {
				out = append(out, fmt.Sprintf("Not shown either way: %s (%s).", c.Name, c.Measured))
			}
		}
		return out
	}
	out := []string{"The gate is shut."}
	for _, c := range g.Blocking() {
		out = append(out, fmt.Sprintf("It asks that the model %s: %s (%s).", c.Name, c.Verdict, c.Measured))
	}
	return out
}

// count writes a number of things.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
