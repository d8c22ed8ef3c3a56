package prepare

import (
	"math"

	"assay/pipeline/table"
)

// cell is a distinct text and the number of rows that have it.
type cell struct {
	text string
	n    int
}

// numberVote is what the cells of a column say about how its numbers are written, counted in rows.
type numberVote struct {
	cells   []cell
	present int
	decimal ballot
	units   map[string]int // by unit word, "" left out
	unread  int            // cells that are no number by any convention
	money   int            // cells with a currency mark
	codes   int            // digits with a leading zero
	plain   int            // bare digits of one width, all different: identifiers
	width   int
	percent []float64 // distinct numbers with a percent sign, times rows
	bare    []float64 // distinct numbers without any unit
	weight  []int     // rows of each of bare
	signs   []int     // rows of each of percent
}

// numberVoteOf counts the votes of a column. It stops where the answer can only be that the column is left alone, unless
// it is to be read whatever the vote.
func numberVoteOf(c *table.Column, forced bool) *numberVote {
	counts, present := countOf(c)
	v := &numberVote{present: present, units: map[string]int{}, width: -1}
	for code, n := range counts {
		if n > 0 {
			v.add(c.Dictionary()[code], n)
		}
		if !forced && v.isOut() {
			break
		}
	}
	return v
}

func (v *numberVote) add(text string, n int) {
	v.cells = append(v.cells, cell{text, n})
	w, ok := dissect(text)
	if !ok {
		v.unread += n
		return
	}
	if len(w.body) > 1 && w.body[0] == '0' && allDigits(w.body) && w.unit == "" {
		v.codes += n
		return
	}
	x, r := w.value(neutral)
	if r == unreadable {
		v.unread += n
		return
	}
	if w.currency != "" {
		v.money += n
	}
	v.decimal.add(w, r, n)
	if w.unit != "" {
		v.units[w.unit] += n
	}
	if n == 1 && w.unit == "" && len(w.body) >= 6 && allDigits(w.body) && (v.width == -1 || v.width == len(w.body)) {
		v.plain, v.width = v.plain+1, len(w.body)
	}
	switch u := units[w.unit]; {
	case r == ambiguous:
	case u.family == ofPercent:
		v.percent, v.signs = append(v.percent, x), append(v.signs, n)
	case w.unit == "":
		v.bare, v.weight = append(v.bare, x), append(v.weight, n)
	}
}

// isOut reports that what was counted so far rules out a column of numbers.
func (v *numberVote) isOut() bool { return v.money > 0 || v.codes > 0 || 5*v.unread > v.present }

// identifiers reports that nearly all cells are different bare digits of one width: names of rows, not amounts.
func (v *numberVote) identifiers() bool { return v.present >= 10 && 20*v.plain >= 19*v.present }

// percents decides how numbers without a sign read in a column of percentages. When (nearly) all signed ones lie above
// 1, a bare number up to 1 is a fraction; what most bare numbers are, the whole column is told in.
func (v *numberVote) percents(f *NumberFormat) {
	signed, low := 0, 0
	for i, x := range v.percent {
		signed += v.signs[i]
		if x != 0 && math.Abs(x) <= 1 {
			low += v.signs[i]
		}
	}
	if signed == 0 || 50*low > signed {
		return
	}
	small, large := 0, 0
	for i, x := range v.bare {
		switch {
		case x == 0:
		case math.Abs(x) <= 1:
			small += v.weight[i]
		default:
			large += v.weight[i]
		}
	}
	f.Fractions = small > 0
	f.Whole = small > large
}
