package prepare

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"assay/models/param"
	"assay/pipeline/table"
)

var yesnoEntry = Entry{
	Name:  "yesno",
	Title: "Read yes and no",
	About: "Reads features that say yes or no, in one of several ways, as 1 and 0.",
	Why: "Yes and no are one question with one weight. As text they become two columns that say the same thing twice, and a formula cannot count with them. " +
		"Which word is 1 is written down, so that nobody has to guess what a positive weight means.",
	Kind:    Cleans,
	New:     func() param.Settings { return NewYesNo() },
	Restore: restoreAs[Answers],
}

// YesNo reads text features whose every cell is one of the words for yes or no.
type YesNo struct {
	Yes []string
	No  []string
}

// NewYesNo returns the default settings.
func NewYesNo() *YesNo {
	return &YesNo{Yes: []string{"yes", "y", "true", "t", "on"}, No: []string{"no", "n", "false", "f", "off"}}
}

// Params lists the settings.
func (s *YesNo) Params() []param.Param {
	return []param.Param{
		param.OfList(&s.Yes, "yes", "the words that become 1, whatever their case"),
		param.OfList(&s.No, "no", "the words that become 0, whatever their case"),
	}
}

// Answers is how a YesNo decided to read each column.
type Answers struct {
	Yes     []string `json:"yes"`
	No      []string `json:"no"`
	Columns []string `json:"columns"`
	Notes   []string `json:"notes,omitempty"`
}

// Survey finds the features in which both answers occur and nothing else does.
func (s *YesNo) Survey(t *table.Table) (Cleaning, error) {
	out := &Answers{Yes: folded(s.Yes), No: folded(s.No)}
	for _, word := range out.Yes {
		if slices.Contains(out.No, word) {
			return nil, fmt.Errorf("%q is among the words for yes and those for no; take it out of one", word)
		}
	}
	for _, c := range t.ByRole(table.Feature) {
		if c.Kind == table.Text {
			out.survey(c)
		}
	}
	return out, nil
}

func folded(words []string) []string {
	out := []string{}
	for _, w := range words {
		out = append(out, foldAnswer(w))
	}
	return out
}

func foldAnswer(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

func (f *Answers) survey(c *table.Column) {
	counts, present := countOf(c)
	var yes, no int
	var ones, zeros, others sample
	for code, n := range counts {
		if n == 0 {
			continue
		}
		switch text := c.Dictionary()[code]; f.read(text) {
		case 1:
			yes += n
			ones.add(text, n)
		case 0:
			no += n
			zeros.add(text, n)
		default:
			if others.add(text, n); 5*others.cells > present {
				return
			}
		}
	}
	if yes == 0 || no == 0 {
		return
	}
	if others.cells > 0 {
		f.Notes = append(f.Notes, fmt.Sprintf("%s: left as text, for %s neither yes nor no: %s; add the words to yes or no, or say in the step that tidies text that they mean missing",
			c.Name, isOrAre(others.cells), others.String()))
		return
	}
	f.Columns = append(f.Columns, c.Name)
	f.Notes = append(f.Notes, fmt.Sprintf("%s: %s is 1 (%s), %s is 0 (%s)", c.Name, ones.String(), plural(yes, "row"), zeros.String(), plural(no, "row")))
}

func isOrAre(cells int) string {
	if cells == 1 {
		return "1 cell is"
	}
	return fmt.Sprintf("%d cells are", cells)
}

// read reads one text: 1, 0, or missing when it is none of the words.
func (f *Answers) read(s string) float64 {
	switch s = foldAnswer(s); {
	case slices.Contains(f.Yes, s):
		return 1
	case slices.Contains(f.No, s):
		return 0
	}
	return math.NaN()
}

// Apply reads the columns it knows; a text that is none of the words is missing.
func (f *Answers) Apply(t *table.Table) (*table.Table, error) {
	for _, name := range f.Columns {
		c := t.Column(name)
		if c == nil {
			continue
		}
		if c.Kind != table.Text {
			return nil, fmt.Errorf("yesno: column %s holds %s where it held text; clean it the same way first", name, c.Kind)
		}
		t = t.With(table.NewNumber(name, convert(c, math.NaN(), f.read)).From(c))
	}
	return t, nil
}

// Explain lists the columns and what became 1 and 0.
func (f *Answers) Explain() []string {
	if len(f.Notes) == 0 {
		return []string{"no feature says yes and no"}
	}
	return slices.Clone(f.Notes)
}
