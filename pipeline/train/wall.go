package train

import (
	"fmt"

	"assay/pipeline/table"
)

// Wall describes a split: what each side holds. What is learned is learned on the training side of it.
type Wall struct {
	Kind  string    // the kind of split; what auto came to
	Sides [3]Facing // training, validation, test
	Notes []string  // what to know about it, a sentence per line
}

// Facing is one side of the wall.
type Facing struct {
	Name     string
	Rows     int
	Classes  [2]int  // rows of the negative and of the positive class
	From, To string  // the first and last moment, where a column has the role time; empty without any
	Undated  int     // rows that say no moment
	Groups   int     // different groups, where a column has the role group
	Share    float64 // of all rows
}

// Positive is the share of the positive class; NaN without rows.
func (f Facing) Positive() float64 { return float64(f.Classes[1]) / float64(f.Rows) }

// Describe tells what the sides of a split hold. exam is where the rows of a second file begin, t.Rows() when there is
// none.
func (s *Split) Describe(t *table.Table, y []float64, p Parts, exam int) Wall {
	kind, _ := KindFor(t, s.Kind) // Divide has refused what cannot be done
	w := Wall{Kind: kind}
	for k, rows := range [3][]int{p.Train, p.Validation, p.Test} {
		w.Sides[k] = facing(t, y, rows)
		w.Sides[k].Name = [3]string{"training", "validation", "test"}[k]
	}
	w.Notes = notes(t, kind, w.Sides, exam)
	return w
}

func facing(t *table.Table, y []float64, rows []int) Facing {
	f := Facing{Rows: len(rows), Share: float64(len(rows)) / float64(max(1, t.Rows()))}
	for _, r := range rows {
		f.Classes[int(y[r])]++
	}
	if c := t.OneByRole(table.Group); c != nil {
		f.Groups = different(c, rows)
	}
	if c := t.OneByRole(table.When); c != nil && (c.Kind == table.Time || c.Kind == table.Number) {
		first, last := -1, -1
		for _, r := range rows {
			switch {
			case c.Missing(r):
				f.Undated++
				continue
			case first < 0 || momentOf(c, r) < momentOf(c, first):
				first = r
			}
			if last < 0 || momentOf(c, r) > momentOf(c, last) {
				last = r
			}
		}
		if first >= 0 {
			f.From, f.To = c.Cell(first), c.Cell(last)
		}
	}
	return f
}

// different counts the different values of a column in some rows; a missing one stands for itself.
func different(c *table.Column, rows []int) int {
	n, seen := 0, map[string]bool{}
	for _, r := range rows {
		if c.Missing(r) {
			n++
			continue
		}
		if id := c.Cell(r); !seen[id] {
			seen[id] = true
			n++
		}
	}
	return n
}

// notes are the warnings about a split: what a later exam on new rows would make look too good.
func notes(t *table.Table, kind string, sides [3]Facing, exam int) []string {
	var out []string
	if c := t.OneByRole(table.When); c != nil && kind != Time && exam == t.Rows() {
		out = append(out, fmt.Sprintf("column %s says when, and the split goes by chance: the model learns from rows that are newer than those it is examined on, which flatters it; split.kind=time examines on the newest", c.Name))
	}
	if c := t.OneByRole(table.Group); c != nil && kind != Group && kind != StratifiedGroup {
		out = append(out, fmt.Sprintf("column %s names groups, and kind %s does not keep them together: the model is examined on groups it has learned from", c.Name, kind))
	}
	if kind == Time && sides[0].Undated > 0 {
		out = append(out, fmt.Sprintf("%d rows say no moment; they train", sides[0].Undated))
	}
	if exam < t.Rows() {
		out = append(out, fmt.Sprintf("the %d test rows are those of a second file; the share of test rows is not used", t.Rows()-exam))
	}
	return out
}
