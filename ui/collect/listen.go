package collect

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/collect"
	"assay/ui/bench"
	"assay/ui/kit"
)

// ear is the dialog that listens to a live source: it shows what comes until a person freezes it into a table.
type ear struct {
	name string
	rec  *collect.Recorder
	over bool      // nobody looks any more
	part *kit.Form // asks how much to freeze; nil while nobody wants only a part
}

// freeze is what a person wants of what was heard; 0 sets no bound.
type freeze struct {
	rows    int
	seconds float64
}

// heard draws the dialog again. It comes only while somebody listens.
type heard struct{ ear *ear }

const heardEvery = 250 * time.Millisecond

// listen opens the dialog on a live source.
func (s *Screen) listen(c choice) tea.Cmd {
	env := s.env(c)
	return s.send("connecting to "+c.data, func(context.Context) func() tea.Cmd {
		rec, err := collect.Listen(context.Background(), c.data, collect.Options(c.set), env)
		if err != nil {
			return told("this cannot be listened to", err)
		}
		e := &ear{name: c.data, rec: rec}
		return func() tea.Cmd { return tea.Batch(s.hear(c, e), e.tick()) }
	})
}

// hear shows the dialog; what was heard so far stays when it is shown again.
func (s *Screen) hear(c choice, e *ear) tea.Cmd {
	return kit.Open(e, func(result any) tea.Cmd { return s.frozen(c, e, result.(freeze)) })
}

// frozen makes a table of what was heard. A raw copy is kept, and the choices name it: running them again reads the
// copy, for nobody can hear the same twice.
func (s *Screen) frozen(c choice, e *ear, want freeze) tea.Cmd {
	e.over = true
	return s.send("freezing what was heard", func(context.Context) func() tea.Cmd {
		raw, err := e.rec.Freeze(want.rows, want.seconds)
		if err != nil {
			return func() tea.Cmd {
				e.over = false
				return tea.Batch(kit.Say(kit.Warn, err.Error()), s.hear(c, e), e.tick())
			}
		}
		e.rec.Stop()
		return func() tea.Cmd {
			return tea.Batch(s.bench.Change(func(w *pipeline.Workflow) error {
				w.Collect = pipeline.CollectChoices{Data: c.data, Set: c.set, Secrets: c.secrets}
				if copies := raw.Origin.Copies(); len(copies) > 0 {
					w.Collect.Replay = copies
				}
				return nil
			}), kit.LogTwin(bench.Twin(s.bench.Workflow)))
		}
	})
}

// bound reads 500 as rows and 30s as seconds.
func bound(text string) (rows int, seconds float64, err error) {
	text = strings.TrimSpace(text)
	if n, ok := strings.CutSuffix(text, "s"); ok {
		if seconds, err = strconv.ParseFloat(strings.TrimSpace(n), 64); err == nil && seconds > 0 {
			return 0, seconds, nil
		}
	} else if rows, err = strconv.Atoi(text); err == nil && rows > 0 {
		return rows, 0, nil
	}
	return 0, 0, errors.New("write a number of rows such as 500, or of seconds such as 30s")
}

func checkBound(text string) error {
	_, _, err := bound(text)
	return err
}

func (e *ear) tick() tea.Cmd {
	return tea.Tick(heardEvery, func(time.Time) tea.Msg { return heard{e} })
}

// Title names the dialog.
func (e *ear) Title() string { return "listening to " + kit.TruncateLeft(kit.Clean(e.name), 50) }

// Keys says which keys do what.
func (e *ear) Keys() string {
	if e.part != nil {
		return "enter freeze that part · esc all again"
	}
	return "space pause · enter freeze all · p freeze a part · esc stop"
}

// Size asks for the counts and the latest values.
func (e *ear) Size(f kit.Frame) (w, h int) { return min(84, f.W-6), 18 }

