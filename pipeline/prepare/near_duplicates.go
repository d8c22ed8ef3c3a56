package prepare

import (
	"fmt"
	"math"

	"assay/models/param"
	"assay/pipeline/table"
)

var nearDuplicatesEntry = Entry{
	Name:  "near_duplicates",
	Title: "Drop near duplicates",
	About: "Keeps one of rows that are almost the same: a name with a typing error, an amount rounded.",
	Why: "An application that was typed in twice is a twin even when one letter differs, and a twin across the split gives the answer away. " +
		"Two people may be alike by chance, so look at the groups before you trust them; those that contradict each other stay.",
	Kind: Sieves,
	New:  func() param.Settings { return NewNearDuplicates() },
}

// NearDuplicates drops rows that are nearly the same. Only rows that stand near each other in the order of a block
// column are compared (the sorted neighbourhood of Hernández and Stolfo, 1995), and what is like a third is one group.
type NearDuplicates struct {
	By        []string
	Block     []string
	Key       string
	Window    int
	Text      string
	Threshold float64
	Least     float64
	Conflicts string
	Survivor
}

// NewNearDuplicates returns the default settings.
func NewNearDuplicates() *NearDuplicates {
	return &NearDuplicates{Key: "value", Window: 10, Text: "jaro_winkler", Threshold: 0.95, Least: 0.8, Conflicts: "keep", Survivor: Survivor{Rule: "first"}}
}

// Params lists the settings.
func (s *NearDuplicates) Params() []param.Param {
	return append([]param.Param{
		param.OfFloat(&s.Threshold, "threshold", 0.5, 1, "rows are near duplicates when they are this alike on average over the columns; lower finds more, and more that are none"),
		param.OfFloat(&s.Least, "least", 0, 1, "and in no column less alike than this; a value missing in one of them is not compared"),
		param.OfColumns(&s.By, "by", "columns that are compared; none named means all features and protected columns"),
		param.OfColumns(&s.Block, "block", "columns by which rows are put in order to find neighbours; none named means the two with the most different values"),
		param.OfChoice(&s.Key, "key", []string{"value", "letters", "sound"}, "text is put in order by its whole value, by its first three letters, or by how an English word sounds (Soundex)"),
		param.OfInt(&s.Window, "window", 2, 1000, "a row is compared with the rows up to this many places away in each order, itself counted; more finds more and is slower"),
		param.OfChoice(&s.Text, "text", []string{"jaro_winkler", "levenshtein"}, "how alike texts are: jaro_winkler suits names; levenshtein counts edits"),
		param.OfChoice(&s.Conflicts, "conflicts", []string{"keep", "drop"}, "what becomes of a group with different values of the target: all its rows stay, or one of them as in other groups"),
	}, s.params()...)
}

// Keep returns the rows that stay and says what went and why.
func (s *NearDuplicates) Keep(t *table.Table) ([]int, []string, error) {
	out, err := s.Sift(t, nil)
	return out.Rows, out.Notes, err
}

// Sift finds groups among the rows, then again among those that stay, until there is none to drop.
func (s *NearDuplicates) Sift(t *table.Table, on []*table.Column) (Sifted, error) {
	better, err := s.better(t)
	if err != nil {
		return Sifted{}, fmt.Errorf("near_duplicates: %w", err)
	}
	columns, err := s.compared(t, on)
	if err != nil {
		return Sifted{}, fmt.Errorf("near_duplicates: %w", err)
	}
	block, _, err := named(t, s.Block)
	if err != nil {
		return Sifted{}, fmt.Errorf("near_duplicates: block: %w", err)
	}
	n := newNeighbours(s, columns, block)
	target, into := t.OneByRole(table.Target), themselves(t.Rows())
	why := fmt.Sprintf("%.4g %% alike or more in %s", 100*s.Threshold, few(namesOf(columns), 10))
	var disputes []Group
	for before := -1; before != gone(into); {
		before, disputes = gone(into), nil
		leads := n.find(into)
		for _, g := range groupsOf(leads, why) {
			g.Conflict = disputed(target, g.Rows)
			if g.Conflict && s.Conflicts == "keep" {
				g.Kept = true
				disputes = append(disputes, g)
				for _, r := range g.Rows {
					leads[r] = r
				}
			}
		}
		elect(into, leads, better)
	}
	out := Sifted{Rows: stay(into), Groups: groupsOf(into, why)}
	for k := range out.Groups {
		out.Groups[k].Conflict = disputed(target, out.Groups[k].Rows)
	}
	out.Notes = append(s.tell(t, out.Groups, gone(into), why), s.tellDisputes(t, target, disputes)...)
	out.Notes = append(out.Notes, n.tell())
	out.Groups = append(out.Groups, disputes...)
	return out, nil
}

// compared returns the columns that say how alike rows are.
func (s *NearDuplicates) compared(t *table.Table, on []*table.Column) ([]*table.Column, error) {
	columns, listed, err := named(t, s.By)
	if err != nil {
		return nil, err
	}
	if listed {
		return columns, nil
	}
	if on == nil {
		on = t.Columns()
	}
	for _, c := range on {
		if c.Role == table.Feature || c.Role == table.Protected {
			columns = append(columns, c)
		}
	}
	if len(columns) == 0 {
		return nil, fmt.Errorf("no feature is chosen to compare rows by; name some with the setting by")
	}
	return columns, nil
}

func (s *NearDuplicates) tell(t *table.Table, groups []Group, dropped int, why string) []string {
	if dropped == 0 {
		return []string{"no row is to be dropped: no two that agree in the target are " + why}
	}
	stays := s.stays()
	if stays == "" {
		stays = "the first stays"
	}
	notes := []string{fmt.Sprintf("%s dropped in %s of rows %s; %s", plural(dropped, "row"), plural(len(groups), "group"), why, stays)}
	for _, g := range groups[:min(5, len(groups))] {
		notes = append(notes, "taken for one: "+places(t, g.Rows))
	}
	return notes
}

func (s *NearDuplicates) tellDisputes(t *table.Table, target *table.Column, disputes []Group) []string {
	var notes []string
	for _, g := range disputes[:min(5, len(disputes))] {
		notes = append(notes, fmt.Sprintf("alike with different values of %s, all kept: %s", target.Name, places(t, g.Rows)))
	}
	if n := len(disputes) - len(notes); n > 0 {
		notes = append(notes, fmt.Sprintf("and %s more of rows alike with different values of %s, all kept", plural(n, "group"), target.Name))
	}
	return notes
}

// alike reports whether two rows are nearly the same: over the columns that both know, which must be half of all.
func (n *neighbours) alike(i, j int) bool {
	sum, known := 0.0, 0
	for _, like := range n.likes {
		v := like(i, j)
		if math.IsNaN(v) {
			continue
		}
		if v < n.s.Least {
			return false
		}
		sum, known = sum+v, known+1
	}
	return 2*known >= len(n.likes) && sum >= n.s.Threshold*float64(known)-1e-12 && known > 0
}
