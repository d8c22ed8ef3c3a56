package prepare

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"assay/models/param"
	"assay/pipeline/cores"
	"assay/pipeline/table"
)

var tidyEntry = Entry{
	Name:  "tidy",
	Title: "Tidy text",
	About: "Trims text, makes blanks single, and brings different spellings of the same word together.",
	Why: "To a computer \"Repaid\", \"repaid \" and \"PAID\" are three different answers. " +
		"Left alone, each spelling becomes a category of its own and the model learns how people type instead of what they mean.",
	Kind:    Cleans,
	New:     func() param.Settings { return NewTidy() },
	Restore: restoreAs[Spellings],
}

// Tidy cleans text: blanks, case, well-known synonyms. It treats targets and protected columns like any other, for a
// label has spellings too; identifiers and ignored columns are only trimmed.
type Tidy struct {
	Columns   []string
	Case      bool
	Thesaurus bool
	Synonyms  string
	Codes     bool
	Missing   string
}

// NewTidy returns the default settings.
func NewTidy() *Tidy { return &Tidy{Case: true, Thesaurus: true, Codes: true} }

// Params lists the settings.
func (s *Tidy) Params() []param.Param {
	return []param.Param{
		param.OfColumns(&s.Columns, "columns", "text columns to tidy; none named means all of them"),
		param.OfBool(&s.Case, "case", "bring together spellings that differ in case, blanks, hyphens or dots, under the most frequent one"),
		param.OfBool(&s.Thesaurus, "thesaurus", "bring together well-known synonyms (yes/no, sex, marital status, education, employment, loan outcome) in columns made of them"),
		param.OfText(&s.Synonyms, "synonyms", `your own synonyms, the word that stays first: "Repaid=Paid back|PAID; Yes=Y|1"`),
		param.OfBool(&s.Codes, "codes", "give postcodes their width back: leading zeros, no .0 and no +4 behind a ZIP"),
		param.OfText(&s.Missing, "missing", `values that mean missing, by column: "income=-999|9999; *=unknown"; * is every column, a name or value with one of =|; in it stands in double quotes`),
	}
}

// Spellings is how a Tidy decided to write the words of each column.
type Spellings struct {
	Columns []Spelling `json:"columns"`
	Notes   []string   `json:"notes,omitempty"`
}

// Spelling holds the rules of one column. Words maps the key of every known spelling (folded when Fold is set) to the
// one that stays; a text without an entry is trimmed and stays as it is. Width is the number of digits of a code, 0
// when the column does not hold codes.
//
// Missing are the values that mean missing, in a column of text or of numbers; Only says that nothing else is done.
type Spelling struct {
	Column  string            `json:"column"`
	Fold    bool              `json:"fold,omitempty"`
	Words   map[string]string `json:"words,omitempty"`
	Width   int               `json:"width,omitempty"`
	Missing []string          `json:"missing,omitempty"`
	Only    bool              `json:"only,omitempty"`
}

// Survey counts the spellings of every text column and decides which one of each word stays.
func (s *Tidy) Survey(t *table.Table) (Cleaning, error) {
	synonyms, err := parseSynonyms(s.Synonyms)
	if err != nil {
		return nil, err
	}
	marks, err := marksOf(t, s.Missing)
	if err != nil {
		return nil, fmt.Errorf("tidy: %w", err)
	}
	columns, listed, err := named(t, s.Columns)
	if err != nil {
		return nil, fmt.Errorf("tidy: %w", err)
	}
	surveyed := make([]surveyedColumn, t.Width())
	cores.Each(t.Width(), func(k int) {
		c := t.At(k)
		tidied := c.Kind == table.Text && (!listed || slices.Contains(columns, c))
		if tidied || len(marks[c.Name]) > 0 {
			surveyed[k] = s.look(c, tidied, marks[c.Name], synonyms)
		}
	})
	out := &Spellings{}
	for _, v := range surveyed {
		if v.Column != "" {
			out.Columns, out.Notes = append(out.Columns, v.Spelling), append(out.Notes, v.notes...)
		}
	}
	return out, nil
}

// surveyedColumn is what one column comes to, and what there is to say of it.
type surveyedColumn struct {
	Spelling
	notes []string
}

