package collect

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/pipeline/table"
	"assay/ui/kit"
)

// peek is what is shown of data that is still being read: the first rows, as soon as the reading hands them out.
type peek struct {
	grid  kit.Grid
	sheet *sheet // nil while there are none
}

// tick asks how a reading goes. Ticks come only while one runs.
type tick struct{ watch int }

const tickEvery = 60 * time.Millisecond

// watch starts to ask how the reading goes.
func (s *Screen) watch() tea.Cmd {
	s.watched++
	s.peek = peek{}
	return s.tick()
}

func (s *Screen) tick() tea.Cmd {
	watch := s.watched
	return tea.Tick(tickEvery, func(time.Time) tea.Msg { return tick{watch} })
}

// ticked takes in the first rows of the reading and goes on asking while it runs.
func (s *Screen) ticked(msg tick) tea.Cmd {
	if _, running := s.bench.Running(pipeline.CollectStage); !running || msg.watch != s.watched {
		return nil
	}
	if t := s.bench.Reading.Preview(); t != nil && (s.peek.sheet == nil || s.peek.sheet.t != t) {
		s.peek.show(t)
	}
	return s.tick()
}

// show puts rows under the cursor, which stays where it can.
func (p *peek) show(t *table.Table) {
	first := p.sheet == nil
	p.sheet = &sheet{t: t, profiles: make([]*known, t.Width()), glyphs: &kit.NewStyles(kit.Mono, kit.NoColour, false).Glyphs}
	p.grid.SetData(p.sheet)
	if first {
		p.grid.Move(0, 1)
	}
}

// moves are the keys of the rows shown so far.
func (p *peek) moves() []kit.Action {
	if p.sheet == nil {
		return nil
	}
	return p.grid.Actions()
}

// stop gives up the reading. What was open before stays open, and the choices are again those it was read with.
func (s *Screen) stop() tea.Cmd {
	s.bench.Cancel(pipeline.CollectStage)
	if s.from == nil {
		s.stray = true
		return nil
	}
	return s.restore("reading was stopped")
}

// restore goes back to the choices of the table that is there.
func (s *Screen) restore(why string) tea.Cmd {
	return tea.Batch(s.bench.Change(func(w *pipeline.Workflow) error {
		w.Collect = s.was.Clone().Collect
		return nil
	}), kit.Say(kit.Info, why+"; "+kit.Clean(s.from.Origin.Path)+" is still open"))
}

// underway draws a reading: how far it is and, once there are some, the first rows.
func (s *Screen) underway(f kit.Frame) string {
	p := s.bench.Reading.Progress()
	head := s.progress(f, p)
	top := strings.Count(head, "\n") + 1
	if s.peek.sheet == nil {
		return kit.Stack(head, f.Sized(f.W, f.H-top).EmptyState("reading "+filepath.Base(s.bench.Workflow.Collect.Data)+" …\nthe first rows are shown as soon as there are some\nesc stops"))
	}
	if g := s.peek.sheet.glyphs; g.ASCII != f.Glyphs.ASCII {
		*g = f.Glyphs
		s.peek.grid.Remeasure()
	}
	body := kit.Rect{Y: top, W: f.W, H: f.H - top}
	said := fmt.Sprintf("row %s · first %s rows, still reading%s · esc stops", kit.Thousands(s.peek.grid.Row+1), kit.Thousands(s.peek.sheet.Rows()), after(": ", percentDone(p)))
	rows := func(f kit.Frame) string { return captioned(f, &s.peek.grid, said) }
	if f.W >= 78 && f.H >= 16 {
		s.options.grid = body.Inside()
		return kit.Stack(head, f.In(body).Pane("first rows", true, rows))
	}
	s.options.grid = body
	return kit.Stack(head, rows(f.In(body)))
}

// progress says what is read, what is done to it and how far that is, with a bar where the end is known.
func (s *Screen) progress(f kit.Frame, p collect.Progress) string {
	name := kit.TruncateLeft(kit.Clean(s.bench.Workflow.Collect.Data), max(10, f.W/3))
	since, _ := s.bench.Running(pipeline.CollectStage)
	words := progressWords(p, time.Since(since))
	for len(words) > 1 && kit.Width(name+strings.Join(words, " · "))+4 > f.W {
		words = append(words[:1], words[2:]...) // the bar tells what is left out first
	}
	lines := []string{kit.Pad(" "+f.Strong.Render(name)+"  "+f.Text.Render(strings.Join(words, " · ")), f.W)}
	if share, ok := shareDone(p); ok && f.H >= 12 {
		lines = append(lines, " "+f.Meter(share, max(1, f.W-2), kit.Info)+" ")
	}
	return strings.Join(lines, "\n")
}

// progressWords say how far a reading is after some time.
func progressWords(p collect.Progress, took time.Duration) []string {
	phase := p.Phase
	if phase == "" {
		phase = "opening"
	}
	words := []string{strings.TrimSpace(phase + " " + percentDone(p))}
	switch {
	case p.Total > 0 && p.Done > 0:
		words = append(words, collect.Size(p.Done)+" of "+collect.Size(p.Total))
	case p.Total > 0:
		words = append(words, collect.Size(p.Total))
	case p.Done > 0:
		words = append(words, collect.Size(p.Done))
	}
	if p.Rows > 0 {
		words = append(words, kit.Thousands(int(p.Rows))+" "+plural(int(p.Rows), "row"))
	}
	if share, ok := shareDone(p); ok && share > .02 && share < 1 && took > time.Second {
		left := time.Duration(float64(took) * (1 - share) / share)
		words = append(words, "about "+seconds(left)+" left")
	}
	return words
}

// shareDone is how much of a reading is done, when its end is known.
func shareDone(p collect.Progress) (float64, bool) {
	if p.Total <= 0 || p.Done <= 0 {
		return 0, false
	}
	return min(1, float64(p.Done)/float64(p.Total)), true
}

func percentDone(p collect.Progress) string {
	share, ok := shareDone(p)
	if !ok {
		return ""
	}
	return fmt.Sprintf("%.0f %%", 100*share)
}

// seconds writes how long something takes the way people say it.
func seconds(d time.Duration) string {
	if d < 90*time.Second {
		return fmt.Sprintf("%.0f s", max(1, d.Seconds()))
	}
	return fmt.Sprintf("%.0f min", d.Minutes())
}

// after puts a mark in front of text when there is text.
func after(mark, text string) string {
	if text == "" {
		return ""
	}
	return mark + text
}
