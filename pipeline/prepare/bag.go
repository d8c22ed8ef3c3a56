package prepare

import (
	"fmt"
	"strings"
	"unicode"

	"assay/pipeline/table"
)

// wordsOf calls found for each word of a text, in order and in lower case: letters and digits of any script that stand
// together, with the marks on them.
func wordsOf(text string, found func(word string)) {
	text = strings.ToLower(text)
	start := -1
	for i, r := range text {
		inside := unicode.IsLetter(r) || unicode.IsDigit(r) || start >= 0 && unicode.IsMark(r)
		switch {
		case inside && start < 0:
			start = i
		case !inside && start >= 0:
			found(text[start:i])
			start = -1
		}
	}
	if start >= 0 {
		found(text[start:])
	}
}

// bag is a row of numbers most of which are 0: the places that are not, in order of first use, and what they hold.
type bag struct {
	places []int32
	values []float64
	of     []int32 // per place: 1 + where it stands in places, 0 when it does not
}

func (b *bag) add(place int32, v float64) {
	if b.of[place] == 0 {
		b.places, b.values = append(b.places, place), append(b.values, 0)
		b.of[place] = int32(len(b.places))
	}
	b.values[b.of[place]-1] += v
}

func (b *bag) empty() {
	for _, p := range b.places {
		b.of[p] = 0
	}
	b.places, b.values = b.places[:0], b.values[:0]
}

// unpack fills a bag for each distinct text of a column and spreads the bags over columns of numbers, which are named
// by prefix and names. A gap is 0 everywhere.
func unpack(c *table.Column, prefix string, names []string, fill func(b *bag, text string)) []*table.Column {
	counts, _ := countOf(c)
	starts, b := make([]int, len(counts)+1), bag{of: make([]int32, len(names))}
	var places []int32
	var values []float64
	for code, n := range counts {
		if n > 0 {
			b.empty()
			fill(&b, c.Dictionary()[code])
			places, values = append(places, b.places...), append(values, b.values...)
		}
		starts[code+1] = len(places)
	}
	wide := make([][]float64, len(names))
	for j := range wide {
		wide[j] = make([]float64, c.Len())
	}
	for i, code := range c.Codes() {
		if code < 0 {
			continue
		}
		for k := starts[code]; k < starts[code+1]; k++ {
			wide[places[k]][i] = values[k]
		}
	}
	out := make([]*table.Column, len(names))
	for j, name := range names {
		out[j] = table.NewNumber(prefix+name, wide[j]).From(c)
	}
	return out
}

// freePrefix returns name and what stands behind it, with a number between if a name begins like that already.
func freePrefix(name, behind string, taken []string) string {
	free := name + behind
	for i := 2; ; i++ {
		clash := false
		for _, t := range taken {
			clash = clash || strings.HasPrefix(t, free)
		}
		if !clash {
			return free
		}
		free = fmt.Sprintf("%s (%d)%s", name, i, behind)
	}
}
