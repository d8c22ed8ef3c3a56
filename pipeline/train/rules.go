package train

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"assay/pipeline/table"
)

// Rule is a sentence of at most two conditions and how often the positive class follows: on the training rows it was
// found on, and on held-out rows, which is the number to believe. Searching many rules on rows finds flattering ones
// by luck alone, so the training share is never shown by itself.
type Rule struct {
	Conditions  []Condition
	Train, Held Tally
	Positive    bool // speaks for the positive class; otherwise against it
}

// holds reports whether a rule is better than saying the same of every held-out row.
func (r Rule) holds(all Tally) bool {
	if r.Held.N == 0 {
		return false
	}
	if r.Positive {
		return wilsonLow(r.Held.Positives, r.Held.N) > all.Share()
	}
	return wilsonLow(r.Held.N-r.Held.Positives, r.Held.N) > 1-all.Share()
}

// Condition is "column above cut" or "column at most cut".
type Condition struct {
	Column string
	Above  bool
	Cut    float64
}

// Tally counts rows that meet a rule and the positives among them.
type Tally struct{ N, Positives int }

// Share is the share of positives; NaN without rows.
func (t Tally) Share() float64 { return float64(t.Positives) / float64(t.N) }

// String is the rule as people say it: income above 80,000 and credit_score above 720.
func (r Rule) String() string {
	parts := make([]string, len(r.Conditions))
	for i, c := range r.Conditions {
		word := "at most"
		if c.Above {
			word = "above"
		}
		parts[i] = fmt.Sprintf("%s %s %s", c.Column, word, table.FormatNumber(c.Cut))
	}
	return strings.Join(parts, " and ")
}

const (
	ruleCuts    = 32    // quantiles of a column that are tried as cuts
	ruleSlack   = .02   // a wider rule is taken when it is no weaker than the strongest by this
	ruleRows    = 50000 // training rows searched at most, evenly spaced
	ruleColumns = 24    // numeric columns searched at most
	ruleSupport = 30    // rows a rule must cover, or 1 % of the training rows if that is more
)

// FindRules searches the numeric features of the training rows for the one sentence of at most two conditions that
// speaks most strongly for the positive class and the one against it. Strength is the end of the 95 % Wilson interval
// nearest the base rate, so small groups must be extreme to win; among rules about as strong as the strongest the one
// that covers most rows is taken. Cuts are rounded to what people would say. Each rule is then counted on the held-out
// rows and left out unless it holds there: the low end of its share's Wilson interval must lie above the share of all
// held-out rows.
func FindRules(cleaned *table.Table, y []float64, train, held []int) []Rule {
	s := newRuleSearch(cleaned, y, train)
	var out []Rule
	for _, positive := range []bool{true, false} {
		conditions, ok := s.best(positive)
		if !ok {
			continue
		}
		r := Rule{Conditions: conditions, Positive: positive}
		r.Train = tally(cleaned, y, train, conditions)
		r.Held = tally(cleaned, y, held, conditions)
		if r.holds(tally(cleaned, y, held, nil)) {
			out = append(out, r)
		}
	}
	return out
}

// ruleSearch holds a few numeric columns as bins between quantiles.
type ruleSearch struct {
	columns []binned
	y       []bool
	total   Tally
	support int
}

// binned is a column as bins: bin b lies above cuts[b-1] and at or below cuts[b]; -1 is missing.
type binned struct {
	name string
	cuts []float64
	bins []int8
}

func newRuleSearch(t *table.Table, y []float64, train []int) *ruleSearch {
	step := max(1, (len(train)+ruleRows-1)/ruleRows)
	var rows []int
	for i := 0; i < len(train); i += step {
		rows = append(rows, train[i])
	}
	s := &ruleSearch{support: max(ruleSupport, len(rows)/100)}
	for _, r := range rows {
		s.y = append(s.y, y[r] == 1)
		s.total.add(y[r] == 1, 1)
	}
	for _, c := range t.ByRole(table.Feature) {
		if c.Kind == table.Number && len(s.columns) < ruleColumns {
			if b, ok := bin(c, rows); ok {
				s.columns = append(s.columns, b)
			}
		}
	}
	return s
}

func (t *Tally) add(positive bool, n int) {
	t.N += n
	if positive {
		t.Positives += n
	}
}

// bin cuts a column at its quantiles, each cut moved to the roundest number before the next value.
func bin(c *table.Column, rows []int) (binned, bool) {
	values := c.Numbers()
	var known []float64
	for _, r := range rows {
		if !math.IsNaN(values[r]) {
			known = append(known, values[r])
		}
	}
	if len(known) < 2*ruleSupport {
		return binned{}, false
	}
	slices.Sort(known)
	b := binned{name: c.Name}
	for q := 1; q < ruleCuts; q++ {
		at := q * len(known) / ruleCuts
		cut := roundBetween(known[at-1], known[(q+1)*len(known)/ruleCuts-1])
		if n := len(b.cuts); cut >= known[0] && cut < known[len(known)-1] && (n == 0 || cut > b.cuts[n-1]) {
			b.cuts = append(b.cuts, cut)
		}
	}
	for _, r := range rows {
		if math.IsNaN(values[r]) {
			b.bins = append(b.bins, -1)
			continue
		}
		at, _ := slices.BinarySearch(b.cuts, values[r])
		b.bins = append(b.bins, int8(at))
	}
	return b, len(b.cuts) > 0
}

