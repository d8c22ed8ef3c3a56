package prepare

import (
	"assay/pipeline/prepare"
	"assay/ui/kit"
)

// Terms explains the words on the screen.
func (s *Screen) Terms() []kit.Term {
	out := []kit.Term{
		{Word: "step", Meaning: "One piece of preparation. Steps run from top to bottom; each gets the table that the one before it left."},
		{Word: "the wall", Meaning: "Above it every row is treated by itself. Below it, steps learn values such as medians, and they learn them on training rows only: learning from rows that later test the model would let answers leak."},
		{Word: "training rows", Meaning: "The rows a model learns from."},
		{Word: "validation rows", Meaning: "Rows the model does not learn from. They show during training whether it learns or memorises, and choices are made by them."},
		{Word: "test rows", Meaning: "Rows kept sealed until the exam. Nothing is learned from them and nothing is chosen by them."},
		{Word: "split", Meaning: "How rows are divided into training, validation and test. Which side a row falls on depends on its id and the seed, never on its values."},
		{Word: "health", Meaning: "Six counters of what would make a model look better than it is, or of no use: twins across the split, leaks, gaps, empty columns, stand-ins for what is protected, contradicting answers. H shows them."},
		{Word: "what if", Meaning: "Other recipes, scored by cross-validation beside the one that stands. A difference whose interval holds 0 may be chance."},
		{Word: "cross-validation", Meaning: "Rows are dealt into folds; each fold is scored by a model that learned from the others, preparation included."},
		{Word: "missing cells", Meaning: "Cells without a value, in all columns that are not ignored."},
		{Word: "changed cells", Meaning: "Cells whose text is another one after the step. They are marked in the table."},
		{Word: "one-hot", Meaning: "A column of words turned into numbers: a 0 or 1 for every word it had in training."},
		{Word: "impute", Meaning: "To fill a missing value with what is usual in the training rows, and to note beside it that it was missing."},
		{Word: "AUC", Meaning: "Area under the ROC curve: the chance that a random yes gets a higher score than a random no. .5 is guessing, 1 is perfect."},
		{Word: "read naively", Meaning: "The file as it is: no cell cleaned, no repeat dropped, every different text a category of its own."},
		{Word: "interval", Meaning: "Where the true value very likely lies (95 %), given how few rows it was measured on. Two that overlap may differ by chance only."},
	}
	for _, e := range prepare.Catalogue() {
		out = append(out, kit.Term{Word: e.Title, Meaning: e.About + " " + e.Why})
	}
	return out
}
