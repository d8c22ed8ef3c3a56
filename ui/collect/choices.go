package collect

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/pipeline/profile"
	"assay/pipeline/table"
	"assay/ui/bench"
	"assay/ui/kit"
)

// home puts the home directory where a path starts with ~.
func home(path string) string {
	rest, ok := strings.CutPrefix(path, "~/")
	if dir, err := os.UserHomeDir(); ok && err == nil {
		return filepath.Join(dir, rest)
	}
	return path
}

// pickRole lets a person say what the column under the cursor is for.
func (s *Screen) pickRole() tea.Cmd {
	c := s.sheet.t.At(s.column())
	var items []kit.Item
	for i, name := range table.Roles() {
		mark := "  "
		if table.Role(i) == c.Role {
			mark = "• "
		}
		items = append(items, kit.Item{Text: mark + name, Detail: roleMeaning(table.Role(i))})
	}
	return kit.Pick("role of "+kit.Clean(c.Name), items, func(i int) tea.Cmd { return s.setRole(c.Name, table.Role(i)) })
}

// setRole gives a column a role. There is one target, so a new one takes the place of the old.
func (s *Screen) setRole(column string, role table.Role) tea.Cmd {
	if role == table.Target {
		return s.setTarget(column)
	}
	return tea.Batch(s.bench.Change(func(w *pipeline.Workflow) error {
		if w.Collect.Target == column {
			w.Collect.Target, w.Collect.Positive = "", ""
		}
		if w.Collect.Roles == nil {
			w.Collect.Roles = pipeline.Settings{}
		}
		w.Collect.Roles[column] = role.String()
		return nil
	}), kit.LogTwin(s.twin("--role "+shell(column+"="+role.String()))))
}

func (s *Screen) pickTarget() tea.Cmd { return s.setTarget(s.sheet.t.At(s.column()).Name) }

func (s *Screen) setTarget(column string) tea.Cmd {
	if s.from.Target == column {
		return kit.Say(kit.Info, kit.Clean(column)+" is the target already")
	}
	return tea.Batch(s.bench.Change(func(w *pipeline.Workflow) error {
		for name, role := range w.Collect.Roles {
			if role == table.Target.String() || name == column {
				delete(w.Collect.Roles, name)
			}
		}
		w.Collect.Target, w.Collect.Positive = column, ""
		return nil
	}), kit.LogTwin(s.twin("--target "+shell(column))))
}

// retype holds the column as the other kind, or as it was guessed when a person said otherwise before.
func (s *Screen) retype() tea.Cmd {
	c := s.sheet.t.At(s.column())
	kind := table.Text
	if c.Kind != table.Number {
		kind = table.Number
	}
	said := kit.Clean(c.Name) + " is held as " + kind.String()
	return tea.Batch(s.bench.Change(func(w *pipeline.Workflow) error {
		if _, chosen := w.Collect.Kinds[c.Name]; chosen {
			if delete(w.Collect.Kinds, c.Name); len(w.Collect.Kinds) == 0 {
				w.Collect.Kinds = nil
			}
			said = kit.Clean(c.Name) + " is held as it was guessed"
			return nil
		}
		if w.Collect.Kinds == nil {
			w.Collect.Kinds = pipeline.Settings{}
		}
		w.Collect.Kinds[c.Name] = kind.String()
		return nil
	}), kit.Say(kit.Info, said+"; u takes it back"), kit.LogTwin(bench.Twin(s.bench.Workflow)))
}

// labelled brings the labels of the target as preparation will leave them, so that the choice means what it says.
type labelled struct {
	edition int
	labels  []string
	counts  []int
	err     error
}

// pickPositive reads the labels of the target in the background and then asks.
func (s *Screen) pickPositive() tea.Cmd {
	target, choices, edition := s.sheet.t.Column(s.from.Target), s.bench.Workflow.Clone().Prepare, s.edition
	return kit.Do(func() tea.Msg {
		labels, counts, err := labelsOf(target, choices)
		return labelled{edition, labels, counts, err}
	})
}

// labelsOf reads the cells of a target the way the cleaners will and counts the labels.
func labelsOf(target *table.Column, choices []prepare.Choice) ([]string, []int, error) {
	read, err := cleaned(target, choices)
	if err != nil {
		return nil, nil, err
	}
	labels, counts := profile.Labels(read)
	return labels, counts, nil
}

const mostLabels = 200 // a target with more is no pair of classes; the picker shows the most frequent

// askPositive lets a person choose which label counts as yes.
func (s *Screen) askPositive(msg labelled) tea.Cmd {
	if msg.edition != s.edition {
		return nil
	}
	if msg.err != nil {
		return kit.Say(kit.Bad, msg.err.Error())
	}
	var items []kit.Item
	for i := range min(mostLabels, len(msg.labels)) {
		items = append(items, kit.Item{Text: msg.labels[i], Detail: kit.Thousands(msg.counts[i]) + " rows"})
	}
	items = append(items, kit.Item{Text: "let assay choose", Detail: "works when there are two labels"})
	return kit.Pick("which answer of "+kit.Clean(s.from.Target)+" counts as yes?", items, func(i int) tea.Cmd {
		label := ""
		if i < len(items)-1 {
			label = msg.labels[i]
		}
		change := s.bench.Change(func(w *pipeline.Workflow) error { w.Collect.Positive = label; return nil })
		if label == "" {
			return change
		}
		return tea.Batch(change, kit.LogTwin(s.twin("--positive "+shell(label))))
	})
}

// cell shows the cell under the cursor in full.
func (s *Screen) cell() tea.Cmd {
	if s.sheet.Rows() == 0 {
		return nil
	}
	c, row := s.sheet.t.At(s.column()), s.sheet.row(s.grid.Row)
	title := kit.Clean(c.Name)
	if line := s.sheet.t.Line(row); line > 0 {
		title += ", line " + strconv.Itoa(line)
	}
	text := c.Cell(row)
	if c.Missing(row) {
		return kit.ShowText(title, "This cell has no value: it is empty, or holds a word such as NA that stands for nothing.")
	}
	if kit.CleanCell(text) != text {
		text = kit.CleanCell(text) + "\n\nDots are blanks that are easily overlooked; other marks stand for characters that cannot be seen."
	}
	return kit.ShowText(title, text)
}

// warnings lists what the reader found.
func (s *Screen) warnings() tea.Cmd {
	return kit.ShowText("what to know about this file", strings.Join(s.from.Origin.Warnings, "\n\n"))
}

// twin is the command line that does the same.
func (s *Screen) twin(flag string) string {
	return "assay run " + shell(s.bench.Workflow.Collect.Data) + " " + flag
}

// shell quotes a word for a command line when it needs that.
func shell(word string) string {
	if word != "" && strings.IndexFunc(word, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-./=+:,@%", r))
	}) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// quote shows text from outside between quotation marks.
func quote(text string) string { return `"` + kit.Truncate(kit.Clean(text), 40) + `"` }