// roundBetween returns the number from low to high that has the fewest digits: what a person would say.
func roundBetween(low, high float64) float64 {
	if low == high {
		return low
	}
	largest := math.Ceil(math.Log10(max(math.Abs(low), math.Abs(high))))
	for unit := math.Pow(10, min(largest+1, 308)); unit > 1e-9; unit /= 10 {
		for _, u := range []float64{unit, unit / 2, unit / 5} {
			if v := tidy(math.Ceil(low/u) * u); v >= low && v <= high {
				return v
			}
		}
	}
	return low
}

// tidy takes away the last few bits that make 6.8 read 6.800000000000001, and the sign of -0.
func tidy(v float64) float64 {
	v, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 12, 64), 64)
	if err != nil || v == 0 {
		return 0
	}
	return v
}

// candidate is a rule during the search.
type candidate struct {
	strength   float64 // low end of the Wilson interval of the share of the wanted class
	rows       int
	conditions []Condition
}

// best tries every single condition and every pair over two columns: first for the strongest, then for the widest
// among those about as strong.
func (s *ruleSearch) best(positive bool) ([]Condition, bool) {
	base := s.total.Share()
	if !positive {
		base = 1 - base
	}
	strongest := candidate{strength: base}
	s.each(positive, func(c candidate) {
		if c.strength > strongest.strength {
			strongest = c
		}
	})
	widest := strongest
	s.each(positive, func(c candidate) {
		if c.strength > base && c.strength >= strongest.strength-ruleSlack && c.rows > widest.rows {
			widest = c
		}
	})
	return widest.conditions, len(widest.conditions) > 0
}

func (s *ruleSearch) each(positive bool, visit func(candidate)) {
	offer := func(t Tally, conditions ...Condition) {
		if t.N < s.support || t.N > s.total.N-s.support {
			return
		}
		hits := t.Positives
		if !positive {
			hits = t.N - t.Positives
		}
		visit(candidate{wilsonLow(hits, t.N), t.N, conditions})
	}
	for i := range s.columns {
		s.single(i, offer)
		for j := range i {
			s.pair(j, i, offer)
		}
	}
}

type offer func(t Tally, conditions ...Condition)

func (s *ruleSearch) single(i int, offer offer) {
	c := &s.columns[i]
	counts := make([]Tally, len(c.cuts)+1)
	var all Tally
	for r, b := range c.bins {
		if b >= 0 {
			counts[b].add(s.y[r], 1)
			all.add(s.y[r], 1)
		}
	}
	var below Tally
	for k, cut := range c.cuts {
		below = below.plus(counts[k])
		offer(all.minus(below), Condition{c.name, true, cut})
		offer(below, Condition{c.name, false, cut})
	}
}

func (t Tally) plus(o Tally) Tally  { return Tally{t.N + o.N, t.Positives + o.Positives} }
func (t Tally) minus(o Tally) Tally { return Tally{t.N - o.N, t.Positives - o.Positives} }

// pair counts every corner of two columns from one table of cumulative sums.
func (s *ruleSearch) pair(i, j int, offer offer) {
	a, b := &s.columns[i], &s.columns[j]
	w := len(b.cuts) + 2
	sums := make([]Tally, (len(a.cuts)+2)*w)
	for r, x := range a.bins {
		if z := b.bins[r]; x >= 0 && z >= 0 {
			sums[(int(x)+1)*w+int(z)+1].add(s.y[r], 1)
		}
	}
	for x := 1; x < len(a.cuts)+2; x++ {
		for z := 1; z < w; z++ {
			t := &sums[x*w+z]
			*t = t.plus(sums[(x-1)*w+z]).plus(sums[x*w+z-1]).minus(sums[(x-1)*w+z-1])
		}
	}
	at := func(x, z int) Tally { return sums[x*w+z] }
	all, top := len(a.cuts)+1, len(b.cuts)+1
	for x := range a.cuts {
		for z := range b.cuts {
			ca, cb := a.cuts[x], b.cuts[z]
			low := at(x+1, z+1)
			left, down := at(x+1, top), at(all, z+1)
			offer(at(all, top).minus(left).minus(down).plus(low), Condition{a.name, true, ca}, Condition{b.name, true, cb})
			offer(left.minus(low), Condition{a.name, false, ca}, Condition{b.name, true, cb})
			offer(down.minus(low), Condition{a.name, true, ca}, Condition{b.name, false, cb})
			offer(low, Condition{a.name, false, ca}, Condition{b.name, false, cb})
		}
	}
}

// wilsonLow is the low end of the 95 % Wilson interval (Wilson 1927).
func wilsonLow(hits, n int) float64 {
	const z = 1.959963984540054
	p, m := float64(hits)/float64(n), float64(n)
	return (p + z*z/(2*m) - z*math.Sqrt(p*(1-p)/m+z*z/(4*m*m))) / (1 + z*z/m)
}

// tally counts the rows that meet all conditions. A missing value meets none.
func tally(t *table.Table, y []float64, rows []int, conditions []Condition) Tally {
	var out Tally
	values := make([][]float64, len(conditions))
	for k, c := range conditions {
		values[k] = t.Column(c.Column).Numbers()
	}
	for _, r := range rows {
		meets := true
		for k, c := range conditions {
			v := values[k][r]
			meets = meets && !math.IsNaN(v) && (v > c.Cut) == c.Above
		}
		if meets {
			out.add(y[r] == 1, 1)
		}
	}
	return out
}
