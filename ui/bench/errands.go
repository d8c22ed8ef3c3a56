package bench

import (
	"context"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/ui/kit"
)

// Checked is the health board of a prepared table.
type Checked struct {
	Health   *pipeline.Health
	Err      error
	prepared *pipeline.Prepared
}

// Of reports whether the board is that of a prepared table.
func (c Checked) Of(p *pipeline.Prepared) bool { return c.prepared == p }

// CheckHealth looks for what would make a model look better than it is, in the background. A check of an older table is
// given up.
func (b *Bench) CheckHealth() tea.Cmd {
	c, p, w := b.Collected(), b.Prepared(), b.Workflow.Clone()
	if c == nil || p == nil {
		return nil
	}
	if b.stopCheck != nil {
		b.stopCheck()
	}
	ctx, cancel := context.WithCancel(b.ctx)
	b.stopCheck = cancel
	return kit.Do(func() tea.Msg {
		defer cancel()
		h, err := pipeline.CheckHealth(ctx, w, c, p)
		return Checked{h, err, p}
	})
}

// Trial is a comparison of recipes under way or done.
type Trial struct {
	Result *pipeline.Comparison // nil until done
	Err    error
	Since  time.Time

	done, total atomic.Int64
	cancel      context.CancelFunc
	over        bool
}

// Running reports whether recipes are still being tried.
func (t *Trial) Running() bool { return t != nil && !t.over }

// Progress is how many fits are done, of how many; 0 of 0 before the first.
func (t *Trial) Progress() (done, total int) { return int(t.done.Load()), int(t.total.Load()) }

// Tried says that a comparison has ended.
type Tried struct {
	trial  *Trial
	result *pipeline.Comparison
	err    error
}

// WhatIf scores other recipes beside the one that stands, in the background. A comparison that still runs is given up.
func (b *Bench) WhatIf(alternatives []pipeline.Alternative) tea.Cmd {
	b.GiveUp()
	ctx, cancel := context.WithCancel(b.ctx)
	t := &Trial{Since: time.Now(), cancel: cancel}
	b.Trial = t
	c, w := b.Collected(), b.Workflow.Clone()
	watch := pipeline.Watch{Now: time.Now, Tell: func(done, total int) {
		t.done.Store(int64(done))
		t.total.Store(int64(total))
	}}
	return kit.Do(func() tea.Msg {
		result, err := pipeline.WhatIf(ctx, w, c, alternatives, watch)
		return Tried{t, result, err}
	})
}

// GiveUp ends the comparison that runs, if one does; its result is dropped.
func (b *Bench) GiveUp() {
	if b.Trial.Running() {
		b.Trial.cancel()
		b.Trial = nil
	}
}

// takeTrial keeps the result of a trial; false means that nobody waits for it any more.
func (b *Bench) takeTrial(m Tried) bool {
	if m.trial != b.Trial {
		return false
	}
	m.trial.cancel()
	m.trial.Result, m.trial.Err, m.trial.over = m.result, m.err, true
	return true
}
