package prepare

import (
	"fmt"
	"slices"
	"strings"

	"assay/pipeline/table"
)

// Merge says that the forms are other spellings of the word, in one column.
type Merge struct {
	Column, Word string
	Forms        []string
}

// mergeEnds are the characters that mean something in a list of merges.
const mergeEnds = ":=|;"

// ParseMerges reads the setting `merge` of cluster: city: NYC=nyc|N.Y.C.; Boston=BOS; job: Nurse=nurse. A part without
// a column is about the one before. A name or spelling that holds one of :=|;" or blanks at an end stands in double
// quotes, a quote inside it twice.
func ParseMerges(setting string) ([]Merge, error) {
	var out []Merge
	column, rest := "", strings.TrimSpace(setting)
	for rest != "" {
		m, after, err := takeMerge(rest, column)
		if err != nil {
			return nil, fmt.Errorf("merge: %w", err)
		}
		out, column = append(out, m), m.Column
		rest = strings.TrimSpace(strings.TrimPrefix(after, ";"))
	}
	return out, nil
}

func takeMerge(s, column string) (m Merge, rest string, err error) {
	word, rest, err := takeWord(s, ":=")
	if err == nil && strings.HasPrefix(rest, ":") {
		column = word
		word, rest, err = takeWord(rest[1:], "=")
	}
	switch m = (Merge{Column: column, Word: word}); {
	case err != nil:
		return m, "", err
	case column == "":
		return m, "", fmt.Errorf(`%q names no column; write for example "city: NYC=nyc|N.Y.C."`, s)
	case rest == "" || tidyText(word) == "":
		return m, "", fmt.Errorf(`%q does not read as column: word=form|form; write for example "city: NYC=nyc|N.Y.C."`, s)
	}
	for more := true; more; more = strings.HasPrefix(rest, "|") {
		var form string
		if form, rest, err = takeWord(rest[1:], "|;"); err != nil {
			return m, "", err
		}
		if tidyText(form) == "" {
			return m, "", fmt.Errorf("a spelling of %q in column %s is empty; a gap cannot be merged", word, column)
		}
		m.Forms = append(m.Forms, form)
	}
	return m, rest, nil
}

// FormatMerges writes merges as the setting that ParseMerges reads.
func FormatMerges(merges []Merge) string {
	var out []string
	column := ""
	for _, m := range merges {
		var forms []string
		for _, f := range m.Forms {
			forms = append(forms, quoted(f, mergeEnds))
		}
		part := quoted(m.Word, mergeEnds) + "=" + strings.Join(forms, "|")
		if m.Column != column {
			part = quoted(m.Column, mergeEnds) + ": " + part
		}
		out, column = append(out, part), m.Column
	}
	return strings.Join(out, "; ")
}

// AddMerge adds spellings to the setting, each once, to those that the word of this column has already.
func AddMerge(setting string, m Merge) (string, error) {
	merges, err := ParseMerges(setting)
	if err != nil {
		return "", err
	}
	at := slices.IndexFunc(merges, func(old Merge) bool { return old.Column == m.Column && old.Word == m.Word })
	if at < 0 {
		at = len(merges)
		for i, old := range merges {
			if old.Column == m.Column {
				at = i + 1 // behind the others of its column
			}
		}
		merges = slices.Insert(merges, at, Merge{Column: m.Column, Word: m.Word})
	}
	for _, f := range m.Forms {
		if !slices.Contains(merges[at].Forms, f) && f != m.Word {
			merges[at].Forms = append(merges[at].Forms, f)
		}
	}
	merges = slices.DeleteFunc(merges, func(m Merge) bool { return len(m.Forms) == 0 })
	if _, err := mergedWords(merges); err != nil {
		return "", err
	}
	return FormatMerges(merges), nil
}

// RemoveMerge takes the spellings of a word out of the setting again.
func RemoveMerge(setting string, m Merge) (string, error) {
	merges, err := ParseMerges(setting)
	if err != nil {
		return "", err
	}
	for i, old := range merges {
		if old.Column == m.Column && old.Word == m.Word {
			merges[i].Forms = slices.DeleteFunc(old.Forms, func(f string) bool { return slices.Contains(m.Forms, f) })
		}
	}
	return FormatMerges(slices.DeleteFunc(merges, func(m Merge) bool { return len(m.Forms) == 0 })), nil
}

// mergedWords says for each column which spelling, trimmed, becomes which word. A word that is a spelling of another one
// hands its own on.
func mergedWords(merges []Merge) (map[string]map[string]string, error) {
	out := map[string]map[string]string{}
	for _, m := range merges {
		words := out[m.Column]
		if words == nil {
			words = map[string]string{}
			out[m.Column] = words
		}
		word := tidyText(m.Word)
		for _, f := range m.Forms {
			f = tidyText(f)
			if other, ok := words[f]; ok && other != word {
				return nil, fmt.Errorf("merge: %q in column %s cannot be both %q and %q; take it out of one", f, m.Column, other, word)
			}
			if f != word {
				words[f] = word
			}
		}
	}
	for column, words := range out {
		for form, word := range words {
			for steps := 0; ; steps++ {
				next, more := words[word]
				if !more {
					break
				}
				if word = next; steps > len(words) {
					return nil, fmt.Errorf("merge: %q in column %s becomes itself in the end; take one of the spellings out", form, column)
				}
			}
			words[form] = word
		}
	}
	return out, nil
}

// merged rewrites the spellings of a column.
func merged(c *table.Column, words map[string]string) *table.Column {
	return mapLevels(c, func(s string) string {
		if word, ok := words[tidyText(s)]; ok {
			return word
		}
		return s
	})
}
