package collect

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/ui/kit"
)

// askRow asks for a row and goes there.
func (s *Screen) askRow() tea.Cmd {
	label := "number of the row, or l and the line in the source: 12 or l13"
	return kit.AskText(kit.Prompt{Name: "go to row", Label: label, Check: rowNumber}, func(text string) tea.Cmd {
		n, line := parseRow(text)
		at := n - 1
		if line {
			at = s.rowOfLine(n)
		}
		if at < 0 || at >= s.sheet.Rows() {
			return kit.Say(kit.Info, "no row shown is "+text+"; there are "+kit.Thousands(s.sheet.Rows()))
		}
		s.grid.Move(at, s.grid.Col)
		return nil
	})
}

func rowNumber(text string) error {
	if n, _ := parseRow(text); n < 1 && text != "" {
		return errors.New("a row is a number from 1, a line is l and a number")
	}
	return nil
}

// parseRow reads 12, 1,200 or l13; 0 is none of these.
func parseRow(text string) (n int, line bool) {
	text = strings.ToLower(strings.NewReplacer(",", "", " ", "", "ine", "").Replace(strings.TrimSpace(text)))
	digits, line := strings.CutPrefix(text, "l")
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0, line
	}
	return max(0, n), line
}

// rowOfLine is the first shown row that came from a line of the source, -1 for none.
func (s *Screen) rowOfLine(line int) int {
	for i := range s.sheet.Rows() {
		if s.sheet.t.Line(s.sheet.row(i)) == line {
			return i
		}
	}
	return -1
}

// askColumn asks for a column and goes there.
func (s *Screen) askColumn() tea.Cmd {
	items := make([]kit.Item, s.sheet.t.Width())
	for j, c := range s.sheet.t.Columns() {
		meaning := c.Kind.String()
		if p := s.sheet.profiles[j]; p != nil {
			meaning = p.Meaning
		}
		items[j] = kit.Item{Text: c.Name, Detail: meaning + ", " + c.Role.String()}
	}
	return kit.Pick("go to column", items, func(j int) tea.Cmd {
		s.grid.Move(s.grid.Row, j+1)
		return s.moved()
	})
}

// freeze keeps the column under the cursor in sight, or lets it go.
func (s *Screen) freeze() tea.Cmd {
	j, name := s.grid.Col, kit.Clean(s.name())
	if at := slices.Index(s.grid.Pinned, j); at >= 0 {
		s.grid.Pinned = slices.Delete(slices.Clone(s.grid.Pinned), at, at+1)
		return kit.Say(kit.Info, name+" scrolls again")
	}
	s.grid.Pinned = append(slices.Clone(s.grid.Pinned), j)
	return kit.Say(kit.Info, name+" stays in sight; z lets it go")
}
