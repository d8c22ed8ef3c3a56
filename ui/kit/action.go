package kit

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Keys are the key names that trigger an action, as KeyPressMsg.String() spells them; the first is the one shown.
type Keys []string

// On lists the keys of an action.
func On(keys ...string) Keys { return keys }

// Label returns the key as drawn in the footer.
func (k Keys) Label() string {
	if len(k) == 0 {
		return ""
	}
	switch k[0] {
	case "pgup":
		return "PgUp"
	case "pgdown":
		return "PgDn"
	case "f1":
		return "F1"
	}
	if letter, ok := strings.CutPrefix(k[0], "ctrl+"); ok && len(letter) == 1 {
		return "^" + letter
	}
	return k[0]
}

// An Action is something a user can do. The same record makes the key work, fills the footer, the help page and the
// palette, and says why when it cannot be done now.
type Action struct {
	Key  Keys
	Name string         // a verb or two for the footer: "train", "next column"
	Help string         // one sentence for the help page
	Why  string         // when not empty, it cannot be done now, and this is why and what to do about it
	Do   func() tea.Cmd // runs inside Update, so it may change the screen
	Hide bool           // left out of the footer; still in the help page and the palette
	Twin string         // the command line that does the same, for the command log
}

// Run does the action and logs its twin. When it cannot be done now, the reason is shown instead.
func (a Action) Run() tea.Cmd {
	if a.Why != "" {
		return Say(Warn, a.Name+": "+a.Why)
	}
	if a.Do == nil {
		return nil
	}
	cmd := a.Do()
	if a.Twin != "" {
		return tea.Batch(LogTwin(a.Twin), cmd)
	}
	return cmd
}

// Press runs the first action that answers to the key and reports whether there was one.
func Press(actions []Action, msg tea.KeyPressMsg) (tea.Cmd, bool) {
	name := msg.String()
	for _, a := range actions {
		if slices.Contains(a.Key, name) {
			return a.Run(), true
		}
	}
	return nil, false
}
