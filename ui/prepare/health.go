package prepare

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/health"
	"assay/pipeline/prepare"
	"assay/ui/bench"
	"assay/ui/kit"
)

// watch is whether the health of the table is looked after, and how that goes. It starts when the board is first opened.
type watch struct {
	on       bool
	checking bool
	of       *pipeline.Prepared // the table last checked, or being checked
	err      error
}

// health opens the board.
func (s *Screen) health() tea.Cmd {
	s.watch.on = true
	return tea.Batch(kit.Open(&board{s: s}, nil), s.check())
}

// check looks at the health of the table when it is another one than before.
func (s *Screen) check() tea.Cmd {
	p := s.bench.Prepared()
	if !s.watch.on || p == nil || p == s.watch.of || s.running() {
		return nil
	}
	s.watch.checking, s.watch.of, s.watch.err = true, p, nil
	return s.bench.CheckHealth()
}

// checked takes the findings in.
func (s *Screen) checked(msg bench.Checked) tea.Cmd {
	if msg.Of(s.watch.of) {
		s.watch.checking, s.watch.err = false, msg.Err
	}
	return s.check()
}

// found is the health of the table as it stands; nil while it is not known.
func (s *Screen) found() *pipeline.Health {
	if h := s.bench.Health; h != nil && h.Current(s.bench.Workflow) {
		return h
	}
	return nil
}

// green counts the counters that are green.
func green(h *pipeline.Health) int {
	n := 0
	for _, t := range h.Tallies {
		if t.State == health.Green {
			n++
		}
	}
	return n
}

// board shows the six counters and what was found; enter does what heals a finding.
type board struct {
	s      *Screen
	at     int
	scroll kit.Scroll
	lines  []int // by line of the list: the finding drawn there, or -1
	top    int   // lines above the list
}

// Title names the dialog.
func (b *board) Title() string {
	if h := b.s.found(); h != nil {
		return fmt.Sprintf("health: %d of %d green", green(h), len(h.Tallies))
	}
	return "health"
}

// Keys says which keys do what.
func (b *board) Keys() string {
	return "↑↓ finding · enter do what heals it · u undo · esc close"
}

// Size asks for most of the screen.
func (b *board) Size(f kit.Frame) (w, h int) {
	h = 8
	if x := b.s.found(); x != nil {
		h = len(x.Tallies) + len(x.Findings) + 7
	}
	return min(100, f.W-6), min(h, f.H-6)
}

// Update moves between findings and heals them.
func (b *board) Update(msg tea.Msg) (kit.Outcome, tea.Cmd) {
	n := 0
	if h := b.s.found(); h != nil {
		n = len(h.Findings)
	}
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		by := 1
		if msg.Button == tea.MouseWheelUp {
			by = -1
		}
		b.move(by, n)
	case tea.MouseClickMsg:
		if y := msg.Y - b.top; y >= 0 && y < len(b.lines) && b.lines[y] >= 0 {
			b.at = b.lines[y]
		}
	case tea.KeyPressMsg:
		switch msg.String() {
		case "esc", "q", "H":
			return kit.Outcome{Done: true}, nil
		case "down", "j", "tab":
			b.move(1, n)
		case "up", "k", "shift+tab":
			b.move(-1, n)
		case "pgdown":
			b.move(5, n)
		case "pgup":
			b.move(-5, n)
		case "enter", "x":
			return kit.Outcome{}, b.heal()
		case "u":
			return kit.Outcome{}, b.s.bench.Undo()
		case "U":
			return kit.Outcome{}, b.s.bench.Redo()
		}
	}
	return kit.Outcome{}, nil
}

func (b *board) move(by, n int) { b.at = max(0, min(b.at+by, n-1)) }

// heal does what the fix of the finding says.
func (b *board) heal() tea.Cmd {
	h := b.s.found()
	switch {
	case h == nil || b.at >= len(h.Findings):
		return nil
	case h.Findings[b.at].Fix == nil:
		return kit.Say(kit.Info, "no key can decide this: look at the columns and rows it names")
	}
	fix := *h.Findings[b.at].Fix
	cmd := b.s.change(func(w *pipeline.Workflow) error { return w.Heal(fix) })
	if cmd == nil {
		return kit.Say(kit.Info, "that is done already")
	}
	return cmd
}

