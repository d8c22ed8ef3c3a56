package prepare

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay/models/param"
	"assay/pipeline/table"
)

var clusterEntry = Entry{
	Name:  "cluster",
	Title: "Merge spellings",
	About: "Brings together the spellings that you say mean the same, and proposes which ones may.",
	Why: "\"New York\", \"York, New\" and \"Nwe York\" are three categories to a model, each with too few rows to learn from. " +
		"No rule can be sure that two of them are one, so proposals are listed and only what you tick is merged.",
	Kind:    Cleans,
	New:     func() param.Settings { return NewCluster() },
	Restore: restoreAs[Merged],
}

// MergeSpellings merges spellings in text columns of any role. It looks at all rows only to see which spellings exist
// and to propose: what is merged is what the setting says, nothing unless somebody said so.
type MergeSpellings struct {
	Merge    string
	Distance float64
}

// NewCluster returns the default settings.
func NewCluster() *MergeSpellings { return &MergeSpellings{Distance: 0.2} }

// Params lists the settings.
func (s *MergeSpellings) Params() []param.Param {
	return []param.Param{
		param.OfText(&s.Merge, "merge", `which spellings are one, by column, the word that stays first: "city: NYC=nyc|N.Y.C.; Boston=BOS; job: Nurse=nurse"; a name or spelling with one of :=|; in it stands in double quotes`),
		param.OfFloat(&s.Distance, "distance", 0, 0.5, "spellings are proposed when at most this share of their letters differs; higher proposes more; 0 proposes none by distance"),
	}
}

// Merged is the spellings that were said to be one.
type Merged struct {
	Columns []MergedColumn `json:"columns"`
	Notes   []string       `json:"notes,omitempty"`
}

// MergedColumn says which spelling, blanks at the ends aside, becomes which word.
type MergedColumn struct {
	Column string            `json:"column"`
	Words  map[string]string `json:"words"`
}

// Survey reads the setting, counts what it merges, and proposes more.
func (s *MergeSpellings) Survey(t *table.Table) (Cleaning, error) {
	merges, err := ParseMerges(s.Merge)
	if err != nil {
		return nil, fmt.Errorf("cluster: %w", err)
	}
	words, err := mergedWords(merges)
	if err != nil {
		return nil, fmt.Errorf("cluster: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(words)) {
		c, err := t.Need(name)
		if err != nil {
			return nil, fmt.Errorf("cluster: merge: %w", err)
		}
		if c.Kind != table.Text {
			return nil, fmt.Errorf("cluster: merge: column %s holds %ss; only spellings of text can be merged", name, c.Kind)
		}
	}
	out := &Merged{}
	for _, c := range t.Columns() {
		if c.Kind != table.Text {
			continue
		}
		if w := words[c.Name]; len(w) > 0 {
			out.Columns = append(out.Columns, MergedColumn{c.Name, w})
			out.Notes = append(out.Notes, tellMerged(c, w)...)
			c = merged(c, w)
		}
		if HasSpellings(c) {
			out.Notes = append(out.Notes, propose(c, s.Distance)...)
		}
	}
	return out, nil
}

// HasSpellings reports whether a column is one in which spellings are looked for: text of which the same few words come
// up again and again.
func HasSpellings(c *table.Column) bool {
	return c.Kind == table.Text && c.Role != table.ID && c.Role != table.Ignored && vocabularyOf(c, false).isCategory()
}

// tellMerged says which spellings became which word, and which of them nobody wrote.
func tellMerged(c *table.Column, words map[string]string) []string {
	texts := vocabularyOf(c, false).texts
	into, absent := map[string][]string{}, []string(nil)
	cells := map[string]int{}
	for _, form := range slices.Sorted(maps.Keys(words)) {
		n := texts[form]
		if n == 0 {
			absent = append(absent, form)
			continue
		}
		into[words[form]] = append(into[words[form]], form)
		cells[words[form]] += n
	}
	var out []string
	for _, word := range slices.Sorted(maps.Keys(into)) {
		out = append(out, fmt.Sprintf("%s: %s in %s became %q, as you said", c.Name, quoteFew(into[word], 8), plural(cells[word], "row"), word))
	}
	if len(absent) > 0 {
		out = append(out, fmt.Sprintf("%s: no row has %s; one that comes later is merged", c.Name, quoteFew(absent, 8)))
	}
	return out
}

// proposals is the most proposals that are told of one column; a screen can list all.
const proposals = 20

func propose(c *table.Column, share float64) []string {
	clusters := Clusters(c, share)
	var out []string
	for _, cl := range clusters[:min(proposals, len(clusters))] {
		var forms []string
		for _, f := range cl.Forms[:min(8, len(cl.Forms))] {
			forms = append(forms, fmt.Sprintf("%q (%d)", f.Text, f.Rows))
		}
		if n := len(cl.Forms) - len(forms); n > 0 {
			forms = append(forms, fmt.Sprintf("%d more", n))
		}
		line := fmt.Sprintf("%s: %s may be %q (%d) by %s", c.Name, strings.Join(forms, ", "), cl.Word, cl.Rows, cl.Method)
		switch {
		case len(cl.Instead) == 1 && cl.Instead[0] == cl.Forms[0].Text:
			line += ", or the other way round"
		case len(cl.Instead) > 0:
			line += ", or " + quoteFew(cl.Instead, 5)
		}
		out = append(out, line+"; not merged unless you say so")
	}
	if n := len(clusters) - len(out); n > 0 {
		out = append(out, fmt.Sprintf("%s: and %s more", c.Name, plural(n, "proposal")))
	}
	return out
}

// Apply rewrites the spellings of the columns it knows.
func (f *Merged) Apply(t *table.Table) (*table.Table, error) {
	for _, m := range f.Columns {
		c := t.Column(m.Column)
		if c == nil {
			continue
		}
		if c.Kind != table.Text {
			return nil, fmt.Errorf("cluster: column %s holds %s where the table it was set up on had text; read it the same way", c.Name, c.Kind)
		}
		t = t.With(merged(c, m.Words))
	}
	return t, nil
}

// Explain says what was merged and lists what may be.
func (f *Merged) Explain() []string {
	if len(f.Notes) == 0 {
		return []string{"nothing is merged, and no two spellings look like one word"}
	}
	return slices.Clone(f.Notes)
}
