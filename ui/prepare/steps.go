package prepare

import (
	"fmt"
	"slices"
	"strings"

	"assay/pipeline/prepare"
	"assay/ui/kit"
)

// titleOf is what a step is called on screen.
func titleOf(c prepare.Choice) string {
	if e, err := prepare.Find(c.Name); err == nil {
		return e.Title
	}
	return kit.Clean(c.Name)
}

func kindOf(c prepare.Choice) prepare.Kind {
	e, err := prepare.Find(c.Name)
	if err != nil {
		return prepare.Cleans
	}
	return e.Kind
}

// heading names a group of steps.
func heading(k prepare.Kind) string {
	return [...]string{"cells read, one by one", "rows dropped", "learned on training rows only"}[k]
}

// counted is the word for n things.
func counted(n int, thing string) string {
	if n == 1 || n == -1 {
		return thing
	}
	return thing + "s"
}

// summary says in a few words what a step did, in at most w cells; "" when not even a number fits.
func summary(e *prepare.Effect, w int) string {
	var parts, numbers []string
	part := func(text, what string) { parts, numbers = append(parts, text+what), append(numbers, text) }
	if d := e.After.Rows - e.Before.Rows; d != 0 {
		part(signed(d), counted(d, " row"))
	}
	if d := e.After.Columns - e.Before.Columns; d != 0 {
		part(signed(d), counted(d, " column"))
	}
	if e.Changed > 0 {
		part(kit.Thousands(e.Changed), counted(e.Changed, " cell"))
	}
	tries := []string{"nothing to do", "nothing"}
	if e.Name == "onehot" {
		tries = []string{"words to numbers", "to numbers"}
	}
	if len(parts) > 0 {
		tries = []string{strings.Join(parts, ", "), parts[len(parts)-1], numbers[len(numbers)-1]}
	}
	for _, t := range tries {
		if kit.Width(t) <= w {
			return t
		}
	}
	return ""
}

func signed(n int) string {
	if n > 0 {
		return "+" + kit.Thousands(n)
	}
	return "−" + kit.Thousands(-n)
}

// wallLine stands for the wall among the steps drawn on each line; noLine for headings and blanks.
const (
	noLine   = -1
	wallLine = -2
)

// steps draws the list: a line for each step under the heading of its group, and the wall between what treats every
// row alike and what was learned.
func (s *Screen) steps(f kit.Frame) string {
	var lines []string
	var owner []int
	add := func(step int, line string) { lines, owner = append(lines, line), append(owner, step) }
	head := func(text string, room int) {
		if len(lines) > 0 && f.H > room {
			add(noLine, "")
		}
		add(noLine, f.Dim.Render(kit.Pad(" "+text, f.W)))
	}
	now, wall := prepare.Kind(-1), prepare.Wall(s.choices())
	build := func() {
		if len(lines) > 0 && f.H > 14 {
			add(noLine, "")
		}
		add(wallLine, s.wall(f))
	}
	for i, c := range s.choices() {
		switch k := kindOf(c); {
		case i == wall:
			build()
			add(noLine, f.Dim.Render(kit.Pad(" "+heading(prepare.Learns), f.W)))
		case i < wall && k != now && k != prepare.Learns: // a step that learns stands here only when it is off
			now = k
			head(heading(k), 14)
		}
		add(i, s.step(f, i))
	}
	if len(s.choices()) == 0 {
		return f.EmptyState("there are no steps\npress a to add one")
	}
	if wall == len(s.choices()) {
		build()
	}
	return s.window(f, lines, owner)
}

// window shows the lines around the cursor.
func (s *Screen) window(f kit.Frame, lines []string, owner []int) string {
	at := slices.Index(owner, s.at)
	if s.walled {
		at = slices.Index(owner, wallLine)
	}
	s.list = max(0, min(s.list, len(lines)-f.H))
	if at < s.list+1 {
		s.list = max(0, at-1)
	}
	if at >= s.list+f.H {
		s.list = at - f.H + 1
	}
	end := min(len(lines), s.list+f.H)
	s.options.rows = owner[s.list:end]
	return kit.Fit(strings.Join(lines[s.list:end], "\n"), f.W, f.H)
}

// step draws one line: switch, number, title, and what it did.
func (s *Screen) step(f kit.Frame, i int) string {
	c := s.choices()[i]
	box, title := "["+f.Glyphs.Check+"]", f.Text
	if c.Off {
		box, title = "[ ]", f.Faint
	} else if e := s.effect(i); e != nil && e.Fault != nil {
		box = f.Bad.Render("[" + f.Glyphs.Cross + "]")
	}
	mark := "  "
	if i == s.at && !s.walled {
		mark, title = f.Accent.Render(f.Glyphs.Cursor)+" ", f.Strong
	}
	if way := s.dragged.way(i); way != 0 {
		mark = f.Accent.Render(map[int]string{-1: f.Glyphs.Up, 1: f.Glyphs.Down}[way]) + " "
	}
	name := titleOf(c)
	if len(c.Set) > 0 {
		name += " *"
	}
	digits := 2
	if len(s.choices()) >= 10 {
		digits = 3
	}
	head := fmt.Sprintf("%s%s%*d %s", mark, f.Dim.Render(box), digits, i+1, title.Render(name))
	room := max(0, f.W-kit.Width(head)-2)
	did, style := "", f.Dim
	switch e := s.effect(i); {
	case e != nil && e.Fault != nil:
		did, style = f.Glyphs.Cross+" needs you", f.Bad
	case c.Off:
		did = "off"
	case e != nil && c.On != "":
		did = summary(e, room/2)
	case e != nil:
		did = summary(e, room)
	case s.running():
		did = "…"
	}
	if on := string(c.On); on != "" {
		if free := room - kit.Width(did) - 5; free >= 4 {
			on = f.Dim.Render(" on " + kit.Truncate(kit.Clean(on), free))
			head, room = head+on, room-kit.Width(on)
		}
	}
	line := head + " " + style.Render(kit.PadLeft(did, room)) + " "
	if i == s.at && !s.walled && s.focus == onSteps {
		return f.Select.Render(kit.Pad(line, f.W))
	}
	return kit.Pad(line, f.W)
}

// wall draws the line between all rows and training rows, with how many rows stand on each side of the split.
func (s *Screen) wall(f kit.Frame) string {
	text := " the wall "
	if p := s.bench.Prepared(); p != nil {
		n := func(rows []int) string { return kit.Thousands(len(rows)) }
		text = fmt.Sprintf(" %s train │ %s validate │ %s test ", n(p.Parts.Train), n(p.Parts.Validation), n(p.Parts.Test))
		if kit.Width(text) > f.W-2 {
			text = fmt.Sprintf(" train %s │ %s │ %s test ", n(p.Parts.Train), n(p.Parts.Validation), n(p.Parts.Test))
		}
	}
	text = kit.Truncate(text, max(0, f.W-2))
	left := max(0, f.W-kit.Width(text)) / 2
	line := "═"
	if f.Glyphs.ASCII {
		line = "="
	}
	bricks := strings.Repeat(line, left)
	if s.walled && left > 0 {
		bricks = f.Glyphs.Cursor + strings.Repeat(line, left-1)
	}
	drawn := f.Accent.Render(bricks) + f.Strong.Render(text) + f.Accent.Render(strings.Repeat(line, max(0, f.W-left-kit.Width(text))))
	if s.walled && s.focus == onSteps {
		return f.Select.Render(drawn)
	}
	return drawn
}
