package prepare

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"assay/models/param"
	"assay/pipeline/table"
)

// kindWords are the terms that choose columns by what they hold.
var kindWords = map[string]func(*table.Column) bool{
	"all":     func(*table.Column) bool { return true },
	"numbers": func(c *table.Column) bool { return c.Kind == table.Number },
	"text":    func(c *table.Column) bool { return c.Kind == table.Text },
	"dates":   func(c *table.Column) bool { return c.Kind == table.Time },
	"levels":  func(c *table.Column) bool { return c.Kind == table.Levels },
}

// Selection is a choice of columns in words: terms separated by commas. A term is a column's name; one of the words
// all, numbers, text, dates, levels; or a pattern with * and ? for names. A "!" before a term takes its columns out
// again, a "=" says that what follows is a name even if it looks like something else. Empty means all.
type Selection string

// Match returns the columns of the table that are chosen, in the table's order. A name that no column has is an error;
// a pattern or word may match none.
func (s Selection) Match(t *table.Table) ([]*table.Column, error) {
	terms := param.SplitList(string(s))
	in := make([]bool, t.Width())
	if len(terms) == 0 || strings.HasPrefix(terms[0], "!") {
		for j := range in {
			in[j] = true
		}
	}
	for _, term := range terms {
		name, out := strings.CutPrefix(term, "!")
		matches, err := matcher(t, name)
		if err != nil {
			return nil, err
		}
		for j, c := range t.Columns() {
			if matches(c) {
				in[j] = !out
			}
		}
	}
	var out []*table.Column
	for j, c := range t.Columns() {
		if in[j] {
			out = append(out, c)
		}
	}
	return out, nil
}

// matcher reads one term.
func matcher(t *table.Table, term string) (func(*table.Column) bool, error) {
	name, literal := strings.CutPrefix(term, "=")
	named := func(c *table.Column) bool { return c.Name == name }
	if t.Column(name) != nil {
		return named, nil
	}
	if holds := kindWords[name]; holds != nil && !literal {
		return holds, nil
	}
	if strings.ContainsAny(name, "*?") && !literal {
		pattern := noSlash(name)
		if _, err := path.Match(pattern, ""); err != nil {
			return nil, fmt.Errorf("the pattern %q cannot be read: * stands for any characters, ? for one", name)
		}
		return func(c *table.Column) bool {
			ok, _ := path.Match(pattern, noSlash(c.Name)) // the pattern was tried above
			return ok
		}, nil
	}
	return nil, fmt.Errorf("no column is called %q%s", name, param.DidYouMean(name, t.Names()))
}

// noSlash puts something else for slashes: in a path no * or ? stands for one, in a name they are like any character.
func noSlash(name string) string { return strings.ReplaceAll(name, "/", "\x00") }

// only returns the table with just the chosen columns, for work that reads cells or compares rows.
func (s Selection) only(t *table.Table) (*table.Table, error) {
	if s == "" {
		return t, nil
	}
	chosen, err := s.Match(t)
	if err != nil {
		return nil, err
	}
	return t.Without(except(t, chosen)...), nil
}

// spared refuses a table in which a column that is not chosen is another one than before: what was made took its name,
// and perhaps the place of the target.
func (s Selection) spared(before, after *table.Table) error {
	seen, err := s.only(before)
	if err != nil {
		return err
	}
	for _, c := range before.Columns() {
		if seen.Column(c.Name) == nil && after.Column(c.Name) != c {
			return fmt.Errorf("a column is called %q already and is not among the chosen columns; give what is made another name, or choose that column too", c.Name)
		}
	}
	return nil
}

// features returns the table with the features that are not chosen put out of sight: they are ignored.
func (s Selection) features(t *table.Table) (*table.Table, error) {
	if s == "" {
		return t, nil
	}
	chosen, err := s.Match(t)
	if err != nil {
		return nil, err
	}
	for _, name := range except(t, chosen) {
		if c := t.Column(name); c.Role == table.Feature {
			t = t.With(c.WithRole(table.Ignored))
		}
	}
	return t, nil
}

func except(t *table.Table, chosen []*table.Column) []string {
	return slices.DeleteFunc(t.Names(), func(name string) bool {
		return slices.ContainsFunc(chosen, func(c *table.Column) bool { return c.Name == name })
	})
}

// SelectionOf chooses columns by their names, whatever these look like.
func SelectionOf(names []string) Selection {
	terms := make([]string, len(names))
	for i, name := range names {
		terms[i] = TermOf(name)
	}
	return Selection(strings.Join(terms, ", "))
}

// anyFor puts a ? for what ends a term and for what a pattern does not take for itself.
var anyFor = strings.NewReplacer(",", "?", "[", "?", "\\", "?")

// TermOf is the term that chooses a column by its name, whatever the name looks like.
func TermOf(name string) string {
	if strings.Contains(name, ",") { // it would end the term
		_, first := utf8.DecodeRuneInString(name)
		return strings.TrimSpace("?" + anyFor.Replace(name[first:]))
	}
	if kindWords[name] != nil || strings.HasPrefix(name, "!") || strings.HasPrefix(name, "=") {
		return "=" + name
	}
	return name
}
