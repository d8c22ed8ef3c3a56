package collect

import (
	"fmt"
	"strings"

	"assay/pipeline/profile"
	"assay/pipeline/table"
	"assay/ui/kit"
)

// story is the drawn profile of a column. It is kept until the column, the width or the styles change.
type story struct {
	column, w int
	styles    *kit.Styles
	lines     []string
	top, page int
}

// scroll moves the profile by lines.
func (p *story) scroll(by int) { p.top = max(0, min(p.top+by, len(p.lines)-p.page)) }

// key scrolls with a key and reports whether it was one for that.
func (p *story) key(name string) bool {
	by, ok := map[string]int{"up": -1, "down": 1, "pgup": -max(1, p.page-1), "pgdown": max(1, p.page-1), "g": -len(p.lines), "G": len(p.lines)}[name]
	if ok {
		p.scroll(by)
	}
	return ok
}

// name is the title of the profile pane.
func (s *Screen) name() string { return kit.Clean(s.sheet.t.At(s.column()).Name) }

// profile draws what is known about the column under the cursor.
func (s *Screen) profile(f kit.Frame) string {
	p := &s.story
	if p.column != s.column() || p.w != f.W || p.styles != f.Styles {
		if p.column != s.column() && p.column >= 0 {
			p.top = 0
		}
		p.column, p.w, p.styles = s.column(), f.W, f.Styles
		p.lines = s.tell(f.Sized(max(0, f.W-2), f.H))
	}
	p.page = f.H
	p.scroll(0)
	shown := p.lines[p.top:min(len(p.lines), p.top+f.H)]
	if below := len(p.lines) - p.top - len(shown); below > 0 && f.H > 2 {
		shown = append(shown[:f.H-1:f.H-1], f.Dim.Render(f.Glyphs.Down+" "+s.below(below+1)))
	}
	return kit.Fit(" "+strings.Join(shown, "\n "), f.W, f.H)
}

// below says how many lines follow and how to get there.
func (s *Screen) below(n int) string {
	if s.focus == onProfile {
		return fmt.Sprintf("%d more lines", n)
	}
	return fmt.Sprintf("%d more lines: tab, then j", n)
}

// tell writes the profile line by line.
func (s *Screen) tell(f kit.Frame) []string {
	c := s.sheet.t.At(s.column())
	p := s.sheet.profiles[s.column()]
	var out []string
	add := func(lines ...string) { out = append(out, lines...) }
	if p == nil {
		add(wrapped(f, f.Strong, c.Role.String())...)
		add("")
		return append(out, f.Dim.Render("looking at this column …"))
	}
	add(f.Strong.Render(p.Meaning) + f.Dim.Render(" · role ") + f.Accent.Render(c.Role.String()))
	add(wrapped(f, f.Dim, s.reason(c))...)
	if kind := s.bench.Workflow.Collect.Kinds[c.Name]; kind != "" {
		add(wrapped(f, f.Dim, "held as "+kind+": you said so; c takes it back")...)
	}
	add("")
	add(facts(f, p.Column)...)
	urgent := func(a profile.Alert) bool { return a.Severity > profile.Note }
	about := s.alertsOn(s.column())
	add(s.tellAlerts(f, about, urgent)...)
	shown := p.Column
	if p.read != nil && p.read.Numbers != nil {
		shown = p.read
		add("", f.Accent.Render("as preparation reads it"))
		if lost := p.read.Missing*p.Rows/max(1, p.read.Rows) - p.Missing; lost > 0 {
			add(wrapped(f, f.Dim, fmt.Sprintf("about %s more cells say nothing it can read", kit.Thousands(lost)))...)
		}
	}
	if shown.Numbers != nil && shown.Distinct > 1 {
		if shown == p.Column {
			add("")
		}
		add(histogram(f, shown)...)
		add("")
		add(quantiles(f, shown)...)
	}
	switch {
	case len(p.Top) == 0 || p.Numbers != nil && p.Distinct > 12:
	case scattered(p.Column):
		add("")
		add(examples(f, p.Column)...)
	default:
		add("")
		add(top(f, p.Column)...)
	}
	add(s.tellAlerts(f, about, func(a profile.Alert) bool { return !urgent(a) })...)
	return out
}

func wrapped(f kit.Frame, style kit.Style, text string) []string {
	lines := kit.Wrap(kit.Clean(text), max(1, f.W))
	for i := range lines {
		lines[i] = style.Render(lines[i])
	}
	return lines
}

// reason says why a column has its role.
func (s *Screen) reason(c *table.Column) string {
	w := s.bench.Workflow.Collect
	if _, chosen := w.Roles[c.Name]; chosen || w.Target == c.Name {
		return "you said so: " + roleMeaning(c.Role)
	}
	for _, p := range s.from.Proposals {
		if p.Column == c.Name {
			return "proposed: " + p.Reason
		}
	}
	return roleMeaning(c.Role)
}

