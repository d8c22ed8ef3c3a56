package bench

import (
	"errors"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/models"
	"assay/pipeline"
	"assay/pipeline/train"
	"assay/ui/kit"
)

// training is a run under way. While a slice of it works in the background, the slice owns the run; Update touches it
// only between slices.
type training struct {
	run     *pipeline.Training
	edition int
	working bool // a slice is in the background
	paused  bool
	stop    bool // a person wants it to end after this slice
}

// Snapshot is what screens may draw of a training: copies, never the run itself.
type Snapshot struct {
	Curve     []train.Point
	Best      int
	Model     models.Model // as far as it has come; later rounds leave it alone
	Weights   []Weight     // of a linear model, in the order of the matrix; nil for others
	Intercept float64
}

// Weight is one number a linear model multiplies with.
type Weight struct {
	Name  string
	Value float64
}

// Stepped brings the news of a slice of training.
type Stepped struct {
	Snapshot Snapshot
	Done     bool
	Err      error
	edition  int
	run      *pipeline.Training
	trained  *pipeline.Trained
}

// slice is how long training works before it reports: short enough that pause and stop feel immediate.
const slice = 40 * time.Millisecond

// pacedRounds are reported one by one, spread out so that a person can watch them; later rounds go at full speed.
const pacedRounds = 25

// Leisurely is the usual pace: the first rounds slow enough to read, then faster and faster.
func Leisurely(round int) time.Duration {
	return max(60*time.Millisecond, time.Duration(520-40*round)*time.Millisecond)
}

// StartTraining begins to train in the background and steps on its own until done, paused or stopped. Each slice
// brings a Stepped message, the first with round 0, the untrained model.
func (b *Bench) StartTraining() tea.Cmd {
	if err := b.Need(pipeline.TrainStage); err != nil {
		return kit.Send(Finished{Stage: pipeline.TrainStage, Err: err})
	}
	_, edition := b.begin(pipeline.TrainStage)
	b.training = &training{edition: edition, working: true}
	w, p := b.Workflow.Clone(), b.Prepared()
	return kit.Do(func() tea.Msg {
		run, err := pipeline.StartTraining(w, p)
		if err != nil {
			return Stepped{Err: err, edition: edition}
		}
		return Stepped{Snapshot: snapshot(run), edition: edition, run: run}
	})
}

// TrainingState says whether a training is under way and whether it is paused.
func (b *Bench) TrainingState() (under, paused bool) {
	return b.training != nil, b.training != nil && b.training.paused
}

// Pause stops stepping, or goes on.
func (b *Bench) Pause() tea.Cmd {
	if b.training == nil {
		return nil
	}
	b.training.paused = !b.training.paused
	return b.next()
}

// StepOnce learns one round while paused.
func (b *Bench) StepOnce() tea.Cmd {
	t := b.training
	if t == nil || !t.paused || t.working || t.run == nil {
		return nil
	}
	return b.work(1)
}

// StopTraining ends the training and keeps the best round.
func (b *Bench) StopTraining() tea.Cmd {
	if b.training == nil {
		return nil
	}
	b.training.stop = true
	return b.next()
}

// Next goes on after a Stepped message; the train screen calls it once for each.
func (b *Bench) Next() tea.Cmd { return b.next() }

func (b *Bench) next() tea.Cmd {
	t := b.training
	if t == nil || t.working || t.run == nil {
		return nil
	}
	if t.stop {
		return b.finish(true)
	}
	if t.paused {
		return nil
	}
	return b.work(0)
}

// work steps in the background: a fixed number of rounds, or 0 for as many as fit a slice.
func (b *Bench) work(rounds int) tea.Cmd {
	t := b.training
	t.working = true
	run, edition, pace := t.run, t.edition, b.Pace
	return kit.Do(func() tea.Msg {
		start := time.Now()
		for n := 0; rounds == 0 || n < rounds; n++ {
			if len(run.Curve) <= pacedRounds && rounds == 0 && pace != nil {
				time.Sleep(pace(len(run.Curve)))
			}
			if _, err := run.Step(); errors.Is(err, io.EOF) {
				return ended(run, edition, false)
			} else if err != nil {
				return Stepped{Err: err, edition: edition, run: run}
			}
			if rounds == 0 && (time.Since(start) > slice || len(run.Curve) <= pacedRounds) {
				break
			}
		}
		return Stepped{Snapshot: snapshot(run), edition: edition, run: run}
	})
}

func (b *Bench) finish(stopped bool) tea.Cmd {
	t := b.training
	t.working = true
	run, edition := t.run, t.edition
	return kit.Do(func() tea.Msg { return ended(run, edition, stopped) })
}

// ended trains the baselines and wraps the model up.
func ended(run *pipeline.Training, edition int, stopped bool) Stepped {
	trained, err := run.Finish(stopped)
	return Stepped{Snapshot: snapshot(run), Done: err == nil, Err: err, edition: edition, run: run, trained: trained}
}

// takeStep keeps the news of a slice; false means it belongs to an abandoned training.
func (b *Bench) takeStep(m Stepped) bool {
	t := b.training
	if t == nil || t.edition != m.edition {
		return false
	}
	t.working = false
	t.run = m.run
	if m.Done {
		b.KeepTrained(m.trained)
	}
	if m.Done || m.Err != nil {
		b.training = nil
		b.Cancel(pipeline.TrainStage)
	}
	return true
}

// AbandonTraining forgets a training under way; the last finished model stays.
func (b *Bench) AbandonTraining() {
	b.training = nil
	b.Cancel(pipeline.TrainStage)
}

// SnapshotOf draws a finished training the way a running one is drawn.
func SnapshotOf(t *pipeline.Trained) Snapshot {
	s := Snapshot{Curve: t.Curve, Best: t.Best, Model: t.Model}
	s.weigh(t.Model, t.Prepared.Matrix)
	return s
}

func snapshot(run *pipeline.Training) Snapshot {
	s := Snapshot{Curve: append([]train.Point(nil), run.Curve...), Best: run.Best(), Model: run.Model()}
	s.weigh(s.Model, run.Matrix())
	return s
}

func (s *Snapshot) weigh(m models.Model, x models.Matrix) {
	linear, ok := m.(models.Linear)
	if !ok {
		return
	}
	var weights []float64
	s.Intercept, weights = linear.Terms()
	names := x.Names()
	for i, w := range weights {
		s.Weights = append(s.Weights, Weight{names[i], w})
	}
}
