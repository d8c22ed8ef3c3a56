package profile

import (
	"cmp"
	"slices"
	"strings"

	"assay/pipeline/table"
)

// Sentinel is a value of a column that stands, or may stand, for no value. Tokens were read as missing already; the
// others wait for a person to confirm them.
type Sentinel struct {
	Value      string // as the column shows it; empty for empty cells
	Count      int    // rows that have it
	Kind       string // token, word, number or date
	Why        string
	Confidence float64 // from 0 to 1 that it means missing; 1 for tokens
	Fix        *Fix    // what confirms it; nil for tokens
}

// The kinds of sentinels.
const (
	tokenSentinel  = "token"
	wordSentinel   = "word"
	numberSentinel = "number"
	dateSentinel   = "date"
)

// Sentinels lists what was read as missing in a column, word by word, and then what may mean missing, the surest
// first. Tokens are the words as reading counted them; missing cells beyond them count as cells without a value.
func Sentinels(p Column, tokens []table.ValueCount) []Sentinel {
	var out []Sentinel
	empty := p.Missing
	for _, t := range tokens {
		out = append(out, Sentinel{Value: t.Value, Count: t.Count, Kind: tokenSentinel, Why: "a usual word for no value; read as missing", Confidence: 1})
		empty -= t.Count
	}
	if empty > 0 {
		out = append(out, Sentinel{Count: empty, Kind: tokenSentinel, Why: "cells without a value", Confidence: 1})
	}
	return append(out, p.Suspects...)
}

// maxSuspects bounds the different values of one kind that are suspected in a column.
const maxSuspects = 64

// sortSuspects puts the surest first, then the most frequent.
func sortSuspects(all []Sentinel) []Sentinel {
	slices.SortStableFunc(all, func(a, b Sentinel) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return all
}

// textSuspects looks for words that say there is no value, for numbers that do in columns that spell numbers, and for
// dates that do in columns of dates.
func textSuspects(p *Column, s *surveyed, levels []string, counts []int) []Sentinel {
	var out []Sentinel
	if s.levels[unknown] > 0 {
		out = wordSuspects(p, levels, counts)
	}
	switch {
	case p.Meaning == "date":
		out = append(out, dateSuspects(p, levels, counts)...)
	case isNumberish(p.Meaning) && s.rows[plain]*20 > s.total:
		out = append(out, spelledSuspects(p, levels, counts)...)
	}
	return sortSuspects(out)
}

// wordSuspects are the values that are words for no value. Among numbers and dates they can mean nothing else; among
// categories they may be an answer, "none" above all.
func wordSuspects(p *Column, levels []string, counts []int) []Sentinel {
	var out []Sentinel
	for k, text := range levels {
		if counts[k] == 0 || len(text) > 40 || len(out) == maxSuspects || shapeOf(text) != unknown {
			continue
		}
		v := Sentinel{Value: text, Count: counts[k], Kind: wordSentinel, Why: "a word for no value among values of another kind", Confidence: .95, Fix: asMissing(p.Name, text)}
		if p.Meaning == "category" || p.Meaning == "free text" || p.Meaning == "name" || p.Meaning == "yes/no" {
			v.Why, v.Confidence = "says that nothing is known; missing, unless not knowing is an answer of its own", .6
			if w := table.Fold(text); w == "none" || w == "void" {
				v.Why, v.Confidence = "may mean missing, or that there is nothing of the kind", .2
			}
		}
		out = append(out, v)
	}
	return out
}

// spelledSuspects looks at the plain numbers among texts the way numberSuspects does.
func spelledSuspects(p *Column, levels []string, counts []int) []Sentinel {
	var values []weighted
	for k, text := range levels {
		if v, ok := table.ParseNumber(strings.TrimSpace(text)); ok && counts[k] > 0 {
			values = append(values, weighted{v, counts[k], text})
		}
	}
	slices.SortFunc(values, func(a, b weighted) int { return cmp.Compare(a.v, b.v) })
	return suspectsAmong(p, merged(values))
}

// merged adds up neighbours that are the same number written differently.
func merged(values []weighted) []weighted {
	out := values[:0]
	for _, w := range values {
		if n := len(out); n > 0 && out[n-1].v == w.v {
			out[n-1].n += w.n
			if len(w.text) < len(out[n-1].text) {
				out[n-1].text = w.text
			}
			continue
		}
		out = append(out, w)
	}
	return out
}
