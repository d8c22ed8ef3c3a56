package train

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"assay/models"
	"assay/pipeline"
	"assay/pipeline/train"
	"assay/ui/kit"
)

// untrained is the model before it learned anything, measured: what training starts from.
type untrained struct {
	key       string // of the choices it belongs to
	point     train.Point
	model     models.Model
	low, high float64 // the probabilities of the positive class it gives to validation rows
	err       error
}

// measured reports whether there is anything to say yet.
func (u untrained) measured() bool { return u.model != nil }

// measure finds out in the background how the untrained model of the present choices does.
func (s *Screen) measure() tea.Cmd {
	w, p := s.bench.Workflow.Clone(), s.bench.Prepared()
	key := w.Key(pipeline.TrainStage)
	if key == s.zero.key {
		return nil
	}
	s.zero = untrained{key: key}
	return kit.Do(func() tea.Msg {
		run, err := pipeline.StartTraining(w, p)
		if err != nil {
			return untrained{key: key, err: err}
		}
		u := untrained{key: key, point: run.Curve[0], model: run.Model()}
		scores := train.Positive(u.model, p.Examples(p.Parts.Validation).X)
		for i, v := range scores {
			if i == 0 {
				u.low, u.high = v, v
			}
			u.low, u.high = min(u.low, v), max(u.high, v)
		}
		return u
	})
}

// sentences explain round 0.
func (u untrained) sentences(p *pipeline.Prepared) []string {
	if u.err != nil {
		return []string{u.err.Error()}
	}
	if !u.measured() {
		return []string{"Measuring the untrained model …"}
	}
	yes := kit.Clean(p.Target.Classes[1])
	gives := fmt.Sprintf("between %s and %s", percent(u.low), percent(u.high))
	if u.low == u.high {
		gives = "the same " + percent(u.low)
	}
	rows := len(p.Parts.Validation)
	return []string{
		fmt.Sprintf("Before the first round it has learned nothing. To every row it gives %s for %q.", gives, yes),
		fmt.Sprintf("Of the %s validation rows it gets %s wrong that way.", kit.Thousands(rows), kit.Thousands(u.point.ValidWrong)),
		fmt.Sprintf("Its loss is %.4f. The loss is its mean surprise at the true answers: 0 would be certain and always right, 0.6931 is a coin toss.", u.point.Validation),
		fmt.Sprintf("In each round it looks at its mistakes on the %s training rows and adjusts its own numbers to make fewer. The validation rows only watch: it never learns from them, so they show whether what it learned holds elsewhere.",
			kit.Thousands(len(p.Parts.Train))),
	}
}

func percent(v float64) string { return fmt.Sprintf("%.1f %%", 100*v) }
