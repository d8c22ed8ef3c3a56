// Package bench is what the five screens share: the session, the work under way in the background, and the history of
// choices. Screens change it inside Update only; background work gets values and hands its result back as a message.
package bench

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/ui/kit"
)

// Bench is the state behind the screens.
type Bench struct {
	*pipeline.Session
	Gain   *pipeline.Gain                // what preparation is worth; nil until measured for the prepared table
	Health *pipeline.Health              // what was found about the prepared table; nil until checked
	Trial  *Trial                        // the newest comparison of recipes
	Pace   func(round int) time.Duration // how long to wait before each of the first rounds; nil does not wait

	// Recent is what was collected before.
	Recent Recent
	// Reading is told how the newest reading of data goes.
	Reading *collect.Monitor

	ctx      context.Context
	jobs     map[pipeline.Stage]*job
	edition  int
	past     []pipeline.Workflow
	future   []pipeline.Workflow
	aside    []Moment
	training *training

	stopCheck context.CancelFunc // ends the newest check of the table's health
}

// job is background work for one stage.
type job struct {
	edition int
	started time.Time
	cancel  context.CancelFunc
}

// Finished is the result of background work; Take has kept it already when screens see it.
type Finished struct {
	Stage   pipeline.Stage
	Err     error
	edition int
	keep    func()
}

// Changed tells the screens that the workflow is another one now.
type Changed struct{}

// New starts with nothing done.
func New(ctx context.Context, w pipeline.Workflow) *Bench {
	return &Bench{Session: pipeline.NewSession(w), Pace: Leisurely, ctx: ctx, jobs: map[pipeline.Stage]*job{}}
}

// Running says whether a stage is at work and since when.
func (b *Bench) Running(stage pipeline.Stage) (since time.Time, ok bool) {
	j := b.jobs[stage]
	if j == nil {
		return time.Time{}, false
	}
	return j.started, true
}

// Run does a stage in the background and brings its Finished message. It is an error to run what is not ready; Run
// then says so in the message. Training has its own way: see StartTraining.
func (b *Bench) Run(stage pipeline.Stage) tea.Cmd {
	if err := b.Need(stage); err != nil {
		return kit.Send(Finished{Stage: stage, Err: err})
	}
	w := b.Workflow.Clone()
	switch stage {
	case pipeline.CollectStage:
		env := b.Env
		b.Reading = &collect.Monitor{}
		env.Monitor = b.Reading
		return run(b, stage, b.KeepCollected, func(ctx context.Context) (*pipeline.Collected, error) {
			return pipeline.Collect(ctx, w, env)
		})
	case pipeline.PrepareStage:
		from := b.Collected()
		return run(b, stage, b.keepPrepared, func(ctx context.Context) (*pipeline.Prepared, error) {
			return pipeline.Prepare(ctx, w, from)
		})
	case pipeline.EvaluateStage:
		from := b.Trained()
		return run(b, stage, b.KeepExamined, func(ctx context.Context) (*pipeline.Examined, error) {
			return pipeline.Examine(ctx, w, from)
		})
	default:
		c, t, x := b.Collected(), b.Trained(), b.Examined()
		return run(b, pipeline.PredictStage, b.KeepDeployed, func(context.Context) (*pipeline.Deployed, error) {
			return pipeline.Deploy(w, c, t, x)
		})
	}
}

func run[T any](b *Bench, stage pipeline.Stage, keep func(*T), work func(context.Context) (*T, error)) tea.Cmd {
	ctx, edition := b.begin(stage)
	return kit.Do(func() tea.Msg {
		v, err := work(ctx)
		return Finished{Stage: stage, Err: err, edition: edition, keep: func() {
			if v != nil {
				keep(v)
			}
		}}
	})
}

// begin registers work for a stage; whatever still ran for it is cancelled and its result will be dropped.
func (b *Bench) begin(stage pipeline.Stage) (context.Context, int) {
	b.Cancel(stage)
	ctx, cancel := context.WithCancel(b.ctx)
	b.edition++
	b.jobs[stage] = &job{edition: b.edition, started: time.Now(), cancel: cancel}
	return ctx, b.edition
}

// Cancel ends the background work of a stage, if any; its result is dropped.
func (b *Bench) Cancel(stage pipeline.Stage) {
	if j := b.jobs[stage]; j != nil {
		j.cancel()
		delete(b.jobs, stage)
	}
}

// keepPrepared takes a new table in; the old gain belongs to the old one.
func (b *Bench) keepPrepared(p *pipeline.Prepared) {
	b.KeepPrepared(p)
	b.Gain = nil
}

// Gained is the measured worth of preparation.
type Gained struct {
	Gain     *pipeline.Gain
	Err      error
	prepared *pipeline.Prepared
}

// MeasureGain compares preparation with a naive reading, in the background.
func (b *Bench) MeasureGain() tea.Cmd {
	p, w := b.Prepared(), b.Workflow.Clone()
	if p == nil || p.Fault != nil {
		return nil
	}
	return kit.Do(func() tea.Msg {
		g, err := pipeline.Gained(b.ctx, w, p)
		return Gained{Gain: g, Err: err, prepared: p}
	})
}

// Take looks at every message before the screens do and keeps results. It reports whether the message is still wanted:
// the result of abandoned work is not, and no screen should see it.
func (b *Bench) Take(msg tea.Msg) (wanted bool) {
	switch m := msg.(type) {
	case Finished:
		j := b.jobs[m.Stage]
		if m.keep != nil && (j == nil || j.edition != m.edition) {
			return false
		}
		b.Cancel(m.Stage)
		if m.keep != nil {
			m.keep()
		}
	case Gained:
		if m.prepared != b.Prepared() {
			return false
		}
		b.Gain = m.Gain
	case Checked:
		if m.Err == nil && m.prepared == b.Prepared() {
			b.Health = m.Health
		}
	case Tried:
		return b.takeTrial(m)
	case Stepped:
		return b.takeStep(m)
	}
	return true
}