// View draws the counters, then the findings, the one under the cursor in full.
func (b *board) View(f kit.Frame) string {
	h := b.s.found()
	if h == nil {
		text := "looking for twins, leaks, gaps, empty columns, proxies and conflicts …"
		if b.s.watch.err != nil {
			text = "could not be looked at: " + kit.CleanLines(b.s.watch.err.Error())
		} else if b.s.err != nil && !b.s.running() && !b.s.watch.checking {
			text = "the table could not be prepared: " + b.s.fault()
		} else if !b.s.watch.checking {
			text = "the table is being prepared again …"
		}
		return f.EmptyState(text)
	}
	var head []string
	for _, t := range h.Tallies {
		head = append(head, counter(f, t))
	}
	if f.H < len(head)+4 { // what was found matters more than what was looked for
		head = []string{alight(f, h)}
	}
	b.move(0, len(h.Findings))
	b.top = len(head) + 1
	list := f.Sized(f.W, max(1, f.H-b.top))
	lines, owner := b.findings(f.Sized(f.W-1, f.H), h)
	first := max(0, slices.Index(owner, b.at))
	last := first
	for last+1 < len(owner) && owner[last+1] == b.at {
		last++
	}
	b.scroll.View(list, lines) // to know the size before a line is brought into sight
	b.scroll.Show(last)
	b.scroll.Show(first)
	drawn := b.scroll.View(list, lines)
	b.lines = owner[min(b.scroll.Top(), len(owner)):]
	return kit.Fit(kit.Stack(kit.Fit(strings.Join(head, "\n"), f.W, b.top), drawn), f.W, f.H)
}

// lamps are the kinds of news a state of a counter is.
var lamps = map[health.State]kit.Kind{health.Green: kit.Good, health.Amber: kit.Warn, health.Red: kit.Bad}

// counter draws one counter: its lamp, its name, and what it has come to.
func counter(f kit.Frame, t health.Tally) string {
	glyph, style := f.Glyphs.Ring, f.Faint
	if kind, ok := lamps[t.State]; ok {
		glyph, style = f.News(kind)
	}
	text := t.Counter.About()
	switch {
	case t.Found == 1:
		text += ": 1 finding"
	case t.Found > 1:
		text += fmt.Sprintf(": %d findings", t.Found)
	}
	if t.Why != "" {
		text += " (" + t.Why + ")"
	}
	line := style.Render(glyph+" "+kit.Pad(t.Counter.String(), 10)) + style.Render(kit.Pad(t.State.String(), 13)) + f.Dim.Render(kit.Clean(text))
	return kit.Truncate(line, f.W)
}

// alight names the counters that are not green, in a line.
func alight(f kit.Frame, h *pipeline.Health) string {
	var out []string
	for _, t := range h.Tallies {
		if kind, ok := lamps[t.State]; ok && t.State != health.Green {
			out = append(out, f.Mark(kind, t.Counter.String()))
		}
	}
	return kit.Truncate(strings.Join(out, "  "), f.W)
}

// findings draws the list; owner tells for each line which finding it belongs to.
func (b *board) findings(f kit.Frame, h *pipeline.Health) (lines []string, owner []int) {
	if len(h.Findings) == 0 {
		return []string{f.Mark(kit.Good, "nothing was found")}, []int{-1}
	}
	kinds := map[health.Severity]kit.Kind{health.Note: kit.Info, health.Warning: kit.Warn, health.Serious: kit.Bad}
	for i, x := range h.Findings {
		glyph, style := f.News(kinds[x.Severity])
		if i != b.at {
			lines = append(lines, "  "+style.Render(glyph)+" "+f.Text.Render(kit.Truncate(kit.Clean(x.Text), max(1, f.W-4))))
			owner = append(owner, i)
			continue
		}
		whole := kit.Wrap(kit.Clean(x.Severity.String()+", "+x.Kind+": "+x.Text), max(1, f.W-4))
		for k, line := range whole {
			mark := "    "
			if k == 0 {
				mark = f.Accent.Render(f.Glyphs.Cursor) + " " + style.Render(glyph) + " "
			}
			lines, owner = append(lines, f.Select.Render(kit.Pad(mark+f.Strong.Render(line), f.W))), append(owner, i)
		}
		todo := f.Dim.Render("no key can decide this for you")
		if x.Fix != nil {
			todo = f.Key.Render("enter ") + f.Accent.Render(kit.Truncate(healing(*x.Fix), max(1, f.W-12)))
		}
		lines, owner = append(lines, f.Select.Render(kit.Pad("    "+todo, f.W))), append(owner, i)
	}
	return lines, owner
}

// healing says what a fix does.
func healing(x health.Fix) string {
	if x.Verb == "role" {
		return fmt.Sprintf("gives %s the role %s", kit.Clean(x.Column), x.Value)
	}
	if e, err := prepare.Find(x.Value); err == nil {
		return "switches the step " + e.Title + " on"
	}
	return "sets " + kit.Clean(x.Value)
}
