package prepare

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"assay/pipeline/table"
)

// tidyText trims text and turns every run of blanks inside it, no-break and thin ones included, into one blank.
// Characters nobody sees (zero-width space, word joiner, byte order mark, soft hyphen) are dropped.
func tidyText(s string) string {
	if isTidy(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		switch {
		case r == '\u200b' || r == '\u2060' || r == '\ufeff' || r == '\u00ad':
		case unicode.IsSpace(r) || r == '\u180e':
			gap = true
		default:
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isTidy is the quick answer for plain ASCII that needs no work.
func isTidy(s string) bool {
	blank := true
	for i := range len(s) {
		c := s[i]
		if c >= 0x80 || c < ' ' || c == ' ' && blank {
			return false
		}
		blank = c == ' '
	}
	return !blank || s == ""
}

// foldKey is what spellings of one word have in common: case does not count, and in texts made of letters only, neither
// do blanks, hyphens, underscores, dots and apostrophes between letters, nor a dot at the end. "High School",
// "high-school" and "Highschool" share a key; "A", "A-" and "A+" do not, nor do "1-2" and "12".
func foldKey(s string) string {
	s = strings.ToLower(s)
	if len(s) > longestWord {
		return s
	}
	runes := []rune(s)
	for _, r := range runes {
		if !unicode.IsLetter(r) && !isJoint(r) {
			return s
		}
	}
	out := make([]rune, 0, len(runes))
	for i, r := range runes {
		if isJoint(r) && i > 0 && (i < len(runes)-1 || r == '.') && !edge(runes, i) {
			continue
		}
		out = append(out, r)
	}
	return string(out)
}

// longestWord is the most bytes a text may have to be more than a sentence.
const longestWord = 120

func isJoint(r rune) bool { return strings.ContainsRune(" -_.'’", r) }

// edge reports whether the run of joints around i touches the beginning of the text, or its end in another way than a dot.
func edge(runes []rune, i int) bool {
	left, right := i, i
	for left >= 0 && isJoint(runes[left]) {
		left--
	}
	for right < len(runes) && isJoint(runes[right]) {
		right++
	}
	return left < 0 || right == len(runes) && runes[right-1] != '.'
}

// mapText rewrites a text column value by value; what becomes empty, or a word for missing, is missing.
func mapText(c *table.Column, f func(string) string) *table.Column {
	return mapLevels(c, func(s string) string {
		if s = f(s); table.IsMissing(s) {
			return ""
		}
		return s
	})
}

// mapLevels rewrites a text column value by value; what becomes empty is missing.
func mapLevels(c *table.Column, f func(string) string) *table.Column {
	levels, old := c.Dictionary(), c.Codes()
	to := make([]int32, len(levels))
	for i := range to {
		to[i] = -2 // not seen yet
	}
	codes, index := make([]int32, len(old)), make(map[string]int32, len(levels))
	var out []string
	for i, code := range old {
		if code < 0 {
			codes[i] = -1
			continue
		}
		if to[code] == -2 {
			s := f(levels[code])
			next, ok := index[s]
			switch {
			case s == "":
				next = -1
			case !ok:
				next = int32(len(out))
				index[s], out = next, append(out, s)
			}
			to[code] = next
		}
		codes[i] = to[code]
	}
	return table.NewText(c.Name, codes, out).From(c)
}

// convert reads a text column value by value into numbers or times.
func convert[T any](c *table.Column, missing T, read func(string) T) []T {
	levels, codes := c.Dictionary(), c.Codes()
	memo, done := make([]T, len(levels)), make([]bool, len(levels))
	out := make([]T, len(codes))
	for i, code := range codes {
		if code < 0 {
			out[i] = missing
			continue
		}
		if !done[code] {
			memo[code], done[code] = read(levels[code]), true
		}
		out[i] = memo[code]
	}
	return out
}

// countOf counts the rows of each entry of the dictionary, and those that have a value.
func countOf(c *table.Column) (counts []int, present int) {
	counts = make([]int, len(c.Dictionary()))
	for _, code := range c.Codes() {
		if code >= 0 {
			counts[code]++
			present++
		}
	}
	return counts, present
}

// named returns the columns a setting names, and whether it named any; naming one that is not there is an error.
func named(t *table.Table, names []string) ([]*table.Column, bool, error) {
	var out []*table.Column
	for _, n := range names {
		c, err := t.Need(n)
		if err != nil {
			return nil, true, err
		}
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out, len(names) > 0, nil
}

// sample collects a few different texts in sort order for a sentence: how many cells, and examples.
type sample struct {
	cells int
	texts []string
}

func (s *sample) add(text string, cells int) {
	s.cells += cells
	s.texts = append(s.texts, text)
}

func (s *sample) String() string {
	slices.Sort(s.texts)
	return quoteFew(s.texts, 5)
}

// quoteFew quotes the first few texts and counts the rest.
func quoteFew(texts []string, few int) string {
	var out []string
	for i, t := range texts {
		if i == few {
			return strings.Join(out, ", ") + fmt.Sprintf(" and %d more", len(texts)-few)
		}
		if r := []rune(t); len(r) > 40 {
			t = string(r[:40]) + "…"
		}
		out = append(out, fmt.Sprintf("%q", t))
	}
	return strings.Join(out, ", ")
}

// plural writes a count with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// restoreAs reads a saved Cleaning or Fitted of type T, a pointer to which is what Apply hangs on.
func restoreAs[T any](data json.RawMessage) (any, error) {
	v := new(T)
	if err := json.Unmarshal(data, v); err != nil {
		return nil, fmt.Errorf("saved preparation: %w", err)
	}
	return v, nil
}
