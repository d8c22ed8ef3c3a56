package prepare

import (
	"fmt"
	"math"
	"strings"

	tea "charm.land/bubbletea/v2"

	"assay/pipeline"
	"assay/pipeline/prepare"
	"assay/pipeline/train"
	"assay/ui/kit"
)

// toWall puts the cursor on the wall, or back on the step it came from.
func (s *Screen) toWall() tea.Cmd {
	if s.walled {
		s.leaveWall()
		return nil
	}
	s.enterWall()
	s.focus = onStory
	return nil
}

func (s *Screen) enterWall() {
	s.walled, s.from, s.top = true, s.at, 0
	s.at = max(0, prepare.Wall(s.choices())-1)
	s.look()
}

func (s *Screen) leaveWall() {
	s.focus = onSteps
	s.move(s.from)
}

// pace walks one line down or up the list; the wall is a line of it.
func (s *Screen) pace(by int) {
	wall, n := prepare.Wall(s.choices()), len(s.choices())
	switch {
	case n == 0:
	case s.walled && by > 0 && wall < n:
		s.move(wall)
	case s.walled && by < 0 && wall > 0:
		s.move(wall - 1)
	case s.walled:
	case by > 0 && s.at == wall-1, by < 0 && s.at == wall:
		s.enterWall()
	default:
		s.move(s.at + by)
	}
}

// tellWall draws the split as a wall: what stands on each side of it, and what was learned on which.
func (s *Screen) tellWall(f kit.Frame) []string {
	p := s.bench.Prepared()
	if p == nil {
		return []string{f.Dim.Render("the split is drawn here once the table is prepared")}
	}
	sides := p.Wall.Sides
	var out []string
	say := func(style kit.Style, text string) {
		for _, line := range kit.Wrap(kit.Clean(text), max(1, f.W)) {
			out = append(out, style.Render(line))
		}
	}
	if f.W >= 40 {
		out = append(out, picture(f, p, sides)...)
	} else {
		for _, side := range sides {
			out = append(append(out, sideLines(f, p, side)...), "")
		}
	}
	if f.W >= 40 {
		out = append(out, "")
	}
	say(f.Text, "Left of the wall the model learns; what is behind it only ever tests what was learned. "+kinds[p.Wall.Kind])
	for _, note := range p.Wall.Notes {
		out = append(out, "")
		for i, line := range kit.Wrap(kit.Clean(note), max(1, f.W-2)) {
			if i == 0 {
				out = append(out, f.Mark(kit.Warn, line))
			} else {
				out = append(out, "  "+f.Warn.Render(line))
			}
		}
	}
	out = append(out, "", f.Accent.Render(fmt.Sprintf("learned from the %s training rows", kit.Thousands(sides[0].Rows))))
	out = append(out, s.lessons(f)...)
	out = append(out, "", f.Accent.Render("before the wall"))
	say(f.Dim, s.beforeWall())
	out = append(out, "", f.Dim.Render("enter or x divides the rows in another way"))
	return out
}

// kinds say how rows are divided.
var kinds = map[string]string{
	train.Random:          "Rows are divided by chance.",
	train.Stratified:      "Rows are divided by chance, each answer for itself, so that every side has the same share of both.",
	train.Group:           "Rows of one group stay on one side.",
	train.StratifiedGroup: "Rows of one group stay on one side, and the sides have about the same share of both answers.",
	train.Time:            "The oldest rows train and the newest test, as it will be when the model is used.",
}

// picture draws the three sides beside each other with the wall between.
func picture(f kit.Frame, p *pipeline.Prepared, about [3]train.Facing) []string {
	brick, seal := " ║ ", " │ "
	if f.Glyphs.ASCII {
		brick, seal = " # ", " | "
	}
	widths := kit.Shares(f.W-6, 2, 1, 1)
	if least := 20; widths[1] < least {
		widths = kit.Shares(f.W-6, 1, 1, 1)
	}
	var sides [3][]string
	height := 0
	for k, side := range about {
		sides[k] = sideLines(f.Sized(widths[k], f.H), p, side)
		height = max(height, len(sides[k]))
	}
	var out []string
	for i := range height {
		out = append(out, kit.Pad(at(sides[0], i), widths[0])+f.Accent.Render(brick)+kit.Pad(at(sides[1], i), widths[1])+f.Border.Render(seal)+kit.Pad(at(sides[2], i), widths[2]))
	}
	return out
}

// uses say what a side is for.
var uses = map[string]string{"training": "learned from", "validation": "watches the training", "test": "sealed until the exam"}

// sideLines tells what one side holds.
func sideLines(f kit.Frame, p *pipeline.Prepared, side train.Facing) []string {
	narrow := f.W < 20
	out := []string{f.Strong.Render(kit.Truncate(side.Name, f.W))}
	if narrow {
		out = append(out, f.Number.Render(kit.Thousands(side.Rows))+f.Dim.Render(" rows"), f.Dim.Render(share(side.Share)))
	} else {
		out = append(out, f.Dim.Render(kit.Truncate(uses[side.Name], f.W)), f.Number.Render(kit.Thousands(side.Rows))+f.Dim.Render(" rows, "+share(side.Share)))
	}
	if side.Rows > 0 {
		for _, k := range []int{1, 0} {
			v, class := float64(side.Classes[k])/float64(side.Rows), kit.CleanCell(p.Target.Classes[k])
			if narrow {
				out = append(out, f.Text.Render(kit.Pad(class, max(0, f.W-7)))+" "+f.Text.Render(kit.PadLeft(share(v), 6)), f.Meter(v, f.W, kit.Info))
				continue
			}
			out = append(out, classBar(f, class, v))
		}
	}
	if side.Groups > 0 {
		out = append(out, f.Text.Render(kit.Thousands(side.Groups))+f.Dim.Render(" groups"))
	}
	if side.From != "" {
		dates := []string{side.From + " to " + side.To}
		if kit.Width(dates[0]) > f.W {
			dates = []string{"from " + side.From, "to " + side.To}
			if narrow {
				dates = []string{side.From, "-" + side.To}
			}
		}
		if side.Undated > 0 {
			dates = append(dates, kit.Thousands(side.Undated)+" undated")
		}
		for _, d := range dates {
			out = append(out, f.Text.Render(kit.Truncate(d, f.W)))
		}
	}
	return out
}

// classBar draws the share of an answer: its name, a bar, the share.
func classBar(f kit.Frame, class string, v float64) string {
	label := min(8, max(3, f.W/4))
	text := kit.PadLeft(share(v), 6)
	return f.Text.Render(kit.Pad(class, label)) + " " + f.Meter(v, max(0, f.W-label-8), kit.Info) + " " + f.Text.Render(text)
}

func share(v float64) string {
	if math.IsNaN(v) {
		return "none"
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", 100*v), ".0") + " %"
}

// lessons lists what each step behind the wall learned.
func (s *Screen) lessons(f kit.Frame) []string {
	var out []string
	for i := prepare.Wall(s.choices()); i < len(s.choices()); i++ {
		e := s.effect(i)
		switch {
		case e == nil:
			continue
		case e.Fault != nil:
			out = append(out, f.Mark(kit.Bad, kit.Truncate(fmt.Sprintf("%d %s: %s", i+1, titleOf(s.choices()[i]), reason(e)), max(1, f.W-2))))
			continue
		}
		text := fmt.Sprintf("%d %s: nothing", i+1, titleOf(s.choices()[i]))
		if n := len(e.Notes); n > 0 {
			text = fmt.Sprintf("%d %s: %s", i+1, titleOf(s.choices()[i]), e.Notes[0])
			if n > 1 {
				text += fmt.Sprintf(", and %s more", kit.Thousands(n-1))
			}
		}
		out = append(out, bullet(f, text)...)
	}
	if out == nil {
		out = append(out, f.Dim.Render("no step that learns is on"))
	}
	return out
}

// beforeWall says what happened to all rows alike.
func (s *Screen) beforeWall() string {
	var reads, drops []string
	for i := range s.choices()[:prepare.Wall(s.choices())] {
		e := s.effect(i)
		switch {
		case e == nil:
		case e.Kind == prepare.Sieves:
			drops = append(drops, fmt.Sprintf("%s rows by %d %s", kit.Thousands(e.Before.Rows-e.After.Rows), i+1, titleOf(s.choices()[i])))
		default:
			reads = append(reads, fmt.Sprintf("%d %s", i+1, titleOf(s.choices()[i])))
		}
	}
	text := "Every row was treated by itself"
	if len(reads) > 0 {
		text += " by " + strings.Join(reads, ", ")
	}
	text += ": nothing about one row was learned from another."
	if len(drops) > 0 {
		text += " Taken out before rows were divided, so that no twin stands on the other side: " + strings.Join(drops, ", ") + "."
	}
	return text
}
