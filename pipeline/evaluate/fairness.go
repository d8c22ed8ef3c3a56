package evaluate

import (
	"fmt"
	"strings"
)

const (
	// smallestGroup is the number of rows, and fewestPositives of positive rows, from which a group is judged. Smaller
	// groups are reported only: with equal rates of .3 and 20 rows the four-fifths rule misfires half of the time.
	smallestGroup   = 30
	fewestPositives = 10
	// fourFifths is the least ratio of selection rates, largestTPRGap the most that true positive rates may differ.
	fourFifths    = .8
	largestTPRGap = .1
)

// audit compares how the groups of one protected column are treated at the threshold.
func audit(g Grouping, s Side, threshold float64) Audit {
	counts := make([]Confusion, len(g.Names))
	unknown := 0
	for i, code := range g.Codes {
		if code < 0 {
			unknown++
			continue
		}
		counts[code].add(s.Y[i] == 1, s.P[i] >= threshold)
	}
	a := Audit{Column: g.Column}
	for k, name := range g.Names {
		a.Groups = append(a.Groups, groupOf(name, counts[k]))
	}
	a.compare()
	a.Finding = a.judge(unknown)
	return a
}

// add counts one row.
func (c *Confusion) add(positive, called bool) {
	switch {
	case positive && called:
		c.TP++
	case positive:
		c.FN++
	case called:
		c.FP++
	default:
		c.TN++
	}
}

func groupOf(name string, c Confusion) Group {
	return Group{Name: name, N: c.N(), Positives: c.TP + c.FN, BaseRate: c.BaseRate(), SelectionRate: c.Selection(),
		TPR: c.Recall(), FPR: c.FPR(), PPV: c.Precision()}
}

// The rates that groups are compared by.
func selectionOf(g Group) Rate { return g.SelectionRate }
func tprOf(g Group) Rate       { return g.TPR }
func fprOf(g Group) Rate       { return g.FPR }
func ppvOf(g Group) Rate       { return g.PPV }
func baseOf(g Group) Rate      { return g.BaseRate }

// each collects one rate of every group.
func each(groups []Group, rate func(Group) Rate) []Rate {
	out := make([]Rate, len(groups))
	for i, g := range groups {
		out[i] = rate(g)
	}
	return out
}

// compare fills the differences and the ratio over all groups, small ones included.
func (a *Audit) compare() {
	gap := func(name string, rate func(Group) Rate, asked int) Score {
		return largestGap(name, each(a.Groups, rate), asked)
	}
	a.DemographicParityDifference = gap("demographic_parity_difference", selectionOf, 1)
	a.DemographicParityRatio = smallestRatio("demographic_parity_ratio", each(a.Groups, selectionOf))
	a.EqualOpportunityDifference = gap("equal_opportunity_difference", tprOf, 1)
	a.PredictiveParityDifference = gap("predictive_parity_difference", ppvOf, 1)
	a.EqualizedOddsDifference = larger("equalized_odds_difference", gap("", tprOf, 2), gap("", fprOf, 2))
}

// larger is the larger of two gaps, of which one may be undefined.
func larger(name string, a, b Score) Score {
	if !a.Defined() {
		a = b
	}
	if !b.Defined() {
		b = a
	}
	return Score{name, max(a.Value, b.Value), max(a.Low, b.Low), max(a.High, b.High)}
}

// judge gives the verdict on the groups that are large enough. It is Fail when an interval lies wholly on the wrong
// side of its limit, Pass when both lie wholly on the right side and no group was too small to look at, and else
// CannotTell: a small group alone never decides.
func (a *Audit) judge(unknown int) Finding {
	var large, withPositives, small []Group
	for _, g := range a.Groups {
		switch {
		case g.N == 0:
			continue
		case g.N < smallestGroup:
			small = append(small, g)
			continue
		case g.Positives < fewestPositives:
			small = append(small, g)
		default:
			withPositives = append(withPositives, g)
		}
		large = append(large, g)
	}
	ratio := smallestRatio("", each(large, selectionOf))
	gap := largestGap("", each(withPositives, tprOf), 1)
	f := Finding{Evidence: a.evidence(small, unknown)}
	verdict, because := CannotTell, "the intervals reach across the limits, so these rows do not settle it"
	switch {
	case len(large) < 2:
		because = fmt.Sprintf("fewer than two groups have %d rows or more", smallestGroup)
	case ratio.High < fourFifths: // never true of NaN
		verdict = Fail
		because = fmt.Sprintf("the ratio of selection rates is %.2f and even the high end of its interval, %.2f, is under 0.8", ratio.Value, ratio.High)
	case gap.Low > largestTPRGap:
		verdict = Fail
		because = fmt.Sprintf("true positive rates differ by %.2f and even the low end of the interval, %.2f, is over 0.1", gap.Value, gap.Low)
	case ratio.Low >= fourFifths && gap.High <= largestTPRGap && len(small) == 0:
		verdict = Pass
		because = fmt.Sprintf("the ratio of selection rates is at least %.2f and true positive rates differ by %.2f at most", ratio.Low, gap.High)
	case ratio.Low >= fourFifths && gap.High <= largestTPRGap:
		because = "the larger groups are treated alike, but nothing can be said of the small ones"
	}
	f.Verdict = verdict
	f.Evidence = append(f.Evidence, fmt.Sprintf("%s: %s.", verdict, because))
	return f
}

// evidence says what was seen, base rates first.
func (a *Audit) evidence(small []Group, unknown int) []string {
	out := []string{
		"Positives among the rows of each group, whatever the model says: " + a.list(baseOf) + ".",
		"Called positive by the model: " + a.list(selectionOf) + "; smallest over largest " + a.DemographicParityRatio.words() + ".",
		"Of those who are positive, called so: " + a.list(tprOf) + "; largest difference " + a.EqualOpportunityDifference.words() + ".",
	}
	for _, g := range small {
		out = append(out, fmt.Sprintf("%s: %s, %d positive: too few to judge (%d and %d are needed), and the group decides nothing alone.",
			g.Name, count(g.N, "row"), g.Positives, smallestGroup, fewestPositives))
	}
	if unknown > 0 {
		out = append(out, fmt.Sprintf("%s without a known %s, in no group.", count(unknown, "row"), a.Column))
	}
	return append(out,
		"The limit of 0.8 for the ratio, the four-fifths rule, is a rule of thumb from US employment practice, not a law of fairness.",
		"When base rates differ, equal selection, equal error rates and equal precision cannot all hold at once: which matters is a choice for people.")
}

// list writes a rate of the groups, at most eight of them.
func (a *Audit) list(rate func(Group) Rate) string {
	var parts []string
	for _, g := range a.Groups {
		if g.N == 0 {
			continue
		}
		if len(parts) == 8 {
			parts = append(parts, "and more")
			break
		}
		parts = append(parts, g.Name+" "+rate(g).words())
	}
	return strings.Join(parts, ", ")
}
