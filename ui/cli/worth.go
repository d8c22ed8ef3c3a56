package cli

import (
	"fmt"
	"strings"

	"assay/pipeline"
	"assay/pipeline/profile"
	"assay/pipeline/table"
)

// mostAlerts is how many alerts are told beside the work; the profile tells all.
const mostAlerts = 8

// worthKnowing is what nobody should learn from the data unaware of: what its reader warns of, the columns that no one
// asked to leave out, and the alerts of the table.
func worthKnowing(c *pipeline.Collected) []string {
	var out, left []string
	for _, w := range c.Warnings() {
		out = append(out, "warning: "+w)
	}
	for _, p := range c.Proposals {
		if col := c.Table.Column(p.Column); col != nil && col.Role == p.Role && (p.Role == table.Ignored || p.Role == table.ID) {
			left = append(left, fmt.Sprintf("%s (%s)", p.Column, p.Reason))
		}
	}
	if len(left) > 0 {
		out = append(out, "left out: "+strings.Join(left, ", "))
	}
	for _, col := range c.Table.ByRole(table.Protected) {
		if few := fewRows(col); len(few) > 0 {
			out = append(out, fmt.Sprintf("warning: %s: too few rows to judge how they are treated: %s", col.Name, strings.Join(few, ", ")))
		}
	}
	told := 0
	for _, a := range profile.TableAlerts(c.Table, c.Profiles) {
		if a.Severity == profile.Note {
			continue
		}
		if told++; told > mostAlerts {
			continue
		}
		where := ""
		if a.Column != "" {
			where = a.Column + ": "
		}
		out = append(out, fmt.Sprintf("%s: %s%s", a.Severity, where, a.Message))
	}
	if more := told - mostAlerts; more > 0 {
		out = append(out, fmt.Sprintf("and %s more; `assay profile` tells all", many(more, "alert")))
	}
	return out
}

// fewRows are the groups of a protected column with less than ten rows, unless they are many.
func fewRows(col *table.Column) []string {
	if col.Kind != table.Text || len(col.Dictionary()) > 50 {
		return nil
	}
	counts := make([]int, len(col.Dictionary()))
	for _, code := range col.Codes() {
		if code >= 0 {
			counts[code]++
		}
	}
	var few []string
	for k, n := range counts {
		if n > 0 && n < 10 {
			few = append(few, fmt.Sprintf("%s (%s)", col.Dictionary()[k], many(n, "row")))
		}
	}
	return few
}

// worthPreparing is what nobody should learn from the prepared rows unaware of: the rows that are gone or contradict
// each other, and too few of them.
func worthPreparing(p *pipeline.Prepared) []string {
	out := append([]string(nil), p.Target.Notes...)
	for _, e := range p.Effects {
		if e.After.Rows != e.Before.Rows || e.Name == "duplicates" && len(e.Notes) > 1 {
			out = append(out, e.Notes...)
		}
	}
	if inputs, rows := p.Matrix.Width(), len(p.Parts.Train); inputs > rows {
		out = append(out, fmt.Sprintf("warning: %s for %s to learn from: a learner can memorise them; believe only what holds on rows it never saw", many(inputs, "input"), many(rows, "row")))
	}
	return out
}
