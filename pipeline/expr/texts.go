package expr

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// perText works out a number or truth for each distinct text.
func perText(f func(string) float64) bind {
	return func(m *machine, args []values, _ *node) values {
		of := make([]float64, len(args[0].levels))
		for k, s := range args[0].levels {
			of[k] = f(s)
		}
		return gathered(m, args[0], of)
	}
}

// gathered gives each row the number of its text.
func gathered(m *machine, text values, of []float64) values {
	out := m.floats()
	return values{floats: func(lo, hi int) []float64 {
		for i, c := range text.codes(lo, hi) {
			if c < 0 {
				out[i] = math.NaN()
			} else {
				out[i] = of[c]
			}
		}
		return out[:hi-lo]
	}}
}

// search works out a truth for each distinct text and the text in quotes.
func search(f func(s, part string) bool) bind {
	return func(m *machine, args []values, n *node) values {
		part := n.args[1].text
		return perText(func(s string) float64 { return truth(f(s, part)) })(m, args, n)
	}
}

// rewrite makes another text of each distinct one.
func rewrite(f func(string) string) bind {
	return func(m *machine, args []values, _ *node) values {
		var d dictionary
		to := make([]int32, len(args[0].levels))
		for k, s := range args[0].levels {
			to[k] = d.code(f(s))
		}
		return recoded(m, args[0], to, d.levels)
	}
}

func replaced(m *machine, args []values, n *node) values {
	from, to := n.args[1].text, n.args[2].text
	return rewrite(func(s string) string { return strings.ReplaceAll(s, from, to) })(m, args, n)
}

// recoded is text under other codes.
func recoded(m *machine, text values, to []int32, levels []string) values {
	out := m.codes()
	return values{levels: levels, codes: func(lo, hi int) []int32 {
		for i, c := range text.codes(lo, hi) {
			if out[i] = -1; c >= 0 {
				out[i] = to[c]
			}
		}
		return out[:hi-lo]
	}}
}

// dictionary numbers texts in the order they come; empty text has no number.
type dictionary struct {
	levels []string
	index  map[string]int32
}

func (d *dictionary) code(s string) int32 {
	if s == "" {
		return -1
	}
	if code, ok := d.index[s]; ok {
		return code
	}
	if d.index == nil {
		d.index = map[string]int32{}
	}
	code := int32(len(d.levels))
	d.index[s], d.levels = code, append(d.levels, s)
	return code
}

// merged brings texts under one dictionary.
func merged(m *machine, texts []values) []values {
	var d dictionary
	to := make([][]int32, len(texts))
	for j, text := range texts {
		to[j] = make([]int32, len(text.levels))
		for k, s := range text.levels {
			to[j][k] = d.code(s)
		}
	}
	out := make([]values, len(texts))
	for j, text := range texts {
		out[j] = recoded(m, text, to[j], d.levels)
	}
	return out
}

func firstText(m *machine, args []values) values {
	args = merged(m, args)
	buffer := m.codes()
	return values{levels: args[0].levels, codes: func(lo, hi int) []int32 {
		out := buffer[:hi-lo]
		copy(out, args[0].codes(lo, hi))
		for _, a := range args[1:] {
			for i, c := range a.codes(lo, hi) {
				if out[i] < 0 {
					out[i] = c
				}
			}
		}
		return out
	}}
}

func chosenText(m *machine, args []values) values {
	ways := merged(m, args[1:])
	buffer := m.codes()
	return values{levels: ways[0].levels, codes: func(lo, hi int) []int32 {
		out, a, b := buffer[:hi-lo], ways[0].codes(lo, hi), ways[1].codes(lo, hi)
		choose(out, args[0].floats(lo, hi), a, b, -1)
		return out
	}}
}

// placed replaces texts by places in their common order, so that they compare as numbers. Only the texts of all but the
// largest dictionary are sorted; those of the largest are looked up among them and stand on one or in between.
func placed(m *machine, args []values) []values {
	if args[0].codes == nil {
		return args
	}
	largest := 0
	for j, a := range args {
		if len(a.levels) > len(args[largest].levels) {
			largest = j
		}
	}
	var marks []string
	for j, a := range args {
		if j != largest {
			marks = append(marks, a.levels...)
		}
	}
	slices.Sort(marks)
	marks = slices.Compact(marks)
	out := make([]values, len(args))
	for j, a := range args {
		out[j] = perText(func(s string) float64 {
			i, found := slices.BinarySearch(marks, s)
			return float64(2*i) + truth(found)
		})(m, []values{a}, nil)
	}
	return out
}

func length(s string) float64 { return float64(utf8.RuneCountInString(s)) }
