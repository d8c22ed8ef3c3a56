package kit

import (
	"math"
	"strings"
)

// canvas is a field of braille dots, two across and four down in each cell; in ASCII it is one mark per cell. Each cell
// has the colour of the line that came last.
type canvas struct {
	w, h  int
	ascii bool
	dots  []uint8
	owner []int8 // series + 1; 0 is nobody, -1 a rule
	marks []bool // cells that show the mark of their owner, so that lines are told apart without colour
}

func newCanvas(w, h int, ascii bool) *canvas {
	return &canvas{w: w, h: h, ascii: ascii, dots: make([]uint8, w*h), owner: make([]int8, w*h), marks: make([]bool, w*h)}
}

// brailleBit is the bit of the dot at (x mod 2, y mod 4) in the Unicode braille block.
var brailleBit = [4][2]uint8{{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}

func (c *canvas) set(x, y int, owner int8) {
	if x < 0 || y < 0 || x >= c.w*2 || y >= c.h*4 {
		return
	}
	i := y/4*c.w + x/2
	c.dots[i] |= brailleBit[y%4][x%2]
	c.owner[i] = owner
}

// rule draws a dotted vertical line at dot column x.
func (c *canvas) rule(x int) {
	for y := 0; y < c.h*4; y += 2 {
		c.set(x, y, -1)
	}
}

// line draws a series; a single point between gaps is drawn too. Its mark stands at its end, and with everywhere
// along the line too.
func (c *canvas) line(s Series, box window, index int, everywhere bool) {
	owner := int8(index%100 + 1)
	was, ends := false, false
	var px, py int
	for i, v := range s.Y {
		x := s.x(i)
		if !finite(v) || !finite(x) || x < box.x0 || x > box.x1 {
			was = false
			continue
		}
		nx := scale(x, box.x0, box.x1, c.w*2)
		ny := c.h*4 - 1 - scale(min(max(v, box.y0), box.y1), box.y0, box.y1, c.h*4)
		if was {
			c.segment(px, py, nx, ny, owner)
		} else {
			c.set(nx, ny, owner)
		}
		px, py, was = nx, ny, true
		ends = true
	}
	if ends {
		c.mark(px/2, owner)
	}
	for x := 2 + 4*index; everywhere && x < c.w-markEvery/3; x += markEvery {
		c.mark(x, owner)
	}
}

const markEvery = 14 // cells between the marks on a line

// mark shows the mark of a line in the lowest cell that the line owns in a column.
func (c *canvas) mark(x int, owner int8) {
	for y := c.h - 1; y >= 0; y-- {
		if i := y*c.w + x; c.owner[i] == owner {
			c.marks[i] = true
			return
		}
	}
}

// segment draws a straight line between two dots (Bresenham, IBM Systems Journal 4, 1965).
func (c *canvas) segment(x0, y0, x1, y1 int, owner int8) {
	dx, dy := abs(x1-x0), -abs(y1-y0)
	sx, sy := 1, 1
	if x0 > x1 {
		sx = -1
	}
	if y0 > y1 {
		sy = -1
	}
	err := dx + dy
	for {
		c.set(x0, y0, owner)
		if x0 == x1 && y0 == y1 {
			return
		}
		if e := 2 * err; e >= dy {
			err += dy
			x0 += sx
			if e > dx {
				continue
			}
			err += dx
			y0 += sy
		} else {
			err += dx
			y0 += sy
		}
	}
}

// row writes one line of cells, a colour sequence only where the colour changes.
func (c *canvas) row(b *strings.Builder, f Frame, y int) {
	now := int8(0)
	for x := range c.w {
		i := y*c.w + x
		owner := c.owner[i]
		if owner != now {
			if now != 0 {
				b.WriteString(reset)
			}
			b.WriteString(c.style(f, owner).on)
			now = owner
		}
		switch {
		case c.dots[i] == 0:
			b.WriteByte(' ')
		case c.ascii && owner < 0:
			b.WriteByte('|')
		case c.ascii, c.marks[i] && owner > 0:
			b.WriteString(f.Glyphs.Series[int(owner-1)%len(f.Glyphs.Series)])
		default:
			b.WriteRune(0x2800 + rune(c.dots[i]))
		}
	}
	if now != 0 {
		b.WriteString(reset)
	}
}

func (c *canvas) style(f Frame, owner int8) Style {
	switch {
	case owner == 0:
		return Style{}
	case owner < 0:
		return f.Faint
	}
	return f.Series[int(owner-1)%len(f.Series)]
}

// scale maps v in low..high to 0..n-1.
func scale(v, low, high float64, n int) int {
	return int(math.Round((v - low) / (high - low) * float64(n-1)))
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}
