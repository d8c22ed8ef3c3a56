package health

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"assay/pipeline/evaluate"
	"assay/pipeline/table"
)

// idLimit is the AUC that an id's interval must lie above to count as predicting: a little more than guessing, for many
// columns are looked at.
const idLimit = .53

// predictiveIDs finds identifiers, by role or by having a value of their own in every row, whose order tells the answer: rows
// were gathered by outcome, or numbered after it.
func predictiveIDs(c *check) {
	rows := table.Spread(c.open(), aloneRows)
	y := pick(c.Y, rows)
	if !evaluate.Enough(y) {
		return
	}
	for _, col := range c.Cleaned.Columns() {
		if col.Role != table.ID && (col.Role != table.Feature || !numbered(col)) {
			continue
		}
		score := evaluate.AUC(evaluate.Side{Y: y, P: order(col, rows)}).Flipped()
		if !(score.Low > idLimit) {
			continue
		}
		f := Finding{Severity: Warning, Counter: Leaks, Kind: "predictive id", Score: score, Columns: []string{col.Name}, Count: len(rows)}
		f.Text = fmt.Sprintf("the order of %s ranks the answers with an AUC of %s, and an id should tell nothing: rows may have been gathered or numbered by outcome", col.Name, score.Words())
		if col.Role == table.Feature {
			f.Severity, f.Fix = Serious, c.role(col, "id")
		}
		c.add(f)
	}
}

// numbered reports whether a feature names rows: a text of its own in every row, or whole numbers of which few between
// the lowest and the highest are left out.
func numbered(c *table.Column) bool {
	if c.Len() < 50 {
		return false
	}
	switch c.Kind {
	case table.Text:
		for i, n := range c.Counts() {
			if n > 1 || n == 1 && strings.Contains(strings.TrimSpace(c.Dictionary()[i]), " ") { // a remark is no id
				return false
			}
		}
		return !slices.Contains(c.Codes(), -1)
	case table.Number:
		low, high, seen := c.Numbers()[0], c.Numbers()[0], make(map[float64]struct{}, c.Len())
		for _, v := range c.Numbers() {
			if v != float64(int64(v)) {
				return false
			}
			if _, twice := seen[v]; twice {
				return false
			}
			seen[v] = struct{}{}
			low, high = min(low, v), max(high, v)
		}
		return high-low < 20*float64(c.Len())
	}
	return false
}

// order is the place of each row in the order of its id: by number, by the number a text ends in when all do, else by the
// alphabet. Rows without an id stand first.
func order(c *table.Column, rows []int) []float64 {
	out := make([]float64, len(rows))
	var place []float64
	if c.Kind == table.Text || c.Kind == table.Levels {
		place = ranks(c.Dictionary())
	}
	for i, r := range rows {
		switch {
		case c.Missing(r):
			out[i] = -1e300
		case c.Kind == table.Number:
			out[i] = c.Numbers()[r]
		case c.Kind == table.Time:
			out[i] = float64(c.Times()[r])
		default:
			out[i] = place[c.Codes()[r]]
		}
	}
	return out
}

func ranks(texts []string) []float64 {
	out := make([]float64, len(texts))
	for i, s := range texts {
		digits := s[len(strings.TrimRight(s, "0123456789")):]
		n, err := strconv.ParseUint(digits, 10, 53)
		if err != nil {
			return byAlphabet(texts)
		}
		out[i] = float64(n)
	}
	return out
}

func byAlphabet(texts []string) []float64 {
	out := make([]float64, len(texts))
	at := make([]int, len(texts))
	for i := range at {
		at[i] = i
	}
	slices.SortFunc(at, func(a, b int) int { return strings.Compare(texts[a], texts[b]) })
	for place, i := range at {
		out[i] = float64(place)
	}
	return out
}
