package prepare

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"assay/pipeline/table"
)

// Cluster proposes that some spellings of a text column mean one word. It is a question to a person, not an answer.
type Cluster struct {
	Method  string   // fingerprint, ngram or distance
	Word    string   // the most frequent spelling
	Rows    int      // that have it, or a spelling that was proposed to join it
	Forms   []Form   // the others, the most frequent first
	Instead []string // other words that are just as likely: nobody but a person can say which is meant
}

// Form is a spelling and how many rows have it, or a spelling that was proposed to join it.
type Form struct {
	Text string
	Rows int
}

// Merge is the answer that all spellings of the cluster are its word.
func (c Cluster) Merge(column string) Merge {
	m := Merge{Column: column, Word: c.Word}
	for _, f := range c.Forms {
		m.Forms = append(m.Forms, f.Text)
	}
	return m
}

// Clusters proposes what may be spellings of one word, in three ways, each over what the one before brought together:
//
//   - fingerprint: the same words, whatever their order, case, accents and punctuation
//   - ngram: the same pairs of letters, blanks aside
//   - distance: at most this share of the letters differs (Levenshtein, 1966), the rarer one joins the more frequent
//
// The first two are the key collisions of OpenRefine. Texts without a letter are numbers or codes and never alike;
// digits and signs must agree. A column of more than 20,000 different texts has no clusters, one of more than 1,000
// none by distance.
func Clusters(c *table.Column, share float64) []Cluster {
	if c.Kind != table.Text {
		return nil
	}
	var forms []Form
	for text, n := range vocabularyOf(c, false).texts {
		if strings.ContainsFunc(text, unicode.IsLetter) && utf8.RuneCountInString(text) <= longestWord {
			forms = append(forms, Form{text, n})
		}
	}
	sortForms(forms)
	forms, clusters := collisions(forms, "fingerprint", fingerprint)
	forms, more := collisions(forms, "ngram", ngrams)
	clusters = append(clusters, more...)
	if len(forms) <= categoryLevels {
		clusters = append(clusters, nearWords(forms, share)...)
	}
	return clusters
}

func sortForms(forms []Form) {
	slices.SortFunc(forms, func(a, b Form) int {
		return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Text, b.Text))
	})
}

// collisions gathers forms with equal keys. What is left are the words, each with the rows of all its forms.
func collisions(forms []Form, method string, key func(string) string) (words []Form, clusters []Cluster) {
	at := map[string]int{}
	var groups [][]Form
	for _, f := range forms {
		k := key(f.Text)
		if k == "" {
			groups = append(groups, []Form{f})
			continue
		}
		i, ok := at[k]
		if !ok {
			i = len(groups)
			at[k], groups = i, append(groups, nil)
		}
		groups[i] = append(groups[i], f)
	}
	for _, g := range groups {
		word := g[0]
		if len(g) > 1 {
			clusters = append(clusters, Cluster{Method: method, Word: word.Text, Rows: word.Rows, Forms: g[1:]})
		}
		for _, f := range g[1:] {
			word.Rows += f.Rows
		}
		words = append(words, word)
	}
	sortForms(words)
	return words, clusters
}

// nearWords joins each form to the nearest of the more frequent ones. Where two are equally near, or none of a pair is
// more frequent, a person must say which is meant.
func nearWords(forms []Form, share float64) []Cluster {
	plain, signs, lengths := make([]string, len(forms)), make([]string, len(forms)), make([]int, len(forms))
	for i, f := range forms {
		plain[i] = withoutPunctuation(plainLetters(f.Text))
		lengths[i] = utf8.RuneCountInString(plain[i])
		signs[i] = strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsSpace(r) {
				return -1
			}
			return r
		}, plain[i])
	}
	var out []Cluster
	at := map[int]int{}
	for i := range forms {
		best, near := 0, []int(nil)
		for j := range i {
			a, b := lengths[i], lengths[j]
			most := int(share * float64(max(a, b)))
			if signs[i] != signs[j] || max(a, b)-min(a, b) > most || most == 0 {
				continue
			}
			d := levenshtein.ComputeDistance(plain[i], plain[j])
			switch {
			case d > most:
			case near == nil || d < best:
				best, near = d, []int{j}
			case d == best:
				near = append(near, j)
			}
		}
		switch {
		case near == nil:
			continue
		case len(near) > 1 || forms[near[0]].Rows == forms[i].Rows:
			c := Cluster{Method: "distance", Word: forms[near[0]].Text, Rows: forms[near[0]].Rows, Forms: []Form{forms[i]}}
			for _, j := range near[1:] {
				c.Instead = append(c.Instead, forms[j].Text)
			}
			if c.Instead == nil {
				c.Instead = []string{forms[i].Text}
			}
			out = append(out, c)
			continue
		}
		k, ok := at[near[0]]
		if !ok {
			k = len(out)
			at[near[0]], out = k, append(out, Cluster{Method: "distance", Word: forms[near[0]].Text, Rows: forms[near[0]].Rows})
		}
		out[k].Forms = append(out[k].Forms, forms[i])
	}
	return out
}

// fingerprint is what spellings with the same words share: lower case, no accents, no punctuation, words in order.
func fingerprint(s string) string {
	words := strings.Fields(withoutPunctuation(plainLetters(s)))
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}

// ngrams is what spellings with the same pairs of letters share. Texts of up to three have too few pairs to tell.
func ngrams(s string) string {
	runes := []rune(strings.ReplaceAll(withoutPunctuation(plainLetters(s)), " ", ""))
	if len(runes) < 4 {
		return ""
	}
	var pairs []string
	for i := range runes[1:] {
		pairs = append(pairs, string(runes[i:i+2]))
	}
	slices.Sort(pairs)
	return strings.Join(slices.Compact(pairs), "")
}

// withoutPunctuation drops punctuation but where it means something: signs such as + and #, what stands between digits
// or makes a number negative, and a hyphen behind a word, as in the grade A-. Blanks of all kinds become one kind.
func withoutPunctuation(s string) string {
	runes := []rune(s)
	at := func(i int) rune {
		if i < 0 || i >= len(runes) {
			return ' '
		}
		return runes[i]
	}
	var b strings.Builder
	for i, r := range runes {
		before, after := at(i-1), at(i+1)
		switch {
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case !unicode.IsPunct(r) || r == '#' || r == '%',
			unicode.IsDigit(before) && unicode.IsDigit(after),
			r == '-' && (unicode.IsSpace(before) && unicode.IsDigit(after) || unicode.IsLetter(before) && unicode.IsSpace(after)):
			b.WriteRune(r)
		}
	}
	return b.String()
}
