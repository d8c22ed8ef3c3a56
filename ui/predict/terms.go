package predict

import "assay/ui/kit"

// Terms explains the words on the screen.
func (s *Screen) Terms() []kit.Term {
	return []kit.Term{
		{Word: "probability", Meaning: "How likely the model thinks the positive answer is for this case, from 0 to 100 %. A well calibrated model is right about 70 of 100 times when it says 70 %."},
		{Word: "threshold", Meaning: "The probability from which on the decision is the positive answer. It is chosen on the Evaluate screen: a higher one refuses more."},
		{Word: "close to the line", Meaning: "The probability is within 5 points of the threshold, so a small change of the case would turn the decision. A person should look at such cases."},
		{Word: "reason", Meaning: "What one field adds to the score of this case, compared with the average training case near the threshold. It explains the model, not the world: it is no proof of cause."},
		{Word: "log-odds", Meaning: "The logarithm of the probability divided by its opposite: 0 is 50 %, +1 about 73 %, +2 about 88 %, -1 about 27 %. On this scale what the fields add simply sums up."},
		{Word: "missing", Meaning: "No answer was given. The recipe fills the gap the way it learned from the training rows and lets the model know, so an answer is still possible."},
		{Word: "never occurred in training", Meaning: "The model saw nothing like this value while it learned, so its answer for this field is a guess. Trust the decision less."},
		{Word: "bundle", Meaning: "One file with the raw questions, the frozen recipe, the model, the threshold and the exam's report. It holds data only and carries a checksum."},
		{Word: "sealed row", Meaning: "A row that was put aside before anything was learned. The model never saw it, so comparing its answer with the truth is fair."},
		{Word: "exam", Meaning: "The test on sealed rows with criteria fixed beforehand. A model that did not pass it should not decide about people."},
	}
}