// Update pauses, freezes and stops.
func (e *ear) Update(msg tea.Msg) (kit.Outcome, tea.Cmd) {
	if e.part != nil {
		return e.askPart(msg), nil
	}
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return kit.Outcome{}, nil
	}
	switch key.String() {
	case "space":
		if e.rec.Stats().State == collect.Paused {
			e.rec.Resume()
		} else {
			e.rec.Pause()
		}
	case "enter":
		return kit.Outcome{Done: true, Result: freeze{}}, nil
	case "p":
		e.part = kit.NewForm([]kit.Field{{Label: "only the last", Hint: "500 rows, or 30s", Help: "a number of rows, or of seconds with an s", Check: checkBound}})
	case "esc", "q":
		e.over = true
		return kit.Outcome{Done: true}, kit.Do(func() tea.Msg { e.rec.Stop(); return kit.Toast{Kind: kit.Info, Text: "listening was stopped"} })
	}
	return kit.Outcome{}, nil
}

// askPart asks how much is to be frozen.
func (e *ear) askPart(msg tea.Msg) kit.Outcome {
	switch e.part.Update(msg) {
	case kit.Submitted:
		rows, seconds, _ := bound(e.part.Fields[0].Value)
		e.part = nil
		return kit.Outcome{Done: true, Result: freeze{rows, seconds}}
	case kit.Left:
		e.part = nil
	}
	return kit.Outcome{}
}

// View draws how much came, how fast, and the latest of each field.
func (e *ear) View(f kit.Frame) string {
	s := e.rec.Stats()
	kind := map[collect.State]kit.Kind{collect.Listening: kit.Good, collect.Away: kit.Warn, collect.Ended: kit.Warn}[s.State]
	state := f.Mark(kind, s.State.String()) + f.Dim.Render(" for "+seconds(s.Now.Sub(s.Began)))
	if s.Why != "" {
		state += f.Dim.Render(": " + kit.Clean(s.Why))
	}
	beat := make([]float64, len(s.Seconds))
	for i, n := range s.Seconds {
		beat[i] = float64(n)
	}
	lines := []string{state, "",
		f.Strong.Render(kit.Num(s.Rate)) + f.Text.Render(" a second now, ") + f.Text.Render(kit.Num(s.Average)+" on average"),
		f.Accent.Render(f.Glyphs.Sparkline(beat, min(len(beat), f.W))) + f.Dim.Render("  a minute"),
		f.Text.Render(fmt.Sprintf("%s %s came, %s", kit.Thousands(int(s.Received)), plural(int(s.Received), "message"), rowsOf(s.Kept)+" kept"))}
	for _, c := range []struct {
		n    int64
		what string
	}{{s.Dropped, "older ones dropped out"}, {s.Skipped, "could not be read"}, {s.Passed, "passed by while paused"}} {
		if c.n > 0 {
			lines = append(lines, f.Dim.Render(kit.Thousands(int(c.n))+" "+c.what))
		}
	}
	if s.Gaps.Count > 0 {
		lines = append(lines, f.Mark(kit.Warn, fmt.Sprintf("%d %s, the longest %s", s.Gaps.Count, plural(s.Gaps.Count, "gap"), seconds(s.Gaps.Longest))))
	}
	lines = append(lines, "", f.Accent.Render("latest values"))
	for _, field := range s.Fields {
		name := kit.Pad(kit.Clean(strings.TrimPrefix(field.Topic+" "+field.Name, " ")), min(30, f.W/3))
		lines = append(lines, f.Dim.Render(name)+" "+kit.Pad(f.Text.Render(kit.CleanCell(field.Last)), 20)+" "+f.Accent.Render(f.Glyphs.Sparkline(field.History, max(0, min(24, f.W-54)))))
	}
	if len(s.Fields) == 0 {
		lines = append(lines, f.Dim.Render("nothing came yet"))
	}
	if e.part != nil && f.H > 4 {
		return kit.Stack(kit.Fit(strings.Join(lines, "\n"), f.W, f.H-3), kit.Fit(e.part.View(f.Sized(f.W, 3)), f.W, 3))
	}
	return kit.Fit(strings.Join(lines, "\n"), f.W, f.H)
}