func (s *Tidy) look(c *table.Column, tidied bool, marks []string, synonyms []meaning) surveyedColumn {
	out := surveyedColumn{Spelling: Spelling{Column: c.Name}}
	marked := gapped(c, marks)
	if tidied {
		out.Spelling, out.notes = s.survey(marked, synonyms)
	}
	out.Missing, out.Only = marks, !tidied
	out.notes = append(out.notes, tellMissing(c, marked, marks)...)
	return out
}

func (s *Tidy) survey(c *table.Column, synonyms []meaning) (Spelling, []string) {
	sp := Spelling{Column: c.Name}
	if c.Role == table.ID || c.Role == table.Ignored {
		return sp, nil
	}
	v := vocabularyOf(c, s.Case)
	if s.Codes {
		if sp.Width = codeWidth(v); sp.Width > 0 {
			return sp, []string{fmt.Sprintf("%s: read as codes of %d digits; lost leading zeros put back, .0 and +4 cut", c.Name, sp.Width)}
		}
	}
	if !v.isCategory() {
		return sp, nil
	}
	words := map[string]string{}
	if s.Case {
		for key, g := range v.groups {
			if _, number := dissect(key); !number { // "12 Months" is for the parser
				words[key] = g.best()
			}
		}
	}
	v.merge(words, synonyms, true)
	if s.Thesaurus {
		v.merge(words, v.theme(), false)
	}
	if len(words) > 0 {
		sp.Fold, sp.Words = s.Case, words
	}
	return sp, v.notes(c.Name, sp)
}

// Apply rewrites the columns it knows: first what means missing goes, then texts are tidied.
func (f *Spellings) Apply(t *table.Table) (*table.Table, error) {
	return rework(t, len(f.Columns), func(k int) change {
		sp := &f.Columns[k]
		c := t.Column(sp.Column)
		if c == nil {
			return change{}
		}
		c = gapped(c, sp.Missing)
		if c.Kind == table.Text && !sp.Only && !sp.settled(c) {
			c = mapText(c, sp.clean)
		}
		return put(c)
	}), nil
}

// Explain lists what was brought together.
func (f *Spellings) Explain() []string {
	if len(f.Notes) == 0 {
		return []string{"blanks trimmed; no two spellings of one word found"}
	}
	return slices.Clone(f.Notes)
}

// settled reports that trimming is all there is to do and nothing needs it.
func (sp *Spelling) settled(c *table.Column) bool {
	return sp.Width == 0 && len(sp.Words) == 0 && !slices.ContainsFunc(c.Dictionary(), func(s string) bool { return !isTidy(s) || table.IsMissing(s) })
}

func (sp *Spelling) clean(s string) string {
	s = tidyText(s)
	if sp.Width > 0 {
		return repairCode(s, sp.Width)
	}
	if w, ok := sp.Words[keyOf(s, sp.Fold)]; ok {
		return w
	}
	return s
}

func keyOf(s string, fold bool) string {
	if fold {
		return foldKey(s)
	}
	return s
}

// parseSynonyms reads "Repaid=Paid back|PAID; Yes=Y|1".
func parseSynonyms(s string) ([]meaning, error) {
	var out []meaning
	for part := range strings.SplitSeq(s, ";") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		word, forms, ok := strings.Cut(part, "=")
		m := meaning{word: tidyText(word)}
		for f := range strings.SplitSeq(forms, "|") {
			if f = tidyText(f); f != "" {
				m.forms = append(m.forms, f)
			}
		}
		if !ok || m.word == "" || len(m.forms) == 0 {
			return nil, fmt.Errorf(`synonyms: %q does not read as word=other|other; write for example "Yes=Y|1"`, part)
		}
		out = append(out, m)
	}
	return out, nil
}

// notes says which spellings became one, most frequent word first.
func (v *vocabulary) notes(column string, sp Spelling) []string {
	into := map[string][]string{}
	for text := range v.texts {
		if w := sp.clean(text); w != text {
			into[w] = append(into[w], text)
		}
	}
	words := make([]string, 0, len(into))
	for w := range into {
		words = append(words, w)
	}
	sort.Strings(words)
	var out []string
	for _, w := range words {
		slices.Sort(into[w])
		out = append(out, fmt.Sprintf("%s: %s became %q", column, quoteFew(into[w], 8), w))
		if len(out) == 20 && len(words) > 21 {
			return append(out, fmt.Sprintf("%s: and %d more words brought together", column, len(words)-20))
		}
	}
	return out
}
