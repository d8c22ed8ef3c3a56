package kit

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"
)

// Check is one line of a checklist.
type Check struct {
	Text    string // what it is found and ticked by
	Detail  string // said after the text
	Section string // a heading is drawn where it changes, while nothing is filtered
	On      bool
	Always  bool // shown whatever is searched for
}

// Boxes is what a checklist ticks; it keeps which are on.
type Boxes interface {
	Checks(typed string) []Check // what can be ticked now; what was typed may be one of them
	Tick(c Check)                // turns one over
	Sum() (text string, err error)
}

// Checklist ticks any of a list. Typing filters it, space ticks, enter accepts; its result is its Boxes.
type Checklist struct {
	Name  string
	Boxes Boxes

	filter Input
	at     int
	top    int
	page   int
	checks []Check
	found  []int
	lines  []int // by drawn line: index into found, or a negative number for a heading
}

// Tick makes a command that shows a checklist, and runs then once it was accepted.
func Tick(title string, b Boxes, then func() tea.Cmd) tea.Cmd {
	return Open(&Checklist{Name: title, Boxes: b}, func(any) tea.Cmd { return then() })
}

// Title names the dialog.
func (c *Checklist) Title() string { return c.Name }

// Keys says which keys do what.
func (c *Checklist) Keys() string {
	return "type to filter · ↑↓ move · space tick · enter accept · esc cancel"
}

// Size asks for a line for each item.
func (c *Checklist) Size(f Frame) (w, h int) {
	c.search()
	widest := Width(c.Keys())
	for _, it := range c.checks {
		widest = max(widest, Width(it.Text)+Width(it.Detail)+12)
	}
	return min(widest, 92, f.W-6), min(len(c.checks)+2, 20) + 5
}

// search finds the items in sight.
func (c *Checklist) search() {
	typed := strings.TrimSpace(c.filter.Value())
	c.checks = c.Boxes.Checks(typed)
	c.found = c.found[:0]
	matches := map[int]bool{}
	if typed != "" {
		texts := make([]string, len(c.checks))
		for i := range c.checks {
			texts[i] = c.checks[i].Text
		}
		for _, m := range fuzzy.Find(typed, texts) {
			matches[m.Index] = true
		}
	}
	for i, it := range c.checks {
		if typed == "" || it.Always || matches[i] {
			c.found = append(c.found, i)
		}
	}
	c.at = max(0, min(c.at, len(c.found)-1))
}

// Update filters, moves, ticks and accepts.
func (c *Checklist) Update(msg tea.Msg) (Outcome, tea.Cmd) {
	c.search()
	switch msg := msg.(type) {
	case tea.MouseWheelMsg:
		d := 3
		if msg.Button == tea.MouseWheelUp {
			d = -3
		}
		c.move(d)
	case tea.MouseClickMsg:
		if y := msg.Y - 2; y >= 0 && y < len(c.lines) && c.lines[y] >= 0 {
			c.at = c.lines[y]
			c.tick()
		}
	case tea.PasteMsg:
		c.filter.Update(msg)
	case tea.KeyPressMsg:
		return c.key(msg)
	}
	return Outcome{}, nil
}

func (c *Checklist) key(msg tea.KeyPressMsg) (Outcome, tea.Cmd) {
	switch msg.String() {
	case "esc":
		if c.filter.Value() == "" {
			return Outcome{Done: true}, nil
		}
		c.filter.SetValue("")
		c.at = 0
	case "enter":
		if _, err := c.Boxes.Sum(); err != nil {
			return Outcome{}, Say(Bad, err.Error())
		}
		return Outcome{Done: true, Result: c.Boxes}, nil
	case "space":
		c.tick()
	case "up", "ctrl+p", "shift+tab":
		c.move(-1)
	case "down", "ctrl+n", "tab":
		c.move(1)
	case "pgup":
		c.move(-max(1, c.page-1))
	case "pgdown":
		c.move(max(1, c.page-1))
	default:
		was := c.filter.Value()
		c.filter.Update(msg)
		if c.filter.Value() != was {
			c.at = 0
		}
	}
	return Outcome{}, nil
}

func (c *Checklist) move(d int) { c.at = max(0, min(c.at+d, len(c.found)-1)) }

func (c *Checklist) tick() {
	if c.at < len(c.found) {
		c.Boxes.Tick(c.checks[c.found[c.at]])
	}
}

// View draws the filter, the items in sight and what the ticks come to.
func (c *Checklist) View(f Frame) string {
	c.search()
	foot := min(2, max(0, f.H-4))
	head := f.Accent.Render(f.Glyphs.Cursor) + " " + c.filter.View(f, max(1, f.W-2), true)
	c.page = max(1, f.H-2-foot-foot/2)
	body := Fit(head+"\n\n"+strings.Join(c.drawn(f), "\n"), f.W, f.H-foot)
	if foot == 0 {
		return body
	}
	text, err := c.Boxes.Sum()
	style := f.Dim
	if err != nil {
		text, style = f.Glyphs.Cross+" "+err.Error(), f.Bad
	}
	var sum []string
	for _, line := range Wrap(Clean(text), max(1, f.W)) {
		sum = append(sum, style.Render(line))
	}
	return Stack(body, Fit(strings.Join(sum, "\n"), f.W, foot))
}

// drawn draws the items in sight.
func (c *Checklist) drawn(f Frame) []string {
	if len(c.found) == 0 {
		c.lines = nil
		return []string{f.Dim.Render("nothing matches")}
	}
	var owner []int
	section, at, wide := "", 0, 0
	for k, i := range c.found {
		if s := c.checks[i].Section; s != section && c.filter.Value() == "" {
			section = s
			owner = append(owner, -1-k)
		}
		if k == c.at {
			at = len(owner)
		}
		owner = append(owner, k)
		wide = max(wide, Width(Clean(c.checks[i].Text)))
	}
	c.top = max(0, min(c.top, len(owner)-c.page))
	if at < c.top+1 {
		c.top = max(0, at-1)
	}
	if at >= c.top+c.page {
		c.top = at - c.page + 1
	}
	c.lines = owner[c.top:min(len(owner), c.top+c.page)]
	var out []string
	for _, k := range c.lines {
		if k < 0 {
			out = append(out, f.Accent.Render(Truncate(c.checks[c.found[-1-k]].Section, f.W)))
			continue
		}
		out = append(out, c.line(f, k, min(wide, f.W*2/3)))
	}
	return out
}

func (c *Checklist) line(f Frame, k, wide int) string {
	it := c.checks[c.found[k]]
	mark, box := "  ", "[ ]"
	if it.On {
		box = "[" + f.Glyphs.Check + "]"
	}
	if k == c.at {
		mark = f.Glyphs.Cursor + " "
	}
	line := Pad(mark+box+" "+f.Text.Render(Pad(Clean(it.Text), wide))+"  "+f.Dim.Render(Clean(it.Detail)), f.W)
	if k == c.at {
		return f.Select.Render(line)
	}
	return line
}
