package evaluate

import "assay/ui/kit"

// Terms are the words of the field on this screen.
func (s *Screen) Terms() []kit.Term {
	out := []kit.Term{
		{Word: "test rows", Meaning: "Rows set aside before anything was learned, and opened only for the exam. They stand for the cases of tomorrow."},
		{Word: "look", Meaning: "An opening of the test rows. Only the first is an exam; after it, choices may have been fitted to these rows, and the score counts as validation."},
		{Word: "threshold", Meaning: "The probability from which on the answer is the positive one. Higher lets fewer through: fewer wrong yes, more missed."},
		{Word: "confusion matrix", Meaning: "How often each true answer was decided in each way: the right ones on the diagonal, the two kinds of mistakes beside it."},
		{Word: "95 % interval", Meaning: "Where the true value lies in 95 of 100 such exams. Few rows make it wide, and a wide interval settles little."},
		{Word: "gate", Meaning: "What a model must show before it may go on to Predict: criteria with evidence, each pass, fail or not enough data."},
		{Word: "memorised", Meaning: "Learned by heart: much better on training rows than on unseen ones."},
		{Word: "underfit", Meaning: "Learned too little: no better than the simple baselines, even on training rows."},
		{Word: "baseline", Meaning: "A simple model that any other must beat: always the class shares (majority), or the one best column (onerule)."},
		{Word: "base rate", Meaning: "The share of positives in a group, whatever the model says."},
		{Word: "selected", Meaning: "Selection rate: the share of a group that the model gives the positive answer."},
		{Word: "found (TPR)", Meaning: "True positive rate: of those who are positive, the share the model says so of."},
		{Word: "wrongly (FPR)", Meaning: "False positive rate: of those who are not positive, the share the model calls positive."},
		{Word: "four-fifths", Meaning: "A rule of thumb from US employment practice: the smallest selection rate should be at least 0.8 of the largest. Not a law of fairness."},
	}
	for _, m := range metrics {
		out = append(out, kit.Term{Word: m.title, Meaning: m.meaning})
	}
	return out
}
