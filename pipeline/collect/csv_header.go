package collect

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// header finds the line that names the columns among the sampled records, and the first record of data.
func (l *layout) header(c *CSV, t trial, offset, line int) error {
	records := t.records
	if len(records) == 0 {
		return &Error{File: l.file, What: "no data rows: nothing but comments and blank lines", Hint: "check that this is the right file"}
	}
	h := preamble(records, t.width)
	l.width = max(len(records[h]), t.width)
	s := newScanner(l.file, l.text, l.dialect, offset, line)
	s.width = t.width
	for range h {
		s.next()
	}
	before, beforeLine := s.pos, s.line
	s.marks = marks{comments: s.comments} // quotes in titles do not matter
	if h > 0 {
		l.warn("%s before the header skipped: %q; the header is on line %d", plural(h, "line"), shorten(strings.Join(records[0], " ")), lineOf(t, h, line))
	}
	if c.Header == "no" || c.Header != "yes" && dataLike(records[h:], t.width) {
		if c.Header != "no" {
			l.warn("line %d looks like data, so there is no header; columns are named column_1 to column_%d", lineOf(t, h, line), l.width)
		}
		l.start, l.startLine, l.marks = before, beforeLine, s.marks
		l.names = l.unique(make([]string, l.width), false)
		return nil
	}
	s.next()
	if s.fault != nil {
		return s.fault
	}
	l.headerLine = s.at
	raw := make([]string, len(s.cells))
	for j := range s.cells {
		raw[j] = string(s.value(j))
	}
	if second := h + 1; c.Header != "yes" && second < len(records) && twoRows(records[h:], t.width) {
		s.next()
		if distinct(raw) < len(raw) {
			raw = append([]string(nil), records[second]...)
			l.warn("two header lines; names are taken from line %d", s.at)
		} else {
			l.warn("line %d looks like a second header line (%q) and was left out of the data", s.at, shorten(strings.Join(records[second], ",")))
		}
	}
	l.start, l.startLine, l.marks = s.pos, s.line, s.marks
	l.dropTrailing(&raw, records[h:])
	l.widen(&raw)
	for _, cell := range raw {
		l.heading = append(l.heading, strings.TrimSpace(cell))
	}
	l.names = l.unique(raw, true)
	return nil
}

func lineOf(t trial, i, first int) int { return t.lines[i] + first - 1 }

// preamble is how many records precede the header: titles and blank rows much narrower than the table.
func preamble(records [][]string, width int) int {
	if width < 2 {
		return 0
	}
	for i, r := range records[:min(len(records), 30)] {
		full := 0
		for _, f := range r {
			if strings.TrimSpace(f) != "" {
				full++
			}
		}
		if len(r) != width && full <= width/2 || width >= 3 && full <= 1 {
			continue
		}
		return i
	}
	return 0
}

// dataLike reports whether the first record is data rather than names: it has numbers where the rest has numbers,
// or, when nothing is a number, repeats values found further down.
func dataLike(records [][]string, width int) bool {
	first, rest := records[0], records[1:]
	if len(rest) == 0 {
		return false
	}
	numeric, also, repeats := 0, 0, 0
	for j := range min(width, len(first)) {
		numbers, all, same := 0, 0, 0
		for _, r := range rest {
			if j >= len(r) || r[j] == "" {
				continue
			}
			all++
			if numberish(r[j]) {
				numbers++
			}
			if r[j] == first[j] {
				same++
			}
		}
		if all > 0 && numbers*10 >= all*9 {
			numeric++
			if numberish(first[j]) {
				also++
			}
		}
		if same > 0 && len(rest) > 2 && same < len(rest)*9/10 {
			repeats++
		}
	}
	if years(first) {
		return false
	}
	if numeric > 0 {
		return also*2 >= numeric
	}
	return repeats*2 > width && len(rest) > 4
}

// numberish reports whether a cell is made of what numbers, dates and amounts are made of.
func numberish(s string) bool {
	return strings.ContainsAny(s, "0123456789") && strings.Trim(s, "0123456789.,+-eE%$€£/: ") == ""
}

