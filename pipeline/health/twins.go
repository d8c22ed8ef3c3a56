package health

import (
	"fmt"
	"slices"
	"strings"

	"assay/pipeline/evaluate"
	"assay/pipeline/table"
)

const (
	// chanceRows are enough to see how often values come.
	chanceRows = 5000
	// heldRows bounds the rows whose twins are looked for.
	heldRows = 200_000
	// firstRows is how many rows a finding names.
	firstRows = 5
	// fewTwins is the share of held rows from which twins move a measurement.
	fewTwins = .01
	// hardlyAny is the share below which they surely do not.
	hardlyAny = .0005
)

// twins finds rows that stand on both sides of the split: the same features, nearly the same, or the same id or group.
func twins(c *check) {
	held, name, others := c.Test, "test", c.open()
	if len(held) == 0 {
		held, name, others = c.Validation, "validation", c.Train
	}
	if len(held) == 0 || len(others) == 0 {
		c.unmeasured(Twins, "there is only one side")
		return
	}
	for _, role := range []table.Role{table.Group, table.ID} {
		if col := c.Cleaned.OneByRole(role); col != nil {
			c.straddling(col)
		}
	}
	if len(c.features) == 0 {
		return
	}
	looked := table.Spread(held, heldRows)
	if len(looked) < len(held) {
		c.gaps[Twins] = fmt.Sprintf("looked at %d of %d %s rows, evenly spaced", len(looked), len(held), name)
	}
	exact := fingerprints(c.Cleaned.Rows(), c.features, cells)
	same := matches(looked, others, exact)
	c.twinned(same, len(looked), len(others), name, "twins", "have the very features of a row on another side", cells)
	near := matches(looked, others, fingerprints(c.Cleaned.Rows(), c.features, rounded))
	near = slices.DeleteFunc(near, func(r int) bool { _, is := slices.BinarySearch(same, r); return is })
	c.twinned(near, len(looked), len(others), name, "near twins", "have, once numbers are rounded to two digits, the features of a row on another side", rounded)
}

// matches are the rows of held whose print some row of others has.
func matches(held, others []int, prints []uint64) []int {
	seen := make(map[uint64]struct{}, len(others))
	for _, r := range others {
		seen[prints[r]] = struct{}{}
	}
	var out []int
	for _, r := range held {
		if _, is := seen[prints[r]]; is {
			out = append(out, r)
		}
	}
	return out
}

// twinned tells of twins. Where features are so few and coarse that rows agree by chance, agreeing means nothing.
func (c *check) twinned(rows []int, held, others int, name, kind, what string, of func(*table.Column) func(int) uint64) {
	if len(rows) == 0 {
		return
	}
	share := evaluate.Wilson(len(rows), held)
	byChance := float64(others) * chance(table.Spread(c.open(), chanceRows), c.features, of)
	f := Finding{Severity: Warning, Counter: Twins, Kind: kind, Score: evaluate.Score{Name: "share", Value: share.Value, Low: share.Low, High: share.High}, Rows: first(rows), Count: len(rows)}
	f.Text = fmt.Sprintf("%d of %d %s rows (%s) %s (%s)", len(rows), held, name, percent(f.Score), what, c.places(rows))
	sure := share.Low > fewTwins
	switch {
	case byChance > .1*share.Value:
		f.Severity = Note
		f.Text += "; with so few different values rows agree by chance, so this says little"
		c.add(f)
		return
	case share.High < hardlyAny:
		f.Severity = Note
		f.Text += "; too few to move what is measured"
		c.add(f)
		return
	case kind == "twins":
		f.Fix = c.dropTwins()
		if sure {
			f.Severity = Serious
		}
	case !sure:
		f.Severity = Note
	}
	f.Text += "; a model may have learned their answers by heart"
	c.add(f)
}

// dropTwins is the step that keeps one of rows with the same features, when their names can be listed.
func (c *check) dropTwins() *Fix {
	if c.SecondFile {
		return nil // rows of a second file are never dropped
	}
	if !c.on("duplicates") {
		return &Fix{Verb: "step", Value: "duplicates"}
	}
	var names []string
	for _, f := range c.features {
		if strings.ContainsAny(f.Name, ",=") || strings.TrimSpace(f.Name) != f.Name {
			return nil
		}
		names = append(names, f.Name)
	}
	return &Fix{Verb: "step", Value: "duplicates.by=" + strings.Join(names, ",")}
}

// straddling finds ids or groups with rows on more than one side.
func (c *check) straddling(col *table.Column) {
	side, cell := map[uint64]int{}, cells(col)
	var both []int
	seen := map[uint64]bool{}
	for k, rows := range [][]int{c.Train, c.Validation, c.Test} {
		for _, r := range rows {
			if col.Missing(r) {
				continue
			}
			id := cell(r)
			if was, is := side[id]; !is {
				side[id] = k
			} else if was != k && !seen[id] {
				seen[id] = true
				both = append(both, r)
			}
		}
	}
	if len(both) == 0 {
		return
	}
	share := evaluate.Wilson(len(both), len(side))
	f := Finding{Severity: Serious, Counter: Twins, Kind: "straddling " + col.Role.String(), Columns: []string{col.Name}, Rows: first(both), Count: len(both),
		Score: evaluate.Score{Name: "share", Value: share.Value, Low: share.Low, High: share.High}}
	f.Text = fmt.Sprintf("%d of %d different values of %s (%s) have rows on more than one side (%s): the model is examined on what it has learned from", len(both), len(side), col.Name, percent(f.Score), c.places(both))
	switch {
	case c.SecondFile:
	case col.Role == table.Group:
		f.Fix = &Fix{Verb: "step", Value: "split.kind=stratified_group"}
	case !c.on("duplicates"):
		f.Fix = &Fix{Verb: "step", Value: "duplicates"}
	case c.Cleaned.OneByRole(table.Group) == nil:
		f.Fix = &Fix{Verb: "step", Value: "split.kind=auto"}
	}
	c.add(f)
}

func first(rows []int) []int { return slices.Clone(rows[:min(len(rows), firstRows)]) }

// places names where the first rows stood.
func (c *check) places(rows []int) string {
	var out []string
	for _, r := range first(rows) {
		out = append(out, c.Cleaned.Place(r))
	}
	if len(rows) > firstRows {
		out = append(out, "…")
	}
	word := "row "
	if c.Cleaned.Line(0) > 0 {
		word = "line "
	}
	if len(rows) > 1 {
		word = strings.TrimSpace(word) + "s "
	}
	return word + strings.Join(out, ", ")
}

// percent is a share with its interval, with more digits where it is tiny.
func percent(s evaluate.Score) string {
	if s.High < .001 {
		return fmt.Sprintf("%.4f %% [%.4f, %.4f]", 100*s.Value, 100*s.Low, 100*s.High)
	}
	return fmt.Sprintf("%.1f %% [%.1f, %.1f]", 100*s.Value, 100*s.Low, 100*s.High)
}
