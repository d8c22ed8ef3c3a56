package health

import (
	"fmt"

	"assay/pipeline/evaluate"
)

const (
	// From these accuracies down, what contradicts itself is to be looked at, and spoils what is measured.
	amberCeiling, redCeiling = .99, .9
	// lopsided is the share of one answer from which accuracy says little.
	lopsided = .8
)

// conflicts finds rows that say the same and have different answers, which caps the accuracy any model can reach, and tells when
// one answer is most of them.
func conflicts(c *check) {
	rows := c.open()
	if len(rows) == 0 || len(c.features) == 0 {
		c.unmeasured(Conflicts, "there are no rows or no features")
		return
	}
	c.lopsided(rows)
	prints := fingerprints(c.Cleaned.Rows(), c.features, cells)
	seen := make(map[uint64][2]int32, len(rows))
	for _, r := range rows {
		n := seen[prints[r]]
		n[int(c.Y[r])]++
		seen[prints[r]] = n
	}
	groups, lost, concerned := 0, 0, 0
	for _, n := range seen {
		if n[0] > 0 && n[1] > 0 {
			groups++
			lost += int(min(n[0], n[1]))
			concerned += int(n[0] + n[1])
		}
	}
	if groups == 0 {
		return
	}
	var where []int
	for _, r := range rows {
		if n := seen[prints[r]]; n[0] > 0 && n[1] > 0 {
			if where = append(where, r); len(where) > firstRows {
				break
			}
		}
	}
	ceiling := evaluate.Wilson(len(rows)-lost, len(rows))
	f := Finding{Severity: Note, Counter: Conflicts, Kind: "label conflicts", Rows: first(where), Count: concerned,
		Score: evaluate.Score{Name: "accuracy_ceiling", Value: ceiling.Value, Low: ceiling.Low, High: ceiling.High}}
	switch {
	case ceiling.Value < redCeiling:
		f.Severity = Serious
	case ceiling.Value < amberCeiling:
		f.Severity = Warning
	}
	f.Text = fmt.Sprintf("%d of %d rows agree in every feature with a row of the other answer, in %d groups (%s): no model of these features can be right in more than %s of them", concerned, len(rows), groups, c.places(where), percent(f.Score))
	c.add(f)
}

func (c *check) lopsided(rows []int) {
	positives := int(sum(pick(c.Y, rows)))
	most, k := positives, 1
	if 2*positives < len(rows) {
		most, k = len(rows)-positives, 0
	}
	share := evaluate.Wilson(most, len(rows))
	if !(share.Value > lopsided) {
		return
	}
	f := Finding{Severity: Note, Counter: Conflicts, Kind: "imbalance", Count: len(rows) - most, Score: evaluate.Score{Name: "share", Value: share.Value, Low: share.Low, High: share.High}}
	f.Text = fmt.Sprintf("%q is the answer of %d of %d rows (%s): always saying so would be as accurate, so judge by more than accuracy and move the threshold, not the data", c.Classes[k], most, len(rows), percent(f.Score))
	c.add(f)
}
