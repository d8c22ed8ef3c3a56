package train

import (
	"fmt"
	"slices"
	"strings"

	"assay/models/param"
	"assay/ui/kit"
)

// View draws the stage: a line that says where it stands, the panes, and what next.
func (s *Screen) View(f kit.Frame) string {
	s.follow()
	now := s.phase()
	if now == locked {
		return f.EmptyState("Nothing to learn from yet\n" + s.locked())
	}
	head := s.head(f, now)
	next := s.nextLines(f, now)
	body := f.Sized(f.W, f.H-len(head)-len(next))
	return kit.Fit(kit.Stack(strings.Join(head, "\n"), s.body(body, now), strings.Join(next, "\n")), f.W, f.H)
}

// head is one or two lines: what learns from how much, and how far it is.
func (s *Screen) head(f kit.Frame, now phase) []string {
	e, _, _, err := s.learner()
	title := kit.Clean(e.Title)
	if err != nil {
		title = s.bench.Workflow.Train.Learner
	}
	state := s.state(f, now)
	if f.W < 56 {
		return []string{" " + kit.Pad(state, max(0, f.W-1))}
	}
	parts := s.prepared().Parts
	left := " " + f.Strong.Render(title) + f.Dim.Render("  "+s.settings())
	right := f.Dim.Render(fmt.Sprintf("learns from %s rows, %s watch ", kit.Thousands(len(parts.Train)), kit.Thousands(len(parts.Validation))))
	if kit.Width(left)+kit.Width(right)+2 <= f.W {
		return []string{kit.Pad(left, f.W-kit.Width(right)) + right, " " + state}
	}
	return []string{kit.Pad(left, f.W), " " + state}
}

// settings lists what was changed from the defaults.
func (s *Screen) settings() string {
	e, l, _, err := s.learner()
	if err != nil {
		return kit.Clean(err.Error())
	}
	changed := param.Changed(l, e.New())
	var parts []string
	for _, p := range l.Params() {
		if v, ok := changed[p.Name]; ok {
			parts = append(parts, p.Name+" "+kit.Clean(v))
		}
	}
	driver := s.bench.Workflow.Train.Driver
	for _, name := range []string{"patience", "rounds"} {
		if v := driver[name]; v != "" {
			parts = append(parts, name+" "+kit.Clean(v))
		}
	}
	if len(parts) == 0 {
		return "usual settings"
	}
	return strings.Join(parts, ", ")
}

// state is one line on how far it is.
func (s *Screen) state(f kit.Frame, now phase) string {
	round := 0
	if n := len(s.snap.Curve); n > 0 {
		round = s.snap.Curve[n-1].Round
	}
	switch {
	case s.err != nil && !now.running():
		return f.Mark(kit.Bad, kit.Clean(s.err.Error()))
	case now == under:
		return f.Accent.Render(fmt.Sprintf("%s learning, round %d", f.Glyphs.Dot, round))
	case now == paused:
		return f.Warn.Render(fmt.Sprintf("%s paused at round %d", f.Glyphs.Ring, round))
	case now == stale:
		return f.Mark(kit.Warn, "stale: from before the last change")
	case now == done && f.W < 56:
		return f.Mark(kit.Good, "trained in "+rounds(round))
	case now == done:
		return f.Mark(kit.Good, s.kept())
	}
	return f.Dim.Render(f.Glyphs.Ring + " untrained: it knows nothing yet")
}

func (s *Screen) nextLines(f kit.Frame, now phase) []string {
	lines := kit.Wrap(s.next(now), max(1, f.W-2))
	if f.H < 14 {
		lines = []string{kit.Truncate(shortNext[now], f.W-2)}
	}
	for i, line := range lines {
		lines[i] = " " + f.Accent.Render(line)
	}
	return lines
}

