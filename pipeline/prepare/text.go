package prepare

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"assay/models/param"
	"assay/pipeline/table"
)

var textEntry = Entry{
	Name:  "text",
	Title: "Words of a text",
	About: "Turns sentences that people wrote into numbers, one column per word that is used often enough.",
	Why: "Hardly two letters are the same, so as levels they say nothing; their words come back and do. By default a word counts more the fewer texts use it, and long texts " +
		"count no more than short ones. Columns of single words, such as a job or a town, are left to the encoders of levels: one-hot and the others.",
	Kind:    Learns,
	New:     func() param.Settings { return NewText() },
	Restore: restoreAs[Vocabularies],
}

// Text turns free text into a bag of words.
type Text struct {
	Weigh string
	Share float64
	Terms int
	Words float64
}

// NewText returns the default settings.
func NewText() *Text { return &Text{Weigh: "tfidf", Share: 0.01, Terms: 50, Words: 3} }

// Params lists the settings.
func (s *Text) Params() []param.Param {
	return []param.Param{
		param.OfChoice(&s.Weigh, "weigh", []string{"tfidf", "count", "presence"}, "what a column holds. tfidf: how often the word occurs, more for rare words, the squares of a row adding up to 1; count: how often; presence: 1 or 0"),
		param.OfFloat(&s.Share, "share", 0, 1, "words in fewer than this share of the training texts get no column; higher makes fewer"),
		param.OfInt(&s.Terms, "terms", 1, 5000, "at most this many words get a column, those in the most texts"),
		param.OfFloat(&s.Words, "words", 0, 1000, "a feature whose texts have fewer words than this on average is left as it is; 0 takes every text feature"),
	}
}

// Vocabularies is what a Text learned.
type Vocabularies struct {
	Weigh   string       `json:"weigh"`
	Columns []Vocabulary `json:"columns"`
}

// Vocabulary holds the words of one column, sorted, and in how many of the training texts each occurs, gaps being texts
// without a word. Left says that the column stays as it is, its texts having few words.
type Vocabulary struct {
	Column string   `json:"column"`
	Prefix string   `json:"prefix"` // how the names of the columns it becomes begin
	Terms  []string `json:"terms,omitempty"`
	Rows   []int    `json:"rows,omitempty"` // per term
	Texts  int      `json:"texts"`
	Mean   float64  `json:"mean"` // words of a text that is there
	Left   bool     `json:"left,omitempty"`
}

// Fit counts in how many training texts each word occurs.
func (s *Text) Fit(train *table.Table) (Fitted, error) {
	out := &Vocabularies{Weigh: s.Weigh}
	for _, c := range train.ByRole(table.Feature) {
		if c.Kind == table.Text {
			v := s.fit(c)
			v.Prefix = freePrefix(c.Name, ": ", train.Names())
			out.Columns = append(out.Columns, v)
		}
	}
	return out, nil
}

func (s *Text) fit(c *table.Column) Vocabulary {
	counts, present := countOf(c)
	type used struct{ rows, last int } // last is the text, from 1, that was counted last
	words, total := map[string]*used{}, 0
	for code, n := range counts {
		if n == 0 {
			continue
		}
		wordsOf(c.Dictionary()[code], func(word string) {
			total += n
			u := words[word]
			if u == nil {
				u = &used{}
				words[word] = u
			}
			if u.last != code+1 {
				u.rows, u.last = u.rows+n, code+1
			}
		})
	}
	v := Vocabulary{Column: c.Name, Texts: c.Len(), Mean: float64(total) / float64(max(present, 1))}
	if v.Left = v.Mean < s.Words; v.Left {
		return v
	}
	for word, u := range words {
		if float64(u.rows) >= s.Share*float64(c.Len()) {
			v.Terms = append(v.Terms, word)
		}
	}
	slices.SortFunc(v.Terms, func(a, b string) int { return cmp.Or(words[b].rows-words[a].rows, cmp.Compare(a, b)) })
	if len(v.Terms) > s.Terms {
		v.Terms = v.Terms[:s.Terms]
	}
	slices.Sort(v.Terms)
	for i, word := range v.Terms {
		v.Terms[i] = strings.Clone(word) // a word of its own, not a piece of a long text
		v.Rows = append(v.Rows, words[word].rows)
	}
	v.Terms = slices.Clip(v.Terms)
	return v
}

// Apply replaces the columns it knows by a column per word. A gap is 0 in every column.
func (f *Vocabularies) Apply(t *table.Table) (*table.Table, error) {
	for _, v := range f.Columns {
		c := t.Column(v.Column)
		if c == nil || v.Left {
			continue
		}
		if err := held("text", c, table.Text.String()); err != nil {
			return nil, err
		}
		place := make(map[string]int32, len(v.Terms))
		for j, term := range v.Terms {
			place[term] = int32(j)
		}
		weights := v.weights()
		t = t.Without(v.Column).With(unpack(c, v.Prefix, v.Terms, func(b *bag, text string) {
			wordsOf(text, func(word string) {
				if j, ok := place[word]; ok {
					b.add(j, 1)
				}
			})
			f.weigh(b, weights)
		})...)
	}
	return t, nil
}

// weights are the inverse document frequencies: ln((1+n)/(1+rows)) + 1, as if one more text had every word (Spärck
// Jones, 1972, in the smoothed form).
func (v *Vocabulary) weights() []float64 {
	out := make([]float64, len(v.Rows))
	for j, rows := range v.Rows {
		out[j] = math.Log(float64(1+v.Texts)/float64(1+rows)) + 1
	}
	return out
}

// weigh turns the counts of a text into what the columns hold.
func (f *Vocabularies) weigh(b *bag, weights []float64) {
	switch f.Weigh {
	case "presence":
		for k := range b.values {
			b.values[k] = 1
		}
	case "tfidf":
		sum := 0.0
		for k, j := range b.places {
			b.values[k] *= weights[j]
			sum += b.values[k] * b.values[k]
		}
		for k := range b.values {
			b.values[k] /= math.Sqrt(sum) // no value is 0
		}
	}
}

// Explain lists the most used words of each column.
func (f *Vocabularies) Explain() []string {
	var out []string
	for _, v := range f.Columns {
		switch {
		case v.Left:
			out = append(out, fmt.Sprintf("%s: left as it is, its texts have %.1f words on average; levels are for one-hot and its like", v.Column, v.Mean))
		case len(v.Terms) == 0:
			out = append(out, v.Column+": left out, no word is in enough of its texts")
		default:
			often := slices.Clone(v.Terms)
			rows := func(term string) int { i, _ := slices.BinarySearch(v.Terms, term); return v.Rows[i] }
			slices.SortStableFunc(often, func(a, b string) int { return rows(b) - rows(a) })
			out = append(out, fmt.Sprintf("%s: a column for each of %s, from %s in %d of %d texts to %s in %d: %s", v.Column, plural(len(often), "word"),
				quoteFew(often[:1], 1), rows(often[0]), v.Texts, quoteFew(often[len(often)-1:], 1), rows(often[len(often)-1]), quoteFew(often, 8)))
		}
	}
	if len(out) == 0 {
		return []string{noText}
	}
	return out
}
