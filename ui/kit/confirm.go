package kit

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Confirm asks before something that cannot be undone. Its key differs from the one that asked, and enter means no.
type Confirm struct {
	Question string // "delete the 12 marked rows?"
	Detail   string // what is lost
	Yes      string // the verb: "delete"
	Asked    Keys   // the keys that led here

	onYes   bool
	buttons int // the line of the buttons at the last View
}

const noButton = 6 // cells of the button that says no

// AskConfirm makes a command that asks, and runs then only after a yes.
func AskConfirm(c Confirm, then func() tea.Cmd) tea.Cmd {
	return Open(&c, func(any) tea.Cmd { return then() })
}

// Title names the dialog.
func (c *Confirm) Title() string { return "please confirm" }

// key is the key that means yes.
func (c *Confirm) key() string {
	if slices.Contains(c.Asked, "y") {
		return "o"
	}
	return "y"
}

// Keys says which keys do what.
func (c *Confirm) Keys() string {
	return c.key() + " " + c.Yes + " · enter/esc no · tab other button"
}

// Size asks for room for the question.
func (c *Confirm) Size(f Frame) (w, h int) {
	w = min(60, f.W-6)
	return w, len(c.text(w)) + 3
}

func (c *Confirm) text(w int) []string {
	out := Wrap(CleanLines(c.Question), max(1, w))
	if c.Detail != "" {
		out = append(out, Wrap(CleanLines(c.Detail), max(1, w))...)
	}
	return out
}

// Update answers yes, no, or waits.
func (c *Confirm) Update(msg tea.Msg) (Outcome, tea.Cmd) {
	if click, ok := msg.(tea.MouseClickMsg); ok && click.Y == c.buttons {
		if click.X >= noButton+2 && click.X < noButton+6+Width(c.Yes) {
			return Outcome{Done: true, Result: true}, nil
		}
		return Outcome{Done: click.X < noButton}, nil
	}
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return Outcome{}, nil
	}
	switch key.String() {
	case c.key():
		return Outcome{Done: true, Result: true}, nil
	case "enter":
		if c.onYes {
			return Outcome{Done: true, Result: true}, nil
		}
		return Outcome{Done: true}, nil
	case "esc", "n", "q":
		return Outcome{Done: true}, nil
	case "tab", "shift+tab", "left", "right", "h", "l":
		c.onYes = !c.onYes
	}
	return Outcome{}, nil
}

// View draws the question and the two buttons.
func (c *Confirm) View(f Frame) string {
	question := len(Wrap(CleanLines(c.Question), max(1, f.W)))
	out := ""
	for i, line := range c.text(f.W) {
		if i < question {
			out += f.Strong.Render(line) + "\n"
		} else {
			out += f.Dim.Render(line) + "\n"
		}
	}
	c.buttons = strings.Count(out, "\n") + 1
	no, yes := f.Cursor, f.Field
	if c.onYes {
		no, yes = yes, no
	}
	return out + "\n" + no.Render("  no  ") + "  " + yes.Render("  "+c.Yes+"  ")
}

// Prompt asks for one line of text.
type Prompt struct {
	Name   string // the title
	Label  string // what to type
	Value  string // what is there at first
	Secret bool
	Check  func(string) error // refuses an illegal answer; may be nil

	form *Form
}

// AskText makes a command that asks for one line of text, and runs then with it.
func AskText(p Prompt, then func(text string) tea.Cmd) tea.Cmd {
	p.form = NewForm([]Field{{Label: p.Label, Value: p.Value, Secret: p.Secret, Check: p.Check}})
	return Open(&p, func(result any) tea.Cmd { return then(result.(string)) })
}

// Title names the dialog.
func (p *Prompt) Title() string { return p.Name }

// Keys says which keys do what.
func (p *Prompt) Keys() string { return "enter accept · esc cancel" }

// Size asks for a label, a line and an error.
func (p *Prompt) Size(f Frame) (w, h int) { return min(64, f.W-6), 5 }

// Update edits the line.
func (p *Prompt) Update(msg tea.Msg) (Outcome, tea.Cmd) {
	switch p.form.Update(msg) {
	case Submitted:
		return Outcome{Done: true, Result: p.form.Fields[0].Value}, nil
	case Left:
		return Outcome{Done: true}, nil
	}
	return Outcome{}, nil
}

// View draws the label, the line and what is wrong with it.
func (p *Prompt) View(f Frame) string {
	field := &p.form.Fields[0]
	out := f.Dim.Render(Truncate(Clean(p.Label), f.W)) + "\n" + field.input.View(f, f.W, true) + "\n"
	if field.Error != "" {
		for _, line := range Wrap(field.Error, max(1, f.W-2)) {
			out += "\n" + f.Mark(Bad, line)
		}
	}
	return out
}

// FormDialog asks for the values of a form. Dismissing it reverts the form.
type FormDialog struct {
	Name string
	Form *Form
}

// AskForm makes a command that shows a form, and runs then after it was submitted with legal values.
func AskForm(title string, form *Form, then func() tea.Cmd) tea.Cmd {
	form.EnterSubmits = true
	return Open(&FormDialog{title, form}, func(any) tea.Cmd {
		if then == nil {
			return nil
		}
		return then()
	})
}

// Title names the dialog.
func (d *FormDialog) Title() string { return d.Name }

// Keys says which keys do what.
func (d *FormDialog) Keys() string {
	if d.browsable() {
		return "tab next · ctrl+o choose from a list · enter accept · esc cancel"
	}
	return "tab next · ‹ › change · enter accept · esc cancel"
}

// browsable reports whether the field with the focus has a list to choose from.
func (d *FormDialog) browsable() bool {
	return d.Form.Focus < len(d.Form.Fields) && d.Form.Fields[d.Form.Focus].Browse != nil
}

// Size asks for a line for each field and two for the help.
func (d *FormDialog) Size(f Frame) (w, h int) {
	return min(84, f.W-6), len(d.Form.lines()) + 3
}

// Update edits the form.
func (d *FormDialog) Update(msg tea.Msg) (Outcome, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok && key.String() == "ctrl+o" && d.browsable() {
		i := d.Form.Focus
		field := &d.Form.Fields[i]
		return Outcome{}, field.Browse(field.Value, func(value string) { d.Form.Set(i, value) })
	}
	switch d.Form.Update(msg) {
	case Submitted:
		return Outcome{Done: true, Result: d.Form}, nil
	case Left:
		d.Form.Revert()
		return Outcome{Done: true}, nil
	}
	return Outcome{}, nil
}

// View draws the form.
func (d *FormDialog) View(f Frame) string { return d.Form.View(f) }
