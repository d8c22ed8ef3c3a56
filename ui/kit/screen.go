package kit

import tea "charm.land/bubbletea/v2"

// A Screen shows one stage. The shell gives it every message except keys that belong to the shell or an open dialog;
// keys that match one of its Actions are pressed for it and do not reach Update. Mouse messages arrive with (0,0) as the
// top left cell of the screen's own frame. Messages that are not input go to all screens, visible or not.
type Screen interface {
	Init() tea.Cmd
	Update(tea.Msg) (Screen, tea.Cmd)
	View(Frame) string // exactly Frame.W x Frame.H cells; Fit is the safety net
	Actions() []Action // what can be done now, the most useful first; called often, so cheap
	Typing() bool      // a text field has the focus: letters and editing keys belong to it
}

// A Busy screen says what is running, or "". Leaving asks first while something is.
type Busy interface{ Busy() string }

// A Glossed screen lists the terms now on it, for the glossary overlay.
type Glossed interface{ Terms() []Term }

// A Term is a word of the field and what it means, in a sentence or two.
type Term struct{ Word, Meaning string }

// Frame is the space that may be filled and the styles to fill it with.
type Frame struct {
	W, H int
	*Styles
}

// Sized returns the frame with another size; negative sizes become 0.
func (f Frame) Sized(w, h int) Frame {
	f.W, f.H = max(0, w), max(0, h)
	return f
}

// Tier returns the size class of the frame itself, not of the whole terminal.
func (f Frame) Tier() Tier { return TierOf(f.W, f.H) }

// Shown is sent to a screen each time it becomes the visible one.
type Shown struct{}

// Goto shows another stage, counted from 0.
type Goto struct{ Stage int }

// GotoStage makes a command that shows a stage, counted from 0.
func GotoStage(stage int) tea.Cmd { return Send(Goto{stage}) }

// Log adds a line to the command log: the command-line twin of what was just done.
type Log struct{ Twin string }

// LogTwin makes a command that logs the command-line twin of what was just done.
func LogTwin(twin string) tea.Cmd { return Send(Log{twin}) }

// Kind says how good or bad a piece of news is.
type Kind int

// The kinds of news. Each has its own glyph, so colour is never needed to tell them apart.
const (
	Info Kind = iota
	Good
	Warn
	Bad
)

// Toast is a short note in the corner that goes away by itself.
type Toast struct {
	Text string
	Kind Kind
}

// Say makes a command that shows a toast.
func Say(kind Kind, text string) tea.Cmd { return Send(Toast{text, kind}) }