// body draws the panes, as many as fit.
func (s *Screen) body(f kit.Frame, now phase) string {
	curve, known, words := s.contents(now)
	titles := []string{s.curveTitle(), s.knownTitle(), "in words"}
	if now == fresh {
		titles = []string{"round 0: the untrained model", "how it learns", "in words"}
	}
	if f.W < 100 && now != fresh {
		titles = []string{"loss (dotted: lowest)", "what it has learned", "in words"}
	}
	pane := func(f kit.Frame, i int, body func(kit.Frame) string) string {
		return f.Pane(titles[i], s.pane == i, func(in kit.Frame) string {
			return indent(in, body)
		})
	}
	switch {
	case f.W >= 100 && f.H >= 22:
		cols := f.Rect().Columns(56, 44)
		left := f.In(cols[0]).Rect().Rows(1, -9)
		right := f.In(cols[1]).Rect().Rows(62, 38)
		if now == fresh {
			return kit.Beside(pane(f.In(cols[0]), curvePane, curve), pane(f.In(cols[1]), knownPane, known))
		}
		numbers := f.In(left[1]).Pane("now", false, func(in kit.Frame) string { return indent(in, s.numbers) })
		return kit.Beside(kit.Stack(pane(f.In(left[0]), curvePane, curve), numbers),
			kit.Stack(pane(f.In(right[0]), knownPane, known), pane(f.In(right[1]), wordsPane, words)))
	case f.W >= 76 && f.H >= 15:
		cols := f.Rect().Columns(52, 48)
		if now == fresh {
			return kit.Beside(pane(f.In(cols[0]), curvePane, curve), pane(f.In(cols[1]), knownPane, known))
		}
		right := pane(f.In(cols[1]), knownPane, known)
		if s.pane == wordsPane {
			right = pane(f.In(cols[1]), wordsPane, words)
		}
		left := f.In(cols[0])
		both := func(in kit.Frame) string {
			return kit.Stack(curve(in.Sized(in.W, in.H-6)), "", s.numbers(in.Sized(in.W, 6)))
		}
		return kit.Beside(pane(left, curvePane, both), right)
	}
	return s.one(f, titles, []func(kit.Frame) string{curve, known, words})
}

// one draws the pane that has the focus, under a line that names them all.
func (s *Screen) one(f kit.Frame, titles []string, contents []func(kit.Frame) string) string {
	if f.H < 8 || f.W < 56 { // tiny
		return indent(f, contents[s.pane])
	}
	var tabs []string
	for i, name := range []string{"curve", "learned", "in words"} {
		style := f.Dim
		if i == s.pane {
			style = f.TitleFocus
		}
		tabs = append(tabs, style.Render(name))
	}
	line := " " + strings.Join(tabs, f.Faint.Render("  ·  ")) + f.Faint.Render("   tab")
	return kit.Stack(kit.Pad(line, f.W), indent(f.Sized(f.W, f.H-1), contents[s.pane]))
}

// contents are the three panes of a phase.
func (s *Screen) contents(now phase) (curve, known, words func(kit.Frame) string) {
	words = func(f kit.Frame) string { return s.words.View(f, paragraphs(beside(f), s.story())) }
	if now == fresh {
		curve = func(f kit.Frame) string {
			return kit.Fit(strings.Join(paragraphs(f, s.zero.sentences(s.prepared())), "\n"), f.W, f.H)
		}
		return curve, func(f kit.Frame) string { return s.known.View(f, s.how(beside(f))) }, words
	}
	known = func(f kit.Frame) string { return s.known.View(f, s.knows(beside(f))) }
	if len(s.snap.Curve) == 0 {
		return s.plot, known, words
	}
	curve = func(f kit.Frame) string {
		if f.H < 6 || f.W < 34 || f.W < 40 && f.H < 8 {
			return kit.Fit(strings.Join(paragraphs(f, s.summary()), "\n"), f.W, f.H)
		}
		return s.plot(f)
	}
	return curve, known, words
}

// how tells how the chosen learner learns, and lists its settings.
func (s *Screen) how(f kit.Frame) []string {
	e, l, d, err := s.learner()
	if err != nil {
		return wrapped(f, kit.Clean(err.Error()))
	}
	lines := []string{f.Strong.Render(kit.Truncate(e.Title, f.W))}
	for _, line := range kit.Wrap(strings.ReplaceAll(e.About, "\n", " "), max(1, f.W)) {
		lines = append(lines, f.Text.Render(line))
	}
	lines = append(lines, "", f.Dim.Render("l another learner, e settings:"), "")
	for _, p := range slices.Concat(l.Params(), d.Params()) {
		lines = append(lines, f.Accent.Render(kit.Pad(p.Name, 12))+" "+f.Number.Render(kit.Truncate(kit.Clean(p.Get()), max(1, f.W-13))))
		for _, help := range kit.Wrap(p.Help, max(1, f.W-2)) {
			lines = append(lines, "  "+f.Dim.Render(help))
		}
	}
	return lines
}

// beside is a frame that leaves room for a scroll bar.
func beside(f kit.Frame) kit.Frame { return f.Sized(f.W-2, f.H) }

// indent leaves a blank column on each side.
func indent(f kit.Frame, body func(kit.Frame) string) string {
	if f.W < 10 {
		return body(f)
	}
	in := f.Sized(f.W-2, f.H)
	lines := strings.Split(kit.Fit(body(in), in.W, in.H), "\n")
	for i := range lines {
		lines[i] = " " + lines[i] + " "
	}
	return strings.Join(lines, "\n")
}

// paragraphs wraps sentences with a blank line between them where there is room.
func paragraphs(f kit.Frame, sentences []string) []string {
	var out []string
	for i, text := range sentences {
		if i > 0 && f.H > 12 {
			out = append(out, "")
		}
		for _, line := range kit.Wrap(text, max(1, f.W)) {
			out = append(out, f.Text.Render(line))
		}
	}
	return out
}
