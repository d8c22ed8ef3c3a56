package evaluate

import (
	"fmt"
	"math"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline/evaluate"
	"assay/ui/kit"
)

// groups draws, for each protected column, how the model treats its groups.
func (s *Screen) groups(f kit.Frame) []string {
	r := s.exam().Report
	if len(r.Audits) == 0 {
		return hanging(f, "", 0, "No column is protected, so nothing can be said about groups of people. Give columns such as sex or age the role protected in Collect: they stay out of the model and are audited here.", f.Dim)
	}
	var out []string
	for i, a := range r.Audits {
		if i > 0 {
			out = append(out, "")
		}
		out = append(out, s.audit(f, a)...)
	}
	return out
}

func (s *Screen) audit(f kit.Frame, a evaluate.Audit) []string {
	glyph, style := mark(f, a.Finding.Verdict)
	name := 10
	for _, g := range a.Groups {
		name = max(name, kit.Width(kit.Clean(g.Name)))
	}
	name = min(name, max(8, f.W-6-4*11))
	cellW := min(17, (f.W-name-6)/4)
	wide := cellW >= 15
	out := []string{style.Render(glyph) + " " + f.Strong.Render(kit.Truncate("by "+kit.Clean(a.Column), f.W/2)) + style.Render("  "+string(a.Finding.Verdict)) + f.Dim.Render(unit(cellW))}
	heads := []string{"base", "sel.", "TPR", "FPR"}
	if cellW >= 10 {
		heads = []string{"base rate", "selected", "found", "wrongly"}
	}
	if wide {
		heads = []string{"base rate", "selected", "found (TPR)", "wrongly (FPR)"}
	}
	head := kit.Pad("", name) + kit.PadLeft("rows", 6)
	for _, h := range heads {
		head += kit.PadLeft(h, cellW)
	}
	out = append(out, f.Dim.Render(kit.Truncate(head, f.W)))
	for _, g := range a.Groups {
		line := f.Text.Render(kit.Pad(kit.Clean(g.Name), name)) + f.Number.Render(kit.PadLeft(kit.Thousands(g.N), 6))
		for k, rate := range []evaluate.Rate{g.BaseRate, g.SelectionRate, g.TPR, g.FPR} {
			text := kit.PadLeft(rateText(rate, cellW), cellW)
			if k == 1 {
				line += f.Number.Render(text)
			} else {
				line += f.Dim.Render(text)
			}
		}
		out = append(out, line)
	}
	out = append(out, s.ratio(f, a)...)
	if n := len(a.Finding.Evidence); n > 0 {
		out = append(out, hanging(f, "", 0, a.Finding.Evidence[n-1], f.Dim)...)
	}
	return out
}

// unit says what the numbers of the table are.
func unit(cellW int) string {
	if cellW >= 11 {
		return "   in % [95 % interval]"
	}
	return "   in %"
}

// ratio holds the smallest selection rate against the largest, with the four-fifths mark.
func (s *Screen) ratio(f kit.Frame, a evaluate.Audit) []string {
	t := a.DemographicParityRatio
	if math.IsNaN(t.Value) {
		return nil
	}
	flag := "at least 0.8 is asked"
	if t.Value < .8 {
		flag = "below 0.8: four-fifths flag"
	}
	return hanging(f, "", 0, fmt.Sprintf("Smallest over largest selection rate %s (%s); largest difference of found %s.",
		interval(t), flag, interval(a.EqualOpportunityDifference)), f.Text)
}

// rateText writes a rate in percent, with its interval where w cells have room for it.
func rateText(r evaluate.Rate, w int) string {
	switch {
	case r.N == 0 || math.IsNaN(r.Value):
		return "–"
	case w >= 15:
		return fmt.Sprintf("%.0f %% [%.0f, %.0f]", 100*r.Value, 100*r.Low, 100*r.High)
	case w >= 11:
		return fmt.Sprintf("%.0f [%.0f,%.0f]", 100*r.Value, 100*r.Low, 100*r.High)
	}
	return fmt.Sprintf("%.0f", 100*r.Value)
}

// evidence tells what every audit rests on.
func (s *Screen) evidence() tea.Cmd {
	var out []string
	for _, a := range s.exam().Report.Audits {
		out = append(out, "By "+a.Column+": "+strings.ToUpper(string(a.Finding.Verdict)))
		out = append(out, a.Finding.Evidence...)
	}
	if len(out) == 0 {
		out = []string{"No column is protected, so no audit was made."}
	}
	return kit.ShowText("how groups are treated: the evidence", strings.Join(out, "\n\n"))
}
