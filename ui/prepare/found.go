package prepare

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/ui/kit"
)

// unfound says why there is nothing to open about the step; "" when there is, or when there is another reason.
func (s *Screen) unfound(other string) string {
	if other != "" {
		return ""
	}
	e := s.effect(s.at)
	switch {
	case e == nil || e.Fault != nil:
		return "the step has not run"
	case len(e.Groups) > 0 || s.spelling() != nil:
		return ""
	}
	return "the step has no groups of rows or spellings to show"
}

// spelling is the settings of the step when it merges spellings.
func (s *Screen) spelling() *prepare.MergeSpellings {
	_, settings, err := s.choices()[s.at].Settings()
	if err != nil {
		return nil
	}
	out, _ := settings.(*prepare.MergeSpellings)
	return out
}

// openFound opens what the step found: groups of rows, or spellings to merge.
func (s *Screen) openFound() tea.Cmd {
	if settings := s.spelling(); settings != nil {
		return s.propose(settings)
	}
	return s.groups()
}

// mostGroups is how many groups are listed.
const mostGroups = 2000

// groups lists the rows that were taken for the same; choosing a group shows its rows beside each other.
func (s *Screen) groups() tea.Cmd {
	e := s.effect(s.at)
	items := make([]kit.Item, min(mostGroups, len(e.Groups)))
	for i := range items {
		g := e.Groups[i]
		places := make([]string, len(g.Rows))
		for k, r := range g.Rows {
			places[k] = e.Was.Place(r)
		}
		items[i] = kit.Item{Text: "lines " + strings.Join(places[:min(6, len(places))], ", "), Detail: fate(places[0], g)}
		if more := len(places) - 6; more > 0 {
			items[i].Text += fmt.Sprintf(" and %d more", more)
		}
	}
	title := fmt.Sprintf("%s: %s groups", titleOf(s.choices()[s.at]), kit.Thousands(len(e.Groups)))
	if len(e.Groups) > mostGroups {
		title += fmt.Sprintf(", the first %s", kit.Thousands(mostGroups))
	}
	return kit.Pick(title, items, func(i int) tea.Cmd { return showGroup(e, e.Groups[i]) })
}

// fate says which row of a group stays, and why they are a group.
func fate(first string, g prepare.Group) string {
	text := first + " stays: " + g.Why
	if g.Kept {
		text = "all stay: " + g.Why
	}
	if g.Conflict {
		text += "; their answers contradict one another"
	}
	return text
}

// beside is how many rows of a group are shown beside each other.
const beside = 4

// showGroup shows the rows of a group, the columns in which they differ first.
func showGroup(e *prepare.Effect, g prepare.Group) tea.Cmd {
	rows := g.Rows[:min(beside, len(g.Rows))]
	var differ, same [][2]string
	for _, c := range e.Was.Columns() {
		cells := make([]string, len(rows))
		for k, r := range rows {
			cells[k] = whole(c.Cell(r))
		}
		if slices.ContainsFunc(cells, func(text string) bool { return text != cells[0] }) {
			differ = append(differ, [2]string{c.Name, strings.Join(cells, "  |  ")})
		} else {
			same = append(same, [2]string{c.Name, cells[0]})
		}
	}
	places := make([]string, len(rows))
	for k, r := range rows {
		places[k] = e.Was.Place(r)
	}
	text := "Lines " + strings.Join(places, ", ")
	if more := len(g.Rows) - len(rows); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	text += ". " + fate(places[0], g) + "."
	if len(differ) > 0 {
		text += fmt.Sprintf(" They differ in the first %d below.", len(differ))
	}
	return kit.ShowPairs("rows of one group", text, append(differ, same...))
}

// proposed brings the spellings that may be one word.
type proposed struct {
	step  int
	boxes *merging
}

// propose looks in the background for spellings that may be one, beside those that are merged already.
func (s *Screen) propose(settings *prepare.MergeSpellings) tea.Cmd {
	at, is := s.at, s.effect(s.at).Is
	merges, err := prepare.ParseMerges(settings.Merge)
	if err != nil {
		return kit.Say(kit.Bad, err.Error())
	}
	return kit.Do(func() tea.Msg {
		b := &merging{on: map[int]bool{}}
		for _, m := range merges {
			b.on[len(b.merges)] = true
			b.merges, b.details = append(b.merges, m), append(b.details, "merged now")
		}
		b.now = len(b.merges)
		for _, c := range is.Columns() {
			if !prepare.HasSpellings(c) {
				continue
			}
			for _, cluster := range prepare.Clusters(c, settings.Distance) {
				b.merges = append(b.merges, cluster.Merge(c.Name))
				b.details = append(b.details, tellCluster(cluster))
			}
		}
		return proposed{at, b}
	})
}

// tellCluster says how sure a proposal is.
func tellCluster(c prepare.Cluster) string {
	n := 0
	for _, f := range c.Forms {
		n += f.Rows
	}
	text := fmt.Sprintf("%s of %s rows, by %s", kit.Thousands(n), kit.Thousands(n+c.Rows), c.Method)
	if len(c.Instead) > 0 {
		text += "; or " + strings.Join(c.Instead[:min(3, len(c.Instead))], ", ")
	}
	return text
}

// offer lets a person tick which spellings are one.
func (s *Screen) offer(msg proposed) tea.Cmd {
	b, at := msg.boxes, msg.step
	if len(b.merges) == 0 {
		return kit.Say(kit.Info, "no two spellings look alike")
	}
	return kit.Tick("which spellings are one?", b, func() tea.Cmd {
		return s.change(func(w *pipeline.Workflow) error {
			if at >= len(w.Prepare) {
				return nil
			}
			setting, err := b.apply(w.Prepare[at].Set["merge"])
			if err != nil {
				return err
			}
			set := maps.Clone(w.Prepare[at].Set)
			if set == nil {
				set = map[string]string{}
			}
			if set["merge"] = setting; setting == "" {
				delete(set, "merge")
			}
			w.Prepare[at].Set = set
			return nil
		})
	})
}

// merging ticks spellings that are one: first those merged now, then those proposed.
type merging struct {
	merges  []prepare.Merge
	details []string
	now     int // merged now
	on      map[int]bool
}

func (b *merging) text(i int) string {
	m := b.merges[i]
	return m.Word + " = " + strings.Join(m.Forms, ", ")
}

// Checks offers every merge, by column.
func (b *merging) Checks(string) []kit.Check {
	out := make([]kit.Check, len(b.merges))
	for i, m := range b.merges {
		out[i] = kit.Check{Text: b.text(i), Detail: b.details[i], Section: m.Column, On: b.on[i]}
	}
	return out
}

// Tick turns a merge over.
func (b *merging) Tick(c kit.Check) {
	for i, m := range b.merges {
		if m.Column == c.Section && b.text(i) == c.Text {
			b.on[i] = !b.on[i]
		}
	}
}

// Sum says how many are merged.
func (b *merging) Sum() (string, error) {
	n := 0
	for i := range b.merges {
		if b.on[i] {
			n++
		}
	}
	return fmt.Sprintf("%d of %d are merged; nothing is that is not ticked", n, len(b.merges)), nil
}

// apply puts what is ticked into the setting, and takes out what no longer is.
func (b *merging) apply(setting string) (string, error) {
	var err error
	for i, m := range b.merges {
		switch {
		case b.on[i]:
			setting, err = prepare.AddMerge(setting, m)
		case i < b.now:
			setting, err = prepare.RemoveMerge(setting, m)
		}
		if err != nil {
			return "", err
		}
	}
	return setting, nil
}
