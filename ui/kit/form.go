package kit

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"assay/models/param"
)

// FormEvent says what a message did to a form.
type FormEvent int

// What can happen to a form.
const (
	Ignored   FormEvent = iota // not for the form
	Moved                      // the focus moved, or the message had no effect
	Edited                     // a value changed; look at Form.Focus for which
	Submitted                  // enter on the last field (or any, with EnterSubmits) or ctrl+s, and all values are legal
	Left                       // esc
)

// Form is a list of fields, one line each, in one column or two. One field has the focus.
type Form struct {
	Fields       []Field
	Focus        int  // index of the field with the focus
	EnterSubmits bool // enter submits from every field instead of moving on
	Blurred      bool // no field has the focus; keys are ignored
	OneColumn    bool // never use two columns

	before []string // the values at the start, for Revert
	top    int
	places []place
}

type place struct {
	Rect
	field int
}

// NewForm makes a form of fields and remembers their values for Revert.
func NewForm(fields []Field) *Form {
	f := &Form{Fields: slices.Clone(fields)}
	for i := range f.Fields {
		p := &f.Fields[i]
		p.input.Secret = p.Secret
		p.input.SetValue(p.Value)
		f.before = append(f.before, p.Value)
	}
	return f
}

// FormOf makes a form of settings. Legal values are written through as they are typed; Revert takes them back.
func FormOf(params []param.Param) *Form {
	fields := make([]Field, len(params))
	for i, p := range params {
		fields[i] = FieldOf(p)
	}
	return NewForm(fields)
}

// Revert gives every field the value it started with, and writes it through.
func (f *Form) Revert() {
	for i, v := range f.before {
		f.Set(i, v)
	}
}

// Set gives a field a value and checks it.
func (f *Form) Set(i int, value string) {
	f.Fields[i].set(value)
	f.Fields[i].input.SetValue(value)
}

// Value returns the value of the field with that name, or "".
func (f *Form) Value(name string) string {
	for i := range f.Fields {
		if f.Fields[i].Name == name {
			return f.Fields[i].Value
		}
	}
	return ""
}

// Values returns all values by name.
func (f *Form) Values() map[string]string {
	out := make(map[string]string, len(f.Fields))
	for _, p := range f.Fields {
		out[p.Name] = p.Value
	}
	return out
}

// Check checks every field, moves the focus to the first that is wrong, and reports whether all are right.
func (f *Form) Check() bool {
	wrong := -1
	for i := range f.Fields {
		f.Fields[i].check()
		if f.Fields[i].Error != "" && wrong < 0 {
			wrong = i
		}
	}
	if wrong >= 0 {
		f.Focus = wrong
	}
	return wrong < 0
}

// Typing reports whether letters go into a field now.
func (f *Form) Typing() bool {
	return !f.Blurred && f.Focus < len(f.Fields) && f.Fields[f.Focus].typed()
}

// Update lets the form answer a message. Mouse positions are relative to its frame.
func (f *Form) Update(msg tea.Msg) FormEvent {
	if len(f.Fields) == 0 {
		if key, ok := msg.(tea.KeyPressMsg); ok && !f.Blurred {
			return f.leaveOrSubmit(key.String())
		}
		return Ignored
	}
	f.Focus = max(0, min(f.Focus, len(f.Fields)-1))
	switch msg := msg.(type) {
	case tea.MouseClickMsg:
		return f.click(msg.X, msg.Y)
	case tea.MouseWheelMsg:
		return f.wheel(msg.Button)
	case tea.PasteMsg:
		if f.Typing() {
			return f.edit(msg)
		}
	case tea.KeyPressMsg:
		if !f.Blurred {
			return f.key(msg)
		}
	}
	return Ignored
}

func (f *Form) key(msg tea.KeyPressMsg) FormEvent {
	field := &f.Fields[f.Focus]
	name := msg.String()
	switch name {
	case "tab", "down":
		return f.move(1)
	case "shift+tab", "up":
		return f.move(-1)
	case "pgdown":
		f.Focus = min(f.Focus+8, len(f.Fields)-1)
		return Moved
	case "pgup":
		f.Focus = max(f.Focus-8, 0)
		return Moved
	case "left", "right":
		d := 1
		if name == "left" {
			d = -1
		}
		if field.step(d) {
			return Edited
		}
	case "space":
		if !field.typed() && field.step(1) {
			return Edited
		}
	case "enter":
		if !f.EnterSubmits && f.Focus < len(f.Fields)-1 {
			return f.move(1)
		}
	}
	if event := f.leaveOrSubmit(name); event != Ignored {
		return event
	}
	if !field.typed() {
		return f.jump(msg.Key().Text)
	}
	return f.edit(msg)
}

func (f *Form) leaveOrSubmit(name string) FormEvent {
	switch name {
	case "esc":
		return Left
	case "enter", "ctrl+s":
		if f.Check() {
			return Submitted
		}
		return Moved
	}
	return Ignored
}

// jump sets a choice to the next value that starts with the letter.
func (f *Form) jump(letter string) FormEvent {
	field := &f.Fields[f.Focus]
	if letter == "" || letter == " " || field.Kind != ChoiceField {
		return Ignored
	}
	n := len(field.Choices)
	at := slices.Index(field.Choices, field.Value)
	for k := 1; k <= n; k++ {
		if c := field.Choices[((at+k)%n+n)%n]; len(c) >= len(letter) && c[:len(letter)] == letter {
			field.set(c)
			return Edited
		}
	}
	return Moved
}

func (f *Form) edit(msg tea.Msg) FormEvent {
	field := &f.Fields[f.Focus]
	if !field.input.Update(msg) {
		return Ignored
	}
	if v := field.input.Value(); v != field.Value {
		field.set(v)
		return Edited
	}
	return Moved
}

func (f *Form) move(d int) FormEvent {
	n := len(f.Fields)
	f.Focus = ((f.Focus+d)%n + n) % n
	return Moved
}

func (f *Form) wheel(b tea.MouseButton) FormEvent {
	switch b {
	case tea.MouseWheelUp:
		f.Focus = max(0, f.Focus-1)
	case tea.MouseWheelDown:
		f.Focus = min(len(f.Fields)-1, f.Focus+1)
	default:
		return Ignored
	}
	return Moved
}

func (f *Form) click(x, y int) FormEvent {
	for _, p := range f.places {
		if p.Has(x, y) && p.field < len(f.Fields) {
			again := f.Focus == p.field && !f.Blurred
			f.Focus, f.Blurred = p.field, false
			if field := &f.Fields[p.field]; again && !field.typed() && field.step(1) {
				return Edited
			}
			return Moved
		}
	}
	return Ignored
}
