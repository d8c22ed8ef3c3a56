package train

import (
	"fmt"
	"strings"

	"assay/pipeline"
	"assay/pipeline/evaluate"
	"assay/pipeline/train"
	"assay/ui/kit"
)

// story tells the training in sentences, as far as it has come.
func (s *Screen) story() []string {
	s.follow()
	now := s.phase()
	switch {
	case now == locked:
		return []string{"There is nothing to learn from yet: " + s.locked() + "."}
	case now == fresh:
		return s.zero.sentences(s.prepared())
	case len(s.snap.Curve) == 0:
		return []string{"Measuring the untrained model …"}
	}
	out := s.summary()
	if !now.trained() {
		return append(out, s.notes()...)
	}
	out = append(out, strings.ToUpper(s.kept()[:1])+s.kept()[1:]+".")
	out = append(out, s.plainest()...)
	if g := s.bench.Gain; g != nil {
		out = append(out, fmt.Sprintf("What preparation is worth: a default model ranks validation rows with AUC %.3f on the data read naively, %.3f as prepared (0.5 is guessing).",
			g.Naive.Value, g.Prepared.Value))
	}
	return append(out, s.notes()...)
}

// summary says how the loss went.
func (s *Screen) summary() []string {
	curve := s.snap.Curve
	first, last, best := curve[0], curve[len(curve)-1], curve[s.snap.Best]
	rows := len(s.prepared().Parts.Validation)
	if last.Round == 0 {
		return []string{fmt.Sprintf("Round 0, the untrained model: validation loss %.4f, %d of %d rows wrong.", first.Validation, first.ValidWrong, rows)}
	}
	loss := fmt.Sprintf("Validation loss %s from %.4f to %.4f in %s", went(first.Validation, last.Validation), first.Validation, last.Validation, rounds(last.Round))
	rise := last.Validation - best.Validation
	notable := rise > .05*(first.Validation-best.Validation)
	switch {
	case notable:
		loss += fmt.Sprintf("; lowest in round %d (%.4f), rising since", best.Round, best.Validation)
	case rise > 0:
		loss += fmt.Sprintf("; lowest in round %d (%.4f), hardly changed since", best.Round, best.Validation)
	}
	out := []string{loss + ".", fmt.Sprintf("Mistakes on validation rows went from %s to %s of %s.",
		kit.Thousands(first.ValidWrong), kit.Thousands(last.ValidWrong), kit.Thousands(rows))}
	if notable && last.Train < best.Train {
		out = append(out, "While the training loss went on falling, the validation loss rose: the later rounds fit the training rows only (overfitting). Patience in the settings (e) keeps the best round.")
	}
	return out
}

func went(from, to float64) string {
	if to < from {
		return "fell"
	}
	return "rose"
}

func rounds(n int) string {
	if n == 1 {
		return "1 round"
	}
	return kit.Thousands(n) + " rounds"
}

// kept says which round the model is from.
func (s *Screen) kept() string {
	t := s.of
	if t == nil {
		return ""
	}
	k, last := t.Curve[t.Kept], t.Curve[len(t.Curve)-1]
	if k.Round < last.Round {
		return fmt.Sprintf("round %d of %d is kept, the one with the lowest validation loss", k.Round, last.Round)
	}
	if t.Stopped {
		return fmt.Sprintf("stopped by hand after %s; the last is the best and is kept", rounds(last.Round))
	}
	return fmt.Sprintf("trained to the end; round %d, the last, is kept", k.Round)
}

// rules are the plainest sentences about the data, with how often they held on rows they were not found on.
func (s *Screen) plainest() []string {
	var out []string
	classes := s.prepared().Target.Classes
	for _, r := range s.of.Rules {
		out = append(out, ruleWords(r, classes))
	}
	return out
}

