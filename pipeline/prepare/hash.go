package prepare

import (
	"fmt"
	"strconv"

	"assay/models/param"
	"assay/pipeline/table"
)

var hashEntry = Entry{
	Name:  "hash",
	Title: "Hashing",
	About: "Deals the levels of a text feature, or its words, to a fixed number of columns by a hash, as +1 or -1.",
	Why: "Millions of different values fit into a few columns, nothing has to be remembered, and a value never seen gets its place like any other. " +
		"Values that fall into the same column are mixed up; the sign makes such mix-ups cancel out rather than add up. What a column means can no longer be told.",
	Kind:    Learns,
	New:     func() param.Settings { return NewHash() },
	Restore: restoreAs[Hashes],
}

// Hash turns each text feature into 2^Bits columns by signed feature hashing (Weinberger and others, 2009).
type Hash struct {
	Bits int
	By   string
}

// NewHash returns the default settings.
func NewHash() *Hash { return &Hash{Bits: 4, By: "level"} }

// Params lists the settings.
func (s *Hash) Params() []param.Param {
	return []param.Param{
		param.OfInt(&s.Bits, "bits", 1, 10, "a feature becomes 2^bits columns: 4 makes 16; each bit more halves the mix-ups and doubles the width"),
		param.OfChoice(&s.By, "by", []string{"level", "words"}, "level: the whole text is one value; words: each of its words is, and repeats add up"),
	}
}

// Hashes is what a Hash fixed; the hash itself never changes.
type Hashes struct {
	Bits    int      `json:"bits"`
	By      string   `json:"by"`
	Columns []Hashed `json:"columns"`
}

// Hashed is a column and how the names of the columns it becomes begin.
type Hashed struct {
	Column string `json:"column"`
	Prefix string `json:"prefix"`
}

// Fit only notes which text features there are.
func (s *Hash) Fit(train *table.Table) (Fitted, error) {
	out := &Hashes{Bits: s.Bits, By: s.By}
	for _, c := range train.ByRole(table.Feature) {
		if c.Kind == table.Text {
			out.Columns = append(out.Columns, Hashed{c.Name, freePrefix(c.Name, " hash ", train.Names())})
		}
	}
	return out, nil
}

// Apply replaces the columns it knows. A gap is 0 in every column.
func (f *Hashes) Apply(t *table.Table) (*table.Table, error) {
	names := make([]string, 1<<f.Bits)
	for j := range names {
		names[j] = strconv.Itoa(j + 1)
	}
	for _, h := range f.Columns {
		c := t.Column(h.Column)
		if c == nil {
			continue
		}
		if err := held("hash", c, table.Text.String()); err != nil {
			return nil, err
		}
		t = t.Without(h.Column).With(unpack(c, h.Prefix, names, f.fill)...)
	}
	return t, nil
}

func (f *Hashes) fill(b *bag, text string) {
	if f.By == "words" {
		wordsOf(text, func(word string) { b.add(bucket(word, f.Bits)) })
		return
	}
	b.add(bucket(text, f.Bits))
}

// bucket is the place of a text among 2^bits, by the low bits of its hash, and its sign, by the highest.
func bucket(text string, bits int) (place int32, sign float64) {
	h := mixed(fnv1a(text))
	if sign = 1; h>>63 == 1 {
		sign = -1
	}
	return int32(h & (1<<bits - 1)), sign
}

// fnv1a is the 64-bit FNV-1a hash of the bytes of a text (Fowler, Noll and Vo). It is part of saved models: it must
// never change.
func fnv1a(s string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 0x100000001b3
	}
	return h
}

// mixed lets every bit depend on all others, by the finaliser of MurmurHash3 (Appleby): the high bits of FNV hardly
// depend on the last letters of a text.
func mixed(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// Explain says how wide each column became.
func (f *Hashes) Explain() []string {
	what := map[string]string{"level": "each text as +1 or -1 in one of them", "words": "each word as +1 or -1 in one of them"}[f.By]
	var out []string
	for _, h := range f.Columns {
		out = append(out, fmt.Sprintf("%s: %d columns (%s1 …), %s", h.Column, 1<<f.Bits, h.Prefix, what))
	}
	if len(out) == 0 {
		return []string{noText}
	}
	return out
}
