package evaluate

import (
	"strings"

	"assay/pipeline/evaluate"
	"assay/ui/kit"
)

// mark draws a verdict as a glyph of its own and a word, so that colour is never needed.
func mark(f kit.Frame, v evaluate.Verdict) (glyph string, style kit.Style) {
	switch v {
	case evaluate.Pass, evaluate.Learned:
		return f.Glyphs.Check, f.Good
	case evaluate.Fail, evaluate.Memorised, evaluate.Underfit:
		return f.Glyphs.Cross, f.Bad
	}
	return "?", f.Warn
}

// memoryWords says the verdict on learning in a sentence.
func memoryWords(v evaluate.Verdict) string {
	switch v {
	case evaluate.Learned:
		return "Learned: what it knows holds on rows it never saw."
	case evaluate.Memorised:
		return "Memorised: it knows its training rows, and much of that does not hold elsewhere."
	case evaluate.Underfit:
		return "Underfit: it learned no more than the simple baselines."
	}
	return "Learned or memorised? Not enough data to tell."
}

// gateWords says in a line whether the gate is passed, and if not why.
func gateWords(g evaluate.Gate) string {
	if g.Passed {
		return "The gate is passed."
	}
	var names []string
	for _, c := range g.Blocking() {
		names = append(names, "\""+c.Name+"\" ("+string(c.Verdict)+")")
	}
	return "The gate is not passed: " + strings.Join(names, ", ") + "."
}

// verdicts draws the gate with its criteria, then whether it learned, with the evidence.
func (s *Screen) verdicts(f kit.Frame) []string {
	r := s.exam().Report
	var out []string
	title := func(v evaluate.Verdict, text string) {
		glyph, style := mark(f, v)
		for i, line := range kit.Wrap(text, max(1, f.W-2)) {
			lead := "  "
			if i == 0 {
				lead = style.Render(glyph) + " "
			}
			out = append(out, lead+f.Strong.Render(line))
		}
	}
	title(r.Gate.Verdict(), gateTitles[r.Gate.Verdict()])
	title(r.Memory.Verdict, memoryWords(r.Memory.Verdict))
	out = append(out, "", f.Accent.Render("What the gate asks"))
	for _, c := range r.Gate.Criteria {
		glyph, style := mark(f, c.Verdict)
		out = append(out, hanging(f, "  "+style.Render(glyph)+" ", 4, c.Name, f.Text)...)
		out = append(out, hanging(f, "    ", 4, string(c.Verdict)+": "+c.Measured, f.Dim)...)
	}
	out = append(out, "", f.Accent.Render("Learned or memorised? The evidence"))
	for _, e := range r.Memory.Evidence {
		out = append(out, hanging(f, "  "+f.Faint.Render(f.Glyphs.Info)+" ", 4, e, f.Dim)...)
	}
	return out
}

var gateTitles = map[evaluate.Verdict]string{
	evaluate.Pass:       "The gate is passed.",
	evaluate.Fail:       "The gate is not passed: this model should not decide by itself.",
	evaluate.CannotTell: "The gate is not passed: nothing failed, but too little could be shown. More rows would help.",
}

// hanging wraps text after a lead of so many cells; later lines stand under the first.
func hanging(f kit.Frame, lead string, width int, text string, style kit.Style) []string {
	var out []string
	for i, line := range kit.Wrap(kit.Clean(text), max(1, f.W-width)) {
		if i > 0 {
			lead = strings.Repeat(" ", width)
		}
		out = append(out, lead+style.Render(line))
	}
	return out
}
