package prepare

import (
	"sort"

	"assay/pipeline/table"
)

// vocabulary is the texts of a column, trimmed, with how often each occurs, grouped by key. Cells may name a text more
// than once; texts and groups are empty when there are far too many for categories.
type vocabulary struct {
	fold    bool
	present int
	cells   []cell
	texts   map[string]int
	groups  map[string]group
}

// group is the spellings that share a key, with their counts.
type group map[string]int

// categoryLevels is the most words a column may have and still count as a list of categories; beyond it is free text.
const categoryLevels = 1000

func vocabularyOf(c *table.Column, fold bool) *vocabulary {
	counts, present := countOf(c)
	v := &vocabulary{fold: fold, present: present, texts: map[string]int{}, groups: map[string]group{}}
	for code, n := range counts {
		if n > 0 {
			v.cells = append(v.cells, cell{tidyText(c.Dictionary()[code]), n})
		}
	}
	if len(v.cells) > 20*categoryLevels { // free text, whatever case and blanks may bring together
		return v
	}
	for _, x := range v.cells {
		if table.IsMissing(x.text) {
			continue
		}
		key := keyOf(x.text, fold)
		if v.groups[key] == nil {
			v.groups[key] = group{}
		}
		v.texts[x.text] += x.n
		v.groups[key][x.text] += x.n
	}
	return v
}

// isCategory tells categories from free text: few words, or each on average in at least five rows.
func (v *vocabulary) isCategory() bool {
	n := len(v.groups)
	return n > 0 && (n <= 30 || n <= categoryLevels && 5*n <= v.present)
}

func (g group) count() int {
	n := 0
	for _, k := range g {
		n += k
	}
	return n
}

// best is the most frequent spelling, the first in sort order among equals.
func (g group) best() string {
	best, most := "", 0
	for text, n := range g {
		if n > most || n == most && text < best {
			best, most = text, n
		}
	}
	return best
}

// merge lets the keys of each meaning that occurs share one word in words. A given meaning (a setting) applies as soon
// as one of its spellings occurs and its own word stays; one of the thesaurus applies where two occur, and the most
// frequent proper word stays.
func (v *vocabulary) merge(words map[string]string, meanings []meaning, given bool) {
	for _, m := range meanings {
		var seen []string // keys of the column with this meaning
		forms := map[string]bool{foldKey(m.word): true}
		for _, f := range m.forms {
			forms[foldKey(f)] = true
		}
		for key := range v.groups {
			if forms[foldKey(key)] {
				seen = append(seen, key)
			}
		}
		if len(seen) == 0 || len(seen) == 1 && !given {
			continue
		}
		sort.Strings(seen)
		stay := m.word
		if !given {
			stay = v.properWord(seen, foldKey(m.word))
		}
		for _, key := range seen {
			words[key] = stay
		}
		if v.fold { // a spelling nobody used so far may still come in a form
			for key := range forms {
				words[key] = stay
			}
		}
	}
}

// properWord picks the spelling that stays among keys of one meaning: the most frequent, but a word before a mark such
// as "1", "x" or "m". Among equals the thesaurus' own word wins, then the first in sort order.
func (v *vocabulary) properWord(keys []string, own string) string {
	best, most, proper := "", -1, false
	for _, key := range keys {
		word, n := v.groups[key].best(), v.groups[key].count()
		if p := len([]rune(key)) > 1 && (key[0] < '0' || key[0] > '9'); p && !proper || p == proper && (n > most || n == most && foldKey(key) == own) {
			best, most, proper = word, n, p
		}
	}
	return best
}

// theme returns the meanings of the theme this column speaks: at least two spellings of one meaning occur, more than
// half of its words and at least 80 % of its cells belong. Nothing when there is no such theme.
func (v *vocabulary) theme() []meaning {
	for _, th := range thesaurus {
		of := map[string]int{}
		for i, m := range th.meanings {
			of[foldKey(m.word)] = i
			for _, f := range m.forms {
				of[foldKey(f)] = i
			}
		}
		words, cells, twice := 0, 0, false
		seen := map[int]bool{}
		for key, g := range v.groups {
			if i, ok := of[foldKey(key)]; ok {
				words, cells = words+1, cells+g.count()
				twice = twice || seen[i]
				seen[i] = true
			}
		}
		if twice && 2*words > len(v.groups) && 5*cells >= 4*v.present {
			return th.meanings
		}
	}
	return nil
}