func ruleWords(r train.Rule, classes []string) string {
	label, hits := classes[1], r.Held.Positives
	if !r.Positive {
		label, hits = classes[0], r.Held.N-r.Held.Positives
	}
	share := evaluate.Wilson(hits, r.Held.N)
	return kit.Clean(fmt.Sprintf("Plainest rule for %q: %s. It held for %s of the %d validation rows it speaks of (between %.0f and %.0f of 100 on rows like these).",
		label, r, percent(share.Value), r.Held.N, 100*share.Low, 100*share.High))
}

const keptNotes = 200

// notes are what the learner said about each round, newest first.
func (s *Screen) notes() []string {
	var out []string
	for i := len(s.snap.Curve) - 1; i >= 0 && len(out) < keptNotes; i-- {
		if p := s.snap.Curve[i]; p.Note != "" {
			out = append(out, fmt.Sprintf("Round %d: %s", p.Round, kit.Clean(p.Note)))
		}
	}
	return out
}

// next says what to do now.
func (s *Screen) next(now phase) string {
	switch now {
	case locked:
		return "First: " + s.locked() + "."
	case fresh:
		return "Next: space starts the training; n does it one round at a time; l picks another learner."
	case under:
		return "space pauses, x stops and keeps the best round so far. The rows of the exam stay sealed meanwhile."
	case paused:
		return "Paused: n learns one round, space goes on, x stops and keeps the best round so far."
	case stale:
		if why := s.locked(); why != "" {
			return "First: " + why + "."
		}
		return "This model is from before the last change: space trains again."
	}
	return "Next: enter takes it to the exam on rows it has never seen. Validation rows watched the training, so they are no proof."
}

// shortNext says it where only a line is left.
var shortNext = map[phase]string{
	fresh: "space trains, n one round, l learner", under: "space pauses, x stops", paused: "n one round, space goes on, x stops",
	stale: "space trains again", done: "enter: to the exam",
}

// prepared is what the training drawn now was made on.
func (s *Screen) prepared() *pipeline.Prepared {
	if s.of != nil {
		return s.of.Prepared
	}
	if s.on != nil && s.phase().running() {
		return s.on
	}
	return s.bench.Prepared()
}

func joinParagraphs(all []string) string { return strings.Join(all, "\n\n") }

// Terms are the words of the field on this screen.
func (s *Screen) Terms() []kit.Term {
	return []kit.Term{
		{Word: "learner", Meaning: "A way to learn from rows with known answers. What it learns ends up in a model."},
		{Word: "round", Meaning: "One turn of learning: look at the mistakes on the training rows, adjust the numbers inside, look again. Also called epoch or iteration."},
		{Word: "loss", Meaning: "How surprised the model is by the true answers, on average (log loss, in nats). 0 is certain and right; 0.6931 is a coin toss; being certain and wrong costs most."},
		{Word: "training rows", Meaning: "The rows it learns from. Doing well on them proves little: they could be learned by heart."},
		{Word: "validation rows", Meaning: "Rows that watch the training and are never learned from. When their loss rises while the training loss falls, the model has begun to memorise."},
		{Word: "accuracy", Meaning: "The share of rows decided right when a probability of 0.5 or more counts as the positive answer. Hold it against the share of the more common answer."},
		{Word: "weight", Meaning: "The number a linear model multiplies a column with before it adds everything up. Positive speaks for the positive class, negative against it, near 0 for nothing."},
		{Word: "intercept", Meaning: "What a linear model starts its sum with, before any column speaks."},
		{Word: "standard deviation", Meaning: "The usual distance of a number from its mean. Counting in it makes incomes and ages comparable."},
		{Word: "overfitting", Meaning: "Learning the training rows by heart, chance and all, instead of what holds elsewhere. Its sign is a validation loss that rises again."},
		{Word: "patience", Meaning: "How many rounds without a lower validation loss are waited for before the training ends and the best round is kept."},
		{Word: "AUC", Meaning: "The chance that a row of the positive class is ranked above one of the other class. 0.5 is guessing, 1 is perfect."},
	}
}
