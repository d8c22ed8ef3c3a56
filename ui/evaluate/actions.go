package evaluate

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/ui/kit"
)

// Actions are what can be done now, the most useful first.
func (s *Screen) Actions() []kit.Action {
	now := s.phase()
	if s.rows != nil && s.exam() != nil {
		return s.rowActions()
	}
	if s.exam() == nil {
		return []kit.Action{s.unseal(now, kit.On("enter", "o"))}
	}
	var out []kit.Action
	switch {
	case now == stale:
		out = append(out, s.unseal(now, kit.On("enter", "o")))
	case now != opening:
		out = append(out, s.enter())
	}
	out = append(out,
		kit.Action{Key: kit.On("tab"), Name: "next pane", Help: "Move the focus to the next pane: verdict, decisions, scores, groups.",
			Do: func() tea.Cmd { s.pane = (s.pane + 1) % panes; return nil }},
		kit.Action{Key: kit.On("shift+tab"), Name: "pane before", Help: "Move the focus to the pane before.", Hide: true,
			Do: func() tea.Cmd { s.pane = (s.pane + panes - 1) % panes; return nil }},
		kit.Action{Key: kit.On("t"), Name: "threshold", Help: "Set the probability from which on the answer is the positive one; the exam is taken again.",
			Why: s.locked(), Do: s.askThreshold},
		s.step("+", .05), s.step("-", -.05),
		kit.Action{Key: kit.On("p"), Name: "plain words", Help: "Tell the result of the exam in plain sentences.",
			Do: func() tea.Cmd {
				return kit.ShowText("the exam in plain words", strings.Join(s.exam().Report.Sentences(), "\n\n"))
			}})
	if now == opened {
		out = append(out, kit.Action{Key: kit.On("o"), Name: "look again", Hide: true, Help: "Take the exam again; nothing changed, so it would say the same.",
			Why: "nothing changed since, so it would say the same; change a choice first"})
	}
	return out
}

// unseal opens the test rows after a question.
func (s *Screen) unseal(now phase, keys kit.Keys) kit.Action {
	a := kit.Action{Key: keys, Name: "open the exam", Help: "Open the sealed test rows and examine the model on them; each opening is counted.",
		Why: s.locked(), Do: s.ask}
	if now == stale {
		a.Name = "take it again"
	}
	if now == opening {
		a.Why = "the exam is under way"
	}
	return a
}

func (s *Screen) locked() string {
	if err := s.bench.Need(pipeline.EvaluateStage); err != nil {
		return err.Error()
	}
	return ""
}

// ask makes opening a deliberate act.
func (s *Screen) ask() tea.Cmd {
	n := len(s.bench.Trained().Prepared.Parts.Test)
	c := kit.Confirm{Question: fmt.Sprintf("open the %s sealed test rows?", kit.Thousands(n)), Yes: "open", Asked: kit.On("enter", "o"),
		Detail: "This cannot be undone: what you have seen you know. Every opening is counted and printed with the score."}
	if looks := s.bench.Looks(); looks > 0 {
		c.Question = fmt.Sprintf("open the test rows for the %s time?", ordinal(looks+1))
		c.Detail = "They were seen before. Choices made after looking fit these very rows, so the score counts as a validation score: too good, if anything."
	}
	return kit.AskConfirm(c, s.open)
}

func ordinal(n int) string {
	switch {
	case n%100 >= 11 && n%100 <= 13:
	case n%10 == 1:
		return fmt.Sprintf("%dst", n)
	case n%10 == 2:
		return fmt.Sprintf("%dnd", n)
	case n%10 == 3:
		return fmt.Sprintf("%drd", n)
	}
	return fmt.Sprintf("%dth", n)
}

// enter goes into what has the focus.
func (s *Screen) enter() kit.Action {
	a := kit.Action{Key: kit.On("enter"), Name: "to Predict", Help: "Go to Predict, where the model is packed and answers.",
		Do: func() tea.Cmd { return kit.GotoStage(int(pipeline.PredictStage)) }}
	switch s.pane {
	case decisionPane:
		a.Name, a.Help, a.Do = "its rows", "Show the rows behind the count under the cursor.", s.drill
	case scorePane:
		a.Name, a.Help, a.Do = "explain", "Explain the score under the cursor.", s.explain
	case groupPane:
		a.Name, a.Help, a.Do = "evidence", "Tell what the audit of each protected column rests on.", s.evidence
	}
	return a
}

// step moves the threshold.
func (s *Screen) step(key string, by float64) kit.Action {
	keys := kit.On(key)
	if key == "+" {
		keys = kit.On("+", "=")
	}
	return kit.Action{Key: keys, Name: fmt.Sprintf("threshold %+.2f", by), Hide: true, Why: s.locked(),
		Help: "Move the threshold; the scores are stale until the exam is taken again.",
		Do: func() tea.Cmd {
			v := math.Round((s.bench.Workflow.Evaluate.Threshold+by)*100) / 100
			return s.setThreshold(min(max(v, .01), .99))
		}}
}

func (s *Screen) setThreshold(v float64) tea.Cmd {
	return s.bench.Change(func(w *pipeline.Workflow) error { w.Evaluate.Threshold = v; return nil })
}

func (s *Screen) askThreshold() tea.Cmd {
	return kit.AskText(kit.Prompt{Name: "threshold", Label: "answer yes from which probability on? (0.01 to 0.99)",
		Value: formatThreshold(s.bench.Workflow.Evaluate.Threshold), Check: func(text string) error { _, err := readThreshold(text); return err }},
		func(text string) tea.Cmd {
			v, err := readThreshold(text)
			if err != nil {
				return kit.Say(kit.Bad, err.Error())
			}
			return s.setThreshold(v)
		})
}

func readThreshold(text string) (float64, error) {
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || !(v > 0 && v < 1) {
		return 0, fmt.Errorf("the threshold is a number between 0 and 1, such as 0.5")
	}
	return v, nil
}

func formatThreshold(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
