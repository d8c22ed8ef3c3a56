package kit

import "strings"

// Width returns the cells that text takes; styles take none.
func Width(s string) int {
	if printable(s) {
		return len(s)
	}
	total := 0
	for len(s) > 0 {
		_, w, n := next(s, true)
		total += w
		s = s[n:]
	}
	return total
}

// Cut returns the cells from..to of a styled line, exactly to-from of them, filled with blanks where the line ends or
// where a wide character straddles an edge. Colours that were on at the cut stay on.
func Cut(s string, from, to int) string {
	if to <= from {
		return ""
	}
	var b strings.Builder
	b.Grow(len(s))
	at, done := 0, from
	on, open := "", false
	for len(s) > 0 && at < to {
		piece, w, n := next(s, true)
		s = s[n:]
		if w == 0 && piece[0] == 0x1b {
			if piece == reset || piece == "\x1b[0m" {
				on = ""
			} else {
				on += piece
			}
			if open {
				b.WriteString(piece)
			}
			continue
		}
		start := at
		at += w
		if at <= from && (w > 0 || start < from) {
			continue
		}
		if !open {
			open = true
			b.WriteString(on)
		}
		if start < from || at > to {
			blanks := min(at, to) - done
			b.WriteString(strings.Repeat(" ", blanks))
			done += blanks
			continue
		}
		b.WriteString(piece)
		done += w
	}
	if on != "" && open {
		b.WriteString(reset)
	}
	if done < to {
		b.WriteString(strings.Repeat(" ", to-done))
	}
	return b.String()
}

// Truncate shortens a line to at most w cells; an ellipsis shows that something is missing.
func Truncate(s string, w int) string {
	if w <= 0 {
		return ""
	}
	if Width(s) <= w {
		return s
	}
	if w == 1 {
		return "…"
	}
	return strings.TrimRight(Cut(s, 0, w-1), " ") + "…"
}

// TruncateLeft shortens text to w cells at its start, for paths, whose end tells most.
func TruncateLeft(s string, w int) string {
	size := Width(s)
	if w <= 0 || size <= w {
		return Truncate(s, w)
	}
	return "…" + Cut(s, size-w+1, size)
}

// Pad makes a line exactly w cells wide, shortened with an ellipsis or filled with blanks on the right.
func Pad(s string, w int) string {
	if w <= 0 {
		return ""
	}
	switch size, ready := measure(s); {
	case size > w:
		return Cut(s, 0, w-1) + "…"
	case ready:
		return s + gap(w-size)
	}
	return Cut(s, 0, w)
}

// measure returns the cells of a line and whether it can be drawn as it stands: nothing in it needs a mark, and no
// colour stays on behind it.
func measure(s string) (width int, ready bool) {
	ready = true
	on := false
	for len(s) > 0 {
		piece, w, n := next(s, true)
		ready = ready && piece == s[:n]
		if w == 0 && piece[0] == 0x1b {
			on = piece != reset
		}
		width += w
		s = s[n:]
	}
	return width, ready && !on
}

// PadLeft is Pad with the blanks on the left, for numbers.
func PadLeft(s string, w int) string {
	if gap := w - Width(s); gap > 0 {
		return strings.Repeat(" ", gap) + s
	}
	return Pad(s, w)
}

// Center puts a line in the middle of w cells.
func Center(s string, w int) string {
	gap := max(0, w-Width(s)) / 2
	return Pad(strings.Repeat(" ", gap)+s, w)
}

// Fit makes text exactly w cells by h lines, whatever it holds, so that nothing can overflow its place.
func Fit(s string, w, h int) string {
	if w <= 0 || h <= 0 {
		return ""
	}
	var b strings.Builder
	b.Grow(len(s) + h)
	more := true
	for i := range h {
		if i > 0 {
			b.WriteByte('\n')
		}
		line := ""
		if more {
			line, s, more = strings.Cut(s, "\n")
		}
		b.WriteString(Pad(line, w))
	}
	return b.String()
}

// Wrap breaks plain text at blanks so that no line is wider than w; words longer than a line are cut. Line ends in the
// text stay.
func Wrap(s string, w int) []string {
	if w <= 0 {
		return nil
	}
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		out = append(out, wrapLine(line, w)...)
	}
	return out
}

func wrapLine(line string, w int) []string {
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	if len(indent) > w/2 {
		indent = ""
	}
	var out []string
	now, width := indent, len(indent)
	empty := true
	for _, word := range strings.Fields(line) {
		size := Width(word)
		if !empty && width+1+size > w {
			out = append(out, now)
			now, width, empty = indent, len(indent), true
		}
		if !empty {
			now, width = now+" ", width+1
		}
		for width+size > w { // a word longer than a line
			room := w - width
			head := Cut(word, 0, room)
			out = append(out, now+head)
			word = Cut(word, room, size)
			size -= room
			now, width = indent, len(indent)
		}
		now, width, empty = now+word, width+size, false
	}
	return append(out, now)
}