// years reports whether the numbers in a header are different years, as tables by year have them.
func years(header []string) bool {
	seen, text := map[int]bool{}, 0
	for _, h := range header {
		y, err := strconv.Atoi(strings.TrimSpace(h))
		switch {
		case err != nil && numberish(h):
			return false
		case err != nil:
			text++
		case y < 1800 || y > 2200 || seen[y]:
			return false
		default:
			seen[y] = true
		}
	}
	return text > 0 && len(seen) > 0
}

// twoRows reports whether the second record is a header too: it holds no number while some column below holds
// nothing else.
func twoRows(records [][]string, width int) bool {
	if len(records) < 4 || len(records[1]) != width || slices.Equal(records[0], records[1]) {
		return false
	}
	for _, f := range records[1] {
		if f == "" || strings.ContainsAny(f, "0123456789") {
			return false
		}
	}
	numeric := 0
	for j := range width {
		numbers, all := 0, 0
		for _, r := range records[2:] {
			if j < len(r) && r[j] != "" {
				all++
				if numberish(r[j]) {
					numbers++
				}
			}
		}
		if all > 1 && numbers == all {
			numeric++
		}
	}
	return numeric*5 >= width && (numeric > 1 || width < 4)
}

func distinct(values []string) int {
	seen := map[string]bool{}
	for _, v := range values {
		seen[v] = true
	}
	return len(seen)
}

// dropTrailing leaves out a last column that only a delimiter at the end of every line makes.
func (l *layout) dropTrailing(names *[]string, records [][]string) {
	n := len(*names)
	if n < 2 || n != l.width || strings.TrimSpace((*names)[n-1]) != "" {
		return
	}
	for _, r := range records[1:] {
		if len(r) >= n && strings.TrimSpace(r[n-1]) != "" {
			return
		}
	}
	*names, l.width, l.dropLast = (*names)[:n-1], n-1, true
	l.warn("every line ends with a delimiter; the empty column %d it makes was left out", n)
}

// widen gives columns the header does not name a place: most rows have more fields than the header.
func (l *layout) widen(names *[]string) {
	if n := len(*names); n < l.width {
		l.warn("the header on line %d names %d columns but most rows have %d fields", l.headerLine, n, l.width)
		*names = append(*names, make([]string, l.width-n)...)
	}
}

// unique trims names, gives blank ones a number and makes repeated ones differ, with a warning each.
func (l *layout) unique(raw []string, warn bool) []string {
	taken := map[string]bool{}
	for _, n := range raw {
		taken[strings.TrimSpace(n)] = true
	}
	out, used := make([]string, len(raw)), map[string]bool{}
	var blank, twice []string
	for j, n := range raw {
		name := strings.TrimSpace(n)
		if name == "" {
			name = free(fmt.Sprintf("column_%d", j+1), taken, used)
			blank = append(blank, name)
		} else if used[name] {
			old := name
			for k := 2; used[name] || taken[name]; k++ {
				name = fmt.Sprintf("%s_%d", old, k)
			}
			twice = append(twice, fmt.Sprintf("%q is now %q", shorten(old), shorten(name)))
		}
		used[name], out[j] = true, name
	}
	if warn && len(blank) > 0 {
		l.warn("line %d: %s no name in the header: called %s", l.headerLine, haveHas(len(blank)), some(blank))
	}
	if warn && len(twice) > 0 {
		l.warn("line %d: duplicate column names in the header: the second %s", l.headerLine, some(twice))
	}
	return out
}

func free(name string, taken, used map[string]bool) string {
	for taken[name] || used[name] {
		name += "_"
	}
	return name
}

func haveHas(n int) string {
	if n == 1 {
		return "1 column has"
	}
	return fmt.Sprintf("%d columns have", n)
}

// some lists the first five of words.
func some(words []string) string {
	if len(words) > 5 {
		return fmt.Sprintf("%s and %d more", strings.Join(words[:5], ", "), len(words)-5)
	}
	return strings.Join(words, ", ")
}
