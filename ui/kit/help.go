package kit

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Group is a set of actions under a heading.
type Group struct {
	Name    string
	Actions []Action
}

// HelpPage lists every action with its keys and a sentence; typing filters, enter does the action.
func HelpPage(groups []Group) OpenDialog {
	return actionPicker("help: every key, and what it does", groups, true)
}

// Palette lists every action by name; typing filters, enter does the action.
func Palette(groups []Group) OpenDialog { return actionPicker("commands", groups, false) }

func actionPicker(title string, groups []Group, sections bool) OpenDialog {
	var items []Item
	var actions []Action
	for _, g := range groups {
		for _, a := range g.Actions {
			item := Item{Text: a.Name, Detail: a.Help, Key: a.Key.Label(), Why: a.Why}
			if sections {
				item.Section = g.Name
				item.Key = strings.Join(labels(a.Key), " ")
			}
			items, actions = append(items, item), append(actions, a)
		}
	}
	then := func(result any) tea.Cmd { return actions[result.(int)].Run() }
	return OpenDialog{&Picker{Name: title, Items: items}, then}
}

// labels are the first two keys of an action, as drawn.
func labels(k Keys) []string {
	var out []string
	for i := range min(2, len(k)) {
		out = append(out, k[i:].Label())
	}
	return out
}

// GlossaryPage lists the terms on the screen and what they mean; enter shows one in full.
func GlossaryPage(terms []Term) OpenDialog {
	items := make([]Item, len(terms))
	for i, t := range terms {
		items[i] = Item{Text: t.Word, Detail: t.Meaning}
	}
	then := func(result any) tea.Cmd {
		t := terms[result.(int)]
		return ShowText(t.Word, t.Meaning)
	}
	return OpenDialog{&Picker{Name: "words on this screen", Items: items, Empty: "this screen uses no special words"}, then}
}

// CommandLog remembers the command-line twins of what was done.
type CommandLog struct{ lines []string }

const keptTwins = 500

// Add remembers a twin; the oldest are forgotten.
func (l *CommandLog) Add(twin string) {
	l.lines = append(l.lines, Clean(twin))
	if len(l.lines) > keptTwins {
		l.lines = append(l.lines[:0:0], l.lines[len(l.lines)-keptTwins:]...)
	}
}

// Last returns the newest twin, or "".
func (l *CommandLog) Last() string {
	if len(l.lines) == 0 {
		return ""
	}
	return l.lines[len(l.lines)-1]
}

// Page shows the log: what would do the same without this screen.
func (l *CommandLog) Page() OpenDialog {
	text := "Nothing was done yet. Each action adds the command that does the same without this screen."
	if len(l.lines) > 0 {
		text = strings.Join(l.lines, "\n")
	}
	return OpenDialog{Dialog: &TextDialog{Name: "command log", Text: text}}
}
