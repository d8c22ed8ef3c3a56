package prepare

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline/prepare"
	"assay/pipeline/table"
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
		places := placesOf(e.Was, g.Rows[:min(6, len(g.Rows))])
		items[i] = kit.Item{Text: "lines " + strings.Join(places, ", "), Detail: fate(places[0], g)}
		if more := len(g.Rows) - len(places); more > 0 {
			items[i].Text += fmt.Sprintf(" and %d more", more)
		}
	}
	title := fmt.Sprintf("%s: %s groups", titleOf(s.choices()[s.at]), kit.Thousands(len(e.Groups)))
	if len(e.Groups) > mostGroups {
		title += fmt.Sprintf(", the first %s", kit.Thousands(mostGroups))
	}
	return kit.Pick(title, items, func(i int) tea.Cmd { return showGroup(e, e.Groups[i]) })
}

// placesOf says where rows stood.
func placesOf(t *table.Table, rows []int) []string {
	out := make([]string, len(rows))
	for k, r := range rows {
		out[k] = t.Place(r)
	}
	return out
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
	places := placesOf(e.Was, rows)
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
