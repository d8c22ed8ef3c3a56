package train

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"assay/models/param"
	"assay/pipeline/table"
)

// Target is the answers: a class per row. Two classes always, the second is the positive one.
type Target struct {
	Column  string
	Y       []float64 // 0 or 1 per row; meaningless where Missing
	Classes []string  // negative label, positive label
	Missing []int     // rows without an answer
	Notes   []string  // what was decided, a sentence per line
}

// favourable are labels that usually mark the positive class; the first found wins when nobody chose.
var favourable = []string{"repaid", "fully paid", "paid", "good", "approved", "accepted", "yes", "y", "ja", "oui", "si", "sí", "sim", "tak", "true", "positive", "1", "malignant", "churned", "default", "defaulted"}

// maxListed is how many labels a message lists.
const maxListed = 8

// mostClasses is up to how many numbers are taken for codes of classes; more are amounts.
const mostClasses = 20

// ReadTarget reads a two-class target. positive names the positive label, or several separated by commas that count as
// one; then all other labels together are the negative class. Without it there must be exactly two labels.
func ReadTarget(c *table.Column, positive string) (Target, error) {
	t := Target{Column: c.Name, Y: make([]float64, c.Len())}
	counts := map[string]int{}
	for i := range c.Len() {
		if c.Missing(i) {
			t.Missing = append(t.Missing, i)
		} else {
			counts[c.Cell(i)]++
		}
	}
	labels := make([]string, 0, len(counts))
	for l := range counts {
		labels = append(labels, l)
	}
	sort.Strings(labels)
	chosen, err := t.choose(labels, positive)
	if err != nil {
		return Target{}, err
	}
	for i := range c.Len() {
		if !c.Missing(i) && slices.Contains(chosen, c.Cell(i)) {
			t.Y[i] = 1
		}
	}
	if len(t.Missing) > 0 {
		have := "rows have"
		if len(t.Missing) == 1 {
			have = "row has"
		}
		t.Notes = append(t.Notes, fmt.Sprintf("%d %s no %s; nothing can be learned from that, so it is left out", len(t.Missing), have, c.Name))
	}
	return t, nil
}

// choose fills Classes and returns the labels that count as positive.
func (t *Target) choose(labels []string, positive string) ([]string, error) {
	if len(labels) == 0 {
		return nil, fmt.Errorf("target %s has no value in any row; choose another with --target", t.Column)
	}
	if len(labels) == 1 {
		return nil, fmt.Errorf("target %s is always %q; there is nothing to tell apart: choose another with --target", t.Column, labels[0])
	}
	if positive == "" {
		if len(labels) > mostClasses && allNumbers(labels) {
			return nil, fmt.Errorf("target %s is a number with %d different values; assay tells two classes apart: add a column that says yes or no, such as whether it is above a limit, and name that with --target",
				t.Column, len(labels))
		}
		if len(labels) > 2 {
			return nil, fmt.Errorf("target %s has %d different values (%s); assay tells two classes apart: name the one to predict with --positive, the rest count as the other class",
				t.Column, len(labels), list(labels))
		}
		positive = guessPositive(labels)
		t.Notes = append(t.Notes, fmt.Sprintf("%q counts as the positive answer; --positive chooses another", positive))
	}
	var chosen []string
	for _, want := range param.SplitList(positive) {
		i := slices.IndexFunc(labels, func(l string) bool { return strings.EqualFold(l, want) })
		if i < 0 {
			return nil, fmt.Errorf("target %s has no value %q%s; there are %s", t.Column, want, param.DidYouMean(want, labels), list(labels))
		}
		if j := slices.Index(labels, want); j >= 0 {
			i = j
		}
		if !slices.Contains(chosen, labels[i]) {
			chosen = append(chosen, labels[i])
		}
	}
	if len(chosen) == 0 || len(chosen) == len(labels) {
		return nil, fmt.Errorf("target %s: %q leaves no label on one side; there are %s", t.Column, positive, list(labels))
	}
	rest := slices.DeleteFunc(slices.Clone(labels), func(l string) bool { return slices.Contains(chosen, l) })
	t.Classes = []string{rest[0], joined(chosen)}
	if len(rest) > 1 {
		t.Classes[0] = "not " + t.Classes[1]
		t.Notes = append(t.Notes, fmt.Sprintf("%s has %d labels; all but %s count as %q: %s", t.Column, len(labels), list(chosen), t.Classes[0], list(rest)))
	}
	return chosen, nil
}

// joined is the name of a class made of several labels.
func joined(labels []string) string {
	if n := len(labels); n > 1 {
		return strings.Join(labels[:n-1], ", ") + " or " + labels[n-1]
	}
	return labels[0]
}

func guessPositive(labels []string) string {
	for _, word := range favourable {
		for _, l := range labels {
			if strings.EqualFold(l, word) {
				return l
			}
		}
	}
	return labels[len(labels)-1]
}

// allNumbers reports whether every label is written as a number.
func allNumbers(labels []string) bool {
	return !slices.ContainsFunc(labels, func(l string) bool {
		_, err := strconv.ParseFloat(l, 64)
		return err != nil
	})
}

// list joins labels, quoted, and says how many more there are.
func list(labels []string) string {
	var b strings.Builder
	for i, l := range labels {
		if i == maxListed {
			fmt.Fprintf(&b, " and %d more", len(labels)-i)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", l)
	}
	return b.String()
}
