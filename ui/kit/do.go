package kit

import (
	"fmt"
	"runtime/debug"

	tea "charm.land/bubbletea/v2"
)

// Crashed is the message that stands for a panic in background work. The shell shows it; nothing else stops.
type Crashed struct {
	Reason string // what the panic said
	Stack  string
}

// Do makes a command of f. A panic in it becomes a Crashed message instead of the end of the program.
func Do(f func() tea.Msg) tea.Cmd {
	return func() (msg tea.Msg) {
		defer func() {
			if r := recover(); r != nil {
				msg = Crashed{Reason: fmt.Sprint(r), Stack: string(debug.Stack())}
			}
		}()
		return f()
	}
}

// Go runs f in the background, the only way goroutines are started here. A panic in it is handed to crashed, which
// may be nil.
func Go(f func(), crashed func(Crashed)) {
	go func() {
		defer func() {
			if r := recover(); r != nil && crashed != nil {
				crashed(Crashed{Reason: fmt.Sprint(r), Stack: string(debug.Stack())})
			}
		}()
		f()
	}()
}

// Send makes a command that yields msg at once.
func Send(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }
