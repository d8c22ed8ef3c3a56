package health

import (
	"cmp"
	"fmt"
	"slices"

	"assay/pipeline/evaluate"
	"assay/pipeline/table"
)

const (
	// strong is the AUC from which a feature stands in for what is protected.
	strong = .7
	// proxyRows bounds the rows on which a feature, and all of them together, are tried on a protected attribute.
	proxyRows, togetherRows = 20_000, 5_000
	// leastGroup is how many rows must be in a group and outside of it to be told apart.
	leastGroup = 30
	// mostGroups is how many groups of an attribute are tried.
	mostGroups = 4
)

// proxies measures how well each feature, and all together, tell the groups of each protected attribute apart. A model that
// does not see the attribute sees these.
func proxies(c *check) {
	if len(c.Protected) == 0 {
		c.unmeasured(Proxies, "no column has the role protected")
		return
	}
	rows := table.Spread(c.open(), proxyRows)
	tried := false
	for _, g := range c.Protected {
		if c.ctx.Err() != nil {
			return
		}
		tried = c.standIns(g, rows) || tried
	}
	if !tried {
		c.unmeasured(Proxies, fmt.Sprintf("not enough data: no protected group has %d rows, and as many outside of it", leastGroup))
	}
}

// member are the rows whose group is known, and 1 for those in group k.
func member(g evaluate.Grouping, k int, rows []int) (among []int, in []float64) {
	for _, r := range rows {
		if g.Codes[r] < 0 {
			continue
		}
		v := 0.0
		if g.Codes[r] == k {
			v = 1
		}
		among, in = append(among, r), append(in, v)
	}
	return among, in
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}

// group is some rows and 1 for those that are in a group.
type group struct {
	name string
	rows []int
	in   []float64
	best float64 // the highest AUC of a feature alone
}

// groups are the groups of an attribute that have rows enough to be told apart.
func (c *check) groups(g evaluate.Grouping, rows []int) []group {
	var out []group
	for k, name := range g.Names {
		if k == mostGroups || k == 1 && len(g.Names) == 2 { // the second of two is the first turned around
			break
		}
		among, in := member(g, k, rows)
		if n := int(sum(in)); n < leastGroup || len(in)-n < leastGroup {
			c.gaps[Proxies] = fmt.Sprintf("not enough data for some groups: fewer than %d rows", leastGroup)
			continue
		}
		out = append(out, group{name: name, rows: among, in: in})
	}
	return out
}

// standIns tells of the features by which a group of an attribute can be told, each by the group it tells best, and of
// all features together. It reports whether any group had rows enough.
func (c *check) standIns(g evaluate.Grouping, rows []int) bool {
	groups := c.groups(g, rows)
	if len(groups) == 0 {
		return false
	}
	folds := make([][]int, len(groups))
	for k := range groups {
		folds[k] = deal(groups[k].in, c.Seed)
	}
	for _, col := range c.features {
		var best sight
		at := -1
		for k := range groups {
			s := alone(col, groups[k].rows, groups[k].in, folds[k])
			if s.score.Value > groups[k].best {
				groups[k].best = s.score.Value
			}
			if s.score.Value >= strong && (at < 0 || s.score.Value > best.score.Value) {
				best, at = s, k
			}
		}
		if at >= 0 {
			f := proxy(best.score, len(groups[at].rows))
			f.Columns, f.Fix = []string{col.Name, g.Column}, c.ignore(col)
			f.Text = fmt.Sprintf("%s alone, %s, tells %s = %s with an AUC of %s in %d rows: leaving %s out does not hide it", col.Name, best.how, g.Column, groups[at].name, best.score.Words(), f.Count, g.Column)
			c.add(f)
		}
	}
	c.together(g.Column, slices.MaxFunc(groups, func(a, b group) int { return cmp.Compare(a.best, b.best) }))
	return true
}

// together measures how well all features tell one group apart.
func (c *check) together(attribute string, g group) {
	if len(c.Matrix.Columns) == 0 {
		return
	}
	some := make([]int, len(g.rows))
	for i := range some {
		some[i] = i
	}
	some = table.Spread(some, togetherRows)
	x, y := make([]int, len(some)), pick(g.in, some)
	for i, k := range some {
		x[i] = g.rows[k]
	}
	if !evaluate.Enough(y) {
		c.gaps[Proxies] = "not enough data to try all features together on " + attribute
		return
	}
	score := together(c.ctx, c.Matrix.Select(x), y, deal(y, c.Seed), c.Seed)
	if score.Value >= strong {
		f := proxy(score, len(x))
		f.Kind, f.Columns = "proxies together", []string{attribute}
		f.Text = fmt.Sprintf("all features together tell %s = %s with an AUC of %s in %d rows, by a logistic regression scored on rows it did not learn from", attribute, g.name, score.Words(), len(x))
		c.add(f)
	}
}

// proxy is a finding of that strength: only an interval above the limit is sure.
func proxy(score evaluate.Score, rows int) Finding {
	f := Finding{Severity: Note, Counter: Proxies, Kind: "proxy", Score: score, Count: rows}
	if score.Low >= strong {
		f.Severity = Warning
	}
	return f
}
