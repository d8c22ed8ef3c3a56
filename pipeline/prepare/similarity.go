package prepare

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"assay/pipeline/table"
)

// likeness says how alike rows i and j are in one column: 1 the same, 0 nothing in common, NaN where one has no value.
type likeness func(i, j int) float64

// likenessOf measures numbers by their relative difference, points in time by the share of a year between them, and
// text, case and accents aside, by the measure named.
func likenessOf(c *table.Column, text string) likeness {
	switch c.Kind {
	case table.Number:
		return func(i, j int) float64 { return alikeNumbers(c.Numbers()[i], c.Numbers()[j]) }
	case table.Time:
		return func(i, j int) float64 {
			a, b := c.Times()[i], c.Times()[j]
			if a == table.NoTime || b == table.NoTime {
				return math.NaN()
			}
			return max(0, 1-math.Abs(float64(a)-float64(b))/(365.2425*86400))
		}
	}
	words := make([][]rune, len(c.Dictionary()))
	for k, s := range c.Dictionary() {
		words[k] = firstRunes(plainLetters(tidyText(s)), longestWord)
	}
	alike := jaroWinkler
	if text == "levenshtein" {
		alike = alikeEdits
	}
	return func(i, j int) float64 {
		switch a, b := c.Codes()[i], c.Codes()[j]; {
		case a < 0 || b < 0:
			return math.NaN()
		case a == b:
			return 1
		default:
			return alike(words[a], words[b])
		}
	}
}

func alikeNumbers(a, b float64) float64 {
	if a != a || b != b {
		return math.NaN()
	}
	if a == b {
		return 1
	}
	if r := math.Abs(a-b) / max(math.Abs(a), math.Abs(b)); r <= 1 {
		return 1 - r
	}
	return 0
}

// alikeEdits is the share of characters that need no edit.
func alikeEdits(a, b []rune) float64 {
	n := max(len(a), len(b))
	if n == 0 {
		return 1
	}
	return 1 - float64(levenshtein.ComputeDistance(string(a), string(b)))/float64(n)
}

// jaroWinkler is the similarity of Winkler (1990): the share of characters that match within half the length, less for
// those that changed places, more for a common start.
func jaroWinkler(a, b []rune) float64 {
	if len(a) == 0 || len(b) == 0 {
		if len(a) == len(b) {
			return 1
		}
		return 0
	}
	var inA, inB [longestWord]bool
	reach := max(0, max(len(a), len(b))/2-1)
	matches := 0
	for i, r := range a {
		for j := max(0, i-reach); j < min(len(b), i+reach+1); j++ {
			if !inB[j] && b[j] == r {
				inA[i], inB[j] = true, true
				matches++
				break
			}
		}
	}
	if matches == 0 {
		return 0
	}
	moved, j := 0, 0
	for i, r := range a {
		if !inA[i] {
			continue
		}
		for !inB[j] {
			j++
		}
		if b[j] != r {
			moved++
		}
		j++
	}
	m := float64(matches)
	jaro := (m/float64(len(a)) + m/float64(len(b)) + (m-float64(moved)/2)/m) / 3
	prefix := 0
	for prefix < min(4, len(a), len(b)) && a[prefix] == b[prefix] {
		prefix++
	}
	if jaro <= 0.7 { // a common start says nothing about words that are not alike
		return jaro
	}
	return jaro + 0.1*float64(prefix)*(1-jaro)
}

// soundex writes how an English name sounds: its first letter and three digits (Russell, 1918; the National Archives'
// rules). Letters it does not know count like vowels; a text that does not start with a Latin letter stays as it is.
func soundex(s string) string {
	const codes = "01230120022455012623010202" // of a to z
	s = plainLetters(s)
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	out, last := []byte{s[0]}, codes[s[0]-'a']
	for _, r := range s[1:] {
		switch {
		case r == 'h' || r == 'w' || r == ' ' || r == '\'' || r == '-':
			continue // the letters around them sound as one
		case r < 'a' || r > 'z':
			last = '0'
			continue
		}
		code := codes[r-'a']
		if code != '0' && code != last {
			if out = append(out, code); len(out) == 4 {
				break
			}
		}
		last = code
	}
	return string(out[:min(4, len(out))]) + strings.Repeat("0", max(0, 4-len(out)))
}

// firstRunes are the first n characters at most.
func firstRunes(s string, n int) []rune {
	if utf8.RuneCountInString(s) <= n {
		return []rune(s)
	}
	return []rune(s)[:n]
}