// facts counts rows, missing and different values.
func facts(f kit.Frame, p *profile.Column) []string {
	count := func(label string, n int, note string) string {
		return f.Dim.Render(kit.Pad(label, 9)) + f.Text.Render(kit.PadLeft(kit.Thousands(n), 10)) + f.Dim.Render("  "+note)
	}
	out := []string{count("rows", p.Rows, "")}
	if p.Missing > 0 {
		out = append(out, count("missing", p.Missing, percent(p.Missing, p.Rows)))
	} else {
		out = append(out, count("missing", 0, "no gaps"))
	}
	out = append(out, count("distinct", p.Distinct, ""))
	if l := p.Length; l != nil && p.Meaning == "free text" {
		out = append(out, f.Dim.Render(fmt.Sprintf("%d to %d characters, %.0f on average", l.Min, l.Max, l.Mean)))
	}
	return out
}

// histogram draws the values by range, with round edges under it.
func histogram(f kit.Frame, p *profile.Column) []string {
	h := p.Numbers.Histogram
	counts := make([]float64, len(h.Counts))
	for i, n := range h.Counts {
		counts[i] = float64(n)
	}
	height := 5
	if f.H < 20 {
		height = 4
	}
	var edges []float64
	if p.Kind != table.Time {
		edges = h.Edges
	}
	out := strings.Split(kit.Histogram(f.Sized(f.W, height), counts, edges), "\n")
	if p.Kind == table.Time {
		out[len(out)-1] = f.Dim.Render(day(h.Edges[0]) + " to " + day(h.Edges[len(h.Edges)-1]))
	}
	return out
}

func day(v float64) string { return table.FormatTime(int64(v))[:len("2006-01-02")] }

// quantiles lists the values below which a share of the rows lies.
func quantiles(f kit.Frame, p *profile.Column) []string {
	n := p.Numbers
	write := kit.Num
	if p.Kind == table.Time {
		write = day
	}
	line := func(label string, v float64) string {
		return f.Dim.Render(kit.Pad(label, 16)) + f.Text.Render(kit.PadLeft(write(v), 12))
	}
	out := []string{line("lowest", n.Min), line("5 % below", n.Quantiles[1]), line("a quarter below", n.Quantiles[2]),
		f.Dim.Render(kit.Pad("median", 16)) + f.Number.Render(kit.PadLeft(write(n.Median()), 12)),
		line("a quarter above", n.Quantiles[4]), line("5 % above", n.Quantiles[5]), line("highest", n.Max)}
	if p.Kind == table.Number {
		out = append(out, line("mean", n.Mean), line("spread (sd)", n.SD))
	}
	return out
}

// top draws the most frequent values as bars.
func top(f kit.Frame, p *profile.Column) []string {
	var bars []kit.Bar
	shown := 0
	for _, v := range p.Top[:min(8, len(p.Top))] {
		bars = append(bars, kit.Bar{Label: kit.CleanCell(v.Value), Value: float64(v.Count), Text: kit.Thousands(v.Count)})
		shown += v.Count
	}
	out := strings.Split(kit.Bars(f.Sized(f.W, len(bars)), bars), "\n")
	if rest := p.Distinct - len(bars); rest > 0 {
		out = append(out, f.Dim.Render(fmt.Sprintf("and %s more in %s rows", kit.Thousands(rest), kit.Thousands(p.Rows-p.Missing-shown))))
	}
	return out
}

// examples quotes a few values of a column in which hardly any occurs twice.
func examples(f kit.Frame, p *profile.Column) []string {
	out := []string{f.Dim.Render("values such as")}
	for _, v := range p.Top[:min(3, len(p.Top))] {
		out = append(out, "  "+f.Text.Render(kit.Truncate(kit.CleanCell(v.Value), max(1, f.W-2))))
	}
	return out
}

// tellAlerts draws those that are wanted, the most severe first.
func (s *Screen) tellAlerts(f kit.Frame, all []profile.Alert, wanted func(profile.Alert) bool) []string {
	var out []string
	for _, a := range all {
		if wanted(a) {
			out = append(append(out, ""), s.tellAlert(f, a)...)
		}
	}
	return out
}

// tellAlert draws what was found and, under it, what to do and the key that does it.
func (s *Screen) tellAlert(f kit.Frame, a profile.Alert) []string {
	kind := map[profile.Severity]kit.Kind{profile.Note: kit.Info, profile.Warning: kit.Warn, profile.Serious: kit.Bad}[a.Severity]
	glyph, style := f.News(kind)
	narrow := f.Sized(f.W-2, f.H)
	out := wrapped(narrow, f.Text, a.Message)
	for i := range out {
		out[i] = "  " + out[i]
	}
	out[0] = style.Render(glyph) + out[0][1:]
	for _, line := range wrapped(narrow, f.Dim, a.Hint) {
		out = append(out, "  "+line)
	}
	if does := s.does(a); does != "" {
		out = append(out, "  "+f.Key.Render("x")+" "+f.Accent.Render(kit.Truncate(does, max(1, f.W-4))))
	}
	return out
}
